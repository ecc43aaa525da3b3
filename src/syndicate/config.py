"""syndicate.toml: what a newsroom would otherwise type each time.

It is looked for in the working directory and the folders above it; paths in it count from its own folder. Reading is
strict: a key that nobody knows is an error, because a misspelt setting that does nothing is found too late. What the
command line says wins.
"""

from __future__ import annotations

from difflib import get_close_matches
from pathlib import Path
from typing import Any, Literal

import msgspec

from syndicate.errors import ConfigError

FILE_NAME = "syndicate.toml"

OptionValue = str | int | float | bool
Options = dict[str, dict[str, OptionValue]]


class _Table(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Common to the tables of the file: frozen, and strict about names."""


def _texts(options: Options) -> dict[str, dict[str, str]]:
    return {
        name: {key: str(value).lower() if isinstance(value, bool) else str(value) for key, value in given.items()}
        for name, given in options.items()
    }


class Source(_Table, frozen=True, kw_only=True):
    """``[source]``: what is read when the command line names no input."""

    inputs: tuple[str, ...] = ()
    """Files, folders and globs."""
    from_: str = msgspec.field(default="", name="from")
    """Name of the importer; found by content when empty."""
    language: str = ""
    """BCP 47; for stories that do not tell theirs."""
    options: Options = {}
    """``[source.options.NAME]``: options of single importers."""

    def option_texts(self) -> dict[str, dict[str, str]]:
        """The options as the command line would give them."""
        return _texts(self.options)


class EditionHead(_Table, frozen=True, kw_only=True):
    """``[edition]``: the head of the edition that loose stories are put into; a whole edition brings its own."""

    id: str = ""
    title: str = ""
    subtitle: str = ""
    description: str = ""
    language: str = ""
    url: str = ""
    publisher: str = ""
    contact: str = ""
    copyright_notice: str = ""
    series: str = ""
    number: str = ""
    issn: str = ""
    slug: str = ""
    hubs: tuple[str, ...] = ()
    """Addresses of WebSub hubs."""
    image: str = ""
    icon: str = ""
    ttl: int | None = None
    """Minutes for which a feed may be kept."""

    def given(self) -> dict[str, object]:
        """The fields that are set."""
        return {name: value for name in self.__struct_fields__ if (value := getattr(self, name))}


class Export(_Table, frozen=True, kw_only=True):
    """``[export]``: how it is written."""

    formats: tuple[str, ...] = ()
    output: str = "out"
    base_url: str = ""
    fail_on: Literal["error", "warning", "loss"] = "error"
    template: str = ""
    profile: str = ""
    fonts: tuple[str, ...] = ()
    """Folders of fonts for PDFs, or ``system``."""
    cache: str = ""
    """Folder to keep rendered items in; nothing is kept when empty."""
    options: Options = {}
    """``[export.options.NAME]``: options of single formats."""

    def option_texts(self) -> dict[str, dict[str, str]]:
        """The options as the command line would give them."""
        return _texts(self.options)


class Config(_Table, frozen=True, kw_only=True):
    """The whole file. `Config()` is what holds where there is none."""

    source: Source = Source()
    edition: EditionHead = EditionHead()
    export: Export = Export()


class Settings(msgspec.Struct, frozen=True):
    """A configuration, and where it came from: None when no file was found."""

    config: Config
    path: Path | None

    @property
    def folder(self) -> Path:
        """The folder that the paths in the file count from."""
        return self.path.parent if self.path else Path()

    @property
    def inputs(self) -> tuple[str, ...]:
        """The inputs of the file as paths that work from the working directory."""
        named = self.config.source.inputs
        return tuple(text if "://" in text else str(self.folder / text) for text in named)

    @property
    def cache(self) -> Path | None:
        """The folder of rendered items, None when nothing is to be kept."""
        return self.folder / self.config.export.cache if self.config.export.cache else None

    @property
    def fonts(self) -> tuple[str, ...]:
        """The folders of fonts as they work from the working directory."""
        return tuple(name if name == "system" else str(self.folder / name) for name in self.config.export.fonts)

    @property
    def profile(self) -> str:
        """The profile: a name, or the path of a file as it works from the working directory."""
        name = self.config.export.profile
        return str(self.folder / name) if name.endswith(".toml") else name

    @property
    def output(self) -> Path:
        """The folder of the outputs."""
        return self.folder / self.config.export.output


def load(start: Path) -> Settings:
    """The settings that hold in the folder `start`.

    Raises:
        ConfigError: the file cannot be read, is no TOML, or has an unknown or ill-typed key.
    """
    path = find(start)
    return Settings(read(path), path) if path else Settings(Config(), None)


def find(start: Path) -> Path | None:
    """The nearest syndicate.toml at `start` or above it; as short as it can be said, for messages."""
    folder = start.resolve()
    for place in (folder, *folder.parents):
        path = place / FILE_NAME
        if path.is_file():
            return start / FILE_NAME if place == folder else path
    return None


def read(path: Path) -> Config:
    """Read one file.

    Raises:
        ConfigError: as `load`.
    """
    import tomllib  # 2 ms of start-up that a folder without the file does not need

    try:
        data = tomllib.loads(path.read_bytes().decode())
    except OSError as error:
        raise ConfigError(f"{path}: cannot be read: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise ConfigError(f"{path}: is not UTF-8", hint="save it as UTF-8, as TOML requires") from error
    except tomllib.TOMLDecodeError as error:
        raise ConfigError(f"{path}: is no TOML: {error}", hint="docs/cli.md shows the file") from error
    try:
        return msgspec.convert(data, Config)
    except msgspec.ValidationError as error:
        raise _explain(path, str(error)) from error


def _explain(path: Path, complaint: str) -> ConfigError:
    message, _, place = complaint.partition(" - at `$")
    place = place.rstrip("`").removeprefix(".")
    if message.startswith("Object contains unknown field"):
        key = message.split("`")[1]
        known = _keys(place)
        close = get_close_matches(key, known, n=1)
        hint = f"did you mean {close[0]}?" if close else f"there is: {', '.join(known)}"
        return ConfigError(f"{path}: unknown key {place + '.' if place else ''}{key}", hint=hint)
    said = message[:1].lower() + message[1:]
    return ConfigError(f"{path}: {place or 'the file'}: {said}", hint="docs/cli.md shows the file")


def _keys(place: str) -> list[str]:
    """The keys of the table at `place` (`export`), sorted."""
    table: Any = Config
    for name in filter(None, place.split(".")):
        table = next(f.type for f in msgspec.structs.fields(table) if f.encode_name == name)
    return sorted(field.encode_name for field in msgspec.structs.fields(table))
