"""What stands around the items of a file of NewsML-G2, and the items in it."""

from __future__ import annotations

from typing import BinaryIO, cast

from lxml import etree

from syndicate.formats import safexml
from syndicate.formats.divided import Divided

Element = etree._Element

_NAMES = ("newsItem", "packageItem", "conceptItem", "knowledgeItem", "planningItem", "catalogItem")


def divided(stream: BinaryIO) -> Divided:
    """The items of a file; what a publisher puts into `inlineXML` is none of them, whatever it is called."""
    return Divided(stream, _NAMES, opaque="inlineXML")


class Frame:
    """What stands around the items: the elements that are open where they stand, and the message's header."""

    def __init__(self) -> None:
        self._parser = etree.XMLPullParser(events=("start", "end"), **safexml.OPTIONS)
        self._open: list[Element] = []
        self._fed = 0
        self.root: Element | None = None

    def feed(self, frame: bytearray) -> None:
        """Take what was gathered of the frame since the last time.

        Raises:
            XmlProblem: it is not well-formed, or declares entities.
        """
        if len(frame) == self._fed:
            return
        try:
            self._parser.feed(bytes(frame[self._fed :]))
            self._fed = len(frame)
            for event, found in self._parser.read_events():
                element = cast(Element, found)
                if self.root is None:
                    self.root = element
                    safexml.refuse_entities(element)
                if event == "start":
                    self._open.append(element)
                elif self._open:
                    self._open.pop()
        except etree.XMLSyntaxError as error:
            raise safexml.problem(error) from None

    def close(self) -> None:
        """Look whether the message ends as it should.

        Raises:
            XmlProblem: it does not.
        """
        if self.root is None:
            return
        try:
            self._parser.close()
        except etree.XMLSyntaxError as error:
            raise safexml.problem(error) from None

    def around(self, item: bytes) -> tuple[bytes, int]:
        """The item in the elements that are open around it, for their namespaces, and their number."""
        tags = [_opening(element) for element in self._open]
        return b"".join(tag for tag, _ in tags) + item + b"".join(end for _, end in reversed(tags)), len(tags)


def _opening(element: Element) -> tuple[bytes, bytes]:
    """A start tag with the namespaces of an element and its end tag."""
    prefix = f"{element.prefix}:" if element.prefix else ""
    name = prefix + etree.QName(element).localname
    spaces = "".join(f' xmlns{":" + key if key else ""}="{_quoted(uri)}"' for key, uri in element.nsmap.items())
    return f"<{name}{spaces}>".encode(), f"</{name}>".encode()


def _quoted(value: str) -> str:
    return value.replace("&", "&amp;").replace("<", "&lt;").replace('"', "&quot;")
