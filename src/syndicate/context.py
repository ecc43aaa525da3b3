"""Everything from outside that a run depends on, gathered once: time, environment, limits, templates, media.

This is the only module that reads the clock or the environment, so that nothing below it can be changed by them and
the same input gives the same bytes.

Two times are kept apart on purpose. `Context.built_at` is what is *written* where a format must have a processing time;
it is set for reproducible builds and may be any instant. `Context.gate_clock` is what decides whether an embargo is
over; it never runs ahead of the wall clock, because a stamp set for reproducibility must not lift an embargo.
"""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from functools import cache
from pathlib import Path, PurePosixPath

import msgspec

from syndicate.errors import ConfigError, InputError, UsageError
from syndicate.model import Article
from syndicate.model.article import Rendition
from syndicate.model.digests import Digests

_MEDIA_SIZE = 64 * 1024 * 1024


class Limits(msgspec.Struct, frozen=True):
    """Bounds that keep hostile input from taking the machine; sizes in bytes."""

    input_size: int = 256 * 1024 * 1024
    media_size: int = _MEDIA_SIZE
    nesting: int = 64
    """How deep blocks may stand in blocks."""


class Fetching(msgspec.Struct, frozen=True):
    """That sources may be fetched (`--fetch`), and the bounds: bytes, seconds for all of it, redirects."""

    size: int = 32 * 1024 * 1024
    seconds: float = 30.0
    redirects: int = 5
    private: bool = False
    """Whether addresses that are not public may be asked. No option sets it: it is there for tests on loopback."""


class MediaStore(msgspec.Struct, frozen=True):
    """The files that renditions point to, found in the folder that an article came from.

    `roots` maps an article id to its folder; `default` serves the others. An address (`https:`) is never fetched.
    """

    default: Path | None = None
    roots: Mapping[str, Path] = {}
    max_size: int = _MEDIA_SIZE

    def read(self, article: Article, rendition: Rendition) -> bytes | None:
        """The bytes of `rendition`, or None when it is an address, missing, too large or outside its folder."""
        path = self.path(article, rendition)
        if path is None or path.stat().st_size > self.max_size:
            return None
        return path.read_bytes()

    def path(self, article: Article, rendition: Rendition) -> Path | None:
        """Where `rendition` lies, or None when it is no file inside the article's folder."""
        root = self.roots.get(article.id, self.default)
        if root is None or "://" in rendition.href or "\0" in rendition.href:
            return None
        href = PurePosixPath(rendition.href)
        if href.is_absolute() or ".." in href.parts:
            return None
        path = root.joinpath(*href.parts)
        try:
            inside = path.resolve().is_relative_to(root.resolve())
            return path if inside and path.is_file() else None
        except OSError:
            return None


class Context(msgspec.Struct, frozen=True):
    """One run's surroundings. Make it with `from_environment`, or by hand in tests."""

    now: datetime
    """The wall clock, read once."""
    built_at: datetime | None = None
    """`--built-at`, else SOURCE_DATE_EPOCH; None when neither was given."""
    base_url: str = ""
    limits: Limits = Limits()
    media: MediaStore = MediaStore()
    schemas: Path | None = None
    """Folder of official schemas: `--schemas`, else SYNDICATE_SCHEMAS, else the cache when it exists."""
    epubcheck: str = ""
    """Path of epubcheck's jar, when the environment names one (EPUBCHECK_JAR)."""
    verapdf: str = ""
    """Path of veraPDF's command line, when the environment names one (VERAPDF_CLI)."""
    fetching: Fetching | None = None
    """Set when sources may be fetched; None when an address is a mistake."""
    cache: Path | None = None
    """Folder where exporters may keep what they have rendered, by content; None when nothing is to be kept."""
    fonts: tuple[Path, ...] = ()
    """Folders of fonts, or single files, besides those that come with us (`--fonts DIR`)."""
    system_fonts: tuple[Path, ...] = ()
    """The folders where this machine has its fonts, when they are asked for (`--fonts system`)."""
    digests: Digests = {}
    """Of the articles that this run has read, where there is a cache to look them up in; importers fill it."""

    @property
    def gate_clock(self) -> datetime:
        """The instant that decides about embargoes: `built_at`, but never later than now."""
        return min(self.built_at, self.now) if self.built_at else self.now

    @classmethod
    def from_environment(
        cls,
        *,
        built_at: str = "",
        base_url: str = "",
        schemas: Path | None = None,
        cache: Path | None = None,
        fonts: Sequence[str] = (),
        media: MediaStore | None = None,
        fetch: bool = False,
        environ: Mapping[str, str] | None = None,
    ) -> Context:
        """Read clock and environment. `built_at` is the option's text.

        Raises:
            UsageError: `built_at` is no instant with a zone.
            ConfigError: SOURCE_DATE_EPOCH is no number.
        """
        environ = os.environ if environ is None else environ
        return cls(
            now=datetime.now(UTC),
            built_at=_instant(built_at) if built_at else _source_date_epoch(environ),
            base_url=base_url,
            media=media or MediaStore(),
            schemas=schemas or _schemas_folder(environ),
            epubcheck=environ.get("EPUBCHECK_JAR", ""),
            verapdf=environ.get("VERAPDF_CLI", ""),
            fetching=Fetching() if fetch else None,
            cache=cache,
            fonts=tuple(Path(name) for name in fonts if name != _SYSTEM),
            system_fonts=_font_folders(environ) if _SYSTEM in fonts else (),
        )


