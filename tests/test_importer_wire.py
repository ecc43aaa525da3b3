"""The wire importer: what it finds in copy, what it leaves out aloud, and that it never guesses."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from itertools import pairwise
from pathlib import Path

import msgspec
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from syndicate.context import Context, Limits
from syndicate.contracts import ImportJob, Source
from syndicate.diagnostics import Diagnostic, Report, Severity
from syndicate.errors import InputError, UsageError
from syndicate.formats import textbytes
from syndicate.importers.wire import WireImporter, dateline, embargo, lines
from syndicate.model import body
from syndicate.model.article import Article, Byline, Contributor, Credit, Dateline

ROOT = Path(__file__).parent.parent
SEED = ROOT.parent / "shared" / "samples" / "seed.txt"
NOW = datetime(2030, 1, 1, tzinfo=UTC)


def read(copy: str | bytes, **settings: object) -> tuple[list[Article], list[Diagnostic]]:
    """The stories of `copy`, and the findings."""
    data = copy.encode() if isinstance(copy, str) else copy
    report = Report()
    limits = Limits(input_size=int(str(settings.pop("limit", 10**7))))
    job = ImportJob(
        context=Context(now=NOW, limits=limits),
        report=report,
        language=str(settings.pop("language", "")),
        options={key: str(value) for key, value in settings.items()},
    )
    return list(WireImporter().read(Source(name="copy.txt", data=data), job)), list(report)


def one(copy: str | bytes) -> Article:
    """The only story of `copy`."""
    (article,), _ = read(copy)
    return article


def kinds(article: Article) -> list[str]:
    """The types of the body's blocks."""
    return [str(block.__struct_config__.tag) for block in article.body]


def words(article: Article) -> list[str]:
    """The plain text of each block."""
    return [" ".join(body.plain(text) for text in body.texts(block)) for block in article.body]


TEXT = "The harbor council met for nine hours on Tuesday and decided to meet again, which is what it does best."
STORY = f"Council meets\nHULL, England (AP) — {TEXT}\n{TEXT}\n"


# --- the sample ------------------------------------------------------------------------------------------------------


@pytest.mark.skipif(not SEED.exists(), reason="the sample story is not in this checkout")
def test_the_sample_story_is_read_as_an_editor_reads_it() -> None:
    """Headline, dateline, 20 paragraphs, one crosshead, the credit; six headlines of others left out aloud; no date."""
    (article,), findings = read(SEED.read_bytes())
    assert article.headline == "Top envoys meet at 'critical moment'"
    assert article.dateline == Dateline(places=("GENEVA",), separator="-", raw="GENEVA-")
    assert kinds(article).count("paragraph") == 20
    assert [words(article)[i] for i, kind in enumerate(kinds(article)) if kind == "crosshead"] == ["Further guarantees"]
    assert words(article)[0].startswith("Top diplomats of Russia")
    assert article.credit == Credit(raw="Agencies Via Xinhua", agencies=("Agencies",), via="Xinhua")
    assert (article.published, article.created, article.modified, article.content_created) == (None,) * 4
    assert (article.language, article.version, article.date_candidates) == ("und", 1, ())
    (finding,) = findings
    assert finding.code == "SYN-WIRE-003"
    source = SEED.read_text(encoding="utf-8").splitlines()
    left_out = [line for line in source[source.index("Today's Top News") :] if line]
    assert len(left_out) == 7
    assert all(line in finding.message for line in left_out)
    assert not any(line in text for line in left_out for text in words(article))


# --- datelines -------------------------------------------------------------------------------------------------------

