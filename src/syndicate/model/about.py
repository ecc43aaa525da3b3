"""What a story is about: topics by code, the things that it names, and what they stand below."""

# Annotations are not postponed here (PEP 563): msgspec would evaluate each one for its first decoder, 2 ms.
from typing import Literal

from syndicate.model.base import Node


class Geo(Node, kw_only=True):
    """A point on the earth, WGS 84, degrees."""

    lat: float
    lon: float


class Concept(Node, kw_only=True):
    """What a subject or place stands below, or is the same as: by code of a scheme, by address, or by name."""

    name: str = ""
    scheme: str = ""
    code: str = ""
    uri: str = ""


class Subject(Node, kw_only=True):
    """What the story is about, by a code of a scheme (`medtop`) or by name; relevance and confidence in percent."""

    name: str = ""
    scheme: str = ""
    code: str = ""
    relevance: int | None = None
    confidence: int | None = None
    why: Literal["direct", "ancestor", "inferred", "associated"] | None = None
    """Why it is named: for itself, as an ancestor of another subject, or because another one led to it."""
    how: str = ""
    """How it was found, as a code of IPTC's `howextr`: `person`, `tool`, ..."""
    broader: tuple[Concept, ...] = ()
    """What it stands below, the nearest first."""
    same_as: tuple[Concept, ...] = ()
    """The same in other schemes."""


class Named(Node, kw_only=True):
    """A person, organisation, place or event that the story names. `id` is what an `Entity` mark points to."""

    id: str
    name: str
    uri: str = ""
    role: str = ""
    symbols: tuple[str, ...] = ()
    """Ticker symbols of an organisation, as `EXCHANGE:SYMBOL`."""
    geo: Geo | None = None
    """Where a place is."""
    broader: tuple[Concept, ...] = ()
    """What a place lies in, the nearest first: region, country."""
    same_as: tuple[Concept, ...] = ()
    """The same in other schemes and registers."""
