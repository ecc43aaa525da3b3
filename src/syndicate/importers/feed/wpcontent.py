"""The text of a WordPress post to HTML as a reader of the site gets it, with nothing carried out.

Posts of the block editor are HTML with comments around each block; older posts are lines, with paragraphs where a line
is empty (`wpautop`). Shortcodes that every WordPress has are understood (Shortcode API: caption, gallery, embed, audio,
video); others are kept as their source, and so are blocks that only the site itself could fill.
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable

import msgspec
from msgspec.structs import replace

from syndicate.importers.feed.entry import Entry
from syndicate.model import body
from syndicate.model.article import Article
from syndicate.model.body import Block

APART = "wp-source"
"""The element that carries what is kept as its source."""

_DYNAMIC = re.compile(r"<!--\s+wp:([a-z][a-z0-9_/-]*)\s+(?:(?!-->).)*?/-->", re.DOTALL)
_COMMENT = re.compile(r"<!--\s+/?wp:[^>]*?-->|<!--(?:more.*?|nextpage|noteaser)-->", re.DOTALL)
_EMBED = re.compile(
    r"<figure[^>]*\bwp-block-embed\b[^>]*>\s*<div[^>]*>\s*(https?://[^\s<]+)\s*</div>(.*?)</figure>", re.DOTALL
)
_GALLERY = re.compile(r"<figure([^>]*\bclass=\"[^\"]*\bwp-block-gallery\b[^>]*)>")
_BLOCK = re.compile(
    r"</?(?:p|div|h[1-6]|ul|ol|li|dl|dt|dd|table|thead|tbody|tr|td|th|blockquote|figure|figcaption|pre|hr|form|section|"
    r"article|aside|header|footer|iframe|video|audio|details|summary|wp-source)\b",
    re.IGNORECASE,
)
_VERBATIM = re.compile(r"<(pre|script|style|textarea|wp-source)\b.*?</\1\s*>", re.DOTALL | re.IGNORECASE)
_OPEN = re.compile(r"\[(\[?)([A-Za-z][\w-]*)((?:\s[^\[\]]*)?)\](\]?)")
_ATTRIBUTE = re.compile(r"([\w-]+)\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"']+))")
_ALONE = re.compile(r"https?://[^\s<>\"]+")


class Attachment(msgspec.Struct, frozen=True):
    """A file of the site."""

    url: str
    alt: str = ""
    caption: str = ""
    media_type: str = ""


class Content:
    """The text of one post."""

    def __init__(self, entry: Entry, attachments: dict[str, Attachment]) -> None:
        self._entry = entry
        self._attachments = attachments

    def html(self, text: str) -> str:
        """The text as HTML."""
        if not text.strip():
            return ""
        text = text.replace("\r\n", "\n").replace("\r", "\n")
        by_blocks = "<!-- wp:" in text
        text = _DYNAMIC.sub(lambda found: self._kept(found.group(), f"the block {found.group(1)}"), text)
        self._entry.findings.past["mark of a page's end"] += len(re.findall(r"<!--(?:more.*?|nextpage)-->", text))
        text = _COMMENT.sub("", text)
        text = _EMBED.sub(_embedded, text)
        text = _GALLERY.sub(r'<figure\1 data-gallery="">', text)
        text = self._shortcodes(text)
        return text if by_blocks else self._paragraphs(text)

    def restored(self, article: Article) -> Article:
        """The story with what was kept as its source in blocks of its own kind."""
        return replace(article, body=tuple(_restored(block) for block in article.body))

    def _kept(self, source: str, what: str) -> str:
        self._entry.findings.kept_source(what)
        return f"\n\n<{APART}>{html.escape(source, quote=False)}</{APART}>\n\n"

    # --- shortcodes --------------------------------------------------------------------------------------------------

    def _shortcodes(self, text: str) -> str:
        """Shortcodes as what they show, or set apart; from the left, each with its end where it has one."""
        done: list[str] = []
        at = 0
        while (found := _OPEN.search(text, at)) is not None:
            done.append(text[at : found.start()])
            doubled, name, given, end_doubled = found.groups()
            if doubled and end_doubled:  # [[name]] is how one writes about a shortcode
                done.append(found.group()[1:-1])
                at = found.end()
                continue
            start, stop = found.start() + len(doubled), found.end() - len(end_doubled)
            done.append(doubled)
            closing = text.find(f"[/{name}]", stop)
            inside = text[stop:closing] if closing >= 0 and not given.rstrip().endswith("/") else None
            end = closing + len(name) + 3 if inside is not None else stop
            done.append(self._shown(name, given, inside, text, start, end))
            at = end
        return "".join([*done, text[at:]])

    def _shown(self, name: str, given: str, inside: str | None, text: str, start: int, end: int) -> str:
        attributes = {key.lower(): a or b or c for key, a, b, c in _ATTRIBUTE.findall(html.unescape(given))}
        shower: Callable[[dict[str, str], str], str] | None = {
            "caption": self._caption,
            "wp_caption": self._caption,
            "gallery": self._gallery,
            "embed": self._embed,
            "video": lambda a, _: self._recording("video", a),
            "audio": lambda a, _: self._recording("audio", a),
        }.get(name)
        source = text[start:end]
        shown = shower(attributes, inside or "") if shower else ""
        if shown:
            return f"\n\n{shown}\n\n"
        line = (
            text[text.rfind("\n", 0, start) + 1 : start] + text[end : (text.find("\n", end) + 1 or len(text) + 1) - 1]
        )
        alone = not re.sub(r"<[^>]*>", "", line).strip()
        if alone and (shower or inside is not None or attributes or "_" in name or "-" in name):
            return self._kept(source, f"[{name}]")
        if inside is not None or attributes:
            self._entry.findings.kept_source(f"[{name}]")
        return source

    def _caption(self, attributes: dict[str, str], inside: str) -> str:
        picture = re.search(r"(?:<a\b[^>]*>\s*)?<img\b[^>]*>(?:\s*</a>)?", inside)
        if picture is None:
            return ""
        words = attributes.get("caption", "") or (inside[: picture.start()] + inside[picture.end() :]).strip()
        return f"<figure>{picture.group()}<figcaption>{words}</figcaption></figure>"

    def _gallery(self, attributes: dict[str, str], inside: str) -> str:
        numbers = re.findall(r"\d+", attributes.get("ids", "") or attributes.get("include", ""))
        figures = []
        for number in numbers:
            found = self._attachments.get(number)
            if found is None:
                self._entry.findings.attachment(f"the picture {number} of a gallery")
                continue
            caption = f"<figcaption>{html.escape(found.caption)}</figcaption>" if found.caption else ""
            picture = f'<img src="{html.escape(found.url)}" alt="{html.escape(found.alt)}">'
            figures.append(f"<figure>{picture}{caption}</figure>")
        return f'<div class="gallery">{"".join(figures)}</div>' if figures else ""

    def _embed(self, attributes: dict[str, str], inside: str) -> str:
        address = attributes.get("src", "") or inside.strip()
        return f'<iframe src="{html.escape(address)}"></iframe>' if _ALONE.fullmatch(address) else ""

    def _recording(self, kind: str, attributes: dict[str, str]) -> str:
        names = ("src", "mp4", "m4v", "webm", "ogv", "mp3", "m4a", "ogg", "wav")
        files = [attributes[name] for name in names if attributes.get(name)]
        sources = "".join(f'<source src="{html.escape(file)}">' for file in files)
        return f"<{kind}>{sources}</{kind}>" if files else ""

    # --- paragraphs --------------------------------------------------------------------------------------------------

    def _paragraphs(self, text: str) -> str:
        """Lines to paragraphs: an empty line ends one, a line end in one is a line break."""
        kept: list[str] = []

        def aside(found: re.Match[str]) -> str:
            kept.append(found.group())
            return f'\n\n<hr data-kept="{len(kept) - 1}">\n\n'

        text = _VERBATIM.sub(aside, text)
        done = []
        for part in re.split(r"\n\s*\n", text):
            part = part.strip()
            if not part:
                continue
            if _ALONE.fullmatch(part):
                done.append(f'<iframe src="{html.escape(html.unescape(part))}"></iframe>')
            elif _BLOCK.search(part):
                done.append(part)
            else:
                done.append("<p>" + part.replace("\n", "<br>") + "</p>")
        back = "\n".join(done)
        return re.sub(r'<hr data-kept="(\d+)">', lambda found: kept[int(found.group(1))], back)


def _embedded(found: re.Match[str]) -> str:
    """The block of an embed as a frame, its caption as the words that stand for it."""
    caption = " ".join(html.unescape(re.sub(r"<[^>]*>", " ", found.group(2))).split())
    title = f' title="{html.escape(caption)}"' if caption else ""
    return f'<iframe src="{html.escape(html.unescape(found.group(1)))}"{title}></iframe>'


def _restored(block: Block) -> Block:
    match block:
        case body.Unsupported(kind=kind, source=source) if kind == APART:
            inner = re.sub(rf"\A<{APART}[^>]*>|</{APART}>\Z", "", source)
            raw = html.unescape(inner)
            kind = "wordpress block" if raw.startswith("<!--") else "shortcode"
            return replace(block, source=raw, kind=kind, media_type="text/html")
        case body.Box():
            return replace(block, blocks=tuple(_restored(inner) for inner in block.blocks))
        case _:
            return block
