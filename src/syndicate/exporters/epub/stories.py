"""The document of one story: its head as one group, its body, its foot, and the quiet links to its neighbours."""

from __future__ import annotations

from collections.abc import Iterator
from typing import assert_never

from syndicate.contracts import Job, Notice
from syndicate.exporters.epub.document import document, link, name_of
from syndicate.exporters.epub.labels import Labels, labels
from syndicate.exporters.epub.pictures import Pictures
from syndicate.exporters.epub.plan import Plan, Story, page_anchor, page_number
from syndicate.exporters.epub.prepare import Preparer
from syndicate.formats.addresses import absolute, is_web
from syndicate.formats.datelines import lead_in
from syndicate.formats.dates import rfc3339
from syndicate.formats.languages import language_tag
from syndicate.formats.xhtml import Style, render, render_blocks
from syndicate.formats.xml import attribute, escape, one_line
from syndicate.model import body
from syndicate.model.article import Article, Media

_AUTO = ' dir="auto"'
"""For lines that are often in another script than the story: "© 2025 The Courier" below an Arabic text."""


class StoryWriter:
    """Writes the stories of one book; remembers what they said about their pictures."""

    def __init__(self, plan: Plan, job: Job, pictures: Pictures) -> None:
        self.plan = plan
        self.pictures = pictures
        self.base = job.base_url or plan.edition.base_url
        self.described = True
        """Whether every picture so far came with a text alternative of its own."""
        self.ruby = False
        self.targets = dict(_targets(plan))
        self.titles = {story.item.id: story.page.title for story in plan.stories()}

    def write(self, story: Story, before: Story | None, after: Story | None) -> bytes:
        """The document of `story` between its neighbours."""
        words = labels(story.language)
        item = story.item
        content = self._notice(item, words) if isinstance(item, Notice) else self._article(story, item, words)
        kind = "notice" if isinstance(item, Notice) else "story"
        return document(
            title=story.page.title,
            content=f"{content}\n{_pager(self.plan, story, before, after)}",
            kind=kind,
            language=story.language,
            direction=story.dir,
            head=_metas(item),
        )

    def _notice(self, notice: Notice, words: Labels) -> str:
        reason = f"\n<p>{escape(notice.reason)}</p>" if notice.reason else ""
        return (
            f'<article aria-labelledby="headline">\n<h1 id="headline">{escape(words["withdrawn"])}</h1>\n'
            f"<p>{escape(notice.show)}</p>{reason}\n</article>"
        )

    def _article(self, story: Story, article: Article, words: Labels) -> str:
        preparer = self.preparer(article)
        style = self.style(article)
        lead = "\n".join(self._unplaced(article, preparer, style))
        ready = preparer.prepare()
        rendered = render(ready.article, style)
        self.described = self.described and ready.described
        for media_id in ready.unknown:
            self.pictures.missing(article, media_id, "the story has no such medium")
        self.ruby = self.ruby or (ready.article is not article and "<ruby>" in rendered)  # as it was, it is plain
        parts = (
            '<article aria-labelledby="headline">',
            self._page_mark(story),
            self._head(story, article, words),
            lead,
            f'<div class="body">\n{_with_dateline(ready.article, rendered)}\n</div>',
            self._foot(article, words),
            "</article>",
        )
        return "\n".join(part for part in parts if part)

    def preparer(self, article: Article) -> Preparer:
        """What makes the article's body ready for this book."""
        language = language_tag(article.language) if article.language != "und" else self.plan.language
        return Preparer(article, self.targets, labels(language)["picture"])

    def style(self, article: Article) -> Style:
        """How this book wants the markup of an article."""
        return Style(
            href=self._href,
            view=lambda media: self.pictures.view(article, media),
            file=self._file,
            xml_lang=True,
            ruby_parentheses=False,
        )

    def _href(self, href: str) -> str | None:
        address = self.targets.get(href) or absolute(href, self.base)
        if address is not None and address.startswith("doi:"):
            return f"https://doi.org/{address[4:]}"  # no reading system opens the scheme itself
        return address

    def _file(self, media: Media) -> str | None:
        addresses = (absolute(rendition.href, self.base) for rendition in media.renditions)
        return next((address for address in addresses if address and is_web(address)), None)

    def _head(self, story: Story, article: Article, words: Labels) -> str:
        lines = [
            self._kicker(story, article, words),
            f'<h1 id="headline">{escape(story.page.title)}</h1>',
            _line("subheadline", article.subheadline),
            _line("standfirst", article.standfirst),
            _line("byline", _byline(article, words)),
            _dates(article, words),
        ]
        return "<header>\n" + "\n".join(line for line in lines if line) + "\n</header>"

    def _page_mark(self, story: Story) -> str:
        """Where a page of the printed edition begins (EPUB Accessibility 1.1 3.2)."""
        number = page_number(story.item) if self.plan.printed else ""
        if self.plan.printed.get(number) is not story:
            return ""
        mark = f"id={attribute(page_anchor(number))} aria-label={attribute(number)}"
        return f'<span epub:type="pagebreak" role="doc-pagebreak" {mark}></span>'

    def _kicker(self, story: Story, article: Article, words: Labels) -> str:
        said = [f"<span{self._ours(story)}>{escape(story.section.title)}</span>"] if story.section is not None else []
        if "sponsored" in article.signals:
            said.append(f"<strong>{escape(words['sponsored'])}</strong>")
        return f'<p class="kicker">{" · ".join(said)}</p>' if said else ""

    def _ours(self, story: Story) -> str:
        """Attributes for words of the edition that stand in a story in another language."""
        if story.language == self.plan.language and story.dir == self.plan.dir:
            return ""
        value = attribute(self.plan.language)
        return f' lang={value} xml:lang={value} dir="{self.plan.dir}"'

    def _foot(self, article: Article, words: Labels) -> str:
        lines = [
            *(_noted("correction", words["correction"], correction.text) for correction in article.corrections),
            *(_noted("editor-note", words["note"], note.text) for note in article.ed_notes if note.public),
            _people(article, words),
            _line("credit", article.credit.raw if article.credit else "", _AUTO),
            _noted("provider", words["source"], article.provider),
            *(_line("rights", said, _AUTO) for said in _rights_said(article)),
            *self._rights(article),
            self._related(article, words),
            _noted("topics", words["topics"], words.names(tuple(_topics(article)))),
            _original(article, words),
        ]
        lines = [line for line in lines if line]
        return "<footer>\n" + "\n".join(lines) + "\n</footer>" if lines else ""

    def _rights(self, article: Article) -> Iterator[str]:
        rights = article.rights
        for address in filter(None, (rights.license_url, rights.odrl) if rights else ()):
            yield f'<p class="rights">{self._anchor(address, address)}</p>'

    def _related(self, article: Article, words: Labels) -> str:
        rows = []
        for relation in article.links:
            address = relation.ref if relation.ref in self.targets else relation.href
            said = one_line(relation.title) or self.titles.get(relation.ref, "") or relation.href
            if said:
                rows.append(f"<li>{self._anchor(address, said)}</li>")
        heading = f'<p class="related"><strong>{escape(words["related"])}:</strong></p>'
        return f"{heading}\n<ul>{''.join(rows)}</ul>" if rows else ""

    def _anchor(self, address: str, words: str) -> str:
        target = self._href(address)
        return escape(words) if target is None else f"<a href={attribute(target)}>{escape(words)}</a>"

    def _unplaced(self, article: Article, preparer: Preparer, style: Style) -> Iterator[str]:
        """The media that the body does not place, before it: a picture that came along is part of the story."""
        if not article.media:
            return
        placed = {figure.media for block in body.walk(article.body) for figure in _media_of(block)}
        for media in article.media:
            if media.id in placed:
                continue
            block: body.Block
            match media.type:
                case "picture" | "graphic":
                    block = preparer.figure(body.Figure(bid="", media=media.id))
                case "video":
                    block = body.Video(bid="", media=media.id)
                case "audio":
                    block = body.Audio(bid="", media=media.id)
                case _:
                    assert_never(media.type)
            yield render_blocks((block,), article, style)


