"""What is printed: at most 80 columns, nothing left out, colour only when it is wanted."""

from __future__ import annotations

import io
import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from syndicate.cli.reporting import Summary, document, exit_code, text
from syndicate.cli.terminal import Paint, Progress
from syndicate.context import colour_wanted
from syndicate.diagnostics import Diagnostic, Location, Severity
from syndicate.errors import InputError
from syndicate.gate import Held
from syndicate.pipeline import Outcome, Verdict


class Terminal(io.StringIO):
    """A stream that says it is a terminal."""

    def isatty(self) -> bool:
        return True


def plain(summary: Summary, *, verbose: bool = False) -> str:
    return text.render(summary, Paint(io.StringIO()), verbose=verbose)


def loss(feature: str, code: str, article: str = "urn:a", format_: str = "rss") -> Diagnostic:
    return Diagnostic(
        code=code,
        severity=Severity.LOSS,
        message=f"{feature} is not carried",
        format=format_,
        feature=feature,
        location=Location(article=article),
    )


ERROR = Diagnostic(
    code="SYN-X-001",
    severity=Severity.ERROR,
    message="the thing is broken",
    hint="mend it",
    format="atom",
    location=Location(file="feed.atom", line=3, column=7, path="/feed"),
)
LOSSES = (
    loss("field.dateline", "SYN-LOSS-002"),
    loss("block.table", "SYN-LOSS-003"),
    loss("block.table", "SYN-LOSS-003", "urn:b"),
    loss("mark.ruby", "SYN-LOSS-005", format_="atom"),
)
SUMMARY = Summary(
    command="export",
    exit_code=1,
    outcomes=(
        Outcome("rss", "feed.rss", Path("out/feed.rss"), True, 12_345, ("syndicate rss.rng", "rules"), LOSSES[:3]),
        Outcome("atom", "feed.atom", None, False, 0, (), (ERROR, LOSSES[3])),
    ),
    held=(Held("urn:h", "SYN-GATE-001", "under embargo until 2099", datetime(2099, 1, 1, tzinfo=UTC)),),
    findings=(*LOSSES, ERROR),
)


def test_the_whole_text_report() -> None:
    """Written, held, lost, found, and one line to end with."""
    assert plain(SUMMARY) == (
        "format     file              size  lost  judged by\n"
        "rss        out/feed.rss   12.3 KB     3  syndicate rss.rng, rules\n"
        "atom       feed.atom            -     1  not written, see below\n"
        "\n"
        "Held back: 1\n"
        "  urn:h: under embargo until 2099 [SYN-GATE-001]\n"
        "\n"
        "What the formats do not carry (how many stories)\n"
        "  rss        not      block table (2)\n"
        "  rss        in part  dateline (1)\n"
        "  atom       not      mark ruby (1)\n"
        "\n"
        "Findings\n"
        "error: atom feed.atom:3:7 /feed: the thing is broken [SYN-X-001]\n"
        "  hint: mend it\n"
        "\n"
        "1 file written, 1 not written, 1 held back, 1 error, 0 warnings\n"
    )


def test_verbose_tells_every_loss() -> None:
    """With its place."""
    said = plain(SUMMARY, verbose=True)
    assert "loss: rss urn:b: block.table is not carried [SYN-LOSS-003]" in said
    assert said.index("loss: ") < said.index("error: "), "the worst comes last, where it stays on the screen"


def test_findings_of_one_kind_are_counted_after_the_fourth() -> None:
    """A thousand equal warnings would hide the one error; -v shows them."""
    many = tuple(
        Diagnostic(code="SYN-X-002", severity=Severity.WARNING, message=f"number {n}", format="rss") for n in range(9)
    )
    summary = Summary(command="export", exit_code=0, findings=many)
    assert "number 3" in plain(summary)
    assert "number 4" not in plain(summary)
    assert "... and 5 more like it [SYN-X-002]; -v shows them" in plain(summary)
    assert "number 8" in plain(summary, verbose=True)
    assert "9 warnings" in plain(summary)


def test_verdicts() -> None:
    """Who judged, and how it ended."""
    verdicts = (Verdict("a.rss", "rss", ("rng",), ()), Verdict("b.bin", "", (), (ERROR,)))
    assert plain(Summary("validate", 1, verdicts=verdicts, findings=(ERROR,))).splitlines()[:3] == [
        "format     file     result  judged by",
        "rss        a.rss      good  rng",
        "?          b.bin     1 bad  nobody",
    ]


WORDS = st.text(st.characters(codec="ascii", categories=("L", "N")), min_size=1, max_size=30)
SENTENCES = st.lists(WORDS, min_size=1, max_size=40).map(" ".join)


