"""What every exporter must hold to, built-in or from a plugin: functions of a format's name that raise.

`LAWS` lists them; `tests/test_laws.py` runs them on everything registered, and a plugin's tests may do the same::

    for law in laws.LAWS:
        law("plaintext")

They start from the editions in `fixtures/editions`. In the edition `full` each feature has a word of its own, made of
its kind and name (`Fldheadline`, `Blktable`, `Mrkem`), so that one can look for the feature itself in an artifact.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

import msgspec
from hypothesis import HealthCheck, Phase, given, settings
from msgspec.structs import replace

import strategies
from projections import folded, readings
from syndicate import gate, pipeline, registry
from syndicate.context import Context, MediaStore
from syndicate.contracts import Artifact, Degree, Job, Proof
from syndicate.diagnostics import Diagnostic, Report, Severity
from syndicate.model import codec, features
from syndicate.model.article import Article, Edition, EdNote
from syndicate.model.body import Paragraph, Run, Unsupported

ROOT = Path(__file__).resolve().parent.parent
EDITIONS = ROOT / "fixtures" / "editions"
BUILT_AT = datetime(2025, 9, 15, 6, 0, tzinfo=UTC)
BASE_URL = "https://news.example/"
NAMES = ("minimal", "full", "hostile", "packages", "photos", "multilingual", "demo")

OF_NEWS_ALONE = ("sitemap",)
"""Formats that leave out what is more than some days old."""

WITHOUT_COPY = {"epub": {"copy": "no"}, "pdf": {"copy": "no"}}
"""A book and a PDF carry everything in their copy; what their pages say is what is declared and judged here."""

_PREFIXES = {"field": "Fld", "block": "Blk", "mark": "Mrk"}
_OWN_WORDS = {"field.ai_info": "Fldmachine"}
"""Words of features whose names begin with the name of another one."""
WORDLESS = frozenset(
    f"field.{name}"
    for name in (
        *("version", "kind", "language", "dir", "script", "status", "signals", "urgency", "priority", "body"),
        *("created", "content_created", "published", "modified", "embargo_until", "expires"),
        *("word_count", "char_count", "declared_word_count", "digital_source_type", "source_doc"),
    )
) | {"block.divider"}
"""Features that no word can stand in; `features_without_words_leave_a_trace` sees to them."""


# --- exporting -------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Exported:
    """All that one export gave: its artifacts, their bytes, and what it reported."""

    artifacts: tuple[Artifact, ...]
    report: tuple[Diagnostic, ...]

    @property
    def bytes(self) -> bytes:
        """The content of the first artifact, which is the only one of most formats."""
        return next(iter(self.artifacts[0].chunks))

    @property
    def text(self) -> str:
        """Everything that can be read in any of the artifacts."""
        return "\n".join(readings(chunk) for artifact in self.artifacts for chunk in artifact.chunks)


def context(edition_name: str = "") -> Context:
    """Surroundings that are the same everywhere; media come from the edition's folder."""
    folder = EDITIONS / edition_name if edition_name else None
    return Context(
        now=datetime(2025, 9, 16, tzinfo=UTC),
        built_at=BUILT_AT,
        base_url=BASE_URL,
        media=MediaStore(default=folder),
        schemas=official_schemas(),
    )


def official_schemas() -> Path | None:
    """The folder of official schemas, where there is one."""
    folder = Path(os.environ.get("SYNDICATE_SCHEMAS") or ROOT.parent / "shared" / "schemas")
    return folder if folder.is_dir() else None


@cache
def edition(name: str) -> Edition:
    """The edition `name` of the fixtures."""
    return codec.decode_edition((EDITIONS / name / "edition.json").read_bytes())


def export(
    name: str,
    what: Edition,
    surroundings: Context | None = None,
    options: Mapping[str, str] | None = None,
    *,
    dated: bool = False,
) -> Exported:
    """Export `what` as `name`, through the gate, into memory.

    A format of news alone (the sitemap) is made without an instant, so that the newest story gives it, unless `dated`.
    """
    report = Report()
    surroundings = surroundings or context()
    if name in OF_NEWS_ALONE and not dated:
        surroundings = replace(surroundings, built_at=None)
    exporter = registry.exporter(name)
    clearance = gate.clear(what, surroundings.gate_clock)
    job = Job(
        row=exporter.row,
        context=surroundings,
        report=report,
        stem=pipeline.stem_of(clearance),
        built_at=surroundings.built_at,
        base_url=surroundings.base_url,
        options=options or {},
    )
    made = exporter.export(what, job)
    artifacts = tuple(replace(a, chunks=(b"".join(a.chunks),)) for a in made)
    return Exported(artifacts, tuple(report))