def _targets(plan: Plan) -> Iterator[tuple[str, str]]:
    """Where the ids and addresses of this book's stories lead inside the book."""
    for story in plan.stories():
        yield story.item.id, name_of(story.page)
        if story.item.canonical_url:
            yield story.item.canonical_url, name_of(story.page)


def _media_of(block: body.Block) -> tuple[body.Figure | body.Video | body.Audio, ...]:
    match block:
        case body.Figure() | body.Video() | body.Audio():
            return (block,)
        case body.Gallery():
            return block.figures
        case _:
            return ()


def _metas(item: Article | Notice) -> str:
    """Identity for machines (the head of an XHTML document takes any `meta` with a name), and TDMRep's terms."""
    rows = [_meta("dcterms.identifier", item.id), _meta("dcterms.hasVersion", str(item.version))]
    if isinstance(item, Article) and item.ai is not None and item.ai.tdm is not None:
        rows.append(_meta("tdm-reservation", "1" if item.ai.tdm == "reserved" else "0"))
        if item.ai.policy_url:
            rows.append(_meta("tdm-policy", item.ai.policy_url))
    return "".join(rows)


def _meta(name: str, value: str) -> str:
    return f'<meta name="{name}" content={attribute(value)}/>\n'


def _line(css: str, words: str, extra: str = "") -> str:
    said = one_line(words)
    return f'<p class="{css}"{extra}>{escape(said)}</p>' if said else ""


