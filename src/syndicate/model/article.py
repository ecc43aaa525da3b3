"""The canonical article and the edition it stands in.

Everything is frozen and format-free; what a format keeps of a field is in ``docs/formats/``. Two rules come from what
went wrong elsewhere: an unknown date stays unknown, and identity (`id`) is minted once from content, never from a URL
or a headline (see `syndicate.model.identity`).
"""

# Annotations are not postponed here (PEP 563): msgspec would evaluate each one for its first decoder, 2 ms.
from datetime import date
from typing import Literal

from syndicate.model.about import Concept as Concept
from syndicate.model.about import Geo as Geo
from syndicate.model.about import Named as Named
from syndicate.model.about import Subject as Subject
from syndicate.model.base import AwareDatetime, Direction, Node, refuse_naive
from syndicate.model.body import Block, Text

Kind = Literal["story", "brief", "alert", "package", "service"]
Status = Literal["usable", "withheld", "canceled"]
Signal = Literal[
    "flash", "update", "correction", "kill", "hold", "refile", "advisory", "sponsored", "legal"
]  # fmt: skip


class AltId(Node, kw_only=True):
    """Another id of the same article: an agency's, a legacy system's, a print slot."""

    value: str
    kind: str = ""


class AltHeadline(Node, kw_only=True):
    """A headline for one use: `seo`, `social`, `print`, `mobile`, ..."""

    role: str
    text: str


class AltDescription(Node, kw_only=True):
    """A description for one use, beside summary and standfirst: `teaser`, `seo`, `social`, `caption`, ..."""

    role: str
    text: str


class Localised(Node, kw_only=True):
    """Words in one more language; `language` is BCP 47."""

    language: str
    text: str


class Dateline(Node, kw_only=True):
    """Where and, where it says so, when the story was filed; `raw` as it stood in the copy.

    `date_text` is what the copy said ("Jan. 21"); `date` is set only when the whole date is known.
    """

    places: tuple[str, ...] = ()
    region: str = ""
    country: str = ""
    geo: Geo | None = None
    date_text: str = ""
    date: "date | None" = None
    agencies: tuple[str, ...] = ()
    separator: str = ""
    raw: str = ""


class Byline(Node, kw_only=True):
    """Someone who wrote the story, as the byline names them."""

    name: str
    role: str = ""
    organisation: str = ""
    title: str = ""
    contact: str = ""


class Contributor(Node, kw_only=True):
    """Someone who helped: "contributed to this report"."""

    name: str
    role: str = ""
    place: str = ""


class Credit(Node, kw_only=True):
    """Whose copy it is, as in "Agencies Via Xinhua": the line (`raw`) and what it says."""

    raw: str
    agencies: tuple[str, ...] = ()
    via: str = ""


class Rights(Node, kw_only=True):
    """What may be done: an ODRL policy by address or text, a licence address, notice and terms in other languages."""

    odrl: str = ""
    license_url: str = ""
    notices: tuple[Localised, ...] = ()
    """The copyright notice in languages that are not the story's."""
    terms: tuple[Localised, ...] = ()
    """The usage terms in languages that are not the story's."""


class AiTerms(Node, kw_only=True):
    """Terms for text and data mining: `tdm` reserved or not (TDMRep), the policy's address, an RSL licence address."""

    tdm: Literal["reserved", "allowed"] | None = None
    policy_url: str = ""
    rsl: str = ""
    data_mining: str = ""
    """What exactly is allowed, as a value of PLUS: `DMI-PROHIBITED-AIMLTRAINING`, or its address."""


class AiInfo(Node, kw_only=True):
    """A system of artificial intelligence that took part in the story: which, by whom, asked what, by whom."""

    system: str
    """Its name."""
    version: str = ""
    provider: str = ""
    uri: str = ""
    """What identifies the system, where something does."""
    prompt: str = ""
    prompt_writer: str = ""


class Correction(Node, kw_only=True):
    """One correction to the story: when, what it says, which blocks it touched."""

    text: str
    at: AwareDatetime | None = None
    blocks: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        refuse_naive(self.at, "at")


class EdNote(Node, kw_only=True):
    """An editor's note. A private one never leaves, whatever the format."""

    text: str
    public: bool = False


class Relation(Node, kw_only=True):
    """A link from this article to another thing; `ref` is an article id, `href` an address."""

    rel: Literal["related", "previous", "replaces", "evolved_from", "translation_of", "part_of"]
    href: str = ""
    ref: str = ""
    title: str = ""
    version: int | None = None
    """Which version of the other article is meant, where it is one of several."""


class Rendition(Node, kw_only=True):
    """One file of a medium; `href` is an address, or a path relative to the edition's folder; pixels and bytes."""

    href: str
    role: str = ""
    media_type: str = ""
    width: int | None = None
    height: int | None = None
    size: int | None = None
    duration: float | None = None
    """Seconds."""
    sha256: str = ""


class Focus(Node, kw_only=True):
    """The point of a picture that no crop may lose, as fractions of width and height from the top left."""

    x: float
    y: float


class Media(Node, kw_only=True):
    """A picture, video, sound or graphic of the story, with all its renditions (the best first)."""

    id: str
    type: Literal["picture", "graphic", "video", "audio"]
    renditions: tuple[Rendition, ...] = ()
    caption: Text = ()
    credit: str = ""
    alt: str = ""
    focus: Focus | None = None
    rights: str = ""


class PrintPosition(Node, kw_only=True):
    """Where the story stands in print."""

    edition: str = ""
    page: str = ""
    section: str = ""
    column: str = ""


