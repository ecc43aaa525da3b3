"""What the tests of press files share: good ones, pictures to put into them, and judging by a profile."""

from __future__ import annotations

import tempfile
from functools import cache
from io import BytesIO
from pathlib import Path

from PIL import Image, ImageChops

import pdfs
from syndicate.context import Context
from syndicate.contracts import Proof
from syndicate.diagnostics import Diagnostic
from syndicate.model import body
from syndicate.model.article import Article, Media, Rendition
from syndicate.validators.pdf import PdfValidator

NEWSPAPER, MAGAZINE = "press-newspaper", "press-magazine"
PROFILES = (NEWSPAPER, MAGAZINE)


def colours(size: tuple[int, int] = (1800, 1200), form: str = "PNG", mode: str = "RGB") -> bytes:
    """Every colour there is, from the darkest to the lightest: the inks of its shadows go up to any limit."""
    down, across = Image.linear_gradient("L").resize(size), Image.linear_gradient("L").rotate(90).resize(size)
    ramps = (down, across, ImageChops.multiply(down, across))
    written = BytesIO()
    Image.merge("RGB", ramps).convert(mode).save(written, form)
    return written.getvalue()


def illustrated(*names: str, lines: int = 1) -> Article:
    """A story with these picture files, a tinted box and a link."""
    media = tuple(Media(id=name, type="picture", renditions=(Rendition(href=name),)) for name in names)
    figures = [body.Figure(bid=f"f{n}", media=name) for n, name in enumerate(names)]
    link = body.Run(text="the plan", marks=(body.Link(href="https://news.example/plan"),))
    boxed = body.Box(bid="x", title="In a box", blocks=(pdfs.paragraph("Words on a tint.", bid="xp"),))
    copy = [pdfs.paragraph(pdfs.COPY, link, bid=f"p{n}") for n in range(lines)]
    return pdfs.story(*copy, *figures, boxed, media=media, headline="Harbour railway returns")


def make(*pictures: bytes, profile: str = NEWSPAPER, lines: int = 1, **options: str) -> pdfs.Made:
    """A story with `pictures` for a press."""
    with tempfile.TemporaryDirectory() as folder:
        names = [f"{number}.png" for number in range(len(pictures))]
        for name, data in zip(names, pictures, strict=True):
            Path(folder, name).write_bytes(data)
        story = illustrated(*names, lines=lines)
        return pdfs.make(story, media=Path(folder), profile=profile, options=options)


@cache
def good(profile: str = NEWSPAPER) -> bytes:
    """A file that the press takes."""
    return make(colours(), profile=profile).data


def judge(data: bytes, folder: Path, profile: str = NEWSPAPER, **options: str) -> list[Diagnostic]:
    """What the validator finds in `data` for a press."""
    path = folder / "judged.pdf"
    path.write_bytes(data)
    proof = Proof(name="test.pdf", context=Context(now=pdfs.BUILT), profile=profile, options=options)
    found = list(PdfValidator().check(path, proof))
    assert proof.judges, "nobody says to have judged"
    return found
