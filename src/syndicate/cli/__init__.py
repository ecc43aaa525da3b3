"""The command line: the only package that knows typer.

`main` is the entry point. A command is a module in `syndicate.cli.commands`, imported when it is called; what is
printed lives in `syndicate.cli.reporting`. Everything below this package can be used without it.
"""

from __future__ import annotations

from syndicate.cli.app import app, main

__all__ = ["app", "main"]