class TrustIndicator(Node, kw_only=True):
    """A statement about how the story was made: `kind` and its address or text."""

    kind: str
    value: str


class DateCandidate(Node, kw_only=True):
    """A date inferred from the text: kept beside the article, never taken for its publication date."""

    value: str
    reason: str
    confidence: float = 0.0


class SourceDocument(Node, kw_only=True):
    """What the article was read from, and by which rules."""

    sha256: str = ""
    media_type: str = ""
    encoding: str = ""
    rules: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()


class Article(Node, kw_only=True):
    """One story in canonical form. Only `id` is required; an empty field means "not known"."""

    id: str
    """A URN, minted once; never a URL."""
    version: int = 1
    alt_ids: tuple[AltId, ...] = ()
    canonical_url: str = ""
    kind: Kind = "story"

    language: str = "und"
    """BCP 47; `und` when not known."""
    dir: Direction | None = None
    script: str = ""
    """ISO 15924, where the language does not imply it."""

    headline: str = ""
    subheadline: str = ""
    alt_headlines: tuple[AltHeadline, ...] = ()
    summary: str = ""
    standfirst: str = ""
    alt_descriptions: tuple[AltDescription, ...] = ()
    slug: str = ""
    take_key: str = ""
    keywords: tuple[str, ...] = ()

    dateline: Dateline | None = None
    bylines: tuple[Byline, ...] = ()
    contributors: tuple[Contributor, ...] = ()
    credit: Credit | None = None
    provider: str = ""
    copyright_holder: str = ""
    copyright_notice: str = ""
    usage_terms: str = ""
    rights: Rights | None = None
    ai: AiTerms | None = None

    created: AwareDatetime | None = None
    content_created: AwareDatetime | None = None
    published: AwareDatetime | None = None
    modified: AwareDatetime | None = None
    embargo_until: AwareDatetime | None = None
    expires: AwareDatetime | None = None
    date_candidates: tuple[DateCandidate, ...] = ()

    status: Status = "usable"
    signals: tuple[Signal, ...] = ()
    urgency: int | None = None
    """1 (most urgent) to 9."""
    priority: int | None = None
    corrections: tuple[Correction, ...] = ()
    ed_notes: tuple[EdNote, ...] = ()

    genre: tuple[str, ...] = ()
    service: str = ""
    desk: str = ""
    subjects: tuple[Subject, ...] = ()
    people: tuple[Named, ...] = ()
    orgs: tuple[Named, ...] = ()
    places: tuple[Named, ...] = ()
    events: tuple[Named, ...] = ()
    links: tuple[Relation, ...] = ()
    media: tuple[Media, ...] = ()
    body: tuple[Block, ...] = ()

    word_count: int | None = None
    char_count: int | None = None
    declared_word_count: int | None = None
    print: PrintPosition | None = None
    pages: str = ""
    digital_source_type: str = ""
    ai_info: tuple[AiInfo, ...] = ()
    trust: tuple[TrustIndicator, ...] = ()
    signature: str = ""
    source_doc: SourceDocument | None = None
    extra: dict[str, str] = {}
    """What none of the fields holds; keys carry their namespace (`hugo:weight`)."""

    def __post_init__(self) -> None:
        if self.id.split() != [self.id]:
            raise ValueError("an article id is a URN without blanks")
        if self.version < 1:
            raise ValueError("version starts at 1")
        if self.urgency is not None and not 1 <= self.urgency <= 9:
            raise ValueError("urgency is 1 to 9")
        for name in INSTANTS:
            refuse_naive(getattr(self, name), name)

    def media_by_id(self, media_id: str) -> Media | None:
        """The medium that a figure points to, or None when the article has no such medium."""
        return next((m for m in self.media if m.id == media_id), None)


INSTANTS = ("created", "content_created", "published", "modified", "embargo_until", "expires")


class Section(Node, kw_only=True):
    """A part of an edition: the articles in their order, by id, and parts within."""

    id: str
    title: str
    articles: tuple[str, ...] = ()
    sections: "tuple[Section, ...]" = ()


class Edition(Node, kw_only=True):
    """Articles published together: a feed's window, an issue of a paper, one story on its own.

    `base_url` is the folder that the outputs are published in (self links, relative media); `url` is the home page.
    Articles in no section stand after the sections, in their order.
    """

    id: str
    title: str = ""
    subtitle: str = ""
    description: str = ""
    language: str = "und"
    dir: Direction | None = None
    url: str = ""
    base_url: str = ""
    publisher: str = ""
    contact: str = ""
    copyright_notice: str = ""
    series: str = ""
    number: str = ""
    issn: str = ""
    image: str = ""
    """Address or path of the logo, 144 pixels wide at most for RSS."""
    icon: str = ""
    """Address or path of the small square picture."""
    hubs: tuple[str, ...] = ()
    """Addresses of WebSub hubs that tell subscribers of a change."""
    ttl: int | None = None
    """Minutes for which a feed may be kept before it is asked for again."""
    date: "date | None" = None
    slug: str = ""
    """Stem of the file names of the outputs; made from the title when empty."""
    sections: tuple[Section, ...] = ()
    articles: tuple[Article, ...] = ()

    def __post_init__(self) -> None:
        if self.id.split() != [self.id]:
            raise ValueError("an edition id is a URN without blanks")
        ids = [article.id for article in self.articles]
        if len(ids) != len(set(ids)):
            double = next(i for i in ids if ids.count(i) > 1)
            raise ValueError(f"the article id {double} stands twice in the edition")
