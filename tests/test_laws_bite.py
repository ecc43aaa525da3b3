"""The laws bite: an honest exporter passes all of them, and one with a single fault fails the law that is about it."""

from __future__ import annotations

import itertools
import json
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from types import MappingProxyType

import msgspec
import pytest

import laws
from syndicate import gate, registry
from syndicate.contracts import Artifact, Carriage, ExporterRow, Job, Proof, Release, kept, lost
from syndicate.diagnostics import Diagnostic, Location, Severity
from syndicate.model import features
from syndicate.model.article import Article


class Honest:
    """Everything that may leave, as one JSON text."""

    fidelity: Mapping[str, Carriage] = MappingProxyType({feature: kept() for feature in features.vocabulary()})

    def export(self, release: Release, job: Job) -> Iterable[Artifact]:
        yield Artifact(self.name(job), job.row.media_type, [self.content(release, job)])

    def name(self, job: Job) -> str:
        return job.file_name

    def content(self, release: Release, job: Job) -> bytes:
        return msgspec.json.encode([release.edition, *release.items], order="deterministic")


class HonestValidator:
    """It must be JSON, and no release of ours is short."""

    def check(self, path: Path, proof: Proof) -> Iterable[Diagnostic]:
        proof.judges.append("json")
        try:
            json.loads(path.read_bytes())
        except ValueError as error:
            yield Diagnostic(code="SYN-TEST-001", severity=Severity.ERROR, message=str(error))


class Forgetful(Honest):
    """Its table has no line for one feature."""

    fidelity = MappingProxyType({f: c for f, c in Honest.fidelity.items() if f != "mark.ruby"})


class Fickle(Honest):
    """Another artifact each time."""

    _count = itertools.count()

    def content(self, release: Release, job: Job) -> bytes:
        return super().content(release, job) + b" " * next(self._count)


class Misnamed(Honest):
    """A suffix that is not the row's."""

    def name(self, job: Job) -> str:
        return job.stem + ".other"


class Broken(Honest):
    """One edition makes it write what is no JSON."""

    def content(self, release: Release, job: Job) -> bytes:
        return super().content(release, job) + (b"]" if release.edition.slug == "photos" else b"")


class Meddler(Honest):
    """It writes into the one thing of an article that can be written into."""

    def content(self, release: Release, job: Job) -> bytes:
        for article in release.articles:
            article.extra["seen"] = "yes"
        return super().content(release, job)


class Complainer(Honest):
    """It reports as lost what it declares to keep."""

    def content(self, release: Release, job: Job) -> bytes:
        for item in release.items:
            job.report.add(
                Diagnostic(
                    code="SYN-LOSS-001",
                    severity=Severity.LOSS,
                    message="lost",
                    location=Location(article=item.id),
                    format=job.row.name,
                    feature="field.slug",
                )
            )
        return super().content(release, job)


class Headless(Honest):
    """Headlines do not arrive, and it does not say so."""

    def content(self, release: Release, job: Job) -> bytes:
        items = [msgspec.structs.replace(a, headline="") for a in release.articles]
        return msgspec.json.encode([release.edition, *items, *release.notices])


class Modest(Honest):
    """It declares a field lost that arrives all the same."""

    fidelity = MappingProxyType({**Honest.fidelity, "field.standfirst": lost()})


class Placid(Honest):
    """Urgency, which no word stands for, does not arrive."""

    def content(self, release: Release, job: Job) -> bytes:
        items = [msgspec.structs.replace(a, urgency=None) for a in release.articles]
        return msgspec.json.encode([release.edition, *items, *release.notices])


class Raw(Honest):
    """It trusts text: a quotation mark anywhere in a story ends the string."""

    def content(self, release: Release, job: Job) -> bytes:
        drawn = (msgspec.to_builtins(a) for a in release.articles if a.id.startswith("urn:x:"))
        heads = "".join(f', "{"".join(map(str, story.values()))}"' for story in drawn)
        return super().content(release, job)[:-1] + heads.encode("utf-8", "replace") + b"]"


