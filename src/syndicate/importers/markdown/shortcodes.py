"""Shortcodes and template tags: set apart before the parser sees them, put back as their source, never carried out.

What stands between ``{% %}``, ``{{ }}`` or ``{{< >}}`` is for the generator of a site. Each becomes a word that the
source does not hold, so that Markdown around it is read as it should be. Afterwards a paragraph is divided where such
a word stands and the source becomes an `Unsupported`; in code it is put back; in an address it is resolved where the
expression says the address itself, as ``{{ "/about/" | url }}`` does.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TypeVar, cast
from urllib.parse import urljoin

import msgspec

from syndicate.importers.markdown.findings import Findings
from syndicate.model import body
from syndicate.model.article import Media, Rendition
from syndicate.model.body import Block, Run, Text

_OPENER = re.compile(r"\{%|\{\{|\{#|\{:")
_CLOSERS = {"{%": "%}", "{{": "}}", "{#": "#}", "{:": "}"}
_PAIRED = re.compile(r"\{%-?\s*(highlight|comment|codeblock|raw|verbatim)\b|\{\{[<%]\s*(highlight)\b")
_NAME = re.compile(r"\{[%{][<%/*-]*\s*([\w.\-]+)?")
_FENCE = re.compile(r"^ {0,3}(`{3,}|~{3,})[^`\n]*$", re.MULTILINE)
_LONGEST = 4000
"""Characters of one tag; a brace in prose must not swallow the story."""

_LITERAL = re.compile(
    r"""\{\{-?\s*(["'])([^"']*)\1\s*(?:\|\s*(?:url|relative_url|absolute_url|relURL|absURL|safe|prepend:\s*[\w.]+)\s*)*-?\}\}"""
)
_BASE = re.compile(r"\{\{-?\s*(?:site\.(?:baseurl|base_url|url|github\.url)|baseurl|base_url|SITEURL)\s*-?\}\}")
_PLACES = ("static", "attach", "filename", "photo")
_IN_PLACE = re.compile(rf"[{{|](?:{'|'.join(_PLACES)})[}}|]")
_PELICAN = re.compile(rf"^{_IN_PLACE.pattern}/?")


T = TypeVar("T")


class Apart(msgspec.Struct):
    """A source with its tags set apart: `text` holds the words that stand for them."""

    text: str
    findings: Findings
    site: str = ""
    """The address of the site, which makes addresses below it absolute."""
    prefix: str = "zq"
    sources: list[str] = []
    lines: list[int] = []

    def word(self, source: str, line: int) -> str:
        """The word that stands for a tag, with the line ends that the tag has."""
        self.sources.append(source)
        self.lines.append(line)
        return f"{self.prefix}{len(self.sources) - 1}qz" + "\n" * source.count("\n")

    @property
    def _words(self) -> re.Pattern[str]:
        return re.compile(rf"{self.prefix}(\d+)qz(\n*)")

    # --- back --------------------------------------------------------------------------------------------------------

    def literal(self, string: str) -> str:
        """`string` with the sources put back."""
        return self._words.sub(self._source, string) if self.prefix in string else string

    def _source(self, found: re.Match[str]) -> str:
        source = self.sources[int(found.group(1))]
        return source + found.group(2)[source.count("\n") :]

    def address(self, href: str) -> str | None:
        """An address with its expressions resolved, or None where only the generator knows it."""
        if _PELICAN.match(href):
            self.findings.expressions[href.split("/")[0].strip("{}|")] += 1
            return _PELICAN.sub("", href)
        if self.prefix not in href:
            return self._absolute(href)
        unknown = False

        def resolved(found: re.Match[str]) -> str:
            nonlocal unknown
            source = self.sources[int(found.group(1))]
            literal = _LITERAL.fullmatch(source)
            if literal is None and not _BASE.fullmatch(source):
                unknown = True
                return ""
            self.findings.expressions["url" if literal else "base address"] += 1
            return literal.group(2) if literal else ""

        address = self._words.sub(resolved, href)
        return None if unknown else self._absolute(address)

    def _absolute(self, address: str) -> str:
        return urljoin(self.site, address) if self.site and address.startswith("/") else address

    def blocks(self, blocks: Iterable[Block]) -> list[Block]:
        """The blocks with every tag where it stood: in a block of its own, in code, or in an address."""
        named = any(name in self.text for name in _PLACES) and _IN_PLACE.search(self.text) is not None
        in_place = bool(self.site) or named
        if not self.sources and not in_place:
            return list(blocks)
        done: list[Block] = []
        for block in blocks:
            encoded = msgspec.json.encode(block)  # most blocks hold nothing of it, and a scan in C tells
            if self.prefix.encode() not in encoded and not (in_place and b'"href"' in encoded):
                done.append(block)
                continue
            match block:
                case body.Paragraph():
                    done += self._divided(block)
                case body.Box():
                    done.append(msgspec.structs.replace(block, blocks=tuple(self.blocks(block.blocks))))
                case _:
                    after: list[int] = []
                    done.append(self._visited(block, after))
                    done += [self._unsupported(number, block.span) for number in after]
        return [block for block in done if not _is_empty(block)]

    def media(self, media: Iterable[Media]) -> list[Media]:
        """The media with their addresses resolved; a file whose address is unknown is left out."""
        done = []
        for medium in media:
            kept: list[Rendition] = []
            for rendition in medium.renditions:
                if (href := self._known(rendition.href)) is not None:
                    kept.append(msgspec.structs.replace(rendition, href=href))
            after: list[int] = []
            clean = self._visited(msgspec.structs.replace(medium, renditions=()), after)
            for number in after:
                self.findings.shortcode(self.sources[number], self.lines[number])
            done.append(msgspec.structs.replace(clean, renditions=tuple(kept)))
        return done

    def _known(self, href: str) -> str | None:
        address = self.address(href)
        if address is None:
            self.findings.address(self.literal(href), self._line(href))
        return address

    def _line(self, string: str) -> int | None:
        found = self._words.search(string)
        return self.lines[int(found.group(1))] if found else None

    def _unsupported(self, number: int, span: body.Span | None) -> Block:
        source = self.sources[number]
        name = _NAME.match(source)
        kind = (name.group(1) or "expression") if name else "expression"
        self.findings.shortcode(source.split("\n")[0], self.lines[number])
        return body.Unsupported(bid="", source=source, kind=kind, media_type="text/markdown", span=span)

    def _divided(self, block: body.Paragraph) -> list[Block]:
        done: list[Block] = []
        part: list[Run] = []

        def close() -> None:
            said = trimmed(part)
            if said:
                done.append(msgspec.structs.replace(block, text=said))
            part.clear()

        for run in block.text:
            if self.prefix not in run.text or body.Code() in run.marks:
                part.append(self._visited(run, []))
                continue
            marked = self._visited(msgspec.structs.replace(run, text=""), [])
            at = 0
            for found in self._words.finditer(run.text):
                part.append(msgspec.structs.replace(marked, text=run.text[at : found.start()]))
                close()
                done.append(self._unsupported(int(found.group(1)), block.span))
                at = found.end()
            part.append(msgspec.structs.replace(marked, text=run.text[at:]))
        close()
        return done

    def _visited(self, value: T, after: list[int]) -> T:
        return cast(T, self._visit(value, after))

    def _visit(self, value: object, after: list[int]) -> object:
        match value:
            case str():
                if self.prefix not in value:
                    return value
                after += [int(found.group(1)) for found in self._words.finditer(value)]
                return re.sub(r"  +", " ", self._words.sub("", value))
            case body.Preformatted():
                return msgspec.structs.replace(value, text=self.literal(value.text))
            case body.Unsupported():
                return msgspec.structs.replace(value, source=self.literal(value.source))
            case body.Embed():
                url = self._known(value.url)
                fallback = tuple(self._visited(run, after) for run in value.fallback)
                return msgspec.structs.replace(value, url=url or "", fallback=fallback)
            case Run():
                found = [self._visit_mark(mark, after) for mark in value.marks]
                marks = tuple([mark for mark in found if mark is not None])
                in_code = body.Code() in marks
                said = self.literal(value.text) if in_code else self._visited(value.text, after)
                return Run(text=said, marks=marks)
            case tuple():
                visited = [self._visit(item, after) for item in value]
                return tuple([item for item in visited if not (isinstance(item, Run) and not item.text)])
            case msgspec.Struct():
                changes = {name: self._visit(getattr(value, name), after) for name in value.__struct_fields__}
                return msgspec.structs.replace(value, **changes)
            case _:
                return value

    def _visit_mark(self, mark: body.Mark, after: list[int]) -> body.Mark | None:
        """A mark with its address resolved; None for a link that leads nowhere."""
        if not isinstance(mark, body.Link):
            return mark
        href = self._known(mark.href)
        return body.Link(href=href, rel=mark.rel, title=self._visited(mark.title, after)) if href is not None else None


def set_apart(text: str, findings: Findings, first: int, site: str = "") -> Apart:
    """`text` with its tags set apart; `first` is the line of the file that it begins on."""
    apart = Apart(text, findings, site)
    if "{" not in text:
        return apart
    while apart.prefix in text:
        apart.prefix += "q"
    fenced = _fenced(text)
    parts: list[str] = []
    at = 0
    line, counted = first, 0
    endless: set[str] = set()
    for found in _OPENER.finditer(text):
        start = found.start()
        if start < at or any(a <= start < b for a, b in fenced):
            continue
        end = _end(text, start, found.group(), endless)
        if end < 0:
            continue
        line += text.count("\n", counted, start)
        counted = start
        source = text[start:end]
        parts += [text[at:start], _stand_in(apart, source, line)]
        at = end
    apart.text = "".join([*parts, text[at:]])
    return apart


def _stand_in(apart: Apart, source: str, line: int) -> str:
    comment = re.match(r"\{%-?\s*comment\b|\{#|\{\{-?\s*/\*", source)
    if comment is not None:
        words = re.sub(r"\{%.*?%\}|\{#-?|-?#\}|\{\{-?\s*/\*|\*/\s*-?\}\}", " ", source)
        apart.findings.left_out("comment", " ".join(words.split()), line)
        return "\n" * source.count("\n")
    if source.startswith("{:"):
        apart.findings.styling["attribute list"] += 1
        return ""
    return apart.word(source, line)


def _end(text: str, start: int, opener: str, endless: set[str]) -> int:
    """Where the tag that begins at `start` ends, or -1 when it is none: a brace in prose.

    `endless` gathers the names of tags that have no end from here on, so that none is looked for twice.
    """
    paired = _PAIRED.match(text, start)
    closer = _CLOSERS[opener]
    inside = text.find(closer, start + 2, start + _LONGEST)
    if inside < 0 or "\n\n" in text[start:inside] or (opener == "{:" and "\n" in text[start:inside]):
        return -1
    end = inside + len(closer)
    if paired is None:
        return end
    name = paired.group(1) or paired.group(2)
    if name in endless:
        return end
    last = re.compile(rf"\{{%-?\s*end{name}\s*-?%\}}|\{{\{{[<%]\s*/\s*{name}\s*[>%]\}}\}}").search(text, end)
    if last is None:
        endless.add(name)
        return end
    return last.end()


def _fenced(text: str) -> list[tuple[int, int]]:
    """Where code stands between fences: nothing in it is a tag."""
    spans: list[tuple[int, int]] = []
    opening: re.Match[str] | None = None
    for fence in _FENCE.finditer(text):
        if opening is None:
            opening = fence
        elif fence.group(1).startswith(opening.group(1)) and not fence.group().strip().strip("`~"):
            spans.append((opening.start(), fence.end()))
            opening = None
    return spans


def trimmed(runs: Iterable[Run]) -> Text:
    """Runs without blanks at either end; empty ones are left out."""
    kept = [run for run in runs if run.text]
    while kept and not kept[0].text.strip():
        kept.pop(0)
    while kept and not kept[-1].text.strip():
        kept.pop()
    if kept:
        kept[0] = Run(text=kept[0].text.lstrip(), marks=kept[0].marks)
        kept[-1] = Run(text=kept[-1].text.rstrip(), marks=kept[-1].marks)
    return tuple(kept)


def _is_empty(block: Block) -> bool:
    match block:
        case body.Crosshead() | body.Quote() | body.Footnote():
            return not body.plain(block.text).strip()
        case body.List():
            return not any(item.children or body.plain(item.text).strip() for item in block.items)
        case _:
            return False