_SYSTEM = "system"


def _font_folders(environ: Mapping[str, str]) -> tuple[Path, ...]:
    """Where Linux, macOS and Windows keep fonts, a user's own last."""
    places = ["/usr/share/fonts", "/usr/local/share/fonts", "/System/Library/Fonts", "/Library/Fonts"]
    places += [f"{environ[name]}/Fonts" for name in ("WINDIR",) if environ.get(name)]
    if environ.get("HOME"):
        places += [f"{environ['HOME']}/{name}" for name in (".local/share/fonts", ".fonts", "Library/Fonts")]
    return tuple(path for path in map(Path, places) if path.is_dir())


def _instant(value: str) -> datetime:
    try:
        instant = datetime.fromisoformat(value)
    except ValueError:
        raise UsageError(f"--built-at: {value!r} is no date and time", hint="2025-03-01T06:00:00Z") from None
    if instant.tzinfo is None:
        raise UsageError(f"--built-at: {value!r} has no time zone", hint=f"{value}Z for UTC, or an offset like +01:00")
    return instant.astimezone(UTC)


def _source_date_epoch(environ: Mapping[str, str]) -> datetime | None:
    value = environ.get("SOURCE_DATE_EPOCH", "").strip()
    if not value:
        return None
    try:
        return datetime.fromtimestamp(int(value), UTC)
    except (ValueError, OverflowError, OSError):
        raise ConfigError(
            f"SOURCE_DATE_EPOCH: {value!r} is no number of seconds", hint="unset it or set a number"
        ) from None


def cache_folder(environ: Mapping[str, str] | None = None) -> Path:
    """Where this user's downloaded schemas live (XDG base directory specification)."""
    environ = os.environ if environ is None else environ
    base = environ.get("XDG_CACHE_HOME") or str(Path(environ.get("HOME") or "~").expanduser() / ".cache")
    return Path(base) / "syndicate"


def colour_wanted(environ: Mapping[str, str] | None = None) -> bool:
    """Whether the user lets programs use colour on a terminal (no-color.org; a dumb terminal has none)."""
    environ = os.environ if environ is None else environ
    return not environ.get("NO_COLOR") and environ.get("TERM") != "dumb"


def _schemas_folder(environ: Mapping[str, str]) -> Path | None:
    named = environ.get("SYNDICATE_SCHEMAS")
    if named:
        return Path(named)
    cached = cache_folder(environ) / "schemas"
    return cached if cached.is_dir() else None


@cache
def templates_folder() -> Path:
    """Where the templates lie: inside an installed wheel, or at the top of a source tree."""
    package = Path(__file__).parent
    for folder in (package / "_templates", package.parent.parent / "templates"):
        if folder.is_dir():
            return folder
    raise ConfigError("the templates are missing from this installation", hint="install syndicate again")


def template(name: str) -> bytes:
    """The template `name` (`epub/article.css`), as bytes.

    Raises:
        InputError: there is no such template; the message lists those of its folder.
    """
    path = templates_folder().joinpath(*PurePosixPath(name).parts)
    if ".." in PurePosixPath(name).parts or not path.is_file():
        known = sorted(p.name for p in path.parent.glob("*")) if path.parent.is_dir() else []
        raise InputError(f"no template {name}", hint=f"there is: {', '.join(known)}" if known else "")
    return path.read_bytes()
