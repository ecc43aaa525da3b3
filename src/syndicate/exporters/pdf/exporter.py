"""The exporter that the registry names, and what a PDF keeps of an article."""

from __future__ import annotations

import gc
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace

from msgspec import Struct

from syndicate.contracts import Artifact, Carriage, Fidelity, Job, Release, degraded, kept, lost
from syndicate.errors import DependencyError, UsageError
from syndicate.exporters.pdf.options import template_values
from syndicate.formats.press import PRESSES
from syndicate.model import features

_PROFILES = ("archive", "screen", *PRESSES)

_PLAIN = "as words, with nothing that says what they are"
_PARAGRAPH = "set as it should look, tagged as a paragraph like any other"

_KEPT = {
    "field.id": "in the colophon",
    "field.version": "in the colophon",
    "field.headline": "",
    "field.subheadline": "",
    "field.language": "of the document, and in fonts, hyphenation and direction",
    "field.dir": "",
    "field.body": "",
    "field.canonical_url": "in the colophon, as a link",
    "block.paragraph": "",
    "block.crosshead": "as a heading below the headline",
    "block.quote": "tagged as a quotation",
    "block.list": "tagged, with numbers or bullets as labels",
    "block.figure": "with its alternative text",
    "block.divider": "",
    "block.footnote": "tagged as a note at the end of its story, with a link from its call",
    "block.preformatted": "",
    "mark.strong": "",
    "mark.em": "",
    "mark.underline": "",
    "mark.strike": "",
    "mark.sub": "",
    "mark.sup": "",
    "mark.code": "",
    "mark.ruby": "tagged, above its base; in brackets behind it where there is no room",
    "mark.lang": "tagged; the font and direction for it",
}

_DEGRADED = {
    "field.standfirst": _PARAGRAPH,
    "field.summary": "as the standfirst where there is none, else in the file's Subject for a story on its own",
    "field.keywords": "in the file's Keywords, those of all stories together",
    "field.dateline": "as words before the first paragraph; no coordinates",
    "field.bylines": "name, title, role and organisation as words; no contact",
    "field.contributors": _PLAIN,
    "field.credit": "the credit line as words",
    "field.provider": "as words in the colophon",
    "field.copyright_holder": "as words in the colophon",
    "field.copyright_notice": "as words in the colophon",
    "field.usage_terms": "as words in the colophon",
    "field.rights": "the licence's address as words; no ODRL policy",
    "field.published": "as words",
    "field.modified": "as words",
    "field.signals": "those for readers as words above the headline",
    "field.corrections": "as words; the blocks they touch are not marked",
    "field.ed_notes": "public notes as words",
    "field.genre": "as words above the headline",
    "field.links": "title and address; the kind of relation is not told",
    "field.media": "one rendition with caption, credit, rights and alternative text",
    "field.kind": "briefs and alerts have a smaller headline",
    "block.lead": _PARAGRAPH,
    "block.pullquote": "tagged as a quotation like any other",
    "block.table": "tagged with heads and spans; too many columns become text",
    "block.gallery": "its pictures one below the other",
    "block.video": "caption, credit and address",
    "block.audio": "caption, credit and address",
    "block.embed": "its stand-in text and address",
    "block.box": "as a section; its title as a paragraph",
    "block.correction_notice": _PARAGRAPH,
    "block.editor_note": _PARAGRAPH,
    "block.interstitial_link": "text and link",
    "mark.link": "the address as a link; relation and title are not told",
    "mark.quote": "its words",
    "mark.entity": "its words",
}

_LOST = {
    "block.unsupported": "what nobody understood is not set",
    "field.slug": "in the file's name at most",
    "field.embargo_until": "nothing under embargo leaves",
}


def _fidelity() -> dict[str, Carriage]:
    table = {name: lost(_LOST.get(name, "")) for name in features.vocabulary()}
    table |= {name: kept(how) for name, how in _KEPT.items()}
    table |= {name: degraded(how) for name, how in _DEGRADED.items()}
    return table


@contextmanager
def _uncollected() -> Iterator[None]:
    """All that is set is kept until the file is written: the collector would walk it time and again."""
    running = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if running:
            gc.enable()


class PdfExporter:
    """Sets a release on pages. `job.template`: `article` (A4), `letter`, `edition` (columns), `newspaper`, `galley`."""

    fidelity: Fidelity = _fidelity()

    def fidelity_of(self, template: str) -> Fidelity:
        """What a template carries: a newspaper has no colophons, a galley what a desk wants to see.

        Raises:
            InputError: there is no such template.
            ConfigError: it is wrong.
        """
        if not template:
            return self.fidelity
        from syndicate.exporters.pdf import style
        from syndicate.exporters.pdf.galley import fidelity as galley
        from syndicate.exporters.pdf.newspaper import fidelity as newspaper

        sheet = style.load(template)
        if sheet.galley is not None:
            return galley.FIDELITY
        return newspaper.FIDELITY if sheet.newspaper is not None else self.fidelity

    def export(self, release: Release, job: Job) -> Iterable[Artifact]:
        """One PDF 1.7 file with all stories of the release.

        Raises:
            DependencyError: the extra ``pdf`` is not installed, or a font of it is missing.
            InputError: there is no such template.
            ConfigError: the template is wrong, or the ICC profile cannot be used.
            UsageError: there is no such profile, or an option is none of those that there are.
        """
        if job.profile not in ("", *_PROFILES):
            raise UsageError(f"pdf has no profile {job.profile!r}", hint=f"there is: {', '.join(_PROFILES)}")
        return (made(release, job, job.template, template_values(job.options)),)


def made(release: Release, job: Job, template: str, changes: Mapping[str, object]) -> Artifact:
    """The file of `release` by a template with some of its values changed."""
    try:
        # Layout and fonts are heavy: they are imported when there is something to set.
        from syndicate.exporters.pdf import style
        from syndicate.exporters.pdf.edition import EditionSetter
        from syndicate.exporters.pdf.press import plan
    except ModuleNotFoundError as fault:
        raise DependencyError.missing("pdf", "pdf", fault.name or "reportlab") from fault
    press = plan.make(job)
    sheet = style.load(template, changes)
    if press is not None:
        sheet = replace(sheet, density=press.press.density, native=True)
    measures: dict[str, Sequence[Struct]] = {}
    kind = EditionSetter
    if sheet.galley is not None:
        if press is not None:
            raise UsageError(
                f"--profile {job.profile}: a galley is there to be read, not to be printed from",
                hint="--profile archive or screen, or another template",
            )
        from syndicate.exporters.pdf.galley.pages import GalleySetter

        kind = GalleySetter
    elif sheet.newspaper is not None:
        from syndicate.exporters.pdf.newspaper.edition import NewspaperSetter

        kind = NewspaperSetter
    with _uncollected():
        setter = kind(release, job, sheet, press)
        data = setter.write()
    if setter.fits:
        measures["copyfit"] = setter.fits
    return Artifact(name=job.file_name, media_type=job.row.media_type, chunks=(data,), measures=measures)