_S = "The council met."
DATELINES = [
    (f"GENEVA (AP) _ {_S}", Dateline(places=("GENEVA",), agencies=("AP",), separator="_")),
    (f"GENEVA (AP) — {_S}", Dateline(places=("GENEVA",), agencies=("AP",), separator="—")),
    (
        f"GENEVA, Jan 21 (Reuters) - {_S}",
        Dateline(places=("GENEVA",), date_text="Jan 21", agencies=("Reuters",), separator="-"),
    ),
    (f"Geneva (AFP) - {_S}", Dateline(places=("Geneva",), agencies=("AFP",), separator="-")),
    (
        f"Genève, 21 jan 2022 (AFP) - {_S}",
        Dateline(
            places=("Genève",),
            date_text="21 jan 2022",
            date=date(2022, 1, 21),
            agencies=("AFP",),
            separator="-",
        ),
    ),
    (
        f"GENEVA, Jan. 21 (Xinhua) -- {_S}",
        Dateline(places=("GENEVA",), date_text="Jan. 21", agencies=("Xinhua",), separator="--"),
    ),
    (f"GENEVA-{_S}", Dateline(places=("GENEVA",), separator="-")),
    (f"Berlin (dpa) - {_S}", Dateline(places=("Berlin",), agencies=("dpa",), separator="-")),
    (f"San Diego (tca/dpa) - {_S}", Dateline(places=("San Diego",), agencies=("tca", "dpa"), separator="-")),
    (
        f"BEIRUT, Lebanon, June 2, 1982 (UPI) — {_S}",
        Dateline(
            places=("BEIRUT",),
            country="Lebanon",
            date_text="June 2, 1982",
            date=date(1982, 6, 2),
            agencies=("UPI",),
            separator="—",
        ),
    ),
    (
        f"SYDNEY, Jan 21 AAP - {_S}",
        Dateline(places=("SYDNEY",), date_text="Jan 21", agencies=("AAP",), separator="-"),
    ),
    (f"SEATTLE, Wash. (AP) — {_S}", Dateline(places=("SEATTLE",), region="Wash.", agencies=("AP",), separator="—")),
    (f"PARIS/BERLIN, March 3 (Reuters) - {_S}", None),
    (f"KUALA LUMPUR: {_S}", Dateline(places=("KUALA LUMPUR",), separator=":")),
    (f"RIO DE JANEIRO – {_S}", Dateline(places=("RIO DE JANEIRO",), separator="–")),
    (f"FEBRUARY CREEK, Feb 30, 2025 (AP) — {_S}", None),
]


@pytest.mark.parametrize(("copy", "expected"), DATELINES, ids=[copy[:28] for copy, _ in DATELINES])
def test_datelines_of_the_agencies(copy: str, expected: Dateline | None) -> None:
    """Each form gives its places, date and agencies; the text begins after it; `raw` is what stood there."""
    found = dateline.find(copy, copy)
    assert found is not None
    assert found[1] == _S
    assert copy == found[0].raw + copy[len(found[0].raw) : -len(_S)] + _S
    if expected is not None:
        assert msgspec.structs.replace(found[0], raw="") == expected


def test_a_dateline_with_two_places_or_an_impossible_date() -> None:
    """Two places are two; a date that does not exist stays text."""
    found = dateline.find(f"PARIS/BERLIN, March 3 (Reuters) - {_S}", "")
    assert found is not None and found[0].places == ("PARIS", "BERLIN")
    found = dateline.find(f"LYON, Feb 30, 2025 (AP) — {_S}", "")
    assert found is not None and (found[0].date, found[0].date_text) == (None, "Feb 30, 2025")


@pytest.mark.parametrize(
    "prose",
    [
        "NATO-Russia talks were to go on. NATO said so.",
        "ASEAN - The meeting was over.",
        "UPDATE: The bridge is open.",
        "WARNING — The bridge is closed.",
        "COVID-19 cases fell.",
        "OXFAM-Based researchers met at OXFAM again.",
        "Paris - The city woke late.",
        "In Paris (the city) - everybody slept.",
        "Smith (43) - a baker - said no.",
        "By Monday, 3 March (a holiday) - nobody knew.",
        "TITANIC-lovers met.",
        "EU-Mercosur talks failed.",
    ],
)
def test_prose_that_looks_like_a_dateline_stays_prose(prose: str) -> None:
    """A label, an abbreviation that the copy uses, a hyphenated word, a place in small letters alone."""
    assert dateline.find(prose, prose) is None


# --- units -----------------------------------------------------------------------------------------------------------


def test_hard_wrapped_lines_become_paragraphs_and_single_lines_stay() -> None:
    """The wrapped fixture has five paragraphs; a file with a paragraph a line is not joined."""
    article = one((ROOT / "fixtures/wire/ap-wrapped.txt").read_bytes())
    assert kinds(article) == ["paragraph", "paragraph", "paragraph", "crosshead", "paragraph"]
    assert "bring in no other crews and that talks" in words(article)[2]
    assert "“We have been asking since spring,”" in words(article)[1]
    assert [(b.span.start, b.span.end) for b in article.body if b.span] == [
        (6, 8),
        (9, 11),
        (12, 13),
        (14, 14),
        (15, 17),
    ]
    assert [b.bid for b in article.body] == ["b1", "b2", "b3", "b4", "b5"]
    assert len(one(STORY).body) == 2


def test_a_dash_or_number_in_mid_sentence_opens_no_list_in_wrapped_copy() -> None:
    """A marker counts after the end of a sentence or of another item."""
    copy = """Head

The council of the harbor met for nine hours on Tuesday, the day of May
12. Then the captain of the ferry, a man of few words and many of them
- as always - rose to speak of the ferry, of the weather and of what was
to be done about both.
"""
    assert kinds(one(copy)) == ["paragraph"]
    listed = """Head

The council of the harbor met for nine hours on Tuesday and it has now
asked for three things to be done:
- a box for the batteries that everybody leaves near the doors of the
  town hall
- a lamp for the same
"""
    assert kinds(one(listed)) == ["paragraph", "list"]


