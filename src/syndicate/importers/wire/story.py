"""One story put together: which unit is what, and why.

The order matters. First go the lines that mean the same wherever they stand (embargo, hold, private notes, other
stories' headlines), then the header from the top, then the tail from the bottom; what is left is the body. Each unit
leaves a rule in `source_doc.rules`, with its words where the article does not have them: nothing is lost in silence.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from syndicate.contracts import ImportJob
from syndicate.diagnostics import Location
from syndicate.importers.wire import body, bylines, credit, dateline, findings, foreign, furniture, related, signals
from syndicate.importers.wire.lines import Unit
from syndicate.importers.wire.transmission import Header
from syndicate.model.article import (
    AltId,
    Byline,
    Contributor,
    Credit,
    DateCandidate,
    Dateline,
    Kind,
    Signal,
)  # fmt: skip
from syndicate.model.body import Block, CorrectionNotice

_HEADER_UNITS = 15
_TAIL_UNITS = 6
_ADVISORY = "this is a word to editors, not a story"


@dataclass(slots=True)
class Story:
    """A story while it is read."""

    job: ImportJob
    name: str
    headline: str = ""
    subheadline: str = ""
    slug: str = ""
    take_key: str = ""
    keywords: tuple[str, ...] = ()
    genre: tuple[str, ...] = ()
    urgency: int | None = None
    declared_words: int | None = None
    dateline: Dateline | None = None
    bylines: tuple[Byline, ...] = ()
    contributors: tuple[Contributor, ...] = ()
    credit: Credit | None = None
    copyright_notice: str = ""
    kind: Kind = "story"
    alt_ids: tuple[AltId, ...] = ()
    priority: int | None = None
    extra: dict[str, str] = field(default_factory=dict)
    credit_above: bool = False
    """Whether the credit comes from the header; one at the end counts more."""
    signals: set[Signal] = field(default_factory=set)
    embargo_until: datetime | None = None
    ed_notes: list[str] = field(default_factory=list)
    candidates: list[DateCandidate] = field(default_factory=list)
    rules: list[tuple[int, int, str]] = field(default_factory=list)
    blocks: list[Block] = field(default_factory=list)

    @property
    def keeps(self) -> bool:
        """Whether what would be left out of the story stays in it, as paragraphs."""
        return self.job.options.get("furniture") == "keep"

    def at(self, unit: Unit) -> Location:
        """Where `unit` stands."""
        return Location(file=self.name, line=unit.start)

    def rule(self, unit: Unit, rule: str, *, quote: bool = True) -> None:
        """Note how `unit` was read, with its words unless the article has them."""
        self.rules.append((unit.start, unit.end, f'{rule} "{unit.text}"' if quote else rule))


def read(units: list[Unit], tail: list[Unit], story: Story) -> None:
    """Fill `story` from its units; `tail` is what stands after its end mark."""
    units, tail = _take_private(units, tail, story)
    units = units if story.keeps else _take_related(units, story)
    units = [unit for unit in units if not _take_anywhere(unit, story)]
    tail = [unit for unit in tail if not (_take_anywhere(unit, story) or _take_last(unit, story))]
    if tail:
        story.job.report.add(findings.after_end(story.at(tail[0]), [unit.text for unit in tail]))
    units = _take_header(units, story)
    units = _take_tail(units, story)
    before = body.whole(story.blocks[-1]) if story.dateline and story.blocks else ""
    blocks, rules = body.blocks(units, before)
    for unit in body.doubts(units, before):
        story.job.report.add(findings.doubtful(story.at(unit), "a paragraph", unit.text, "a crosshead"))
    for block, rule in zip(blocks, rules, strict=True):
        assert block.span is not None
        story.rules.append((block.span.start, block.span.end, rule))
    story.blocks.extend(blocks)
    if any(isinstance(block, CorrectionNotice) for block in story.blocks):
        story.signals.add("correction")


def _take_private(units: list[Unit], tail: list[Unit], story: Story) -> tuple[list[Unit], list[Unit]]:
    """Cut off the section that is not for publication: from its heading to the end, whatever it holds."""
    everything = units + tail
    headings = (i for i, unit in enumerate(everything) if i and not unit.prose and furniture.is_private(unit.text))
    start = next(headings, None)
    if start is None:
        return units, tail
    private = everything[start:]
    story.ed_notes.append("\n".join(unit.text for unit in private))
    story.job.report.add(findings.private_section(story.at(private[0]), sum(len(unit.lines) for unit in private)))
    story.rules.append((private[0].start, private[-1].end, "private section"))
    return units[:start], tail[: max(0, start - len(units))]


def _take_related(units: list[Unit], story: Story) -> list[Unit]:
    """Leave out blocks of other stories' headlines: a heading that says so, or a list after the credit line."""
    position = 1
    while position < len(units):
        size = related.size(units, position)
        if size:
            block = units[position : position + size]
            story.job.report.add(findings.related_left_out(story.at(block[0]), [unit.text for unit in block]))
            story.rules.append((block[0].start, block[-1].end, "other stories' headlines, left out"))
            units = units[:position] + units[position + size :]
        else:
            position += 1
    return units


