"""From what the user names to one edition."""

from __future__ import annotations

import io
import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from syndicate.collect import Reading, collect, sources
from syndicate.context import Context
from syndicate.errors import InputError, ModelError
from syndicate.model import Article, Edition, Section
from syndicate.model.article import Rendition
from syndicate.model.codec import encode_article, encode_edition

NOW = Context(now=datetime(2025, 9, 15, tzinfo=UTC))


def story(name: str, **fields: object) -> Article:
    return Article(id=f"urn:test:{name}", headline=name.title(), **fields)  # type: ignore[arg-type]


def write_edition(path: Path, edition: Edition) -> str:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(encode_edition(edition))
    return str(path)


def test_an_edition_that_comes_alone_stays_as_it_is(tmp_path: Path) -> None:
    edition = Edition(id="urn:test:ed", title="Morning", articles=(story("one"), story("two")))
    assert collect([write_edition(tmp_path / "e.json", edition)], NOW).edition == edition


def test_json_lines_become_an_edition_in_their_order(tmp_path: Path) -> None:
    path = tmp_path / "stories" / "day.jsonl"
    path.parent.mkdir()
    path.write_bytes(b"\n".join(encode_article(story(n, language="en")) for n in ("b", "a")) + b"\n")
    edition = collect([str(path)], NOW).edition
    assert [a.headline for a in edition.articles] == ["B", "A"]
    assert edition.title == "stories"
    assert edition.language == "en"
    assert edition.id == collect([str(path)], NOW).edition.id


def test_one_story_gives_its_edition_name_and_identity(tmp_path: Path) -> None:
    path = tmp_path / "one.json"
    path.write_bytes(encode_article(story("alone", slug="alone-at-sea")))
    edition = collect([str(path)], NOW).edition
    assert (edition.title, edition.slug) == ("Alone", "alone-at-sea")
    assert edition.id.startswith("urn:uuid:")


def test_the_head_names_loose_stories_and_keeps_its_id(tmp_path: Path) -> None:
    for name in ("a", "b"):
        (tmp_path / f"{name}.json").write_bytes(encode_article(story(name)))
    head = Edition(id="urn:test:head", title="The Wire", language="en", base_url="https://news.example/")
    edition = collect([str(tmp_path)], NOW, head=head).edition
    assert (edition.id, edition.title, edition.base_url) == ("urn:test:head", "The Wire", "https://news.example/")
    assert len(edition.articles) == 2


def test_folders_globs_files_and_stdin_name_sources_in_a_fixed_order(tmp_path: Path) -> None:
    for name in ("b.json", "a.jsonl", "deep/c.json", "picture.png"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(b"{}")
    below = [Path(s.name).name for s in sources([str(tmp_path)], NOW)]
    assert below == ["a.jsonl", "b.json", "c.json"]
    assert [Path(s.name).name for s in sources([str(tmp_path / "*.json")], NOW)] == ["b.json"]
    assert [s.name for s in sources(["-"], NOW, io.BytesIO(b"x"))] == ["<stdin>"]


def test_editions_and_loose_stories_are_put_together(tmp_path: Path) -> None:
    section = Section(id="s", title="World", articles=("urn:test:one",))
    first = write_edition(
        tmp_path / "1" / "e.json", Edition(id="urn:e1", sections=(section,), articles=(story("one"),))
    )
    second = write_edition(tmp_path / "2" / "e.json", Edition(id="urn:e2", articles=(story("two"),)))
    edition = collect([first, second], NOW).edition
    assert [a.id for a in edition.articles] == ["urn:test:one", "urn:test:two"]
    assert edition.sections == (section,)


def test_the_higher_version_of_a_story_wins_whatever_the_order(tmp_path: Path) -> None:
    paths = []
    for name, version in (("x", 2), ("y", 3), ("z", 1)):
        paths.append(tmp_path / f"{name}.json")
        paths[-1].write_bytes(encode_article(story("same", version=version)))
    collected = collect([str(p) for p in paths], NOW)
    assert [a.version for a in collected.edition.articles] == [3]
    assert [d.code for d in collected.report] == ["SYN-INPUT-002", "SYN-INPUT-002"]


def test_media_are_found_beside_the_story_that_they_came_with(tmp_path: Path) -> None:
    for folder in ("one", "two"):
        (tmp_path / folder / "media").mkdir(parents=True)
        (tmp_path / folder / "media" / "p.jpg").write_bytes(folder.encode())
        (tmp_path / folder / "story.json").write_bytes(encode_article(story(folder)))
    (tmp_path / "secret").write_bytes(b"secret")
    collected = collect([str(tmp_path)], NOW)
    store = collected.context.media
    one, two = collected.edition.articles
    assert store.read(one, Rendition(href="media/p.jpg")) == b"one"
    assert store.read(two, Rendition(href="media/p.jpg")) == b"two"
    for href in ("../secret", "/etc/hostname", "https://x.example/p.jpg", "media/none.jpg", "media", "a\0b"):
        assert store.read(one, Rendition(href=href)) is None


def test_a_link_out_of_the_folder_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "secret").write_bytes(b"secret")
    (tmp_path / "in" / "p.jpg").symlink_to(tmp_path / "secret")
    (tmp_path / "in" / "s.json").write_bytes(encode_article(story("s")))
    collected = collect([str(tmp_path / "in")], NOW)
    assert collected.context.media.read(collected.edition.articles[0], Rendition(href="p.jpg")) is None


