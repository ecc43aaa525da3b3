"""Where artifacts go: a folder, or standard output; whole or not at all.

A file is written under a temporary name in its folder, flushed to the disk, judged, and only then renamed over what
stood there, so a reader who polls the folder sees the old file or the new one and nothing between (POSIX `rename`).
What a killed run leaves behind is removed by the next one; a lock that dies with its process tells the two apart.
"""

from __future__ import annotations

import errno
import fcntl
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from itertools import count
from pathlib import Path
from typing import BinaryIO

from syndicate.contracts import Artifact, Judge
from syndicate.errors import OutputError

_PREFIX = ".syndicate-"
"""How temporary names begin: hidden. Process, number and the name to be follow."""

_SUFFIX = ".part"
"""How they end, so that a pattern like `*.rss` does not find them either."""

_NAME_BYTES = 200
"""File systems allow 255 bytes; the temporary name needs some of them."""

_REASONS = {
    errno.EACCES: ("you may not write there", "choose another folder with -o, or change its permissions"),
    errno.EPERM: ("you may not write there", "choose another folder with -o, or change its permissions"),
    errno.EROFS: ("it is on a read-only file system", "choose another folder with -o"),
    errno.ENOSPC: ("the disk is full", "make room; what stood there before is untouched"),
    errno.EDQUOT: ("your quota on that disk is used up", "make room; what stood there before is untouched"),
    errno.EFBIG: ("the file is larger than allowed there", "what stood there before is untouched"),
    errno.EISDIR: ("there is a folder of that name", "remove it or choose another folder with -o"),
    errno.ENOTDIR: ("a part of its path is a file", "choose another folder with -o"),
    errno.EEXIST: ("it is a file, not a folder", "-o names the folder that the files are written to"),
    errno.ENAMETOOLONG: ("its name is too long", "give the edition a shorter slug"),
}

_numbers = count()


class FolderDestination:
    """Delivers into a folder, which is made when the first artifact comes."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._taken: dict[str, str] = {}
        self._open = False

    def deliver(self, artifact: Artifact, judge: Judge) -> Path | None:
        """Write `artifact`, let `judge` look at it, put it in place; None when the judge said no.

        Raises:
            OutputError: the folder or the file cannot be written, or another format wrote that file.
        """
        self._prepare()
        target = self.folder / safe_name(artifact.name)
        self._refuse_double(target, artifact.media_type)
        with _temporary(target) as (path, file):
            for chunk in artifact.chunks:
                with _telling(target):
                    file.write(chunk)
            with _telling(target):
                file.flush()
                os.fsync(file.fileno())
            if not judge(path):
                return None
            with _telling(target):
                os.replace(path, target)
        self._taken[target.name.casefold()] = artifact.media_type
        _sync_folder(self.folder)
        return target

    def sweep(self) -> None:
        """Remove what killed runs left in the folder; what a live process is writing stays."""
        with suppress(FileNotFoundError, NotADirectoryError):
            for path in sorted(self.folder.glob(f"{_PREFIX}*{_SUFFIX}")):
                _remove_if_dead(path)

    def _prepare(self) -> None:
        if self._open:
            return
        with _telling(self.folder):
            self.folder.mkdir(parents=True, exist_ok=True)
            self.sweep()
        self._open = True

    def _refuse_double(self, target: Path, media_type: str) -> None:
        """Two formats must not write the same file, on disks that ignore case too; a second try at one is no double."""
        if self._taken.get(target.name.casefold(), media_type) != media_type:
            raise OutputError(
                f"{target}: two formats of this run write a file of that name",
                hint="export them into different folders",
            )


class StandardOutput:
    """Delivers one artifact to a binary stream, after it was judged whole."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self._used = False

    def deliver(self, artifact: Artifact, judge: Judge) -> Path | None:
        """Write `artifact` to a temporary file, judge it, copy it to the stream; the path is ``-``.

        Raises:
            OutputError: a second artifact came, or the temporary folder cannot be written.
            BrokenPipeError: nobody reads any more.
        """
        if self._used:
            raise OutputError(
                f"-o - takes one file, and {artifact.name} would be the second", hint="name a folder with -o"
            )
        with _telling(Path(tempfile.gettempdir())):
            folder = tempfile.TemporaryDirectory(prefix="syndicate-")
        with folder as name:
            path = Path(name, safe_name(artifact.name))
            with path.open("wb") as file:
                for chunk in artifact.chunks:
                    with _telling(path):
                        file.write(chunk)
                with _telling(path):
                    file.flush()
            if not judge(path):
                return None
            with path.open("rb") as whole, _telling(Path("standard output")):
                shutil.copyfileobj(whole, self._stream)
                self._stream.flush()
        self._used = True
        return Path("-")


def safe_name(name: str) -> str:
    """`name` as one file name that cannot leave its folder, hide, or be too long; the suffix stays."""
    kept = "".join("-" if c in '/\\:*?"<>|' or not c.isprintable() else c for c in name).lstrip(". -")
    stem, dot, suffix = kept.partition(".")
    room = _NAME_BYTES - len((dot + suffix).encode())
    if len(stem.encode()) > room:
        stem = stem.encode()[: max(room, 1)].decode(errors="ignore")
    return (stem + dot + suffix).encode()[:_NAME_BYTES].decode(errors="ignore") or "unnamed"


@contextmanager
def _temporary(target: Path) -> Iterator[tuple[Path, BinaryIO]]:
    """A locked new file beside `target`; it is gone afterwards unless it was renamed."""
    path, descriptor = _create(target)
    file = open(descriptor, "wb", buffering=1 << 20)  # noqa: SIM115 - closing has to be quiet, see below
    try:
        yield path, file
    finally:
        path.unlink(missing_ok=True)
        with suppress(OSError):  # what counts was flushed before; after a failure there is nothing to save
            file.close()


def _create(target: Path) -> tuple[Path, int]:
    """Create and lock a temporary file; again when a sweep took it between the two steps."""
    while True:
        path = target.with_name(f"{_PREFIX}{os.getpid()}-{next(_numbers)}-{target.name}{_SUFFIX}")
        with _telling(target):
            try:
                descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o666)
            except FileExistsError:  # of a process with our number, on another machine or in another container
                continue
            fcntl.flock(descriptor, fcntl.LOCK_EX)
        if os.fstat(descriptor).st_nlink:
            return path, descriptor
        os.close(descriptor)


def _remove_if_dead(path: Path) -> None:
    """Remove a temporary file that no process holds the lock of."""
    with suppress(OSError):  # gone meanwhile, or locked: then it is somebody's
        descriptor = os.open(path, os.O_RDONLY | os.O_CLOEXEC | os.O_NOFOLLOW)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            path.unlink()
        finally:
            os.close(descriptor)


def _sync_folder(folder: Path) -> None:
    """Make the rename itself survive a power cut; some file systems cannot, and then there is nothing to do."""
    with suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


@contextmanager
def _telling(place: Path) -> Iterator[None]:
    """Turn the system's refusal to write into an `OutputError` that names the place, the reason and the way out."""
    try:
        yield
    except BrokenPipeError:  # a reader who went away is no fault
        raise
    except OSError as error:
        reason, hint = _REASONS.get(error.errno or 0, (error.strerror or str(error), "choose another folder with -o"))
        raise OutputError(f"cannot write {place}: {reason}", hint=hint) from error
