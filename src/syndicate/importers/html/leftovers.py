"""What software and desks put into the middle of a story: taken out aloud, or made what it is.

Before the sanitiser, where the names of classes still stand: bars to share, advertisements, lists of other stories,
letters to subscribe to; pictures with a caption that is no `figcaption`; crossheads that are only bold. After it, in
the blocks: lines that name who worked on the story, and pointers to other ones.
"""

from __future__ import annotations

import re

from msgspec.structs import replace

from syndicate.formats.htmlbody.apart import SILENT
from syndicate.formats.htmlbody.dom import Element, line_of, name_of, words
from syndicate.formats.htmlbody.findings import Findings
from syndicate.formats.trees import take_out
from syndicate.importers.html.head import Head, tidy
from syndicate.model import body
from syndicate.model.article import Contributor, DateCandidate
from syndicate.model.body import Block, Run, plain


def _called(names: str) -> re.Pattern[str]:
    """Names of classes and ids, alone or as a part between hyphens and underscores."""
    return re.compile(rf"(?:\A|[-_\s])(?:{names})(?:\Z|[-_\s])", re.IGNORECASE)


_LEFTOVER = _called(
    "ads?|advert|advertisement|advertising|banner|sponsor|breadcrumbs?|comments?|cookie|newsletter|outbrain|taboola|"
    "most-?read|paywall|popular|promo|recommended|recirc|related|share|sharedaddy|sharing|signup|social|subscribe|"
    "subscription|toolbar|trending"
)
_TAGS = _called("tags?|tag-?list|topics|article-tags")
_CAPTION = _called("cap|caption|captiontext|legend|wp-caption-text|image-?caption")
_CROSSHEAD = _called("cross-?head|sub-?head(?:ing)?|inter-?title|zwischentitel")
_BYLINE = _called("by|by-?line|authors?|author-?name|writer|autor")
_DAY = _called("date|day|published|pub-?date|timestamp|datum|meta-?date|post-?date")
_KICKER = _called("kicker|overline|eyebrow|section-?label|dachzeile")
_ALONE = re.compile(
    r"(?:Advertisement|Anzeige|Publicité|Publicidad|Share(?: this)?(?: article| story)?|Tweet|Print|"
    r"Story continues below(?: advertisement)?|Sign up (?:for|to) .{3,80})[.!:]?",
    re.IGNORECASE,
)
_PICTURE_CREDIT = re.compile(
    r"\s*[(\[]?((?:Photo|Picture|Image|Photograph|Foto|Credit)s?(?: by|:| :)\s*[^()\[\]]{2,80}?)[)\].]*\Z"
)
_STORY = 20
"""Words that a story has at least before a day or a kicker is taken out of it."""
_LONGEST = 60
"""Words of something that is left out by its class; more of them are a story, whatever it is called."""
_WORK = r"(?:additional )?(?:reporting|writing|editing|translation|photographs?)"
_CREDITS = re.compile(rf"\(?(?:{_WORK} by [^;.()]{{3,120}}[;.]?\s*)+\)?\.?", re.IGNORECASE)
_PART = re.compile(rf"({_WORK}) by ([^;.()]+)", re.IGNORECASE)
_PARTICLES = "de|la|van|von|der|den|bin|al|el|da|di|du|le"
_NAME = re.compile(rf"(?:(?:(?![a-zß-öø-ÿ\d_])\w[\w.'’-]*|{_PARTICLES})(?:\s+|\Z)){{1,6}}")
_POINTER = re.compile(
    r"(?:Read (?:more|also|next)|See also|Also read|Related(?: story| article)?|More on this|Lesen Sie auch|Mehr dazu|"
    r"À lire aussi|Lire aussi|Lea también)\s*[:>»]\s*",
    re.IGNORECASE,
)


def take(root: Element, head: Head, findings: Findings) -> None:
    """Take out of the story at `root` what is none of it, and name what only looks like something."""
    much = len(words(root, SILENT).split()) >= _STORY
    for element in list(root.iter()):
        if element is not root and name_of(element) and _within(element, root):
            _look(element, head, findings, much=much)
    _captions(root)
    _bold_lines(root)