def _dates(article: Article, words: Labels) -> str:
    updated = article.modified if article.modified != article.published else None
    times = [
        f'{escape(words[label])} <time class="{label}" datetime="{rfc3339(value)}">'
        f"{escape(words.instant(value))}</time>"
        for label, value in (("published", article.published), ("updated", updated))
        if value is not None
    ]
    return f'<p class="dates">{" · ".join(times)}</p>' if times else ""


def _byline(article: Article, words: Labels) -> str:
    names = []
    for byline in article.bylines:
        details = (byline.title, byline.role, byline.organisation, byline.contact)
        known = words.names(tuple(detail for detail in details if detail))
        names.append(f"{byline.name} ({known})" if known else byline.name)
    return words.filled("by", names=words.names(tuple(names))) if names else ""


def _with_dateline(article: Article, rendered: str) -> str:
    """The body with the dateline run into its first paragraph, as the copy has it."""
    said = lead_in(article.dateline)
    if said is None:
        return rendered
    words = f'<span class="dateline">{escape(said.words)}</span>'
    if article.body and isinstance(article.body[0], (body.Paragraph, body.Lead)):
        opening, _, rest = rendered.partition(">")
        return f"{opening}>{words} {escape(said.mark)} {rest}"
    return f"<p>{words}</p>\n{rendered}"


def _noted(css: str, label: str, words: str) -> str:
    return f'<p class="{css}"><strong>{escape(label)}:</strong> {escape(one_line(words))}</p>' if words.strip() else ""


def _people(article: Article, words: Labels) -> str:
    if not article.contributors:
        return ""
    told = []
    for contributor in article.contributors:
        details = words.names(tuple(filter(None, (contributor.role, contributor.place))))
        told.append(f"{contributor.name} ({details})" if details else contributor.name)
    return _noted("contributors", words["with"], words.names(tuple(told)))


def _rights_said(article: Article) -> tuple[str, ...]:
    notice, holder = one_line(article.copyright_notice), one_line(article.copyright_holder)
    return (notice, "" if holder in notice else holder, article.usage_terms)


def _topics(article: Article) -> Iterator[str]:
    """What the story is about, in words, each once."""
    named = (*article.people, *article.orgs, *article.places, *article.events)
    subjects = (subject.name or subject.code for subject in article.subjects)
    return iter(dict.fromkeys(filter(None, (*article.genre, *article.keywords, *subjects, *(n.name for n in named)))))


def _original(article: Article, words: Labels) -> str:
    address = absolute(article.canonical_url) if article.canonical_url else None
    if address is None:
        return ""
    return f'<p class="original"><a href={attribute(address)}>{escape(words["original"])}</a></p>'


def _pager(plan: Plan, story: Story, before: Story | None, after: Story | None) -> str:
    """Previous, section, front page, next; in the language of the book, not of the story."""
    links = []
    if before is not None:
        links.append(link(before.page, plan.labels["previous"], ' rel="prev"'))
    if story.section is not None:
        links.append(link(story.section, story.section.title))
    if plan.front is not None:
        links.append(link(plan.front, plan.labels["front"]))
    if after is not None:
        links.append(link(after.page, plan.labels["next"], ' rel="next"'))
    if not links:
        return ""
    marked = plan.labels.marked(story.language)
    return f'<nav class="pager" aria-label={attribute(plan.labels["pager"])}{marked}><p>{" · ".join(links)}</p></nav>'