class Short(Honest):
    """It keeps the first hundred blocks."""

    def content(self, release: Release, job: Job) -> bytes:
        items = [msgspec.structs.replace(a, body=a.body[:100]) for a in release.articles]
        return msgspec.json.encode([release.edition, *items, *release.notices])


FAULTS: Mapping[type[Honest], Callable[[str], None]] = {
    Forgetful: laws.declares_every_feature,
    Fickle: laws.same_input_same_bytes,
    Misnamed: laws.is_what_its_row_says,
    Broken: laws.passes_its_validator,
    Meddler: laws.leaves_the_edition_alone,
    Complainer: laws.says_what_it_cannot_carry,
    Headless: laws.carries_what_it_declares,
    Modest: laws.carries_what_it_declares,
    Placid: laws.carries_what_has_no_words,
    Raw: laws.withstands_every_text,
    Short: laws.withstands_a_megabyte,
}
BY_GATE = {laws.lets_nothing_slip_through_the_gate, laws.unsupported_is_a_finding}
"""Laws that the wrapper of all exporters keeps for them; it is broken below."""


def register(patch: pytest.MonkeyPatch, exporter: type[Honest], name: str = "") -> str:
    """Make `exporter` a format, under a name of its own because exports are kept for the run."""
    name = name or f"test-{exporter.__name__.lower()}"
    row = ExporterRow(name=name, media_type="application/json", suffix=".json", path="", help="for the test")
    old = registry.exporter
    patch.setattr(registry, "exporters", lambda: {name: row})
    patch.setattr(registry, "exporter", lambda n: registry.GatedExporter(row, exporter()) if n == name else old(n))
    patch.setattr(registry, "validator", lambda n: HonestValidator())
    return name


def test_every_law_is_broken_by_someone() -> None:
    """A law that nothing here breaks could be one that cannot fail."""
    assert set(FAULTS.values()) | BY_GATE == set(laws.LAWS)


@pytest.mark.parametrize("law", laws.LAWS, ids=lambda law: law.__name__)
def test_an_honest_exporter_passes(law: Callable[[str], None], monkeypatch: pytest.MonkeyPatch) -> None:
    """The laws ask for nothing that a plain exporter cannot do."""
    law(register(monkeypatch, Honest))


@pytest.mark.parametrize("exporter", FAULTS, ids=lambda exporter: exporter.__name__)
def test_a_fault_is_caught(exporter: type[Honest], monkeypatch: pytest.MonkeyPatch) -> None:
    """By the law that is about it."""
    name = register(monkeypatch, exporter)
    with pytest.raises(AssertionError):
        FAULTS[exporter](name)


def test_an_open_gate_is_caught(monkeypatch: pytest.MonkeyPatch) -> None:
    """If the gate held nothing, the search would find what it let through."""
    monkeypatch.setattr(gate, "judge", lambda article, at, **_: None)
    name = register(monkeypatch, Honest, "test-open-gate")
    with pytest.raises(AssertionError, match="Secretsealedheadline"):
        laws.lets_nothing_slip_through_the_gate(name)


def test_a_talkative_notice_is_caught(monkeypatch: pytest.MonkeyPatch) -> None:
    """If a killed story left its headline in the notice, the search would find it."""
    honest = gate._notice

    def talkative(article: Article) -> object:
        return msgspec.structs.replace(honest(article), reason=article.headline)

    monkeypatch.setattr(gate, "_notice", talkative)
    name = register(monkeypatch, Honest, "test-talkative")
    with pytest.raises(AssertionError, match="Secretkilledheadline"):
        laws.lets_nothing_slip_through_the_gate(name)


def test_silence_is_caught(monkeypatch: pytest.MonkeyPatch) -> None:
    """If the wrapper reported no losses, an unsupported block would be passed over in silence."""

    class Lossy(Honest):
        fidelity = MappingProxyType({**Honest.fidelity, "block.unsupported": lost()})

    monkeypatch.setattr(registry, "losses", lambda *_: ())
    name = register(monkeypatch, Lossy, "test-silent")
    for law in (laws.unsupported_is_a_finding, laws.says_what_it_cannot_carry):
        with pytest.raises(AssertionError):
            law(name)
