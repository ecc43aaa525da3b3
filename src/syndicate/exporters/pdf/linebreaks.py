"""Where a line may break in scripts that do not break at blanks alone: Unicode Standard Annex 14, by ICU.

Chinese and Japanese break between most characters, but no line begins with a full stop, a closing bracket or a small
kana, and none ends with an opening bracket (kinsoku, the strict rules). Thai, Lao, Khmer and Burmese have no blanks
between words: ICU finds the words in its dictionaries. Korean breaks between words, as its newspapers do.
"""

from __future__ import annotations

import re
from itertools import accumulate

from syndicate.errors import DependencyError

_CJK = (
    "\u2e80-\u2fdf\u2ff0-\u30ff\u3100-\u312f\u3190-\u31ff\u3200-\u4dbf\u4e00-\u9fff\ua000-\ua4cf\uf900-\ufaff"
    "\ufe10-\ufe1f\ufe30-\ufe6f\uff00-\uff64\uffe0-\uffe6\U00016fe0-\U0001b2ff\U0001f200-\U0001f2ff"
    "\U00020000-\U0003ffff"
)
_INDIC_STOPS = "\u0964\u0965"
_WITHOUT_BLANKS = "\u0e00-\u0fff\u1000-\u109f\u1780-\u17ff\u1950-\u19df\u1a00-\u1aaf\ua9e0-\ua9ff\uaa60-\uaadf"
_OTHER = re.compile(f"[{_CJK}{_INDIC_STOPS}{_WITHOUT_BLANKS}]")
_WIDE = re.compile(f"[{_CJK}]")
_DICTIONARIES = ("ja", "km", "ko", "lo", "my", "th", "zh")


def needs_rules(text: str) -> bool:
    """Whether lines of `text` break elsewhere than at its blanks and hyphens."""
    return _OTHER.search(text) is not None


def is_wide(text: str) -> bool:
    """Whether `text` is Chinese or Japanese, which is justified between its characters."""
    return _WIDE.search(text) is not None


def line_breaks(text: str, lang: str) -> frozenset[int]:
    """The characters of `text` before which a line may begin.

    Raises:
        DependencyError: icu4py, of the extra ``pdf``, is not installed.
    """
    try:
        from icu4py.breakers import LineBreaker
    except ModuleNotFoundError as fault:
        raise DependencyError.missing("pdf", "pdf", fault.name or "icu4py") from fault
    spoken = lang.lower().partition("-")[0]
    locale = f"{spoken if spoken in _DICTIONARIES else 'en'}-u-lb-strict"
    # The segments themselves: their offsets are in UTF-16.
    starts = list(accumulate(len(segment) for segment in LineBreaker(text, locale)))[:-1]
    if spoken == "ko":
        return frozenset(at for at in starts if not (text[at - 1].isalpha() and text[at].isalpha()))
    return frozenset(starts)
