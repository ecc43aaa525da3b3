"""Rendered items kept between runs, each under a key made of everything that its bytes are made of.

A shelf is one folder for one feed with one set of settings; in it lie packs. A pack appears whole or not at all and is
never changed: records one after the other, then a table of them in the order of their keys, then a trailer. So nothing
is locked: two processes at once add a pack each, and a pack that is deleted while it is read goes on being read. Table
and records have checksums; whatever does not fit is a miss. A cache can slow an export down, never change or fail it.

Nothing grows for ever: when the packs are many, or half of what lies in them was not asked for, one pack of what was
asked for takes the place of all; of the shelves, those used last are kept.
"""

from __future__ import annotations

import math
import os
import struct
import sys
import tempfile
from array import array
from bisect import bisect_left
from collections.abc import Iterator
from contextlib import suppress
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import BinaryIO
from zlib import crc32

MAGIC = b"SYNPACK1"
PACKS, SHELVES = 8, 64
"""How many packs a shelf has before they become one, and how many shelves a cache folder has."""

_ENTRY = struct.Struct("<32sQIII")
"""A record in the table: key, where its data begin, how long they are, how long its notes are, checksum of both."""
_TRAILER = struct.Struct("<QQI8s")
"""The end of a pack: number of records, where the table begins, checksum of the table, magic."""
_unpack = _ENTRY.unpack_from
_AHEAD = 1 << 17
"""Bytes that are read at once where records are asked for in the order in which they were put."""
_ANCIENT = 3600
"""Seconds after which a temporary file has no process any more that writes it."""


@cache
def code_version(*places: Path) -> str:
    """A hash of the files at and below `places`, and of the Python that runs them; '' when there is no source.

    A number raised by hand would be forgotten one day, and stale bytes be delivered as new; a file that differs in a
    comment only costs one cold export.
    """
    files = [file for place in places for file in ([place] if place.is_file() else sorted(place.rglob("*")))]
    sources = [file for file in files if file.is_file() and file.suffix != ".pyc"]
    if not any(file.suffix == ".py" for file in sources):
        return ""
    digest = sha256(sys.version.encode())
    for file in sources:
        digest.update(f"\0{file.name}\0".encode() + sha256(file.read_bytes()).digest())
    return digest.hexdigest()


class Pack:
    """One file of records, opened to read; hold it no longer than a run."""

    def __init__(self, path: Path) -> None:
        """Open `path`. Raises `OSError` when it cannot be read and `ValueError` when it is no whole pack."""
        self.path = path
        self._file = path.open("rb", buffering=0)
        try:
            self._prefixes, self._table = self._read_table()
        except (ValueError, struct.error, OSError, MemoryError, OverflowError):
            self._file.close()
            raise ValueError("no whole pack") from None
        self._wanted = bytearray(len(self._prefixes))
        self._window, self._window_begin, self._expected = b"", 0, -1

    def _read_table(self) -> tuple[array[int], bytes]:
        size = os.fstat(self._file.fileno()).st_size
        trailer = os.pread(self._file.fileno(), _TRAILER.size, max(size - _TRAILER.size, 0))
        count, begin, checksum, magic = _TRAILER.unpack(trailer)
        if magic != MAGIC or begin + count * (8 + _ENTRY.size) + _TRAILER.size != size:
            raise ValueError("not written to its end")
        data = os.pread(self._file.fileno(), count * (8 + _ENTRY.size), begin)
        if crc32(data) != checksum:
            raise ValueError("damaged")
        prefixes = array("Q", data[: count * 8])
        if sys.byteorder == "big":
            prefixes.byteswap()
        return prefixes, data[count * 8 :]

    def __len__(self) -> int:
        return len(self._wanted)

    def get(self, key: bytes) -> tuple[bytes, bytes] | None:
        """Data and notes of the record `key`, or None when it is not here or damaged."""
        prefix = int.from_bytes(key[:8], "little")
        place = bisect_left(self._prefixes, prefix)
        while place < len(self._wanted) and self._prefixes[place] == prefix:
            own, begin, size, notes, checksum = _unpack(self._table, place * _ENTRY.size)
            if own == key:
                record = self._read(begin, size + notes)
                if len(record) != size + notes or crc32(record) != checksum:
                    return None
                self._wanted[place] = 1
                return (record[:size], record[size:]) if notes else (record, b"")
            place += 1
        return None

    def _read(self, begin: int, size: int) -> bytes:
        """Some bytes of the file, and what is behind them where they are asked for in the order of the file."""
        offset = begin - self._window_begin
        if not 0 <= offset <= len(self._window) - size:
            if begin != self._expected:
                self._expected = begin + size
                return os.pread(self._file.fileno(), size, begin)
            self._window, self._window_begin, offset = os.pread(self._file.fileno(), max(size, _AHEAD), begin), begin, 0
        self._expected = begin + size
        return self._window[offset : offset + size]

    def wanted(self) -> Iterator[tuple[bytes, bytes, int]]:
        """The records that `get` gave in this run: key, data with notes, and how much of it is data."""
        for place, asked in enumerate(self._wanted):
            if asked:
                key, begin, size, notes, _ = _ENTRY.unpack_from(self._table, place * _ENTRY.size)
                yield key, os.pread(self._file.fileno(), size + notes, begin), size

    def asked(self) -> int:
        """How many records `get` gave in this run."""
        return sum(self._wanted)

    def close(self) -> None:
        """Let go of the file."""
        self._file.close()


