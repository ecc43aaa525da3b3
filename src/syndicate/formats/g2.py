"""Facts of IPTC's NewsML-G2 that its exporter, its validator and its importer share.

Aliases are a table here, so that no QCode needs the network to be understood: alias, scheme address, as version 41 of
the IPTC catalog (2025-04-30) has them. What the catalog does not know stands in an inline catalog of the item itself.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from functools import cache, lru_cache
from typing import NamedTuple
from urllib.parse import quote

from syndicate.formats.addresses import absolute, is_plain
from syndicate.formats.dates import rfc3339

NAR = "http://iptc.org/std/nar/2006-10-01/"
"""Namespace of the News Architecture, in which all G2 items stand."""
XHTML = "http://www.w3.org/1999/xhtml"
NITF = "http://iptc.org/std/NITF/2006-10-18/"


class Standard(NamedTuple):
    """A version of NewsML-G2 that can be written: what differs between versions, as data."""

    version: str
    catalog: int
    """Version of IPTC's catalog that goes with it."""
    ai_info: bool = False
    """Whether contentMeta has an element for what artificial intelligence did."""

    @property
    def catalog_address(self) -> str:
        """Where IPTC keeps the catalog."""
        return f"http://www.iptc.org/std/catalog/catalog.IPTC-G2-Standards_{self.catalog}.xml"


STANDARDS = {row.version: row for row in (Standard("2.35", 41), Standard("2.36", 42, ai_info=True))}
"""The versions that can be written, the oldest first."""

STANDARD_VERSION = "2.35"
"""The version that is written when nobody asks for another one, and the newest that is judged."""
CATALOG_VERSION = STANDARDS[STANDARD_VERSION].catalog
CATALOG = STANDARDS[STANDARD_VERSION].catalog_address

PACKAGE_TYPE = "application/vnd.iptc.g2.packageitem+xml"
ITEM_TYPE = "application/vnd.iptc.g2.newsitem+xml"
"""Media type of a newsItem, as itemRef and link name it."""

OWN_ALIAS = "synd"
OWN_SCHEME = "urn:x-syndicate:g2:"
"""Scheme of the codes that no public vocabulary has; an item that uses it declares it (docs/formats/newsml-g2.md)."""
RELATIONS_ALIAS = "linkrel"
RELATIONS_SCHEME = "http://www.iana.org/assignments/relation/"
"""The registered link relations as addresses (RFC 4287 4.2.7.2)."""

_IPTC_CODES = """
acdc=audiocodec altidrole aoprop=aoproperty app=application aspfacet=asportfacet aspfacetvalue=asportfacetvalue
authoritystatus catinat=catinature chprop=characteristicsproperty cinat=cinature ciprol=contactinfopartrole
colin=colourindicator colsp=colorspace conf=confidence cpnat=cpnature cpprole=contentprodpartyrole
cptnoterole=conceptnoterole crel=conceptrelation ctech=commtech ctrol=contributorrole cwarn=contentwarning
digsrctype=digitalsourcetype dimensionunit drol=descriptionrole dummy ecirol=eventcontactinforole
edconf=eventdateconfirm encd=encoding entityprop=entityproperty eocstat=eventoccurstatus eorol=eventorganiserrole
eprol=eventparticipantrole eregrol=eventregrole erol=edrole fisymtype=financialinstrumentsymboltype frmt=format
gen=generic genre hashscope hashtype hatarget=hopactiontarget hopaction howextr=howextracted howpr=howpresent ikos
imgregrole=imageregionrole imgregtype=imageregiontype impt=importance irel=itemrelation irep=itemrepresentation
isrol=infosourcerole ivqu=videoqualifier lbtyp=labeltype loctyp=location loutorient=layoutorientation
lrol=languagerole medtop=mediatopic medtype=mediatype1 mtyp=mediatype ncostat=newscoveragestatus ninat=ninature
nityp=newsitemtype nmsig=newsmsgsignal not=notation nprod=newsproduct nprov=newsprovider nprt=namepart nrol=namerole
oito=ofinterestto pgrmod=pkggroupmode plinat=plinature prio=priority prodgenre=productgenre prop=property
prov=provider pst1=status1 rcalctype rel=relevance riaspect rightsprop=rightsproperty riscope rnd=rendition role1
rscaleunit rtype=ratertype scn=scene sev=severity sig=signal sov=videoscaling squ=subjectqualifier stat=pubstatusg2
subj=subjectcode timeunit tone tpctyp=topictype trustindicator urgy=urgency useracttype=useractiontype
valfmt=valueformat vcdc=videocodec videodef=videodefinition why=whypresent wldreg=worldregion
"""
_OTHER_CODES = """
a1312cat=anpa1312-category a1312prio=anpa1312-priority a1312svc=anpa1312-servicelevel a1312vers=anpa1312-version
bcp47 cusip figi gics googletopicsv1 googletopicsv2 iabadproduct10 iabadproduct20 iabaudience10 iabcontent20
iabcontent21 iabcontent22 iabcontent30 isin iso3166-1a2 iso3166-1a3 iso3166-2 iso4217a iso4217n mic=iso10383-mic
parasport secst sedol ticker tidm
"""
_ELSEWHERE = {
    "cptdefrole": "http://cv.iptc.org/newscodes/conceptdefinitionrole",
    "ednoterole": "http://cv.iptc.org/newscodes/ednoterole",
    "dbpedia": "http://dbpedia.org/resource/",
    "freebase": "http://www.freebase.com",
    "geonames": "http://sws.geonames.org/",
    "geonameshttps": "https://sws.geonames.org/",
    "mb-artist": "http://musicbrainz.org/artist/",
    "mb-label": "http://musicbrainz.org/label/",
    "mb-recording": "http://musicbrainz.org/recording/",
    "mb-release": "http://musicbrainz.org/release/",
    "mb-releasegroup": "http://musicbrainz.org/release-group/",
    "mb-work": "http://musicbrainz.org/work/",
    "plus": "http://ns.useplus.org/ldf/vocab/",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "wikidata": "http://www.wikidata.org/entity/",
}
PARTY_ROLES = frozenset({
    "author", "cameraOperator", "contentEditor", "contentSource", "correspondent", "descrWriter", "distributor",
    "editor", "factChecker", "genAIPromptWriter", "imgSupplier", "interviewee", "mediaOffice", "metadataEditor",
    "origcont", "originfo", "producer", "spokesperson",
})  # fmt: skip
"""Codes of `cpprole`: what someone did for the content."""