def test_a_hyphen_at_the_end_of_a_line_stays() -> None:
    """Whether the printer or the writer put it there cannot be known."""
    copy = "Head\n\n" + "The council of the harbor met for nine hours on Tuesday with the well-\n"
    copy += "known captain of the ferry, who had nothing to say and said it for an\nhour or two without a pause.\n"
    assert "well-known captain" in words(one(copy))[0]


# --- headers, credits, people ----------------------------------------------------------------------------------------


def test_header_lines() -> None:
    """Slug, take key, word count, urgency, keywords, genre, byline and organisation come from their lines."""
    copy = (
        "BC-UK--Harbor,1st Ld,312\nURGENCY: 4\nKeywords: harbor; council\nFOR IMMEDIATE RELEASE\n250 words\n"
        "FACTBOX-Council meets\nSource: Example News\nBy Jane van der Berg and John O'Neil\nExample Press Service\n"
        f"HULL, England (AP) — {TEXT}\n"
    )
    article = one(copy)
    assert (article.slug, article.take_key, article.declared_word_count) == ("BC-UK--Harbor", "1st Ld", 250)
    assert (article.urgency, article.keywords, article.genre) == (4, ("harbor", "council"), ("Factbox",))
    assert article.headline == "Council meets"
    assert article.credit == Credit(raw="Source: Example News", agencies=("Example News",))
    assert article.bylines == (
        Byline(name="Jane van der Berg", organisation="Example Press Service"),
        Byline(name="John O'Neil", organisation="Example Press Service"),
    )


@pytest.mark.parametrize(
    ("line", "credit"),
    [
        ("Xinhua", Credit(raw="Xinhua", agencies=("Xinhua",))),
        ("AFP - Reuters", Credit(raw="AFP - Reuters", agencies=("AFP", "Reuters"))),
        ("Xinhua-AFP", Credit(raw="Xinhua-AFP", agencies=("Xinhua", "AFP"))),
        (
            "(Agence France-Presse and AP)",
            Credit(raw="(Agence France-Presse and AP)", agencies=("Agence France-Presse", "AP")),
        ),
        ("Source: Xinhua", Credit(raw="Source: Xinhua", agencies=("Xinhua",))),
        ("AGENCIES VIA XINHUA", Credit(raw="AGENCIES VIA XINHUA", agencies=("AGENCIES",), via="XINHUA")),
    ],
)
def test_credit_lines(line: str, credit: Credit) -> None:
    """A last line that is made of agencies is the credit."""
    article = one(f"{STORY}{line}\n")
    assert article.credit == credit
    assert len(article.body) == 2


@pytest.mark.parametrize(
    ("line", "people"),
    [
        ("Jane Doe in Kyiv contributed to this report.", [("Jane Doe", "", "Kyiv")]),
        ("(AP writers Jane Doe in Kyiv and John Roe in Bonn contributed to this report.)",
         [("Jane Doe", "AP writers", "Kyiv"), ("John Roe", "AP writers", "Bonn")]),
        ("The Associated Press contributed to this story.", [("The Associated Press", "", "")]),
        ("John Roe contributed reporting to this article from Bonn.", [("John Roe", "", "Bonn")]),
        ("(Writing by Jane Doe, editing by John Roe)", None),
        ("(Reporting by Jane Doe; editing by John Roe)", [("Jane Doe", "Reporting", ""), ("John Roe", "editing", "")]),
        ("Poor weather contributed to this report.", None),
        ("Two years of neglect contributed to this report being late.", None),
    ],
)  # fmt: skip
def test_contributors(line: str, people: list[tuple[str, str, str]] | None) -> None:
    """Helpers are people with names; a sentence with the same verb stays a paragraph."""
    article = one(f"{STORY}{line}\n")
    expected = tuple(Contributor(name=name, role=role, place=place) for name, role, place in people or ())
    assert article.contributors == expected
    assert len(article.body) == (2 if people else 3)


def test_dates_that_a_page_prints_are_candidates_and_nothing_more() -> None:
    """A scraper's line under the headline is no subheadline and no publication date."""
    copy = f"Council meets\nUpdated: 2025-03-04 09:15\nSource: Xinhua | 2025-03-04\nHULL, England (AP) — {TEXT}\n"
    article = one(copy)
    assert [candidate.value for candidate in article.date_candidates] == ["Updated: 2025-03-04 09:15"]
    assert (article.published, article.subheadline, article.headline) == (None, "", "Council meets")
    assert article.credit == Credit(raw="Source: Xinhua | 2025-03-04", agencies=("Xinhua",))


