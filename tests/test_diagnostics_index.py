"""docs/diagnostics.md ends with an index of every format's codes, made from the pages of the formats."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

DOCS = Path(__file__).resolve().parent.parent / "docs"
INDEX = re.compile(r"(<!-- codes -->\n)(.*?)(<!-- /codes -->)", re.DOTALL)
ROW = re.compile(r"^\| `?(SYN-[A-Z0-9]+-\d{3})`? *\| *(\w+(?:, \w+)*) *\| *(.*?) *\|(?:.*\|)?$", re.MULTILINE)
SEVERITIES = {"error", "warning", "loss", "info"}


def rows() -> list[tuple[str, str, str, str]]:
    """Code, severity, meaning and page of every row of every format's page, in the order of the codes."""
    found = [
        (code, severity, meaning, page.stem)
        for page in sorted((DOCS / "formats").glob("*.md"))
        for code, severity, meaning in ROW.findall(page.read_text(encoding="utf-8"))
    ]
    return sorted(found)


def test_every_code_stands_on_one_page_with_a_severity() -> None:
    found = rows()
    assert len(found) > 50
    codes = [code for code, *_ in found]
    assert sorted(set(codes)) == codes, "a code stands twice"
    assert {name for _, severity, *_ in found for name in severity.split(", ")} <= SEVERITIES


def test_the_index_is_made_from_the_pages(request: pytest.FixtureRequest) -> None:
    page = DOCS / "diagnostics.md"
    text = page.read_text(encoding="utf-8")
    lines = [
        f"| [{code}](formats/{name}.md#diagnostics) | {severity} | {what} |" for code, severity, what, name in rows()
    ]
    table = "\n".join(["| code | severity | meaning |", "|---|---|---|", *lines, ""])
    expected = INDEX.sub(lambda m: m.group(1) + table + m.group(3), text)
    if request.config.getoption("--update-golden"):
        page.write_text(expected, encoding="utf-8")
    else:
        assert text == expected, "the index is out of date: run `make golden`"
