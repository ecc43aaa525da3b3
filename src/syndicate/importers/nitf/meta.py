"""The `meta` elements of a NITF head: what we put there of fields that NITF has no element for, and those of others."""

from __future__ import annotations

import re
from typing import Any, cast

from lxml import etree
from msgspec.structs import replace

from syndicate.formats import lenient
from syndicate.importers.nitf.story import Story
from syndicate.model import legal
from syndicate.model.article import (
    AiInfo,
    AiTerms,
    Geo,
    PrintPosition,
    Relation,
    SourceDocument,
    TrustIndicator,
)

Element = etree._Element

_OWN = "syndicate."
_TEXTS = {
    "take-key": "take_key",
    "service": "service",
    "desk": "desk",
    "pages": "pages",
    "digital-source-type": "digital_source_type",
    "signature": "signature",
}
_NUMBERS = {"priority": "priority", "declared-word-count": "declared_word_count"}
_MOMENTS = {"content-created": "content_created", "embargo-until": "embargo_until", "modified": "modified"}
_RELATIONS = ("related", "previous", "replaces", "evolved_from", "translation_of", "part_of")


def meta(element: Element, story: Story) -> None:
    """Read one `meta`."""
    name = element.get("name") or element.get("http-equiv") or ""
    said = legal.clean(element.get("content", "")).strip()
    if name.startswith(_OWN) and _own(name.removeprefix(_OWN), said, story):
        return
    match name:
        case "tdm-reservation" if said in ("0", "1"):
            _terms(story, tdm="reserved" if said == "1" else "allowed")
        case "tdm-policy":
            _terms(story, policy_url=said)
        case "geo.position":
            lat, _, lon = said.partition(";")
            north, east = lenient.number(lat), lenient.number(lon)
            if north is not None and east is not None:
                story.around["geo"] = Geo(lat=north, lon=east)
        case _ if ":" in name:
            story.extra[name] = said
        case _:
            story.keep(f"meta/{name}", said)


def _own(name: str, said: str, story: Story) -> bool:
    """A field of ours; False for what is none."""
    if name in _TEXTS:
        story.fields[_TEXTS[name]] = said
    elif name in _NUMBERS:
        if re.fullmatch(r"-?\d{1,15}", said):
            story.fields[_NUMBERS[name]] = int(said)
    elif name in _MOMENTS:
        _moment(name, said, story)
    elif name in ("rsl", "data-mining"):
        _terms(story, **{"rsl" if name == "rsl" else "data_mining": said})
    elif name == "print-column":
        known = cast("PrintPosition", story.fields.get("print", PrintPosition()))
        story.fields["print"] = replace(known, column=said)
    elif name.startswith("ai."):
        _machine(name[3:].replace("-", "_"), said, story)
    elif name == "trust":
        kind, _, value = said.partition(" ")
        story.add("trust", TrustIndicator(kind=kind, value=value))
    elif name.startswith("link."):
        return _link(name[5:].replace("-", "_"), said, story)
    elif name.startswith("source."):
        field = name[7:].replace("-", "_")
        known_doc = cast("SourceDocument", story.fields.get("source_doc", SourceDocument()))
        if field in ("sha256", "media_type", "encoding"):
            story.fields["source_doc"] = replace(known_doc, **{field: said})
    else:
        return False
    return True


def _moment(name: str, said: str, story: Story) -> None:
    found = lenient.moment(said)
    if found.value is not None:
        story.fields[_MOMENTS[name]] = found.value
    elif name == "embargo-until":
        story.add("signals", "hold")
        story.findings.held(f"embargoed until nobody knows when: {said!r}: on hold", None)


def _terms(story: Story, **changes: Any) -> None:
    story.fields["ai"] = replace(cast("AiTerms", story.fields.get("ai", AiTerms())), **changes)


def _machine(name: str, said: str, story: Story) -> None:
    """What a machine did: `system` begins the next one."""
    known = cast("tuple[AiInfo, ...]", story.fields.get("ai_info", ()))
    if name == "system":
        story.fields["ai_info"] = (*known, AiInfo(system=said))
    elif known and name in AiInfo.__struct_fields__:
        story.fields["ai_info"] = (*known[:-1], replace(known[-1], **{name: said}))


def _link(rel: str, said: str, story: Story) -> bool:
    target, _, title = said.partition(" ")
    if rel not in _RELATIONS or not target:
        return False
    where = "href" if target.startswith(("http://", "https://", "/", ".")) else "ref"
    story.add("links", Relation(rel=rel, title=title, **{where: target}))  # type: ignore[arg-type]
    return True
