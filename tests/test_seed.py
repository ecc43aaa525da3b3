"""A wire story as it really arrives, through the whole line: the story and nothing else, and no date invented."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

import projections

SEED = Path(__file__).resolve().parents[2] / "shared" / "samples" / "seed.txt"
pytestmark = pytest.mark.skipif(not SEED.is_file(), reason="the sample story does not stand beside the project")

LEFT_OUT = ("Trump says", "L3 vehicles", "Justice Mission", "Partnership becomes", "Cambodian-Thai", "Fiscal policy")
FORMATS = ("rss", "atom", "jsonfeed", "opml", "sitemap", "newsml-g2", "pdf", "epub", "json", "jsonl")


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, object]]:
    """The output folder and the JSON report of `syndicate export seed.txt --format all`."""
    out = tmp_path_factory.mktemp("seed")
    command = [sys.executable, "-m", "syndicate", "export", str(SEED), "--format", "all", "-o", str(out)]
    done = subprocess.run([*command, "--report", "json"], capture_output=True, text=True, timeout=120, cwd=out)
    assert done.returncode == 0, done.stderr
    return out, json.loads(done.stderr)


def story(out: Path) -> dict[str, object]:
    (line,) = next(out.glob("*.jsonl")).read_text(encoding="utf-8").splitlines()
    loaded: dict[str, object] = json.loads(line)
    return loaded


def test_the_story_is_read_and_nothing_else(run: tuple[Path, dict[str, object]]) -> None:
    article = story(run[0])
    assert article["headline"] == "Top envoys meet at 'critical moment'"
    assert article["dateline"] == {"places": ["GENEVA"], "separator": "-", "raw": "GENEVA-"}
    assert article["credit"]["raw"] == "Agencies Via Xinhua"  # type: ignore[index]
    body = article["body"]
    assert isinstance(body, list)
    assert [b["type"] for b in body].count("paragraph") == 20
    assert ["".join(r["text"] for r in b["text"]) for b in body if b["type"] == "crosshead"] == ["Further guarantees"]
    assert len(body) == 21
    assert not {"published", "modified", "created", "content_created"} & article.keys()


def test_the_headlines_of_other_stories_are_left_out_and_shown(run: tuple[Path, dict[str, object]]) -> None:
    out, report = run
    (shown,) = [d for d in report["diagnostics"] if d["code"] == "SYN-WIRE-003"]  # type: ignore[attr-defined]
    assert all(words in shown["message"] for words in LEFT_OUT)
    for path in out.iterdir():
        text = projections.folded(projections.readings(path.read_bytes()))
        # Lists of feeds and of what has a date, and a stylesheet, have no words of the story.
        told = path.name not in ("feeds.opml", "feeds.html", "news-sitemap.xml", "feed.css")
        assert (projections.folded("Further guarantees") in text) is told, path.name
        assert not any(projections.folded(words) in text for words in LEFT_OUT), path.name


def test_no_publication_date_is_invented(run: tuple[Path, dict[str, object]]) -> None:
    out, report = run
    rss = (out / "feed.rss").read_text(encoding="utf-8")
    assert "pubDate" not in rss
    assert "lastBuildDate" not in rss
    assert "<published>" not in (out / "feed.atom").read_text(encoding="utf-8")
    newsml = next(out.glob("*.newsml.xml")).read_text(encoding="utf-8")
    assert not re.search("firstCreated|contentCreated|contentModified", newsml)
    with zipfile.ZipFile(next(out.glob("*.epub"))) as book:
        package = next(book.read(n).decode() for n in book.namelist() if n.endswith(".opf"))
    assert "dc:date" not in package
    assert b"CreationDate" not in projections.pdf_text(next(out.glob("*.pdf")).read_bytes())
    warned = {d["format"] for d in report["diagnostics"] if d["code"] == "SYN-TIME-001"}  # type: ignore[attr-defined]
    assert warned == {"atom", "newsml-g2", "epub"}
