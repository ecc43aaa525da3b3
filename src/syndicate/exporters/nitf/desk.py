"""What all documents of one export share: the job, the publisher, and how an address is written."""

from __future__ import annotations

from dataclasses import dataclass

from syndicate.contracts import Job
from syndicate.diagnostics import Diagnostic, Location, Severity
from syndicate.formats import g2


@dataclass(frozen=True, slots=True)
class Desk:
    """The job and the publisher."""

    job: Job
    publisher: str

    def address(self, href: str, article: str, what: str) -> str | None:
        """`href` as an address for the output; None, with a warning, when it is none."""
        found = g2.address(href, self.job.base_url) if href else None
        if found is None and href:
            self.job.report.add(
                Diagnostic(
                    code="SYN-NITF-091",
                    severity=Severity.WARNING,
                    message=f"{what} {href!r} is no address and was left out",
                    location=Location(article=article),
                    hint="write an absolute address, or one relative to --base-url",
                    format=self.job.row.name,
                )
            )
        return found