def navigation(whole: Element, findings: Findings) -> None:
    """Of a page that is all one room, take out the parts that are little but links: menus, lists of other stories."""
    for element in [e for e in whole if e.tag in ("div", "p", "ul", "ol", "table", "section", "td")]:
        links = [words(link, SILENT) for link in element.iter("a")]
        if len(links) < _FEWEST_LINKS or next(element.iter("h1"), None) is not None:
            continue
        letters = sum(map(str.isalnum, words(element, SILENT)))
        if sum(map(str.isalnum, "".join(links))) >= _LINKED * letters:
            _out(element, "links of the page", findings)


_FEWEST_LINKS = 3
_LINKED = 0.7


def _look(element: Element, head: Head, findings: Findings, *, much: bool) -> None:
    called = f"{element.get('class', '')} {element.get('id', '')}".strip()
    if called and element.tag in (*_LINES, "address", "ul", "small") and much and _furniture(element, called, head):
        return
    if called and element.tag in _LINES and _CROSSHEAD.search(called) and _is_line(element):
        element.tag = "h2" if element.tag == "h2" else "h3"
    elif called and _TAGS.search(called) and _links_alone(element):
        _keywords(element, head)
        _out(element, "tags", findings)
    elif (called and element.tag not in _STORIES and _LEFTOVER.search(called) and _is_small(element)) or (
        element.tag in ("p", "div", "span") and len(element) < 4 and _ALONE.fullmatch(words(element, SILENT))
    ):
        _out(element, "leftover of the page", findings)


def _furniture(element: Element, called: str, head: Head) -> bool:
    """A byline gets the class that is looked for later; a day and a kicker are taken out, and noted."""
    said = tidy(words(element, SILENT)) if len(element) < 8 else ""
    if not said or len(said) > 90:
        return False
    if _BYLINE.search(called) and re.match(r"(?:By|Von|Par|Por)\s+\w", said) and element.tag in (*_LINES, "address"):
        element.set("class", "byline")
        return True
    if _DAY.search(called) and _SHOWN.fullmatch(said) and next(element.iter("time"), None) is None:
        if head.published is None:
            head.candidates += (DateCandidate(value=said, reason="a day shown on the page, without time and zone"),)
        head.tell("date_candidates", "the page", line_of(element), said)
        take_out(element)
        return True
    if _KICKER.search(called) and len(said.split()) <= 6:
        head.service = head.service or said
        head.tell("service", "kicker", line_of(element), said)
        take_out(element)
        return True
    return False


_LINES = ("p", "div", "span", "h2", "h3")
_SHOWN = re.compile(r"(?=.*\d)(?:\w+:?\s+)?[\w\s.,:/\-–|()]{4,50}")
"""What can be a day, or a day and a time."""
_STORIES = frozenset({"p", "article", "main", "figure"})
"""Elements that no class makes a leftover."""


def _out(element: Element, what: str, findings: Findings) -> None:
    if said := words(element, SILENT):
        findings.outside(what, said, line_of(element))
    take_out(element)


def _within(element: Element, root: Element) -> bool:
    return any(above is root for above in element.iterancestors())


def _is_line(element: Element) -> bool:
    said = words(element, SILENT)
    return 0 < len(said.split()) <= 15 and next(element.iter("img", "p", "ul", "table"), element) in (element, None)


def _is_small(element: Element) -> bool:
    """Whether an element has few words of its own: a name may be that of a whole story."""
    linked = sum(len(words(link, SILENT).split()) for link in element.iter("a"))
    return len(words(element, SILENT).split()) - linked <= _LONGEST


def _links_alone(element: Element) -> bool:
    linked = " ".join(words(link, SILENT) for link in element.iter("a"))
    said = words(element, SILENT)
    return bool(linked) and len(re.sub(r"\W", "", said)) <= len(re.sub(r"\W", "", linked)) + 12


def _keywords(element: Element, head: Head) -> None:
    found = [tidy(words(link)).lstrip("#") for link in element.iter("a")]
    known = {word.casefold() for word in head.keywords}
    new = [word for word in dict.fromkeys(found) if word and word.casefold() not in known]
    if new:
        head.keywords += tuple(new)
        head.tell("keywords", "tags", line_of(element), ", ".join(new))


