"""What a galley keeps of an article: what a PDF does, and what only a desk wants to see."""

from __future__ import annotations

from syndicate.contracts import Carriage, degraded, kept, lost
from syndicate.exporters.pdf import exporter

_NOTE = "as a note behind the text with its size, caption, credit and alternative text; set by an option"

_HEAD = "as words in the head"

_OTHERWISE = {
    "field.version": kept("in the head"),
    "field.slug": kept("in the head and on every page"),
    "field.take_key": kept("in the head"),
    "field.id": kept("in the head"),
    "field.canonical_url": kept("in the head, as a link"),
    "field.language": kept("in the head, of the document, and in fonts, hyphenation and direction"),
    "field.kind": kept("in the head"),
    "field.alt_headlines": kept("in the head"),
    "field.summary": degraded(
        "as the standfirst where there is none, else in the file's Subject for a story on its own"
    ),
    "field.embargo_until": kept("in the head and on every page"),
    "field.expires": kept("in the head"),
    "field.signals": kept("in the head"),
    "field.urgency": kept("in the head"),
    "field.priority": kept("in the head"),
    "field.desk": kept("in the head"),
    "field.service": kept("in the head"),
    "field.print": degraded("edition, page, section and column as words in the head"),
    "field.pages": kept("in the head"),
    "field.declared_word_count": kept("in the head, beside ours"),
    "field.provider": degraded(_HEAD),
    "field.copyright_holder": degraded(_HEAD),
    "field.copyright_notice": degraded(_HEAD),
    "field.usage_terms": degraded(_HEAD),
    "field.media": degraded(_NOTE),
    "block.figure": degraded(_NOTE),
    "block.gallery": degraded(_NOTE),
    "field.word_count": lost("the words are counted"),
    "field.char_count": lost("the characters are counted"),
}

FIDELITY: dict[str, Carriage] = {**exporter.PdfExporter.fidelity, **_OTHERWISE}