@pytest.mark.parametrize(
    "line",
    ["March 4, 2025", "4 March 2025", "2025-03-04", "Tuesday, March 4, 2025", "Last updated: 2025/3/4 9:15 GMT+01:00"],
)
def test_lines_that_are_dates(line: str) -> None:
    """In the forms that pages have."""
    assert [c.value for c in one(STORY.replace("\n", f"\n{line}\n", 1)).date_candidates] == [line]


def test_a_headline_that_opens_like_a_dateline() -> None:
    """Capitals and a colon, but no sentence."""
    article = one(f"HULL: Council meets again\nHULL, England (AP) — {TEXT}\n")
    assert article.headline == "HULL: Council meets again"
    assert article.dateline is not None and article.dateline.agencies == ("AP",)


# --- the body --------------------------------------------------------------------------------------------------------


def test_prose_that_looks_like_furniture_stays_prose() -> None:
    """The fixture is nine paragraphs and a headline, whatever its sentences begin with."""
    article = one((ROOT / "fixtures/wire/looks-like.txt").read_bytes())
    assert kinds(article) == ["paragraph"] * 9
    assert (article.headline, article.signals, article.embargo_until) == (
        "By the Sea, a town learns to count",
        (),
        None,
    )
    assert (article.bylines, article.dateline, article.credit, article.contributors) == ((), None, None, ())


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("What comes next", "crosshead"),
        ("NO END IN SIGHT", "crosshead"),
        ("1. The harbor", "crosshead"),
        ("What comes next?", "paragraph"),
        ("He agreed.", "paragraph"),
        ("and so on", "paragraph"),
        ('"Never"', "paragraph"),
        ("The list:", "paragraph"),
        ("A line that goes on for more than eight words is no crosshead", "paragraph"),
    ],
)
def test_crossheads(line: str, kind: str) -> None:
    """Short, without a final stop, between text and a full paragraph."""
    assert kinds(one(f"{STORY}{line}\n{TEXT}\n")) == ["paragraph", "paragraph", kind, "paragraph"]


def test_a_short_line_is_no_crosshead_before_another_or_at_the_end() -> None:
    """Nothing stands under it."""
    assert "crosshead" not in kinds(one(f"{STORY}Short one\nShort two\nShort.\n"))
    assert kinds(one(f"{STORY}Short one\n"))[-1] == "paragraph"


def test_lists_tables_dividers_and_pointers() -> None:
    """What belongs to the story keeps its form."""
    article = one((ROOT / "fixtures/wire/lists.txt").read_bytes())
    assert kinds(article) == [
        "paragraph",
        "paragraph",
        "list",
        "paragraph",
        "list",
        "paragraph",
        "table",
        "paragraph",
    ]
    unordered, ordered = (block for block in article.body if isinstance(block, body.List))
    assert (unordered.ordered, len(unordered.items), ordered.ordered, len(ordered.items)) == (False, 3, True, 3)
    assert kinds(one(f"{STORY}* * *\n{TEXT}\n"))[2] == "divider"
    assert kinds(one(f"{STORY}READ MORE: Another story\n{TEXT}\n"))[2] == "interstitial_link"


def test_related_headlines_in_the_middle_are_left_out_and_the_story_goes_on() -> None:
    """The block ends where a full paragraph begins."""
    (article,), findings = read(f"{STORY}Related stories\nFerry sinks\nFerry found\n{TEXT}\n")
    assert kinds(article) == ["paragraph"] * 3
    assert [f.code for f in findings] == ["SYN-WIRE-003"]
    assert "Ferry sinks" in findings[0].message and "Ferry found" in findings[0].message


def test_a_heading_like_the_known_ones_over_text_is_a_crosshead() -> None:
    """`Latest news` over a full paragraph heads that paragraph."""
    (article,), findings = read(f"{STORY}Latest news\n{TEXT}\n")
    assert kinds(article) == ["paragraph", "paragraph", "crosshead", "paragraph"]
    assert findings == []


@pytest.mark.parametrize(
    "mark", ["-30-", "- 30 -", "###", "# # #", "ENDS", "Ends", "END", "(END)", "Enditem", "（完）", "-0-"]
)
def test_end_marks_end_the_story(mark: str) -> None:
    """The mark is no block; what comes after it is shown, not taken."""
    (article,), findings = read(f"{STORY}{mark}\nPage 1 of 1\n")
    assert kinds(article) == ["paragraph"] * 2
    assert [f.code for f in findings] == ["SYN-WIRE-007"]
    assert "Page 1 of 1" in findings[0].message
    assert article.source_doc is not None and f'4: end mark "{mark}"' in article.source_doc.rules


