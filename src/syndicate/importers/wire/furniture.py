"""What stands around the words of a story: end marks, dividers, headings of related links, private sections, notes.

Each function answers for one whole line. All are strict: a sentence that only begins alike stays prose.
"""

from __future__ import annotations

import re

_END = re.compile(
    r"-\s*30\s*-|-\s*0\s*-|#\s*#\s*#|\W*(?:ENDS|Ends|END|ENDIT|NNNN)\W*|\((?:end|ends)\)|Enditem|[（(](?:完|終|了|끝)[）)]"
    r"|=+end=+|-+\s*(?:fin|FIN|fine|ende|ENDE)\s*-+|\((?:fin|FIN|Fin|Ende)\)"
)
_END_SUFFIX = re.compile(r"\s*(?P<mark>\bEnditem|[（(](?:完|終|了|끝)[）)]|\(END\)|-30-)$")
_END_OF_SUFFIX = ("Enditem", "）", ")", "-30-")
_MORE = re.compile(r"\W*(?:more|MORE|mf|MF)\W*")
_DIVIDER = re.compile(r"(?:[_*•·~=—–-]\s*){3,}")
_PRIVATE = re.compile(
    r"\W*the following information is not (?:intended )?for publication\b.*"
    r"|\W*die folgenden informationen sind nicht (?:zur|für die) veröffentlichung\b.*"
    r"|\W*#+ (?:dpa-)?(?:notizblock|notebook)\W*|#+ [\w -]{0,20}(?:kontakte|contacts|ansprechpartner)\W*"
    r"|\W*(?:notes? (?:to|for) editors?|editors['’]? notes|media contacts?|press contacts?)\W*",
    re.IGNORECASE,
)
_EDS = re.compile(
    r"(?:Eds|EDS|EDITORS|Editors|ATTN EDITORS|ED NOTE|Desk|DESKS?)\s*:\s*\S.*|\(Eds:? .*\)"
    r"|\((?:Attention|ATTENTION|Attn|ATTN)[:, ]+(?:editors|Editors|EDITORS)\b.*\)|\(\([^()]{2,300}\)\)"
)
_PUBLIC_NOTE = re.compile(
    r"(?:EDITOR['’]?S['’]? NOTE|Editor['’]?s['’]? note)\s*[:—–-]+\s*\S.*"
    r"|\(This [^()]{0,60}(?:(?:has been|was|is) refiled|refiles)\b[^()]*\)"
)
_CORRECTION = re.compile(
    r"(?:CORRECTION|Correction|CLARIFICATION|Clarification)\s*:\s*\S.*|\(Correct(?:s"
    r"|ed|ing) .*\)|\(This [^()]{0,60}(?:(?:has been|was) corrected|corrects)\b[^()]*\)"
)
_CHANGES = re.compile(
    r"\((?:Adds|Updates|Recasts|Refiles|Repeats|Rewrites|Writes through|Fixes|Removes"
    r"|Changes) .*\)"
)
_RELATED = re.compile(
    r"\W*(?:(?:today|this week)['’]?s\s+)?(?:top|latest|breaking|more|other|most read|most popular|trending"
    r"|recent)\s+"
    r"(?:news|stories|headlines|articles|reads)\W*"
    r"|\W*(?:related(?:\s+(?:news|stories|links|articles|content|coverage|reading))?|read more|also read|read also"
    r"|see also|you (?:may|might) (?:also )?like|recommended(?:\s+for you)?|most (?:read|viewed|popular|shared)"
    r"|more from \w[\w ]{0,30}|trending(?: now| today)?|popular now|(?:read|up) next|more stories|in other news"
    r"|lesen sie auch|mehr zum thema|(?:à|a) lire aussi|lire aussi|lea también|leer también|leggi anche"
    r"|leia também|lees ook"
    r"|相关(?:新闻|阅读|报道)|延伸阅读|関連記事|اقرأ أيضا?ً?|читайте также"
    r"|editors?['’]?s?['’]? picks?|what (?:else )?to read next|don['’]t miss)\W*",
    re.IGNORECASE,
)
_POINTER = re.compile(
    r"(?:READ (?:MORE|ALSO)|Read (?:more|also)|ALSO READ|Also read|RELATED|Related|SEE ALSO|See also"
    r"|LESEN SIE AUCH|Lesen Sie auch|À lire aussi|Lire aussi|Lea también|Leggi anche)\s*:\s*\S.*"
    r"|Follow AP['’]s .{0,80}\bcoverage\b.*"
)
_PICTURE = re.compile(
    r"[(\[](?:Photo|PHOTO|Pictured?|PICTURE|Image|File photo|FILE PHOTO)\b[^()\[\]]{0,300}[)\]]"
    r"|(?:FILE PHOTO|FILE PICTURE|File photo|Photo credit|PHOTO CREDIT|Image credit|PHOTO CAPTION"
    r"|Photo caption|CAPTION)\s*:\s*\S.{0,500}"
    r"|(?:Photo|PHOTO|Photograph|Picture|Image)s? (?:by|courtesy of) [A-Z][^.!?:;]{2,70}"
)
_TRAILER = re.compile(r"[A-Z]{2,4}-[A-Z]{2}-\d\d-\d\d-\d\d \d{4}GMT|\d{6} GMT [A-Z][a-z]{2} \d\d")
_CLOCK = r"\d{1,2}[:.]\d{2}(?::\d{2})?(?:\s*[ap]\.?m\.?)?(?:\s*(?:GMT|UTC|[A-Z]{2,4}))?(?:\s*[+-]\d{2}:?\d{2})?"
_DAY = (
    r"(?:\d{4}[-/.]\d{1,2}[-/.]\d{1,2}|\d{1,2}[-/.]\d{1,2}[-/.]\d{4}"
    r"|\d{1,2} [A-Z][a-z]{2,8}\.?,? \d{4}|[A-Z][a-z]{2,8}\.? \d{1,2}, \d{4})"
)
_STAMP = re.compile(
    r"(?:(?:Last )?(?:Updated|Published|Posted|Modified|updated|published|Date|Time)\s*(?:on|at|:)?\s*)?"
    rf"(?:[A-Z][a-z]+day,? )?{_DAY}(?:\s*(?:,|T|at|\|)?\s*{_CLOCK})?"
)
_SLUG = (
    re.compile(
        r"(?P<slug>(?:BC|AM|PM|AP"
        r"|a\d{4})-[A-Z]{2}[A-Za-z-]*--[^,]{1,60})(?:,\s*(?P<key>[A-Z\d][^,]*?))?(?:,\s*(?P<words>\d{1,5}))?"
    ),
    re.compile(
        r"(?:[a-z]{2,4}\d{3,5}\s+)?(?P<slug>(?:[a-z]{2,4}-)?[A-Z][\w-]{1,21})/"
        r"(?P<key>(?:\d{1,2}(?:ST|ND|RD|TH|st|nd|rd|th) )?(?:LEAD|Lead|Ld|TAKE|Take)"
        r"|\d\. (?:Zusammenfassung|ZUSAMMENFASSUNG))?"
    ),
    re.compile(r"(?:Slug|SLUG|Slugline|SLUGLINE|Catchline|CATCHLINE)\s*:\s*(?P<slug>\S.{0,80})"),
    re.compile(r"(?P<slug>[A-Z][A-Z\d&-]{2,30}/(?:[A-Z\d&-]{1,30})?)(?:\s*\((?P<key>[A-Z]+ ?\d*(?:, [A-Z]+)*)\))?"),
)
_WORDS = re.compile(r"(?:Words|WORDS|Word count)\s*:\s*(?P<count>\d{1,6})|(?P<count2>\d{2,6}) (?:words|WORDS)")
_URGENCY = re.compile(r"(?:Urgency|URGENCY)\s*:\s*(?P<urgency>[1-9])")
_KEYWORDS = re.compile(r"(?:Keywords?|KEYWORDS?)\s*:\s*(?P<keywords>\S.*)")
_TELEX = re.compile(r"ZCZC(?: [A-Z\d]{1,10}){0,6}")
_TAKE = re.compile(
    r"\W*(?:TAKE|Take|PAGE|Page) \d{1,2}(?: (?:OF|of|/) \d{1,2})?\W*|\W*\d{1,2}(?:ST|ND|RD|TH|st|nd|rd"
    r"|th) (?:ADD|Add|TAKE|Take)\W*"
)
_LEFTOVER = re.compile(
    r"advertisements?|(?:article|story) continues (?:below|after)\b.{0,40}|share(?: this)?(?: article| story| page)"
    r"|sign up (?:for|to) (?:our|the)\b[^.]{0,80}\.?|subscribe (?:to|for) (?:our|the)\b[^.]{0,80}\.?"
    r"|our standards: .{0,80}"
    r"|(?:reading time:? )?\d{1,2} min(?:ute)?s? read|skip to (?:main )?content|listen to this (?:article|story)"
    r"|follow us on [^.]{2,60}|click here (?:for|to) [^.]{2,60}\.?|save (?:this )?(?:article|story)|our newsletter",
    re.IGNORECASE,
)
_RELEASE = re.compile(r"\W*FOR IMMEDIATE RELEASE\W*")


