"""Language tags that every reader takes, and the direction that a language is written in."""

from __future__ import annotations

import re
from functools import cache, lru_cache

from syndicate.model.base import Direction

_RTL_SCRIPTS = frozenset({"adlm", "arab", "aran", "hebr", "mand", "nkoo", "rohg", "samr", "syrc", "thaa"})
_RTL_LANGUAGES = frozenset({"ar", "arc", "ckb", "dv", "fa", "he", "iw", "ji", "nqo", "ps", "sd", "ug", "ur", "yi"})

_DEFAULT_SCRIPTS = {
    "arab": "ar fa ps ur",
    "cyrl": "ab be bg kk mk ru uk",
    "deva": "hi kok mai mr ne",
    "ethi": "am ti",
    "hebr": "he iw yi",
    "latn": "af ay bs ca ch cs cy da de dsb en eo es et eu fi fj fo fr frr fy ga gl gn gsw gv hr hsb ht hu id in is it "
    "kl la lb ln lt lv men mg mh ms mt na nb nd nds niu nl nn no nr nso ny om pl pt qu rm rn ro rw sg sk sl sm so sq "
    "ss st sv sw tem tkl tl tn to tpi tr ts tvl ve vi xh zu",
    "armn": "hy",
    "beng": "as bn",
    "geor": "ka",
    "grek": "el",
    "gujr": "gu",
    "guru": "pa",
    "jpan": "ja",
    "khmr": "km",
    "knda": "kn",
    "kore": "ko",
    "laoo": "lo",
    "mlym": "ml",
    "mymr": "my",
    "nkoo": "nqo",
    "orya": "or",
    "sinh": "si",
    "taml": "ta",
    "telu": "te",
    "thaa": "dv",
    "thai": "th",
    "tibt": "dz",
}
"""The scripts that languages are written in as a matter of course: Suppress-Script of IANA's registry."""


@cache
def _well_formed() -> re.Pattern[str]:
    """BCP 47 (RFC 5646 2.1) without the grandfathered tags."""
    return re.compile(
        r"(?:[a-z]{2,3}(?:-[a-z]{3}){0,3}|[a-z]{4,8})"  # language, extended language
        r"(?:-[a-z]{4})?(?:-(?:[a-z]{2}|\d{3}))?"  # script, region
        r"(?:-(?:[a-z0-9]{5,8}|\d[a-z0-9]{3}))*"  # variants
        r"(?:-[0-9a-wyz](?:-[a-z0-9]{2,8})+)*(?:-x(?:-[a-z0-9]{1,8})+)?",  # extensions, private use
        re.IGNORECASE | re.ASCII,
    )


@lru_cache(256)
def language_tag(language: str, script: str = "") -> str:
    """`language` with `script` put in where it has none; `und` when it is no tag (RFC 5646 4.1, undetermined)."""
    if not _well_formed().fullmatch(language):
        return "und"
    parts = language.split("-")
    if _is_script(script) and not any(_is_script(part) for part in parts[1:]):
        parts.insert(1, script.title())
    return "-".join(parts)


@lru_cache(256)
def plain_tag(tag: str) -> str:
    """`tag` without the script that its language has anyway: it is better left out (RFC 5646 4.1)."""
    language, *parts = tag.split("-")
    if parts and _is_script(parts[0]) and language.lower() in _DEFAULT_SCRIPTS.get(parts[0].lower(), "").split():
        return "-".join((language, *parts[1:]))
    return tag


@lru_cache(256)
def direction(language: str, given: Direction | None = None, script: str = "") -> Direction:
    """The direction that was given, else that of the script (the tag's own, or `script`), else that of the language."""
    if given is not None:
        return given
    parts = language.lower().split("-")
    written = next((part for part in parts[1:] if _is_script(part)), script.lower())
    if written:
        return "rtl" if written in _RTL_SCRIPTS else "ltr"
    return "rtl" if parts[0] in _RTL_LANGUAGES else "ltr"


def _is_script(part: str) -> bool:
    """Whether a subtag can be an ISO 15924 code (RFC 5646 2.2.3)."""
    return len(part) == 4 and part.isascii() and part.isalpha()
