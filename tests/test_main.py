"""The process as a whole: what it ends with, and what it does before it ends."""

from __future__ import annotations

import subprocess
import sys

import pytest


def python(code: str) -> subprocess.CompletedProcess[str]:
    """One interpreter that runs `code`."""
    return subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60)


def test_the_exit_code_is_that_of_the_command_line() -> None:
    """`python -m syndicate` and the program are the same."""
    command = [sys.executable, "-m", "syndicate", "no-such-command"]
    result = subprocess.run(command, capture_output=True, text=True, timeout=60)
    assert result.returncode == 2
    assert "no-such-command" in result.stderr


def test_what_registered_for_the_end_is_called_and_nothing_written_is_lost() -> None:
    """The quick way out runs exit functions and flushes a buffered stream, then goes without a word."""
    result = python(
        "import atexit, sys\n"
        "atexit.register(print, 'closed')\n"
        "sys.argv = ['syndicate', 'formats']\n"
        "sys.stdout.write('before ')\n"
        "from syndicate.__main__ import run\n"
        "run()\n"
    )
    assert result.returncode == 0, result.stderr
    assert result.stdout.startswith("before ")
    assert "newsml-g2" in result.stdout
    assert result.stdout.endswith("closed\n")
    assert result.stderr == ""


@pytest.mark.parametrize("code", [0, 1, 130])
def test_a_closed_stream_changes_nothing(code: int) -> None:
    """A reader that went away is no reason for another exit code or a traceback."""
    result = python(f"import sys\nsys.stdout.close()\nfrom syndicate.__main__ import _leave\n_leave({code})\n")
    assert result.returncode == code
    assert result.stderr == ""
