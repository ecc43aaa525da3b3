"""Good canonical JSON, broken one way at a time: the validators must find each break.

A mutation is a piece of the good file, what it becomes, and the code that must be among the findings. What no check
can see stands in `UNSEEN` with the reason, and is tested to be unseen, so that the list stays true.
"""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

import pytest

from syndicate.context import Context
from syndicate.contracts import Proof
from syndicate.diagnostics import Diagnostic, Severity
from syndicate.model import codec
from syndicate.model.article import Article, Correction, Edition, EdNote, Media, Named, Rendition, Section
from syndicate.model.body import (
    Box,
    Crosshead,
    Entity,
    Figure,
    Gallery,
    InterstitialLink,
    List,
    ListItem,
    Paragraph,
    Run,
    text,
)  # fmt: skip
from syndicate.validators.canonical import JsonLinesValidator, JsonValidator

CONTEXT = Context(now=datetime(2030, 1, 1, tzinfo=UTC))
FERRY = Article(
    id="urn:x:ferry",
    version=2,
    language="en",
    headline="Ferry returns",
    published=datetime(2025, 3, 1, 6, tzinfo=UTC),
    urgency=3,
    corrections=(Correction(text="It was two.", blocks=("b2",)),),
    ed_notes=(EdNote(text="For the reader", public=True),),
    people=(Named(id="p1", name="Mona Field"),),
    media=(
        Media(id="m1", type="picture", renditions=(Rendition(href="media/ferry.jpg", width=800),)),
        Media(id="m2", type="picture", renditions=(Rendition(href="https://x.example/a.jpg"),)),
    ),
    body=(
        Paragraph(bid="b1", text=text("Said ", Run(text="Mona", marks=(Entity(ref="p1"),)))),
        Crosshead(bid="b2", text=text("Later")),
        Figure(bid="b3", media="m1"),
        Gallery(bid="b4", figures=(Figure(bid="b5", media="m2"),)),
        Box(bid="b6", title="Facts", blocks=(Paragraph(bid="b7", text=text("Inside")),)),
        List(bid="b8", items=(ListItem(text=text("item")),)),
        InterstitialLink(bid="b9", text=text("Also"), ref="urn:x:tide"),
    ),
)
TIDE = Article(id="urn:x:tide", headline="Tide is late")
EDITION = Edition(
    id="urn:x:e",
    title="Morning",
    sections=(Section(id="s1", title="News", articles=("urn:x:ferry",), sections=(Section(id="s2", title="Sea"),)),),
    articles=(FERRY, TIDE),
)
GOOD = codec.encode_edition(EDITION).decode()
LINES = b"".join(codec.encode_article(a) + b"\n" for a in EDITION.articles).decode()


class Mutation(NamedTuple):
    """One way to break a good file; `path` is the end of the path that the finding must name."""

    name: str
    old: str
    new: str
    code: int
    path: str = ""


