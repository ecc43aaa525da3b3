"""The metadata of a book: what the edition says of itself, and what can be seen of its accessibility.

Nothing is claimed: the accessibility properties are read off the documents that were written, and conformance to a
standard is left to whoever certifies it (EPUB Accessibility 1.1 2.4).
"""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterator
from dataclasses import dataclass

from syndicate.contracts import Notice
from syndicate.exporters.epub.plan import Plan
from syndicate.formats.dates import rfc3339
from syndicate.formats.xml import one_line
from syndicate.model.article import Article
from syndicate.model.identity import mint

_POSITION = re.compile(r"\d+(\.\d+)*", re.ASCII)
_GROUPED = re.compile(r"\d{1,3}(,\d{3})+", re.ASCII)
_UUID = "urn:uuid:"
CONFORMANCE = "EPUB Accessibility 1.1 - WCAG 2.2 Level AA"
"""Letter for letter as EPUB Accessibility 1.1 2.4.1 wants it."""


@dataclass(frozen=True, slots=True)
class Seen:
    """What was seen in the documents: what the accessibility metadata is derived from."""

    pictures: bool = False
    described: bool = True
    animated: bool = False
    """Whether there is a GIF, which may flash; nothing here looks into it."""
    ruby: bool = False


@dataclass(frozen=True, slots=True)
class Statement:
    """A line of metadata: a Dublin Core element (`dc:title`), or a `meta` with a property that may refine another."""

    name: str
    value: str
    id: str = ""
    refines: str = ""


def identifier(plan: Plan) -> str:
    """The edition's id; an id that pretends to be a UUID and is none is replaced by one made from it."""
    own = plan.edition.id
    if own.lower().startswith(_UUID):
        try:
            uuid.UUID(own[len(_UUID) :])
        except ValueError:
            return mint("edition", own)
    return own


def describe(plan: Plan, seen: Seen, certifier: str = "") -> Iterator[Statement]:
    """The statements, in the order in which they are written; `certifier` vouches for the book's accessibility."""
    yield from _edition(plan)
    yield from _alone(plan)
    yield from _series(plan)
    yield from _accessibility(plan, seen)
    if certifier:
        yield Statement("dcterms:conformsTo", CONFORMANCE, id="conformance")
        yield Statement("a11y:certifiedBy", certifier, refines="conformance")


def _edition(plan: Plan) -> Iterator[Statement]:
    edition = plan.edition
    day = plan.labels.day(edition.date) if edition.date else ""
    yield Statement("dc:title", f"{plan.title}, {day}" if day else plan.title, id="title")
    for language in _languages(plan):
        yield Statement("dc:language", language)
    if edition.date:
        yield Statement("dc:date", edition.date.isoformat())
    for name, value in (
        ("dc:publisher", edition.publisher),
        ("dc:description", edition.description or edition.subtitle),
        ("dc:rights", edition.copyright_notice),
    ):
        if one_line(value):
            yield Statement(name, one_line(value))


def _languages(plan: Plan) -> tuple[str, ...]:
    """The edition's language first, then those of its stories; `und` only when nothing is known."""
    found = dict.fromkeys((plan.language, *(story.language for story in plan.stories())))
    return tuple(language for language in found if language != "und") or ("und",)


def _alone(plan: Plan) -> Iterator[Statement]:
    """A story on its own makes the book: its authors are the book's, its day is the book's."""
    story = plan.loose[0] if plan.front is None and plan.loose else None
    if story is None or isinstance(story.item, Notice):
        return
    article: Article = story.item
    for number, byline in enumerate(article.bylines, 1):
        if one_line(byline.name):
            yield Statement("dc:creator", one_line(byline.name), id=f"creator-{number}")
            yield Statement("role", "aut", refines=f"creator-{number}")
    if article.published is not None and not plan.edition.date:
        yield Statement("dc:date", rfc3339(article.published))
    said = one_line(article.summary) or one_line(article.standfirst)
    if said and not (plan.edition.description or plan.edition.subtitle):
        yield Statement("dc:description", said)


def _series(plan: Plan) -> Iterator[Statement]:
    """The paper that this is an issue of (EPUB 3.3 5.5.4, `belongs-to-collection`)."""
    edition = plan.edition
    series = one_line(edition.series) or (plan.title if edition.number or edition.issn else "")
    if not series:
        return
    yield Statement("belongs-to-collection", series, id="series")
    yield Statement("collection-type", "series", refines="series")
    number = edition.number.replace(",", "") if _GROUPED.fullmatch(edition.number) else edition.number
    if _POSITION.fullmatch(number):
        yield Statement("group-position", number, refines="series")
    if edition.issn:
        yield Statement("dcterms:identifier", f"urn:issn:{edition.issn}", refines="series")


def _print_edition(plan: Plan) -> str:
    """What the page numbers are those of: the paper by its ISSN, else by its name."""
    edition = plan.edition
    return f"urn:issn:{edition.issn}" if edition.issn else one_line(edition.series) or plan.title


def _accessibility(plan: Plan, seen: Seen) -> Iterator[Statement]:
    words = plan.labels
    yield Statement("schema:accessMode", "textual")
    if seen.pictures:
        yield Statement("schema:accessMode", "visual")
        yield Statement("schema:accessModeSufficient", "textual,visual")
    if seen.described or not seen.pictures:
        yield Statement("schema:accessModeSufficient", "textual")
    features = ["structuralNavigation", "tableOfContents", "readingOrder", "displayTransformability"]
    summary = [words["summary"]]
    if seen.pictures:
        summary.append(words["summary_pictures"])
        if seen.described:
            features.append("alternativeText")
            summary.append(words["summary_alt"])
    if seen.ruby:
        features.append("rubyAnnotations")
    if plan.printed:
        features += ["pageBreakMarkers", "pageNavigation"]
        yield Statement("pageBreakSource", _print_edition(plan))
    for feature in features:
        yield Statement("schema:accessibilityFeature", feature)
    yield Statement("schema:accessibilityHazard", "unknown" if seen.animated else "none")
    yield Statement("schema:accessibilitySummary", " ".join(summary))
