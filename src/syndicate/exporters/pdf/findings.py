"""What went wrong with single items on their way into a PDF, as findings."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import takewhile

from syndicate.diagnostics import Diagnostic, Location, Report, Severity
from syndicate.exporters.pdf import faces

_SHOWN = 60

_CJK = frozenset({"CJK", "Hiragana", "Katakana", "Hangul", "Bopomofo", "Ideographic"})
_KINDS = frozenset(
    {"LETTER", "VOWEL", "SIGN", "DIGIT", "MARK", "SYLLABLE", "CAPITAL", "SMALL", "HIEROGLYPH", "CONSONANT", "TONE"}
    | {"NUMBER", "SYMBOL", "INDEPENDENT", "DEPENDENT", "UNIFIED", "COMPATIBILITY", "RADICAL", "CHARACTER", "LIGATURE"}
    | {"SUBJOINED", "PUNCTUATION"}
)
"""Words of the names of characters that do not name their script."""


def _script(character: str) -> str:
    """The script of a character, by its name; "symbols" for all that belong to none, empty where it has no name."""
    if unicodedata.category(character)[0] == "S":
        return "symbols"
    words = unicodedata.name(character, "").partition("-")[0].split()
    script = " ".join(takewhile(lambda word: word not in _KINDS, words))
    return script if script == "CJK" else script.title()


@dataclass(frozen=True, slots=True)
class Findings:
    """Adds findings about one article to the report of the run."""

    report: Report
    format: str
    article: str

    def picture(self, block: str, media: str, why: str) -> None:
        """A picture cannot be shown; its words stand in its place."""
        self._add(
            "SYN-PDF-001",
            Severity.WARNING,
            f"the picture {media} is not shown: {why}",
            "give a PNG or JPEG file beside the edition",
            block,
        )

    def coarse(self, block: str, media: str, density: float, least: float) -> None:
        """A picture has too few pixels for a press in the size that there is room for; it is set smaller."""
        self._add(
            "SYN-PDF-020",
            Severity.WARNING,
            f"the picture {media} would have {density:.0f} pixels per inch, and the press wants {least:.0f}: it is set "
            f"at {density / least:.2f} of the size that there is room for",
            "give a larger file",
            block,
        )

    def address(self, href: str) -> None:
        """A link has no address that works outside its site; its words stay."""
        self._add(
            "SYN-PDF-002",
            Severity.WARNING,
            f"the link to {href!r} leads nowhere outside its site, so it is set as plain text",
            "give --base-url, or write the address in full",
        )

    def characters(self, missing: Iterable[str]) -> None:
        """No font has these characters; each is set as a box."""
        found = sorted(missing)
        names = [f"U+{ord(c):04X} {unicodedata.name(c, 'unnamed')}" for c in found[:_SHOWN]]
        more = f" and {len(found) - _SHOWN} more" if len(found) > _SHOWN else ""
        scripts = sorted({script for c in found if (script := _script(c))})
        ways = ["--fonts DIR, a folder with a font that has them"] if scripts else ["leave them out"]
        if not _CJK.isdisjoint(scripts) and not faces.is_there("ja"):
            ways.insert(0, "pip install 'syndicate[cjk]'")
        self._add(
            "SYN-PDF-003",
            Severity.WARNING,
            f"no font has {', '.join(names)}{more}: set as \N{WHITE SQUARE}",
            (f"for {', '.join(scripts)}: " if scripts else "") + ", or ".join(ways),
        )

    def font(self, name: str, why: str) -> None:
        """A file of the user's fonts cannot be used."""
        self._add(
            "SYN-PDF-030",
            Severity.WARNING,
            f"the font file {name} is not used: {why}",
            "give another file of that font, or take it out of the folder",
        )

    def untitled(self) -> None:
        """A story without headline: the outline and the title need a name for it."""
        self._add("SYN-PDF-004", Severity.WARNING, "the story has no headline, so its id stands for it", "give it one")

    def table(self, block: str, columns: int) -> None:
        """A table has more columns than the measure holds, so its rows are set as text."""
        self._add(
            "SYN-PDF-005",
            Severity.INFO,
            f"the table has {columns} columns, too many for the page: its rows are set as text",
            "divide the table",
            block,
        )

    def copy(self, why: str) -> None:
        """The file holds no NewsML-G2."""
        self._add(
            "SYN-PDF-006",
            Severity.INFO,
            f"the file holds no copy in NewsML-G2: {why}",
            "give --built-at, or --option pdf.copy=no to do without copies",
        )

    def same_module(self, page: int, module: int, other: str) -> None:
        """Two stories are pinned to one module."""
        self._add(
            "SYN-PDF-040",
            Severity.WARNING,
            f"module {module} of page {page} is that of {other} already, so the story stands elsewhere on the page",
            "give one of them another number in print.column, or none",
        )

    def no_page(self, page: str, last: int) -> None:
        """A story is pinned to a page that there is not; `last` is the number of the last one, 0 if it is unknown."""
        end = f": the newspaper ends with page {last}" if last else ""
        self._add(
            "SYN-PDF-041",
            Severity.WARNING,
            f"there is no page {page!r}{end}, so the story stands where there is room",
            "correct print.page, or name the edition that it belongs to in print.edition",
        )

    def no_room(self, why: str) -> None:
        """A story is pinned to a place that cannot hold it."""
        self._add(
            "SYN-PDF-042",
            Severity.WARNING,
            f"the story cannot stand where it is pinned: {why}",
            "pin it to another module or page, or leave print.column out",
        )

    def _add(self, code: str, severity: Severity, message: str, hint: str, block: str = "") -> None:
        self.report.add(
            Diagnostic(
                code=code,
                severity=severity,
                message=message,
                location=Location(article=self.article, block=block),
                hint=hint,
                format=self.format,
            )
        )
