"""The program as a process: signals, pipes, terminals, missing packages, faults."""

from __future__ import annotations

import json
import os
import pty
import select
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
SYNDICATE = Path(sys.executable).parent / "syndicate"
EDITION = ROOT / "fixtures" / "editions" / "minimal" / "edition.json"
SECONDS = 60


def environment(**more: str) -> dict[str, str]:
    """The environment of this test run without what would change reports."""
    silent = ("SOURCE_DATE_EPOCH", "SYNDICATE_SCHEMAS", "NO_COLOR", "COLUMNS")
    return {**{name: value for name, value in os.environ.items() if name not in silent}, **more}


def run(
    *arguments: str | Path, cwd: Path, stdin: bytes = b"", env: Mapping[str, str] | None = None
) -> subprocess.CompletedProcess[bytes]:
    """One run of the program."""
    return subprocess.run(
        [SYNDICATE, *arguments], cwd=cwd, input=stdin, capture_output=True, timeout=SECONDS, env=env or environment()
    )


def script(code: str, *arguments: str | Path, cwd: Path) -> subprocess.CompletedProcess[str]:
    """A run of `main` after `code` has changed something."""
    whole = f"{code}\nimport sys\nfrom syndicate.cli import main\nsys.exit(main(sys.argv[1:]))\n"
    return subprocess.run(
        [sys.executable, "-c", whole, *arguments],
        cwd=cwd,
        capture_output=True,
        text=True,
        timeout=SECONDS,
        env=environment(),
    )


# --- the main job ----------------------------------------------------------------------------------------------------


def test_at_the_repository_root_a_format_is_all_it_takes(tmp_path: Path) -> None:
    """`syndicate export --format rss` reads the source that syndicate.toml names and writes to out/."""
    for name in ("syndicate.toml", "fixtures/editions/demo"):
        source = ROOT / name
        copy = shutil.copytree if source.is_dir() else shutil.copy
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        copy(source, tmp_path / name)
    result = run("export", "--format", "rss", cwd=tmp_path)
    assert result.returncode == 0, result.stderr.decode()
    assert (tmp_path / "out" / "feed.rss").read_bytes().startswith(b"<?xml")
    assert {path.name for path in (tmp_path / "out").iterdir()} == {"feed.rss", "feed.css"}


def test_standard_output_carries_the_artifact_and_nothing_else(tmp_path: Path) -> None:
    """`-o -` gives the bytes that `-o DIR` writes; the report stays on standard error."""
    assert run("export", EDITION, "--format", "json", "-o", tmp_path / "out", cwd=tmp_path).returncode == 0
    (written,) = (tmp_path / "out").iterdir()
    piped = run("export", EDITION, "--format", "json", "-o", "-", cwd=tmp_path)
    assert piped.returncode == 0
    assert piped.stdout == written.read_bytes()
    assert b"1 file written" in piped.stderr


def test_standard_input_is_a_source(tmp_path: Path) -> None:
    """`-` reads one."""
    result = run("export", "-", "--format", "jsonl", "-o", "-", cwd=tmp_path, stdin=EDITION.read_bytes())
    assert result.returncode == 0, result.stderr.decode()
    assert json.loads(result.stdout)["headline"] == "One line"


def test_formats_come_by_comma_by_repetition_and_all_at_once(tmp_path: Path) -> None:
    """Each named once, whatever the way; `all` is every one."""

    def written(*arguments: str) -> set[str]:
        folder = tmp_path / "-".join(arguments)
        result = run("export", EDITION, *arguments, "-o", folder, "--report", "json", cwd=tmp_path)
        document = json.loads(result.stderr)
        assert result.returncode == 0, document
        return {artifact["format"] for artifact in document["artifacts"] if artifact["delivered"]}

    assert written("--format", "rss,jsonl") == {"rss", "jsonl"}
    assert written("--format", "rss", "-f", "jsonl,rss") == {"rss", "jsonl"}
    feeds, files = {"rss", "atom", "jsonfeed", "opml", "sitemap"}, {"newsml-g2", "pdf", "epub", "json", "jsonl"}
    assert written("--format", "all") >= feeds | files


