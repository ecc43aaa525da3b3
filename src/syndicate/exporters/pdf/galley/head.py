"""What stands above a galley: the marks that it is a proof and under embargo, which story it is, how long it is."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from syndicate.exporters.pdf.article import is_english, moment, over, rights
from syndicate.exporters.pdf.blocks import BodySetter
from syndicate.exporters.pdf.direction import ENDS_ISOLATE, ISOLATES
from syndicate.exporters.pdf.flow import Anchor, Element, Framed, Rule, Stack
from syndicate.exporters.pdf.fonts import script_family
from syndicate.exporters.pdf.galley.copyfit import Copyfit
from syndicate.exporters.pdf.galley.labels import Labels
from syndicate.exporters.pdf.rows import Row
from syndicate.exporters.pdf.style import TextStyle, for_script, replace_style
from syndicate.exporters.pdf.traits import Voice
from syndicate.formats import languages
from syndicate.formats.xml import one_line
from syndicate.model import body
from syndicate.model.article import Article

_PAD = 4.5


@dataclass(frozen=True, slots=True)
class HeadSetter:
    """Sets what stands above a galley, as wide as the page, with the tools of `parts`."""

    parts: BodySetter
    voice: Voice
    house: Voice
    """Of the desk: its own words are in the language of the edition."""
    words: Labels

    def elements(self, fit: Copyfit) -> Iterator[Element]:
        """Bars, slug, headlines, what the desk knows, the copyfit."""
        article, text = self.parts.article, self.parts.sheet.text
        yield self.proof()
        if article.embargo_until is not None:
            yield self._bar(self.words.embargo % self.moment(article.embargo_until), "", 13.0)
        yield Anchor(article.id, one_line(article.headline) or article.id, 0)
        slug = " · ".join(part for part in (article.slug, article.take_key) if part) or article.id
        version = self.words.version % article.version
        yield self._sides(slug, version, replace_style(text.folio, size=13.0, leading=16.0, bold=True), before=9.0)
        yield from self._titles(article)
        for fact in self._facts(article):
            yield self.parts.para(fact, replace_style(text.note, family="sans", size=7.8, leading=10.4), self.house)
        yield from self._identity(article)
        yield self._length(fit, article)

    def proof(self) -> Element:
        """The mark that this is a proof."""
        return self._bar(self.words.proof, self.words.caution, 19.0)

    def _bar(self, left: str, right: str, size: float) -> Element:
        """White words on a black bar."""
        style = replace_style(self.parts.sheet.text.folio, size=size, leading=1.12 * size, bold=True, grey=0.0)
        inner = replace(self, parts=replace(self.parts, width=self.parts.width - 2 * _PAD))
        row = inner._sides(left, right, style)
        return Framed(Stack([row]), self.parts.width, _PAD, 1.0, 0.0, 0.0, 3.0, True)

    def _sides(self, left: str, right: str, style: TextStyle, before: float = 0.0) -> Element:
        """Words at the side where one begins to read, and others at the far side."""
        rtl, whole = languages.direction(self.house.lang, self.house.dir) == "rtl", self.parts.width
        shown = for_script(style, script_family(self.house.lang))
        lines = self.parts.setter.set(right, shown, whole, self.house).lines
        far = max((line.width for line in lines), default=0.0) + 0.5
        near = max(whole - far - 12.0, whole / 2)
        far = min(far, whole - near)
        first = replace(self.parts, width=near).para(left, style, self.house)
        cells = [(whole - near if rtl else 0.0, Stack([first]))]
        if right:
            last = replace(self.parts, width=far).para(right, replace_style(style, align="right"), self.house)
            cells.append((0.0 if rtl else whole - far, Stack([last])))
        return Row(cells, whole, 0.0, 0.0, before, 2.0, True)

    def _titles(self, article: Article) -> Iterator[Element]:
        parts, text = self.parts, self.parts.sheet.text
        if said := " · ".join(over(article)):
            yield parts.para(said, replace_style(text.kicker, before=4.0), self.house)
        if article.headline:
            role = "H1" if article.headline.strip() else "P"
            yield parts.para(article.headline, text.headline, self.voice, role=role)
        if article.subheadline:
            yield parts.para(article.subheadline, text.subheadline, self.voice)
        if standfirst := article.standfirst or article.summary:
            yield parts.para(standfirst, text.standfirst, self.voice)
        for other in article.alt_headlines:
            style = replace_style(text.note, family="sans", before=0.0, after=0.0)
            yield parts.para(self.words.headline_for % (other.role, other.text), style, self.voice)

    def _facts(self, article: Article) -> Iterator[body.Text]:
        """What the desk knows of the story, with the values as data has them."""
        place = article.print
        where = (place.edition, place.page, place.section, place.column) if place is not None else ("",) * 4
        language = languages.language_tag(article.language)
        ranks = (article.urgency, article.priority)
        desk = (
            article.desk,
            article.service,
            article.kind,
            *ranks,
            ", ".join(article.signals),
            language,
            article.pages,
        )
        yield _told(self.words.facts, (*desk, *where))
        times = [self.moment(at) if at is not None else "" for at in (article.published, article.modified)]
        if any(times):
            yield _told(self.words.facts[-2:], times)
        if article.expires is not None:
            yield body.text(body.Run(text=self.words.expires % self.moment(article.expires), marks=(body.Strong(),)))

    def _identity(self, article: Article) -> Iterator[Element]:
        """Rights, address and id, small: on a proof they are no lines of the story."""
        small = self.parts.sheet.text.small
        if said := rights(article):
            yield self.parts.para(said, small, self.voice)
        if article.canonical_url:
            run = body.Run(text=article.canonical_url, marks=(body.Link(href=article.canonical_url),))
            yield self.parts.latin(body.text(run, f" · {article.id}"), small, self.voice)
        else:
            yield self.parts.latin(article.id, small, self.voice)

    def moment(self, instant: datetime) -> str:
        """An instant as the desk reads it: where its words run from the right, still from year to minute."""
        said = moment(instant, is_english(self.house.lang))
        return f"{ISOLATES['ltr']}{said}{ENDS_ISOLATE}" if languages.direction(self.house.lang) == "rtl" else said

    def _length(self, fit: Copyfit, article: Article) -> Element:
        """The copyfit between rules."""
        words, depth, setting, text = self.words, fit.depth, fit.setting, self.parts.sheet.text
        big = replace_style(text.folio, size=10.5, leading=13.5, bold=True)
        small = replace_style(text.folio, size=8.0, leading=10.6)
        count = [
            words.words % f"{fit.words:,}",
            words.characters % f"{fit.characters:,}",
            words.lines % f"{fit.lines:,}",
        ]
        count.append(words.deep % (f"{depth.lines:,g}", f"{depth.mm:,.1f}", f"{depth.column_inches:,.2f}"))
        how = (setting.family, f"{setting.size_pt:g}", f"{setting.leading_pt:g}")
        told = [words.set_in % (*how, f"{setting.measure_mm:g}", setting.measure_picas)]
        told.append(words.average % (f"{fit.words_per_line:g}", f"{fit.characters_per_line:g}"))
        if article.declared_word_count is not None:
            told.append(words.filed % f"{article.declared_word_count:,}")
        made: list[Element] = [Rule(self.parts.width, 0.8, 1.0, after=3.0)]
        made.append(self.parts.para(" · ".join(count), big, self.house))
        made.append(self.parts.para(" · ".join(told), small, self.house))
        made.append(Rule(self.parts.width, 0.8, 1.0, before=3.0))
        return Stack(made, 7.0, 14.0, whole=True)


def _told(names: Sequence[str], values: Sequence[object]) -> body.Text:
    """Names, and values in bold, of what is known."""
    runs: list[str | body.Run] = []
    for name, value in zip(names, values, strict=False):
        if value not in ("", None):
            runs.append(f"{' · ' if runs else ''}{name} ")
            runs.append(body.Run(text=str(value), marks=(body.Strong(),)))
    return body.text(*runs)
