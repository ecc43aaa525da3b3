"""Who wrote the story: the byline in the languages of the agencies, with title, organisation and address."""

from __future__ import annotations

import re

from syndicate.importers.wire import agencies, foreign
from syndicate.model.article import Byline

_PARTICLES = frozenset((
    "al", "bin", "da", "de", "del", "den", "der", "di",
    "dos", "du", "el", "ibn", "la", "le", "ten", "ter", "van", "vom", "von", "zu",
))  # fmt: skip
_NAME_WORD = re.compile(r"(?:[^\W\d_]['’.]?)+(?:-(?:[^\W\d_]['’.]?)+)*")
_BYLINE = re.compile(
    r"(?:[Bb]y|BY|[Pp]ar|PAR|[Vv]on|VON|[Pp]or|POR|[Dd]i|DI|[Dd]oor)[: ]\s*(?P<names>[^!?;\"“”]{3,120}?)(?:\s*=)?"
)
_WRITERS = re.compile(r"by (?P<role>[A-Z]\w+ (?:writers?|correspondents?|reporters?)) (?P<names>[^\d!?;\"“”.]{3,80})")
_HAN = re.compile(r"(?:作者|文|撰文|记者|記者)\s*[:：/／]\s*(?P<names>\S.{1,30})")
_ARABIC = re.compile(r"بقلم\s*:?\s*(?P<names>[\u0621-\u064a]{2,12}(?: [\u0621-\u064a]{2,12}){1,3})")
_AND = re.compile(r",?\s+(?:and|AND|&|et|und|y|e)\s+|,\s+")
_ORGANISATION_WORDS = re.compile(
    r"\b(?:Writer|Correspondent|Reporter|Editor|Staff|Press|News|Agency|Service|Media|Journalist)s?\b"
)
_TITLE = re.compile(
    r"(?:(?P<house>[\w.&'’-]+(?: (?!Staff|Senior)[A-Z][\w.&'’-]+)*?) )??(?P<title>(?:(?:Staff|Senior|Chief"
    r"|Special|Foreign|Political"
    r"|Business|Sports|Science|Health|Economics|Diplomatic|National|Religion|Entertainment|Auto|Food"
    r"|Technology|Medical|Military"
    r"|Environment|Education|Travel|Legal|Money|Markets|White|House) )*(?:Writer|Correspondent|Reporter"
    r"|Editor|Journalist)s?)"
)
_CONTACT = re.compile(r",?\s*[(<]?(?P<contact>[\w.+-]{1,40}@[\w-]{1,40}(?:\.[\w-]{2,20}){1,3})[)>]?$")
_HOUSE = re.compile(r"\s*(?:\|\s*(?P<bar>\S.{1,50})|\((?P<bracket>[^()]{2,50})\)|\bfor (?P<for>[A-Z].{1,50}))$")


def is_name(words: str) -> bool:
    """Whether `words` can be the name of one person: two to five words, each with a capital, particles aside."""
    parts = words.split()
    if not 2 <= len(parts) <= 5 or not all(_NAME_WORD.fullmatch(part) for part in parts):
        return False
    return parts[-1][0].isupper() and all(part[0].isupper() or part in _PARTICLES for part in parts)


def read(text: str) -> tuple[Byline, ...]:
    """The bylines in "By Jane Doe and John Roe, Example Press"; empty when the line is something else."""
    if len(text) > 160:
        return ()
    if not text.isascii():
        if match := _HAN.fullmatch(text):
            return tuple(Byline(name=name) for name in foreign.names(match["names"]))
        if match := _ARABIC.fullmatch(text):
            return (Byline(name=match["names"]),)
    if match := _WRITERS.fullmatch(text):
        people = _AND.split(match["names"])
        return tuple(Byline(name=name, role=match["role"]) for name in people) if all(map(is_name, people)) else ()
    match = _BYLINE.fullmatch(text)
    return () if match is None or text.endswith(".") else _people(match["names"].strip())


def unmarked(text: str, following: str) -> tuple[Byline, ...]:
    """A byline without `By`: a name with its agency, or a name over the line that says who the writer works for."""
    name, comma, house = text.partition(", ")
    if not is_name(name) or len(name.split()) > 4:
        return ()
    if comma:
        return (employed(Byline(name=name), house),) if agencies.is_agency(house) else ()
    return (Byline(name=name),) if agencies.is_agency(following) or _TITLE.fullmatch(following) else ()


def is_doubtful(text: str, found: tuple[Byline, ...]) -> bool:
    """Whether a line that was read as one byline may be a family or a title: `Von Trapp Family`, `Di Maria Scores`."""
    alone = len(found) == 1 and not (found[0].organisation or found[0].title or found[0].contact)
    return alone and text.split(maxsplit=1)[0].casefold() in ("von", "di", "par", "por", "door")


def organisation(text: str) -> bool:
    """Whether the line under a byline says who the writer works for."""
    known = agencies.is_agency(text.rstrip(" ="))
    return known or (len(text) <= 50 and text[-1] not in ".:?!" and _ORGANISATION_WORDS.search(text) is not None)


def employed(byline: Byline, line: str) -> Byline:
    """`byline` with what the line after it says: an organisation, a title, or both (`AP Business Writer`)."""
    match = _TITLE.fullmatch(line)
    house, title = (match["house"] or "", match["title"]) if match else (line, "")
    return Byline(
        name=byline.name, role=byline.role, contact=byline.contact,
        organisation=byline.organisation or house, title=byline.title or title,
    )  # fmt: skip


def _people(written: str) -> tuple[Byline, ...]:
    contact = house = ""
    if "@" in written and (match := _CONTACT.search(written)):
        contact, written = match["contact"], written[: match.start()]
    if match := _HOUSE.search(written):
        house, written = match["bar"] or match["bracket"] or match["for"], written[: match.start()]
    *names, last = _AND.split(written)
    if names and not house and (agencies.is_agency(last) or _ORGANISATION_WORDS.search(last)):
        house = last
    else:
        names.append(last)
    people = [name.partition(" in ")[0] for name in names]  # where each of them was stays in the record
    if not all(is_name(name) for name in people):
        return ()
    found = (Byline(name=name, contact=contact) for name in people)
    return tuple(employed(byline, house) if house else byline for byline in found)
