"""What is taken for running text at a glance: never a line of the desk, whichever pattern knows it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from types import ModuleType

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from syndicate.formats import textbytes
from syndicate.importers import wire
from syndicate.importers.wire import body, embargo, furniture, prose, signals
from syndicate.importers.wire.lines import Line, Unit

_AHEAD = re.compile(r"\(\?=[^()]*(?:\((?:[^()]|\([^()]*\))*\)[^()]*)*\)")
"""A look ahead: Hypothesis makes lines without it, and one is given what most of them look for."""
_MET = " and the council, which met for nine hours, decided to meet again on Friday at six, as its chair has said"
_LONG = f"{_MET} before{_MET}"


def _patterns(module: ModuleType) -> Iterator[re.Pattern[str]]:
    for value in vars(module).values():
        yield from (found for found in (value if isinstance(value, tuple) else (value,)) if _is_pattern(found))


def _is_pattern(value: object) -> bool:
    return isinstance(value, re.Pattern)


def _is_of_the_desk(text: str) -> bool:
    """Whether a line means something wherever it stands, or is a block of its own by its words."""
    return (
        embargo.find(text) is not None
        or any(known(text) for known in (signals.is_kill, signals.is_hold, signals.is_advisory, signals.is_order))
        or any(known(text) for known in _FURNITURE)
        or body.has_bullet(text)
    )


_FURNITURE = (
    furniture.is_private, furniture.is_private_note, furniture.is_public_note, furniture.is_correction,
    furniture.is_picture, furniture.is_leftover, furniture.is_pointer, furniture.is_end, furniture.is_more,
    furniture.is_divider, furniture.is_trailer, furniture.is_related_heading,
)  # fmt: skip
_KNOWN = [pattern for module in (signals, embargo, furniture) for pattern in _patterns(module)]


@pytest.mark.parametrize("pattern", _KNOWN, ids=lambda pattern: pattern.pattern[:40])
@settings(max_examples=20, suppress_health_check=list(HealthCheck))  # some patterns ask for a border of words
@given(data=st.data())
def test_no_line_that_a_pattern_knows_is_running_text(pattern: re.Pattern[str], data: st.DataObject) -> None:
    """Lines are made of each pattern; those that mean something are never passed over, however long they are."""
    made = re.compile(_AHEAD.sub("", pattern.pattern), pattern.flags)
    line = " ".join(data.draw(st.from_regex(made, fullmatch=True)).split())
    looked_for = f"{line} release before 06:00 GMT 3 March 2025"
    for text in filter(None, (line, f"{line}{_LONG}", looked_for, f"{looked_for}{_LONG}", line.casefold())):
        if _is_of_the_desk(text):
            assert not prose.is_prose(text)
        if wire._opens(text) or wire._alone(text):
            assert not prose.goes_on(text)


@given(st.text().map(lambda rest: f" {rest}"), st.sampled_from(sorted(prose._DESK)))
@example("-AND-HOLD", "hold")
def test_words_of_the_desk_are_asked_in_every_case(rest: str, word: str) -> None:
    """A word of the desk at the start is reason enough to ask, in whatever letters."""
    assert not prose.is_prose(f"{word.upper()}{rest}{_LONG}")
    assert not prose.goes_on(word + rest)


def test_most_of_a_story_is_known_at_a_glance() -> None:
    """A paragraph is; a short line, a list item, a note and a line in brackets are not."""
    assert prose.is_prose(f"“We wait{_LONG}")
    assert prose.is_prose(f"The council met{_LONG}{_LONG}")
    assert Unit((Line(1, f"Hull{_LONG}", 0, False),)).prose
    assert not any(
        map(prose.is_prose, ("The council met.", f"- The council{_LONG}", f"Eds: {_LONG}", f"(Adds{_LONG})"))
    )
    assert prose.goes_on("decided to meet again, which is what it does")
    assert not any(map(prose.goes_on, ("Decided to meet", "more", "by Staff Writer Jane Doe", "end", "mf", "")))


_WIDE = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\uf900-\ufaff]")


@given(st.text(st.characters() | st.sampled_from("ab1.–—_* \n\t\u00a0\u3000海の\u0301")))
@example("well – said")
@example(" – ")
@example("– – _ * a")
@example("港 – 湾")
def test_a_word_is_what_has_a_letter_or_a_figure(content: str) -> None:
    """Between blanks of any kind; what is written without blanks counts by the character."""
    apart, wide = _WIDE.subn(" ", content)
    wanted = wide + sum(any(map(str.isalnum, word)) for word in apart.split())
    assert body.count_words(content) == wanted
    odd = textbytes.odd(content)
    if odd.isprintable() and prose.is_western(odd):
        assert body.count_words(content, plain=True) == wanted
