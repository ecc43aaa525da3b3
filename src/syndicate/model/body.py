"""What stands in an article's body: 19 blocks and 12 marks, two closed unions.

Text is a tuple of runs, each a string with its marks; there is no markup inside strings. Every block has a `bid`
that is stable for its article (the target of a correction or a diff), and may have its own language, direction and
span in the source. `Unsupported` is no block of ours: it is what an importer met and did not know, kept with its raw
source so that nothing is dropped. Exporters `match` on the unions and end with `assert_never`.
"""

# Annotations are not postponed here (PEP 563): msgspec would evaluate each one for its first decoder, 2 ms.
from collections.abc import Iterator
from typing import Literal, assert_never

from syndicate.model.base import AwareDatetime, Direction, Node, refuse_naive

# --- marks ---------------------------------------------------------------------------------------------------------


class Strong(Node, tag="strong", tag_field="mark", kw_only=True):
    """Strong importance; bold in print."""


class Em(Node, tag="em", tag_field="mark", kw_only=True):
    """Stress; italic in print."""


class Underline(Node, tag="underline", tag_field="mark", kw_only=True):
    """Underlined without further meaning."""


class Strike(Node, tag="strike", tag_field="mark", kw_only=True):
    """No longer accurate; struck through."""


class Sub(Node, tag="sub", tag_field="mark", kw_only=True):
    """Subscript."""


class Sup(Node, tag="sup", tag_field="mark", kw_only=True):
    """Superscript."""


class Code(Node, tag="code", tag_field="mark", kw_only=True):
    """A fragment of computer code."""


class Link(Node, tag="link", tag_field="mark", kw_only=True):
    """A link to `href`, absolute or relative to the edition's base URL."""

    href: str
    rel: str = ""
    title: str = ""


class Lang(Node, tag="lang", tag_field="mark", kw_only=True):
    """Words in another language (`tag` is BCP 47), with their direction where it differs."""

    tag: str
    dir: Direction | None = None


class InlineQuote(Node, tag="quote", tag_field="mark", kw_only=True):
    """A quotation inside the sentence; the text carries its own quotation marks."""


class Entity(Node, tag="entity", tag_field="mark", kw_only=True):
    """The words name something in the article's people, organisations, places or events; `ref` is its id there."""

    ref: str


class Ruby(Node, tag="ruby", tag_field="mark", kw_only=True):
    """A reading (`text`) set beside the base characters."""

    text: str


Mark = Strong | Em | Underline | Strike | Sub | Sup | Code | Link | Lang | InlineQuote | Entity | Ruby


class Run(Node, kw_only=True):
    """A stretch of text with the same marks; a newline is a line break that the author wants."""

    text: str
    marks: tuple[Mark, ...] = ()


Text = tuple[Run, ...]


def text(*parts: str | Run) -> Text:
    """Text from plain strings and runs: `text("It was ", Run(text="true", marks=(Em(),)))`."""
    return tuple(Run(text=part) if isinstance(part, str) else part for part in parts if part)


def plain(content: Text) -> str:
    """The words of `content` without its marks (a ruby reading is left out)."""
    return content[0].text if len(content) == 1 else "".join([run.text for run in content])


# --- blocks --------------------------------------------------------------------------------------------------------


class Span(Node, kw_only=True):
    """Where a block stood in the source: lines from 1, `end` included."""

    start: int
    end: int


class _Block(Node, kw_only=True):
    bid: str
    lang: str = ""
    """BCP 47 tag where the block's language is not the article's."""
    dir: Direction | None = None
    span: Span | None = None


class Paragraph(_Block, tag="paragraph", tag_field="type", kw_only=True):
    """A paragraph of running text."""

    text: Text


class Crosshead(_Block, tag="crosshead", tag_field="type", kw_only=True):
    """A heading inside the story; level 1 is the highest below the headline."""

    text: Text
    level: int = 1


class Lead(_Block, tag="lead", tag_field="type", kw_only=True):
    """The opening paragraph, where a house sets it apart."""

    text: Text


class Quote(_Block, tag="quote", tag_field="type", kw_only=True):
    """A quotation set on its own, with who said it."""

    text: Text
    attribution: Text = ()


class PullQuote(_Block, tag="pullquote", tag_field="type", kw_only=True):
    """A line of the story repeated large for the eye."""

    text: Text
    attribution: Text = ()


class ListItem(Node, kw_only=True):
    """One item of a list, with the lists nested under it."""

    text: Text
    children: "tuple[List, ...]" = ()


class List(_Block, tag="list", tag_field="type", kw_only=True):
    """A list, ordered or not."""

    items: tuple[ListItem, ...]
    ordered: bool = False