@pytest.mark.parametrize("mark", ["more", "(more)", "-more-", "MORE"])
def test_a_take_that_is_not_the_last_says_so(mark: str) -> None:
    """The copy is read, with a warning that it is not whole."""
    (article,), findings = read(f"{STORY}{mark}\n")
    assert [f.code for f in findings] == ["SYN-WIRE-006"]
    assert len(article.body) == 2


# --- what must not leak ----------------------------------------------------------------------------------------------

EMBARGOES = [
    ("EMBARGOED UNTIL 06:00 GMT Friday 7 March 2025", datetime(2025, 3, 7, 6, tzinfo=UTC)),
    ("EMBARGO: 2025-03-07T06:00:00+01:00", datetime(2025, 3, 7, 5, tzinfo=UTC)),
    ("Embargoed until 2025-03-07 06:00 UTC", datetime(2025, 3, 7, 6, tzinfo=UTC)),
    ("Strictly embargoed until 6 a.m. GMT, March 7, 2025", datetime(2025, 3, 7, 6, tzinfo=UTC)),
    ("NOT FOR RELEASE BEFORE 0001 GMT, 7 March 2025", datetime(2025, 3, 7, 0, 1, tzinfo=UTC)),
    ("*** UNDER EMBARGO UNTIL 7th March 2025, 18.30 CET ***", datetime(2025, 3, 7, 17, 30, tzinfo=UTC)),
    ("HOLD FOR RELEASE UNTIL 6 p.m. UTC-5, March 7, 2025", datetime(2025, 3, 7, 23, tzinfo=UTC)),
    ("SPERRFRIST: 7. März 2025, 06.00 Uhr MEZ", datetime(2025, 3, 7, 5, tzinfo=UTC)),
    ("Sperrfrist bis 7. Juli 2025, 06:00 Uhr MESZ", datetime(2025, 7, 7, 4, tzinfo=UTC)),
    ("SOUS EMBARGO jusqu'au 7 mars 2025 à 06h00 GMT", datetime(2025, 3, 7, 6, tzinfo=UTC)),
    ("EMBARGADO hasta las 06:00 GMT del 7 de marzo de 2025", datetime(2025, 3, 7, 6, tzinfo=UTC)),
    ("Eds: HOLD FOR RELEASE until 6 a.m. GMT, March 7, 2025", datetime(2025, 3, 7, 6, tzinfo=UTC)),
]


@pytest.mark.parametrize(("line", "until"), EMBARGOES)
def test_an_embargo_told_in_full_is_an_instant(line: str, until: datetime) -> None:
    """Date, time and zone stand in the line."""
    (article,), findings = read(f"{line}\n{STORY}")
    assert article.embargo_until == until
    assert article.signals == ()
    assert article.headline == "Council meets"
    assert [f.severity for f in findings] == [Severity.INFO]


@pytest.mark.parametrize(
    "line",
    [
        "EMBARGOED UNTIL 06:00 GMT Friday",
        "EMBARGOED UNTIL 06:00 7 March 2025",
        "EMBARGOED UNTIL 06:00 EST 7 March 2025",
        "EMBARGOED UNTIL 7 March 2025",
        "EMBARGOED UNTIL 06:00 GMT 07/03/2025",
        "EMBARGOED UNTIL 06:00 GMT Monday 7 March 2025",
        "EMBARGOED UNTIL 06:00 GMT 31 February 2025",
        "EMBARGOED UNTIL 25:00 GMT 7 March 2025",
        "EMBARGOED UNTIL 6 GMT 7 March 2025",
        "SPERRFRIST: Freitag, 06.00 Uhr",
        "Sperrfrist: 7. März 2025, 06.00 Uhr",
        "SOUS EMBARGO jusqu'à vendredi",
        "Embargo hasta el viernes",
        "EDS: HOLD FOR RELEASE until 6 a.m. EST",
        "HOLD FOR RELEASE 6 a.m. EST March 7, 2025",
        "EMBARGOED UNTIL 06:00 GMT 7 March 2025 (print) or 8 March 2025 (web)",
        "EMBARGOED UNTIL 13:00 p.m. GMT 7 March 2025",
        "EMBARGOED",
        "Embargo: Friday morning",
        "Embargo lifts 6 a.m. Friday",
        "Embargoed for Sunday papers",
        "FOR RELEASE FRIDAY",
        "Hold for release",
        "Not to be published before Monday",
        "Not for publication or broadcast before 06:00 GMT Monday",
    ],
)
@pytest.mark.parametrize("place", ["top", "end", "after the end mark"])
def test_an_embargo_that_is_not_told_in_full_holds_the_story(line: str, place: str) -> None:
    """No zone, no date, no time, an ambiguous zone, a weekday that is wrong: an error, and the story is on hold."""
    copy = {"top": f"{line}\n{STORY}", "end": f"{STORY}{line}\n", "after the end mark": f"{STORY}-30-\n{line}\n"}[place]
    (article,), findings = read(copy)
    assert article.signals == ("hold",)
    assert article.embargo_until is None
    assert [(f.code, f.severity) for f in findings] == [("SYN-WIRE-004", Severity.ERROR)]
    assert line in findings[0].message


