"""What a newspaper keeps of an article: what a PDF does but for what stands in the colophon of a single story."""

from __future__ import annotations

from syndicate.contracts import Carriage, degraded, lost
from syndicate.exporters.pdf import exporter

_ONCE = "as words on the last page, once for all stories"

_COLOPHON = "a story in a newspaper has no colophon"

_OTHERWISE = {
    "field.id": degraded("as the name of its place in the file"),
    "field.version": lost(_COLOPHON),
    "field.canonical_url": lost(_COLOPHON),
    "field.published": lost(_COLOPHON),
    "field.modified": lost(_COLOPHON),
    "field.provider": degraded(_ONCE),
    "field.copyright_holder": degraded(_ONCE),
    "field.copyright_notice": degraded(_ONCE),
    "field.usage_terms": degraded(_ONCE),
    "field.rights": degraded(f"the licence's address {_ONCE}; no ODRL policy"),
    "field.priority": degraded("as order, place and size"),
    "field.urgency": degraded("as order, place and size where there is no priority"),
    "field.print": degraded("as the page and the module that it is pinned to; of other editions nothing is told"),
}

FIDELITY: dict[str, Carriage] = {**exporter.PdfExporter.fidelity, **_OTHERWISE}
