"""Destinations: whole or not at all, no strays, and a message that names the place."""

from __future__ import annotations

import errno
import fcntl
import io
import os
import resource
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from syndicate.contracts import Artifact
from syndicate.destinations import FolderDestination, StandardOutput, safe_name
from syndicate.errors import OutputError


def artifact(*chunks: bytes, name: str = "feed.rss") -> Artifact:
    return Artifact(name=name, media_type="application/rss+xml", chunks=chunks)


def yes(path: Path) -> bool:
    return path.is_file()


def no(_path: Path) -> bool:
    return False


def files(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def test_an_artifact_arrives_whole_in_a_folder_that_is_made(tmp_path: Path) -> None:
    """The folder is made with its parents, and the file holds all chunks."""
    folder = tmp_path / "a" / "b"
    assert FolderDestination(folder).deliver(artifact(b"one ", b"two"), yes) == folder / "feed.rss"
    assert files(folder) == {"feed.rss": b"one two"}


def test_the_judge_sees_the_finished_file_before_it_is_in_place(tmp_path: Path) -> None:
    """While it is judged the old file still stands, and no pattern for feeds finds the new one."""
    (tmp_path / "feed.rss").write_bytes(b"old")
    seen = []

    def judge(path: Path) -> bool:
        seen.append(
            (
                path.read_bytes(),
                [p.name for p in path.parent.glob("*.rss")],
                path.parent,
                (tmp_path / "feed.rss").read_bytes(),
            )
        )
        return True

    FolderDestination(tmp_path).deliver(artifact(b"new"), judge)
    assert seen == [(b"new", ["feed.rss"], tmp_path, b"old")]
    assert files(tmp_path) == {"feed.rss": b"new"}


def test_what_the_judge_refuses_never_takes_the_place_of_a_good_file(tmp_path: Path) -> None:
    """None comes back, the old file stands, nothing else is left."""
    (tmp_path / "feed.rss").write_bytes(b"old")
    assert FolderDestination(tmp_path).deliver(artifact(b"new"), no) is None
    assert files(tmp_path) == {"feed.rss": b"old"}


@pytest.mark.parametrize("trouble", [RuntimeError, KeyboardInterrupt, OSError])
def test_trouble_while_writing_leaves_the_old_file_and_no_stray(tmp_path: Path, trouble: type[BaseException]) -> None:
    """Whatever an exporter raises comes through as it is: it is not the output place that failed."""
    (tmp_path / "feed.rss").write_bytes(b"old")

    def chunks() -> Iterator[bytes]:
        yield b"x" * (3 << 20)
        raise trouble("half way")

    with pytest.raises(trouble, match="half way"):
        FolderDestination(tmp_path).deliver(Artifact(name="feed.rss", media_type="", chunks=chunks()), yes)
    assert files(tmp_path) == {"feed.rss": b"old"}


@pytest.mark.parametrize("trouble", [RuntimeError, KeyboardInterrupt])
def test_trouble_in_the_judge_leaves_the_old_file_and_no_stray(tmp_path: Path, trouble: type[BaseException]) -> None:
    """The judge is code too."""
    (tmp_path / "feed.rss").write_bytes(b"old")

    def judge(_path: Path) -> bool:
        raise trouble("no verdict")

    with pytest.raises(trouble):
        FolderDestination(tmp_path).deliver(artifact(b"new"), judge)
    assert files(tmp_path) == {"feed.rss": b"old"}


def test_strays_of_dead_runs_go_and_those_of_live_writers_stay(tmp_path: Path) -> None:
    """A lock tells them apart: it dies with its process."""
    dead, live, other = (
        tmp_path / name for name in (".syndicate-1-0-a.rss.part", ".syndicate-1-1-b.rss.part", ".keep")
    )
    for path in (dead, live, other):
        path.write_bytes(b"half")
    with live.open("rb") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        FolderDestination(tmp_path).deliver(artifact(b"new"), yes)
        assert sorted(files(tmp_path)) == sorted([live.name, other.name, "feed.rss"])
    FolderDestination(tmp_path).sweep()
    assert sorted(files(tmp_path)) == sorted([other.name, "feed.rss"])


def test_a_sweep_does_not_take_the_file_that_another_run_is_writing(tmp_path: Path) -> None:
    """Two runs into one folder: the second one's sweep leaves the first one's temporary file."""

    def chunks() -> Iterator[bytes]:
        yield b"first "
        FolderDestination(tmp_path).deliver(artifact(b"other", name="feed.atom"), yes)
        yield b"second"

    FolderDestination(tmp_path).deliver(Artifact(name="feed.rss", media_type="", chunks=chunks()), yes)
    assert files(tmp_path) == {"feed.rss": b"first second", "feed.atom": b"other"}


def test_a_temporary_name_that_is_taken_is_passed_over(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The same process number on another machine, in a shared folder, is not ours to remove."""
    monkeypatch.setattr("syndicate.destinations._numbers", iter([7, 8]))
    taken = tmp_path / f".syndicate-{os.getpid()}-7-feed.rss.part"
    taken.write_bytes(b"theirs")
    with taken.open("rb") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        FolderDestination(tmp_path).deliver(artifact(b"new"), yes)
    assert files(tmp_path) == {"feed.rss": b"new", taken.name: b"theirs"}


def test_a_temporary_file_swept_before_it_was_locked_is_made_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Between making and locking another run may take the file for a stray."""
    real, calls = fcntl.flock, []

    def flock(descriptor: int, how: int) -> None:
        calls.append(how)
        if len(calls) == 1:
            next(tmp_path.glob(".syndicate-*")).unlink()
        real(descriptor, how)

    monkeypatch.setattr("fcntl.flock", flock)
    FolderDestination(tmp_path).deliver(artifact(b"new"), yes)
    assert len(calls) == 2
    assert files(tmp_path) == {"feed.rss": b"new"}


def test_two_formats_of_one_run_may_not_share_a_name(tmp_path: Path) -> None:
    """Also where only case tells them apart: on some disks that is one file. A second try at one format may."""
    destination = FolderDestination(tmp_path)
    destination.deliver(artifact(b"one", name="Feed.xml"), yes)
    destination.deliver(artifact(b"again", name="Feed.xml"), yes)
    with pytest.raises(OutputError, match="two formats of this run"):
        destination.deliver(Artifact(name="feed.xml", media_type="application/atom+xml", chunks=(b"two",)), yes)
    assert files(tmp_path) == {"Feed.xml": b"again"}


@pytest.mark.parametrize(
    ("number", "words"),
    [(errno.ENOSPC, "the disk is full"), (errno.EROFS, "read-only"), (errno.EACCES, "may not write"), (5, "output")],
)
def test_the_reason_of_a_refusal_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int, words: str
) -> None:
    """The old file stands, and the message has the place, the reason and a way out."""
    (tmp_path / "feed.rss").write_bytes(b"old")

    def fsync(_descriptor: int) -> None:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr("os.fsync", fsync)
    with pytest.raises(OutputError) as caught:
        FolderDestination(tmp_path).deliver(artifact(b"new"), yes)
    assert str(tmp_path / "feed.rss") in caught.value.message
    assert words in caught.value.message
    assert caught.value.hint
    assert files(tmp_path) == {"feed.rss": b"old"}


def test_a_disk_that_takes_no_more_is_a_clean_refusal(tmp_path: Path) -> None:
    """For real: the process may not write files above 64 KB."""
    (tmp_path / "feed.rss").write_bytes(b"old")
    script = (
        "import sys, pathlib\n"
        "from syndicate.destinations import FolderDestination\n"
        "from syndicate.contracts import Artifact\n"
        "from syndicate.errors import OutputError\n"
        "try: FolderDestination(pathlib.Path(sys.argv[1])).deliver("
        "Artifact('feed.rss', '', (b'x' * 4096 for _ in range(1000))), lambda path: True)\n"
        "except OutputError as error: print(error.message); sys.exit(error.exit_code)\n"
    )
    result = subprocess.run(
        [sys.executable, "-c", script, str(tmp_path)],
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (65536, 65536)),
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert (result.returncode, result.stderr) == (7, "")
    assert "larger than allowed" in result.stdout
    assert files(tmp_path) == {"feed.rss": b"old"}


def test_a_folder_in_the_place_of_the_file_is_named(tmp_path: Path) -> None:
    """`feed.rss/` is in the way, and stays."""
    (tmp_path / "feed.rss").mkdir()
    with pytest.raises(OutputError, match="there is a folder of that name"):
        FolderDestination(tmp_path).deliver(artifact(b"new"), yes)
    assert [path.name for path in tmp_path.iterdir()] == ["feed.rss"]


def test_a_file_in_the_place_of_the_folder_is_named(tmp_path: Path) -> None:
    """`-o out.rss` where out.rss is a file, or `-o file/out`."""
    (tmp_path / "out.rss").write_bytes(b"mine")
    with pytest.raises(OutputError, match="a file, not a folder"):
        FolderDestination(tmp_path / "out.rss").deliver(artifact(b"new"), yes)
    with pytest.raises(OutputError, match="a part of its path is a file"):
        FolderDestination(tmp_path / "out.rss" / "out").deliver(artifact(b"new"), yes)
    assert files(tmp_path) == {"out.rss": b"mine"}


def test_new_files_follow_the_umask(tmp_path: Path) -> None:
    """A web server must be able to read what was written: not the 0600 of temporary files."""
    before = os.umask(0o022)
    try:
        FolderDestination(tmp_path).deliver(artifact(b"new"), yes)
    finally:
        os.umask(before)
    assert (tmp_path / "feed.rss").stat().st_mode & 0o777 == 0o644


def test_standard_output_gets_the_bytes_after_the_judgement() -> None:
    """Nothing is written before the judge has seen all of it."""
    stream = io.BytesIO()

    def judge(path: Path) -> bool:
        assert (path.name, path.read_bytes(), stream.getvalue()) == ("feed.rss", b"\x00\xffbytes", b"")
        return True

    assert StandardOutput(stream).deliver(artifact(b"\x00\xff", b"bytes"), judge) == Path("-")
    assert stream.getvalue() == b"\x00\xffbytes"


def test_standard_output_gets_nothing_of_a_refused_artifact_and_takes_no_second() -> None:
    """One stream holds one file; a second try after a refusal is the first one that counts."""
    stream = io.BytesIO()
    destination = StandardOutput(stream)
    assert destination.deliver(artifact(b"bad"), no) is None
    assert stream.getvalue() == b""
    assert destination.deliver(artifact(b"good"), yes) == Path("-")
    with pytest.raises(OutputError, match=r"feed\.atom would be the second"):
        destination.deliver(artifact(b"two", name="feed.atom"), yes)
    assert stream.getvalue() == b"good"


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("feed.rss", "feed.rss"),
        ("../../etc/passwd", "etc-passwd"),
        ("/abs.pdf", "abs.pdf"),
        (".hidden", "hidden"),
        ("..", "unnamed"),
        ("", "unnamed"),
        ("a\0b\n.epub", "a-b-.epub"),
        ("C:\\x.pdf", "C--x.pdf"),
        ("ausgabe-süd.newsml.xml", "ausgabe-süd.newsml.xml"),
    ],
)
def test_names_cannot_leave_the_folder(name: str, safe: str) -> None:
    """One plain name is left of whatever an exporter says."""
    assert safe_name(name) == safe


@given(st.text(max_size=400))
def test_every_name_becomes_one_that_every_disk_takes(name: str) -> None:
    """No separator, no hidden file, no control character, at most 200 bytes, never empty; safe names stay."""
    safe = safe_name(name)
    assert safe and len(safe.encode()) <= 200
    assert not set(safe) & set('/\\:*?"<>|\0')
    assert safe.isprintable() and safe[0] not in ". -"
    assert safe_name(safe) == safe


def test_a_long_stem_is_cut_and_the_suffix_stays() -> None:
    """The suffix tells what the file is."""
    assert safe_name("ä" * 300 + ".newsml.xml").endswith("ä.newsml.xml")
