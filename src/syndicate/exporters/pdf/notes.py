"""Footnotes: at the end of their story, called from the text by links (PDF 1.7 14.8.4.4, `Note` and `Reference`)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import msgspec

from syndicate.exporters.pdf.traits import Voice
from syndicate.model import body
from syndicate.model.article import Article

PLACE = "note:"
"""How the names of places begin that calls lead to."""


@dataclass(frozen=True, slots=True)
class Notes:
    """The notes of one story that stand in no box."""

    notes: tuple[body.Footnote, ...]
    story: str

    @classmethod
    def of(cls, article: Article) -> Notes:
        """The notes of `article`."""
        return cls(tuple(block for block in article.body if isinstance(block, body.Footnote)), article.id)

    def place(self, number: int) -> str:
        """The name of the place of a note, counted from 0."""
        return f"{PLACE}{number}:{self.story}"

    def heard(self, voice: Voice) -> Voice:
        """`voice`, which knows the places of the notes as well."""
        known = {f"#{self.place(number)}" for number in range(len(self.notes))}
        return replace(voice, address=_either(known, voice.address))

    def called(self, text: body.Text) -> body.Text:
        """`text` with its calls as links: what is raised and is the label of a note, in brackets or not."""
        if not self.notes or not any(_raised(run) for run in text):
            return text
        places = {note.label: self.place(at) for at, note in reversed(list(enumerate(self.notes))) if note.label}
        return tuple(self._call(run, places) if _raised(run) else run for run in text)

    def in_table(self, table: body.Table) -> body.Table:
        """`table` with the calls in its cells as links."""
        if not self.notes:
            return table
        header, rows = (
            tuple(tuple(msgspec.structs.replace(cell, text=self.called(cell.text)) for cell in row) for row in rows)
            for rows in (table.header, table.rows)
        )
        return msgspec.structs.replace(table, header=header, rows=rows)

    @staticmethod
    def _call(run: body.Run, places: dict[str, str]) -> body.Run:
        place = places.get(run.text.strip().strip("[]()"))
        if place is None or any(isinstance(mark, body.Link) for mark in run.marks):
            return run
        return msgspec.structs.replace(run, marks=(*run.marks, body.Link(href=f"#{place}")))


NO_NOTES = Notes((), "")


def _raised(run: body.Run) -> bool:
    return any(isinstance(mark, body.Sup) for mark in run.marks)


def _either(known: set[str], address: Callable[[str], str]) -> Callable[[str], str]:
    return lambda href: href if href in known else address(href)
