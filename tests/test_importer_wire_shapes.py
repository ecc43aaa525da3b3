"""Wire copy shape by shape: every dateline, byline and mark of the fixtures, prose that stays prose, no line lost."""

from __future__ import annotations

import re
from pathlib import Path

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from syndicate.context import Context
from syndicate.contracts import ImportJob, Source
from syndicate.diagnostics import Diagnostic, Report
from syndicate.errors import InputError, UsageError
from syndicate.formats import textbytes
from syndicate.importers.wire import WireImporter, bylines, dateline, lines
from syndicate.model import body
from syndicate.model.article import Article, Byline
from test_importer_wire import NOW, _strings, kinds, read

FIXTURES = sorted((Path(__file__).parent.parent / "fixtures" / "wire").glob("*.txt"))


def fixture(name: str) -> tuple[list[Article], list[Diagnostic]]:
    """The stories of a fixture, and the findings."""
    path = FIXTURES[0].parent / f"{name}.txt"
    report = Report()
    job = ImportJob(context=Context(now=NOW), report=report)
    return list(WireImporter().read(Source(name=path.name, path=path), job)), list(report)


_S = "The council met."


@pytest.mark.parametrize(
    ("copy", "places", "date_text", "agencies"),
    [
        (f"March 4 (Reuters) - {_S}", (), "March 4", ("Reuters",)),
        (f"Madrid, 4 mar (EFE).- {_S}", ("Madrid",), "4 mar", ("EFE",)),
        (f"(ANSA) - ROMA, 4 MAR - {_S}", ("ROMA",), "4 MAR", ("ANSA",)),
        (f"MOSCOW, March 4. /TASS/. {_S}", ("MOSCOW",), "March 4", ("TASS",)),
        (f"MOSCOW. March 4 (Interfax) - {_S}", ("MOSCOW",), "March 4", ("Interfax",)),
        (f"New Delhi, Mar 4 (PTI) {_S}", ("New Delhi",), "Mar 4", ("PTI",)),
        (f"Hannover (dpa/lni) - {_S}", ("Hannover",), "", ("dpa", "lni")),
        (f"ABOARD XUELONG 2, Jan. 21 (Xinhua) -- {_S}", ("ABOARD XUELONG 2",), "Jan. 21", ("Xinhua",)),
        (f"On board the Sea Finch, March 4 (AP) — {_S}", ("On board the Sea Finch",), "March 4", ("AP",)),
        ("中新网3月4日电 海港委员会", (), "3月4日", ("中新网",)),
        ("新华社日内瓦2025年3月4日电（记者王梅）海港", ("日内瓦",), "2025年3月4日", ("新华社",)),
        ("【ジュネーブ共同】港湾評議会は", ("ジュネーブ",), "", ("共同",)),
        ("(서울=연합뉴스) 김철수 기자 = 항만위원회가", ("서울",), "", ("연합뉴스",)),
        ("القاهرة 4 مارس آذار (رويترز) - اجتمع", ("القاهرة",), "4 مارس آذار", ("رويترز",)),
        ("МОСКВА, 4 марта. /ТАСС/. Совет", ("МОСКВА",), "4 марта", ("ТАСС",)),
        ("ПЕРМЬ, 4 мар - РИА Новости. Совет", ("ПЕРМЬ",), "4 мар", ("РИА Новости",)),
    ],
)
def test_datelines_beyond_the_common_grammar(
    copy: str, places: tuple[str, ...], date_text: str, agencies: tuple[str, ...]
) -> None:
    """Each gives its places, its date as it stands there, and its agencies; `raw` is what stood there."""
    found = dateline.find(copy, copy)
    assert found is not None
    line, rest = found
    assert (line.places, line.date_text, line.agencies) == (places, date_text, agencies)
    assert copy.startswith(line.raw) and copy.endswith(rest) and rest


