"""What RSS, Atom and JSON Feed carry of an article: the same reading, so the same table, but for a few rows."""

from __future__ import annotations

from syndicate.contracts import Carriage, Fidelity, degraded, kept, lost

_FIELDS: dict[str, Carriage] = {
    "version": lost("an update shows by its date alone"),
    "alt_ids": lost(),
    "canonical_url": kept("link"),
    "kind": lost(),
    "dir": kept("dir on the HTML of the story"),
    "script": lost("the language tag tells it where it must"),
    "headline": kept("title"),
    "subheadline": degraded("a paragraph above the text"),
    "alt_headlines": lost(),
    "standfirst": degraded("a paragraph above the text"),
    "alt_descriptions": lost(),
    "slug": lost(),
    "take_key": lost(),
    "keywords": kept("category and media:keywords"),
    "dateline": degraded("words before the first paragraph"),
    "credit": degraded("a paragraph below the text"),
    "provider": kept("dc:publisher"),
    "copyright_holder": kept("dcterms:rightsHolder"),
    "usage_terms": degraded("dcterms:accessRights"),
    "ai": lost(),
    "created": kept("dcterms:created"),
    "content_created": lost(),
    "embargo_until": lost("over when the story leaves"),
    "expires": kept("dcterms:valid"),
    "date_candidates": lost(),
    "status": kept("a canceled story is replaced by its notice"),
    "signals": lost(),
    "urgency": lost(),
    "priority": lost(),
    "corrections": degraded("paragraphs below the text"),
    "ed_notes": degraded("public ones as paragraphs below the text"),
    "genre": degraded("category"),
    "service": lost(),
    "desk": lost(),
    "people": lost(),
    "orgs": lost(),
    "places": degraded("names as dcterms:spatial, the first point as georss:point"),
    "events": lost(),
    "links": degraded("links with the nearest registered relation, where the address is known"),
    "body": kept(),
    "word_count": lost(),
    "char_count": lost(),
    "declared_word_count": lost(),
    "print": lost(),
    "pages": lost(),
    "digital_source_type": lost(),
    "ai_info": lost(),
    "trust": lost(),
    "signature": lost(),
    "source_doc": lost(),
    "extra": lost(),
}

_BLOCKS: dict[str, Carriage] = {
    "paragraph": kept("p"),
    "crosshead": kept("h2 to h6"),
    "lead": kept("p of class lead"),
    "quote": kept("blockquote"),
    "pullquote": kept("aside"),
    "list": kept("ul, ol"),
    "table": kept("table"),
    "preformatted": kept("pre"),
    "figure": kept("figure"),
    "gallery": kept("figures"),
    "video": degraded("its caption, linked to the file"),
    "audio": degraded("its caption, linked to the file"),
    "embed": degraded("its words, linked to the service"),
    "box": kept("aside"),
    "divider": kept("hr"),
    "footnote": kept("aside"),
    "correction_notice": kept("p of class correction"),
    "editor_note": kept("p of class editor-note"),
    "interstitial_link": kept("a paragraph of class interstitial, linked where its address is known"),
    "unsupported": degraded("its source as preformatted text"),
}

_MARKS: dict[str, Carriage] = {
    "strong": kept("strong"),
    "em": kept("em"),
    "underline": kept("u"),
    "strike": kept("s"),
    "sub": kept("sub"),
    "sup": kept("sup"),
    "code": kept("code"),
    "link": kept("a"),
    "lang": kept("span with lang"),
    "quote": degraded("its words"),
    "entity": degraded("its words"),
    "ruby": kept("ruby"),
}

_RSS: dict[str, Carriage] = {
    "id": kept("guid"),
    "language": kept("language of the channel, else dc:language"),
    "summary": kept("description"),
    "bylines": degraded("names as dc:creator"),
    "contributors": degraded("names as dc:contributor"),
    "copyright_notice": kept("dc:rights"),
    "published": kept("pubDate"),
    "modified": kept("dcterms:modified"),
    "rights": degraded("the licence address as dcterms:license; ODRL is lost"),
    "subjects": degraded("name as category, the address of its vocabulary as domain"),
    "media": degraded("media:content, media:group for renditions, the first picture as enclosure; no focus"),
}

_ATOM: dict[str, Carriage] = {
    "id": kept("id"),
    "language": kept("xml:lang"),
    "summary": kept("summary"),
    "bylines": degraded("names as author"),
    "contributors": degraded("names as contributor"),
    "copyright_notice": kept("rights"),
    "published": kept("published"),
    "modified": kept("updated"),
    "rights": degraded("the licence address as a link of relation license; ODRL is lost"),
    "subjects": degraded("code as category, with the address of its vocabulary and the name as label"),
    "media": degraded("media:content, media:group for renditions, each medium as enclosure; no focus"),
}

_JSONFEED: dict[str, Carriage] = {
    "id": kept("id"),
    "version": kept("_syndicate.version"),
    "canonical_url": kept("url"),
    "kind": kept("_syndicate.kind"),
    "language": kept("language"),
    "summary": kept("summary"),
    "keywords": kept("tags"),
    "places": degraded("names and coordinates in _syndicate.places"),
    "links": degraded("_syndicate.links, where the address is known"),
    "bylines": degraded("names as authors, with the address of the contact; roles are lost"),
    "contributors": degraded("names as _syndicate.contributors"),
    "provider": kept("_syndicate.provider"),
    "copyright_holder": kept("_syndicate.rights"),
    "copyright_notice": kept("_syndicate.rights"),
    "usage_terms": kept("_syndicate.rights"),
    "rights": degraded("the licence address in _syndicate.rights; ODRL is lost"),
    "created": kept("_syndicate.created"),
    "published": kept("date_published"),
    "modified": kept("date_modified"),
    "expires": kept("_syndicate.expires"),
    "status": kept("_syndicate.status; a canceled story is replaced by its notice"),
    "signals": kept("_syndicate.signals"),
    "corrections": degraded("_syndicate.corrections and paragraphs below the text; which blocks they touch is lost"),
    "subjects": degraded("name as tag; code and vocabulary in _syndicate.subjects"),
    "genre": degraded("tag"),
    "media": degraded("each medium once as attachment, with caption, credit and alt; no focus, no rights"),
}


def _table(own: dict[str, Carriage]) -> Fidelity:
    rows = {f"field.{name}": how for name, how in {**_FIELDS, **own}.items()}
    rows.update({f"block.{name}": how for name, how in _BLOCKS.items()})
    rows.update({f"mark.{name}": how for name, how in _MARKS.items()})
    return rows


RSS = _table(_RSS)
ATOM = _table(_ATOM)
JSONFEED = _table(_JSONFEED)
