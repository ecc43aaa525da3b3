"""Editions for the newspaper, made by rule from a number: the same number gives the same edition.

The town, its people and what happens there are made up, and so are the drawings, which are hills under a sky.
"""

from __future__ import annotations

import math
from datetime import date
from io import BytesIO
from pathlib import Path
from random import Random
from typing import Literal, NamedTuple

from PIL import Image, ImageDraw

from syndicate.model import body
from syndicate.model.article import Article, Byline, Dateline, Edition, Media, Rendition, Section

Manner = Literal["sparse", "full", "pictures"]


class Language(NamedTuple):
    """What sentences are put together from."""

    tag: str
    title: str
    sections: tuple[str, ...]
    who: tuple[str, ...]
    did: tuple[str, ...]
    what: tuple[str, ...]
    when: tuple[str, ...]
    places: tuple[str, ...]
    names: tuple[str, ...]
    stop: str = "."


ENGLISH = Language(
    "en-GB",
    "The Halvern Courier",
    ("News", "City", "Business", "World", "Culture", "Sport"),
    (
        "The harbour board", "A panel of engineers", "The town council", "Residents of the upper quay",
        "The ferry company", "Teachers and parents", "A regional court", "The water authority", "Young musicians",
        "The chamber of trade", "Two former mayors", "The island hospital", "Growers in the eastern valleys",
        "The rowing club", "Archivists at the customs house",
    ),
    (
        "agreed to rebuild", "postponed the sale of", "published new figures on", "asked the county to pay for",
        "withdrew its objections to", "opened an inquiry into", "defended the plans for", "called a meeting about",
        "found cracks in", "voted narrowly against", "promised to reopen", "counted the cost of",
    ),
    (
        "the old railway bridge", "the winter timetable", "the covered market", "the northern breakwater",
        "the school orchard", "a row of empty warehouses", "the public baths", "the lighthouse archive",
        "the tidal power scheme", "the riverside footpath", "the concert hall roof", "the seed exchange",
        "the fishing quota", "the night bus",
    ),
    (
        "on Tuesday evening", "after three years of argument", "despite a warning from its own auditors",
        "in a session that ran until midnight", "before the first frost", "without a single vote against",
        "while repairs continue at the lower lock", "as the price of timber rose again",
        "although nobody could say who would pay", "to the surprise of the crowd in the gallery",
    ),
    ("HALVERN", "PORT ELLERY", "STONEMOUTH", "LOWER WICK", "EAST TARN"),
    ("Mara Lindqvist", "Ines Brand", "Tomas Okafor", "Ruth Delaney", "Piet van Aarle", "Sunniva Hale"),
)  # fmt: skip

ARABIC = Language(
    "ar",
    "بريد الميناء",
    ("أخبار", "المدينة", "اقتصاد", "ثقافة", "رياضة"),
    ("مجلس البلدة", "هيئة الميناء", "سكان الرصيف العلوي", "شركة العبّارات", "لجنة من المهندسين", "محكمة الإقليم",
     "معلمون وأهال", "نادي التجديف", "مزارعو الوديان الشرقية"),
    ("وافق على ترميم", "أجّل بيع", "نشر أرقامًا جديدة عن", "طلب تمويل", "فتح تحقيقًا في", "دافع عن خطط",
     "دعا إلى اجتماع حول", "وعد بإعادة افتتاح"),
    ("جسر السكة القديم", "السوق المسقوفة", "كاسر الأمواج الشمالي", "بستان المدرسة", "صف من المخازن الخالية",
     "أرشيف المنارة", "ممشى النهر", "سقف قاعة الموسيقى", "حافلة الليل"),
    ("مساء الثلاثاء", "بعد ثلاث سنوات من الجدل", "رغم تحذير من مدققي حساباته", "في جلسة امتدت حتى منتصف الليل",
     "قبل أول صقيع", "من دون صوت معارض واحد", "بينما يستمر العمل في القفل السفلي"),
    ("هالفرن", "بورت إليري", "ستونماوث"),
    ("مريم الحلبي", "سامي نعمة", "ليلى درويش"),
)  # fmt: skip


def sentence(say: Language, random: Random) -> str:
    """One sentence of news."""
    parts = [random.choice(each) for each in (say.who, say.did, say.what, say.when)]
    if random.random() < 0.4:
        parts.append(random.choice(say.when))
    return " ".join(parts) + say.stop


def headline(say: Language, random: Random) -> str:
    """A headline: who did what, without the circumstances."""
    said = " ".join(random.choice(each) for each in (say.who, say.did, say.what))
    return said if random.random() < 0.6 else f"{said} {random.choice(say.when)}"