class Cell(Node, kw_only=True):
    """One table cell."""

    text: Text
    align: Literal["left", "center", "right"] | None = None
    colspan: int = 1
    rowspan: int = 1


class Table(_Block, tag="table", tag_field="type", kw_only=True):
    """A table: header rows, then rows; cells from the first column on."""

    rows: tuple[tuple[Cell, ...], ...]
    header: tuple[tuple[Cell, ...], ...] = ()
    caption: Text = ()


class Preformatted(_Block, tag="preformatted", tag_field="type", kw_only=True):
    """Text whose spaces and line breaks matter."""

    text: str


class Figure(_Block, tag="figure", tag_field="type", kw_only=True):
    """A picture in the story: `media` is the id of one of the article's media.

    Caption, credit and alt stand here only where they differ from those of the media.
    """

    media: str
    caption: Text = ()
    credit: str = ""
    alt: str = ""


class Gallery(_Block, tag="gallery", tag_field="type", kw_only=True):
    """Several pictures that belong together."""

    figures: tuple[Figure, ...]
    caption: Text = ()


class Video(_Block, tag="video", tag_field="type", kw_only=True):
    """A moving picture; `media` is the id of one of the article's media."""

    media: str
    caption: Text = ()


class Audio(_Block, tag="audio", tag_field="type", kw_only=True):
    """A sound; `media` is the id of one of the article's media."""

    media: str
    caption: Text = ()


class Embed(_Block, tag="embed", tag_field="type", kw_only=True):
    """Something of another service, with the text that stands for it where it cannot be shown."""

    url: str
    provider: str = ""
    fallback: Text = ()


class Box(_Block, tag="box", tag_field="type", kw_only=True):
    """A factbox or sidebar: blocks of its own under its own title."""

    blocks: "tuple[Block, ...]"
    title: str = ""
    kind: Literal["factbox", "sidebar"] = "factbox"


class Divider(_Block, tag="divider", tag_field="type", kw_only=True):
    """A break in the story."""


class Footnote(_Block, tag="footnote", tag_field="type", kw_only=True):
    """A note to the text; `label` is how the text calls it."""

    text: Text
    label: str = ""


class CorrectionNotice(_Block, tag="correction_notice", tag_field="type", kw_only=True):
    """What was wrong and is now right, for the reader to see."""

    text: Text
    at: AwareDatetime | None = None

    def __post_init__(self) -> None:
        refuse_naive(self.at, "at")


class EditorNote(_Block, tag="editor_note", tag_field="type", kw_only=True):
    """A note of the editors to the reader. Public: private notes are the article's `ed_notes`."""

    text: Text


class InterstitialLink(_Block, tag="interstitial_link", tag_field="type", kw_only=True):
    """A pointer to another story between two paragraphs."""

    text: Text
    href: str = ""
    ref: str = ""
    """Id of the article pointed to, where it is one of ours."""


class Unsupported(_Block, tag="unsupported", tag_field="type", kw_only=True):
    """What an importer met and did not know: `source` is its raw text, `kind` what it seems to be."""

    source: str
    kind: str = ""
    media_type: str = ""


Block = (
    Paragraph
    | Crosshead
    | Lead
    | Quote
    | PullQuote
    | List
    | Table
    | Preformatted
    | Figure
    | Gallery
    | Video
    | Audio
    | Embed
    | Box
    | Divider
    | Footnote
    | CorrectionNotice
    | EditorNote
    | InterstitialLink
    | Unsupported
)


def walk(blocks: tuple[Block, ...]) -> Iterator[Block]:
    """Every block in reading order, those inside boxes included (a gallery's figures are parts of the gallery)."""
    for block in blocks:
        yield block
        if isinstance(block, Box):
            yield from walk(block.blocks)


def texts(block: Block) -> Iterator[Text]:
    """Every text of one block in reading order; not those of blocks nested in a box."""
    match block:
        case Paragraph() | Crosshead() | Lead() | Footnote() | CorrectionNotice() | EditorNote() | InterstitialLink():
            yield block.text
        case Quote() | PullQuote():
            yield block.text
            yield block.attribution
        case List():
            yield from _list_texts(block)
        case Table():
            yield block.caption
            for row in (*block.header, *block.rows):
                yield from (cell.text for cell in row)
        case Figure() | Video() | Audio():
            yield block.caption
        case Gallery():
            yield block.caption
            yield from (figure.caption for figure in block.figures)
        case Embed():
            yield block.fallback
        case Preformatted():
            yield text(block.text)
        case Box():
            yield text(block.title)
        case Divider() | Unsupported():
            pass
        case _:
            assert_never(block)


def _list_texts(block: List) -> Iterator[Text]:
    for item in block.items:
        yield item.text
        for child in item.children:
            yield from _list_texts(child)