def _captions(root: Element) -> None:
    """A room with one picture and a line that is called its caption is a figure."""
    for line in [e for e in root.iter("div", "p", "span", "figcaption") if _CAPTION.search(e.get("class", ""))]:
        room = line.getparent()
        if room is None or room is root or line.tag == "figcaption" or not words(line, SILENT):
            continue
        pictures = list(room.iter("img"))
        others = len(words(room, SILENT).split()) - len(words(line, SILENT).split())
        if len(pictures) == 1 and others <= 3 and room.tag in ("div", "p", "span", "section"):
            room.tag, line.tag = "figure", "figcaption"
            room.attrib.pop("class", "")
    for line in root.iter("figcaption"):
        _credited(line)


def _credited(line: Element) -> None:
    """`Photo: Ann Ash` at the end of a caption is the credit."""
    if any("credit" in e.get("class", "").split() for e in line.iter()):
        return
    last = line[-1] if len(line) else None
    text = (last.tail if last is not None else line.text) or ""
    found = _PICTURE_CREDIT.search(text)
    if found is None:
        return
    if last is not None:
        last.tail = text[: found.start()]
    else:
        line.text = text[: found.start()]
    credit = line.makeelement("span", {"class": "credit"})
    credit.text = found.group(1).strip()
    line.append(credit)


def _bold_lines(root: Element) -> None:
    """A short paragraph that is bold from end to end, between paragraphs, is a crosshead."""
    for line in list(root.iter("p")):
        children = [child for child in line if name_of(child)]
        if len(children) != 1 or children[0].tag not in ("strong", "b") or (line.text or "").strip():
            continue
        said = words(line, SILENT)
        after, before = line.getnext(), line.getprevious()
        short = 0 < len(said.split()) <= 10 and not said.endswith((".", ":", ",", ";", "”", '"'))
        stands = after is not None and after.tag == "p" and before is not None and before.tag == "p"
        if short and stands and not (children[0].tail or "").strip():
            line.tag, children[0].tag = "h3", "span"


# --- after the sanitiser ---------------------------------------------------------------------------------------------


def credited(blocks: list[Block]) -> tuple[list[Block], tuple[Contributor, ...], tuple[str, ...]]:
    """The blocks without the line at their end that names who worked on the story; those people; the line."""
    for place in range(len(blocks) - 1, max(-1, len(blocks) - 4), -1):
        block = blocks[place]
        said = " ".join(plain(block.text).split()) if isinstance(block, body.Paragraph) else ""
        if said and _CREDITS.fullmatch(said):
            people = [
                Contributor(name=_named(name)[0], role=role.lower(), place=_named(name)[1])
                for role, names in _PART.findall(said)
                for name in re.split(r",\s*(?:and\s+)?|\s+and\s+", names.strip())
            ]
            if not all(_NAME.fullmatch(person.name) for person in people):
                continue
            return blocks[:place] + blocks[place + 1 :], tuple(people), (f'line of credits: "{said}"',)
    return blocks, (), ()


def _named(name: str) -> tuple[str, str]:
    """A name, and the place after it: `Ann Ash in Oslo`."""
    who, _, place = name.strip().partition(" in ")
    return who.strip(), place.strip()


def pointers(blocks: list[Block]) -> list[Block]:
    """The blocks with `Read more: ...` as pointers to other stories."""
    return [_pointer(block) for block in blocks]


def _pointer(block: Block) -> Block:
    if not isinstance(block, body.Paragraph) or not _POINTER.match(plain(block.text)):
        return block
    links = {mark.href for run in block.text for mark in run.marks if isinstance(mark, body.Link)}
    loose = "".join(run.text for run in block.text if not any(isinstance(m, body.Link) for m in run.marks))
    if len(links) != 1 or len(_POINTER.sub("", loose).strip(" .")) > 3:
        return block
    said = tuple(Run(text=r.text, marks=tuple(m for m in r.marks if not isinstance(m, body.Link))) for r in block.text)
    return replace(body.InterstitialLink(bid="", text=said, href=links.pop()), lang=block.lang, dir=block.dir)