@pytest.mark.parametrize(
    ("copy", "date"),
    [
        ("新华社日内瓦2025年3月4日电 海港", "2025-03-04"),
        ("新华社日内瓦2025年2月30日电 海港", "None"),
        ("新华社日内瓦3月4日电 海港", "None"),
        ("جنيف 4 مارس 2025 (شينخوا) -- اجتمع", "2025-03-04"),
        ("МОСКВА, 4 марта 2025. /ТАСС/. Совет", "2025-03-04"),
    ],
)
def test_only_a_whole_date_is_a_date(copy: str, date: str) -> None:
    """Month and day without a year stay text, and so does a day that does not exist."""
    found = dateline.find(copy, copy)
    assert found is not None and str(found[0].date) == date


@pytest.mark.parametrize(
    "prose",
    [
        "March 4 (a Tuesday) - nobody came.",
        "New Delhi, Mar 4 (a holiday) Nobody came.",
        "New Delhi (PTI) offices were closed.",
        "(ANSA) is an agency.",
        "新华社的记者3月4日到达",
        "【重要】お知らせがある。",
        "جنيف (المدينة) - اجتمع",
        "Москва, 4 марта нас ждал дождь.",
        "Aboard the ship (an old one) - nobody slept.",
    ],
)
def test_prose_in_the_shape_of_those_stays_prose(prose: str) -> None:
    """Without an agency that writes so there is no dateline."""
    assert dateline.find(prose, prose) is None


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("By JANE DOE, AP Business Writer", [Byline(name="JANE DOE", organisation="AP", title="Business Writer")]),
        ("By Jane Doe, Staff Writer", [Byline(name="Jane Doe", title="Staff Writer")]),
        ("By Jane Doe (Example News)", [Byline(name="Jane Doe", organisation="Example News")]),
        ("By Jane Doe | Example News Service", [Byline(name="Jane Doe", organisation="Example News Service")]),
        ("By Jane Doe for Example News", [Byline(name="Jane Doe", organisation="Example News")]),
        ("By Jane Doe, jane@news.example", [Byline(name="Jane Doe", contact="jane@news.example")]),
        ("By Jane Doe in Hull and John Roe in Bergen", [Byline(name="Jane Doe"), Byline(name="John Roe")]),
        ("Von Klaus Meyer, dpa", [Byline(name="Klaus Meyer", organisation="dpa")]),
        ("Par Jeanne Martin et Luc Petit", [Byline(name="Jeanne Martin"), Byline(name="Luc Petit")]),
        ("Por Ana Pérez", [Byline(name="Ana Pérez")]),
        ("by Xinhua writers Wang Mei, Li Lan", [
            Byline(name="Wang Mei", role="Xinhua writers"), Byline(name="Li Lan", role="Xinhua writers")]),
        ("记者：王梅 李兰", [Byline(name="王梅"), Byline(name="李兰")]),
        ("بقلم: ليلى حداد", [Byline(name="ليلى حداد")]),
        ("By the numbers", []),
        ("Von der Leyen reist ab", []),
        ("Par la force des choses", []),
        ("By Jane Doe, who was there", []),
        ("记者在海港看到，委员会星期二开会", []),
    ],
)  # fmt: skip
def test_bylines(line: str, expected: list[Byline]) -> None:
    """Names, titles, organisations and addresses; a headline that opens alike is none."""
    assert list(bylines.read(line)) == expected


def test_reporters_of_a_dateline_are_bylines() -> None:
    """Chinese and Korean agencies name them there."""
    assert [b.name for b in fixture("dl-xinhua-zh-reporters")[0][0].bylines] == ["王梅", "李兰"]
    assert [b.name for b in fixture("dl-yonhap-ko")[0][0].bylines] == ["김철수"]


