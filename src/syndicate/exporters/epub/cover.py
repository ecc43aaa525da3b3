"""The cover as a picture: nameplate, date, the lead story with its picture, and what else is in the edition.

It is made when the edition brings none, from what the edition says; nothing is invented. Shops and reading systems
show it as a stamp of 200 pixels as well, so the nameplate and the lead headline are large. Words that no face at hand
can set are left out; when the nameplate is one of them there is no picture, and the title page stands alone.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from syndicate.contracts import Job
from syndicate.errors import UsageError
from syndicate.exporters.epub.lettering import Lettering
from syndicate.exporters.epub.pages import teaser
from syndicate.exporters.epub.plan import Plan, Story
from syndicate.formats.pictures import is_whole, probe
from syndicate.formats.xml import one_line
from syndicate.model.article import Article, Focus

if TYPE_CHECKING:
    from PIL.Image import Image
    from PIL.ImageDraw import ImageDraw
    from PIL.ImageFont import FreeTypeFont

_WIDTH, _HEIGHT, _MARGIN = 1400, 2100, 100
_MEASURE = _WIDTH - 2 * _MARGIN
_PAPER, _INK, _QUIET = "#fdfcf9", "#16150f", "#5d5a52"
_PICTURE = (_MEASURE, 800)
_FOOT = 470
"""Pixels above the bottom below which no teaser begins: what else there is has its place there."""
_QUALITY = 88
_GIVEN = ("image/jpeg", "image/png")
"""What every shop and reading system takes as a cover."""


class Style(NamedTuple):
    """How words are set: size and leading in pixels, how many lines at most."""

    size: int
    leading: int
    lines: int
    bold: bool = False


_HEADLINE, _HEADLINE_ALONE = Style(92, 103, 4, bold=True), Style(128, 143, 7, bold=True)
_TEASER, _TEASER_ALONE = Style(42, 57, 3), Style(52, 71, 7)


@dataclass(frozen=True, slots=True)
class Cover:
    """The picture, and what it says for those who do not see it."""

    data: bytes
    media_type: str
    alt: str


def make_cover(plan: Plan, job: Job) -> Cover | None:
    """The cover that the option `cover` names, or one made from the edition; None when there is to be or can be none.

    Raises:
        UsageError: the option names no JPEG or PNG picture.
    """
    asked = job.options.get("cover", "")
    if asked == "no":
        return None
    if asked:
        return _given(Path(asked), plan, job)
    try:
        import PIL.Image  # noqa: F401 - asked for before the work begins
    except ImportError:
        return None
    return _Sheet(plan, job).cover()


def _given(path: Path, plan: Plan, job: Job) -> Cover:
    option = f"--option {job.row.name}.cover={path}"
    try:
        data = path.read_bytes()
    except OSError as problem:
        raise UsageError(f"{option}: {problem.strerror or problem}", hint="name a picture, or `no`") from problem
    picture = probe(data)
    if picture is None or picture.media_type not in _GIVEN or not is_whole(data, picture.media_type):
        raise UsageError(f"{option}: is no whole JPEG or PNG picture", hint="reading systems take no others as a cover")
    return Cover(data, picture.media_type, plan.title)


@dataclass(slots=True)
class _Sheet:
    """One cover in the making; `at` is how far down it is filled, `said` its words in their order."""

    plan: Plan
    job: Job
    at: int = _MARGIN
    said: list[str] = field(default_factory=list)
    letters: Lettering = field(init=False)
    image: Image = field(init=False)
    canvas: ImageDraw = field(init=False)

    def __post_init__(self) -> None:
        from PIL import Image, ImageDraw

        self.letters = Lettering(self.plan.language, self.plan.dir)
        self.image = Image.new("RGB", (_WIDTH, _HEIGHT), _PAPER)
        self.canvas = ImageDraw.Draw(self.image)

    def cover(self) -> Cover | None:
        """The finished picture."""
        stories = [story for story in self.plan.stories() if isinstance(story.item, Article)]
        picture = self._picture(stories[0]) if stories else None
        bare = picture is None and len(stories) < 2
        self.at = _HEIGHT // 4 if bare else _MARGIN
        if not self._nameplate():
            return None
        self._day()
        if stories:
            self._lead(stories[0], picture)
        if len(stories) > 1:
            self._others(stories[1:], large=picture is None)
        elif bare:
            self._publisher()
        stream = BytesIO()
        self.image.save(stream, "JPEG", quality=_QUALITY, optimize=True, progressive=False)
        return Cover(stream.getvalue(), "image/jpeg", " · ".join(dict.fromkeys(self.said)))

    def _nameplate(self) -> bool:
        title = self.letters.settable(self.plan.title)
        font = self.letters.fitted(title, _MEASURE, range(230, 100, -6)) if title else None
        lines = [title]
        if title and font is None:
            font = self.letters.font(title, 104, bold=True)
            lines = self.letters.lines(title, font, _MEASURE, 3) if font is not None else []
        if font is None:
            return False
        self._rule(10)
        self.at += 30
        for line in lines:
            self._line(line, font, _INK, self.letters, centred=True)
        self.said.append(title)
        self.at += 26
        return True

    def _day(self) -> None:
        """Date, subtitle and number between two rules."""
        edition, words = self.plan.edition, self.plan.labels
        day = words.day(edition.date) if edition.date else ""
        number = words.filled("number", number=edition.number) if edition.number else ""
        told = [text for text in map(self.letters.settable, (day, one_line(edition.subtitle), number)) if text]
        self._rule(3)
        line = "  ·  ".join(told)
        font = self.letters.fitted(line, _MEASURE, range(40, 20, -2)) if told else None
        if font is not None:
            self.at += 14
            self._line(line, font, _QUIET, self.letters, centred=True)
            self.at += 14
            self._rule(3)
            self.said += told
        self.at += 44

    def _lead(self, story: Story, picture: Image | None) -> None:
        if picture is not None:
            self.image.paste(picture, (_MARGIN, self.at))
            self.at += picture.height + 46
        letters = Lettering(story.language, story.dir)
        headline = letters.settable(story.page.title)
        if headline and headline not in self.said:
            self._words(headline, letters, _HEADLINE if picture else _HEADLINE_ALONE, _INK)
            self.said.append(headline)
            self.at += 26
        told = letters.settable(teaser(story))
        if told and self.at < _HEIGHT - _FOOT:
            self._words(told, letters, _TEASER if picture else _TEASER_ALONE, _QUIET)

    def _others(self, stories: list[Story], *, large: bool) -> None:
        """What else there is: the headlines of the next stories at the foot, under a rule."""
        size, leading, most = (54, 96, 7) if large else (42, 64, 3)
        room = (_HEIGHT - _MARGIN - self.at - 90) // leading
        lines: list[tuple[str, FreeTypeFont, Lettering]] = []
        for story in stories:
            letters = Lettering(story.language, story.dir)
            title = letters.settable(story.page.title)
            font = letters.font(title, size, bold=True) if title else None
            if font is not None and len(lines) < min(most, room):
                lines.append((letters.lines(title, font, _MEASURE, 1)[0], font, letters))
                self.said.append(title)
        if lines:
            self.at = _HEIGHT - _MARGIN - leading * len(lines) - 30
            self._rule(3)
            self.at += 30
        for line, font, letters in lines:
            self._line(line, font, _INK, letters, leading=leading)

    def _publisher(self) -> None:
        """Whose it is, at the foot of a cover that has room."""
        first = next(self.plan.stories(), None)
        provider = first.item.provider if first is not None else ""
        name = self.letters.settable(one_line(self.plan.edition.publisher or provider))
        font = self.letters.fitted(name, _MEASURE, range(44, 24, -2)) if name else None
        if font is not None and name not in self.said:
            self.at = _HEIGHT - _MARGIN - 100
            self._rule(3)
            self.at += 24
            self._line(name, font, _QUIET, self.letters, centred=True)
            self.said.append(name)

    def _words(self, words: str, letters: Lettering, style: Style, ink: str) -> None:
        font = letters.font(words, style.size, bold=style.bold)
        if font is None:
            return
        room = max(1, (_HEIGHT - _MARGIN - self.at) // style.leading)
        for line in letters.lines(words, font, _MEASURE, min(style.lines, room)):
            self._line(line, font, ink, letters, leading=style.leading)

    def _line(
        self,
        words: str,
        font: FreeTypeFont,
        ink: str,
        letters: Lettering,
        *,
        leading: int = 0,
        centred: bool = False,
    ) -> None:
        """One line, in the middle or where lines of its language start."""
        ascent, descent = font.getmetrics()
        leading = leading or round((ascent + descent) * 0.92)
        baseline = self.at + round((leading + ascent - descent) / 2)
        if centred:
            letters.draw(self.canvas, (_WIDTH // 2, baseline), words, font, ink, "ms")
        elif letters.runs == "rtl":
            letters.draw(self.canvas, (_WIDTH - _MARGIN, baseline), words, font, ink, "rs")
        else:
            letters.draw(self.canvas, (_MARGIN, baseline), words, font, ink, "ls")
        self.at += leading

    def _rule(self, height: int) -> None:
        self.canvas.rectangle((_MARGIN, self.at, _WIDTH - _MARGIN - 1, self.at + height - 1), fill=_INK)
        self.at += height

    def _picture(self, story: Story) -> Image | None:
        """The lead's first picture, cut to the measure around the point that no crop may lose."""
        from PIL import Image, ImageOps, UnidentifiedImageError

        article = story.item
        assert isinstance(article, Article)
        for media in article.media:
            for rendition in media.renditions:
                data = self.job.context.media.read(article, rendition) if media.type == "picture" else None
                kind = probe(data) if data else None
                if data is None or kind is None or not is_whole(data, kind.media_type) or kind.width < 400:
                    continue
                try:
                    with Image.open(BytesIO(data)) as found:
                        found.draft("RGB", (_PICTURE[0] * 2, _PICTURE[1] * 2))
                        upright = ImageOps.exif_transpose(found)
                        return _cut(_flat(upright), media.focus or Focus(x=0.5, y=0.4))
                except (OSError, ValueError, SyntaxError, UnidentifiedImageError, Image.DecompressionBombError):
                    continue
        return None


def _flat(picture: Image) -> Image:
    """The picture on paper, where it has parts that can be seen through."""
    from PIL import Image

    if picture.mode not in ("RGBA", "LA", "PA") and "transparency" not in picture.info:
        return picture.convert("RGB")
    above = picture.convert("RGBA")
    ground = Image.new("RGBA", above.size, _PAPER)
    return Image.alpha_composite(ground, above).convert("RGB")


def _cut(picture: Image, focus: Focus) -> Image:
    """The picture at the width of the measure, no higher than its place; what is cut off lies away from `focus`."""
    from PIL import Image, ImageOps

    width, height = _PICTURE
    natural = round(picture.height * width / picture.width)
    if natural <= height:
        return picture.resize((width, natural), Image.Resampling.LANCZOS)
    centre = (min(1.0, max(0.0, focus.x)), min(1.0, max(0.0, focus.y)))
    return ImageOps.fit(picture, (width, height), Image.Resampling.LANCZOS, centering=centre)
