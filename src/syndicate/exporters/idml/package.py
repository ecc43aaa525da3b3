"""The parts of the package around the stories (IDML 8.0, 6): resources, a master, a page for each story, the map."""

from __future__ import annotations

from syndicate.exporters.idml.writer import Hyperlink, outline
from syndicate.formats import idml
from syndicate.formats.deskcopy.styles import BODY, CODE_FONT
from syndicate.formats.elements import Lines, Value, element, nest

WIDTH, HEIGHT, MARGIN = 595.276, 841.890, 36.0
"""The page (A4) and the distance of the text frame from its edges, in points."""
MASTER = "uma1"
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_BOUNDS = f"0 0 {HEIGHT:.3f} {WIDTH:.3f}"
_PLACE = f"1 0 0 1 0 {-HEIGHT / 2:.3f}"


def document(lines: Lines) -> bytes:
    """A part as bytes."""
    return (_HEAD + "".join([f"{line}\n" for line in lines])).encode()


def part(name: str, lines: Lines) -> bytes:
    """A part whose root is `idPkg:name`."""
    return document(nest(f"idPkg:{name}", lines, {"xmlns:idPkg": idml.PACKAGING, "DOMVersion": idml.DOM_VERSION}))


def container() -> bytes:
    """`META-INF/container.xml`: where the map lies."""
    file = element("rootfile", "", {"full-path": idml.DESIGNMAP, "media-type": "text/xml"})
    space = "urn:oasis:names:tc:opendocument:xmlns:container"
    return document(nest("container", nest("rootfiles", [file]), {"version": "1.0", "xmlns": space}))


def fonts() -> bytes:
    """`Resources/Fonts.xml`: the families that the styles ask for."""
    families = [element("FontFamily", "", {"Self": f"uf{n}", "Name": name}) for n, name in enumerate((BODY, CODE_FONT))]
    return part("Fonts", families)


def graphic() -> bytes:
    """`Resources/Graphic.xml`: black, and nothing."""
    black: dict[str, Value] = {
        "Self": "Color/Black",
        "Name": "Black",
        "Model": "Process",
        "Space": "CMYK",
        "ColorValue": "0 0 0 100",
    }
    return part(
        "Graphic", [element("Color", "", black), element("Swatch", "", {"Self": "Swatch/None", "Name": "None"})]
    )


def preferences(pages: int) -> bytes:
    """`Resources/Preferences.xml`: the size of the page."""
    values: dict[str, Value] = {
        "PageHeight": f"{HEIGHT:.3f}",
        "PageWidth": f"{WIDTH:.3f}",
        "PagesPerDocument": pages,
        "FacingPages": "false",
    }
    return part("Preferences", [element("DocumentPreference", "", values)])


def master() -> bytes:
    """The one master spread, empty."""
    page = _page("uma1p", "A", "n")
    return part("MasterSpread", nest("MasterSpread", [page], {"Self": MASTER, "Name": "A-Master", "PageCount": 1}))


def spread(name: str, number: int, story: str) -> bytes:
    """A spread of one page with one frame, in which the story begins; what does not fit is overset."""
    edge, foot = WIDTH - MARGIN, HEIGHT / 2 - MARGIN
    shape = nest("Properties", outline(MARGIN, -foot, edge, foot))
    frame: dict[str, Value] = {
        "Self": f"{name}t",
        "ParentStory": story,
        "PreviousTextFrame": "n",
        "NextTextFrame": "n",
        "ContentType": "TextType",
        "AppliedObjectStyle": idml.NO_OBJECT_STYLE,
        "ItemTransform": "1 0 0 1 0 0",
    }
    lines = [_page(f"{name}p", str(number), MASTER), *nest("TextFrame", shape, frame)]
    # Spreads lie below each other on the pasteboard.
    at = f"1 0 0 1 0 {(number - 1) * (HEIGHT + 200):.3f}"
    return part("Spread", nest("Spread", lines, {"Self": name, "PageCount": 1, "ItemTransform": at}))


def _page(own: str, name: str, master_: str) -> str:
    values: dict[str, Value] = {"Self": own, "Name": name, "AppliedMaster": master_}
    return element("Page", "", {**values, "GeometricBounds": _BOUNDS, "ItemTransform": _PLACE})


def backing() -> bytes:
    """`XML/BackingStory.xml`: no structure of XML is in the document."""
    return part("BackingStory", [element("XmlStory", "", {"Self": "ubs", "AppliedTOCStyle": "n"})])


def designmap(title: str, spreads: list[str], stories: list[str], links: list[Hyperlink]) -> bytes:
    """`designmap.xml`: the document, its parts in their order, and its hyperlinks."""
    lines = [_part(name, f"Resources/{name}.xml") for name in idml.RESOURCES]
    lines.append(_part("MasterSpread", f"MasterSpreads/MasterSpread_{MASTER}.xml"))
    lines += [_part("Spread", f"Spreads/Spread_{name}.xml") for name in spreads]
    lines.append(_part("BackingStory", idml.BACKING_STORY))
    lines += [_part("Story", f"Stories/Story_{name}.xml") for name in stories]
    lines += _links(links)
    values: dict[str, Value] = {
        "xmlns:idPkg": idml.PACKAGING,
        "DOMVersion": idml.DOM_VERSION,
        "Self": "d",
        "StoryList": " ".join([*stories, "ubs"]),
        "Name": title,
    }
    return document(nest("Document", lines, values))


def _part(name: str, path: str) -> str:
    return element(f"idPkg:{name}", "", {"src": path})


def _links(links: list[Hyperlink]) -> Lines:
    keys = {href: number for number, href in enumerate(dict.fromkeys(link.href for link in links), 1)}
    lines = []
    for href, key in keys.items():
        own: dict[str, Value] = {"Self": f"HyperlinkURLDestination/{key}", "Name": f"Address {key}"}
        lines.append(
            element("HyperlinkURLDestination", "", {**own, "DestinationURL": href, "DestinationUniqueKey": key})
        )
    for number, link in enumerate(links, 1):
        key = keys[link.href]
        target = element("Destination", f"HyperlinkURLDestination/{key}", {"type": "object"})
        values: dict[str, Value] = {"Self": f"uh{number}", "Name": f"Link {number}", "Source": link.source}
        values |= {"Visible": "false", "DestinationUniqueKey": key}
        lines += nest("Hyperlink", nest("Properties", [target]), values)
    return lines