@pytest.mark.parametrize(
    ("line", "zone", "until"),
    [
        ("EMBARGOED UNTIL 06:00 Friday 7 March 2025", "Europe/London", datetime(2025, 3, 7, 6, tzinfo=UTC)),
        ("EMBARGOED UNTIL 0600 FRIDAY 7 MARCH 2025", "+01:00", datetime(2025, 3, 7, 5, tzinfo=UTC)),
        ("EMBARGOED UNTIL 6 a.m. on July 7, 2025", "America/New_York", datetime(2025, 7, 7, 10, tzinfo=UTC)),
        ("EMBARGOED UNTIL 06:00 BST 7 July 2025", "Europe/London", datetime(2025, 7, 7, 5, tzinfo=UTC)),
        ("EMBARGOED UNTIL 06:00 GMT 7 July 2025", "Europe/London", datetime(2025, 7, 7, 6, tzinfo=UTC)),
        ("EMBARGOED UNTIL 06:00 +11:00 Friday 7 March 2025", "", datetime(2025, 3, 6, 19, tzinfo=UTC)),
        ("EMBARGOED UNTIL 06:00 BST 7 January 2025", "Europe/London", None),
        ("EMBARGOED UNTIL 06:00 EST 7 March 2025", "Europe/London", None),
        ("EMBARGOED UNTIL 06:00 LOCAL TIME 7 March 2025", "Europe/London", None),
        ("EMBARGOED UNTIL 01:30 26 October 2025", "Europe/London", None),
        ("EMBARGOED UNTIL 01:30 30 March 2025", "Europe/London", None),
        ("EMBARGOED between 06:00 and 08:00 7 March 2025", "Europe/London", None),
        ("EMBARGOED UNTIL 06:00 Friday", "Europe/London", None),
        ("EMBARGOED UNTIL 7 March 2025", "Europe/London", None),
        ("EMBARGOED UNTIL 06:00 Friday 7 March 2025", "", None),
    ],
)
def test_a_zone_by_option_makes_a_time_without_one_an_instant(line: str, zone: str, until: datetime | None) -> None:
    """Unless its clock showed the time twice or never, or the line names another zone; a part of a date stays one."""
    (article,), found = read(f"{line}\n\n{STORY}", zone=zone)
    assert article.embargo_until == until
    assert ("hold" in article.signals) is (until is None)
    assert any(finding.code == "SYN-WIRE-004" for finding in found) is (until is None)


def test_a_zone_that_does_not_exist_is_refused() -> None:
    """Before anything is read."""
    with pytest.raises(UsageError, match=r"wire\.zone=Atlantis: there is no such zone"):
        read(STORY, zone="Atlantis")


@pytest.mark.parametrize(
    "headline",
    [
        "Embargo on oil lifted",
        "Sperrfrist für Weinimporte verlängert",
        "Embargo sur le pétrole levé",
        "Sous embargo depuis 1962, Cuba manque de pain",
        "Embargoed oil reaches port",
        "UN embargo: what it means",
        "Embargo: what it means",
        "Embargo ends, sailors cheer",
        "Not to be outdone before the vote",
    ],
)
def test_a_story_about_an_embargo_is_free(headline: str) -> None:
    """The word alone decides nothing."""
    article = one(STORY.replace("Council meets", headline))
    assert (article.headline, article.signals) == (headline, ())


@pytest.mark.parametrize(
    ("line", "signal"),
    [
        ("HOLD HOLD HOLD", "hold"),
        ("--HOLD--", "hold"),
        ("DO NOT PUBLISH before the lawyers have seen it", "hold"),
        ("NOT FOR PUBLICATION", "hold"),
        ("KILL KILL KILL", "kill"),
        ("\x07\x07\x07\x07\x07KILL KILL KILL", "kill"),
        ("BULLETIN KILL", "kill"),
        ("EDITORS: Kill the story UK-Harbor", "kill"),
        ("STORY WITHDRAWN", "kill"),
        ("ADVISORY", "advisory"),
        ("NOTE TO EDITORS", "advisory"),
    ],
)
def test_lines_of_the_desk_decide(line: str, signal: str) -> None:
    """The signal is set, the words are a private note, and the finding shows the line."""
    (article,), findings = read(f"{line}\n{STORY}")
    assert article.signals == (signal,)
    assert article.status == ("canceled" if signal == "kill" else "usable")
    assert [note.public for note in article.ed_notes] == [False]
    assert "SYN-WIRE-010" in {f.code for f in findings}