def drawing(random: Random, width: int, height: int) -> bytes:
    """Hills under a sky as a JPEG file."""
    image = Image.new("RGB", (width, height))
    draw = ImageDraw.Draw(image)
    hue = random.randrange(60, 200)
    for y in range(height):
        share = y / height
        draw.line((0, y, width, y), fill=(hue, int(140 + 90 * share), int(230 - 60 * share)))
    radius = height // random.randrange(8, 14)
    x, y = random.randrange(radius, width - radius), random.randrange(radius, height // 3 + radius)
    draw.ellipse((x - radius, y - radius, x + radius, y + radius), fill=(250, 240, 200))
    for ridge in range(4):
        base, swing = height * (0.5 + 0.12 * ridge), height * 0.09
        phase, pace = random.random() * 6, random.uniform(1.5, 4)
        crest = [(x, base + swing * math.sin(phase + pace * 6.28 * x / width)) for x in range(0, width + 9, 8)]
        shade = 120 - 26 * ridge
        draw.polygon([*crest, (width, height), (0, height)], fill=(shade, shade + 24, shade - 10 if shade > 10 else 0))
    written = BytesIO()
    image.save(written, "JPEG", quality=55)
    return written.getvalue()


class _Maker:
    def __init__(self, seed: int, manner: Manner, say: Language, folder: Path, scale: float) -> None:
        self.random = Random(seed)
        self.seed, self.manner, self.say, self.folder, self.scale = seed, manner, say, folder, scale
        self.pictures = 0

    def paragraphs(self, words: int) -> list[body.Block]:
        made: list[body.Block] = []
        while words > 0:
            text = " ".join(sentence(self.say, self.random) for _ in range(self.random.randrange(2, 5)))
            words -= len(text.split())
            if len(made) in (5, 11, 17):
                title = body.text(self.random.choice(self.say.what).capitalize())
                made.append(body.Crosshead(bid=f"c{len(made)}", text=title))
            made.append(body.Paragraph(bid=f"p{len(made)}", text=body.text(text)))
        return made

    def picture(self) -> Media:
        self.pictures += 1
        portrait = self.random.random() < 0.2
        sides = (900, 1200) if portrait else self.random.choice(((1500, 1000), (1600, 900), (1400, 1050)))
        width, height = (int(side * self.scale) for side in sides)
        name = f"{self.seed}-{self.pictures}.jpg"
        (self.folder / name).write_bytes(drawing(self.random, width, height))
        media_type = "image/jpeg"
        rendition = Rendition(href=name, role="full", media_type=media_type, width=width, height=height)
        caption = body.text(sentence(self.say, self.random))
        return Media(
            id="m", type="picture", renditions=(rendition,), caption=caption, credit="Courier", alt="Hills under a sky"
        )

    def story(self, number: int, words: int, priority: int, *, brief: bool, picture: bool) -> Article:
        media = (self.picture(),) if picture else ()
        say, random = self.say, self.random
        return Article(
            id=f"urn:x-paper:{self.seed}-{number}",
            language=say.tag,
            kind="brief" if brief else "story",
            headline=headline(say, random),
            standfirst=sentence(say, random) if not brief and random.random() < 0.5 else "",
            bylines=() if brief else (Byline(name=random.choice(say.names)),),
            dateline=Dateline(places=(random.choice(say.places),)),
            priority=priority,
            media=media,
            body=tuple(self.paragraphs(words)),
        )


def edition(
    seed: int,
    manner: Manner,
    folder: Path,
    *,
    stories: int = 30,
    say: Language = ENGLISH,
    scale: float = 1.0,
) -> Edition:
    """An edition of so many stories; its pictures are written into `folder`."""
    maker = _Maker(seed, manner, say, folder, scale)
    random = maker.random
    often = {"sparse": 0.12, "full": 0.35, "pictures": 0.8}[manner]
    made: list[Article] = []
    for number in range(stories):
        brief = number % 3 == 2
        priority = random.choice((1, 2, 2, 3, 3, 3, 4, 4, 5, 6))
        words = (
            random.randrange(40, 90) if brief else int(random.choice((1.0, 1.0, 1.5, 2.2)) * 260 + 40 * (5 - priority))
        )
        made.append(maker.story(number, words, priority, brief=brief, picture=not brief and random.random() < often))
    names = say.sections[: max(2, min(len(say.sections), stories // 4))]
    sections = tuple(
        Section(id=f"s{at}", title=name, articles=tuple(article.id for article in made[at :: len(names)]))
        for at, name in enumerate(names)
    )
    return Edition(
        id=f"urn:x-paper:{seed}",
        title=say.title,
        language=say.tag,
        publisher=say.title,
        series="Daily" if say is ENGLISH else "",
        number=str(4000 + seed),
        date=date(2026, 3, 1 + seed % 28),
        sections=sections,
        articles=tuple(made),
    )
