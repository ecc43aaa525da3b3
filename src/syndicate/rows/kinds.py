"""What is known of a format before its code is imported: one kind of row each for writing, reading and judging."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple

API_VERSION = 1
"""Version of the plugin contract (`syndicate.contracts`); a plugin built for another one is refused."""

_NO_OPTIONS: Mapping[str, str] = MappingProxyType({})


class ExporterRow(NamedTuple):
    """A row of the registry: all that is known of a format before its code is imported."""

    name: str
    media_type: str
    suffix: str
    """With its dot: `.epub`."""
    path: str
    """`package.module:ClassName` of the exporter, which is called without arguments."""
    help: str
    extra: str = ""
    """The optional extra of this distribution that the format needs."""
    file_name: str = "{stem}{suffix}"
    """`{stem}` is the edition's slug, or the story's when it is alone."""
    options: Mapping[str, str] = _NO_OPTIONS
    """Options of the format, with a line of help each; given as `--option NAME.KEY=VALUE`."""
    accepts: tuple[str, ...] = ()
    """Which of `template` and `profile` the format knows what to do with."""
    profiles: tuple[str, ...] = ()
    """Its profiles, the default first (`--profile NAME`); with `PROFILE_FILE` it takes the path of a file as well."""
    stories: bool = True
    """It is there to carry stories; of a list of feeds or addresses nobody wants to hear what it leaves out of them."""
    clients: bool = False
    """Its receivers are clients who keep embargoes: it may be sent in advance (`syndicate export --advance`)."""
    distribution: str = "syndicate"
    api_version: int = API_VERSION


class ImporterRow(NamedTuple):
    """A row of the registry: an importer before its code is imported."""

    name: str
    path: str
    help: str
    suffixes: tuple[str, ...] = ()
    """Endings of file names that hint at it; content decides first."""
    options: Mapping[str, str] = _NO_OPTIONS
    extra: str = ""
    distribution: str = "syndicate"
    api_version: int = API_VERSION


class ValidatorRow(NamedTuple):
    """A row of the registry: a validator before its code is imported. `name` is the name of its format."""

    name: str
    path: str
    help: str
    magic: bytes = b""
    """How files of the format begin, so that `syndicate validate` can tell them; empty when they have no such mark."""
    extra: str = ""
    accepts: tuple[str, ...] = ()
    """`profile` where the format can be judged by one."""
    distribution: str = "syndicate"
    api_version: int = API_VERSION


PROFILE_FILE = "PATH.toml"
"""Among the profiles of a format: it takes the path of a file too."""