@cache
def exported(name: str, edition_name: str) -> Exported:
    """The edition `edition_name` of the fixtures as `name`; made once a run."""
    return export(name, edition(edition_name), context(edition_name))


def shown(name: str, what: Edition) -> Exported:
    """The edition without the canonical copy that a file of the format may carry: what a reader gets to see."""
    return export(name, what, context("full"), WITHOUT_COPY.get(name))


def findings(name: str, result: Exported, *, external: bool = False) -> list[Diagnostic]:
    """What the format's validator finds at the artifacts, errors only; a format without one is as it is."""
    found: list[Diagnostic] = []
    with tempfile.TemporaryDirectory() as folder:
        for artifact in result.artifacts:
            validator = registry.validator(artifact.format or name)
            path = Path(folder, artifact.name)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(b"".join(artifact.chunks))
            proof = Proof(name=artifact.name, context=context(), external=external)
            found.extend(validator.check(path, proof) if validator is not None else ())
            assert validator is None or proof.judges, f"nobody says to have judged {artifact.name}"
    return [d for d in found if d.severity is Severity.ERROR]


def prove(name: str, result: Exported, what: str) -> None:
    """Fail when the validator of the format `name` finds an error in `result`, with its words."""
    found = findings(name, result)
    lines = "\n".join(f"{d.code} {d.location} {d.message}" for d in found[:20])
    assert not found, f"{name} of {what} is not valid, {len(found)} errors:\n{lines}"


# --- the words of the edition `full` ---------------------------------------------------------------------------------


def main_article() -> Article:
    """The article of the edition `full` that has every feature that a story can have."""
    return edition("full").articles[0]


def marker(feature: str) -> str:
    """The word that stands in `feature` in the edition `full`, and nowhere else; empty when it has no words."""
    if feature in WORDLESS:
        return ""
    if feature == "field.id":
        return main_article().id.removeprefix("urn:uuid:")
    if feature in _OWN_WORDS:
        return _OWN_WORDS[feature]
    kind, _, name = feature.partition(".")
    return _PREFIXES[kind] + name.replace("_", "")


def without(feature: str) -> Article:
    """The main article of `full` without `feature`, or with another value where none would be taken for the same."""
    article = main_article()
    kind, _, name = feature.partition(".")
    if kind == "field":
        default = next(f.default for f in msgspec.structs.fields(Article) if f.name == name)
        return msgspec.structs.replace(article, **{name: _OTHERWISE.get(name, default)})
    return msgspec.structs.replace(article, body=tuple(b for b in article.body if _tag(b) != name))


_OTHERWISE = {"language": "de", "dir": "rtl", "kind": "brief"}


def _tag(block: msgspec.Struct) -> str:
    return str(block.__struct_config__.tag)


def in_full(article: Article) -> Edition:
    """The edition `full` with `article` in place of its main one."""
    whole = edition("full")
    return msgspec.structs.replace(whole, articles=(article, *whole.articles[1:]))


def alone(article: Article) -> Edition:
    """`article` in an edition of its own, as when one story is exported."""
    return Edition(id="urn:x:alone", language="en", articles=(article,))


# --- the laws --------------------------------------------------------------------------------------------------------


def declares_every_feature(name: str) -> None:
    """The fidelity table has one line for each feature of the model and no other; what is not kept says how."""
    table = registry.exporter(name).fidelity
    assert set(table) == set(features.vocabulary())
    silent = [f for f, carriage in table.items() if carriage.degree is Degree.DEGRADED and not carriage.how]
    assert not silent, f"{name} does not say what is left of {silent}"


def same_input_same_bytes(name: str) -> None:
    """Two exports of one edition are equal, byte for byte."""
    for edition_name in ("full", "photos"):
        again = export(name, edition(edition_name), context(edition_name))
        assert again == exported(name, edition_name), f"{name} of {edition_name} is another one each time"