def test_one_bad_source_is_set_aside_and_the_rest_goes_on(tmp_path: Path) -> None:
    (tmp_path / "bad.json").write_bytes(b'{"id": "urn:x",\n "version": }')
    (tmp_path / "good.json").write_bytes(encode_article(story("good")))
    collected = collect([str(tmp_path)], NOW)
    assert [a.headline for a in collected.edition.articles] == ["Good"]
    (found,) = collected.report
    assert (found.code, found.severity, found.location.line) == ("SYN-INPUT-001", "error", 2)
    assert found.location.file.endswith("bad.json")


@pytest.mark.parametrize(
    ("name", "content", "error", "message"),
    [
        ("empty.txt", b"", InputError, "empty"),
        ("blank.json", b"  \n", InputError, "empty"),
        ("book.pdf", b"%PDF-1.7\n", InputError, "is pdf, which cannot be read"),
        ("broken.json", b'{"id": "urn:x"', ModelError, "broken JSON"),
        ("naive.json", b'{"id":"urn:x","published":"2025-01-01T00:00:00"}', ModelError, r"\$\.published"),
    ],
)
def test_a_single_bad_input_stops_with_its_name_and_reason(
    tmp_path: Path, name: str, content: bytes, error: type[InputError], message: str
) -> None:
    (tmp_path / name).write_bytes(content)
    with pytest.raises(error, match=message) as caught:
        collect([str(tmp_path / name)], NOW)
    assert caught.value.exit_code == error.exit_code


@pytest.mark.parametrize("name", ["nothing-here.json", "no*match?.json"])
def test_what_does_not_exist_is_named(tmp_path: Path, name: str) -> None:
    with pytest.raises(InputError, match=r"no such file|no file matches"):
        collect([str(tmp_path / name)], NOW)


def test_a_folder_without_stories_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "picture.png").write_bytes(b"x")
    with pytest.raises(InputError, match="no story in this folder"):
        collect([str(tmp_path)], NOW)


def test_stdin_must_be_at_hand() -> None:
    with pytest.raises(InputError, match="standard input"):
        collect(["-"], NOW)


def test_the_importer_can_be_named(tmp_path: Path) -> None:
    path = tmp_path / "odd.txt"
    path.write_bytes(json.dumps({"id": "urn:x", "headline": "Odd"}).encode())
    assert collect([str(path)], NOW, reading=Reading(importer="canonical")).edition.articles[0].headline == "Odd"


@pytest.mark.parametrize("line", ["KILL KILL KILL", "HOLD HOLD HOLD", "EMBARGOED UNTIL 06:00 GMT 7 March 2031"])
@pytest.mark.parametrize("names", [("a.txt", "b.txt"), ("b.txt", "a.txt")])
def test_copy_that_comes_again_with_a_kill_or_a_hold_is_stopped(
    tmp_path: Path, line: str, names: tuple[str, str]
) -> None:
    copy = "Ferry returns\n\nHULL, England (AP) - The ferry came back on Tuesday.\n"
    (tmp_path / names[0]).write_text(copy)
    (tmp_path / names[1]).write_text(f"{line}\n{copy}")
    collected = collect([str(tmp_path)], NOW)
    (article,) = collected.edition.articles
    assert article.signals or article.embargo_until
    assert "SYN-INPUT-002" in {finding.code for finding in collected.report}


def test_copy_may_open_with_a_bracket(tmp_path: Path) -> None:
    path = tmp_path / "story.txt"
    path.write_text("[Photo: Jane Example]\nFerry returns\nHULL, England (AP) - The ferry came back on Tuesday.\n")
    assert collect([str(path)], NOW).edition.articles[0].headline == "Ferry returns"
