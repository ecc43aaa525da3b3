"""What IDML carries of each feature, as declared to the reader of the report."""

from __future__ import annotations

from syndicate.contracts import Fidelity, degraded, kept
from syndicate.formats.deskcopy.fidelity import COMMON

FIDELITY: Fidelity = {
    **COMMON,
    "field.dir": kept("StoryPreference/@StoryDirection"),
    "field.media": degraded("the first file linked, Caption, Credit; rights and further files are lost"),
    "block.list": kept("List Bullet, List Number, indented by level"),
    "block.figure": kept("linked picture, Caption, Credit"),
    "block.gallery": degraded("pictures one after the other, then the caption"),
    "block.embed": kept("Embed, with a hyperlink"),
    "block.interstitial_link": degraded("Interstitial with a hyperlink; the article id is lost"),
    "mark.link": degraded("Link, with a hyperlink; title and relation are lost"),
    "mark.ruby": kept("RubyString"),
}
"""Every feature of the model; names in capitals are those of styles."""