def is_what_its_row_says(name: str) -> None:
    """Artifacts have the media type and the suffix of the row (but those beside), own names, and a byte at least."""
    row = registry.exporters()[name]
    for edition_name in NAMES:
        artifacts = exported(name, edition_name).artifacts
        assert artifacts, f"{name} made nothing of {edition_name}"
        assert len({a.name for a in artifacts}) == len(artifacts)
        assert not artifacts[0].beside, "what goes beside an artifact comes after it"
        for artifact in artifacts:
            assert any(artifact.chunks), f"{artifact.name} is empty"
            if not artifact.beside:
                assert artifact.media_type == row.media_type
                assert artifact.name.endswith(row.suffix) and "/" not in artifact.name


def passes_its_validator(name: str) -> None:
    """What is made of each edition of the fixtures is valid."""
    for edition_name in NAMES:
        prove(name, exported(name, edition_name), edition_name)


def leaves_the_edition_alone(name: str) -> None:
    """Nothing of what an exporter is given is changed by it."""
    for edition_name in ("full", "hostile"):
        fresh = codec.decode_edition((EDITIONS / edition_name / "edition.json").read_bytes())
        before = codec.encode_edition(fresh)
        export(name, fresh, context(edition_name))
        assert codec.encode_edition(fresh) == before


def says_what_it_cannot_carry(name: str) -> None:
    """Each feature that is declared lost or degraded and is in the article is a finding; none that is kept is.

    A list (of feeds, of addresses) is not there to carry stories and says nothing of what it leaves out of them.
    """
    if not registry.exporters()[name].stories:
        assert not [d for d in exported(name, "full").report if d.severity is Severity.LOSS]
        return
    table = registry.exporter(name).fidelity
    article = next(gate.clear(edition("full"), context().gate_clock).release.articles)
    expected = {f for f in features.present(article) if table[f].degree is not Degree.KEPT}
    reported = {
        d.feature
        for d in exported(name, "full").report
        if d.severity is Severity.LOSS and d.format == name and d.location.article == article.id
    }
    assert reported == expected


def unsupported_is_a_finding(name: str) -> None:
    """A block that an importer did not know is never passed over in silence."""
    block = Unsupported(bid="b1", source="<blink>now</blink>", kind="blink")
    story = Article(id="urn:x:unsupported", headline="A story", body=(block, Paragraph(bid="b2", text=())))
    result = export(name, Edition(id="urn:x:edition", title="An edition", articles=(story,)))
    named = [d for d in result.report if d.feature == "block.unsupported" and d.location.block == "b1"]
    kept = registry.exporter(name).fidelity["block.unsupported"].degree is Degree.KEPT
    is_list = not registry.exporters()[name].stories
    assert named or kept or is_list, f"{name} says nothing of an unsupported block"


def carries_what_it_declares(name: str) -> None:
    """The word of each feature that is kept is in the artifact, and that of a lost one is not.

    That of a degraded one is there at least when the story stands alone.
    """
    table = registry.exporter(name).fidelity
    words = {feature: folded(marker(feature)) for feature in features.vocabulary() if marker(feature)}
    single = folded(shown(name, alone(main_article())).text)
    text = folded(shown(name, edition("full")).text)
    missing = [f for f, w in words.items() if table[f].degree is Degree.KEPT and not (w in text and w in single)]
    missing += [f for f, w in words.items() if table[f].degree is Degree.DEGRADED and w not in text + single]
    assert not missing, f"{name} declares to carry {missing}, but the words are not there"
    found = [f for f, w in words.items() if table[f].degree is Degree.LOST and w in text + single]
    assert not found, f"{name} declares {found} lost, but the words are there"


def carries_what_has_no_words(name: str) -> None:
    """An article without a feature that is kept or degraded gives other bytes, and one without a lost one the same."""
    table = registry.exporter(name).fidelity

    def content(what: Edition) -> list[object]:
        return [a.chunks for a in shown(name, what).artifacts]

    whole, single = content(edition("full")), content(alone(main_article()))
    wrong = []
    for feature in sorted(WORDLESS - {"field.body", "field.status"}):
        article = without(feature)
        assert article != main_article(), f"{feature} is not in the edition full"
        if feature == "field.script":
            # A script that the language goes without saying is left out of its tag (RFC 5646 3.1.9).
            other = replace(main_article(), script="Cyrl")
            same = content(in_full(article)) == content(in_full(other))
        else:
            same = content(in_full(article)) == whole and content(alone(article)) == single
        if same is not (table[feature].degree is Degree.LOST):
            wrong.append(f"{feature} ({table[feature].degree})")
    assert not wrong, f"{name} declares otherwise than it does: {wrong}"


