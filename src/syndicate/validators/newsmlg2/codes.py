"""What the NewsML-G2 rules say: one row for each code, so that a rule names its code and the words stand here."""

from __future__ import annotations

from typing import NamedTuple

from syndicate.diagnostics import Severity

_E, _W, _I = Severity.ERROR, Severity.WARNING, Severity.INFO


class Rule(NamedTuple):
    """How bad a breach is, what the rule asks for, and the way out."""

    severity: Severity
    demand: str
    hint: str = ""


RULES: dict[str, Rule] = {
    # form
    "SYN-G2-001": Rule(_E, "the file is well-formed XML"),
    "SYN-G2-002": Rule(_E, "the root is a newsMessage or an item of NewsML-G2"),
    "SYN-G2-003": Rule(_E, "the file follows the grammar", "see the order of elements in docs/formats/newsml-g2.md"),
    "SYN-G2-004": Rule(_E, "the file is valid by the official schema"),
    "SYN-G2-005": Rule(_W, "the official schema can be read", "fetch the schemas again: syndicate schemas install"),
    "SYN-G2-006": Rule(_E, "the file is a whole item or message, not a piece of one", "put an item around it"),
    "SYN-G2-007": Rule(
        _E,
        "the file stays within the bounds of safety",
        "declare no entities, keep media out of the file and messages shallow",
    ),
    "SYN-G2-008": Rule(_E, "a body in NITF is valid by NITF 3.6"),
    "SYN-G2-009": Rule(_E, "a body in XHTML has elements of HTML only"),
    # codes
    "SYN-G2-010": Rule(_E, "every QCode has an alias that a catalog declares", "declare it in an inline catalog"),
    "SYN-G2-011": Rule(_I, "aliases are known without asking the network", "an inline catalog makes the file whole"),
    "SYN-G2-012": Rule(_W, "schemes that IPTC retired are not used", "cpprole replaces isrol and ctrol"),
    "SYN-G2-013": Rule(_I, "the IPTC catalog is the newest"),
    "SYN-G2-014": Rule(_E, "a catalog has an http or https address"),
    "SYN-G2-015": Rule(_E, "an alias means one scheme"),
    "SYN-G2-016": Rule(_W, "a code is one of its scheme"),
    # management
    "SYN-G2-020": Rule(_E, "itemClass is a nature of the item's kind: ninat for news, and so on"),
    "SYN-G2-021": Rule(_W, "itemClass agrees with the content"),
    "SYN-G2-022": Rule(_E, "pubStatus is usable, withheld or canceled, of the scheme stat"),
    "SYN-G2-023": Rule(_W, "a canceled or withheld item says why in an edNote"),
    "SYN-G2-024": Rule(_W, "a canceled item carries no content any more"),
    "SYN-G2-025": Rule(_W, "sig:update and sig:correction exclude each other, and version 1 has neither"),
    "SYN-G2-026": Rule(_I, "pubStatus is given; without it an item is usable"),
    # identity
    "SYN-G2-030": Rule(_W, "a guid is a URI", "tag:, urn:, http: or https:, the same for all versions"),
    "SYN-G2-031": Rule(_E, "the version is given, from 1 on"),
    "SYN-G2-032": Rule(_E, "each version of an item comes once, after the one before it, with a later versionCreated"),
    "SYN-G2-033": Rule(_I, "the standard's version is one that this program knows"),
    "SYN-G2-034": Rule(_W, "conformance is power: core ended with version 2.24"),
    "SYN-G2-035": Rule(_I, "a schema of the item's own version of the standard judges it"),
    "SYN-G2-036": Rule(_E, "a guid is not empty and has no blanks"),
    "SYN-G2-037": Rule(_E, "standard is NewsML-G2", 'standard="NewsML-G2"'),
    "SYN-G2-038": Rule(_W, "no version between two is missing", "look for the version that did not arrive"),
    # moments
    "SYN-G2-040": Rule(_E, "an item was first created before this version of it"),
    "SYN-G2-041": Rule(_W, "content was created before it was modified, and modified before this version was made"),
    "SYN-G2-042": Rule(_W, "an embargo names its end"),
    "SYN-G2-043": Rule(_W, "an item expires after it was made"),
    "SYN-G2-044": Rule(_E, "a moment names its zone", "Z or an offset: without one it is another moment in each place"),
    "SYN-G2-045": Rule(_I, "an embargo that is long over is dropped", "leave embargoed out of later versions"),
    # languages
    "SYN-G2-050": Rule(_W, "an item names its default language in xml:lang"),
    "SYN-G2-051": Rule(_W, "language tags are registered ones (BCP 47)"),
    "SYN-G2-052": Rule(_W, "the language of the content is that of the item", "let xml:lang and language agree"),
    # references
    "SYN-G2-060": Rule(_E, "every reference inside the item has its target"),
    "SYN-G2-061": Rule(_E, "an id stands once in a file"),
    "SYN-G2-062": Rule(_E, "the groups of a package form a tree below the root group"),
    "SYN-G2-063": Rule(_E, "what an atomic message refers to travels in it", "add the item, or drop nmsig:atomic"),
    "SYN-G2-064": Rule(_E, "one of two attributes is given, as the standard demands"),
    # content
    "SYN-G2-065": Rule(_I, "a body holds only what every receiver keeps", "see the list in docs/formats/newsml-g2.md"),
    "SYN-G2-066": Rule(_W, "size, width, height and duration are more than nothing"),
    "SYN-G2-067": Rule(_I, "remoteContent has a hash, by which a receiver sees that it is whole"),
    "SYN-G2-070": Rule(_E, "the root of inlineXML is of the vocabulary that contenttype names"),
    "SYN-G2-071": Rule(_W, "inlineXML holds one element and names its contenttype"),
    "SYN-G2-072": Rule(_E, "content holds nothing that runs: no script, no event handler"),
    "SYN-G2-073": Rule(_E, "remoteContent has an address: href or residref"),
    "SYN-G2-074": Rule(_E, "a hash names its function"),
    "SYN-G2-075": Rule(_W, "an address is not empty and has no blanks"),
    "SYN-G2-076": Rule(_E, "a link or an itemRef has a target: href or residref"),
    "SYN-G2-077": Rule(_W, "nothing deprecated is used"),
    "SYN-G2-078": Rule(_I, "remoteContent names its contenttype and rendition"),
    # description
    "SYN-G2-080": Rule(_I, "rights are stated"),
    "SYN-G2-081": Rule(_I, "a usable news item has a headline"),
    "SYN-G2-082": Rule(_W, "a property has an identifier or a name"),
    "SYN-G2-083": Rule(_W, "a property is identified by qcode or by uri, not by both"),
    "SYN-G2-084": Rule(_I, "a usable text has a slugline, an urgency and a subject"),
    "SYN-G2-085": Rule(_W, "a subject stands once"),
    "SYN-G2-086": Rule(_W, "every broader topic is a subject too", 'add it with why="why:ancestor"'),
    "SYN-G2-087": Rule(_W, "text has no control characters and no noncharacters"),
    "SYN-G2-088": Rule(_I, "normalised strings have no blanks at their ends and no two in a row"),
    # message, profiles
    "SYN-G2-100": Rule(_E, "a transmitId is used once on a channel"),
    "SYN-G2-110": Rule(_E, "the receivers of the profile can take the item"),
    "SYN-G2-111": Rule(_W, "the receivers of the profile keep all of the item"),
}
"""The rules of the validator; the codes of the exporter have the numbers 090 to 099."""

_SMALL = {
    "cpnat": "abstract event geoArea object organisation person poi",
    "pgrmod": "alt bag seq",
    "why": "ancestor associated direct inferred",
    "cpprole": "author cameraOperator contentEditor contentSource correspondent descrWriter distributor editor"
    " factChecker genAIPromptWriter imgSupplier interviewee mediaOffice metadataEditor origcont originfo"
    " producer spokesperson",
}
SMALL_SCHEMES = {alias: frozenset(codes.split()) for alias, codes in _SMALL.items()}
"""Every code of small schemes of IPTC's, by alias of the IPTC catalog (41, 2025-04-30)."""
TOPIC_DIGITS = 8
"""Digits of a code of Media Topics; which of them are taken is not known here."""


def is_code(alias: str, code: str) -> bool:
    """Whether IPTC's scheme `alias` can have `code`: looked up in the small ones, by its form in Media Topics."""
    if alias == "medtop":
        return len(code) == TOPIC_DIGITS and code.isdecimal()
    return alias not in SMALL_SCHEMES or code in SMALL_SCHEMES[alias]
