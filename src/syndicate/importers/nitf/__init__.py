"""NITF 3.x: one story from one file, of whatever version and with or without its namespace.

The rooms: `head` and `meta` (what the file says of the story), `furniture` (what stands before and after its text),
`story` (the story while it is read), `findings`. The text is turned into HTML (`syndicate.formats.nitfhtml`) and read
like any other. How a file is read is told in ``docs/formats/nitf.md``.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable

from lxml import etree

from syndicate.contracts import ImportJob, Source
from syndicate.errors import InputError, ModelError
from syndicate.formats import htmlbody, inputs, jsontext, mend, nitfhtml, safexml
from syndicate.formats.htmlbody.findings import Findings as BodyFindings
from syndicate.formats.safexml import XmlProblem
from syndicate.importers.nitf import furniture, head
from syndicate.importers.nitf.findings import Findings
from syndicate.importers.nitf.story import Story
from syndicate.model import legal
from syndicate.model.article import Article, EdNote, Media
from syndicate.model.body import Block
from syndicate.model.identity import mint

__all__ = ["NitfImporter"]

_DEPTH = 3
"""Elements may be nested so many times deeper than blocks."""


class NitfImporter:
    """Reads one file of NITF."""

    def read(self, source: Source, job: ImportJob) -> Iterable[Article]:
        """The story of `source`.

        Raises:
            InputError: it is no NITF, is larger than the limit, or declares entities.
            ModelError: it is not well-formed beyond mending, or nested too deep.
            DependencyError: the sanitiser is not installed.
        """
        data = inputs.bounded(source, min(job.context.limits.input_size, safexml.MOST), "one file is one story")
        findings = Findings(file=source.name, report=job.report)
        root = _parsed(data, source.name, findings)
        story = Story(findings=findings, language=head.language(root, job.language))
        story.fields["id"] = head.identity(root, findings) or mint("nitf", hashlib.sha256(data).hexdigest())
        findings.article = str(story.fields["id"])
        head.read(root, story)
        furniture.read(root, story)
        blocks, media = _body(root, story, source.name, job)
        furniture.end(root, story)
        if story.aside:
            findings.kept_aside(story.aside)
        found = Article(**{**story.fields, "media": media, "body": blocks, "extra": story.extra})  # type: ignore[arg-type]
        if jsontext.depth(found) > job.context.limits.nesting:
            message = f"{source.name}: blocks are nested more than {job.context.limits.nesting} deep"
            raise ModelError(message, hint="flatten the boxes")
        yield legal.clean_node(found)[0]


def _parsed(data: bytes, name: str, findings: Findings) -> etree._Element:
    try:
        mended = mend.parse(data, safexml.parser())
    except XmlProblem as problem:
        place = f"{name}:{problem.line}" if problem.line else name
        kind = InputError if problem.refused else ModelError
        raise kind(f"{place}: {problem.message}", hint="look whether the file arrived whole") from None
    if mended.done:
        findings.mended(mended.done)
    root = mended.root
    space = etree.QName(root).namespace or ""
    if etree.QName(root).localname.lower() != "nitf":
        raise InputError(f"{name}: no NITF: the root is {etree.QName(root).localname}", hint="name the format: --from")
    if space not in ("", nitfhtml.NITF):
        findings.namespace(space, 1)
    safexml.spell_out(root)
    nitfhtml.local(root)
    return root


def _body(root: etree._Element, story: Story, name: str, job: ImportJob) -> tuple[tuple[Block, ...], tuple[Media, ...]]:
    content = nitfhtml.content_of(root)
    if content is None:
        return (), ()
    found = nitfhtml.Found()
    nitfhtml.convert(content, found, story.thing)
    for said in found.private:
        story.add("ed_notes", EdNote(text=legal.clean(said)))
    told = BodyFindings(file=name, report=job.report, article=str(story.fields["id"]))
    if not len(content) and not (content.text or "").strip():
        return (), ()
    blocks, media = htmlbody.read(content, story.language, told, job.context.limits.nesting * _DEPTH)
    return found.whole(blocks, media)
