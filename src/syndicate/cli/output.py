"""Where reports go, and how an error ends a command that was asked for a JSON report."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TextIO

import typer

from syndicate.cli.options import ReportAs
from syndicate.cli.reporting import Summary
from syndicate.errors import SyndicateError


def tell(summary: Summary, report: ReportAs, stream: TextIO, *, verbose: bool = False) -> int:
    """Write the report to `stream`; the exit code comes back."""
    if report is ReportAs.JSON:
        from syndicate.cli.reporting import document

        stream.write(document.render(summary))
    else:
        from syndicate.cli.reporting import text
        from syndicate.cli.terminal import Paint

        stream.write(text.render(summary, Paint(stream), verbose=verbose))
    stream.flush()
    return summary.exit_code


@contextmanager
def errors_in(report: ReportAs, command: str, stream: TextIO, *, debug: bool = False) -> Iterator[None]:
    """Let an error end the command as a JSON document where one was asked for; else it passes on to `main`."""
    try:
        yield
    except SyndicateError as error:
        if report is not ReportAs.JSON or debug:
            raise
        from syndicate.cli.reporting import document

        stream.write(document.render_error(command, error))
        stream.flush()
        raise typer.Exit(error.exit_code) from None
