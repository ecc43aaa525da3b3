"""Subjects: none twice, and Media Topics with all that is above them (`why:ancestor`)."""

from __future__ import annotations

from syndicate.validators.newsmlg2.findings import Findings, short
from syndicate.validators.newsmlg2.survey import N, Survey

_TOPICS = "medtop:"


def subject_rules(survey: Survey, find: Findings) -> None:
    """Duplicates among the subjects of the content, and the chains of broader topics.

    One subject may be stated twice for different reasons or by different people: `why`, `how` and `creator` count.
    """
    subjects = survey.all("subject")
    codes: set[str] = set()
    told: set[tuple[str | None, ...]] = set()
    content = survey.child("contentMeta")
    for node in subjects:
        code = node.get("qcode") or node.get("uri")
        if not code:
            continue
        codes.add(code)
        if node.getparent() is not content:
            continue
        key = (code, node.get("why"), node.get("how"), node.get("creator"))
        if key in told:
            find("SYN-G2-085", f"{short(code)} stands twice among the subjects", node)
        told.add(key)
    missing: set[str] = set()
    for node in subjects:
        if not (node.get("qcode") or "").startswith(_TOPICS):
            continue
        for broader in node.iter(f"{N}broader"):
            above = broader.get("qcode") or ""
            if above.startswith(_TOPICS) and above not in codes and above not in missing:
                missing.add(above)
                find("SYN-G2-086", f"{short(above)} is above {short(node.get('qcode', ''))} and no subject", broader)
