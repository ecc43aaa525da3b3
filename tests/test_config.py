"""syndicate.toml: strict, found upwards, and taught when wrong."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import msgspec
import pytest

from syndicate import rows
from syndicate.config import Config, find, load, read
from syndicate.errors import ConfigError

WHOLE = """
[source]
inputs = ["stories/*.txt", "edition.json"]
from = "wire"
language = "en"
options.wire = { zone = "Europe/London" }

[edition]
id = "urn:example:daily"
title = "Daily"
publisher = "House"

[export]
formats = ["rss", "atom"]
output = "public"
base_url = "https://news.example/"
fail_on = "loss"
options.rss = { limit = 20, full = true, name = "x" }
"""


def write(folder: Path, text: str) -> Path:
    path = folder / "syndicate.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_whole_file_is_read(tmp_path: Path) -> None:
    """Every table arrives; options are text, as the command line gives them."""
    write(tmp_path, WHOLE)
    settings = load(tmp_path)
    assert settings.config.source.from_ == "wire"
    assert settings.config.source.option_texts() == {"wire": {"zone": "Europe/London"}}
    assert settings.config.edition.given() == {"id": "urn:example:daily", "title": "Daily", "publisher": "House"}
    assert settings.config.export.formats == ("rss", "atom")
    assert settings.config.export.fail_on == "loss"
    assert settings.config.export.option_texts() == {"rss": {"limit": "20", "full": "true", "name": "x"}}
    assert settings.inputs == (str(tmp_path / "stories/*.txt"), str(tmp_path / "edition.json"))
    assert settings.output == tmp_path / "public"


def test_it_is_found_in_a_parent_and_paths_count_from_there(tmp_path: Path) -> None:
    """Typed in a folder below, the same command reads the same stories and writes to the same place."""
    write(tmp_path, WHOLE)
    below = tmp_path / "a" / "b"
    below.mkdir(parents=True)
    settings = load(below)
    assert settings.path == tmp_path.resolve() / "syndicate.toml"
    assert settings.output == tmp_path.resolve() / "public"


def test_the_nearest_file_wins(tmp_path: Path) -> None:
    """A project in a project has its own settings."""
    write(tmp_path, WHOLE)
    inner = tmp_path / "inner"
    inner.mkdir()
    write(inner, "")
    assert load(inner).config == Config()


def test_without_a_file_there_are_defaults(tmp_path: Path) -> None:
    """No file is no error: the command line may say it all."""
    settings = load(tmp_path)
    if find(tmp_path) is None:  # a syndicate.toml above the temporary folder would be a real one
        assert (settings.config, settings.path, settings.output) == (Config(), None, Path("out"))


@pytest.mark.parametrize(
    ("text", "message", "hint"),
    [
        ("[export]\nformts = []", "unknown key export.formts", "did you mean formats?"),
        ("[exprot]", "unknown key exprot", "did you mean export?"),
        ("[source]\nfrm = 'wire'", "unknown key source.frm", "did you mean from?"),
        ("[edition]\nzzz = 1", "unknown key edition.zzz", "there is: contact, "),
        ("[export]\nformats = 'rss'", "export.formats: expected `array`, got `str`", "docs/cli.md"),
        ("[export]\nformats = [1]", "export.formats[0]: expected `str`, got `int`", "docs/cli.md"),
        ("[export]\nfail_on = 'never'", "export.fail_on: invalid enum value 'never'", "docs/cli.md"),
        ("[export]\noptions.rss = 3", "export.options[...]: expected `object`, got `int`", "docs/cli.md"),
        ("source = 1", "source: expected `object`, got `int`", "docs/cli.md"),
        ("[export\n", "is no TOML: ", "docs/cli.md"),
    ],
)
def test_what_is_wrong_is_said_with_its_path(tmp_path: Path, text: str, message: str, hint: str) -> None:
    """The file, the key, and the way out."""
    path = write(tmp_path, text)
    with pytest.raises(ConfigError) as caught:
        read(path)
    assert caught.value.message.startswith(f"{path}: {message}")
    assert hint in caught.value.hint
    assert caught.value.exit_code == 5


def test_a_broken_file_names_the_line(tmp_path: Path) -> None:
    """TOML's own place is passed on."""
    with pytest.raises(ConfigError, match="line 2"):
        read(write(tmp_path, "[source]\ninputs = = 3"))


def test_bytes_that_are_no_utf8_are_named(tmp_path: Path) -> None:
    """TOML is UTF-8."""
    path = tmp_path / "syndicate.toml"
    path.write_bytes(b'[edition]\ntitle = "\xff"')
    with pytest.raises(ConfigError, match="is not UTF-8"):
        read(path)


def test_a_file_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    """A folder of that name is not found, but asked for by name it is an error."""
    with pytest.raises(ConfigError, match="cannot be read"):
        read(tmp_path)


def test_the_file_in_the_documentation_is_right() -> None:
    """docs/cli.md shows every table, and what it shows is read; its options are those of the formats."""
    page = (Path(__file__).resolve().parent.parent / "docs" / "cli.md").read_text(encoding="utf-8")
    (shown,) = re.findall(r"^```toml\n(.*?)^```", page, re.DOTALL | re.MULTILINE)
    config = msgspec.convert(tomllib.loads(shown), Config)
    assert config.source.inputs and config.edition.given() and config.export.formats
    for name, options in config.export.option_texts().items():
        assert options.keys() <= rows.exporters()[name].options.keys()
    for name, options in config.source.option_texts().items():
        assert options.keys() <= rows.importers()[name].options.keys()
    for table in ("source", "edition", "export"):
        for key in msgspec.structs.fields(getattr(config, table)):
            assert re.search(rf"\b{key.encode_name}\b", shown), f"{table}.{key.encode_name} is not documented"
