"""Words divided: as the library divides them, in every language that it has patterns for, and sooner."""

from __future__ import annotations

import re
import sys

import pyphen
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from syndicate.exporters.pdf.hyphenation import Hyphenator, hyphenator

COPY = (
    "newspaper typesetting responsibility unquestionable Donaudampfschiff Zusammenarbeit aufgeschlossen gouvernement "
    "développement responsabilidad comunicación правительство государственный odpowiedzialność společnosti asszonnyal "
    "avioliitto samenwerking kommunikation ansvarlighed κυβέρνηση ministeriö"
)
WORDS = COPY.split()


@pytest.mark.parametrize("lang", sorted(pyphen.LANGUAGES))
def test_every_language_divides_as_the_library_does(lang: str) -> None:
    """But for divisions that spell the word anew, which a line of text cannot show."""
    ours = Hyphenator(pyphen.LANGUAGES[lang])
    theirs = pyphen.Pyphen(lang=lang, left=2, right=3)
    for word in WORDS:
        assert ours.positions(word) == [int(at) for at in theirs.positions(word) if not at.data], word


@settings(max_examples=200, deadline=None)
@given(st.text(alphabet=st.characters(codec="utf-8", categories=("L",)), min_size=1, max_size=70))
def test_any_word_divides_as_the_library_divides_it(word: str) -> None:
    ours = hyphenator("en-GB")
    assert ours is not None
    theirs = pyphen.Pyphen(lang="en_GB", left=2, right=3)
    assert ours.positions(word) == [int(at) for at in theirs.positions(word) if not at.data]


def test_only_words_of_letters_are_divided() -> None:
    ours = hyphenator("en-GB")
    assert ours is not None
    whole = ours.divisions("“typesetting,”")
    assert [at - 1 for at in whole] == ours.divisions("typesetting")
    assert whole
    for text in ("TYPESETTING", "short", "a" * 61, "4711471147", ""):
        assert ours.divisions(text) == []
    assert hyphenator("und") is None
    assert hyphenator("") is None
    assert hyphenator("tlh") is None


def test_no_pattern_is_read_before_a_word_has_it() -> None:
    """All of them together take as long as setting three pages."""
    made = Hyphenator(pyphen.LANGUAGES["en_GB"])
    assert len(made._patterns) > 8000
    assert all(isinstance(pattern, str) for pattern in made._patterns.values())
    made.positions("typesetting")
    read = [pattern for pattern in made._patterns.values() if not isinstance(pattern, str)]
    assert 0 < len(read) < 60
    assert sys.getsizeof(made._patterns) < 2_000_000
    assert all(re.search(r"\d", pattern) for pattern in made._patterns.values() if isinstance(pattern, str))
