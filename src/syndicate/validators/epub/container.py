"""The ZIP container (EPUB 3.3 section 4, OCF): the mimetype entry, the names, and the way to the package document."""

from __future__ import annotations

import re
import zipfile

from syndicate.formats.safexml import XmlProblem
from syndicate.validators.epub.book import MIMETYPE, OCF, OPF_TYPE, UNREADABLE, Book, Findings

CONTAINER = "META-INF/container.xml"
_SAFE_NAME = re.compile(r"[A-Za-z0-9._/-]+")


def check_container(book: Book, findings: Findings) -> None:
    """Check the archive and set `book.package_path`."""
    infos = book.archive.infolist()
    _check_mimetype(book, infos, findings)
    _check_entries(book, infos, findings)
    _find_package(book, findings)


def _check_mimetype(book: Book, infos: list[zipfile.ZipInfo], findings: Findings) -> None:
    """EPUB 3.3 4.2.3: first, neither compressed nor encrypted, no extra field, exact content."""
    info = infos[0] if infos else None
    if info is None or info.filename != "mimetype" or info.header_offset != 0:
        findings.error("SYN-EPUB-102", "the first entry is not `mimetype`", "mimetype")
        info = next((entry for entry in infos if entry.filename == "mimetype"), None)
    if info is None:
        return
    if info.compress_type != zipfile.ZIP_STORED:
        findings.error("SYN-EPUB-103", "the entry `mimetype` is compressed; it must be stored", "mimetype")
    if _local_extra(book, info):
        findings.error("SYN-EPUB-104", "the entry `mimetype` has an extra field in its header", "mimetype")
    try:
        content = book.read("mimetype")
    except UNREADABLE:
        return  # reported with the other unreadable entries
    if content != MIMETYPE:
        findings.error("SYN-EPUB-105", f"`mimetype` holds {content[:40]!r} instead of {MIMETYPE!r}", "mimetype")


def _local_extra(book: Book, info: zipfile.ZipInfo) -> bool:
    """Tell whether the *local* header has an extra field; `ZipInfo.extra` knows the central directory's alone."""
    stream = book.archive.fp
    if stream is None:
        return bool(info.extra)
    position = stream.tell()
    try:
        stream.seek(info.header_offset + 28)
    except UNREADABLE:
        return False  # a place before the file: the entry is reported as unreadable
    length = int.from_bytes(stream.read(2), "little")
    stream.seek(position)
    return bool(info.extra) or length > 0


def _check_entries(book: Book, infos: list[zipfile.ZipInfo], findings: Findings) -> None:
    seen: set[str] = set()
    for info in infos:
        name = info.filename
        if name.casefold() in seen:
            findings.error("SYN-EPUB-106", f"the name {name!r} is there twice (case does not count)", name)
        seen.add(name.casefold())
        if ".." in name.split("/") or name.startswith("/") or not _SAFE_NAME.fullmatch(name):
            findings.error("SYN-EPUB-107", f"the name {name!r} is not safe in every file system and URL", name)
        try:
            with book.archive.open(info) as stream:
                while stream.read(1 << 16):
                    pass
        except UNREADABLE as problem:
            findings.error("SYN-EPUB-108", f"the entry cannot be read: {problem}", name)


def _find_package(book: Book, findings: Findings) -> None:
    """EPUB 3.3 4.2.6.3.1: `container.xml` names the package document."""
    if CONTAINER not in book.names:
        findings.error("SYN-EPUB-109", f"{CONTAINER} is missing", CONTAINER)
        return
    try:
        root = book.parsed(CONTAINER)
    except XmlProblem as problem:
        findings.broken("SYN-EPUB-109", problem, CONTAINER)
        return
    except UNREADABLE:
        return
    paths = [
        rootfile.get("full-path", "")
        for rootfile in root.iter(f"{{{OCF}}}rootfile")
        if rootfile.get("media-type") == OPF_TYPE
    ]
    if not paths or paths[0] not in book.names:
        findings.error("SYN-EPUB-109", f"no package document at {paths[0] if paths else 'any rootfile'!r}", CONTAINER)
        return
    book.package_path = paths[0]