def lets_nothing_slip_through_the_gate(name: str) -> None:
    """Not one word of what is held back, killed or private is in any artifact, however it is packed."""
    for edition_name in ("full", "packages", "demo"):
        text = folded(exported(name, edition_name).text)
        found = [word for word in secrets(edition_name) if folded(word) in text]
        assert not found, f"{name} of {edition_name} tells {found}"


def secrets(edition_name: str) -> list[str]:
    """Words of an edition that must stay inside: those that begin with Secret, and texts of items that are held."""
    whole = edition(edition_name)
    cleared = gate.clear(whole, context().gate_clock)
    allowed = folded(codec.encode_edition(whole_of(cleared)).decode())
    words = {word for word in strings(whole) if "Secret" in word}
    inside = {held.id for held in cleared.held} | {notice.id for notice in cleared.release.notices}
    for article in whole.articles:
        texts = set(strings(article)) if article.id in inside else set(strings(_private(article)))
        words |= {t for t in texts if len(folded(t)) > 11 and folded(t) not in allowed}
    assert words, f"{edition_name} has no secrets to look for"
    return sorted(words)


def whole_of(cleared: gate.Clearance) -> Edition:
    """What the gate let through, as an edition again."""
    items = tuple(i if isinstance(i, Article) else i.as_article() for i in cleared.release.items)
    return msgspec.structs.replace(cleared.release.edition, articles=items)


def _private(article: Article) -> tuple[EdNote, ...]:
    return tuple(note for note in article.ed_notes if not note.public)


def strings(value: Any) -> Iterator[str]:
    """Every string in a value of the model, at any depth."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for item in value.values():
            yield from strings(item)
    elif isinstance(value, tuple | list):
        for item in value:
            yield from strings(item)
    elif isinstance(value, msgspec.Struct):
        for field in value.__struct_fields__:
            yield from strings(getattr(value, field))


def withstands_every_text(name: str) -> None:
    """Whatever stands in the fields, all code points included: the artifact is valid."""
    slow = bool(registry.exporters()[name].extra)

    @settings(
        max_examples=8 if slow else 60,
        phases=(Phase.generate,) if slow else (Phase.generate, Phase.shrink),
        suppress_health_check=list(HealthCheck),
        report_multiple_bugs=False,
    )
    @given(strategies.Model(strategies.EVERY_CHARACTER).editions().map(strategies.visible))
    def valid(drawn: Edition) -> None:
        prove(name, export(name, drawn), "what was drawn")

    valid()


def withstands_a_megabyte(name: str) -> None:
    """A story of a million characters is valid, and no word of it is lost on the way."""
    words = " ".join(f"word{i}" for i in range(100_000))[:1_000_000].rpartition(" ")[0]
    size = len(words) // 200
    parts = [words[i : i + size] for i in range(0, len(words), size)]
    body = tuple(Paragraph(bid=f"b{i}", text=(Run(text=part),)) for i, part in enumerate(parts))
    story = Article(id="urn:x:long", language="en", headline="A long story", modified=BUILT_AT, body=body)
    result = export(name, Edition(id="urn:x:edition", title="An edition", language="en", articles=(story,)))
    prove(name, result, "a megabyte")
    if registry.exporter(name).fidelity["block.paragraph"].degree is not Degree.LOST:
        assert folded(words.split()[-1]) in folded(result.text)


LAWS: tuple[Callable[[str], None], ...] = (
    declares_every_feature,
    same_input_same_bytes,
    is_what_its_row_says,
    passes_its_validator,
    leaves_the_edition_alone,
    says_what_it_cannot_carry,
    unsupported_is_a_finding,
    carries_what_it_declares,
    carries_what_has_no_words,
    lets_nothing_slip_through_the_gate,
    withstands_every_text,
    withstands_a_megabyte,
)
