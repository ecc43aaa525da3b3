"""The rooms that formats share: each helper on ordinary and on awkward input."""

from __future__ import annotations

import hashlib
import importlib
import platform
import random
import sys
import zipfile
from datetime import UTC, date, datetime, timedelta, timezone
from email.utils import parsedate_to_datetime
from io import BytesIO
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from syndicate.formats import addresses, archive, datelines, dates, languages, names, pictures, sniff, xml
from syndicate.model import legal
from syndicate.model.article import Dateline
from syndicate.model.base import Direction

LEGAL = st.text().map(legal.clean)
INSTANTS = st.datetimes(
    min_value=datetime(1000, 1, 1),
    timezones=st.integers(-14 * 60, 14 * 60).map(lambda m: timezone(timedelta(minutes=m))),
)


@given(LEGAL)
def test_escaped_text_and_attributes_come_back_letter_for_letter(text: str) -> None:
    text = text.replace("\r", "")
    element = ElementTree.fromstring(f"<a b={xml.attribute(text)}>{xml.escape(text)}</a>")
    assert (element.text or "") == text
    assert element.get("b") == text
    assert (ElementTree.fromstring(f"<a>{xml.hex_escape(text)}</a>").text or "") == text


def test_hex_escape_writes_the_references_that_rss_readers_need() -> None:
    assert xml.hex_escape("AT&T <b>") == "AT&#x26;T &#x3C;b&#x3E;"


@given(INSTANTS)
def test_dates_say_the_instant_that_they_were_given(instant: datetime) -> None:
    whole = instant.replace(microsecond=0)
    assert datetime.fromisoformat(dates.rfc3339(instant)) == whole
    assert datetime.fromisoformat(dates.rfc3339_utc(instant.replace(year=2025))) == whole.replace(year=2025)
    assert parsedate_to_datetime(dates.rfc822(instant)) == whole


def test_dates_are_written_as_the_specifications_show_them() -> None:
    instant = datetime(2025, 3, 1, 6, 0, 0, tzinfo=timezone(timedelta(hours=-3, minutes=-30)))
    assert dates.rfc822(instant) == "Sat, 01 Mar 2025 06:00:00 -0330"
    assert dates.rfc3339(instant) == "2025-03-01T06:00:00-03:30"
    assert dates.rfc3339_utc(instant) == "2025-03-01T09:30:00Z"
    assert dates.rfc3339(instant.astimezone(UTC)) == "2025-03-01T09:30:00Z"


@pytest.mark.parametrize(
    ("words", "slug"),
    [
        ("Top envoys meet at 'critical moment'", "top-envoys-meet-at-critical-moment"),
        ("Über den Flüssen", "uber-den-flussen"),
        ("   ", ""),
        ("../../etc/passwd", "etc-passwd"),
        ("x" * 200, "x" * 64),
    ],
)
def test_slugs_are_short_and_safe(words: str, slug: str) -> None:
    assert names.slugify(words) == slug


def test_a_slug_of_words_without_latin_letters_is_a_hash_and_not_nothing() -> None:
    assert names.slugify("東京").startswith("x-")
    assert names.slugify("東京") != names.slugify("大阪")
    assert names.slugify("AI で変わる報道の現場と記者の仕事").startswith("ai-")


@given(st.text())
def test_a_slug_holds_nothing_that_an_address_or_a_path_minds(words: str) -> None:
    slug = names.slugify(words)
    assert set(slug) <= set("abcdefghijklmnopqrstuvwxyz0123456789-")
    assert len(slug) <= 80


@given(st.lists(st.sampled_from(["a", "b", "a-2"])))
def test_unique_names_are_unique_and_in_order(given_names: list[str]) -> None:
    result = names.unique(given_names)
    assert len(set(result)) == len(result) == len(given_names)
    assert all(new.startswith(old) for new, old in zip(result, given_names, strict=True))


@pytest.mark.parametrize(
    ("href", "base", "expected"),
    [
        ("https://news.example/a b", "", "https://news.example/a%20b"),
        ("media/x.jpg", "https://news.example/", "https://news.example/media/x.jpg"),
        ("/x", "https://news.example/deep/", "https://news.example/x"),
        ("//cdn.example/x", "https://news.example/", "https://cdn.example/x"),
        ("media/x.jpg", "", None),
        ("", "https://news.example/", None),
        ("javascript:alert(1)", "", None),
        ("JaVaScRiPt:alert(1)", "https://news.example/", None),
        ("data:text/html,x", "", None),
        ("https://", "", None),
        ("https://[broken", "", None),
        ("https://müller.example/ä", "", "https://xn--mller-kva.example/%C3%A4"),
        ("https://news.example/100%", "", "https://news.example/100%25"),
        ("https://news.example/a%20b", "", "https://news.example/a%20b"),
        ("mailto:desk@news.example", "", "mailto:desk@news.example"),
    ],
)
def test_absolute_addresses(href: str, base: str, expected: str | None) -> None:
    assert addresses.absolute(href, base) == expected


