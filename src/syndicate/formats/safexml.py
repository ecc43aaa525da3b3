"""XML from strangers: parsed without DTDs, entities, networks and files, and with bounds on depth and size.

One way in for every reader and every judge of NewsML-G2 and NITF. What is bounded, and by whom:

- No entity is ever replaced: a document that declares one is refused, whatever it does with it (entity bombs, external
  entities). A document type that only names a DTD, as NITF files do, is let through, and the DTD is not looked for.
- XInclude is never carried out; the network and other files are never touched.
- libxml2's own limits stay on (`huge_tree` is off): 256 elements in each other, 10 MB in one text. They are far above
  what any story needs (the largest agency item measured has 40 KB) and stop 50 MB of `inlineData` after 10.
- `most` bounds the bytes of a document, or of one item of a stream, `TAGS` its elements; memory follows both.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, BinaryIO

from syndicate.formats.trees import take_out

if TYPE_CHECKING:
    from lxml.etree import XMLParser, _Element

MOST = 64 * 1024 * 1024
"""Bytes of one document or of one item in a stream, unless a caller says otherwise."""

TAGS = 500_000
"""Tags of one document or of one item in a stream: 20 MB of empty elements would take 1.3 GB as a tree."""

OPTIONS: dict[str, Any] = {
    "resolve_entities": False,
    "no_network": True,
    "load_dtd": False,
    "dtd_validation": False,
    "attribute_defaults": False,
    "huge_tree": False,
}
"""What every parser of lxml here is told."""

_PLACE = re.compile(r", line \d+, column \d+.*", re.DOTALL)
_LIMITS = (
    "excessive depth",
    "huge text node",
    "huge input",
    "amplification",
    "resource limit",
    "too long",
    "too large",
    "too big",
)


class XmlProblem(ValueError):
    """Why a document cannot be read: `message` without the place, `line` from 1, and whether it was `refused`.

    `refused` is a document that a bound or a rule of safety stopped; the others are not well-formed.
    """

    def __init__(self, message: str, line: int | None = None, *, refused: bool = False) -> None:
        super().__init__(message)
        self.message = message
        self.line = line
        self.refused = refused


def parser(*, comments: bool = False) -> XMLParser:
    """A parser with every door closed; it may be used again and again. `comments` keeps comments and instructions."""
    from lxml import etree

    return etree.XMLParser(**OPTIONS, remove_comments=not comments, remove_pis=not comments)


def parse(data: bytes, *, most: int = MOST, with_parser: XMLParser | None = None) -> _Element:
    """The root of a document.

    Raises:
        XmlProblem: not well-formed, larger than `most` bytes, nested too deep, or with entities of its own.
    """
    from lxml import etree

    if len(data) > most:
        raise XmlProblem(f"larger than {most} bytes", refused=True)
    if data.count(b"<") > TAGS:
        raise XmlProblem(f"more than {TAGS} tags", refused=True)
    try:
        root = etree.fromstring(data, with_parser or parser())
    except etree.XMLSyntaxError as error:
        raise problem(error) from None
    except ValueError as error:  # a declared encoding that does not exist, or a NUL
        raise XmlProblem(str(error)) from None
    refuse_entities(root)
    return root


class Elements:
    """The elements with one of some names in a stream, each whole; the reader drops what it has done with.

    `root` is the document's root once the stream is read. Memory holds what the reader has not dropped, and a stretch
    of more than `most` bytes or `TAGS` tags without an element of these names is refused.
    """

    def __init__(self, stream: BinaryIO, names: tuple[str, ...], *, most: int = MOST, comments: bool = False) -> None:
        self.root: _Element | None = None
        self._names = names
        self._counted = _Counted(stream, most)
        self._comments = comments

    def __iter__(self) -> Iterator[_Element]:
        """The elements in the order of their ends.

        Raises:
            XmlProblem: not well-formed, more than `most` bytes between two of them, or with entities of its own.
        """
        from lxml import etree

        events = etree.iterparse(
            self._counted,
            events=("end",),
            tag=self._names,
            **OPTIONS,
            remove_comments=not self._comments,
            remove_pis=not self._comments,
        )
        checked = False
        try:
            for _, element in events:
                if not checked:
                    checked = True
                    refuse_entities(element)
                self._counted.forget()
                yield element
        except etree.XMLSyntaxError as error:
            first = next(iter(events.error_log), None)  # what comes after an undefined entity is no news
            if not error.lineno and first is not None:
                raise XmlProblem(first.message.strip(), first.line) from None
            raise problem(error) from None
        self.root = events.root
        if self.root is not None and not checked:
            refuse_entities(self.root)


class _Counted:
    """A stream that stops when too much was read since the reader last had something of it."""

    def __init__(self, stream: BinaryIO, most: int) -> None:
        self._bytes = self._tags = 0
        self._stream = stream
        self._most = most

    def forget(self) -> None:
        """Begin to count anew: the reader had something."""
        self._bytes = self._tags = 0

    def read(self, size: int = -1) -> bytes:
        """The next bytes, 32 KiB at most."""
        data = self._stream.read(32768 if size < 0 else min(size, 32768))
        self._bytes += len(data)
        self._tags += data.count(b"<")
        if self._bytes > self._most:
            raise XmlProblem(f"an item is larger than {self._most} bytes", refused=True)
        if self._tags > TAGS:
            raise XmlProblem(f"an item has more than {TAGS} tags", refused=True)
        return data


def refuse_entities(root: _Element) -> None:
    """Raise `XmlProblem` when the document declares entities: nothing good comes of them in news."""
    dtd: Any = root.getroottree().docinfo.internalDTD  # the stubs know neither None nor its entities
    if dtd is None:
        return
    names = sorted(entity.name or "" for entity in dtd.iterentities())
    if names:
        shown = ", ".join(names[:3])
        raise XmlProblem(f"it declares entities ({shown}), which are not followed", line=1, refused=True)


def problem(error: SyntaxError) -> XmlProblem:
    """What lxml says of a document, without the place in its message."""
    message = _PLACE.sub("", error.msg or str(error)).strip() or "not well-formed"
    lower = message.lower()
    return XmlProblem(message, error.lineno or None, refused=any(limit in lower for limit in _LIMITS))


def spell_out(root: _Element) -> list[str]:
    """Put characters for references to HTML's named ones (`&nbsp;`), which a DTD that is not read would define.

    Returns the names that stand for nothing known; their references become the name in the text (`&name;`).
    """
    from html.entities import name2codepoint  # only here, where few documents come

    from lxml import etree

    unknown: list[str] = []
    for reference in list(root.iter(etree.Entity)):
        name = (reference.text or "").strip("&;")
        if name not in name2codepoint:
            unknown.append(name)
        said = chr(name2codepoint[name]) if name in name2codepoint else f"&{name};"
        take_out(reference, said)
    return unknown
