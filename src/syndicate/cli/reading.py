"""From the command line and syndicate.toml to what is to be read: the inputs, how, and under which head."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

import msgspec

from syndicate import config, rows
from syndicate.collect import Collected, Reading, collect
from syndicate.config import Settings
from syndicate.context import Context
from syndicate.errors import UsageError
from syndicate.model.article import Edition


class Wanted(msgspec.Struct, frozen=True):
    """What the command line says about the source; empty where it says nothing."""

    inputs: tuple[str, ...] = ()
    importer: str = ""
    language: str = ""
    options: tuple[str, ...] = ()
    """The texts of ``--option``; those of importers count here."""
    fetch: bool = False
    """Whether inputs that are addresses may be fetched."""


def settings() -> Settings:
    """The settings of the working directory."""
    return config.load(Path())


def read(wanted: Wanted, found: Settings, context: Context) -> Collected:
    """Read the inputs that the command line names, or else those of syndicate.toml.

    Raises:
        UsageError: there is neither, or the importer is unknown.
        InputError: as `syndicate.collect.collect`.
    """
    named = wanted.inputs or found.inputs
    if not named:
        raise _nothing_named(found)
    stdin = sys.stdin.buffer if sys.stdin else None
    return collect(named, context, head=_head(found), reading=how(wanted, found), stdin=stdin)


def how(wanted: Wanted, found: Settings) -> Reading:
    """How the sources are to be read.

    Raises:
        UsageError: the importer or an option is unknown.
    """
    source = found.config.source
    name = wanted.importer or ("" if wanted.inputs else source.from_)
    if name:
        rows.find(name, rows.importers(), "input format")
    given = source.option_texts()
    check_options(given)
    for row, pairs in parse_options(wanted.options).items():
        given[row] = {**given.get(row, {}), **pairs}
    options = tuple((f"{row}.{key}", value) for row, pairs in given.items() for key, value in pairs.items())
    return Reading(importer=name, language=wanted.language or source.language, options=options)


def _nothing_named(found: Settings) -> UsageError:
    if found.path is not None:
        return UsageError(
            f"no input is named, and {found.path} names no source",
            hint='syndicate export FILE..., or put this into it: [source] inputs = ["stories"]',
        )
    return UsageError(
        "no input is named, and there is no syndicate.toml here or above",
        hint="there are two ways to go on:\n"
        "   name the stories:          syndicate export story.txt --format rss\n"
        '   or write syndicate.toml:   [source]\n                              inputs = ["stories"]',
    )


def _head(found: Settings) -> Edition | None:
    """The head for loose stories, where syndicate.toml has one; an id is minted for it later when it has none."""
    given = found.config.edition.given()
    return Edition(**{"id": "urn:none", **given}) if given else None  # type: ignore[arg-type]


def parse_options(texts: Sequence[str]) -> dict[str, dict[str, str]]:
    """``NAME.KEY=VALUE`` texts by format and key.

    Raises:
        UsageError: a text is not of that form, or the format has no such option.
    """
    options: dict[str, dict[str, str]] = {}
    for text in texts:
        place, equals, value = text.partition("=")
        name, dot, key = place.partition(".")
        if not (equals and dot and name and key):
            raise UsageError(f"--option {text}: is not of the form NAME.KEY=VALUE", hint="as in --option rss.limit=20")
        options.setdefault(name, {})[key] = value
    check_options(options)
    return options


def check_options(options: Mapping[str, Mapping[str, str]]) -> None:
    """Refuse options that no format has, before anything is written.

    Raises:
        UsageError: the message lists the options that there are.
    """
    for name, given in options.items():
        importer = rows.importers().get(name)
        known = dict(importer.options.items()) if importer else {}
        if not importer or name in rows.exporters():
            known.update(rows.find(name, rows.exporters(), "format").options.items())
        for key in given:
            if key not in known:
                listed = "".join(f"\n       {name}.{option}: {text}" for option, text in known.items())
                raise UsageError(
                    f"{name} has no option {key!r}", hint=f"there is:{listed}" if listed else f"{name} has no options"
                )
