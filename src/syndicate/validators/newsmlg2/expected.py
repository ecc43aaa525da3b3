"""What the standard leaves open and receivers expect: rights, a headline, and what a desk sorts by."""

from __future__ import annotations

from syndicate.validators.newsmlg2.findings import Findings
from syndicate.validators.newsmlg2.management import nature, status
from syndicate.validators.newsmlg2.survey import Survey

_RIGHTS = ("copyrightHolder", "copyrightNotice", "usageTerms", "dataMining", "rightsExpressionXML",
           "rightsExpressionData")  # fmt: skip
_SORTED_BY = ("slugline", "urgency", "subject")


def expectation_rules(survey: Survey, find: Findings) -> None:
    """Told for information: an item without any of it is a good item all the same."""
    if survey.kind not in {"newsItem", "packageItem"} or status(survey) == "canceled":
        return
    rights = survey.all("rightsInfo")
    if not rights:
        find("SYN-G2-080", "no rightsInfo: nobody says what may be done with the item", survey.item)
    elif not survey.all(*_RIGHTS) and not any(len(info) for info in rights):
        find("SYN-G2-080", "rightsInfo says nothing", rights[0])
    what = nature(survey)
    if what not in {"text", "composite", ""}:
        return
    if survey.child("contentMeta", "headline") is None and survey.child("itemMeta", "title") is None:
        find("SYN-G2-081", "the item has no headline", survey.item)
    if what == "text" and survey.kind == "newsItem":
        absent = [name for name in _SORTED_BY if not survey.all(name)]
        if absent:
            find("SYN-G2-084", f"the item has no {', '.join(absent)}", survey.item)