@given(st.text(), st.sampled_from(["", "https://news.example/"]))
def test_an_address_is_ascii_without_blanks_or_nothing(href: str, base: str) -> None:
    found = addresses.absolute(href, base)
    assert found is None or (found.isascii() and not any(c.isspace() or c in '<>"' for c in found))


def test_pictures_are_told_by_their_first_bytes() -> None:
    image = pytest.importorskip("PIL.Image")
    for kind, media_type in (("PNG", "image/png"), ("JPEG", "image/jpeg"), ("GIF", "image/gif")):
        stream = BytesIO()
        image.new("RGB", (31, 17)).save(stream, kind)
        assert pictures.probe(stream.getvalue()) == (media_type, 31, 17)
    svg = pictures.probe(b"<svg xmlns='http://www.w3.org/2000/svg'/>")
    assert svg is not None
    assert svg.media_type == "image/svg+xml"


@given(st.binary(max_size=200), st.sampled_from([b"", b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"GIF89a", b"RIFF"]))
def test_a_broken_picture_is_no_error(tail: bytes, head: bytes) -> None:
    found = pictures.probe(head + tail)
    assert found is None or found.media_type in pictures.SUFFIXES


def test_an_archive_is_the_same_bytes_each_time_and_keeps_its_order() -> None:
    entries = [("mimetype", b"application/epub+zip"), ("z.xml", b"<z/>" * 100), ("a.jpg", b"\xff\xd8" * 50)]
    data = archive.pack(entries)
    assert data == archive.pack(entries)
    with zipfile.ZipFile(BytesIO(data)) as opened:
        infos = opened.infolist()
        assert [i.filename for i in infos] == ["mimetype", "z.xml", "a.jpg"]
        assert [i.compress_type for i in infos] == [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_STORED]
        assert {i.date_time for i in infos} == {(1980, 1, 1, 0, 0, 0)}
        assert {i.external_attr >> 16 for i in infos} == {0o644}
        assert all(i.extra == b"" for i in infos)


def test_an_archive_needs_no_library_but_is_packed_without_it(monkeypatch: pytest.MonkeyPatch) -> None:
    entries = [("z.xml", b"<z/>" * 100)]
    with monkeypatch.context() as patch:
        patch.setitem(sys.modules, "isal", None)
        plain = importlib.reload(archive).pack(entries)
    importlib.reload(archive)
    for data in (plain, archive.pack(entries)):
        with zipfile.ZipFile(BytesIO(data)) as opened:
            assert opened.read("z.xml") == entries[0][1]
            assert opened.infolist()[0].compress_size < 40


@pytest.mark.skipif(platform.machine() not in ("x86_64", "AMD64"), reason="zlib packs where the machine is no x86-64")
def test_an_archive_is_the_same_bytes_on_every_processor() -> None:
    """The packer has code of its own for each generation; the digest was the same on four of them."""
    said = "".join(f"{n * 7919 % 1009} ferries, {n * n % 97} berths and a bell. " for n in range(4000)).encode()
    data = archive.pack([("a.txt", said)])
    with zipfile.ZipFile(BytesIO(data)) as opened:
        info = opened.infolist()[0]
        start = info.header_offset + 30 + len(info.filename)
        packed = data[start : start + info.compress_size]
    assert hashlib.sha256(packed).hexdigest().startswith("e9e7b319f39cd44499d191a8fa6365f6")


def test_an_archive_is_written_piece_by_piece() -> None:
    noise = [random.Random(seed).randbytes(700_000) for seed in range(4)]
    stream, taken = BytesIO(), []
    with archive.Archive(stream) as written:
        for _ in written.stream("noise", noise):
            taken.append(stream.getvalue())
            stream.seek(0)
            stream.truncate()
    with zipfile.ZipFile(BytesIO(b"".join(taken) + stream.getvalue())) as opened:
        assert opened.read("noise") == b"".join(noise)
    assert max(map(len, taken)) <= 1024 * 1024 + 100


def test_an_archive_refuses_a_name_twice() -> None:
    with pytest.raises(ValueError, match="already"):
        archive.pack([("a", b"1"), ("a", b"2")])


