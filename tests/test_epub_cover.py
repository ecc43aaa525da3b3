"""The cover: a whole picture that says what the edition says, in every script, or none at all."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree
from PIL import Image

import epubs
import strategies
from syndicate import gate
from syndicate.errors import UsageError
from syndicate.exporters.epub.cover import Cover, make_cover
from syndicate.exporters.epub.lettering import Lettering
from syndicate.exporters.epub.plan import make_plan
from syndicate.model.article import Article, Edition, Focus, Media, Rendition

OPF = "{http://www.idpf.org/2007/opf}"


def cover(edition: Edition, media: Path | None = None, **options: str) -> Cover | None:
    """The cover of `edition`."""
    plan = make_plan(gate.clear(edition, epubs.NOW).release)
    return make_cover(plan, epubs.job(media, options=options))


def picture(found: Cover | None) -> Image.Image:
    assert found is not None
    image = Image.open(BytesIO(found.data))
    image.load()
    return image


def painted(folder: Path, width: int, height: int) -> Article:
    """A story with a picture: red on the left, blue on the right, and the point that matters far to the right."""
    image = Image.new("RGB", (width, height), "#c00000")
    image.paste("#0000c0", (width * 3 // 4, 0, width, height))
    image.save(folder / "flag.png")
    media = Media(id="m", type="picture", renditions=(Rendition(href="flag.png"),), alt="x", focus=Focus(x=1.0, y=0.5))
    return epubs.story("flag", media=(media,))


def test_it_says_what_the_edition_says_and_nothing_else() -> None:
    found = cover(epubs.paper())
    assert found is not None
    assert found.alt.split(" · ") == [
        "The Test Courier",
        "1 March 2025",
        "No. 12",
        "The harbour story",
        "The library story",
        "The orchard story",
    ]
    assert found.media_type == "image/jpeg"
    assert picture(found).size == (1400, 2100)


def test_the_package_names_it_for_old_and_new_systems(tmp_path: Path) -> None:
    data = epubs.build(epubs.paper(), epubs.job())
    entries = epubs.unpack(data)
    package = etree.fromstring(entries["EPUB/content.opf"])
    (item,) = [i for i in package.iter(f"{OPF}item") if i.get("properties") == "cover-image"]
    (meta,) = [m for m in package.iter(f"{OPF}meta") if m.get("name") == "cover"]
    assert meta.get("content") == item.get("id")
    assert f"EPUB/{item.get('href')}" in entries
    page = entries["EPUB/text/cover.xhtml"].decode()
    assert 'role="doc-cover"' in page
    assert "The harbour story" in page
    assert epubs.findings(data, tmp_path) == []


def test_what_must_not_be_missing_stays_in_the_cut(tmp_path: Path) -> None:
    image = picture(cover(epubs.edition(painted(tmp_path, 1600, 4000)), tmp_path))
    middle = image.getpixel((1250, 900))
    assert isinstance(middle, tuple)
    assert middle[2] > middle[0], "the blue edge was cut off"


@pytest.mark.parametrize("broken", [b"", b"\x89PNG\r\n\x1a\n", b"GIF89a", epubs.png(900, 900)[:-40]])
def test_a_broken_picture_leaves_a_cover_of_words(tmp_path: Path, broken: bytes) -> None:
    (tmp_path / "flag.png").write_bytes(broken)
    media = Media(id="m", type="picture", renditions=(Rendition(href="flag.png"),))
    assert cover(epubs.edition(epubs.story("flag", media=(media,))), tmp_path) == cover(
        epubs.edition(epubs.story("flag"))
    )


@pytest.mark.parametrize(
    ("language", "title"),
    [
        ("en", "The Courier"),
        ("el", "Ο Ταχυδρόμος"),
        ("ru", "Курьер"),
        ("ar", "البريد"),
        ("he", "השליח"),
        ("ja", "山と海の新聞"),
        ("ko", "산과 바다"),
        ("zh-Hant", "山海新聞"),
        ("zh-Hans", "山海新闻"),
    ],
)
def test_every_script_of_the_extras_is_set(language: str, title: str) -> None:
    found = cover(epubs.edition(epubs.story("one"), title=title, language=language))
    assert found is not None
    assert found.alt.startswith(title)
    blank = cover(epubs.edition(epubs.story("one"), title="—", language=language))
    assert blank is not None
    assert blank.data != found.data


def test_letters_that_no_face_has_are_left_out() -> None:
    letters = Lettering("en", "ltr")
    assert letters.settable("Tea on time \U0001f9d1\u200d\U0001f692 again") == "Tea on time again"
    assert letters.settable("नमस्ते दुनिया") == ""
    assert cover(epubs.edition(epubs.story("one"), title="नमस्ते दुनिया", language="hi")) is None


def test_a_picture_of_ones_own(tmp_path: Path) -> None:
    own = tmp_path / "own.png"
    own.write_bytes(epubs.png(30, 40))
    found = cover(epubs.paper(), cover=str(own))
    assert found is not None
    assert (found.data, found.media_type, found.alt) == (own.read_bytes(), "image/png", "The Test Courier")
    data = epubs.build(epubs.paper(), epubs.job(options={"cover": str(own)}))
    assert epubs.findings(data, tmp_path) == []
    assert epubs.unpack(data)["EPUB/images/cover.png"] == own.read_bytes()


def test_no_cover_when_none_is_wanted(tmp_path: Path) -> None:
    assert cover(epubs.paper(), cover="no") is None
    data = epubs.build(epubs.paper(), epubs.job(options={"cover": "no"}))
    assert not [name for name in epubs.unpack(data) if "cover" in name]
    assert epubs.findings(data, tmp_path) == []


@pytest.mark.parametrize("content", [None, b"no picture", b"GIF89a\1\0\1\0\0\0\0;"], ids=["missing", "text", "gif"])
def test_a_cover_that_is_none_is_refused(tmp_path: Path, content: bytes | None) -> None:
    own = tmp_path / "own.jpg"
    if content is not None:
        own.write_bytes(content)
    with pytest.raises(UsageError, match=r"epub\.cover="):
        cover(epubs.paper(), cover=str(own))


def test_the_same_edition_has_the_same_cover() -> None:
    assert cover(epubs.paper()) == cover(epubs.paper())


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    edition=strategies.Model(strategies.EVERY_CHARACTER).editions(),
    title=st.one_of(st.text(max_size=60), st.text("W", min_size=1, max_size=4000)),
)
def test_no_words_break_it(edition: Edition, title: str) -> None:
    from msgspec.structs import replace

    found = cover(replace(edition, title=title))
    if found is not None:
        assert picture(found).size == (1400, 2100)
