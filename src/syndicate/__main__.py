"""The program `syndicate`, also as `python -m syndicate`: the command line without what a single run does not need."""

from __future__ import annotations

import atexit
import gc
import os
import sys
from contextlib import suppress
from typing import NoReturn

_GARBAGE = 50_000
"""Objects between two looks for garbage. Loading modules makes many and no cycles: at the usual 700, looking for them
costs a tenth of starting up; at this number, what piles up in a long run is a few megabytes."""


def run() -> NoReturn:
    """Run the command line and end the process with its exit code."""
    gc.set_threshold(_GARBAGE)
    try:
        from syndicate.cli import main

        code = main()
    except KeyboardInterrupt:  # while the modules were still being loaded
        sys.stderr.write("error: interrupted\n")
        code = 130
    _leave(code)


def _leave(code: int) -> NoReturn:
    """Close what wants to be closed, then go, without taking the interpreter apart piece by piece.

    Freeing every module costs 12 ms, a tenth of a small export, and the system frees the memory anyway. Files are
    closed where they are opened, and whatever must end in order has registered with `atexit`.
    """
    atexit._run_exitfuncs()
    for stream in (sys.stdout, sys.stderr):
        with suppress(OSError, ValueError):
            stream.flush()
    os._exit(code)


if __name__ == "__main__":
    run()
