"""Running text, known at a glance: most lines of a story are that, and need not be asked what else they could be.

A line of the desk (an embargo, a note, a credit, a pointer) is short, or it opens with one of a few words or with a
mark. A law in the tests makes lines of the patterns of `furniture`, `signals` and `body` and holds them against this.
"""

from __future__ import annotations

import re

_LONGEST_LINE = 120
_WORDS_OF_A_SENTENCE = 5
_OPENING = re.compile(r"[\"“”'‘’«»„]?([^\W\d_]+)[ ,.’'，。、-]")
_NEXT = re.compile(r"\s*(\w*)")
_WORD = re.compile(r"[^\W\d_]+(?=[ ,.’']|$)")
_DESK = frozenset(
    """advisories advisory also attention attn bajo bulletin caption clarification clients correction customer desk
    desks ed editor editorial editors eds embargada embargado embargo embargoed file hold image images kill lea
    leggi lesen lire mandatory media members note notes photo photograph photographs photos picture pictures
    planning please prep press read related see service sob sotto sous sperrfrist strict strictly technical
    withdrawal à""".split()  # noqa: SIM905 - a list of fifty words would be fifty lines
)
"""With what lines of the desk open."""

_PAIRS = frozenset(
    ("a substitute", "die folgenden", "do not", "follow ap", "for release", "news advisories",
     "news advisory", "not for", "not to", "story kill",
     "story withdrawn", "the following", "under embargo", "under embargoed")
)  # fmt: skip
"""The same, where many a sentence opens with the first word."""
_FIRST_OF_PAIRS = frozenset(pair.split()[0] for pair in _PAIRS)


_SMALL = _DESK | frozenset(
    """a advertisement advertisements after août apr april article aug august avr avril bajo breaking by click dec
    december dez dezember di die don door dpa déc décembre editors' end ende enditem ends feb februar february
    fin fine follow following for fév févr février h hold in jan januar january janv janvier juil juillet juin
    jul juli july jun june juni latest leer lees leia lire listen m mai mar march mars may mehr mf min mins
    minute minutes more most märz next not nov november novembre o oct october octobre okt oktober other our par
    popular por prep reading reads recent recommended s save sep sept september septembre share sign skip sob
    sotto sous stories story subscribe tca the this today todays top trending under up von what you""".split()  # noqa: SIM905 - as above
)
"""The same in small letters, where lines of the desk are known in small letters too."""


def is_western(text: str) -> bool:
    """Whether `text` has no character beyond windows-1252; encoding tells it ten times as fast as a pattern."""
    try:
        text.encode("cp1252")
    except UnicodeEncodeError:
        return False
    return True


def goes_on(text: str) -> bool:
    """Whether a line of hard-wrapped copy is in mid-sentence: it opens in small letters, with no word of the desk."""
    match = _WORD.match(text)
    return match is not None and match[0].islower() and match[0] not in _SMALL


def is_worded(text: str) -> bool:
    """Whether a line has the small words of a sentence: no line of the desk that goes on in the next has as many."""
    return sum(map(str.islower, text.split())) >= _WORDS_OF_A_SENTENCE


def is_prose(text: str) -> bool:
    """Whether a line is running text for certain: long, and it opens with words that no line of the desk opens with."""
    if len(text) <= _LONGEST_LINE:
        return False
    match = _OPENING.match(text)
    if match is None:
        return False
    first = match[1].casefold()
    if first in _DESK:
        return False
    if first not in _FIRST_OF_PAIRS:
        return True
    following = _NEXT.match(text, match.end())
    return following is None or f"{first} {following[1].casefold()}" not in _PAIRS