MUTATIONS = [
    Mutation("comma lost", '"version": 2,', '"version": 2', 1),
    Mutation("cut off", GOOD[-40:], "", 1),
    Mutation("trailing comma", '"urgency": 3,', '"urgency": 3,,', 1),
    Mutation("text after the end", "\n  }\n}\n", "\n  }\n}\nx", 1),
    Mutation("byte order mark", '{\n  "syndicate"', '\ufeff{\n  "syndicate"', 1),
    Mutation("control character in a string", "Ferry returns", "Ferry\x01returns", 1),
    Mutation("wrong escape", "Ferry returns", "Ferry\\xreturns", 1),
    Mutation("number for a string", '"Ferry returns"', "7", 2, ".headline"),
    Mutation("string for a number", '"urgency": 3', '"urgency": "high"', 2, ".urgency"),
    Mutation("null where there must be text", '"Morning"', "null", 2, ".title"),
    Mutation("naive instant", "06:00:00Z", "06:00:00", 2, ".published"),
    Mutation("instant of no calendar", "2025-03-01T", "2025-02-31T", 2, ".published"),
    Mutation("urgency 0", '"urgency": 3', '"urgency": 0', 2, "articles[0]"),
    Mutation("version 0", '"version": 2', '"version": 0', 2, "articles[0]"),
    Mutation("field of nobody", '"urgency": 3', '"urgent": 3', 2, "articles[0]"),
    Mutation("block of nobody", '"type": "crosshead"', '"type": "heading"', 2, "body[1].type"),
    Mutation("mark of nobody", '"mark": "entity"', '"mark": "blink"', 2, "marks[0].mark"),
    Mutation("block without bid", '"bid": "b2",', "", 2, "body[1]"),
    Mutation("article without id", '"id": "urn:x:tide",', "", 2, "articles[1]"),
    Mutation("id with a blank", '"id": "urn:x:tide"', '"id": "the tide"', 2, "articles[1]"),
    Mutation("id twice", '"id": "urn:x:tide"', '"id": "urn:x:ferry"', 2, "edition"),
    Mutation("medium of no type", '"type": "picture"', '"type": "image"', 2, "media[0].type"),
    Mutation("newer form", '"syndicate": 1', '"syndicate": 2', 2),
    Mutation("no form", '"syndicate": 1,\n', "", 2, "$"),
    Mutation(
        "section of an unknown article", '[\n          "urn:x:ferry"', '[\n          "urn:x:gone"', 5, "articles[0]"
    ),
    Mutation("figure of an unknown medium", '"media": "m1"', '"media": "m7"', 6, "body[2]"),
    Mutation("gallery of an unknown medium", '"media": "m2"', '"media": "m7"', 6, "body[3]"),
    Mutation("bid twice", '"bid": "b2"', '"bid": "b1"', 7, "body[0]"),
    Mutation("bid twice, once in a box", '"bid": "b7"', '"bid": "b1"', 7, "body[0]"),
    Mutation("entity of nobody", '"ref": "p1"', '"ref": "p2"', 8, "body[0]"),
    Mutation("link to an unknown article", '"ref": "urn:x:tide"', '"ref": "urn:x:gone"', 8, "body[6]"),
    Mutation("correction of an unknown block", '"b2"\n            ]', '"b77"\n            ]', 8, "corrections[0]"),
    Mutation("medium twice", '"id": "m2"', '"id": "m1"', 8, "media[1]"),
    Mutation("character that XML cannot hold", "Ferry returns", "Ferry\\u0001returns", 9, "articles[0]"),
    Mutation("path out of the folder", "media/ferry.jpg", "../../etc/ferry.jpg", 10, "renditions[0]"),
    Mutation("path from the root", "media/ferry.jpg", "/etc/ferry.jpg", 10, "renditions[0]"),
    Mutation(
        "article in a section twice", '[\n          "urn:x:ferry"', '["urn:x:ferry", "urn:x:ferry"', 11, "articles[1]"
    ),
]
LINE_MUTATIONS = [
    Mutation("broken line", '"version":2,', '"version":2', 1),
    Mutation("line without its end", '"Tide is late"}', '"Tide is late"', 1),
    Mutation("naive instant", "06:00:00Z", "06:00:00", 2, "$.published"),
    Mutation("field of nobody", '"urgency"', '"urgent"', 2, "$"),
    Mutation("an edition", LINES, '{"syndicate":1,"edition":{"id":"urn:x:e"}}\n', 2, "$"),
    Mutation("id twice", '"id":"urn:x:tide"', '"id":"urn:x:ferry"', 4, "$.id"),
    Mutation("figure of an unknown medium", '"media":"m1"', '"media":"m7"', 6, "$.body[2]"),
    Mutation("bid twice", '"bid":"b2"', '"bid":"b1"', 7, "$.body[0]"),
]
UNSEEN = [
    Mutation("another fact", "Ferry returns", "Ferry sinks", 0),
    Mutation("language that is not that of the words", '"language": "en"', '"language": "fi"', 0),
    Mutation("language tag that is none", '"language": "en"', '"language": "e"', 0),
    Mutation("story in no section", '"urn:x:ferry"\n        ]', "]", 0),
    Mutation("medium that nothing shows", '"media": "m2"', '"media": "m1"', 0),
    Mutation("file that is not there", "media/ferry.jpg", "media/gone.jpg", 0),
]
"""What the validator cannot know: facts, words, intent (a story in no section stands after them), the disk.

Language tags are any string in the model; the formats that need BCP 47 leave out one that is none, and say so.
"""


