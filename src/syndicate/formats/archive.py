"""A zip archive that is the same bytes each time.

`zipfile` stamps entries with the wall clock and the system's file modes unless it is told otherwise for each of them;
here every entry has the same date (the format's first, 1980-01-01), mode 0644, Unix as its system, and no extra field.
Entries stand in the order in which they are added.
"""

from __future__ import annotations

import zipfile
from collections.abc import Iterable
from io import BytesIO
from types import TracebackType
from typing import BinaryIO

_EPOCH = (1980, 1, 1, 0, 0, 0)
_ALREADY_PACKED = (".jpg", ".jpeg", ".png", ".gif", ".webp", ".mp3", ".mp4", ".woff", ".woff2", ".zip")
_LEVEL = 9


class Archive:
    """Writes a deterministic zip to a binary stream; use it as a context manager."""

    def __init__(self, stream: BinaryIO) -> None:
        self._zip = zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED)
        self._names: set[str] = set()

    def add(self, name: str, data: bytes, *, stored: bool | None = None) -> None:
        """Add an entry. Pictures and other packed data are stored, the rest is deflated, unless `stored` says.

        Raises:
            ValueError: the name stands in the archive already.
        """
        info = self._entry(name)
        if stored is None:
            stored = name.lower().endswith(_ALREADY_PACKED)
        # A ZipInfo of our own makes writestr forget the archive's defaults, so both are said again.
        method = zipfile.ZIP_STORED if stored else zipfile.ZIP_DEFLATED
        self._zip.writestr(info, data, compress_type=method, compresslevel=_LEVEL)

    def stream(self, name: str, chunks: Iterable[bytes]) -> None:
        """Add an entry piece by piece, so that memory holds one piece of it; it is deflated at zlib's own level.

        Raises:
            ValueError: the name stands in the archive already.
        """
        info = self._entry(name)
        info.compress_type = zipfile.ZIP_DEFLATED
        with self._zip.open(info, "w") as entry:
            for chunk in chunks:
                entry.write(chunk)

    def _entry(self, name: str) -> zipfile.ZipInfo:
        if name in self._names:
            raise ValueError(f"{name} is in the archive already")
        self._names.add(name)
        info = zipfile.ZipInfo(name, _EPOCH)
        info.create_system = 3
        info.external_attr = 0o644 << 16
        return info

    def close(self) -> None:
        """Write the directory."""
        self._zip.close()

    def __enter__(self) -> Archive:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def pack(entries: list[tuple[str, bytes]]) -> bytes:
    """A whole archive in memory from (name, data) pairs; the first is stored when it is EPUB's `mimetype`."""
    stream = BytesIO()
    with Archive(stream) as archive:
        for name, data in entries:
            archive.add(name, data, stored=True if name == "mimetype" else None)
    return stream.getvalue()