def _take_anywhere(unit: Unit, story: Story) -> bool:
    """Take a line that means the same wherever it stands."""
    if unit.prose and not unit.header:
        return False
    text = unit.text
    if unit.header:
        _take_transmission(unit, unit.header, story)
    elif embargo := signals.embargo(text):
        _take_embargo(unit, embargo, story)
    elif signals.is_kill(text):
        _decide(unit, "kill", "the story was killed", story)
    elif signals.is_hold(text):
        _decide(unit, "hold", "the story was put on hold", story)
    elif signals.is_advisory(text):
        story.kind = "service" if signals.is_service(text) else story.kind
        _decide(unit, "advisory", _ADVISORY, story)
    elif story.signals & {"kill", "hold"} and signals.is_order(text):
        story.ed_notes.append(text)
        story.rule(unit, "word to the desks", quote=False)
    elif furniture.is_leftover(text) and not story.keeps:
        story.job.report.add(findings.leftover(story.at(unit), text))
        story.rule(unit, "line of the page, left out")
    elif furniture.is_private_note(text):
        story.ed_notes.append(text)
        story.rule(unit, "private note", quote=False)
    elif furniture.is_picture(text) and not story.keeps:
        story.job.report.add(findings.picture_missing(story.at(unit), text))
        story.rule(unit, "picture line, left out")
    elif furniture.is_trailer(text):
        story.candidates.append(DateCandidate(value=text, reason="transmission trailer", confidence=0.5))
        story.rule(unit, "transmission trailer", quote=False)
    elif furniture.is_more(text) or furniture.is_end(text):
        if furniture.is_more(text):
            story.job.report.add(findings.incomplete(story.at(unit), text))
        story.rule(unit, "end mark" if furniture.is_end(text) else "not complete")
    else:
        return False
    return True


def _take_transmission(unit: Unit, header: Header, story: Story) -> None:
    """Take what the header of ANPA 1312 or IPTC 7901 says; lines in the text below it count more."""
    scheme, code = header.category
    story.alt_ids += (header.alt_id,)
    story.priority = header.priority
    story.slug, story.take_key = header.slug, header.take
    story.declared_words = header.words
    story.extra[f"{scheme}:category"] = code
    if header.candidate:
        story.candidates.append(header.candidate)
    story.rule(unit, "transmission header")


def _take_embargo(unit: Unit, embargo: signals.Embargo, story: Story) -> None:
    story.ed_notes.append(unit.text)
    story.rule(unit, "embargo", quote=False)
    if embargo.until is None:
        story.signals.add("hold")
        story.job.report.add(findings.embargo_unknown(story.at(unit), unit.text, embargo.missing))
        return
    story.embargo_until = max(embargo.until, story.embargo_until or embargo.until)
    until = embargo.until.isoformat()
    story.job.report.add(findings.decided(story.at(unit), unit.text, f"the story is under embargo until {until}"))


def _decide(unit: Unit, signal: Signal, what: str, story: Story) -> None:
    story.signals.add(signal)
    story.ed_notes.append(unit.text)
    story.rule(unit, signal, quote=False)
    story.job.report.add(findings.decided(story.at(unit), unit.text, what))


def _take_header(units: list[Unit], story: Story) -> list[Unit]:
    """Take the header; what is left is the body, with the text after the dateline as its first paragraph."""
    filed = _find_dateline(units)
    for position, unit in enumerate(units):
        if filed is not None and position == filed[0]:
            return _take_dateline(units[position:], filed[1], filed[2], story)
        if _take_header_line(unit, story):
            continue
        following = next((u.text for u in units[position + 1 :] if not bylines.read(u.text)), "")
        if not story.headline and _is_headline(unit.text):
            _take_headline(unit, story)
        elif not story.subheadline and story.headline and _is_subheadline(unit.text, following, filed is not None):
            story.subheadline = unit.text
            story.rule(unit, "subheadline", quote=False)
        elif filed is None:
            return units[position:]
        else:
            blocks, rules = body.blocks([unit])
            story.blocks.extend(blocks)
            story.rules.append((unit.start, unit.end, rules[0]))
    return []


def _is_headline(text: str) -> bool:
    return body.is_title(text) and not body.has_bullet(text) and not _is_furniture(text)


def _is_furniture(text: str) -> bool:
    """Whether a line that is kept by option is still none of the story's own."""
    return furniture.is_leftover(text) or furniture.is_picture(text)


def _is_subheadline(text: str, following: str, before_dateline: bool) -> bool:
    if not body.is_title(text) or body.has_bullet(text) or furniture.is_divider(text) or _is_furniture(text):
        return False
    if furniture.is_correction(text) or furniture.is_public_note(text) or text[:3] in ("Q: ", "A: "):
        return False
    return before_dateline or (len(text) <= 120 and body.is_full(following))


def _find_dateline(units: list[Unit]) -> tuple[int, Dateline, str] | None:
    """The dateline among the first units, provided that only a header stands before it."""
    copy = "\n".join(unit.text for unit in units)
    for position, unit in enumerate(units[:_HEADER_UNITS]):
        found = dateline.find(unit.text, copy)
        if found and (body.is_sentence(unit.text) or position == len(units) - 1):
            return position, *found
        if (
            body.is_full(unit.text)
            and not furniture.is_correction(unit.text)
            and not furniture.is_public_note(unit.text)
        ):
            return None
    return None