class _Writer:
    """A pack in the making, under a temporary name in the folder that it is to appear in."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(suffix=".tmp", dir=folder)
        self.path = Path(name)
        self._file: BinaryIO = os.fdopen(handle, "wb", buffering=1 << 18)
        self._begin = 0
        self._entries: list[bytes] = []

    def put(self, key: bytes, record: bytes, size: int) -> None:
        self._file.write(record)
        entry = _ENTRY.pack(key, self._begin, size, len(record) - size, crc32(record))
        self._entries.append(entry)
        self._begin += len(record)

    def finish(self) -> None:
        """Write the table and let the pack appear."""
        self._entries.sort(key=_prefix)
        prefixes = array("Q", map(_prefix, self._entries))
        if sys.byteorder == "big":
            prefixes.byteswap()
        table = prefixes.tobytes() + b"".join(self._entries)
        self._file.write(table)
        self._file.write(_TRAILER.pack(len(self._entries), self._begin, crc32(table), MAGIC))
        self._file.close()
        os.replace(self.path, self.path.with_suffix(".pack"))

    def abandon(self) -> None:
        """Leave nothing behind."""
        with suppress(OSError):
            self._file.close()
        with suppress(OSError):
            self.path.unlink()


def _prefix(entry: bytes) -> int:
    return int.from_bytes(entry[:8], "little")


class Shelf:
    """The rendered items of one feed with one set of settings, for the time of one export.

    `failure` tells the first thing that could not be read or written, for a warning; the export goes on without.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.failure: OSError | None = None
        self._writer: _Writer | None = None
        self._packs: list[Pack] = []
        self._broken: list[Path] = []
        try:
            names = sorted(folder.glob("*.pack"))
        except OSError:
            names = []
        for path in names:
            try:
                self._packs.append(Pack(path))
            except FileNotFoundError:
                continue  # another process has just put one pack in the place of all
            except ValueError:
                self._broken.append(path)
            except OSError as error:
                self.failure = self.failure or error
        self._packs.sort(key=len, reverse=True)  # the one that most items are in is asked first

    def get(self, key: bytes) -> tuple[bytes, bytes] | None:
        """What was put under `key` (32 bytes): data and notes; None when it must be made anew."""
        try:
            for pack in self._packs:
                found = pack.get(key)
                if found is not None:
                    return found
        except OSError as error:
            self._fail(error)
        return None

    def put(self, key: bytes, data: bytes, notes: bytes = b"") -> None:
        """Keep `data` and `notes` under `key` for the next run; this one does not see them."""
        if self.failure is not None:
            return
        try:
            if self._writer is None:
                self._writer = _Writer(self.folder)
            self._writer.put(key, data + notes if notes else data, len(data))
        except (OSError, struct.error) as error:
            self._fail(error if isinstance(error, OSError) else OSError(str(error)))

    def finish(self) -> None:
        """Let what was put appear for later runs, and throw out what is not asked for any more."""
        try:
            self._merge()
            if self._writer is not None:
                self._writer.finish()
                self._writer = None
            for path in self._broken:
                path.unlink(missing_ok=True)
            if self.folder.is_dir():
                os.utime(self.folder)
                _sweep(self.folder)
        except OSError as error:
            self._fail(error)
        self.close()

    def close(self) -> None:
        """Let go of the files; what was put and not finished is gone."""
        if self._writer is not None:
            self._writer.abandon()
            self._writer = None
        for pack in self._packs:
            pack.close()
        self._packs = []

    def _merge(self) -> None:
        """One pack of what was asked for in place of all packs, when they are many or mostly not asked for."""
        asked, there = sum(pack.asked() for pack in self._packs), sum(map(len, self._packs))
        if len(self._packs) + (self._writer is not None) <= PACKS and asked * 2 >= there:
            return
        if asked:
            self._writer = self._writer or _Writer(self.folder)
            for pack in self._packs:
                for key, record, size in pack.wanted():
                    self._writer.put(key, record, size)
        self._broken += [pack.path for pack in self._packs]

    def _fail(self, error: OSError) -> None:
        self.failure = self.failure or error
        if self._writer is not None:
            self._writer.abandon()
            self._writer = None


def _sweep(folder: Path) -> None:
    """Remove what dead processes left in the shelf `folder`, and the shelves that were used least lately."""
    newest = _touched(folder)
    for path in folder.glob("*.tmp"):
        if _touched(path) < newest - _ANCIENT:
            path.unlink(missing_ok=True)
    shelves = [path for path in folder.parent.iterdir() if path.is_dir()]
    if len(shelves) <= SHELVES:
        return
    for shelf in sorted(shelves, key=_touched)[:-SHELVES]:
        for path in (*shelf.glob("*.pack"), *shelf.glob("*.tmp")):
            path.unlink(missing_ok=True)
        with suppress(OSError):
            shelf.rmdir()


def _touched(path: Path) -> float:
    """When `path` was changed; what another process has just taken away is as new as can be."""
    try:
        return path.stat().st_mtime
    except FileNotFoundError:
        return math.inf