@pytest.mark.parametrize("path", [p for p in FIXTURES if p.stem.startswith("prose-")], ids=lambda p: p.stem)
def test_prose_fixtures_are_paragraphs_and_real_lists(path: Path) -> None:
    """No dateline, no byline, no signal, no furniture, whatever the sentences open with."""
    (article,), findings = fixture(path.stem)
    assert set(kinds(article)) <= {"paragraph", "list"}
    assert (article.dateline, article.bylines, article.contributors, article.credit) == (None, (), (), None)
    assert (article.signals, article.ed_notes, article.subheadline, findings) == ((), (), "", [])


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("ch-marks", ["The coffee", "The sandwiches"]),
        ("ch-capitals", ["COFFEE AND SANDWICHES", "NO DECISION YET"]),
        ("ch-numbered", ["1. The coffee", "2. The sandwiches"]),
        ("ch-plain", ["Coffee and sandwiches"]),
        ("ch-question", ["WHO PAYS FOR IT?"]),
        ("ch-chinese", ["咖啡很好喝"]),
    ],
)
def test_crossheads_in_every_form(name: str, expected: list[str]) -> None:
    """In sentence case, in capitals, numbered, in marks."""
    (article,), _ = fixture(name)
    assert [body.plain(b.text) for b in article.body if isinstance(b, body.Crosshead)] == expected


def test_a_doubtful_reading_is_told() -> None:
    """A question in small letters may be the writer's own."""
    _, findings = fixture("ch-question")
    assert [(f.code, "What happens next?" in f.message) for f in findings] == [("SYN-WIRE-013", True)]


def test_a_byline_that_may_be_a_family_is_told() -> None:
    """`Von` and `Di` stand before names of families too; with an agency behind it the line is a byline."""
    _, findings = fixture("by-italian")
    assert [(f.code, "Di Mario Rossi" in f.message) for f in findings] == [("SYN-WIRE-013", True)]
    assert fixture("by-german")[1] == [] and fixture("by-bar")[1] == []


@pytest.mark.parametrize(
    ("name", "header", "rows"),
    [
        ("tb-tabs", [], ["Hull 3 1", "Bergen 2 2", "Cork 0 4"]),
        ("tb-semicolons", ["Kind Monday Tuesday"], ["Cod 12½ 13", "Herring — 4½", "Eel 20 21"]),
        ("tb-guards", [], ["Hull 3 1", "Bergen 2 2", "Cork 0 4"]),
        ("tb-columns", ["Town Boats Crew"], ["Hull 12 140", "Bergen 8 96", "Cork 3 22"]),
    ],
)
def test_tables(name: str, header: list[str], rows: list[str]) -> None:
    """Cells, with a header where only the rows below it have figures."""
    (article,), _ = fixture(name)
    (table,) = (block for block in article.body if isinstance(block, body.Table))

    def spelt(part: tuple[tuple[body.Cell, ...], ...]) -> list[str]:
        return [" ".join(body.plain(cell.text) for cell in row) for row in part]

    assert (spelt(table.header), spelt(table.rows)) == (header, rows)


@pytest.mark.parametrize(
    ("name", "kind", "signals", "status"),
    [
        ("al-flash", "alert", ("flash",), "usable"),
        ("al-reuters", "alert", (), "usable"),
        ("hd-brief", "brief", (), "usable"),
        ("hd-corrected-official", "story", ("correction",), "usable"),
        ("hd-corrected-update", "story", ("update", "correction"), "usable"),
        ("hd-refile", "story", ("refile",), "usable"),
        ("st-advisory", "story", ("advisory",), "usable"),
        ("st-service", "service", ("advisory",), "usable"),
        ("st-corrective", "story", ("correction",), "usable"),
        ("st-withdrawn", "story", ("kill",), "canceled"),
        ("st-kill-bells", "story", ("kill",), "canceled"),
        ("st-hold-dpa", "story", ("hold",), "usable"),
    ],
)
def test_what_an_item_is(name: str, kind: str, signals: tuple[str, ...], status: str) -> None:
    """Alerts, briefs and service messages by kind; corrections, kills and holds by signal."""
    (article,), _ = fixture(name)
    assert (article.kind, article.signals, article.status) == (kind, signals, status)


