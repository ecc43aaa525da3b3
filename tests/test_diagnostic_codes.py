"""Every diagnostic code is documented, has a case that provokes it, and looks on the screen as was agreed on."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

import invalid
from golden import ROOT, Goldens
from invalid import Case
from syndicate.diagnostics import Severity

CODE = re.compile(r"SYN-[A-Z0-9]+-\d{3}")
ROW = re.compile(r"^\| `?(SYN-[A-Z0-9]+-\d{3})`? *\| *([\w, ]+?) *\| *(\S.*?) *\| *(\S.*?) *\|$", re.MULTILINE)
SOURCES = sorted((ROOT / "src" / "syndicate").rglob("*.py"))
CASES = invalid.cases()


def literals() -> set[str]:
    """The codes that stand as whole strings in the sources (some formats put theirs together from a number)."""
    found = set()
    for path in SOURCES:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and CODE.fullmatch(node.value):
                found.add(node.value)
    return found


def documented() -> dict[str, set[Severity]]:
    """The codes of the tables in the documentation, with the severities that they may have."""
    pages = [ROOT / "docs" / "diagnostics.md", *sorted((ROOT / "docs" / "formats").glob("*.md"))]
    rows = [row for page in pages for row in ROW.findall(page.read_text(encoding="utf-8"))]
    return {code: {Severity(word.strip()) for word in words.split(",")} for code, words, *_ in rows}


def test_there_is_something_to_check() -> None:
    """Empty lists would make the tests below pass."""
    assert len(literals()) > 50
    assert len(documented()) > 150
    assert len(CASES) > 150


def test_every_code_in_the_sources_is_documented() -> None:
    """A row in docs/diagnostics.md or docs/formats/*.md, with severity, meaning and the way out."""
    assert literals() - set(documented()) == set()


def test_every_documented_code_has_a_case_and_every_case_a_code() -> None:
    """A folder in fixtures/invalid, and none for a code that is gone."""
    folders = {case.code for case in CASES}
    assert set(documented()) - folders == set(), "codes without a folder in fixtures/invalid"
    assert folders - set(documented()) == set(), "folders of codes that are not documented"


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.code)
def test_every_case_says_what_it_is(case: Case) -> None:
    """`case.toml` has the sentence, what is run, and no key that nothing reads."""
    assert set(case.settings) <= invalid.KEYS
    assert len(case.settings.get("about", "")) > 10
    assert case.run
    assert case.run == "mutation" or case.inputs


def _marked(case: Case) -> object:
    marks = [pytest.mark.external] if case.settings.get("external") and "verapdf" not in case.settings else []
    return pytest.param(case, id=case.code, marks=marks)


@pytest.mark.parametrize("case", [_marked(case) for case in CASES])
def test_the_case_provokes_its_code(
    case: Case, golden: Goldens, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The code is among the findings, with a severity that is documented, and the report is the golden one."""
    if case.settings.get("external") and "verapdf" not in case.settings:
        import epubs

        epubs.require_epubcheck()
    monkeypatch.setenv("COLUMNS", "80")
    found, held = invalid.provoke(case, tmp_path)
    severities = {finding.severity for finding in found if finding.code == case.code}
    severities |= {item.diagnostic().severity for item in held if item.code == case.code}
    assert severities, f"provoked {sorted({f.code for f in found} | {h.code for h in held})} instead"
    assert severities <= documented()[case.code]
    golden.bytes(f"diagnostics/{case.code}.txt", invalid.render(case, found, held))