def is_end(text: str) -> bool:
    """Whether the line is an end mark."""
    return _END.fullmatch(text) is not None


def split_end(text: str) -> tuple[str, str]:
    """A paragraph without the end mark that runs on in it (`... said. Enditem`), and the mark."""
    if not text.endswith(_END_OF_SUFFIX):
        return text, ""
    match = _END_SUFFIX.search(text)
    return (text[: match.start()], match["mark"]) if match else (text, "")


def is_more(text: str) -> bool:
    """Whether the line says that another take follows."""
    return _MORE.fullmatch(text) is not None


def is_divider(text: str) -> bool:
    """Whether the line is a rule or asterisks."""
    return _DIVIDER.fullmatch(text) is not None


def is_private(text: str) -> bool:
    """Whether what follows is for editors only: both wordings of the agencies, and the headings of press releases."""
    return _PRIVATE.fullmatch(text) is not None


def is_private_note(text: str) -> bool:
    """Whether the line is a note from desk to desk: `Eds: ...`, `(Adds quotes)`."""
    return _EDS.fullmatch(text) is not None or _CHANGES.fullmatch(text) is not None


def is_public_note(text: str) -> bool:
    """Whether the line is an editors' note to the reader."""
    return _PUBLIC_NOTE.fullmatch(text) is not None