def test_every_loss_is_in_the_json_report(tmp_path: Path) -> None:
    """One JSON document on standard error, with a finding for each feature that is lost; --fail-on loss says so too."""
    full = ROOT / "fixtures" / "editions" / "full" / "edition.json"
    result = run(
        "export", full, "--format", "rss", "--report", "json", "--fail-on", "loss", "-o", tmp_path, cwd=tmp_path
    )
    document = json.loads(result.stderr)
    losses = [d for d in document["diagnostics"] if d["severity"] == "loss"]
    assert (result.returncode, document["exit_code"], result.stdout) == (1, 1, b"")
    assert document["counts"]["loss"] == len(losses) > 5
    assert all(loss["feature"] and loss["format"] == "rss" for loss in losses)


# --- signals and pipes -----------------------------------------------------------------------------------------------


def test_ctrl_c_while_reading_ends_with_130_and_one_line(tmp_path: Path) -> None:
    """No traceback, and nothing written."""
    process = subprocess.Popen(
        [SYNDICATE, "export", "-", "--format", "rss", "-o", tmp_path / "out"],
        stdin=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=environment(),
    )
    assert process.stdin is not None
    process.stdin.write(b"waiting for the rest")
    process.stdin.flush()
    time.sleep(1.5)
    process.send_signal(signal.SIGINT)
    _, stderr = process.communicate(timeout=SECONDS)
    assert process.returncode == 130
    assert stderr.decode().splitlines()[0] == "error: interrupted"
    assert b"Traceback" not in stderr
    assert not (tmp_path / "out").exists()


SLOW = """
import sys, time
from syndicate.exporters import canonical
real = canonical.JsonLinesExporter.export
def slow(self, release, job):
    from syndicate.contracts import Artifact
    def chunks():
        yield b"{" * 100_000
        print("half way", flush=True)
        time.sleep(60)
    return [Artifact(name=job.file_name, media_type=job.row.media_type, chunks=chunks())]
canonical.JsonLinesExporter.export = slow
from syndicate.cli import main
sys.exit(main(sys.argv[1:]))
"""


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_while_writing_leaves_the_old_file_and_no_stray(tmp_path: Path, how: signal.Signals) -> None:
    """Ctrl-C cleans up at once; what SIGTERM leaves, the next run removes."""
    out = tmp_path / "out"
    arguments = ["export", str(EDITION), "--format", "jsonl", "-o", str(out)]
    assert run(*arguments, cwd=tmp_path).returncode == 0
    (good,) = out.iterdir()
    before = good.read_bytes()
    process = subprocess.Popen(
        [sys.executable, "-c", SLOW, *arguments], stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment()
    )
    assert process.stdout is not None and process.stdout.readline() == b"half way\n"
    process.send_signal(how)
    _, stderr = process.communicate(timeout=SECONDS)
    assert b"Traceback" not in stderr
    if how is signal.SIGINT:
        assert process.returncode == 130
        assert b"interrupted" in stderr
    else:
        assert run(*arguments, cwd=tmp_path).returncode == 0
    assert [path.name for path in out.iterdir()] == [good.name]
    assert good.read_bytes() == before


def test_a_reader_who_goes_away_is_no_fault(tmp_path: Path) -> None:
    """`syndicate schema | head -1`: quiet, and the exit code that shells know."""
    process = subprocess.Popen(
        [SYNDICATE, "schema"], stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment(), cwd=tmp_path
    )
    assert process.stdout is not None and process.stderr is not None
    process.stdout.close()
    stderr = process.stderr.read()
    process.stderr.close()
    assert process.wait(SECONDS) == 141
    assert stderr == b""


@pytest.mark.parametrize(
    "arguments", [("export", EDITION, "--format", "json", "-o", "-"), ("schema",), ("formats",)], ids=lambda a: a[0]
)
def test_a_full_disk_behind_standard_output(tmp_path: Path, arguments: tuple[str | Path, ...]) -> None:
    """It is the place that cannot be written, not a fault of the program."""
    with open("/dev/full", "wb") as full:
        result = subprocess.run(
            [SYNDICATE, *arguments], cwd=tmp_path, stdout=full, stderr=subprocess.PIPE, timeout=SECONDS, text=True
        )
    assert result.returncode == 7, result.stderr
    assert "standard output" in result.stderr
    assert "fault" not in result.stderr


