"""Datelines of another build: Chinese, Arabic, Japanese, Korean, Russian, and those that begin with the agency.

Each pattern names the agencies that write so; without one of them nothing here is a dateline.
"""

from __future__ import annotations

import re
from datetime import date

from syndicate.model.article import Dateline

_WHO = r"[（(]\s*(?P<who>[^（）()]{1,60})\s*[）)]"
_SEPARATOR = r"(?P<separator>--|—|–|-)"
_ARABIC_AGENCIES = (
    r"شينخوا|رويترز|[أا] ?\.? ?ف ?\.? ?ب\.?"
    r"|د ?\.? ?ب ?\.? ?أ\.?|أ ?\.? ?ش ?\.? ?أ\.?|الأناضول|واس|قنا|وام|كونا|بترا|سبأ|وات|وفا|سانا"
)
_PATTERNS = (
    # 新华社西宁3月4日电（记者王梅）: the place may be missing (中新网3月4日电).
    re.compile(
        r"(?P<agency>新华社|中新社|中新网|新华网|人民网|央视网)(?P<places>[\u4e00-\u9fff]{2,10}?)?"
        rf"(?P<date>(?:\d{{4}}年)?(?:\d{{1,2}}月)?\d{{1,2}}日)\s*电\s*(?:{_WHO})?\s*(?=\S)"
    ),
    re.compile(
        r"[【（(](?P<places>[^【】（）()=＝\s]{2,20}?)[=＝]?(?P<agency>共同|時事|ロイター|新華社)[】）)]\s*(?=\S)"
    ),
    re.compile(
        r"[(（](?P<places>[가-힣·]{2,20})=(?P<agency>연합뉴스|뉴시스|뉴스1)[)）]\s*"
        r"(?P<who>[가-힣]{2,4}(?:[·, ]+[가-힣]{2,4}){0,3}?)\s+(?:특파원|기자)\s*(?P<separator>=)\s*(?=\S)"
    ),
    re.compile(
        r"(?P<places>[\u0621-\u064a]{2,14}(?: [\u0621-\u064a]{2,14}){0,2}?)[،,]?"
        r"(?: (?P<date>\d{1,2} [\u0621-\u064a]{3,8}(?:[ /][\u0621-\u064a]{3,8}){0,2}(?: \d{4})?))?"
        rf"\s*\((?P<agency>{_ARABIC_AGENCIES})\)\s*(?:{_SEPARATOR})\s*(?=\S)"
    ),
    # جنيف - رويترز: as newspapers print it.
    re.compile(
        r"(?P<places>[\u0621-\u064a]{2,14}(?: [\u0621-\u064a]{2,14}){0,2}?)\s*[-–—]\s*"
        rf"[«\"(]?(?P<agency>{_ARABIC_AGENCIES})[»\")]?\s*(?P<separator>:)\s*(?=\S)"
    ),
    re.compile(
        r"(?P<places>[А-ЯЁ][А-Яа-яЁё-]{2,20}(?: [А-ЯЁ][А-Яа-яЁё-]{2,20}){0,2})[,.]\s*"
        r"(?P<date>\d{1,2} (?:янв|фев|мар|апр|ма[йя]|июн|июл|авг|сен|окт|ноя"
        r"|дек)[а-я]*(?: \d{4})?)[.,]?\s*(?:года?\.?\s*)?"
        rf"(?:/(?P<agency>ТАСС)/\.?|{_SEPARATOR}\s*(?P<agency2>РИА Новости|Интерфакс|ТАСС)\.)\s*(?=\S)"
    ),
)
_MONTHS = {
    name: number
    for number, names in enumerate(
        ("يناير янв", "فبراير фев", "مارس мар", "أبريل ابريل апр", "مايو май мая", "يونيو июн", "يوليو июл",
         "أغسطس اغسطس авг", "سبتمبر сен", "أكتوبر اكتوبر окт", "نوفمبر ноя", "ديسمبر дек"),
        start=1,
    )
    for name in names.split()
}  # fmt: skip
_REPORTERS = re.compile(r"^(?:本报|本社|特派)?(?:记者|記者)\s*[:：]?\s*|\s*(?:记者|記者|摄影|报道)$")
_NAME = re.compile(r"[\u4e00-\u9fff·]{2,8}|[가-힣]{2,4}")


def find(text: str) -> tuple[Dateline, str] | None:
    """The dateline that opens `text` and the text after it, or None."""
    if text[0].isascii() and text[0] != "(":
        return None
    for pattern in _PATTERNS:
        if match := pattern.match(text):
            groups = match.groupdict()
            written = groups.get("date") or ""
            place = groups["places"] or ""
            found = Dateline(
                places=(place,) if place else (),
                date_text=written,
                date=_whole(written),
                agencies=(match["agency"] or groups.get("agency2") or "",),
                separator=groups.get("separator") or "",
                raw=match[0].strip(),
            )
            return found, text[match.end() :]
    return None


def reporters(raw: str) -> tuple[str, ...]:
    """The reporters that a Chinese or Korean dateline names; empty when a word of it can be no name."""
    if raw[0].isascii() and raw[0] != "(":
        return ()
    for pattern in _PATTERNS:
        match = pattern.match(f"{raw} x")
        who = match.groupdict().get("who") if match else ""
        if who:
            return names(who)
    return ()


def names(written: str) -> tuple[str, ...]:
    """The people in a list of Chinese or Korean names (`记者王梅、李兰`)."""
    people = [part for part in re.split(r"[、，,·\s]+", _REPORTERS.sub("", written.strip())) if part]
    return tuple(people) if people and all(_NAME.fullmatch(person) for person in people) else ()


def _whole(written: str) -> date | None:
    """The date where day, month and year stand there."""
    if match := re.fullmatch(r"(\d{4})年(\d{1,2})月(\d{1,2})日", written):
        year, month, day = (int(part) for part in match.groups())
    elif match := re.fullmatch(r"(\d{1,2}) (\w+)(?:[ /]\w+)* (\d{4})", written):
        name = match[2].casefold()
        month = _MONTHS.get(name) or _MONTHS.get(name[:3]) or 0
        day, year = int(match[1]), int(match[3])
    else:
        return None
    try:
        return date(year, month, day)
    except ValueError:
        return None
