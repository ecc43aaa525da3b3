"""How an importer read each line of its source: what it took it for, which field that fills, how sure that is, and why.

`source_doc.rules` holds one short line a reading (``6-8: list``, ``4: byline "By Jane Doe"``), so that canonical files
stay readable; what a rule means and how far it can be trusted stands once, in the table here.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from syndicate.model.article import Article

_RULE = re.compile(r"(?P<start>\d+)(?:-(?P<end>\d+))?: (?P<name>[^\"]+?)(?: \"(?P<words>.*)\")?", re.DOTALL)
DOUBTFUL = 0.8
"""Readings that are less sure than this should be looked at."""


class Meaning(NamedTuple):
    """What a rule fills (names of fields and blocks), how sure it is (0 to 1), and the reason in a few words."""

    fills: str
    confidence: float
    why: str


class Evidence(NamedTuple):
    """One reading: lines from 1, columns from 1 where only a part of the first line is meant, both ends included."""

    start: int
    end: int
    name: str
    fills: str
    confidence: float | None
    why: str
    columns: tuple[int, int] | None = None
    words: str = ""
    """The words as they stood there, where the record has them."""


MEANINGS = {
    "headline": Meaning("headline", 0.9, "the first line that can be one: not long, no full stop"),
    "subheadline": Meaning("subheadline", 0.7, "a line like a headline between headline and story"),
    "dateline": Meaning("dateline", 0.99, "places, a date or an agency, a separator, before the first sentence"),
    "dateline without agency": Meaning("dateline", 0.75, "capitals that the copy uses nowhere else, and a separator"),
    "paragraph": Meaning("body.paragraph", 0.95, "text that is nothing else"),
    "byline": Meaning("bylines", 0.95, "the word for `by` and nothing but names"),
    "organisation of the byline": Meaning("bylines", 0.9, "an agency, or words of the trade, under the byline"),
    "slug line": Meaning("slug, take_key, declared_word_count, signals", 0.97, "the form of a slug line"),
    "take line": Meaning("take_key", 0.97, "a take and its number, alone"),
    "label": Meaning("take_key, genre, signals", 0.97, "a label of versions, alone"),
    "headline's label": Meaning(
        "take_key, genre, kind, signals, urgency", 0.95, "a label of versions or genres, before the headline"
    ),
    "declared word count": Meaning("declared_word_count", 0.97, "a number of words, alone"),
    "urgency": Meaning("urgency", 0.99, "the word and a figure from 1 to 9"),
    "keywords": Meaning("keywords", 0.99, "the word and a list"),
    "date of the page": Meaning("date_candidates", 0.5, "a date alone in the header: when, is not said of what"),
    "release line": Meaning("", 0.97, "the copy may be used at once"),
    "telex header": Meaning("", 0.99, "ZCZC opens a telex"),
    "transmission header": Meaning("alt_ids, priority, slug", 0.97, "the header of ANPA 1312 or IPTC 7901"),
    "transmission trailer": Meaning("date_candidates", 0.5, "when the copy was sent, not when it was published"),
    "credit": Meaning("credit", 0.9, "nothing but agencies, or `Source:`"),
    "copyright": Meaning("copyright_notice", 0.97, "whose the rights are"),
    "contributors": Meaning("contributors", 0.95, "who helped, with names"),
    "sign-off": Meaning("", 0.8, "initials of those who handled the copy"),
    "end mark": Meaning("", 0.97, "a mark that agencies end with"),
    "not complete": Meaning("", 0.95, "another take follows"),
    "divider": Meaning("body.divider", 0.95, "a rule or asterisks"),
    "crosshead": Meaning("body.crosshead", 0.8, "short, no final stop, between text and a full paragraph"),
    "crosshead in marks": Meaning("body.crosshead", 0.9, "short, in marks, over a full paragraph"),
    "list": Meaning("body.list", 0.95, "two lines or more with the same mark"),
    "numbered list": Meaning("body.list", 0.95, "numbers that count from 1"),
    "lettered list": Meaning("body.list", 0.9, "letters in brackets that count from a"),
    "list of dashes": Meaning("body.list", 0.8, "dashes under a colon; speech opens so in some languages"),
    "tabular lines": Meaning("body.table", 0.95, "lines with tabs"),
    "table of semicolons": Meaning("body.table", 0.85, "lines with the same number of short cells"),
    "aligned columns": Meaning("body.table", 0.8, "lines with the same number of columns"),
    "table between guards": Meaning("body.table", 0.97, "guards stand around it"),
    "correction notice": Meaning("body.correction_notice, signals", 0.95, "tells the reader what was wrong"),
    "editor's note": Meaning("body.editor_note", 0.95, "a note to the reader"),
    "pointer to another story": Meaning("body.interstitial_link", 0.9, "`Read more:` and the like"),
    "private note": Meaning("ed_notes", 0.97, "a note from desk to desk: never leaves"),
    "private section": Meaning("ed_notes", 0.99, "not for publication: never leaves"),
    "word to the desks": Meaning("ed_notes", 0.9, "what a kill or hold asks for: never leaves"),
    "embargo": Meaning("embargo_until, signals, ed_notes", 0.99, "not before an instant"),
    "hold": Meaning("signals, ed_notes", 0.99, "the fixed form of a hold"),
    "kill": Meaning("signals, status, ed_notes", 0.99, "the fixed form of a kill"),
    "advisory": Meaning("signals, kind, ed_notes", 0.97, "a word to editors, no story"),
    "picture line, left out": Meaning("", 0.9, "a picture that did not come with the copy"),
    "line of the page, left out": Meaning("", 0.9, "what web pages put around stories"),
    "other stories' headlines, left out": Meaning("", 0.85, "a heading that says so, or a list under the credit"),
}
"""What each rule of the wire importer means; those of pages say by what a field was read (`published by JSON-LD`)."""


SOURCES = {
    "JSON-LD": (0.97, "what the page says to search engines, in the words of schema.org"),
    "article": (0.97, "the element for a story"),
    "main": (0.9, "the element for what a page is about"),
    "readability": (0.8, "its words and links are those of a story"),
    "h1": (0.95, "the heading of the page"),
    "title": (0.7, "the title of the window, for want of a heading"),
    "link canonical": (0.97, "the address that the page calls its own"),
    "tags": (0.9, "links below the story that say what it is about"),
    "item": (0.99, "an item of the feed begins here"),
    "kicker": (0.75, "a word over the headline"),
    "the page": (0.5, "what is shown, not said of what"),
}
"""Where a field of a page was read from: how sure that is, and why. What is not here is the name of a `meta`."""
_META = (0.9, "what the page says of itself in its head")
_ELEMENT = (0.97, "the element of an item that is there for it")


def of(article: Article) -> tuple[Evidence, ...]:
    """The readings that `article` was made by, in the order of its source; none where its importer kept no record."""
    rules = article.source_doc.rules if article.source_doc else ()
    return tuple(evidence for rule in rules for evidence in _read(rule, article))


def _read(rule: str, article: Article) -> tuple[Evidence, ...]:
    match = _RULE.fullmatch(rule)
    if match is None:
        return ()
    start = int(match["start"])
    end = int(match["end"] or start)
    name = match["name"]
    if name == "dateline and paragraph" and article.dateline:
        line = article.dateline
        kind = "dateline" if line.agencies or line.date_text else "dateline without agency"
        opening = _evidence(start, start, kind)._replace(name="dateline", columns=(1, len(line.raw)))
        if any(byline.name in line.raw for byline in article.bylines):
            opening = opening._replace(fills="dateline, bylines")
        return opening, _evidence(start, end, "paragraph")
    if name == "headline" and start == end and match["words"] and (at := match["words"].find(article.headline)) > 0:
        label = _evidence(start, end, "headline's label")
        headline = _evidence(start, end, name)._replace(words=match["words"])
        return (
            label._replace(columns=(1, len(match["words"][:at].rstrip()))),
            headline._replace(columns=(at + 1, at + len(article.headline))),
        )
    found = _evidence(start, end, name.partition(" ")[0] if name.startswith("divider") else name)
    return (found._replace(words=match["words"] or ""),)


def _evidence(start: int, end: int, name: str) -> Evidence:
    meaning = MEANINGS.get(name)
    field, by, source = name.partition(" by ")
    if meaning is None and by:
        confidence, why = _ELEMENT if source.startswith("<") else SOURCES.get(source, _META)
        return Evidence(start, end, name, "" if field == "story" else field, confidence, why)
    if meaning is None:
        return Evidence(start, end, name, "", None, "")
    return Evidence(start, end, name, *meaning)