def test_words_of_the_desk_never_stand_in_the_body() -> None:
    """What a kill or a hold asks of the desks, and addresses in double brackets, are private notes."""
    for name in ("st-hold-dpa", "st-withdrawn", "nt-desk-brackets", "so-reuters-contact"):
        (article,), _ = fixture(name)
        assert article.ed_notes and not any(note.public for note in article.ed_notes)
        public = msgspec.json.encode(msgspec.structs.replace(article, ed_notes=(), source_doc=None)).decode()
        assert not re.search(r"Please (?:hold|disregard)|moved earlier|555|@news", public)


def test_what_is_left_out_is_shown() -> None:
    """Lines of the page and pictures stand in the findings."""
    _, findings = fixture("rl-advertisement")
    assert [f.code for f in findings] == ["SYN-WIRE-012"] * 3
    _, findings = fixture("ph-file")
    assert findings[0].code == "SYN-WIRE-009" and "on a day without wind" in findings[0].message


def test_copyright_is_a_field() -> None:
    """And no paragraph."""
    (article,), _ = fixture("so-copyright")
    assert article.copyright_notice == "Copyright 2025 Example News. All rights reserved."
    assert kinds(article) == ["paragraph"] * 2


# --- the law of lines ------------------------------------------------------------------------------------------------

_COPY = sorted({line for path in FIXTURES for line in path.read_bytes().decode("utf-8", "ignore").splitlines()})


def lost(copy: str) -> list[str]:
    """The words of `copy` that stand neither in an article, nor in its record, nor in a finding."""
    try:
        articles, findings = read(copy.encode("utf-8", "replace"))
    except InputError:
        return []
    kept = "\n".join(text for article in articles for text in _strings(msgspec.to_builtins(article)))
    known = set(re.findall(r"[^\W_]+", kept + "\n".join(finding.message for finding in findings)))
    clean = lines._clean(textbytes.decode(copy.encode("utf-8", "replace")).text, "", Report())
    missing = []
    for line in lines.lines(clean):
        unmarked = re.sub(r"^\d{1,2}[.)]\s", "", line.text)  # the numbers of a numbered list are its order
        missing += [word for word in re.findall(r"[^\W_]+", unmarked) if word not in known]
    return missing


@pytest.mark.parametrize("path", FIXTURES, ids=lambda p: p.stem)
def test_no_line_of_a_fixture_is_lost(path: Path) -> None:
    """Every word is in a field, a block, the record, or a finding."""
    try:
        copy = path.read_bytes().decode("utf-8")
    except UnicodeDecodeError:
        copy = path.read_bytes().decode("cp1252", "replace")
    assert lost(copy) == []


@settings(max_examples=150, deadline=None)
@given(st.lists(st.sampled_from(_COPY) | st.text(max_size=40), min_size=1, max_size=16))
def test_no_line_is_lost_however_lines_are_mixed(pieces: list[str]) -> None:
    """The lines of all fixtures, in any order."""
    assert lost("\n".join(pieces)) == []


# --- encodings -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "encoding", "codes"),
    [
        ("en-utf16-le-mark", "utf-16-le", []),
        ("en-utf16-be-mark", "utf-16-be", []),
        ("en-utf16-bare", "utf-16-le", ["SYN-WIRE-001"]),
        ("en-latin1", "windows-1252", ["SYN-WIRE-001"]),
        ("en-gb18030", "gb18030", ["SYN-WIRE-001"]),
        ("en-shift-jis", "shift_jis", ["SYN-WIRE-001"]),
        ("en-windows-1256", "windows-1256", ["SYN-WIRE-001"]),
        ("en-double", "utf-8", ["SYN-WIRE-014"]),
        ("en-old-quotes", "utf-8", ["SYN-WIRE-014"]),
    ],
)
def test_encodings_are_found_and_told(name: str, encoding: str, codes: list[str]) -> None:
    """What the bytes do not say themselves is a finding, and so is each repair; nothing turns to U+FFFD."""
    (article,), findings = fixture(name)
    assert article.source_doc is not None and article.source_doc.encoding == encoding
    assert [f.code for f in findings] == codes
    assert article.dateline is not None and article.body
    assert "\ufffd" not in msgspec.json.encode(article).decode()


