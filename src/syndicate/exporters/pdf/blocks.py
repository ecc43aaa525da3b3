"""Each block of an article as elements of the page; one method a block, closed by `assert_never`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, assert_never

from syndicate.context import MediaStore
from syndicate.exporters.pdf import figures, tables
from syndicate.exporters.pdf.dropcap import initial
from syndicate.exporters.pdf.findings import Findings
from syndicate.exporters.pdf.flow import Anchor, Element, Framed, Para, Rule, Stack
from syndicate.exporters.pdf.fonts import script_family
from syndicate.exporters.pdf.notes import NO_NOTES, Notes
from syndicate.exporters.pdf.rows import Rows
from syndicate.exporters.pdf.setting import Setter
from syndicate.exporters.pdf.style import Sheet, TextStyle, for_script, replace_style
from syndicate.exporters.pdf.tags import Outline, Tag, tagged_language
from syndicate.exporters.pdf.traits import Voice
from syndicate.formats import languages
from syndicate.model import body
from syndicate.model.article import Article

if TYPE_CHECKING:
    from reportlab.lib.utils import ImageReader

_NARROWEST = 96.0
"""Points below which neither lists nor boxes are set in any further."""

_BULLETS = ("•", "–", "·")
"""By depth of a list, from the first again."""


@dataclass(frozen=True, slots=True)
class BodySetter:
    """Sets the blocks of one article. `boxed` is how deep we are in boxes."""

    article: Article
    setter: Setter
    sheet: Sheet
    store: MediaStore
    findings: Findings
    width: float
    tag: Tag
    """What the tags of its blocks stand in."""
    outline: Outline
    boxed: int = 0
    full: float = 0.0
    """Measure over all columns, for what one column cannot hold."""
    notes: Notes = NO_NOTES
    """What calls in the text lead to."""
    loaded: dict[str, tuple[ImageReader, int, int] | str] = field(default_factory=dict)
    """The pictures of the story that were opened, or why they could not be, by medium."""

    def elements(self, blocks: tuple[body.Block, ...], voice: Voice, opening: body.Text = ()) -> Iterator[Element]:
        """All blocks one after the other; `opening` (the dateline) runs into the first paragraph."""
        flush, begun = True, False
        if opening and not any(isinstance(block, body.Paragraph | body.Lead) for block in blocks):
            yield self.para(opening, replace_style(self.sheet.text.body, indent=0.0), voice)
            opening = ()
        for block in blocks:
            if isinstance(block, body.Footnote) and not self.boxed:
                continue  # at the end of the story
            if opening and isinstance(block, body.Paragraph | body.Lead):
                block, opening = replace_text(block, (*opening, *block.text)), ()
            first = None
            if isinstance(block, body.Paragraph | body.Lead):
                first, begun = None if begun else self._initial(block, voice.of(block)), True
            if first is not None:
                yield first
                flush = isinstance(block, body.Lead)
            elif isinstance(block, body.Paragraph):
                yield self.paragraph(block, voice.of(block), flush=flush)
                flush = False
            else:
                yield from self._block(block, voice.of(block))
                flush = True

    def para(
        self, text: body.Text | str, style: TextStyle, voice: Voice, *, inset: float = 0.0, role: str = "P"
    ) -> Para:
        """A paragraph in `style`, with the white and the ties that the style asks for, tagged as `role`."""
        fitted = for_script(style, script_family(voice.lang))
        text = text if isinstance(text, str) else self.notes.called(text)
        passage = self.setter.set(text, fitted, self.width - inset, voice)
        tag = Tag(role, self.tag, tagged_language(voice.lang, self.tag))
        return Para(passage, style.before, style.after, style.keep, inset, tag=tag)

    def paragraph(self, block: body.Paragraph, voice: Voice, *, flush: bool) -> Element:
        """Running text: the first of a part stands flush, the others begin with an indent."""
        style = self.sheet.text.box if self.boxed else self.sheet.text.body
        made = self.para(block.text, replace_style(style, indent=0.0) if flush else style, voice)
        made.bid = block.bid
        return made

    def _initial(self, block: body.Paragraph | body.Lead, voice: Voice) -> Element | None:
        """The first paragraph with a drop cap, where the template asks for one and the paragraph can have it."""
        cap = self.sheet.text.dropcap
        if cap.lines < 2 or self.boxed or self.article.kind in ("brief", "alert"):
            return None
        style = self.sheet.text.lead if isinstance(block, body.Lead) else self.sheet.text.body
        text = self.notes.called(block.text)
        made = initial(text, replace_style(style, indent=0.0), cap, self.width, voice, self.setter)
        if made is None:
            return None
        tag = Tag("P", self.tag, tagged_language(voice.lang, self.tag))
        return Para(made[1], style.before, style.after, tag=tag, initial=made[0], bid=block.bid)

    def _block(self, block: body.Block, voice: Voice) -> Iterator[Element]:
        text = self.sheet.text
        match block:
            case body.Paragraph():
                yield self.paragraph(block, voice, flush=True)
            case body.Crosshead():
                style = text.crosshead if block.level <= 1 else text.crosshead_minor
                yield self.para(block.text, style, voice, role=self.outline.crosshead(block.level))
            case body.Lead():
                opening = self.para(block.text, text.lead, voice)
                opening.bid = block.bid
                yield opening
            case body.Quote():
                yield from self._quote(block, voice)
            case body.PullQuote():
                yield from self._pullquote(block, voice)
            case body.List():
                yield from self._list(block, voice)
            case body.Table():
                yield from self._table(block, voice)
            case body.Preformatted():
                yield from self._preformatted(block, voice)
            case body.Figure():
                yield from figures.figure(self, block, voice)
            case body.Gallery():
                for figure in block.figures:
                    yield from figures.figure(self, figure, voice.of(figure))
                if block.caption:
                    yield self.para(block.caption, text.caption, voice)
            case body.Video() | body.Audio():
                yield from figures.recording(self, block, voice)
            case body.Embed():
                yield from self._embed(block, voice)
            case body.Box():
                yield self._box(block, voice)
            case body.Divider():
                yield Rule(min(60.0, self.width), 0.5, 0.7, 12, 12, inset=max(0.0, self.width - 60) / 2)
            case body.Footnote():
                yield self._footnote(block, voice, self._label_room([block]))
            case body.CorrectionNotice():
                yield self._correction(block, voice)
            case body.EditorNote():
                yield self.para(_emphasised(block.text), text.note, voice)
            case body.InterstitialLink():
                yield self._pointer(block, voice)
            case body.Unsupported():
                # What nobody understood is not for readers; the loss is declared and reported.
                return
            case _:
                assert_never(block)

    # --- text --------------------------------------------------------------------------------------------------

    def _quote(self, block: body.Quote, voice: Voice) -> Iterator[Element]:
        inset, inner = self._inset(16), self._under("BlockQuote")
        said = inner.para(block.text, self.sheet.text.quote, voice, inset=inset)
        yield said
        if block.attribution:
            # Who said it stands with what was said.
            said.keep, said.after = True, 0.0
            yield inner.para(body.text("—\u00a0", *block.attribution), self.sheet.text.attribution, voice, inset=inset)

    def _pullquote(self, block: body.PullQuote, voice: Voice) -> Iterator[Element]:
        inner = self._under("BlockQuote")
        parts: list[Element] = [Rule(self.width, 0.8, after=7, keep=True)]
        parts.append(inner.para(block.text, replace_style(self.sheet.text.pullquote, before=0.0, after=4.0), voice))
        if block.attribution:
            parts.append(inner.para(block.attribution, self.sheet.text.attribution, voice))
        parts.append(Rule(self.width, 0.8, before=7))
        for part in parts[:-1]:
            part.keep = True
        yield Stack(parts, self.sheet.text.pullquote.before, self.sheet.text.pullquote.after, whole=True)

    def _list(self, block: body.List, voice: Voice) -> Iterator[Element]:
        items = list(self._items(block, voice, 0.0, 0, self.tag))
        for item in items[:1]:
            item.before = 5.0
        for item in items[-1:]:
            item.after = 5.0
        yield from items

    def _items(self, block: body.List, voice: Voice, inset: float, depth: int, parent: Tag) -> Iterator[Para]:
        style = for_script(self.sheet.text.box if self.boxed else self.sheet.text.list, script_family(voice.lang))
        widest = f"{len(block.items)}." if block.ordered else _BULLETS[depth % 3]
        step = self.setter.label(widest, style).width + 1.1 * style.size
        step = max(0.0, min(step, self.width - inset - _NARROWEST))
        numbering: dict[str, int | str] = {"ListNumbering": "Decimal" if block.ordered else "Disc"}
        whole = Tag("L", parent, attributes={"List": numbering})
        for number, item in enumerate(block.items, 1):
            part = Tag("LI", whole)
            label = Tag("Lbl", part)
            inside = Tag("LBody", part)
            element = replace(self, tag=inside).para(item.text or "\u00a0", style, voice, inset=inset + step)
            element.label_tag = label
            mark = f"{number}." if block.ordered else _BULLETS[depth % 3]
            element.label = self.setter.label(mark, style, element.passage.direction)
            yield element
            for child in item.children:
                yield from self._items(child, voice.of(child), inset + step, depth + 1, inside)

    def _table(self, block: body.Table, voice: Voice) -> Iterator[Element]:
        style = self.sheet.text.cell
        block = self.notes.in_table(block)
        wide = self.full > self.width and tables.is_squeezed(block, self.setter, style, self.width, voice)
        inner = replace(self, width=self.full) if wide else self
        parts: list[Element] = []
        if block.caption:
            parts.append(inner.para(block.caption, self.sheet.text.table_title, voice))
        made = tables.rows(block, self.setter, style, inner.width, voice, self.tag)
        if isinstance(made, int):
            self.findings.table(block.bid, made)
            parts += [inner.para(line, self.sheet.text.note, voice) for line in tables.sentences(block)]
        elif made:
            parts.append(Rows(made, made[0].before, made[-1].after, heads=len(block.header) + 1))
        if wide:
            yield Stack(parts, 6, 6, wide=True)
        else:
            yield from parts

    def _preformatted(self, block: body.Preformatted, voice: Voice) -> Iterator[Element]:
        style = self.sheet.text.preformatted
        pad = self._inset(8)
        passage = self.setter.verbatim(block.text, style, self.width - 2 * pad, voice)
        tag = Tag("P", self.tag, tagged_language(voice.lang, self.tag))
        yield Framed(Stack([Para(passage, tag=tag)]), self.width, pad, 0.05, 0.0, 7, 7)

    def footnotes(self, voice: Voice) -> Iterator[Element]:
        """The notes of the story below a short rule, each a place that its calls lead to."""
        room = self._label_room(self.notes.notes)
        for number, note in enumerate(self.notes.notes):
            if number == 0:
                yield Rule(min(60.0, self.width), 0.5, 0.7, before=10, after=4, keep=True)
            yield Anchor(self.notes.place(number))
            made = self._footnote(note, voice.of(note), room)
            made.before = min(made.before, 2.0)
            yield made

    def _label_room(self, notes: Sequence[body.Footnote]) -> float:
        """How far the text of notes is set in, so that their labels hang before it."""
        style = self.sheet.text.note
        widest = max((self.setter.label(note.label, style).width for note in notes if note.label), default=0.0)
        return min(widest + 0.8 * style.size, self.width / 3) if widest else 0.0

    def _footnote(self, block: body.Footnote, voice: Voice, room: float) -> Para:
        style = self.sheet.text.note
        made = self.para(block.text or "\u00a0", style, voice, role="Note", inset=room)
        assert made.tag is not None
        made.tag.ident = self.outline.note()
        if block.label:
            made.label = self.setter.label(block.label, style, made.passage.direction)
            made.label_tag = Tag("Lbl", made.tag)
        return made

    def _correction(self, block: body.CorrectionNotice, voice: Voice) -> Element:
        head = "Correction" if voice.lang.lower().partition("-")[0] in ("en", "und") else ""
        if block.at is not None:
            head += f"{', ' if head else ''}{block.at.date().isoformat()}"
        opening = (body.Run(text=f"{head}: ", marks=(body.Strong(),)),) if head else ()
        return self._framed([self._narrower().para((*opening, *block.text), self.sheet.text.box, voice)])

    def _pointer(self, block: body.InterstitialLink, voice: Voice) -> Element:
        href = block.href or (f"#{block.ref}" if block.ref else "")
        marks: tuple[body.Mark, ...] = (body.Link(href=href),) if href else ()
        runs = tuple(body.Run(text=run.text, marks=(*run.marks, *marks)) for run in block.text)
        return self.para((body.Run(text=pointing(voice)), *runs), self.sheet.text.pointer, voice)

    # --- boxes -------------------------------------------------------------------------------------------------

    def _box(self, block: body.Box, voice: Voice) -> Element:
        inner = self._narrower()
        parts: list[Element] = []
        if block.title:
            parts.append(inner.para(block.title, self.sheet.text.box_title, voice))
        parts.extend(inner.elements(block.blocks, voice))
        return self._framed(parts)

    def _narrower(self) -> BodySetter:
        width = self.width - 2 * self._inset(9)
        return replace(self._under("Sect"), width=width, full=0.0, boxed=self.boxed + 1)

    def _under(self, role: str) -> BodySetter:
        """The same inside a tag of its own."""
        return replace(self, tag=Tag(role, self.tag))

    def _framed(self, parts: list[Element]) -> Element:
        framed = self.sheet.boxes == "frame"
        tint = 0.055 if self.boxed % 2 == 0 and not framed else 0.0
        rule = 0.8 if self.boxed == 0 and not framed else 0.4
        return Framed(Stack(parts), self.width, self._inset(9), tint, rule, 9, 9, framed=framed)

    def _inset(self, wanted: float) -> float:
        return max(0.0, min(wanted, (self.width - _NARROWEST) / 2))

    # --- media -------------------------------------------------------------------------------------------------

    def _embed(self, block: body.Embed, voice: Voice) -> Iterator[Element]:
        words = block.fallback or body.text(block.provider)
        inner = self._narrower()
        parts: list[Element] = [inner.para(words, self.sheet.text.box, voice)] if words else []
        if block.url:
            parts.append(inner.address(block.url, voice))
        if parts:
            yield self._framed(parts)

    def address(self, href: str, voice: Voice) -> Para:
        """An address, which leads to itself."""
        run = body.Run(text=href, marks=(body.Link(href=href),))
        return self.latin((run,), self.sheet.text.small, voice)

    def latin(self, text: body.Text | str, style: TextStyle, voice: Voice) -> Para:
        """Numbers, ids and addresses: left to right in every script, on the side where the story begins."""
        side = "right" if languages.direction(voice.lang, voice.dir) == "rtl" else "left"
        return self.para(text, replace_style(style, align=side), Voice("und", "ltr", voice.address))


def pointing(voice: Voice) -> str:
    """The arrow before what leads elsewhere, in the direction of reading."""
    return "←\u00a0" if languages.direction(voice.lang, voice.dir) == "rtl" else "→\u00a0"


def replace_text(block: body.Paragraph | body.Lead, text: body.Text) -> body.Paragraph | body.Lead:
    """`block` with another text."""
    kind = body.Paragraph if isinstance(block, body.Paragraph) else body.Lead
    return kind(bid=block.bid, lang=block.lang, dir=block.dir, text=text)


def _emphasised(text: body.Text) -> body.Text:
    return tuple(body.Run(text=run.text, marks=(*run.marks, body.Em())) for run in text)
