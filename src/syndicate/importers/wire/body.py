"""From units to blocks: paragraphs, crossheads, lists, tables of tabs, dividers, notes to the reader."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence

from syndicate.formats import textbytes
from syndicate.importers.wire import furniture, signals, tables
from syndicate.importers.wire.lines import Unit
from syndicate.importers.wire.prose import is_western
from syndicate.model import body
from syndicate.model.body import Block, Span, text

_BULLET = re.compile(r"[-•*–]\s+(?=\S)")
_NUMBER = re.compile(r"(?P<number>\d{1,2})[.)]\s+(?=\S)")
_LETTER = re.compile(r"\(?(?P<letter>[a-z])\)\s+(?=\S)")
_DASH = re.compile(r"(?:—|--)\s+(?=\S)")
"""AP's list items; also how speech opens in French or Russian, so a colon must stand above them."""
_NOTHING = re.compile(r"(?!)")
_MARKED = re.compile(
    r"(?:--|—|\*\*)\s?([^\s*—-][^*—]*?)\s?(?:--|—|\*\*)|##+\s(\S.*)|——\s?([^—]+?)(?:——)?|【([^】]+)】|[■◆▶]\s?(\S.*)"
)
"""Crossheads with marks around or before them."""
_SENTENCE_END = re.compile(r"[.!?。！？…](?:[\"”’'」』)\]]*)$")
_NO_CROSSHEAD_END = ".,;:!?…。，；：！？、\"”’'」-–—"
_ABBREVIATION_END = re.compile(r"(?:^|[\s.])(?:[A-Z]|Inc|Ltd|Co|Corp|Jr|Sr|St|No)\.$")
_WIDE = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\uf900-\ufaff]")
_SIGNS_ALONE = re.compile(r" (?:[^\w ]|_)+(?= )")
"""Dashes, asterisks and the like between blanks, which are no words."""
_Belongs = Callable[[str, int], bool]
"""Whether a line goes on with a list, at a place in it from 0."""
_TITLE_LENGTH = 200
_CROSSHEAD_LENGTH = 60
_FULL_LENGTH = 80
_BACKTICKS = re.compile(r"``(?P<quoted>[^`]*?)''")


def is_title(unit: str) -> bool:
    """Whether a line can be a headline: not too long, and no sentence that ends with a full stop."""
    if len(unit) > _TITLE_LENGTH or unit[-1] in ",;:":
        return False
    return unit[-1] not in ".。" or unit.endswith("...") or _ABBREVIATION_END.search(unit) is not None


def is_sentence(unit: str) -> bool:
    """Whether a line reads like text rather than like a headline (`GENEVA: Talks resume`)."""
    return _SENTENCE_END.search(unit) is not None or len(unit) > 2 * _FULL_LENGTH or unit[-1] in ",;:-–—"


def is_full(unit: str) -> bool:
    """Whether a line is a whole paragraph of text: long enough, and it ends as a sentence does."""
    length = len(unit) if unit.isascii() else len(unit) + 2 * len(_WIDE.findall(unit))
    return length >= _FULL_LENGTH and _SENTENCE_END.search(unit) is not None


def is_crosshead(unit: str, before: str, after: str) -> bool:
    """Whether a line stands over the paragraph after it: short, no final stop, between text and a full paragraph."""
    limit = _CROSSHEAD_LENGTH // 2 if _WIDE.search(unit) else _CROSSHEAD_LENGTH
    if not before or len(unit) > limit or len(unit.split()) > 8 or unit[-1] in _NO_CROSSHEAD_END:
        asks = unit[-1:] == "?" and unit.isupper() and len(unit) <= limit
        if not (asks and before and len(unit.split()) <= 8):
            return False
    opening = unit[0]
    if not (opening.isupper() or opening.isdigit() or _WIDE.match(opening)):
        return False
    return _SENTENCE_END.search(before) is not None and is_full(after) and not furniture.is_divider(before)


def has_bullet(unit: str) -> bool:
    """Whether the line opens like an item of an unordered list."""
    return _BULLET.match(unit) is not None


def count_words(content: str, *, plain: bool = False) -> int:
    """Words of `content`; in Chinese, Japanese and Korean every character counts as one, as editors count.

    `plain` says that it has printable characters of windows-1252 and line feeds alone.
    """
    wide = 0
    if not (plain or is_western(textbytes.odd(content))):
        content, wide = _WIDE.subn(" ", content)
    if not plain or "\n" in content or "  " in content or content != content.strip():
        content = " ".join(content.split())
    if not content:
        return wide
    return wide + content.count(" ") + 1 - len(_SIGNS_ALONE.findall(f" {content} "))


def opening(block: Block) -> str:
    """The first words of a block, for a message."""
    words = whole(block)
    return words if len(words) <= 60 else f"{words[:57]}..."


def whole(block: Block) -> str:
    """All words of a block."""
    return " ".join(body.plain(content) for content in body.texts(block))


def blocks(units: Sequence[Unit], before: str = "") -> tuple[list[Block], list[str]]:
    """The blocks of a story's units, and for each block the rule by which it was read.

    `before` is the paragraph above them: what a crosshead needs.
    """
    found: list[Block] = []
    rules: list[str] = []
    position = 0
    while position < len(units):
        block, rule, used = _next(units, position, before)
        found.append(block)
        rules.append(rule)
        position += used
    return found, rules


