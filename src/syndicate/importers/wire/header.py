"""The header, from the top: slug, labels, headline, subheadline, byline, and the dateline that opens the body."""

from __future__ import annotations

from syndicate.importers.wire import (
    agencies,
    body,
    bylines,
    credit,
    dateline,
    findings,
    foreign,
    furniture,
    signals,
)
from syndicate.importers.wire.anywhere import ADVISORY
from syndicate.importers.wire.lines import Unit
from syndicate.importers.wire.story import Story
from syndicate.model.article import (
    Byline,
    DateCandidate,
    Dateline,
)  # fmt: skip

_HEADER_UNITS = 15


def take(units: list[Unit], story: Story) -> list[Unit]:
    """Take the header; what is left is the body, with the text after the dateline as its first paragraph."""
    filed = _find_dateline(units)
    for position, unit in enumerate(units):
        if filed is not None and position == filed[0]:
            return _take_dateline(units[position:], filed[1], filed[2], story)
        if _take_header_line(unit, story):
            continue
        if not story.headline and _is_headline(unit.text):
            _take_headline(unit, story)
        elif story.headline and not story.bylines and (found := bylines.unmarked(unit.text, _next(units, position))):
            story.bylines = found
            story.rule(unit, "byline")
        elif not story.subheadline and story.headline and _is_subheadline(units, position, filed is not None):
            story.subheadline = unit.text.rstrip(" =")
            story.rule(unit, "subheadline", quote=story.subheadline != unit.text)
        elif filed is None:
            return units[position:]
        else:
            blocks, rules = body.blocks([unit])
            story.blocks.extend(blocks)
            story.rules.append((unit.start, unit.end, rules[0]))
    return []


def _next(units: list[Unit], position: int) -> str:
    return units[position + 1].text if position + 1 < len(units) else ""


def _is_headline(text: str) -> bool:
    return body.is_title(text) and not body.has_bullet(text) and not _is_furniture(text)


def _is_furniture(text: str) -> bool:
    """Whether a line that is kept by option is still none of the story's own."""
    return furniture.is_leftover(text) or furniture.is_picture(text)


def _is_subheadline(units: list[Unit], position: int, before_dateline: bool) -> bool:
    text = units[position].text
    if not body.is_title(text) or body.has_bullet(text) or furniture.is_divider(text) or _is_furniture(text):
        return False
    if furniture.is_correction(text) or furniture.is_public_note(text) or text[:3] in ("Q: ", "A: "):
        return False
    if before_dateline:
        return True
    following = next((unit.text for unit in units[position + 1 :] if not bylines.read(unit.text)), "")
    return len(text) <= 120 and body.is_full(following)


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
        if key.casefold().startswith("corrective"):
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
    elif story.headline and story.credit is None and _may_credit(text) and (found_credit := credit.credit(text)):
        story.credit = found_credit
        story.credit_above = True
        story.rule(unit, "credit")
    else:
        return False
    return True


def _may_credit(text: str) -> bool:
    """Whether a line of the header can be a credit: `Source: ...`, or an agency's name alone as pages print it."""
    return ":" in text or agencies.is_agency(text)


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
        story.genre += (label.capitalize() if label.isupper() else label,)
    elif label.casefold() not in story.take_key.casefold():
        story.take_key = f"{story.take_key} {label}".strip()
    story.kind = signals.kind_of(label) or story.kind
    if signal := signals.signal_of(label):
        story.signals.add(signal)
    if signal == "advisory":
        story.job.report.add(findings.decided(story.at(unit), unit.text, ADVISORY))
    if label == "FLASH":
        story.urgency = story.urgency or 1