@pytest.mark.parametrize(
    ("head", "kind"),
    [
        (b"%PDF-1.7\n", "pdf"),
        (b"PK\x03\x04" + b"\0" * 26 + b"mimetypeapplication/epub+zip", "epub"),
        (b"PK\x03\x04something else", ""),
        (b'<?xml version="1.0"?>\n<!-- <feed> -->\n<rss version="2.0">', "rss"),
        (b'<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/">', "rss"),
        (b'<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">', ""),
        (b'<rss version="2.0" xmlns:wp="http://wordpress.org/export/1.2/">', "wxr"),
        (b'<feed version="0.3" xmlns="http://purl.org/atom/ns#">', "atom"),
        (b'<entry xmlns="http://www.w3.org/2005/Atom">', "atom"),
        (b'<feed xmlns="http://www.w3.org/2005/Atom">', "atom"),
        (b'<a:feed xmlns:a="http://www.w3.org/2005/Atom">', "atom"),
        (b'<newsItem xmlns="http://iptc.org/std/nar/2006-10-01/">', "newsml-g2"),
        (b'<newsMessage xmlns="http://iptc.org/std/nar/2006-10-01/"/>', "newsml-g2"),
        (b"<html>", "html"),
        (b'<!DOCTYPE html>\n<html><head><meta name="generator" content="syndicate"/>', "discovery"),
        (b'<opml version="2.0">', "opml"),
        (b"/* How it looks. */\n\n:root { color: red }", "css"),
        (b"/* A note to editors: none of this { is } to be printed */", ""),
        (b'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">', "sitemap"),
        (b'<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">', "sitemap"),
        (b'{"version": "https://jsonfeed.org/version/1.1"}', "jsonfeed"),
        (b'{\n  "syndicate": 1,', "json"),
        (b'{"id":"urn:x"}\n{"id":"urn:y"}', "jsonl"),
        (b"\xef\xbb\xbf{}", "json"),
        ('<rss version="2.0">'.encode("utf-16"), "rss"),
        (b"GENEVA (AP) - Plain words", ""),
        (b"", ""),
    ],
)
def test_formats_are_told_by_content(head: bytes, kind: str) -> None:
    assert sniff.sniff(head) == kind


@given(st.binary(max_size=300))
def test_sniffing_never_fails(head: bytes) -> None:
    assert isinstance(sniff.sniff(head), str)


@pytest.mark.parametrize(
    ("dateline", "said"),
    [
        (None, None),
        (Dateline(), None),
        (Dateline(places=("GENEVA",), separator="-", raw="GENEVA-"), ("GENEVA", "-")),
        (Dateline(raw="OSLO, Jan. 21 (Nord) --", separator="--"), ("OSLO, Jan. 21 (Nord)", "--")),
        (Dateline(raw="NOWHERE -"), ("NOWHERE", "-")),
        (Dateline(places=("Rome",), country="Italy", date_text="2 June"), ("Rome, Italy, 2 June", "–")),
        (Dateline(places=("Rome", "Paris"), agencies=("A", "B"), separator=" — "), ("Rome, Paris (A/B)", "—")),
        (Dateline(date=date(2025, 3, 1)), ("2025-03-01", "–")),
        (Dateline(raw="-", separator="-"), None),
    ],
)
def test_a_dateline_leads_into_the_story(dateline: Dateline | None, said: tuple[str, str] | None) -> None:
    assert datelines.lead_in(dateline) == said


@pytest.mark.parametrize(
    ("language", "script", "given", "runs"),
    [
        ("en", "", None, "ltr"),
        ("ar", "", None, "rtl"),
        ("he-IL", "", None, "rtl"),
        ("az-Arab", "", None, "rtl"),
        ("ar-Latn", "", None, "ltr"),
        ("az", "Arab", None, "rtl"),
        ("en", "", "rtl", "rtl"),
        ("und", "", None, "ltr"),
    ],
)
def test_the_direction_follows_script_then_language(
    language: str, script: str, given: Direction | None, runs: str
) -> None:
    assert languages.direction(language, given, script) == runs


def test_language_tags_are_well_formed_or_undetermined() -> None:
    assert languages.language_tag("zh", "hant") == "zh-Hant"
    assert languages.language_tag("zh-Hans", "Hant") == "zh-Hans"
    assert languages.language_tag("de-CH-1996") == "de-CH-1996"
    for bad in ("", "en_GB", "e", "en-", "not a tag"):
        assert languages.language_tag(bad) == "und"


@given(
    st.sampled_from(["http://", "https://", "HTTP://", "ftp://"]),
    st.sampled_from(
        [
            *("news.example", "a-b.c.example", "xn--a.example", "News.example", "a..example", "-a.example", "1.2.3.4"),
            *("localhost", "a_b.example", "news.example.", "news.example:80", "u@news.example", "a." * 130 + "example"),
        ]
    ),
    st.sampled_from(["", "/", "?", "#", "/2026/03/a.html", "/a?b=c", "/a#b"]),
    st.text("az09AZ-._~/%?#&=:@[] é\n", max_size=8),
)
def test_an_address_as_it_should_be_is_the_one_that_taking_apart_gives(
    scheme: str, host: str, path: str, end: str
) -> None:
    """The short way for plain addresses and the long way never differ."""
    href = scheme + host + path + end
    assert addresses.absolute(href) == addresses._resolved(href.strip(), "")
