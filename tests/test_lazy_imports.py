"""What is not asked for is not imported: starting up costs what the command needs and no more."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
EDITION = ROOT / "fixtures" / "editions" / "minimal" / "edition.json"

HEAVY = ("feedgen", "ebooklib", "reportlab", "pikepdf", "fontTools", "PIL", "pyphen", "bidi", "lxml", "msgspec")
HEAVY += ("pyromark", "yaml")
SLOW = ("rich", "pydantic", "importlib.metadata")


def imported(*arguments: str | Path) -> set[str]:
    """Every module that is loaded when one run of the command ends."""
    code = (
        "import atexit, sys\n"
        "atexit.register(lambda: sys.stderr.write('\\nLOADED ' + ' '.join(sys.modules)))\n"
        f"sys.argv = {['syndicate', *map(str, arguments)]!r}\n"
        "from syndicate.__main__ import run\n"
        "run()\n"
    )
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=120)
    assert result.returncode == 0, result.stdout + result.stderr[-2000:]
    return set(result.stderr.rpartition("\nLOADED ")[2].split())


def within(modules: set[str], packages: tuple[str, ...]) -> set[str]:
    """Those of `modules` that are one of `packages` or stand in one."""
    return {m for m in modules if any(m == package or m.startswith(package + ".") for package in packages)}


FORMATS = ("syndicate.exporters", "syndicate.importers", "syndicate.validators")


def test_the_help_page_imports_nothing_but_the_command_line() -> None:
    """Typed most of all: neither the formats nor the model nor any library but typer."""
    assert within(imported("--help"), (*FORMATS, "syndicate.model", *HEAVY, *SLOW)) == set()


@pytest.mark.parametrize("arguments", [["export", "--help"], ["formats"]], ids=" ".join)
def test_the_list_of_formats_imports_no_format(arguments: list[str]) -> None:
    """It comes from the registry's rows: no exporter, no importer, no validator, none of their libraries."""
    assert within(imported(*arguments), (*FORMATS, *(set(HEAVY) - {"msgspec"}), *SLOW)) == set()


@pytest.mark.parametrize(
    ("format_", "own", "libraries"),
    [
        ("rss", ("feed",), ("feedgen", "lxml", "msgspec")),
        ("atom", ("feed",), ("feedgen", "lxml", "msgspec")),
        ("newsml-g2", ("newsmlg2",), ("lxml", "msgspec")),
        ("json", ("canonical",), ("msgspec",)),
    ],
)
def test_an_export_imports_its_own_format_only(
    tmp_path: Path, format_: str, own: tuple[str, ...], libraries: tuple[str, ...]
) -> None:
    """No exporter is imported that is not asked for, and none of the libraries of the others."""
    modules = imported("export", EDITION, "--format", format_, "-o", tmp_path)
    exporters = {m.split(".")[2] for m in within(modules, ("syndicate.exporters",)) if m.count(".") >= 2}
    assert exporters == set(own)
    assert within(modules, tuple(h for h in HEAVY if h not in libraries)) == set()
    assert within(modules, SLOW) == set()


@pytest.mark.parametrize(("format_", "library"), [("pdf", "reportlab"), ("epub", "ebooklib")])
def test_a_heavy_library_is_imported_when_it_is_asked_for(tmp_path: Path, format_: str, library: str) -> None:
    """The counterpart, so that the tests above cannot pass because nothing is ever seen."""
    modules = imported("export", EDITION, "--format", format_, "-o", tmp_path)
    assert library in modules
    exporters = {m.split(".")[2] for m in within(modules, ("syndicate.exporters",)) if m.count(".") >= 2}
    assert exporters == {format_}
