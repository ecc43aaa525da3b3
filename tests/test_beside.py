"""Pictures beside a story: measured, asked what they say of themselves, and never looked for outside the folder."""

from __future__ import annotations

import hashlib
import struct
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import ExifTags, Image

from syndicate.context import Context, Limits
from syndicate.contracts import ImportJob, Source
from syndicate.diagnostics import Diagnostic, Report
from syndicate.formats import picturewords
from syndicate.formats.beside import described
from syndicate.formats.picturewords import Words
from syndicate.model.article import Media, Rendition
from syndicate.model.body import Run, plain
from test_importer_markdown import NOW

XMP = """<?xpacket begin="" id="W5M0MpCehiHzreSzNTczkc9d"?><x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF
 xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description rdf:about=""
 xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:p="http://ns.adobe.com/photoshop/1.0/"
 xmlns:i="http://iptc.org/std/Iptc4xmpCore/1.0/xmlns/" {credit}>
<dc:description><rdf:Alt><rdf:li xml:lang="de">Ein Boot</rdf:li><rdf:li xml:lang="x-default">A boat</rdf:li></rdf:Alt>
</dc:description><dc:creator><rdf:Seq><rdf:li>Ann Ash</rdf:li><rdf:li>Ben Birch</rdf:li></rdf:Seq></dc:creator>
<dc:rights><rdf:Alt><rdf:li xml:lang="en">(c) Halvern</rdf:li></rdf:Alt></dc:rights>
<i:AltTextAccessibility><rdf:Alt><rdf:li xml:lang="x-default">Grey water</rdf:li></rdf:Alt></i:AltTextAccessibility>
</rdf:Description></rdf:RDF></x:xmpmeta><?xpacket end="w"?>"""


def iptc(*datasets: tuple[int, int, bytes]) -> bytes:
    """A Photoshop segment of JPEG with these datasets."""
    record = b"".join(b"\x1c" + bytes((r, n)) + struct.pack(">H", len(v)) + v for r, n, v in datasets)
    content = b"Photoshop 3.0\0" + b"8BIM\x04\x04\0\0" + struct.pack(">I", len(record)) + record
    return b"\xff\xed" + struct.pack(">H", len(content) + 2) + content


def picture(kind: str = "JPEG", *, xmp: str = "", exif: dict[int, str] | None = None, segment: bytes = b"") -> bytes:
    """A small picture with metadata."""
    tags = Image.Exif()
    for tag, value in (exif or {}).items():
        tags[tag] = value
    file = BytesIO()
    extra = {"xmp": xmp.encode()} if xmp and kind != "PNG" else {}
    Image.new("RGB", (40, 30), "#2040c0").save(file, kind, exif=tags, **extra)
    data = file.getvalue()
    return data[:2] + segment + data[2:] if segment else data


def words(data: bytes, kind: str = "jpeg") -> Words:
    return picturewords.read(data, f"image/{kind}")


def test_xmp() -> None:
    for kind in ("JPEG", "WEBP"):
        told = words(picture(kind, xmp=XMP.format(credit='p:Credit="Halvern Pictures"')), kind.lower())
        assert told == Words("A boat", "Halvern Pictures", "Grey water", "(c) Halvern")
    assert words(picture(xmp=XMP.format(credit=""))).credit == "Ann Ash, Ben Birch"


def test_iptc_in_utf8_and_in_windows_1252() -> None:
    said = "Café am Hafen"
    for encoded in (said.encode(), said.encode("cp1252")):
        segment = iptc((1, 90, b"\x1b%G"), (2, 120, encoded), (2, 80, b"Ann"), (2, 110, b"Agency"), (2, 116, b"(c) A"))
        told = words(picture(segment=segment))
        assert told[1:] == ("Agency", "", "(c) A") and told.caption.startswith("Caf")
    assert words(picture(segment=iptc((2, 120, said.encode("cp1252"))))).caption == said
    assert words(picture(segment=iptc((2, 80, b"Ann")))).credit == "Ann"


def test_exif_counts_last_and_what_cameras_write_not_at_all() -> None:
    base = ExifTags.Base
    exif = {base.ImageDescription: "From Exif", base.Artist: "Exif Artist", base.Copyright: "Exif (c)"}
    assert words(picture(exif=exif)) == Words("From Exif", "Exif Artist", "", "Exif (c)")
    assert words(picture("PNG", exif=exif), "png") == Words("From Exif", "Exif Artist", "", "Exif (c)")
    both = picture(exif=exif, segment=iptc((2, 120, b"From IPTC")))
    assert words(both) == Words("From IPTC", "Exif Artist", "", "Exif (c)")
    assert words(picture(exif={base.ImageDescription: "OLYMPUS DIGITAL CAMERA"})).caption == ""