def test_a_reader_who_goes_away_in_the_midst_of_an_artifact(tmp_path: Path) -> None:
    """`syndicate export -o - | head -c 10`."""
    source = tmp_path / "long.txt"
    source.write_text("A long story\n\n" + "Words of a paragraph that goes on and on. " * 20_000)
    process = subprocess.Popen(
        [SYNDICATE, "export", source, "--format", "jsonl", "-o", "-"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=environment(),
        cwd=tmp_path,
    )
    assert process.stdout is not None and process.stderr is not None
    assert process.stdout.read(10)
    process.stdout.close()
    stderr = process.stderr.read()
    process.stderr.close()
    assert process.wait(SECONDS) == 141
    assert stderr == b""


def test_no_locale_stops_a_report(tmp_path: Path) -> None:
    """A name in Japanese, a file name that is no text at all, on a machine that knows ASCII only."""
    edition = json.loads(EDITION.read_text())
    edition["edition"]["articles"][0]["headline"] = "\u6771\u4eac"
    story = os.fsencode(tmp_path) + b"/\xff.json"
    with open(story, "w", encoding="utf-8") as file:
        json.dump(edition, file)
    env = environment(LC_ALL="C", PYTHONIOENCODING="ascii", PYTHONUTF8="0", PYTHONCOERCECLOCALE="0")
    command = [SYNDICATE, "import", os.fsdecode(story), "-o", "-"]
    result = subprocess.run(command, cwd=tmp_path, capture_output=True, timeout=SECONDS, env=env)
    assert result.returncode == 0, result.stderr
    assert "\u6771\u4eac".encode() in result.stdout
    command = [SYNDICATE, "validate", os.fsdecode(story), "--report", "json"]
    result = subprocess.run(command, cwd=tmp_path, capture_output=True, timeout=SECONDS, env=env)
    assert json.loads(result.stdout)["files"][0]["file"].endswith("\udcff.json")


# --- places that cannot be written ---------------------------------------------------------------------------------


def test_an_output_folder_that_is_a_file(tmp_path: Path) -> None:
    """The message names it, and the file stays."""
    (tmp_path / "out").write_text("mine")
    result = run("export", EDITION, "--format", "jsonl", cwd=tmp_path)
    assert result.returncode == 7
    assert result.stderr.decode().splitlines() == [
        "error: cannot write out: it is a file, not a folder",
        " hint: -o names the folder that the files are written to",
    ]
    assert (tmp_path / "out").read_text() == "mine"


def test_an_output_folder_that_may_not_be_written(tmp_path: Path) -> None:
    """Not even root may make a folder in /proc."""
    result = run("export", EDITION, "--format", "jsonl", "-o", "/proc/self/out", cwd=tmp_path)
    assert result.returncode == 7
    assert "cannot write /proc/self/out" in result.stderr.decode()
    assert b"Traceback" not in result.stderr


# --- packages that are not there -------------------------------------------------------------------------------------

BLOCK = """
import sys
class Block:
    def find_spec(self, name, path=None, target=None):
        if name.split(".")[0] == {package!r}:
            raise ModuleNotFoundError(f"No module named {{name!r}}", name=name)
sys.meta_path.insert(0, Block())
"""


@pytest.mark.parametrize(("format_", "package"), [("pdf", "reportlab"), ("epub", "ebooklib")])
def test_an_extra_that_is_not_installed_is_named(tmp_path: Path, format_: str, package: str) -> None:
    """The message says what is missing and the command that brings it."""
    formats = f"rss,{format_}"
    result = script(BLOCK.format(package=package), "export", EDITION, "--format", formats, "-o", "out", cwd=tmp_path)
    assert result.returncode == 6, result.stderr
    assert f"needs the package {package}, which is not installed" in result.stderr
    assert f"pip install 'syndicate[{format_}]'" in result.stderr
    assert "Traceback" not in result.stderr
    assert not (tmp_path / "out").exists(), "it is said before anything is written"


def test_all_formats_goes_on_without_an_extra(tmp_path: Path) -> None:
    """`all` means every format that can be written here; the missing one is a warning."""
    result = script(
        BLOCK.format(package="reportlab"), "export", EDITION, "--format", "all", "-o", "out", "--report", "json",
        cwd=tmp_path,
    )  # fmt: skip
    document = json.loads(result.stderr)
    assert result.returncode == 0, document
    assert {a["format"] for a in document["artifacts"] if not a["delivered"]} == {"pdf", "galley"}
    (finding,) = [d for d in document["diagnostics"] if d["format"] == "pdf"]
    assert finding["severity"] == "warning"
    assert "syndicate[pdf]" in finding["hint"]


# --- faults ----------------------------------------------------------------------------------------------------------

BROKEN = """
import syndicate.collect
def broken(*arguments, **named):
    raise ZeroDivisionError("half a story")
syndicate.collect.collect = broken
"""


def test_a_fault_of_the_program_is_called_one(tmp_path: Path) -> None:
    """No traceback; --debug shows it."""
    result = script(BROKEN, "export", EDITION, "--format", "jsonl", cwd=tmp_path)
    assert result.returncode == 10
    assert result.stderr.splitlines() == [
        "error: this is a fault of syndicate: ZeroDivisionError: half a story",
        " hint: --debug shows where; please report it with the input that brought it about",
    ]
    debugged = script(BROKEN, "export", EDITION, "--format", "jsonl", "--debug", cwd=tmp_path)
    assert debugged.returncode == 10
    assert "Traceback (most recent call last)" in debugged.stderr


def test_debug_shows_the_traceback_of_an_expected_error_too(tmp_path: Path) -> None:
    """And the message stays the last thing."""
    result = script("", "export", "nothing.txt", "--format", "jsonl", "--debug", cwd=tmp_path)
    assert result.returncode == 3
    assert "Traceback" in result.stderr
    assert "error: nothing.txt: no such file or folder" in result.stderr.splitlines()


# --- terminals -------------------------------------------------------------------------------------------------------


def on_terminal(*arguments: str | Path, cwd: Path, **environ: str) -> str:
    """What the program writes to a terminal."""
    leader, follower = pty.openpty()
    process = subprocess.Popen(
        [SYNDICATE, *arguments],
        cwd=cwd,
        stdin=subprocess.DEVNULL,
        stdout=follower,
        stderr=follower,
        env=environment(TERM="xterm", **environ),
    )
    os.close(follower)
    seen = b""
    while select.select([leader], [], [], SECONDS)[0]:
        try:
            part = os.read(leader, 65536)
        except OSError:  # the other end is closed: that is how a terminal ends here
            break
        seen += part
    os.close(leader)
    assert process.wait(SECONDS) == 0, seen
    return seen.decode()


def test_progress_and_colour_are_for_terminals(tmp_path: Path) -> None:
    """There they are; the line of progress is taken away again."""
    seen = on_terminal("export", EDITION, "--format", "jsonl", cwd=tmp_path)
    assert "writing jsonl ..." in seen
    assert "\r\x1b[K" in seen
    assert "\x1b[32m" in seen
    report = seen.rpartition("\x1b[K")[2]
    assert "1 file written" in report


def test_no_color_is_honoured(tmp_path: Path) -> None:
    """Progress stays, colour goes."""
    seen = on_terminal("export", EDITION, "--format", "jsonl", cwd=tmp_path, NO_COLOR="1")
    assert "\x1b[3" not in seen and "\x1b[1m" not in seen
    assert "1 file written" in seen


def test_no_progress_and_no_colour_elsewhere(tmp_path: Path) -> None:
    """A log file gets plain lines."""
    result = run("export", EDITION, "--format", "jsonl", cwd=tmp_path, env=environment(TERM="xterm"))
    assert b"\x1b" not in result.stderr
    assert b"\r" not in result.stderr
    assert b"writing jsonl" not in result.stderr


def test_a_book_is_not_for_the_screen(tmp_path: Path) -> None:
    """Binary artifacts go to a terminal only by mistake."""
    leader, follower = pty.openpty()
    result = subprocess.run(
        [SYNDICATE, "export", EDITION, "--format", "epub", "-o", "-"],
        cwd=tmp_path,
        stdout=follower,
        stderr=subprocess.PIPE,
        timeout=SECONDS,
        env=environment(),
    )
    os.close(follower)
    os.close(leader)
    assert result.returncode == 2
    assert b"not for a terminal" in result.stderr
