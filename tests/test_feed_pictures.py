"""Pictures beside a feed, in every kind of feed: looked at in its folder, and nowhere else."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import laws
from syndicate import registry
from syndicate.contracts import ImportJob, Source
from syndicate.diagnostics import Report
from syndicate.formats.sniff import sniff
from syndicate.model.article import Article, Media
from syndicate.model.body import Figure, plain
from test_beside import XMP, picture

HEAD = '<rss version="2.0"{}><channel><title>T</title><link>https://site.example/</link>{}</channel></rss>'
WP = ' xmlns:wp="http://wordpress.org/export/1.2/" xmlns:content="http://purl.org/rss/1.0/modules/content/"'
TEXT = "<p>Words &amp; more.</p><p><img src='{}' alt='Alt'/></p>"


def _escaped(href: str) -> str:
    return TEXT.format(href).replace("&", "&amp;").replace("<", "&lt;")


def enclosure(href: str) -> str:
    """RSS with the picture as a file that goes with the item."""
    return HEAD.format("", f'<item><title>H</title><enclosure url="{href}" type="image/jpeg" length="9"/></item>')


def description(href: str) -> str:
    """RSS with the picture in its text."""
    return HEAD.format("", f"<item><title>H</title><description>{_escaped(href)}</description></item>")


def atom(href: str) -> str:
    """Atom with the picture in its text, which has a base of its own."""
    content = f'<content type="html" xml:base="https://site.example/deep/">{_escaped(href)}</content>'
    space = "http://www.w3.org/2005/Atom"
    return f'<feed xmlns="{space}"><title>T</title><entry><id>urn:x:1</id><title>H</title>{content}</entry></feed>'


def jsonfeed(href: str) -> str:
    """JSON Feed with the picture that stands for the item."""
    item = {"id": "1", "url": "https://site.example/1", "title": "H", "content_text": "Words.", "image": href}
    return json.dumps({"version": "https://jsonfeed.org/version/1.1", "title": "T", "items": [item]})


def attachment(href: str) -> str:
    """JSON Feed with the picture as an attachment."""
    files = [{"url": href, "mime_type": "image/jpeg"}]
    item = {"id": "1", "url": "https://site.example/1", "title": "H", "content_text": "Words.", "attachments": files}
    return json.dumps({"version": "https://jsonfeed.org/version/1.1", "title": "T", "items": [item]})


def export(href: str) -> str:
    """An export of WordPress with the picture in a post."""
    facts = "<wp:post_type>post</wp:post_type><wp:status>publish</wp:status>"
    text = f"<content:encoded><![CDATA[{TEXT.format(href)}]]></content:encoded>"
    link = "<link>https://site.example/p</link>"
    return HEAD.format(WP, f"<wp:wxr_version>1.2</wp:wxr_version><item><title>H</title>{link}{text}{facts}</item>")


KINDS = (enclosure, description, atom, jsonfeed, attachment, export)
SHOWN = (description, atom, export)


def read(text: str, folder: Path | None) -> tuple[Article, list[str]]:
    """The story of the only item, and the codes of the findings; the feed lies in `folder`, or nowhere."""
    report = Report()
    path = folder / "feed.xml" if folder else None
    if path is not None:
        path.write_text(text, encoding="utf-8")
    source = Source("feed.xml", path, None if path else text.encode())
    found = registry.importer(sniff(text.encode())).read(source, ImportJob(context=laws.context(), report=report))
    (story,) = [item for item in found if isinstance(item, Article)]
    return story, [finding.code for finding in report]


def only(story: Article) -> Media:
    """Its only medium."""
    (medium,) = story.media
    return medium


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with a picture that says what it shows; one lies outside of it."""
    place = tmp_path / "feed"
    (place / "media").mkdir(parents=True)
    (place / "media" / "a b.jpg").write_bytes(picture(xmp=XMP.format(credit="")))
    (tmp_path / "outside.jpg").write_bytes(picture())
    return place


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
@pytest.mark.parametrize("href", ["media/a%20b.jpg", "./media/a%20b.jpg?v=2"])
def test_a_picture_beside_a_feed_is_measured(kind: object, href: str, folder: Path) -> None:
    """Its path stays one; size, type and checksum are the file's, words that the item leaves open are the picture's."""
    assert callable(kind)
    story, codes = read(kind(href), folder)
    medium = only(story)
    (file,) = medium.renditions
    assert (file.href, file.width, file.height, file.media_type) == ("media/a b.jpg", 40, 30, "image/jpeg")
    assert file.size == (folder / file.href).stat().st_size and len(file.sha256) == 64
    assert (plain(medium.caption), medium.credit, medium.rights) == ("A boat", "Ann Ash, Ben Birch", "(c) Halvern")
    assert medium.alt == ("Alt" if kind in SHOWN else "Grey water")
    assert not [code for code in codes if code.startswith(("SYN-PICTURE", "SYN-FEEDIN-006"))]
    figures = [block for block in story.body if isinstance(block, Figure)]
    assert [figure.media for figure in figures] == ([medium.id] if kind in SHOWN else [])


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
@pytest.mark.parametrize("href", ["media/none.jpg", "../outside.jpg", "https://other.example/media/a%20b.jpg"])
def test_what_does_not_lie_there_is_an_address_as_ever(kind: object, href: str, folder: Path) -> None:
    """A file that is not in the folder, or outside of it, counts from the base; what is on the web stays there."""
    assert callable(kind)
    there, _ = read(kind(href), folder)
    nowhere, _ = read(kind(href), None)
    for story in (there, nowhere):
        assert all(file.href.startswith("https://") for medium in story.media for file in medium.renditions)
    assert there.media == nowhere.media


def test_a_feed_without_a_folder_looks_at_nothing(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What comes from the network or through a pipe has no folder, wherever the program runs."""
    monkeypatch.chdir(folder)
    story, _ = read(enclosure("media/a%20b.jpg"), None)
    assert only(story).renditions[0].href == "https://site.example/media/a%20b.jpg"


def test_a_link_to_a_page_stays_an_address(folder: Path) -> None:
    """An item is on the web, also where a file of its name lies beside the feed."""
    (folder / "page.html").write_text("x")
    story, _ = read(HEAD.format("", "<item><title>H</title><link>page.html</link></item>"), folder)
    assert story.canonical_url == "https://site.example/page.html"