@given(
    st.lists(st.tuples(WORDS, SENTENCES, SENTENCES, st.sampled_from(list(Severity))), max_size=6),
    st.lists(st.tuples(WORDS, st.lists(WORDS, max_size=5)), max_size=4),
)
def test_no_line_is_wider_than_80_columns(
    findings: list[tuple[str, str, str, Severity]], artifacts: list[tuple[str, list[str]]]
) -> None:
    """Whatever is said; only a single word (an address, a path) may be longer than a line."""
    summary = Summary(
        command="export",
        exit_code=0,
        outcomes=tuple(Outcome("rss", n, Path(n), True, 10**7, tuple(judges), ()) for n, judges in artifacts),
        held=tuple(Held(code, code, message) for code, message, *_ in findings),
        findings=tuple(
            Diagnostic(code=code, severity=severity, message=message, hint=hint, format="rss", feature=f"block.{code}")
            for code, message, hint, severity in findings
        ),
    )
    for verbose in (False, True):
        assert max(map(len, plain(summary, verbose=verbose).splitlines())) <= 80


def test_a_long_path_stands_on_a_line_of_its_own() -> None:
    """It is never cut: it is what the reader wants to copy."""
    path = Path("/srv/www/news.example/public/feeds/of/the/morning/edition/feed.newsml.xml")
    summary = Summary("export", 0, outcomes=(Outcome("newsml-g2", path.name, path, True, 5, ("xsd",), ()),))
    lines = plain(summary).splitlines()
    assert lines[1] == f"newsml-g2  {path}"
    assert lines[2].split() == ["5", "B", "-", "xsd"]


@pytest.mark.parametrize(
    ("count", "words"),
    [(0, "0 B"), (999, "999 B"), (1000, "1.0 KB"), (12_345, "12.3 KB"), (999_960, "1.0 MB"), (3 * 10**9, "3.0 GB")],
)
def test_sizes(count: int, words: str) -> None:
    """Decimal units, one decimal."""
    assert text.size(count) == words


def test_the_json_report_says_the_same() -> None:
    """Every artifact, every held item, every finding."""
    found = json.loads(document.render(SUMMARY))
    assert found["exit_code"] == 1
    assert [(a["format"], a["path"], a["delivered"]) for a in found["artifacts"]] == [
        ("rss", "out/feed.rss", True),
        ("atom", None, False),
    ]
    assert found["held"] == [
        {
            "article": "urn:h",
            "code": "SYN-GATE-001",
            "reason": "under embargo until 2099",
            "until": "2099-01-01T00:00:00+00:00",
        }
    ]
    assert found["counts"] == {"error": 1, "warning": 0, "loss": 4, "info": 0}
    assert found["diagnostics"][-1] == {
        "code": "SYN-X-001",
        "severity": "error",
        "format": "atom",
        "feature": None,
        "message": "the thing is broken",
        "hint": "mend it",
        "location": {"file": "feed.atom", "line": 3, "column": 7, "path": "/feed"},
    }


def test_an_error_as_json() -> None:
    """What stopped the command."""
    found = json.loads(document.render_error("import", InputError("no", hint="yes")))
    assert found["error"] == {"kind": "InputError", "message": "no", "hint": "yes"}
    assert (found["command"], found["exit_code"]) == ("import", 3)


@pytest.mark.parametrize(
    ("severity", "fail_on", "code"),
    [
        (Severity.ERROR, Severity.ERROR, 1),
        (Severity.WARNING, Severity.ERROR, 0),
        (Severity.WARNING, Severity.WARNING, 1),
        (Severity.LOSS, Severity.WARNING, 0),
        (Severity.LOSS, Severity.LOSS, 1),
        (Severity.INFO, Severity.LOSS, 0),
    ],
)
def test_fail_on(severity: Severity, fail_on: Severity, code: int) -> None:
    """Findings as bad or worse make it 1."""
    finding = Diagnostic(code="SYN-X-001", severity=severity, message="")
    assert exit_code((finding,), fail_on) == code
    assert exit_code((), fail_on) == 0


def test_colour_needs_a_terminal_and_consent(monkeypatch: pytest.MonkeyPatch) -> None:
    """NO_COLOR and a dumb terminal say no."""
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setenv("TERM", "xterm")
    assert Paint(Terminal())("red", "x") == "\x1b[31mx\x1b[0m"
    assert Paint(io.StringIO())("red", "x") == "x"
    monkeypatch.setenv("NO_COLOR", "1")
    assert Paint(Terminal())("red", "x") == "x"
    assert colour_wanted({}) and colour_wanted({"NO_COLOR": ""})
    assert not colour_wanted({"TERM": "dumb"})


def test_progress_goes_away_again() -> None:
    """One line, replaced, then taken away; nothing where nobody looks."""
    terminal, log = Terminal(), io.StringIO()
    for stream in (terminal, log):
        with Progress(stream) as progress:
            progress("one")
            progress("x" * 200)
            progress.clear()
            progress.clear()
    assert log.getvalue() == ""
    assert terminal.getvalue().startswith("\r\x1b[Kone\r\x1b[Kxxx")
    assert terminal.getvalue().endswith("\r\x1b[K")
    assert terminal.getvalue().count("x") == 79
