"""What is in an artifact, laid open: for goldens that people can read, and for searches that nothing escapes.

A PDF becomes lines of text (metadata, outline, per page fonts, links, pictures and words); a book becomes its unpacked
tree with a manifest. `readings` gives every text of any artifact, decompressed and decoded, so that a search for words
in it is a search of everything that a recipient could find.
"""

from __future__ import annotations

import codecs
import hashlib
import html
import io
import re
import zipfile
from collections import Counter
from collections.abc import Iterator
from pathlib import PurePath
from typing import Any
from urllib.parse import unquote

import pikepdf
import pypdfium2
from PIL import Image, ImageChops, ImageOps

_TEXT_FILES = (".xhtml", ".html", ".opf", ".ncx", ".xml", ".css", ".svg", ".txt", "mimetype")
_ESCAPE = re.compile(r"\\u([0-9a-fA-F]{4})")
_SUBSET = re.compile(r"^[A-Z]{6}\+")
GREYS = 16


# --- books -----------------------------------------------------------------------------------------------------------


def epub_tree(data: bytes) -> dict[str, bytes]:
    """The text files of a book by path, and `MANIFEST.txt`: order and storage of all entries, sha256 of binaries."""
    tree: dict[str, bytes] = {}
    lines = []
    with zipfile.ZipFile(io.BytesIO(data)) as book:
        for entry in book.infolist():
            stored = "stored" if entry.compress_type == zipfile.ZIP_STORED else "deflated"
            stamp = "-".join(f"{part:02d}" for part in entry.date_time[:3])
            line = f"{stored:8} {stamp} {oct(entry.external_attr >> 16)} {entry.filename}"
            content = book.read(entry)
            if entry.filename.endswith(_TEXT_FILES):
                tree[entry.filename] = content
            elif PurePath(entry.filename).stem == "cover":
                # Drawn here, in bytes that another version of the drawing library may write otherwise.
                line += " {} x {}".format(*Image.open(io.BytesIO(content)).size)
            else:
                line += f" sha256:{hashlib.sha256(content).hexdigest()}"
            lines.append(line + (f" extra:{entry.extra.hex()}" if entry.extra else ""))
    tree["MANIFEST.txt"] = ("\n".join(lines) + "\n").encode()
    return tree


# --- tagged text -----------------------------------------------------------------------------------------------------


def tagged_text(data: bytes) -> bytes:
    """A file of Tagged Text that its start tag calls UNICODE-WIN, as UTF-8 with line feeds: what a diff can show."""
    assert data.startswith(codecs.BOM_UTF16_LE + "<UNICODE-WIN>\r\n".encode("utf-16-le"))
    text = data.decode("utf-16")
    assert text.count("\r") == text.count("\n") == text.count("\r\n")
    return text.replace("\r\n", "\n").encode()


# --- PDF -------------------------------------------------------------------------------------------------------------


def pdf_text(data: bytes) -> bytes:
    """A PDF as text: what it says of itself, its outline, and each page."""
    lines: list[str] = []
    with pikepdf.open(io.BytesIO(data)) as pdf:
        root = pdf.Root
        lines += [f"version: {pdf.pdf_version}", f"pages: {len(pdf.pages)}"]
        lines += sorted(f"docinfo {key}: {value}" for key, value in pdf.docinfo.items())
        lines += [f"lang: {root.get('/Lang', '-')}"]
        lines += [f"tagged: {'yes' if root.get('/MarkInfo', {}).get('/Marked', False) else 'no'}"]
        if "/StructTreeRoot" in root:
            roles = Counter(_roles(root.StructTreeRoot))
            lines += ["tags: " + ", ".join(f"{role} {count}" for role, count in sorted(roles.items()))]
        document = pypdfium2.PdfDocument(data)
        try:
            lines += ["", "outline:"]
            for item in document.get_toc():
                target = item.get_dest()
                page = target.get_index() if target is not None else None
                lines.append(f"{'  ' * (item.level + 1)}{item.get_title()} -> {'-' if page is None else page + 1}")
            fonts: list[str] = []
            for number, page_ in enumerate(pdf.pages):
                before, (fonts, images) = fonts, _resources(page_.obj.get("/Resources", {}))
                fonts = sorted(set(fonts))
                left, bottom, right, top = (float(edge) for edge in page_.mediabox)
                lines += ["", f"--- page {number + 1}: {right - left:.1f} x {top - bottom:.1f}"]
                lines += ["fonts: as before"] if fonts == before else [f"font: {font}" for font in fonts]
                lines += sorted(f"image: {image}" for image in images)
                lines += [f"link: {target}" for target in _links(page_)]
                lines += _words(document[number]).split("\n")
        finally:
            document.close()
    return ("\n".join(line.rstrip() for line in lines) + "\n").encode()


def _roles(node: Any) -> Iterator[str]:
    stack = [node]
    while stack:
        current = stack.pop()
        if isinstance(current, pikepdf.Array):
            stack.extend(current)
        elif isinstance(current, pikepdf.Dictionary):
            if "/S" in current:
                yield str(current.S).removeprefix("/")
            if "/K" in current:
                stack.append(current.K)


