"""Members of ninjs whatever its version: names in lower case, lists where some have objects, texts where they are."""

from __future__ import annotations

from datetime import datetime
from typing import Any, cast

import msgspec

from syndicate.formats import lenient
from syndicate.importers.ninjs.findings import Findings
from syndicate.model import legal
from syndicate.model.article import DateCandidate

Object = dict[str, Any]
_DEEPEST = 48
_LONGEST = 10_000_000
"""Characters of one text; the parser of XML has the same bound."""


def lowered(value: object, depth: int = 0) -> Any:
    """The value with the names of its members in lower case: ninjs 3 writes versionCreated where 1 and 2 do not.

    Raises:
        ValueError: objects stand in objects without end, or a text is longer than any story.
    """
    if depth > _DEEPEST:
        raise ValueError(f"objects are nested more than {_DEEPEST} deep")
    if isinstance(value, dict):
        return {str(key).lower(): lowered(inner, depth + 1) for key, inner in value.items()}
    if isinstance(value, list):
        return [lowered(inner, depth + 1) for inner in value]
    if isinstance(value, str) and len(value) > _LONGEST:
        raise ValueError(f"a text has more than {_LONGEST} characters")
    return value


def text(value: object) -> str:
    """A text; "" for what is none. Numbers are texts where a sender was careless."""
    if isinstance(value, bool) or value is None or isinstance(value, dict | list):
        return ""
    return legal.clean(str(value)).strip()


def line(value: object) -> str:
    """A text in one line."""
    return " ".join(text(value).split())


def objects(value: object) -> list[Object]:
    """The objects of a list; an object of objects is a list whose members carry their key as `name` (ninjs 1)."""
    if isinstance(value, list):
        return [item for item in value if isinstance(item, dict)]
    if isinstance(value, dict):
        return [{"name": key, **item} for key, item in value.items() if isinstance(item, dict)]
    return []


class Item(msgspec.Struct):
    """One item while it is read."""

    members: Object
    findings: Findings
    language: str = "und"
    fields: dict[str, object] = {}
    extra: dict[str, str] = {}

    def text(self, *names: str) -> str:
        """The first of these members that is a text that says something."""
        return next((found for name in names if (found := text(self.members.get(name)))), "")

    def line(self, *names: str) -> str:
        """The same, in one line."""
        return " ".join(self.text(*names).split())

    def moment(self, name: str) -> datetime | None:
        """The instant in a member; what is none becomes a candidate and a finding."""
        written = self.members.get(name)
        if written is None:
            return None
        found = lenient.moment(written) if isinstance(written, str) else lenient.Moment(None, "is no text")
        if found.value is None:
            self.findings.date(name, str(written)[:80], found.quirk)
            if isinstance(written, str) and written.strip():
                candidate = DateCandidate(value=text(written), reason=f"{name} {found.quirk}")
                self.add("date_candidates", candidate)
        elif found.quirk:
            self.findings.odd_date(name, str(written), found.quirk)
        return found.value

    def number(self, name: str) -> int | None:
        """A whole number in a member; what is none is told."""
        value = self.members.get(name)
        found = whole(value)
        if value is not None and found is None:
            self.findings.value(name, f"{name} is no number: {str(value)[:80]!r}")
        return found

    def add(self, field: str, value: object) -> None:
        """Add to a field of several values, once."""
        known = cast("tuple[object, ...]", self.fields.get(field, ()))
        if value not in known:
            self.fields[field] = (*known, value)

    def keep(self, name: str, value: str) -> None:
        """Keep under `ninjs:name` what no field holds."""
        key, number = f"ninjs:{name}", 1
        while value and key in self.extra and self.extra[key] != value:
            number += 1
            key = f"ninjs:{name}/{number}"
        if value:
            self.extra[key] = value


def whole(value: object) -> int | None:
    """A whole number, also where it is written as a text or with a fraction of zero; None for anything else."""
    if isinstance(value, bool):
        return None
    if isinstance(value, int):
        return value if 0 <= value < 10**15 else None
    if isinstance(value, float):
        return int(value) if value.is_integer() and 0 <= value < 10**15 else None
    return lenient.whole(value) if isinstance(value, str) else None
