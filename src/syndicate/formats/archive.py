"""A zip archive that is the same bytes each time (PKWARE APPNOTE 6.3.3, without its later extensions).

The standard library stamps entries with the wall clock and the system's file modes unless it is told otherwise for each
of them, and spends as long on its bookkeeping as on packing small files. Here every entry has the same date (the
format's first, 1980-01-01), mode 0644, Unix as its system, and no extra field. Entries stand in the order in which they
are added; nothing is ever sought back to.

Packing was a third of the work on a book. ISA-L packs pages six times as fast as zlib, a tenth larger, so it is taken
where it is installed (the extra `epub` brings it to x86-64).
"""

from __future__ import annotations

import struct
import tempfile
from collections.abc import Iterable, Iterator
from io import BytesIO
from types import TracebackType
from typing import BinaryIO

from syndicate.errors import OutputError

try:
    from isal import isal_zlib as zlib

    _LEVEL = 2
    """Level 3 would save a fiftieth, and packs into other bytes on each generation of processors; this one does not."""
except ImportError:
    import zlib  # type: ignore[no-redef]

    _LEVEL = 6
    """zlib's own choice; 9 takes longer and saves less than a thousandth of a book."""

_ALREADY_PACKED = (".jpg", ".jpeg", ".png", ".gif", ".webp", ".mp3", ".mp4", ".woff", ".woff2", ".zip")
_WINDOW = -15
"""A raw stream, without the head and sum of its own that zlib would give it."""
_STORED, _DEFLATED = 0, 8
_VERSION = 20
_UTF_8 = 0x800
_UNIX = 3
_MODE = 0o644 << 16
_DATE = (1 << 5) | 1
"""1 January 1980, the format's first day."""
_LOCAL, _CENTRAL, _END = struct.Struct("<4s5H3I2H"), struct.Struct("<4s6H3I5H2I"), struct.Struct("<4s4H2IH")
_MOST, _LARGEST = 0xFFFF, 0xFFFFFFFF
_IN_MEMORY = 1024 * 1024


class Archive:
    """Writes a deterministic zip to a binary stream; use it as a context manager."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self._at = 0
        self._names: set[str] = set()
        self._directory: list[bytes] = []

    def add(self, name: str, data: bytes, *, stored: bool | None = None) -> None:
        """Add an entry. Pictures and other packed data are stored, the rest is deflated, unless `stored` says.

        Raises:
            ValueError: the name stands in the archive already.
            OutputError: the archive is larger than the format allows.
        """
        if stored is None:
            stored = name.lower().endswith(_ALREADY_PACKED)
        packed = data if stored else zlib.compress(data, _LEVEL, _WINDOW)
        self._head(name, _STORED if stored else _DEFLATED, zlib.crc32(data), len(packed), len(data))
        self._write(packed)

    def stream(self, name: str, chunks: Iterable[bytes]) -> Iterator[None]:
        """Add a deflated entry piece by piece: memory holds one piece of it, and what is packed up to a megabyte.

        There is a stop after each piece that was written, for who takes the bytes out of the stream meanwhile.

        Raises:
            ValueError: the name stands in the archive already.
            OutputError: the archive is larger than the format allows.
        """
        packer = zlib.compressobj(_LEVEL, zlib.DEFLATED, _WINDOW)
        sum_, size = 0, 0
        with tempfile.SpooledTemporaryFile(max_size=_IN_MEMORY) as packed:
            for chunk in chunks:
                sum_, size = zlib.crc32(chunk, sum_), size + len(chunk)
                packed.write(packer.compress(chunk))
            packed.write(packer.flush())
            length = packed.tell()
            packed.seek(0)
            self._head(name, _DEFLATED, sum_, length, size)
            while piece := packed.read(_IN_MEMORY):
                self._write(piece)
                yield

    def _head(self, name: str, method: int, sum_: int, packed: int, size: int) -> None:
        if name in self._names:
            raise ValueError(f"{name} is in the archive already")
        self._names.add(name)
        path = name.encode("utf-8")
        flags = 0 if name.isascii() else _UTF_8
        if len(self._directory) >= _MOST or self._at + packed + size > _LARGEST:
            raise OutputError(f"{name}: the archive grows over 4 GB or 65,535 files", hint="take smaller pictures")
        head = (_VERSION, flags, method, 0, _DATE, sum_, packed, size, len(path), 0)
        self._directory.append(_CENTRAL.pack(b"PK\1\2", _UNIX << 8 | _VERSION, *head, 0, 0, 0, _MODE, self._at) + path)
        self._write(_LOCAL.pack(b"PK\3\4", *head) + path)

    def _write(self, data: bytes) -> None:
        self._stream.write(data)
        self._at += len(data)

    def close(self) -> None:
        """Write the directory."""
        start, entries = self._at, len(self._directory)
        directory = b"".join(self._directory)
        self._write(directory)
        self._write(_END.pack(b"PK\5\6", 0, 0, entries, entries, len(directory), start, 0))

    def __enter__(self) -> Archive:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if kind is None:
            self.close()


def pack(entries: list[tuple[str, bytes]]) -> bytes:
    """A whole archive in memory from (name, data) pairs; the first is stored when it is EPUB's `mimetype`."""
    stream = BytesIO()
    with Archive(stream) as archive:
        for name, data in entries:
            archive.add(name, data, stored=True if name == "mimetype" else None)
    return stream.getvalue()
