"""The model itself: frozen, honest about dates, and the small rooms around it (identity, legal text, features)."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import get_args

import msgspec
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from lxml import etree

import laws
import strategies
from syndicate.model import body, features, identity, legal
from syndicate.model.article import (
    INSTANTS,
    Article,
    Byline,
    Correction,
    Edition,
    Media,
    Section,
)

NAIVE = datetime(2025, 1, 1, 6)
ANY_TEXT = st.text(strategies.EVERY_CHARACTER, max_size=60)


def test_the_model_is_frozen() -> None:
    """Nobody below the importers can change what an article says."""
    article = Article(id="urn:x", bylines=(Byline(name="A"),))
    for struct, name in ((article, "headline"), (article.bylines[0], "name"), (Edition(id="urn:e"), "title")):
        with pytest.raises(AttributeError, match="immutable"):
            setattr(struct, name, "other")


@pytest.mark.parametrize("name", INSTANTS)
def test_no_naive_instant_gets_in(name: str) -> None:
    """A time without a zone is an error in code too: a guessed zone would be an invented fact."""
    with pytest.raises(ValueError, match=f"{name} has no time zone"):
        Article(id="urn:x", **{name: NAIVE})
    assert getattr(Article(id="urn:x", **{name: NAIVE.replace(tzinfo=UTC)}), name).tzinfo is UTC


def test_instants_lists_every_one() -> None:
    """A new instant of the article is checked as the others are."""
    hints = {f.name for f in msgspec.structs.fields(Article) if "datetime.datetime" in str(f.type)}
    assert hints == set(INSTANTS)


def test_corrections_have_aware_instants() -> None:
    """In the article's data and in its body."""
    with pytest.raises(ValueError, match="time zone"):
        Correction(text="x", at=NAIVE)
    with pytest.raises(ValueError, match="time zone"):
        body.CorrectionNotice(bid="b", text=(), at=NAIVE)


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (lambda: Article(id=""), "URN"),
        (lambda: Article(id="a b"), "URN"),
        (lambda: Article(id="urn:x", version=0), "version"),
        (lambda: Article(id="urn:x", urgency=0), "urgency"),
        (lambda: Edition(id="a\nb"), "URN"),
        (lambda: Edition(id="urn:e", articles=(Article(id="urn:x"), Article(id="urn:x"))), "urn:x stands twice"),
    ],
)
def test_what_no_article_may_be(make: object, words: str) -> None:
    """The constructors refuse it, in code as in JSON."""
    with pytest.raises(ValueError, match=words):
        make()  # type: ignore[operator]


def test_an_article_finds_its_media() -> None:
    """By id; None when it has no such medium."""
    medium = Media(id="m", type="picture")
    assert Article(id="urn:x", media=(medium,)).media_by_id("m") is medium
    assert Article(id="urn:x").media_by_id("m") is None


# --- body ------------------------------------------------------------------------------------------------------------


def test_there_are_nineteen_blocks_and_twelve_marks() -> None:
    """And `Unsupported`, which is no block of ours."""
    assert len(get_args(body.Block)) == 19 + 1
    assert len(get_args(body.Mark)) == 12


def test_walking_visits_every_block_of_the_full_edition() -> None:
    """In reading order, boxes in boxes included."""
    article = laws.main_article()
    bids = [block.bid for block in body.walk(article.body)]
    assert bids.index("box-1") < bids.index("box-1-1") < bids.index("box-1-2") < bids.index("box-1-2-1")
    assert len(bids) == len(set(bids)) == len(article.body) + 3


def test_texts_gives_every_text() -> None:
    """Each word of the full edition's body that is text of a block is found through `texts`."""
    article = laws.main_article()
    found = " ".join(body.plain(t) for block in body.walk(article.body) for t in body.texts(block))
    words = [laws.marker(f) for f in features.vocabulary() if f.startswith(("block.", "mark."))]
    missing = [word for word in words if word and word not in found]
    assert missing == ["Blkunsupported"]
    for word in ("Subquoteattribution", "Sublistnested", "Subtablespan", "Subgalleryfigure", "Subboxnested"):
        assert word in found


def test_text_is_made_of_runs() -> None:
    """Empty strings make no runs, and a reading beside the base is not among the words."""
    made = body.text("It was ", "", body.Run(text="true", marks=(body.Ruby(text="reading"),)))
    assert [run.text for run in made] == ["It was ", "true"]
    assert body.plain(made) == "It was true"


# --- identity --------------------------------------------------------------------------------------------------------


def test_identity_is_minted_from_content() -> None:
    """A literal: an id that changes with a version of this program is no identity."""
    minted = identity.mint("article", "Ferry is back", "It is back.")
    assert minted == "urn:uuid:631b0b9e-39bc-5296-8820-d2628ff4f036"
    assert identity.mint("edition", "Ferry is back", "It is back.") != minted
    assert identity.mint("article", "Ferry is", " back", "It is back.") != minted


