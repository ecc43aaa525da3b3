"""The stylesheet of feeds: at rest, readable in light and dark, and seen in a browser as a page."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest
from PIL import Image

import laws
from syndicate.context import template
from syndicate.validators.feed.stylesheet import check_css

CSS = template("feed/feed.css").decode()
SCHEMES = ("light", "dark")
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")


def colours(scheme: str) -> dict[str, str]:
    """The custom properties of one colour scheme, as six digits each."""
    light, dark = re.findall(r":root \{(.*?)\}", CSS, re.DOTALL)
    found = re.findall(r"--(\w+): #([0-9a-f]{3,6});", light if scheme == "light" else dark)
    return {name: "".join(c * 2 for c in value) if len(value) == 3 else value for name, value in found}


def luminance(colour: str) -> float:
    """Relative luminance (WCAG 2.2)."""
    parts = [int(colour[n : n + 2], 16) / 255 for n in (0, 2, 4)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(first: str, second: str) -> float:
    """The ratio of two colours (WCAG 2.2, 1.4.3)."""
    dark, light = sorted((luminance(first), luminance(second)))
    return (light + 0.05) / (dark + 0.05)


def test_it_is_at_rest() -> None:
    """It fetches nothing and runs nothing, by our own validator."""
    assert check_css(CSS.encode()) == ()


@pytest.mark.parametrize("scheme", SCHEMES)
def test_it_can_be_read(scheme: str) -> None:
    """Text stands out from what is behind it by more than 4.5 to 1, small and quiet text too."""
    found = colours(scheme)
    assert {"paper", "ink", "quiet", "rule", "tint"} == set(found)
    assert all(contrast(found[text], found[behind]) > 4.5 for text in ("ink", "quiet") for behind in ("paper", "tint"))


@pytest.mark.parametrize("good", ["a { b: c }", "", "/* url */ a::before { content: '}'; }", 'a { content: "\\"("; }'])
def test_what_is_closed_and_at_rest_passes(good: str) -> None:
    assert check_css(good.encode()) == ()


MUTATIONS = {
    "a rule that is not closed": ("\n  color-scheme: light dark;", "\n  color-scheme: light dark; {", "001"),
    "a bracket too many": ("channel, feed {", "channel ), feed {", "001"),
    "a comment that does not end": ('entry > link[rel="alternate"]::after', "/* the end", "001"),
    "an attribute that does not end": ('link[rel="self"],', 'link[rel="self",', "001"),
    "a string over two lines": ('"Address to copy: "', '"Address\nto copy: "', "001"),
    "a string that does not end": ('"Address to copy: "', '"Address to copy: ', "001"),
    "an import": (":root {", '@import "more.css"; :root {', "002"),
    "an import in capitals": (":root {", '@IMPORT "more.css"; :root {', "002"),
    "a picture": ("margin: 0;", "background: url(/seen.png);", "002"),
    "an escaped picture": ("margin: 0;", "background: u\\000072l(/seen.png);", "002"),
    "a picture parted by a comment": ("margin: 0;", "background: ur/**/l(/seen.png);", "002"),
    "a set of pictures": ("margin: 0;", 'background: image-set("a.png" 1x);', "002"),
    "a font": (":root {", '@font-face { src: local("x"), url(x.woff); } :root {', "002"),
    "an expression": ("margin: 0;", "margin: expression(alert(1));", "002"),
    "a behaviour": ("margin: 0;", "behavior: url(x.htc);", "002"),
    "a binding": ("margin: 0;", "-moz-binding: none;", "002"),
    "an address that is script": ("margin: 0;", 'margin: "javascript:x()";', "002"),
}


@pytest.mark.parametrize("what", MUTATIONS)
def test_what_is_not_is_found(what: str) -> None:
    """Each in our own stylesheet, which is right."""
    right, wrong, code = MUTATIONS[what]
    assert right in CSS
    found = check_css(CSS.replace(right, wrong, 1).encode(), "feed.css")
    assert f"SYN-CSS-{code}" in {finding.code for finding in found}


def test_a_file_in_another_encoding_is_found() -> None:
    [found] = check_css("a { content: 'ü' }".encode("latin-1"))
    assert (found.code, found.location.line) == ("SYN-CSS-001", 1)


# --- in a browser ----------------------------------------------------------------------------------------------------


def shown(feed: Path, folder: Path, scheme: str) -> Image.Image:
    """What a browser shows of the feed, in a window of 700 by 900."""
    if CHROMIUM is None and os.environ.get("CI"):
        pytest.fail("no chromium, and CI must have it")
    if CHROMIUM is None:
        pytest.skip("no chromium here to look at feeds with")
    picture = folder / f"{scheme}.png"
    flags = "headless no-sandbox disable-gpu no-first-run disable-sync disable-background-networking hide-scrollbars"
    subprocess.run(
        [
            CHROMIUM,
            *(f"--{flag}" for flag in flags.split()),
            "--disable-component-update",
            "--window-size=700,900",
            f"--user-data-dir={folder / scheme}",
            f"--blink-settings=preferredColorScheme={int(scheme == 'light')}",
            f"--screenshot={picture}",
            feed.as_uri(),
        ],
        capture_output=True,
        timeout=60,
        check=True,
    )
    return Image.open(picture).convert("RGB")


@pytest.mark.external
@pytest.mark.raster
@pytest.mark.parametrize("name", ["rss", "atom"])
def test_a_browser_shows_a_page(name: str, tmp_path: Path) -> None:
    """The feed's paper, ink and rules in both schemes: neither a tree of elements nor all its text in one heap."""
    for artifact in laws.exported(name, "multilingual").artifacts:
        (tmp_path / artifact.name).write_bytes(b"".join(artifact.chunks))
    feed = (tmp_path / f"feed.{name}").rename(tmp_path / "feed.xml")  # from a folder, browsers go by the suffix
    for scheme in SCHEMES:
        picture, wanted = shown(feed, tmp_path, scheme), colours(scheme)
        count = {colour: number for number, colour in picture.getcolors(1 << 24) or ()}
        size = picture.width * picture.height
        share = {part: count.get(tuple(bytes.fromhex(colour)), 0) / size for part, colour in wanted.items()}
        assert share["paper"] > 0.6, share
        assert share["ink"] > 0.005 and share["tint"] > 0.02 and share["rule"] > 0.002, share
        rule = tuple(bytes.fromhex(wanted["rule"]))
        rules = [y for y in range(picture.height) if all(picture.getpixel((x, y)) == rule for x in range(50, 650))]
        assert len(rules) >= 5, "hardly any story stands by itself"
