"""What Tagged Text carries of each feature, as declared to the reader of the report."""

from __future__ import annotations

from syndicate.contracts import Fidelity, degraded, kept, lost
from syndicate.formats.deskcopy.fidelity import COMMON

FIDELITY: Fidelity = {
    **COMMON,
    "field.language": lost("Japanese alone is told, by FeatureSet"),
    "field.dir": degraded("FeatureSet and the direction of tables; that of paragraphs is the style's"),
    "field.media": degraded(
        "address of the first file, Alternative Text, Caption, Credit; rights and other files are lost"
    ),
    "block.list": kept("List Bullet, List Number with the number as words, indented by level"),
    "block.figure": degraded("Picture with the address as words, Alternative Text, Caption, Credit"),
    "block.gallery": degraded("addresses and captions one after the other, then the caption of all"),
    "block.embed": degraded("Embed; the address behind the text, Link Address, where other words stand for it"),
    "block.interstitial_link": degraded("Interstitial; the address behind the text, Link Address"),
    "mark.link": degraded("Link; the address behind the text, Link Address"),
    "mark.ruby": kept("cRubyString"),
}
"""Every feature of the model; names in capitals are those of styles."""