def _take_dateline(units: list[Unit], found: Dateline, rest: str, story: Story) -> list[Unit]:
    unit, *others = units
    story.dateline = found
    story.rules.append((unit.start, unit.end, "dateline and paragraph"))
    if not story.bylines:
        story.bylines = tuple(Byline(name=name) for name in foreign.reporters(found.raw))
    story.blocks.append(body.paragraph(rest, body.span([unit])))
    return others


def _take_header_line(unit: Unit, story: Story) -> bool:
    return _take_management(unit, story) or _take_people(unit, story)


def _take_management(unit: Unit, story: Story) -> bool:
    """Take a line by which the desk manages the story: slug, label, counts, urgency, keywords, the page's date."""
    text = unit.text
    if found := furniture.slug(text):
        story.slug, key, words = found
        story.take_key = key or story.take_key
        story.declared_words = words if words is not None else story.declared_words
        if key.startswith("Corrective"):
            story.signals.add("correction")
        story.rule(unit, "slug line")
    elif label := signals.label_line(text):
        _take_label(unit, label, story)
        story.rule(unit, "label")
    elif (words := furniture.declared_words(text)) is not None:
        story.declared_words = words
        story.rule(unit, "declared word count")
    elif (urgency := furniture.urgency(text)) is not None:
        story.urgency = urgency
        story.rule(unit, "urgency")
    elif keywords := furniture.keywords(text):
        story.keywords += keywords
        story.rule(unit, "keywords")
    elif furniture.is_stamp(text):
        story.candidates.append(DateCandidate(value=text, reason="a line of the header", confidence=0.5))
        story.rule(unit, "date of the page", quote=False)
    elif take := furniture.take(text):
        story.take_key = f"{story.take_key} {take}".strip()
        story.rule(unit, "take line")
    elif furniture.is_telex(text):
        story.rule(unit, "telex header")
    elif furniture.is_release_line(text):
        story.rule(unit, "release line")
    else:
        return False
    return True


def _take_people(unit: Unit, story: Story) -> bool:
    """Take a line that says who wrote the story, for whom, and whose copy it is."""
    text = unit.text
    if story.headline and (found := bylines.read(text)):
        story.bylines += found
        if bylines.is_doubtful(text, found):
            story.job.report.add(findings.doubtful(story.at(unit), "a byline", text, "a subheadline"))
        story.rule(unit, "byline")
    elif story.bylines and _lacks_employer(story.bylines[-1]) and bylines.organisation(text):
        employer = text.rstrip(" =")
        story.bylines = tuple(
            bylines.employed(byline, employer) if _lacks_employer(byline) else byline for byline in story.bylines
        )
        story.rule(unit, "organisation of the byline")
    elif story.headline and story.credit is None and ":" in text and (found_credit := credit.credit(text)):
        story.credit = found_credit
        story.credit_above = True
        story.rule(unit, "credit")
    else:
        return False
    return True


def _lacks_employer(byline: Byline) -> bool:
    return not (byline.organisation or byline.title)


def _take_headline(unit: Unit, story: Story) -> None:
    text = unit.text.removesuffix("=").rstrip() or unit.text
    label, rest = signals.label(text)
    while label:
        _take_label(unit, label, story)
        text = rest
        label, rest = signals.label(text)
    story.headline = text
    story.rule(unit, "headline", quote=text != unit.text)


def _take_label(unit: Unit, label: str, story: Story) -> None:
    if signals.is_genre(label):
        story.genre += (label.capitalize(),)
    else:
        story.take_key = f"{story.take_key} {label}".strip()
    story.kind = signals.kind_of(label) or story.kind
    if signal := signals.signal_of(label):
        story.signals.add(signal)
    if signal == "advisory":
        story.job.report.add(findings.decided(story.at(unit), unit.text, _ADVISORY))
    if label == "FLASH":
        story.urgency = story.urgency or 1


def _take_tail(units: list[Unit], story: Story) -> list[Unit]:
    """Take credit, helpers and sign-off from the bottom."""
    for _ in range(_TAIL_UNITS):
        if not units or not _take_last(units[-1], story):
            break
        units = units[:-1]
    return units


def _take_last(unit: Unit, story: Story) -> bool:
    text = unit.text
    if contributors := credit.contributors(text):
        story.contributors = contributors + story.contributors
        story.rule(unit, "contributors")
    elif (story.credit is None or story.credit_above) and (found := credit.credit(text)):
        story.credit = found
        story.credit_above = False
        story.rule(unit, "credit", quote=False)
    elif credit.copyright_line(text):
        story.copyright_notice = f"{text} {story.copyright_notice}".strip()
        story.rule(unit, "copyright", quote=False)
    elif credit.is_sign_off(text):
        story.rule(unit, "sign-off")
    elif furniture.is_divider(text):
        story.rule(unit, "divider")
    else:
        return False
    return True