@pytest.mark.parametrize("headline", ["KILL BILL RETURNS", "HOLD THE LINE, SAYS MINISTER", "Advisory body meets"])
def test_headlines_with_such_words_decide_nothing(headline: str) -> None:
    """Only the fixed forms count."""
    assert one(STORY.replace("Council meets", headline)).signals == ()


@pytest.mark.parametrize("heading", [
    "The following information is not intended for publication",
    "* The following information is not for publication *",
    "Notes to editors",
])  # fmt: skip
@pytest.mark.parametrize("mark", ["", "-30-\n"])
def test_what_is_not_for_publication_is_private(heading: str, mark: str) -> None:
    """Everything after the heading, end marks or not, is a private note and nothing else."""
    (article,), findings = read(f"{STORY}{mark}{heading}\nCall Jane Doe on 555 0100\n-30-\nSecret line\n{TEXT}\n")
    assert [f.code for f in findings] == ["SYN-WIRE-008"]
    (note,) = article.ed_notes
    assert not note.public
    assert "555 0100" in note.text and "Secret line" in note.text
    public = msgspec.json.encode(msgspec.structs.replace(article, ed_notes=(), source_doc=None))
    assert b"Jane Doe" not in public and b"Secret" not in public


def test_a_hold_or_embargo_binds_the_stories_after_it_in_the_file() -> None:
    """A divider read as an end mark must not free the rest of an embargoed file."""
    other = STORY.replace("Council meets", "Council leaves")
    articles, _ = read(f"HOLD HOLD HOLD\n{EMBARGOES[0][0]}\n{STORY}###\n{other}")
    assert [a.headline for a in articles] == ["Council meets", "Council leaves"]
    assert [a.signals for a in articles] == [("hold",), ("hold",)]
    assert [a.embargo_until for a in articles] == [EMBARGOES[0][1]] * 2


def test_the_same_story_twice_in_a_file_is_taken_once() -> None:
    """And said; but a kill, a hold or an embargo on the second copy counts."""
    articles, findings = read(f"{STORY}###\n{STORY}")
    assert len(articles) == 1
    assert [f.code for f in findings] == ["SYN-WIRE-011"]
    (article,), _ = read(f"{STORY}###\nKILL KILL KILL\n{EMBARGOES[0][0]}\n{STORY}")
    assert (article.status, article.signals, article.embargo_until) == ("canceled", ("kill",), EMBARGOES[0][1])
    assert len(article.ed_notes) == 2


# --- files -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "empty"),
        (b" \r\n\t\n", "empty"),
        (b"\x00\x01\x02text", "control"),
        (b"ab\x1b\x1b\x1b" * 9, "control"),
        (b"te\0xt", "control"),
        (b"###\n-30-\n", "no story"),
        (b"\x07", "no story"),
    ],
)
def test_files_without_copy_are_refused(data: bytes, message: str) -> None:
    """With the name of the file, and what is wrong with it."""
    with pytest.raises(InputError, match=message) as caught:
        read(data)
    assert "copy.txt" in caught.value.message


def test_a_file_over_the_limit_is_refused() -> None:
    """Before it is read whole."""
    with pytest.raises(InputError, match="larger than 20 bytes"):
        read(STORY, limit=20)


def test_encodings_and_removed_characters() -> None:
    """A byte order mark goes, windows-1252 is told, a control character goes aloud."""
    assert one(b"\xef\xbb\xbf" + STORY.encode()).headline == "Council meets"
    (article,), findings = read(STORY.replace("Council", "Caf\u00e9\x02").encode("cp1252"))
    assert article.headline == "Café meets"
    assert article.source_doc is not None and article.source_doc.encoding == "windows-1252"
    assert [f.code for f in findings] == ["SYN-WIRE-001", "SYN-WIRE-002"]
    (_,), findings = read(b"Caf\xe9 \x81 meets\n")
    assert "1 byte(s)" in findings[0].message


def test_identity_language_and_counts() -> None:
    """The id is the copy's own, the language the fallback's, the counts the body's."""
    (first,), _ = read(STORY, language="en-GB")
    (second,), _ = read(STORY.replace("\n", "\r\n"))
    assert first.id == second.id and first.id.startswith("urn:uuid:")
    assert first.id != one(STORY.replace("nine", "ten")).id
    assert (first.language, second.language) == ("en-GB", "und")
    assert (first.word_count, first.char_count) == (2 * len(TEXT.split()), 2 * len(TEXT))
    assert first.source_doc is not None and second.source_doc is not None
    assert first.source_doc.media_type == "text/plain"
    assert first.source_doc.sha256 != second.source_doc.sha256


def test_a_weekday_is_no_date() -> None:
    """Nothing invents a publication date."""
    article = one(STORY)
    assert {getattr(article, name) for name in ("published", "created", "modified", "content_created", "expires")} == {
        None
    }