RETIRED = frozenset({"ctrol", "isrol"})
"""Schemes that IPTC has retired; `cpprole` stands in their place."""

NEWS_NATURES = frozenset({"text", "picture", "graphic", "video", "audio", "animation", "composite"})
"""Codes of `ninat` (news item nature)."""
STATUSES = frozenset({"usable", "withheld", "canceled"})
"""Codes of `stat` (publishing status)."""


_ISO_639_1 = """
aa ab ae af ak am an ar as av ay az ba be bg bi bm bn bo br bs ca ce ch co cr cs cu cv cy da de dv dz ee el en eo
es et eu fa ff fi fj fo fr fy ga gd gl gn gu gv ha he hi ho hr ht hu hy hz ia id ie ig ii ik io is it iu ja jv ka
kg ki kj kk kl km kn ko kr ks ku kv kw ky la lb lg li ln lo lt lu lv mg mh mi mk ml mn mr ms mt my na nb nd ne ng
nl nn no nr nv ny oc oj om or os pa pi pl ps pt qu rm rn ro ru rw sa sc sd se sg sh si sk sl sm sn so sq sr ss st
su sv sw ta te tg th ti tk tl tn to tr ts tt tw ty ug uk ur uz ve vi vo wa wo xh yi yo za zh zu
"""
LANGUAGES = frozenset(_ISO_639_1.split())
"""The two-letter language codes (ISO 639-1); longer primary subtags are taken on trust."""


@cache
def aliases() -> dict[str, str]:
    """Every alias of the IPTC catalog with the address of its scheme."""
    table = dict(_ELSEWHERE)
    for base, words in (("http://cv.iptc.org/newscodes/", _IPTC_CODES), ("http://cvx.iptc.org/", _OTHER_CODES)):
        for word in words.split():
            alias, _, last = word.partition("=")
            table[alias] = f"{base}{last or alias}/"
    return table


_BLANK = re.compile(r"\s")
_LINE_ENDS = re.compile(r"[\t\n\r]+")
_LANGUAGE = re.compile(r"[A-Za-z]{1,8}(-[A-Za-z0-9]{1,8})*")
_HAS_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")
_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9._-]*")


@lru_cache(maxsize=2048)
def code(text: str) -> str:
    """`text` as the second part of a QCode, which holds no blanks: they are percent-encoded as in the scheme's URI."""
    return _BLANK.sub(lambda blank: "".join(f"%{byte:02X}" for byte in blank[0].encode()), text)


def is_alias(text: str) -> bool:
    """Whether `text` can be the first part of a QCode in any tool (an ASCII name without a colon)."""
    return _NAME.fullmatch(text) is not None


def one_line(text: str) -> str:
    """`text` as the standard's normalised string: no tab and no line end (XML Schema type g2normalizedString)."""
    if "\n" in text or "\t" in text or "\r" in text:
        text = _LINE_ENDS.sub(" ", text)
    return text


@lru_cache(maxsize=256)
def language(tag: str) -> str:
    """`tag` as it may stand in xml:lang, `und` where it is no language tag (BCP 47 2.1)."""
    tag = tag.replace("_", "-")
    return tag if _LANGUAGE.fullmatch(tag) else "und"


_MINUTE_OFFSETS = 14 * 60


def moment(instant: datetime) -> str:
    """`instant` as xs:dateTime with its zone, in UTC where XML Schema does not know its offset (3.2.7.3)."""
    if instant.tzinfo is UTC:  # most are
        return rfc3339(instant)
    offset = instant.utcoffset()
    minutes, rest = divmod(offset, timedelta(minutes=1)) if offset is not None else (0, timedelta(0))
    if rest or abs(minutes) > _MINUTE_OFFSETS:
        instant = instant.astimezone(UTC)
    return rfc3339(instant)


_IRI = re.compile(
    r"(?:[A-Za-z][A-Za-z0-9+.-]*:)?"
    r"(?://(?:[\w.~!$&'()*+,;=:%-]*@)?(?:\[[0-9A-Fa-f:.]+\]|[\w.~!$&'()*+,;=%-]*)(?::[0-9]*)?(?=[/?#]|$))?"
    r"[\w.~!$&'()*+,;=:@%/-]*(?:\?[\w.~!$&'()*+,;=:@%/?-]*)?(?:#[\w.~!$&'()*+,;=:@%/?-]*)?",
    re.ASCII,
)


def address(href: str, base: str = "") -> str | None:
    """`href` as a URI reference (RFC 3986 4.1), absolute where `base` can make it so; None where it is none.

    A relative one without a base stays relative: a receiver resolves it against the place where it got the file.
    """
    if is_plain(href):
        return href
    result = absolute(href, base)
    if result is None and href.strip() and not _HAS_SCHEME.match(href.strip()):
        result = quote(href.strip(), safe="/?#&=+,;@!$'()*%._~-")
        result = re.sub(r"%(?![0-9A-Fa-f]{2})", "%25", result)
    return result if result and _IRI.fullmatch(result) else None
