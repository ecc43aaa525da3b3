"""Loss said out loud: what of an article a format does not carry, as findings.

One finding for each feature of each article that the exporter declares lost or degraded (or does not declare at all),
with the blocks where it stands.
"""

from __future__ import annotations

from collections.abc import Iterator

from syndicate.contracts import Degree, Fidelity, lost
from syndicate.diagnostics import Diagnostic, Location, Severity
from syndicate.model import features
from syndicate.model.article import Article

CODES = {
    ("field", Degree.LOST): "SYN-LOSS-001",
    ("field", Degree.DEGRADED): "SYN-LOSS-002",
    ("block", Degree.LOST): "SYN-LOSS-003",
    ("block", Degree.DEGRADED): "SYN-LOSS-004",
    ("mark", Degree.LOST): "SYN-LOSS-005",
    ("mark", Degree.DEGRADED): "SYN-LOSS-006",
}
"""Code of a loss by kind of feature and degree."""

_UNDECLARED = lost("the format says nothing of it")
_SHOWN = 5


def losses(article: Article, fidelity: Fidelity, format_name: str) -> Iterator[Diagnostic]:
    """What `format_name`, which carries features as `fidelity` says, does not keep of `article`."""
    for feature, places in features.present(article).items():
        carriage = fidelity.get(feature, _UNDECLARED)
        if carriage.degree is Degree.KEPT:
            continue
        kind, _, name = feature.partition(".")
        what = "is not carried" if carriage.degree is Degree.LOST else "is carried only in part"
        where = f" (in {', '.join(places[:_SHOWN])}{', ...' if len(places) > _SHOWN else ''})" if places else ""
        yield Diagnostic(
            code=CODES[kind, carriage.degree],
            severity=Severity.LOSS,
            message=f"{kind} {name}{where} {what}" + (f": {carriage.how}" if carriage.how else ""),
            location=Location(article=article.id, block=places[0] if places else ""),
            format=format_name,
            feature=feature,
        )