@given(st.binary(max_size=400), st.sampled_from(["jpeg", "png", "webp", "gif"]))
def test_a_broken_file_says_nothing(noise: bytes, kind: str) -> None:
    heads = {"jpeg": b"\xff\xd8\xff\xed", "png": b"\x89PNG\r\n\x1a\n", "webp": b"RIFF\0\0\0\0WEBP", "gif": b"GIF89a"}
    words(heads[kind] + noise, kind)
    whole = picture(segment=iptc((2, 120, b"A")), xmp=XMP.format(credit=""))
    words(whole[: len(noise) * 2], "jpeg")


def test_xmp_that_bites_is_not_followed() -> None:
    bomb = '<!DOCTYPE x [<!ENTITY a "b">]><x:xmpmeta xmlns:x="adobe:ns:meta/">&a;</x:xmpmeta>'
    assert words(picture(xmp=bomb)) == Words()
    assert words(picture(xmp="<no")) == Words()


# --- the folder ------------------------------------------------------------------------------------------------------


def look(
    folder: Path | None, *hrefs: str, limit: int = 10**6, **told: str
) -> tuple[tuple[Media, ...], list[Diagnostic]]:
    """What the files at these addresses tell."""
    report = Report()
    job = ImportJob(context=Context(now=NOW.now, limits=Limits(media_size=limit)), report=report)
    media = [Media(id=f"m{n}", type="picture", renditions=(Rendition(href=h),), **told) for n, h in enumerate(hrefs)]  # type: ignore[arg-type]
    source = Source("post.md", folder / "post.md" if folder else None, None if folder else b"x")
    return described(media, source, job), list(report)


def test_a_picture_is_measured(tmp_path: Path) -> None:
    data = picture(xmp=XMP.format(credit=""))
    (tmp_path / "a b.jpg").write_bytes(data)
    for href in ("a b.jpg", "a%20b.jpg", "./a%20b.jpg?v=2"):
        (medium,), found = look(tmp_path, href)
        (file,) = medium.renditions
        assert found == [] and file.href == "a b.jpg"
        assert (file.media_type, file.width, file.height, file.size) == ("image/jpeg", 40, 30, len(data))
        assert file.sha256 == hashlib.sha256(data).hexdigest()
        assert (plain(medium.caption), medium.credit, medium.alt, medium.rights) == (
            "A boat",
            "Ann Ash, Ben Birch",
            "Grey water",
            "(c) Halvern",
        )


def test_what_the_story_says_counts(tmp_path: Path) -> None:
    (tmp_path / "a.jpg").write_bytes(picture(xmp=XMP.format(credit="")))
    (medium,), _ = look(tmp_path, "a.jpg", credit="C", alt="B", rights="D")
    assert (medium.credit, medium.alt, medium.rights, plain(medium.caption)) == ("C", "B", "D", "A boat")
    with_caption = Media(id="m", type="picture", renditions=(Rendition(href="a.jpg"),), caption=(Run(text="Own"),))
    (known,) = described([with_caption], Source("p", tmp_path / "p"), ImportJob(context=NOW, report=Report()))
    assert plain(known.caption) == "Own"


@pytest.mark.parametrize(
    "href", ["gone.jpg", "../secret.jpg", "/secret.jpg", "link.jpg", "folder", "%2e%2e/secret.jpg", "a\0b"]
)
def test_what_is_not_in_the_folder_is_a_finding(tmp_path: Path, href: str) -> None:
    (tmp_path / "secret.jpg").write_bytes(picture())
    folder = tmp_path / "posts"
    (folder / "folder").mkdir(parents=True)
    (folder / "link.jpg").symlink_to(tmp_path / "secret.jpg")
    (medium,), found = look(folder, href)
    assert [finding.code for finding in found] == ["SYN-PICTURE-001"]
    assert medium.renditions == (Rendition(href=href),)


def test_no_picture_and_too_large_a_picture_are_findings(tmp_path: Path) -> None:
    (tmp_path / "a.jpg").write_bytes(b"text")
    (tmp_path / "b.jpg").write_bytes(picture())
    _, found = look(tmp_path, "a.jpg", "b.jpg", limit=100)
    assert [finding.code for finding in found] == ["SYN-PICTURE-002", "SYN-PICTURE-002"]
    assert "known kind" in found[0].message and "larger than 100" in found[1].message


def test_addresses_are_not_files(tmp_path: Path) -> None:
    _, found = look(tmp_path, "https://p.example/a.jpg", "//p.example/a.jpg", "mailto:a@p.example")
    assert found == []
    _, found = look(None, "a.jpg")
    assert [finding.code for finding in found] == ["SYN-PICTURE-001"]
