"""The official schemas of the standards bodies: which there are, and how they come to this machine.

They are not part of this distribution. What is pinned is the checksum of each file, so that the one from a mirror is
as good as the one from the official address, and nothing else is ever used.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from http.client import HTTPException
from pathlib import Path, PurePosixPath
from typing import NamedTuple

from syndicate.contracts import Artifact
from syndicate.destinations import FolderDestination
from syndicate.errors import InputError, UsageError

_TIMEOUT = 30.0
"""Seconds to wait for an answer."""

_LARGEST = 4 * 1024 * 1024
"""Bytes; the largest schema has a third of a megabyte."""


class Schema(NamedTuple):
    """One file: its place below the schemas folder, its official address, its SHA-256, and what it is."""

    path: str
    address: str
    sha256: str
    what: str


_IPTC = "https://www.iptc.org/std"
_XML_ADDRESS = "https://www.w3.org/2009/01/xml.xsd"
_XML_SHA256 = "61960fb3131e38022caad5360e2f33a3382578ab3c80cd58bd74320ede61b20c"

SCHEMAS: tuple[Schema, ...] = (
    Schema(
        "newsml-g2/NewsML-G2_2.35-spec-All-Power.xsd",
        f"{_IPTC}/NewsML-G2/2.35/specification/NewsML-G2_2.35-spec-All-Power.xsd",
        "06ef1c5076a32f2568ac8955994029890afac0268f795e3c26642ded52cf0181",
        "NewsML-G2 2.35",
    ),
    Schema("newsml-g2/xml.xsd", _XML_ADDRESS, _XML_SHA256, "xml:lang and xml:base, for NewsML-G2"),
    Schema(
        "newsml-g2/catalog.IPTC-G2-Standards_41.xml",
        f"{_IPTC}/catalog/catalog.IPTC-G2-Standards_41.xml",
        "bd35fd40dbdc565e9e1590faca981cb7d8ac28c34eb9a90b78ff8060d282ce71",
        "IPTC catalog 41",
    ),
    Schema(
        "nitf/nitf-3-6.xsd",
        f"{_IPTC}/NITF/3.6/specification/nitf-3-6.xsd",
        "78f4931e19ae7c1b8dc55156675991b90d85b147fe7e683a2f11928071470cf4",
        "NITF 3.6",
    ),
    Schema(
        "nitf/nitf-3-6-ruby-include.xsd",
        f"{_IPTC}/NITF/3.6/specification/nitf-3-6-ruby-include.xsd",
        "cd24abf32fbf76d8ea139a96222884f7a51f12fd2d06c7c806d7343beed0b30b",
        "ruby, for NITF",
    ),
    Schema("nitf/xml.xsd", _XML_ADDRESS, _XML_SHA256, "xml:lang and xml:base, for NITF"),
    Schema(
        "ninjs/ninjs-schema_1.6.json",
        f"{_IPTC}/ninjs/ninjs-schema_1.6.json",
        "ae8deb3991f10368593ace8696888a3fd47189893dd327ab89eb344e6b966f49",
        "ninjs 1.6",
    ),
    Schema(
        "ninjs/ninjs-schema_2.2.json",
        f"{_IPTC}/ninjs/ninjs-schema_2.2.json",
        "88c84fa87382c5a7a314fd44ab1041921c7cbac47ab9550bc4964b1fa30897e2",
        "ninjs 2.2",
    ),
    Schema(
        "ninjs/ninjs-schema_3.1.json",
        f"{_IPTC}/ninjs/ninjs-schema_3.1.json",
        "404f578a299bf34e76e98f2de26ad9989882ebd7abf3a4d3cf3aa689b70a8744",
        "ninjs 3.1",
    ),
)


def install(
    folder: Path,
    origin: str = "",
    *,
    schemas: Sequence[Schema] = SCHEMAS,
    progress: Callable[[str], None] = lambda _: None,
) -> Sequence[Schema]:
    """Put the schemas into `folder`, from their addresses, or from `origin`, a folder or address laid out alike.

    All are fetched and compared before the first is written, so that a refusal leaves what was there.

    Raises:
        UsageError: `origin` is neither a folder nor a web address.
        InputError: a file cannot be had, or its checksum is not the pinned one.
        OutputError: the folder cannot be written.
    """
    fetched: list[tuple[Schema, bytes]] = []
    for schema in schemas:
        progress(schema.path)
        fetched.append((schema, _fetch(schema, origin)))
    for schema, data in fetched:
        place = PurePosixPath(schema.path)
        artifact = Artifact(name=place.name, media_type="", chunks=(data,))
        FolderDestination(folder.joinpath(*place.parent.parts)).deliver(artifact, lambda _: True)
    return schemas


def installed(folder: Path, schemas: Sequence[Schema] = SCHEMAS) -> dict[Schema, bool]:
    """Which of the schemas lie in `folder`, whole."""
    return {schema: _whole(folder.joinpath(*PurePosixPath(schema.path).parts), schema) for schema in schemas}


def _whole(path: Path, schema: Schema) -> bool:
    return path.is_file() and hashlib.sha256(path.read_bytes()).hexdigest() == schema.sha256


def _fetch(schema: Schema, origin: str) -> bytes:
    if origin and not origin.startswith(("http://", "https://")):
        if not Path(origin).is_dir():
            raise UsageError(
                f"--from {origin}: neither a folder nor a web address",
                hint="name a folder, or an address that begins with https://",
            )
        place, data = _copy(schema, Path(origin))
    else:
        place = f"{origin.rstrip('/')}/{schema.path}" if origin else schema.address
        data = _download(place)
    found = hashlib.sha256(data).hexdigest()
    if found != schema.sha256:
        raise InputError(
            f"{place} is not the file that is wanted: its SHA-256 is {found}, pinned is {schema.sha256}",
            hint="nothing was installed; try again, or take the files from a mirror with --from",
        )
    return data


def _copy(schema: Schema, folder: Path) -> tuple[str, bytes]:
    path = folder.joinpath(*PurePosixPath(schema.path).parts)
    try:
        return str(path), path.read_bytes()
    except OSError as error:
        raise InputError(f"{path}: cannot be read: {error.strerror or error}", hint="nothing was installed") from error


def _download(address: str) -> bytes:
    from urllib.request import Request, urlopen

    request = Request(address, headers={"User-Agent": "syndicate", "Accept": "*/*"})
    try:
        with urlopen(request, timeout=_TIMEOUT) as answer:
            data: bytes = answer.read(_LARGEST + 1)
    except (OSError, HTTPException, ValueError) as error:  # URLError is an OSError
        reason = getattr(error, "reason", None) or error
        raise InputError(
            f"{address}: cannot be fetched: {reason}",
            hint="nothing was installed; --from takes them from a folder or a mirror",
        ) from error
    if len(data) > _LARGEST:
        raise InputError(f"{address}: is far too large for a schema", hint="nothing was installed")
    return data