def test_the_encoding_can_be_given() -> None:
    """By option, 7-bit national variants included; what does not fit is refused with a way out."""

    def asked(data: bytes, encoding: str) -> str:
        job = ImportJob(context=Context(now=NOW), report=Report(), options={"encoding": encoding})
        (article,) = WireImporter().read(Source(name="copy.txt", data=data), job)
        return article.headline

    assert asked(b"Gr}~e aus K|ln", "iso646-de") == "Grüße aus Köln"
    assert asked("港灣再次開會".encode("big5"), "big5") == "港灣再次開會"
    with pytest.raises(InputError, match="not in utf-8"):
        asked(b"caf\xe9", "utf-8")
    with pytest.raises(InputError, match="unknown encoding klingon"):
        asked(b"cafe", "klingon")


# --- transmissions ---------------------------------------------------------------------------------------------------


def test_an_anpa_header_is_read_as_fields() -> None:
    """Number, priority, category, keyword slug, take, words; its date has no year and stays a candidate."""
    (article,), _ = fixture("tx-anpa")
    assert [(one.kind, one.value) for one in article.alt_ids] == [("anpa1312", "a0142")]
    assert (article.priority, article.extra) == (4, {"anpa:category": "i"})
    assert (article.slug, article.take_key, article.declared_word_count) == ("BC-UK--Harbor Council", "1st Ld", 182)
    assert article.headline == "Harbor council meets for nine hours"
    assert [(b.name, b.organisation) for b in article.bylines] == [("JANE DOE", "Associated Press")]
    assert [c.value for c in article.date_candidates] == ["03-04", "AP-WF-03-04-25 1432GMT"]
    assert article.dateline is not None and article.published is None
    assert kinds(article) == ["paragraph"] * 2


def test_an_iptc_7901_header_is_read_as_fields() -> None:
    """Source and number, priority, category, words; the slug line and the trailer as ever."""
    (article,), _ = fixture("tx-7901")
    assert [(one.kind, one.value) for one in article.alt_ids] == [("iptc7901", "bdt0123")]
    assert (article.priority, article.extra, article.declared_word_count) == (3, {"iptc7901:category": "pl"}, 182)
    assert (article.slug, article.headline) == ("UK-Council", "Harbor council meets for nine hours")


def test_each_transmission_is_a_story() -> None:
    """No end mark is needed between them."""
    articles, _ = fixture("tx-7901-two")
    assert [a.alt_ids[0].value for a in articles] == ["bdt0124", "bdt0125"]
    assert [a.headline for a in articles] == ["Harbor council meets again", "Ferry waits for council"]


@pytest.mark.parametrize("line", ["\x01bdt0123", "\x01", "\x01Harbor council meets", "\x01a0142 and no second line"])
def test_a_control_alone_is_no_header(line: str) -> None:
    """It is taken out aloud, and the words stay."""
    articles, findings = read(f"{line}\n{_S} It will meet again.\n")
    assert all(not article.alt_ids for article in articles)
    assert "SYN-WIRE-002" in [f.code for f in findings]


# --- furniture -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "name", ["rl-advertisement", "rl-trending", "rl-read-more", "ph-file", "ph-getty", "ph-bracket"]
)
def test_what_is_left_out_can_be_kept(name: str) -> None:
    """By option, in the body: nothing is left out, and nothing of it becomes a headline."""

    def asked(value: str) -> tuple[Article, list[str]]:
        report = Report()
        job = ImportJob(context=Context(now=NOW), report=report, options={"furniture": value})
        path = FIXTURES[0].parent / f"{name}.txt"
        (article,) = WireImporter().read(Source(name=path.name, path=path), job)
        return article, [finding.code for finding in report]

    kept, codes = asked("keep")
    removed, _ = asked("remove")
    assert codes == [] and len(kept.body) > len(removed.body)
    assert (kept.headline, kept.subheadline, kept.dateline) == ("Harbor council meets", "", removed.dateline)
    with pytest.raises(UsageError, match="neither keep nor remove"):
        asked("burn")
