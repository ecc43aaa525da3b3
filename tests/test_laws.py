"""The laws of `laws.py` over every registered format, and the table of each format's page that they make true."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest

import laws
from syndicate import registry
from syndicate.contracts import Fidelity
from syndicate.model import features

FORMATS = tuple(registry.exporters())
PAGES = laws.ROOT / "docs" / "formats"
BUILT_IN = tuple(name for name, row in registry.exporters().items() if row.distribution == "syndicate")
_TABLE = re.compile(r"(<!-- fidelity -->\n)(.*?)(<!-- /fidelity -->)", re.DOTALL)


def test_there_is_something_to_hold_to_the_laws() -> None:
    """An empty list of formats, of laws or of editions would make everything pass."""
    assert {"rss", "atom", "jsonfeed", "opml", "sitemap", "newsml-g2", "pdf", "epub", "json", "jsonl"} <= set(FORMATS)
    assert {"nitf", "ninjs"} <= set(FORMATS)
    assert len(laws.LAWS) >= 12
    assert {p.parent.name for p in laws.EDITIONS.glob("*/edition.json")} == set(laws.NAMES)


@pytest.mark.parametrize("law", laws.LAWS, ids=lambda law: law.__name__)
@pytest.mark.parametrize("name", FORMATS)
def test_law(name: str, law: Callable[[str], None]) -> None:
    """Every registered format holds to every law."""
    law(name)


@pytest.mark.parametrize("name", BUILT_IN)
def test_every_built_in_format_has_a_validator(name: str) -> None:
    """Nothing of ours leaves unproven."""
    assert registry.validator(name) is not None


def test_every_feature_has_a_word_of_its_own() -> None:
    """The edition `full` has every feature; no word of one is part of another's, or one search would find both."""
    article = laws.main_article()
    present = features.present(article)
    assert set(features.vocabulary()) - set(present) == {"field.status"}, "only what is usable meets an exporter"
    words = {f: laws.folded(laws.marker(f)) for f in present if laws.marker(f)}
    for feature, word in words.items():
        assert [f for f, other in words.items() if word in other] == [feature]
        holder = laws.folded(str(article))
        assert word in holder, f"{feature} has no {word} in the edition full"


def table(fidelity: Fidelity) -> str:
    """The table of a format's page: one row for each feature, in the order of the model."""
    rows = ["| feature | carried | how |", "|---|---|---|"]
    for feature in features.vocabulary():
        carriage = fidelity[feature]
        rows.append(f"| `{feature}` | {carriage.degree} | {carriage.how.replace('|', chr(92) + '|')} |")
    return "\n".join(rows) + "\n"


@pytest.mark.parametrize("name", BUILT_IN)
def test_the_page_of_a_format_says_what_it_carries(name: str, pytestconfig: pytest.Config) -> None:
    """The table between the two marker lines of `docs/formats/<name>.md` is the declared one."""
    page = page_of(name)
    text = page.read_text(encoding="utf-8")
    found = _TABLE.search(text)
    assert found, f"{page.name} has no <!-- fidelity --> and <!-- /fidelity -->"
    expected = table(registry.exporter(name).fidelity)
    if pytestconfig.getoption("--update-golden") and found[2] != expected:
        page.write_text(text[: found.start(2)] + expected + text[found.end(2) :], encoding="utf-8")
        return
    assert found[2] == expected, "run `make golden` to write the table anew"


def page_of(name: str) -> Path:
    """The page of a format."""
    return PAGES / f"{name}.md"
