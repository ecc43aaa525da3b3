"""What stands before and after the text: headlines, rights, bylines, credit, dateline, abstracts, helpers."""

from __future__ import annotations

from syndicate.formats import nitf
from syndicate.formats.elements import Lines, Value, element, marked, nest, optional
from syndicate.formats.xml import escape
from syndicate.model.article import Article, Byline, Contributor, Dateline


def body_head(article: Article, writer: nitf.Body) -> Lines:
    """body.head, in the order of the standard; empty when there is nothing to say."""
    lines = [*_headlines(article), *_copyright(article), *optional("rights", article.usage_terms)]
    lines += [_byline(byline) for byline in article.bylines]
    if article.credit is not None:
        lines += optional("distributor", article.credit.raw)
    lines += _dateline(article.dateline)
    lines += _abstract(article.summary, "")
    lines += _abstract(article.standfirst, "standfirst")
    for other in article.alt_descriptions:
        lines += _abstract(other.text, other.role or "other")
    return nest("body.head", lines) if lines else []


def body_end(article: Article) -> Lines:
    """body.end: who helped."""
    if not article.contributors:
        return []
    return nest("body.end", [marked("tagline", "; ".join(_helper(one) for one in article.contributors))])


def _headlines(article: Article) -> Lines:
    lines = optional("hl2", article.subheadline)
    for other in article.alt_headlines:
        lines += optional("hl2", other.text, {"class": other.role or "other"})
    if not (article.headline or lines):
        return []
    return nest("hedline", [element("hl1", article.headline), *lines])


def _copyright(article: Article) -> Lines:
    """The copyright notice as a note of its class, in each language that there is."""
    lines = _notice(article.copyright_notice, {})
    for other in article.rights.notices if article.rights is not None else ():
        lines += _notice(other.text, nitf.language(other.language, None))
    return lines


def _notice(text: str, values: dict[str, Value]) -> Lines:
    words = nest("body.content", [element("p", text)])
    return nest("note", words, {**values, "noteclass": "cpyrt"}) if text else []


def _byline(byline: Byline) -> str:
    words = f"<person>{escape(byline.name)}</person>"
    title = escape(byline.title)
    if byline.organisation:
        title += f"{', ' if title else ''}<org>{escape(byline.organisation)}</org>"
    if title:
        words += f", <byttl>{title}</byttl>"
    if byline.contact:
        words += f", <virtloc>{escape(byline.contact)}</virtloc>"
    return marked("byline", words, {"class": byline.role})


def _helper(one: Contributor) -> str:
    words = f"<person>{escape(one.name)}</person>"
    words += f", <function>{escape(one.role)}</function>" if one.role else ""
    return words + (f", <location>{escape(one.place)}</location>" if one.place else "")


def _dateline(dateline: Dateline | None) -> Lines:
    """The dateline as the copy had it, with place and day marked in it; else put together from its parts."""
    if dateline is None:
        return []
    day = dateline.date_text or (dateline.date.isoformat() if dateline.date is not None else "")
    norm: dict[str, Value] = {"norm": f"{dateline.date:%Y%m%d}" if dateline.date is not None else None}
    if dateline.raw:
        return [marked("dateline", _line(dateline, norm))]
    names = [*(("city", name) for name in dateline.places), ("region", dateline.region), ("country", dateline.country)]
    parts = ", ".join(element(kind, name) for kind, name in names if name)
    place = marked("location", parts) if parts else ""
    words = ", ".join(part for part in (place, element("story.date", day, norm) if day else "") if part)
    return [marked("dateline", words)] if words else []


def _line(dateline: Dateline, norm: dict[str, Value]) -> str:
    """The line of the copy with its first place and its day marked, where they stand in it."""
    rest, words = dateline.raw, ""
    for part, name in ((dateline.places[0] if dateline.places else "", "location"), (dateline.date_text, "story.date")):
        before, found, after = rest.partition(part) if part else (rest, "", "")
        if found:
            inner = marked("city", escape(part)) if name == "location" else escape(part)
            words += escape(before) + marked(name, inner, norm if name == "story.date" else None)
            rest = after
    return words + escape(rest)


def _abstract(text: str, css: str) -> Lines:
    lines = [element("p", line) for line in text.split("\n") if line.strip()]
    return nest("abstract", lines, {"class": css}) if lines else []
