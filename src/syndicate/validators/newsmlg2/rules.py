"""The rules that no grammar can say, room by room, over one survey of the item.

They read what is there and never assume that the grammar was kept: a file may break both.
"""

from __future__ import annotations

from syndicate.validators.newsmlg2.catalogs import catalog_rules
from syndicate.validators.newsmlg2.content import content_rules
from syndicate.validators.newsmlg2.dates import date_rules
from syndicate.validators.newsmlg2.expected import expectation_rules
from syndicate.validators.newsmlg2.findings import Findings
from syndicate.validators.newsmlg2.grammar import Bodies
from syndicate.validators.newsmlg2.identity import Seen, identity_rules
from syndicate.validators.newsmlg2.languages import language_rules
from syndicate.validators.newsmlg2.management import management_rules
from syndicate.validators.newsmlg2.properties import property_rules
from syndicate.validators.newsmlg2.references import reference_rules
from syndicate.validators.newsmlg2.subjects import subject_rules
from syndicate.validators.newsmlg2.survey import Survey


def item_rules(survey: Survey, find: Findings, seen: Seen, bodies: Bodies) -> None:
    """Everything that the rules find in the item of `survey`."""
    catalog_rules(survey, find)
    identity_rules(survey, find, seen)
    language_rules(survey, find)
    management_rules(survey, find)
    date_rules(survey, find)
    content_rules(survey, find, bodies)
    reference_rules(survey, find, seen.ids)
    property_rules(survey, find)
    subject_rules(survey, find)
    expectation_rules(survey, find)
