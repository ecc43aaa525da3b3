"""The house rules: imports go downward only, one place for each big library, and rooms small enough to read."""

from __future__ import annotations

import ast
import os
import re
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from syndicate.cli.extras import EXTRAS

ROOT = Path(__file__).resolve().parent.parent
SOURCE = ROOT / "src" / "syndicate"
LINT_IMPORTS = Path(sys.executable).parent / "lint-imports"
MODULES = sorted(SOURCE.rglob("*.py"))

MODULE_LINES = 400
FUNCTION_LINES = 40

PLAIN = ("--output-format=concise", "--no-cache")


def _lint_imports(source: Path) -> subprocess.CompletedProcess[str]:
    """Check the contracts of `.importlinter` against the package in `source`."""
    return subprocess.run(
        [LINT_IMPORTS, "--config", ROOT / ".importlinter", "--no-cache", "--no-logo"],
        env={**os.environ, "PYTHONPATH": str(source)},
        cwd=source,
        capture_output=True,
        text=True,
        timeout=120,
    )


def test_imports_go_downward_only() -> None:
    """The contracts hold: exhaustive layers, independent siblings, one place for each protected library."""
    result = _lint_imports(SOURCE.parent)
    assert result.returncode == 0, result.stdout + result.stderr
    assert "0 broken" in result.stdout


@pytest.mark.parametrize(
    ("module", "line", "contract"),
    [
        ("model/article.py", "import syndicate.gate", "Imports go downward only"),
        ("exporters/epub/__init__.py", "import syndicate.exporters.pdf", "No exporter knows another"),
        ("validators/epub/__init__.py", "import syndicate.exporters.epub", "Imports go downward only"),
        ("importers/canonical.py", "import syndicate.importers.wire", "No importer knows another"),
        ("pipeline.py", "import feedgen.feed", "feedgen is imported in one place"),
        ("importers/wire/__init__.py", "from ebooklib import epub", "ebooklib is imported in one place"),
        ("exporters/epub/__init__.py", "import reportlab.lib", "reportlab is imported in one place"),
        ("registry.py", "import typer", "typer is imported in one place"),
        ("attic.py", "", "Imports go downward only"),
    ],
)
def test_the_contracts_bite(tmp_path: Path, module: str, line: str, contract: str) -> None:
    """One wrong import, or one module that has no layer, breaks the contract that forbids it."""
    shutil.copytree(SOURCE, tmp_path / "syndicate", ignore=shutil.ignore_patterns("__pycache__"))
    place = tmp_path / "syndicate" / module
    assert place.exists() or not line, f"{module} has moved: name its new place here"
    with place.open("a", encoding="utf-8") as file:
        file.write(f"\n{line}\n")
    result = _lint_imports(tmp_path)
    assert result.returncode == 1, result.stdout + result.stderr
    assert f"{contract} BROKEN" in result.stdout


@pytest.mark.parametrize(
    "line",
    [
        "from datetime import UTC, datetime\n\nseen = datetime.now(UTC)\n",
        "import time\n\nseen = time.time()\n",
        "from time import time\n\nseen = time()\n",
        "import uuid\n\nname = uuid.uuid4()\n",
        "import random\n\ndraw = random.random()\n",
        "import os\n\nhome = os.environ['HOME']\n",
        "from os import getenv\n\nhome = getenv('HOME')\n",
        "import locale\n\nlocale.setlocale(locale.LC_ALL, '')\n",
        "from . import gate\n\nprint = gate\n",
    ],
)
def test_clock_chance_and_environment_are_banned(line: str) -> None:
    """ruff refuses them in the library and allows the clock and the environment in the context alone."""

    def codes(module: str) -> list[str]:
        result = subprocess.run(
            [sys.executable, "-m", "ruff", "check", "--select=TID", *PLAIN, "--stdin-filename", SOURCE / module, "-"],
            input=line,
            cwd=ROOT,
            capture_output=True,
            text=True,
            timeout=60,
        )
        return [row for row in result.stdout.splitlines() if "TID25" in row]

    assert codes("gate.py"), line
    assert not [row for row in codes("context.py") if "TID251" in row]


def test_only_the_gate_can_make_a_release() -> None:
    """The seal without which there is no `Release` is named where it is made and where the gate uses it."""
    holders = {path.name for path in MODULES if "_SEAL" in path.read_text(encoding="utf-8")}
    assert holders == {"contracts.py", "gate.py"}


def _functions(tree: ast.Module) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    return (node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef))


def _length(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """Lines of code from `def` on; the docstring is documentation and does not count.

    A `match` that ends with `assert_never` is a table of a closed union: it counts as the one line that it is.
    """
    end = function.end_lineno or function.lineno
    lines = end - function.lineno + 1
    if ast.get_docstring(function) is not None:
        first = function.body[0]
        lines -= (first.end_lineno or first.lineno) - first.lineno + 1
    for node in function.body:
        if isinstance(node, ast.Match) and "assert_never" in ast.unparse(node.cases[-1]):
            lines -= (node.end_lineno or node.lineno) - node.lineno
    return lines


def test_there_is_something_to_measure() -> None:
    """An empty list would make every rule below pass."""
    assert len(MODULES) > 20


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.relative_to(SOURCE).as_posix())
def test_rooms_are_small_enough_to_read(path: Path) -> None:
    """Modules stay within 400 lines and functions within 40, and every module says what it is for."""
    text = path.read_text(encoding="utf-8")
    tree = ast.parse(text)
    assert len(text.splitlines()) <= MODULE_LINES
    assert {f.name: _length(f) for f in _functions(tree) if _length(f) > FUNCTION_LINES} == {}
    assert ast.get_docstring(tree) or not text.strip(), "a module opens with what it is for"


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.relative_to(SOURCE).as_posix())
def test_what_is_public_is_documented(path: Path) -> None:
    """Every public function, method and class has a docstring that starts with a one-line summary.

    A method that another class of the module declares before it (a protocol, a base) says nothing new.
    """
    bare, declared = [], set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if not isinstance(node, ast.Module | ast.ClassDef) or getattr(node, "name", "").startswith("_"):
            continue
        for child in node.body:
            if isinstance(child, ast.AnnAssign) and isinstance(child.target, ast.Name):
                declared.add(child.target.id)
            if not isinstance(child, ast.ClassDef | ast.FunctionDef) or child.name.startswith("_"):
                continue
            summary = (ast.get_docstring(child) or "").split("\n\n")[0]
            if summary and "\n" not in summary:
                declared.add(child.name)
            elif isinstance(node, ast.Module) or child.name not in declared:
                bare.append(f"{child.name} (line {child.lineno})")
    assert bare == []


def test_extras_name_the_modules_that_they_bring() -> None:
    """What `syndicate doctor` looks for is what `pip install syndicate[extra]` installs on every machine."""
    from importlib.metadata import packages_distributions

    def plain(name: str) -> str:
        return re.sub(r"[-_.]+", "-", name).lower()

    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    owners = packages_distributions()
    for extra, modules in EXTRAS.items():
        wanted = {
            plain(re.split(r"[<>=]", line)[0]) for line in project["optional-dependencies"][extra] if ";" not in line
        }
        assert {plain(owners[module][0]) for module in modules} == wanted