def check(content: str, folder: Path, *, lines: bool = False) -> list[Diagnostic]:
    """The findings on `content`."""
    path = folder / "file.json"
    path.write_bytes(content.encode("utf-8", "surrogatepass"))
    proof = Proof(name="file.json", context=CONTEXT)
    found = list((JsonLinesValidator() if lines else JsonValidator()).check(path, proof))
    assert proof.judges == ["syndicate model 1"]
    return found


def test_the_good_files_are_good(tmp_path: Path) -> None:
    """No finding at all, as an edition, as an article, as lines."""
    assert check(GOOD, tmp_path) == []
    assert check(codec.encode_article(FERRY).decode(), tmp_path) == []
    assert check(LINES, tmp_path, lines=True) == []
    assert check("", tmp_path, lines=True) == [], "a list of none: everything may have been held back"


@pytest.mark.parametrize("mutation", MUTATIONS, ids=lambda mutation: mutation.name)
def test_a_broken_edition_is_found(mutation: Mutation, tmp_path: Path) -> None:
    """The code, the file, the line and the path."""
    assert mutation.old in GOOD, "the mutation changes nothing"
    findings = check(GOOD.replace(mutation.old, mutation.new, 1), tmp_path)
    assert f"SYN-JSON-{mutation.code:03d}" in [f.code for f in findings]
    finding = next(f for f in findings if f.code.endswith(f"{mutation.code:03d}"))
    assert finding.location.file == "file.json"
    assert finding.location.path.endswith(mutation.path)
    assert finding.severity is (Severity.ERROR if mutation.code <= 4 else Severity.WARNING)
    assert finding.hint or mutation.code == 1
    if mutation.name != "newer form":
        assert finding.location.line is not None


@pytest.mark.parametrize("mutation", LINE_MUTATIONS, ids=lambda mutation: mutation.name)
def test_a_broken_line_is_found(mutation: Mutation, tmp_path: Path) -> None:
    """The code, the path, and the number of the line."""
    assert mutation.old in LINES, "the mutation changes nothing"
    findings = check(LINES.replace(mutation.old, mutation.new, 1), tmp_path, lines=True)
    (finding,) = [f for f in findings if f.code == f"SYN-JSON-{mutation.code:03d}"]
    assert finding.location.path.endswith(mutation.path)
    assert finding.location.line == (2 if "tide" in mutation.old.lower()[:40] else 1)


@pytest.mark.parametrize("mutation", UNSEEN, ids=lambda mutation: mutation.name)
def test_what_is_unseen_is_listed(mutation: Mutation, tmp_path: Path) -> None:
    """The list above is true."""
    broken = GOOD.replace(mutation.old, mutation.new, 1)
    assert broken != GOOD
    assert check(broken, tmp_path) == []


def test_there_are_enough_mutations() -> None:
    """At least fifteen each, named apart."""
    for rows in (MUTATIONS, LINE_MUTATIONS, UNSEEN):
        assert len({row.name for row in rows}) == len(rows)
    assert len(MUTATIONS) >= 15


def test_boxes_without_end_are_an_error(tmp_path: Path) -> None:
    """They would take down whatever walks them."""
    deep: Box = Box(bid="b", blocks=())
    for _ in range(CONTEXT.limits.nesting):
        deep = Box(bid="b", blocks=(deep,))
    article = Article(id="urn:x:deep", body=(deep,))
    for lines in (False, True):
        findings = check(codec.encode_article(article).decode() + "\n", tmp_path, lines=lines)
        assert [(f.code, f.severity) for f in findings] == [("SYN-JSON-003", Severity.ERROR)]


def test_the_line_of_a_finding_is_the_line_of_its_block(tmp_path: Path) -> None:
    """So that an editor opens the file at the right place."""
    broken = GOOD.replace('"media": "m1"', '"media": "m7"')
    (finding,) = check(broken, tmp_path)
    assert finding.location.line is not None
    block = "\n".join(broken.splitlines()[finding.location.line - 1 :][:4])
    assert '"figure"' in block and '"m7"' in block