def is_correction(text: str) -> bool:
    """Whether the line tells the reader what was wrong."""
    return _CORRECTION.fullmatch(text) is not None


def is_related_heading(text: str) -> bool:
    """Whether the line can head a block of other stories' headlines; what follows decides."""
    return len(text) <= 60 and _RELATED.fullmatch(text) is not None


def is_pointer(text: str) -> bool:
    """Whether the line points to another story (`READ MORE: ...`)."""
    return len(text) <= 200 and _POINTER.fullmatch(text) is not None


def is_picture(text: str) -> bool:
    """Whether the line stands for a picture: `(Photo: Jane Doe)`."""
    return _PICTURE.fullmatch(text) is not None


def is_leftover(text: str) -> bool:
    """Whether the line belongs to the page that the copy was taken from, not to the story."""
    return len(text) <= 120 and _LEFTOVER.fullmatch(text) is not None


def is_telex(text: str) -> bool:
    """Whether the line is the head of a telex (`ZCZC ...`)."""
    return _TELEX.fullmatch(text) is not None


def take(text: str) -> str:
    """The take that is all of a line (`TAKE 2 OF 3`), or nothing."""
    return text.strip("()- ") if _TAKE.fullmatch(text) else ""


def is_trailer(text: str) -> bool:
    """Whether the line is a transmission trailer (ANPA 1312, IPTC 7901)."""
    return _TRAILER.fullmatch(text) is not None


def is_stamp(text: str) -> bool:
    """Whether the line is a date, as pages print it under the headline (`Updated: 2025-03-04 09:15`)."""
    return _STAMP.fullmatch(text) is not None


def slug(text: str) -> tuple[str, str, int | None] | None:
    """Slug, take key and declared word count of a slug line, or None."""
    text = text.rstrip(" =")
    for pattern in _SLUG:
        if match := pattern.fullmatch(text):
            groups = match.groupdict()
            words = groups.get("words")
            return groups["slug"] or "", groups.get("key") or "", int(words) if words else None
    return None


def declared_words(text: str) -> int | None:
    """The word count that a header line declares, or None."""
    match = _WORDS.fullmatch(text)
    return int(match["count"] or match["count2"]) if match else None


def urgency(text: str) -> int | None:
    """The urgency that a header line declares, or None."""
    match = _URGENCY.fullmatch(text)
    return int(match["urgency"]) if match else None


def keywords(text: str) -> tuple[str, ...]:
    """The keywords that a header line lists."""
    match = _KEYWORDS.fullmatch(text)
    return tuple(filter(None, (word.strip() for word in re.split(r"[,;]", match["keywords"])))) if match else ()


def is_release_line(text: str) -> bool:
    """Whether the line says that the copy may be used at once."""
    return _RELEASE.fullmatch(text) is not None