# --- properties ------------------------------------------------------------------------------------------------------

_PIECES = st.sampled_from(
    [
        "EMBARGOED UNTIL 06:00 GMT", "HOLD HOLD HOLD", "KILL KILL KILL", "By Jane Doe", "Eds: careful", "-30-", "more",
        "GENEVA-Top envoys met.", "Paris (AFP) - They met.", "Today's Top News", "- one", "- two", "1. a", "2. b",
        "Agencies Via Xinhua", "Related", "___", "###", "a\tb", "UPDATE 2-Head", "ADVISORY", "(Photo: x)", "Short head",
        "CORRECTION: It was two.", "Jane Doe contributed to this report.", "", "  indented", TEXT, "dpa abc", "``x''",
        "The following information is not for publication", "Enditem", "新华社西宁3月4日电 文", "BC-EU--X, 1st Ld,22",
        "End of it. Enditem", "Notes to editors", "READ MORE: x", "=", "By", "Source: X", "LEAD", "x-",
        "wrapped lines that end here without a stop so that the next one",
        "goes on in small letters as printers do it all",
    ]
)  # fmt: skip


@given(st.binary(max_size=400) | st.text(max_size=300).map(lambda s: s.encode("utf-8", "surrogatepass")))
@example(b"=")
@example("APR\u0130L 3 (AP) - x".encode())
@example(b"Hull, March 9999 (AP) - x")
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    """Nothing but `InputError` ever comes out."""
    try:
        articles, _ = read(data)
    except InputError:
        return
    assert articles


@given(st.lists(_PIECES | st.text(max_size=60), min_size=1, max_size=14))
@example(["- one", "x", "HOLD HOLD HOLD"])
@example(["more", "(Photo: x)"])
@example(["BC-EU--X, 1st Ld,22", "-30-", "Head", "Paris (AFP) - They met."])
@example(["Agencies Via Xinhua", "dpa abc", "###", "Head", "Paris (AFP) - They met."])
@example(["BC-EU--X, 1st Ld,22", "Head", "Paris (AFP) - They met.", "###", "Head", "Paris (AFP) - They met."])
@example(["Head", "Paris (AFP) - They met.", "###", "BC-EU--X, 1st Ld,22", "Head", "Paris (AFP) - They met."])
def test_no_line_is_lost_in_silence(pieces: list[str]) -> None:
    """Every word of every line stands in the article (its record of rules included) or in a finding."""
    copy = "\n".join(pieces)
    try:
        articles, findings = read(copy.encode("utf-8", "replace"))
    except InputError:
        return
    kept = "\n".join(text for article in articles for text in _strings(msgspec.to_builtins(article)))
    kept += "\n".join(finding.message for finding in findings)
    known = set(re.findall(r"[^\W_]+", kept))
    for line in lines.lines(lines._clean(textbytes.decode(copy.encode("utf-8", "replace")).text, "", Report())):
        unmarked = re.sub(r"^\d{1,2}[.)]\s", "", line.text)  # the numbers of a numbered list are its order
        assert set(re.findall(r"[^\W_]+", unmarked)) <= known, line


@given(st.lists(_PIECES, min_size=1, max_size=12))
def test_spans_stand_in_order_and_bids_are_unique(pieces: list[str]) -> None:
    """Blocks come in the order of the source, none stands in another's lines."""
    try:
        articles, _ = read("\n".join(pieces))
    except InputError:
        return
    for article in articles:
        spans = [(block.span.start, block.span.end) for block in article.body if block.span]
        assert len(spans) == len(article.body) == len({block.bid for block in article.body})
        assert all(before[1] < after[0] for before, after in pairwise(spans))


def _strings(value: object) -> list[str]:
    match value:
        case str():
            return [value]
        case dict():
            return [text for item in value.values() for text in _strings(item)]
        case list() | tuple():
            return [text for item in value for text in _strings(item)]
        case int():
            return [str(value)]
        case _:
            return []


def test_a_long_line_costs_no_more_than_its_length() -> None:
    """No pattern goes back over a line again and again: a megabyte of each trap is read at once."""
    for trap in ("a ", "and ", "(", "``", "* ", "A", "KILL ", "A-", "x,", "By A ", "GENEVA, "):
        one("Head\n" + trap * (10**6 // len(trap)) + "\n" + TEXT)
    assert embargo.find("EMBARGO " * 10**5) is None


def test_many_lines_cost_no_more_than_their_number() -> None:
    """Nothing looks ahead to the end of the file for each line."""
    for trap in ("Xinhua", "Related", "- item", TEXT, "By Jane Doe"):
        one(f"Head\n{TEXT}\n" + f"{trap}\n" * 10_000 + TEXT)