def span(units: Sequence[Unit]) -> Span:
    """Where `units` stood in the source."""
    return Span(start=units[0].start, end=units[-1].end)


def paragraph(content: str, where: Span) -> body.Paragraph:
    """A paragraph; its `bid` is given when the body is whole."""
    return body.Paragraph(bid="", text=(body.Run(text=_quotes(content)),), span=where)


def _next(units: Sequence[Unit], position: int, above: str) -> tuple[Block, str, int]:
    unit = units[position]
    if unit.prose:
        return _tabular(units, position) or (paragraph(unit.text, span([unit])), "paragraph", 1)
    found = _listed(units, position, above) or _tabular(units, position)
    return found or _special(unit) or _plain(units, position, above)


def _listed(units: Sequence[Unit], position: int, above: str) -> tuple[Block, str, int] | None:
    """The list that opens at `position`."""
    introduced = (units[position - 1].text if position else above).endswith(":")
    opening = units[position].text
    belongs: _Belongs
    if _BULLET.match(opening):
        rule, belongs, mark = "list", _is_bullet, _BULLET
    elif _NUMBER.match(opening):
        rule, belongs, mark = "numbered list", _is_number, _NUMBER
    elif _LETTER.match(opening):
        rule, belongs, mark = "lettered list", _is_letter, _NOTHING  # the letters are referred to by others
    elif introduced and _DASH.match(opening):
        rule, belongs, mark = "list of dashes", _is_dash, _DASH
    else:
        return None
    size = _run(units, position, belongs)
    if not size:
        return None
    chosen = units[position : position + size]
    items = tuple(mark.sub("", unit.text, count=1) for unit in chosen)
    return _list(items, span(chosen), ordered=rule == "numbered list"), rule, size


def _tabular(units: Sequence[Unit], position: int) -> tuple[Block, str, int] | None:
    """The table that opens at `position`."""
    if not tables.may_open(units[position].text):
        return None
    size, rule = tables.size(units, position)
    if not size:
        return None
    chosen = units[position : position + size]
    if rule in ("table of semicolons", "table between guards"):
        words = " | ".join(unit.text for unit in chosen)
        return tables.block(chosen, rule, span(chosen)), f'{rule} "{words}"', size
    return tables.block(chosen, rule, span(chosen)), rule, size


def _special(unit: Unit) -> tuple[Block, str, int] | None:
    """The block that a line is by its own words, wherever it stands."""
    content = unit.text
    where = span([unit])
    if furniture.is_divider(content):
        return body.Divider(bid="", span=where), f"divider {content}", 1
    if furniture.is_correction(content):
        return body.CorrectionNotice(bid="", text=text(_quotes(content)), span=where), "correction notice", 1
    if furniture.is_public_note(content):
        return body.EditorNote(bid="", text=text(_quotes(content)), span=where), "editor's note", 1
    if furniture.is_pointer(content):
        return body.InterstitialLink(bid="", text=text(_quotes(content)), span=where), "pointer to another story", 1
    return None


def _plain(units: Sequence[Unit], position: int, above: str) -> tuple[Block, str, int]:
    """A crosshead or a paragraph."""
    unit = units[position]
    before = units[position - 1].text if position else above
    after = units[position + 1].text if position + 1 < len(units) else ""
    if not signals.is_hold(unit.text):
        marked = _MARKED.fullmatch(unit.text)
        words = next(filter(None, marked.groups()), "") if marked else unit.text
        if is_crosshead(words, before, after):
            rule = f'crosshead in marks "{unit.text}"' if marked else "crosshead"
            return body.Crosshead(bid="", text=text(_quotes(words)), span=span([unit])), rule, 1
    return paragraph(unit.text, span([unit])), "paragraph", 1


def _run(units: Sequence[Unit], position: int, belongs: _Belongs) -> int:
    """How many units from `position` on belong together; one alone is none."""
    size = 0
    while position + size < len(units) and belongs(units[position + size].text, size):
        size += 1
    return size if size > 1 else 0


def _is_bullet(content: str, _: int) -> bool:
    return _BULLET.match(content) is not None


def _is_dash(content: str, _: int) -> bool:
    return _DASH.match(content) is not None


def _is_number(content: str, position: int) -> bool:
    match = _NUMBER.match(content)
    return match is not None and int(match["number"]) == position + 1


def _is_letter(content: str, position: int) -> bool:
    match = _LETTER.match(content)
    return match is not None and position < 26 and match["letter"] == chr(ord("a") + position)


def doubts(units: Sequence[Unit], before: str = "") -> Iterator[Unit]:
    """Lines that were read as paragraphs and could head the paragraph below them: short questions."""
    for position, unit in enumerate(units[:-1]):
        above = units[position - 1].text if position else before
        asks = unit.text.endswith("?") and not unit.text.isupper() and ": " not in unit.text
        if asks and is_crosshead(unit.text[:-1].rstrip("?") or "?", above, units[position + 1].text):
            yield unit


def _list(items: tuple[str, ...], where: Span, *, ordered: bool) -> body.List:
    entries = tuple(body.ListItem(text=text(_quotes(item))) for item in items)
    return body.List(bid="", items=entries, ordered=ordered, span=where)


def _quotes(content: str) -> str:
    """Typographic quotation marks for the ``typewriter's'' that older wires send."""
    return _BACKTICKS.sub("“\\g<quoted>”", content) if "``" in content else content
