"""The documentation is whole and true: what it shows exists, and what exists is in it."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parent.parent
DOCS = ROOT / "docs"
PAGES = sorted([*ROOT.glob("*.md"), *DOCS.rglob("*.md")])
CODE = re.compile(r"\bSYN-[A-Z0-9]+-\d{3}\b")


def read(path: Path) -> str:
    """The text of one file."""
    return path.read_text(encoding="utf-8")


@cache
def commands() -> dict[str, Any]:
    """Every command of the command line by its full name (`schemas install`), as the library that runs it sees it."""
    import typer.main

    from syndicate import cli

    found: dict[str, Any] = {}

    def visit(command: Any, name: str) -> None:
        if hasattr(command, "list_commands"):
            context = command.make_context(name or "syndicate", [], resilient_parsing=True)
            for child in command.list_commands(context):
                visit(command.get_command(context, child), f"{name} {child}".strip())
        else:
            found[name] = command

    visit(typer.main.get_command(cli.app), "")
    return found


def options(command: Any) -> set[str]:
    """The long options of a command."""
    flags = {flag for p in command.params for flag in (*p.opts, *p.secondary_opts)}
    return {flag for flag in flags if flag.startswith("--")}


def shown() -> Iterator[tuple[Path, str]]:
    """Every line of a fenced block that calls `make` or `syndicate`, with the page it stands on."""
    for page in PAGES:
        for block in re.findall(r"^```(?:sh|console|bash)?\n(.*?)^```", read(page), re.DOTALL | re.MULTILINE):
            for line in block.replace("\\\n", " ").splitlines():
                line = line.removeprefix("$ ").strip()
                if re.match(r"(make|syndicate) \S", line):
                    yield page, line


SHOWN = list(shown())


def test_there_is_something_to_check() -> None:
    """Empty lists would make the tests below pass."""
    assert len(PAGES) >= 10
    assert len(commands()) >= 7
    assert any(line == "make demo" for _, line in SHOWN)
    assert any(line.startswith("syndicate export") for _, line in SHOWN)


@pytest.mark.parametrize(("page", "line"), SHOWN, ids=[f"{p.name}:{line}" for p, line in SHOWN])
def test_commands_that_are_shown_exist(page: Path, line: str) -> None:
    """A line in the documentation names commands, options, formats and make targets that are there."""
    words = shlex.split(line, comments=True)
    if words[0] == "make":
        target = next(word for word in words[1:] if "=" not in word)
        assert re.search(rf"^{target}:", read(ROOT / "Makefile"), re.MULTILINE), f"{page.name}: no target {target}"
        return
    name = next((n for n in (" ".join(words[1:3]), words[1]) if n in commands()), None)
    if name is None:
        assert words[1] in ("--help", "--version"), f"{page.name}: no command {words[1]}"
        return
    known = options(commands()[name]) | {"--help"}
    assert {word.split("=")[0] for word in words if word.startswith("--")} <= known, f"{page.name}: {line}"


@pytest.mark.parametrize("name", sorted(commands()))
def test_every_command_and_option_is_documented(name: str) -> None:
    """docs/cli.md has a section for the command, and in it every option."""
    sections = re.split(r"^## ", read(DOCS / "cli.md"), flags=re.MULTILINE)
    section = next((s for s in sections if re.match(rf"`?syndicate {name}`?\b", s)), None)
    assert section is not None, f"docs/cli.md has no section '## syndicate {name}'"
    missing = {flag for flag in options(commands()[name]) - {"--help"} if not re.search(rf"{flag}(?![\w-])", section)}
    assert missing == set()


def test_every_format_has_a_page() -> None:
    """docs/formats/<name>.md for everything that is read, written or judged, and no page for what is not there."""
    from syndicate import registry

    rows = (*registry.exporters().values(), *registry.validators().values())
    names = {row.name for row in rows if row.distribution == "syndicate"}
    assert len(names) >= 5
    names |= {row.name for row in registry.importers().values()} - {"canonical"}  # its pages are json and jsonl
    pages = {page.stem for page in (DOCS / "formats").glob("*.md")}
    assert names - pages == set(), "formats without a page"
    assert pages - names <= set(registry.importers()), "pages of what is not there"


def test_every_diagnostic_code_is_documented() -> None:
    """The codes in the sources and those in docs/diagnostics.md are the same."""
    sources = [p for p in (ROOT / "src").rglob("*") if p.suffix in (".py", ".rng", ".java")]
    used = {code for path in sources for code in CODE.findall(read(path))}
    documented = set(CODE.findall(read(DOCS / "diagnostics.md")))
    assert len(used) > 20
    assert used - documented == set(), "codes without a line in docs/diagnostics.md"
    assert documented - used == set(), "documented codes that nothing gives"


def test_the_architecture_opens_with_the_drawing() -> None:
    """The first thing on the page is what flows through the house, and every room of it exists."""
    opening = read(DOCS / "architecture.md")[:1500]
    assert "Source -> importer" in opening
    assert "-> gate -> exporter ->" in opening


LISTINGS = re.findall(r"<!-- file: (\S+) -->\n```\w+\n(.*?)```", read(DOCS / "plugins.md"), re.DOTALL)


@pytest.mark.parametrize(("path", "listing"), LISTINGS, ids=[path for path, _ in LISTINGS])
def test_listings_are_the_files(path: str, listing: str) -> None:
    """The plugin that docs/plugins.md shows is the one that the tests install."""
    assert listing == read(ROOT / path)


def test_the_whole_plugin_is_listed() -> None:
    """Every file of the example stands on the page."""
    plugin = ROOT / "tests" / "plugins" / "plaintext"
    files = {p.relative_to(ROOT).as_posix() for p in plugin.rglob("*") if p.suffix in (".py", ".toml")}
    assert {path for path, _ in LISTINGS} == files


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_links_lead_somewhere(page: Path) -> None:
    """A relative link or picture on a page points to a file in the repository."""
    text = re.sub(r"^```.*?^```", "", read(page), flags=re.DOTALL | re.MULTILINE)
    for target in re.findall(r"\]\(([^)#\s]+)[^)]*\)", text):
        if not re.match(r"[a-z]+:", target):
            assert (page.parent / target).exists(), f"{page.name}: {target}"
