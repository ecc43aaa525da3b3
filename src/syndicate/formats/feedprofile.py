"""What an aggregator takes of a feed, as data: `templates/feed/profiles/*.toml`, checked key by key.

The exporters shape a feed by a profile and the validators judge one by it, so that the two can never disagree. The
profile `public` is for everyone: it has no limits and is built in, so that an ordinary export reads no file for it.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Literal

import msgspec

from syndicate.errors import ConfigError, UsageError

PUBLIC = "public"
"""The profile that is meant when none is named."""

NAMES = (PUBLIC, "google-news", "msn", "smartnews", "flipboard")

Dialect = Literal["rss", "atom"]
"""Formats that profiles are for: no aggregator known here takes JSON Feed."""
FeedPart = Literal["link", "description", "language", "date", "self", "hub", "ttl", "image", "copyright"]
"""What a channel may be asked to have; title and id every dialect demands itself."""
Part = Literal["link", "title", "published", "language", "summary", "content", "author", "image"]
"""What an item may be asked to have; an id every item has."""
Value = Literal[
    "feed.image",
    "item.short_title",
    "item.written",
    "image.syndication",
    "image.title",
    "image.focus_x",
    "image.focus_y",
]
"""Where an added element takes its text from; an element without a value is not written."""


class _Table(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """Common to the tables of a profile: frozen, and strict about names."""


class FeedLimits(_Table, frozen=True, kw_only=True):
    """``[feed]``: the feed as a whole. 0 is no limit."""

    items: int = 0
    """Items, the newest first."""
    bytes: int = 0
    ttl: int = 0
    """Minutes to keep the feed, where the edition says nothing."""
    description: int = 0
    """Characters of the channel's description."""
    archives: bool = True
    """Whether archives of older items may go with it."""
    required: tuple[FeedPart, ...] = ()
    wanted: tuple[FeedPart, ...] = ()
    """Asked for but not enforced: a warning when it is missing."""


class TitleLimits(_Table, frozen=True, kw_only=True):
    """``[item.title]``: characters."""

    shortest: int = 0
    longest: int = 0


class ItemLimits(_Table, frozen=True, kw_only=True):
    """``[item]``: every item. 0 is no limit."""

    bytes: int = 0
    """UTF-8 bytes of its HTML."""
    hours: int = 0
    """Age, counted from the date of the feed back to the publication of the item."""
    title: TitleLimits = TitleLimits()
    summary: int = 0
    """Characters that a summary should have at least."""
    required: tuple[Part, ...] = ()
    wanted: tuple[Part, ...] = ()


class ImageLimits(_Table, frozen=True, kw_only=True):
    """``[image]``: every picture of an item."""

    side: int = 0
    """Pixels of the shorter side, where they are known."""
    types: tuple[str, ...] = ()
    """Media types that are taken; empty for all."""


class Html(_Table, frozen=True, kw_only=True):
    """``[html]``: elements that may stand in the text; empty for all that a feed may have."""

    elements: tuple[str, ...] = ()
    instead: dict[str, str] = {}
    """What is written in place of an element that is not taken, where there is something like it."""


class Added(_Table, frozen=True, kw_only=True):
    """``[[add]]``: an element beyond the public feed. `element` is a path, as in `snf:logo/url`."""

    element: str
    on: Literal["feed", "item", "image"]
    value: Value
    required: bool = False
    """Warn where it is missing."""


class Profile(_Table, frozen=True, kw_only=True):
    """One profile."""

    title: str
    formats: tuple[Dialect, ...] = ("rss", "atom")
    namespaces: dict[str, str] = {}
    feed: FeedLimits = FeedLimits()
    item: ItemLimits = ItemLimits()
    image: ImageLimits = ImageLimits()
    html: Html = Html()
    add: tuple[Added, ...] = ()


OPEN = Profile(title="Everyone")
"""The profile `public` (`public.toml` says the same, as a model for new ones)."""


def find(name: str, format_name: str = "") -> Profile:
    """The profile called `name` (`public` when that is empty), for the format `format_name` if one is given.

    A name that ends in `.toml` is the path of a file.

    Raises:
        UsageError: there is no such profile, or it is not for this format.
        ConfigError: its file has an unknown key, or a value of the wrong type.
    """
    if name in ("", PUBLIC):
        return OPEN
    if not name.endswith(_SUFFIX) and name not in NAMES:
        import difflib

        close = difflib.get_close_matches(name.lower(), NAMES, n=1)
        meant = f"did you mean {close[0]}? " if close else ""
        hint = f"{meant}there is: {', '.join(NAMES)}, or the path of a file that ends in {_SUFFIX}"
        raise UsageError(f"unknown profile {name!r}", hint=hint)
    profile = load(name)
    if format_name and format_name not in profile.formats:
        raise UsageError(
            f"the profile {name} is not for {format_name}: {profile.title} does not take it",
            hint=f"formats that it takes: {', '.join(profile.formats)}",
        )
    return profile


def load(name: str) -> Profile:
    """The profile in `templates/feed/profiles/<name>.toml`, or in the file at the path `name` if it ends in `.toml`.

    Raises:
        UsageError: there is no such file.
        ConfigError: it has an unknown key, or a value of the wrong type.
    """
    from syndicate.context import template

    file = name if name.endswith(_SUFFIX) else f"feed/profiles/{name}{_SUFFIX}"
    try:
        data = Path(name).read_bytes() if file == name else template(file)
    except OSError as fault:
        raise UsageError(
            f"--profile {name}: cannot be read: {fault.strerror or fault}", hint=f"there is: {', '.join(NAMES)}"
        ) from fault
    return _parse(data, file)


def _parse(data: bytes, file: str) -> Profile:
    import tomllib

    try:
        profile = msgspec.convert(tomllib.loads(data.decode("utf-8")), Profile)
    except (msgspec.ValidationError, tomllib.TOMLDecodeError, UnicodeDecodeError) as fault:
        raise ConfigError(f"{file}: {fault}", hint="docs/profiles.md shows all keys") from fault
    for added in profile.add:
        for step in added.element.split("/"):
            prefix, _, local = step.rpartition(":")
            if not _NAME.fullmatch(local) or (prefix and not _NAME.fullmatch(prefix)):
                raise ConfigError(f"{file}: {added.element!r} is no path of elements", hint="as in snf:logo/url")
            if prefix and prefix not in profile.namespaces and prefix not in _KNOWN:
                raise ConfigError(
                    f"{file}: the prefix {prefix} of {added.element} stands for nothing", hint="add it to [namespaces]"
                )
    for prefix in profile.namespaces:
        if not _NAME.fullmatch(prefix) or prefix in _KNOWN:
            raise ConfigError(f"{file}: {prefix!r} is no prefix for a namespace of one's own", hint="as in snf")
    return profile


_KNOWN = frozenset({"dc", "dcterms", "media", "georss", "content", "atom", "sy", "fh", "at", "xml", "xmlns"})
"""Prefixes that have their meaning in feeds."""
_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_.-]*")
_SUFFIX = ".toml"
