"""A reader of InDesign Tagged Text, for tests: no package of any registry has one.

It goes through a file character by character, as Adobe's guide describes the format, and knows nothing of what writes
or judges here. It raises `ValueError` at whatever it does not understand, so that nothing is passed over.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

RUN_TAGS = {"cMojiRuby", "cRuby", "cRubyString", "CharStyle"}
PARAGRAPH_TAGS = {"pLeftIndent", "pFirstLineIndent", "pTextAlignment"}


@dataclass(frozen=True, slots=True)
class Run:
    """Words with one character style, and the reading beside them."""

    style: str
    ruby: str
    text: str


@dataclass(slots=True)
class Paragraph:
    """A paragraph; one that holds a table has its rows: rows and columns that each cell spans, and its paragraphs."""

    style: str
    runs: list[Run] = field(default_factory=list)
    indent: float = 0
    align: str = ""
    rows: list[list[tuple[int, int, Paragraph | None]]] = field(default_factory=list)
    heads: int = 0
    columns: int = 0

    @property
    def text(self) -> str:
        """The words."""
        return "".join(run.text for run in self.runs)


@dataclass(slots=True)
class Story:
    """A file: what its head says and its paragraphs."""

    start: str
    features: str
    styles: dict[str, dict[str, dict[str, str]]]
    paragraphs: list[Paragraph]


def read(data: bytes) -> Story:
    """The story in a file."""
    if data[:2] == b"\xff\xfe":
        text = data[2:].decode("utf-16-le")
        kind = "UNICODE"
    else:
        text = data.decode("ascii")
        kind = "ASCII"
    start = text[1 : text.index(">")]
    assert text[0] == "<" and start in (f"{kind}-WIN", f"{kind}-MAC")
    end = "\r\n" if start.endswith("WIN") else "\r"
    first, *lines = text.split(end)
    assert first == f"<{start}>" and not any("\n" in line or "\r" in line for line in lines)
    story = Story(start, "", {"Para": {}, "Char": {}}, [])
    for line in lines:
        if line.startswith(("<Version:", "<Define")):
            assert not story.paragraphs, "the head comes first"
            for name, inner in _tags(line):
                _head(story, name, inner)
        else:
            story.paragraphs.append(_paragraph(_Cursor(line)))
    return story


# --- characters ------------------------------------------------------------------------------------------------------


class _Cursor:
    """A place in a line."""

    def __init__(self, line: str) -> None:
        self.line = line
        self.at = 0

    @property
    def more(self) -> bool:
        """Whether the line goes on."""
        return self.at < len(self.line)

    def next(self) -> str:
        """The next character."""
        if not self.more:
            raise ValueError(f"the line ends too early: {self.line[-60:]!r}")
        self.at += 1
        return self.line[self.at - 1]

    def tag(self) -> str:
        """What stands between `<`, which was read, and its `>`; escapes and tags in it are left as they are."""
        depth, taken = 1, ""
        while depth:
            sign = self.next()
            if sign == "\\":
                sign += self.next()
            depth += (sign == "<") - (sign == ">")
            taken += sign
        return taken[:-1]


def _tags(text: str) -> Iterator[tuple[str, str]]:
    cursor = _Cursor(text)
    while cursor.more:
        if cursor.next() != "<":
            raise ValueError(f"words between tags: {text!r}")
        name, colon, inner = cursor.tag().partition(":")
        if not colon:
            raise ValueError(f"no tag: {name!r}")
        yield name, inner


def _unescaped(value: str) -> str:
    cursor, taken = _Cursor(value), ""
    while cursor.more:
        sign = cursor.next()
        taken += cursor.next() if sign == "\\" else sign
    return taken


# --- head ------------------------------------------------------------------------------------------------------------


def _head(story: Story, name: str, inner: str) -> None:
    if name == "FeatureSet":
        story.features = inner
    elif name in ("DefineParaStyle", "DefineCharStyle"):
        style, _, rest = inner.partition("=")
        kind = name.removeprefix("Define").removesuffix("Style")
        assert style not in story.styles[kind], f"{style} is defined twice"
        story.styles[kind][_unescaped(style)] = {key: _unescaped(value) for key, value in _tags(rest)}
    elif name not in ("Version", "ColorTable"):
        raise ValueError(f"a tag of the head that nobody knows: {name}")


# --- text ------------------------------------------------------------------------------------------------------------


@dataclass(slots=True)
class _State:
    """What was said of the characters to come, and of the paragraph."""

    character: dict[str, str] = field(default_factory=dict)
    paragraph: dict[str, str] = field(default_factory=dict)
    units: bytes = b""
    fresh: bool = False
    """Whether the next character begins a reading of its own."""


def _paragraph(cursor: _Cursor, *, cell: bool = False) -> Paragraph | None:  # type: ignore[return]
    """A line, or what a cell holds: None when it holds nothing."""
    state, found = _State(), None
    while cursor.more:
        sign = cursor.next()
        if sign == "\\":
            sign = cursor.next()
            assert sign in "<>\\", f"no escape: {sign!r}"
        elif sign == ">":
            raise ValueError(f"a tag ends that did not begin: {cursor.line[:60]!r}")
        elif sign == "<":
            name, colon, value = cursor.tag().partition(":")
            if name == "CellEnd" and cell:
                return found
            if name == "ParaStyle":
                assert found is None, "a line is a paragraph"
                found = Paragraph(value)
            elif name == "TableStart":
                assert found is not None and not found.runs
                _table(cursor, found, value)
            elif name.startswith("0x") and not colon:
                _unit(state, found, int(name, 16))
            elif name in RUN_TAGS | PARAGRAPH_TAGS:
                told = state.character if name in RUN_TAGS else state.paragraph
                told[name] = _unescaped(value)
                state.fresh = state.fresh or (name == "cRuby" and bool(value))
                if value and name in PARAGRAPH_TAGS:
                    _formatted(found, name, value)
            else:
                raise ValueError(f"a tag that nobody knows: {name}")
            continue
        _add(state, found, sign)
    assert not state.units, "half a character"
    assert not any(state.character.values()), f"{state.character} goes on into the next paragraph"
    assert not cell
    assert found is not None, f"a line without a style: {cursor.line!r}"
    return found


def _formatted(paragraph: Paragraph | None, name: str, value: str) -> None:
    assert paragraph is not None, f"{name} before the style"
    if name == "pLeftIndent":
        paragraph.indent = float(value)
    elif name == "pTextAlignment":
        paragraph.align = value


def _unit(state: _State, paragraph: Paragraph | None, number: int) -> None:
    state.units += number.to_bytes(2, "big")
    if not 0xD800 <= number < 0xDC00:
        text, state.units = state.units.decode("utf-16-be"), b""
        _add(state, paragraph, text)


def _add(state: _State, paragraph: Paragraph | None, text: str) -> None:
    assert paragraph is not None, f"{text!r} stands before any style"
    assert not state.units, "half a character"
    ruby = state.character.get("cRubyString", "") if state.character.get("cRuby") == "1" else ""
    run = Run(state.character.get("CharStyle", ""), ruby, text)
    last = paragraph.runs[-1] if paragraph.runs else None
    if last is not None and (last.style, last.ruby) == (run.style, run.ruby) and not state.fresh:
        paragraph.runs[-1] = Run(run.style, run.ruby, last.text + text)
    else:
        paragraph.runs.append(run)
    state.fresh = False


# --- tables ----------------------------------------------------------------------------------------------------------


def _table(cursor: _Cursor, paragraph: Paragraph, value: str) -> None:
    size, *_ = value.partition("<")
    numbers, heads, foots, *_ = size.split(":")
    rows, columns = (int(number) for number in numbers.split(","))
    paragraph.heads, paragraph.columns = int(heads), columns
    assert foots == "0"
    declared = 0
    while True:
        assert cursor.next() == "<", "words between the cells"
        name, _, _ = cursor.tag().partition(":")
        if name == "TableEnd":
            break
        if name == "ColStart":
            declared += 1
        else:
            assert name == "RowStart"
            paragraph.rows.append(list(_row(cursor)))
    assert declared == columns and len(paragraph.rows) == rows
    assert all(len(row) == columns for row in paragraph.rows)


def _row(cursor: _Cursor) -> Iterator[tuple[int, int, Paragraph | None]]:
    while True:
        assert cursor.next() == "<", "words between the cells"
        name, _, value = cursor.tag().partition(":")
        if name == "RowEnd":
            return
        assert name == "CellStart"
        down, across = (int(number) for number in value.split(","))
        yield down, across, _paragraph(cursor, cell=True)


def flat(story: Story) -> Iterator[Paragraph]:
    """Every paragraph with words in reading order, those of cells after the one that holds their table."""
    for paragraph in story.paragraphs:
        yield paragraph
        for row in paragraph.rows:
            yield from (held for _, _, held in row if held is not None)