def _resources(resources: Any, depth: int = 0) -> tuple[list[str], list[str]]:
    fonts, images = [], []
    for font in resources.get("/Font", {}).values():
        inner = font.DescendantFonts[0] if "/DescendantFonts" in font else font
        descriptor = inner.get("/FontDescriptor", {})
        embedded = any(key in descriptor for key in ("/FontFile", "/FontFile2", "/FontFile3"))
        name = _SUBSET.sub("", str(font.BaseFont).removeprefix("/"))
        fonts.append(f"{name} {'embedded' if embedded else 'NOT EMBEDDED'}")
    for thing in resources.get("/XObject", {}).values():
        if thing.Subtype == "/Image":
            images.append(f"{int(thing.Width)} x {int(thing.Height)}")
        elif "/Resources" in thing and depth < 5:
            inner_fonts, inner_images = _resources(thing.Resources, depth + 1)
            fonts, images = fonts + inner_fonts, images + inner_images
    return fonts, images


def _links(page: pikepdf.Page) -> Iterator[str]:
    for annotation in page.obj.get("/Annots", []):
        if annotation.get("/Subtype") == "/Link":
            action = annotation.get("/A", {})
            yield str(action.URI) if "/URI" in action else "in the document"


def _words(page: pypdfium2.PdfPage) -> str:
    """Lines of a page in the order of the content; pdfium marks a hyphen at a line's end as U+FFFE."""
    text: str = page.get_textpage().get_text_range()
    return text.replace("\r\n", "\n").replace("\ufffe", "-")


def page_picture(data: bytes, scale: float = 1.0) -> bytes:
    """The first page at 72 dpi, or a share of it, in sixteen greys, as PNG."""
    document = pypdfium2.PdfDocument(data)
    try:
        picture = document[0].render(scale=scale, grayscale=True).to_pil().convert("L")
    finally:
        document.close()
    return _few_greys(picture)


def cover_picture(book: bytes) -> bytes:
    """The cover of a book, small and grey."""
    with zipfile.ZipFile(io.BytesIO(book)) as archive:
        picture = Image.open(io.BytesIO(archive.read("EPUB/images/cover.jpg"))).convert("L").reduce(4)
    return _few_greys(picture)


def _few_greys(picture: Image.Image) -> bytes:
    step = 255 // (GREYS - 1)
    picture = picture.point([round(value / step) * step for value in range(256)]).quantize(GREYS)
    file = io.BytesIO()
    picture.save(file, "PNG", optimize=True)
    return file.getvalue()


def mean_difference(first: bytes, second: bytes) -> float:
    """Mean difference of two grey pictures, 0.0 to 1.0; 1.0 when their sizes differ."""
    one, two = (Image.open(io.BytesIO(data)).convert("L") for data in (first, second))
    if one.size != two.size:
        return 1.0
    a, b = one.tobytes(), two.tobytes()
    return sum(abs(x - y) for x, y in zip(a, b, strict=True)) / (255 * len(a))


def difference_picture(first: bytes, second: bytes) -> bytes:
    """Where two pictures differ, dark on white; the second one alone when their sizes differ."""
    one, two = (Image.open(io.BytesIO(data)).convert("L") for data in (first, second))
    if one.size != two.size:
        return second
    file = io.BytesIO()
    ImageOps.invert(ImageChops.difference(one, two)).save(file, "PNG")
    return file.getvalue()


# --- everything ------------------------------------------------------------------------------------------------------


def readings(data: bytes) -> str:
    """Every text in an artifact: as it is, unpacked, decompressed, unescaped."""
    if data[:4] == b"PK\x03\x04":
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = [archive.comment.decode("latin-1"), *(e.filename for e in archive.infolist())]
            parts += [readings(archive.read(e)) for e in archive.infolist()]
        return "\n".join(parts)
    if data[:5] == b"%PDF-":
        return "\n".join(_pdf_readings(data))
    if data[:2] == codecs.BOM_UTF16_LE:
        text = data.decode("utf-16")
        return "\n".join((text, re.sub(r"\\(.)", r"\1", text)))
    text = data.decode("utf-8", "replace")
    once = html.unescape(text)
    # JSON's escapes alone: a picture holds a backslash and a "u" by chance, with anything behind it.
    units = re.sub(r"\\u([0-9A-Fa-f]{4})", lambda match: chr(int(match[1], 16)), text)
    decoded = units.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return "\n".join(dict.fromkeys((text, once, html.unescape(once), unquote(once), decoded)))


def _pdf_readings(data: bytes) -> Iterator[str]:
    yield data.decode("latin-1")
    with pikepdf.open(io.BytesIO(data)) as pdf:
        for thing in [*pdf.objects, pdf.trailer]:
            yield from _strings(thing)
            if isinstance(thing, pikepdf.Stream) and thing.get("/Subtype") != "/Image":
                yield thing.read_bytes().decode("latin-1")
    document = pypdfium2.PdfDocument(data)
    try:
        for page in document:
            yield _words(page)
    finally:
        document.close()


def _strings(thing: Any) -> Iterator[str]:
    """Strings of one PDF object; what it refers to is an object of its own."""
    if isinstance(thing, pikepdf.String):
        yield str(thing)
    elif isinstance(thing, pikepdf.Array):
        for item in thing:
            if not getattr(item, "is_indirect", False):
                yield from _strings(item)
    elif isinstance(thing, pikepdf.Dictionary | pikepdf.Stream):
        for _, item in thing.items():
            if not getattr(item, "is_indirect", False):
                yield from _strings(item)


def folded(text: str) -> str:
    """`text` for searching: no case, no blanks, no hyphens, so that neither capitals nor line breaks hide a word."""
    return re.sub(r"[\s\u00ad\u2010\ufffe-]+", "", text.casefold())
