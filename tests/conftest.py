"""What all tests share: the golden files, the Hypothesis profiles, and the switch that rewrites goldens."""

from __future__ import annotations

import os
from collections.abc import Iterator

import hypothesis
import pytest

from golden import Goldens

hypothesis.settings.register_profile("default", max_examples=25, deadline=None, derandomize=True, database=None)
hypothesis.settings.register_profile("ci", parent=hypothesis.settings.get_profile("default"))
# For a night: HYPOTHESIS_PROFILE=deep looks at twenty times as much, elsewhere each time.
hypothesis.settings.register_profile("deep", max_examples=500, deadline=None, derandomize=False, database=None)
hypothesis.settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "ci" if "CI" in os.environ else "default"))


def pytest_addoption(parser: pytest.Parser) -> None:
    """`--update-golden`, the only way to write a golden file."""
    parser.addoption("--update-golden", action="store_true", help="rewrite the files under tests/golden")


def pytest_configure(config: pytest.Config) -> None:
    """Goldens are a statement of what is right: no automaton writes them."""
    if config.getoption("--update-golden") and os.environ.get("CI"):
        raise pytest.UsageError("--update-golden is refused under CI: goldens are written and read by people")


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Iterator[Goldens]:
    """The golden files, for comparing or, with --update-golden, for writing."""
    goldens = Goldens(request.node.nodeid, update=request.config.getoption("--update-golden"))
    yield goldens
    for line in goldens.written:
        request.node.user_properties.append(("golden", line))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    """Print what --update-golden wrote."""
    if not config.getoption("--update-golden"):
        return
    reports = [r for group in terminalreporter.stats.values() for r in group if isinstance(r, pytest.TestReport)]
    written = {value for r in reports for key, value in r.user_properties if key == "golden"}
    terminalreporter.section("golden files")
    for line in sorted(str(value) for value in written):
        terminalreporter.write_line(line)
    terminalreporter.write_line(f"{len(written)} changed; read their diff before you commit it")