@given(st.lists(ANY_TEXT, min_size=1, max_size=3), st.lists(ANY_TEXT, min_size=1, max_size=3))
def test_same_content_same_id(first: list[str], second: list[str]) -> None:
    """Whatever the content, lone surrogates included."""
    if not any("\x1f" in part for part in (*first, *second)):
        assert (identity.mint("article", *first) == identity.mint("article", *second)) is (first == second)


def test_blocks_are_numbered_from_one() -> None:
    """For bodies that come without bids."""
    assert [identity.block_id(i) for i in range(3)] == ["b1", "b2", "b3"]


# --- legal text ------------------------------------------------------------------------------------------------------


@given(ANY_TEXT)
@example("e\x00\u0301 a\r\nb\rc \ud800")
def test_clean_text_is_legal_everywhere(string: str) -> None:
    """Whatever comes in: XML takes it and gives it back, it is in NFC, and cleaning it again changes nothing."""
    cleaned = legal.clean(string)
    assert legal.is_legal(cleaned)
    assert legal.clean(cleaned) == cleaned == unicodedata.normalize("NFC", cleaned)
    assert "\r" not in cleaned
    element = etree.Element("a")
    element.text = cleaned
    assert (etree.fromstring(etree.tostring(element)).text or "") == cleaned


@given(st.text(st.characters(exclude_categories=("Cs", "Cc", "Cn")), max_size=60))
def test_text_that_is_fine_is_left_alone(string: str) -> None:
    """Text that is fine comes through as it is, but for its normal form."""
    assert legal.clean(string) == unicodedata.normalize("NFC", string)


@given(strategies.Model(strategies.EVERY_CHARACTER).articles())
def test_a_clean_article_is_legal_in_every_string(article: Article) -> None:
    """Every string of it, in the deepest part, with the number of characters that went."""
    cleaned, removed = legal.clean_node(article)
    assert all(legal.is_legal(string) for string in laws.strings(cleaned))
    assert legal.clean_node(cleaned) == (cleaned, 0)
    if all(legal.is_legal(s) and "\r" not in s for s in laws.strings(article)):
        assert (cleaned, removed) == (article, 0)


def test_what_cannot_even_be_encoded_is_cleaned() -> None:
    """A lone surrogate, in a value and in a key of the extras."""
    article = Article(id="urn:x", headline="a\ud800b", extra={"k\udfff": "v\x00\r\n"})
    assert legal.clean_node(article) == (Article(id="urn:x", headline="ab", extra={"k": "v\n"}), 3)


# --- features --------------------------------------------------------------------------------------------------------


def test_the_vocabulary_is_the_model() -> None:
    """All fields, blocks and marks, each once, fields first."""
    names = features.vocabulary()
    assert len(names) == len(set(names)) == len(Article.__struct_fields__) + 20 + 12
    assert [n.partition(".")[0] for n in names] == sorted(
        (n.partition(".")[0] for n in names), key=["field", "block", "mark"].index
    )


@dataclass(frozen=True)
class Place:
    """A mark at a place of an article where a search could overlook it."""

    name: str
    article: Article


_MARKED = (body.Run(text="x", marks=(body.Em(),)),)
_LIST = body.List(
    bid="b1", items=(body.ListItem(text=(), children=(body.List(bid="n", items=(body.ListItem(text=_MARKED),)),)),)
)
PLACES = [
    Place("a nested list", Article(id="urn:x", body=(_LIST,))),
    Place(
        "a table head", Article(id="urn:x", body=(body.Table(bid="b1", rows=(), header=((body.Cell(text=_MARKED),),)),))
    ),
    Place("a box", Article(id="urn:x", body=(body.Box(bid="b0", blocks=(body.Paragraph(bid="b1", text=_MARKED),)),))),
    Place("an attribution", Article(id="urn:x", body=(body.Quote(bid="b1", text=(), attribution=_MARKED),))),
    Place(
        "a gallery",
        Article(
            id="urn:x", body=(body.Gallery(bid="b1", figures=(body.Figure(bid="f", media="m", caption=_MARKED),)),)
        ),
    ),
    Place("a caption of the media", Article(id="urn:x", media=(Media(id="m", type="picture", caption=_MARKED),))),
]


@pytest.mark.parametrize("place", PLACES, ids=lambda place: place.name)
def test_marks_are_found_wherever_they_stand(place: Place) -> None:
    """A loss that is not seen is a loss in silence."""
    assert features.present(place.article)["mark.em"] == (("b1",) if place.article.body else ())


def test_nothing_is_present_in_an_empty_article() -> None:
    """But its id."""
    assert set(features.present(Article(id="urn:x"))) <= {"field.id"}
    assert Section(id="s", title="t").articles == ()
