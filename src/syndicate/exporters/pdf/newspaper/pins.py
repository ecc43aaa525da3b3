"""What an editor decided beforehand: the page of a story, and its module there.

`print.page` is the number of the page, `print.column` that of the module: 1 leads the page, the others are counted in
the order of reading. Where `print.edition` names another edition, the story is not pinned: it stood there once.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import partial

from syndicate.contracts import Release
from syndicate.exporters.pdf.findings import Findings
from syndicate.exporters.pdf.newspaper.pages import Page
from syndicate.exporters.pdf.newspaper.stories import Story


@dataclass(slots=True)
class Wishes:
    """The pins of an edition: page and module by story, 0 for any module."""

    findings: Callable[[str], Findings]
    places: dict[str, tuple[int, int]] = field(default_factory=dict)
    _told: list[Callable[[], None]] = field(default_factory=list)
    """What is to be reported of the edition as it came to be."""

    def copy(self) -> Wishes:
        """The same wishes for another make-up of the same edition."""
        return Wishes(self.findings, dict(self.places))

    def tell(self) -> None:
        """Report what was not followed."""
        for told in self._told:
            told()

    def later(self, key: str, number: int) -> bool:
        """Whether a story has to wait for a page behind `number`."""
        return self.places.get(key, (0, 0))[0] > number

    def of(self, number: int, pool: Sequence[Story], *, enough: bool) -> dict[str, int]:
        """The pins for a page. Where nothing else is left to fill the pages before theirs, pins are given up."""
        for story in pool:
            page, _ = self.places.get(story.key, (number, 0))
            if page < number:
                self._drop(story.key, f"page {page} does not hold it")
        if not enough and all(self.later(story.key, number) for story in pool):
            for story in pool:
                page, _ = self.places.pop(story.key)
                self._told.append(partial(self.findings(story.key).no_page, str(page), number))
        keys = [story.key for story in pool]
        return {key: module for key, (page, module) in self.places.items() if page == number and key in keys}

    def judge(self, wanted: dict[str, int], page: Page) -> None:
        """Note what did not come to stand where it was wanted."""
        where = {module.story.key: number for number, module in enumerate(page.modules, 1)}
        for key, module in wanted.items():
            if key in where and module in (0, where[key]):
                del self.places[key]
            elif key in where:
                self._drop(key, f"module {module} cannot hold it, so it stands in module {where[key]}")
            else:
                self._drop(key, "the page cannot hold it")

    def _drop(self, key: str, why: str) -> None:
        del self.places[key]
        self._told.append(partial(self.findings(key).no_room, why))


def wished(release: Release, findings: Callable[[str], Findings], stories: Sequence[Story]) -> Wishes:
    """The pins that can be followed; what cannot is reported."""
    edition = release.edition
    names = ("", edition.id, edition.number, edition.slug, edition.title)
    kinds = {story.key: story.kind for story in stories}
    wishes = Wishes(findings)
    taken: dict[tuple[int, int], str] = {}
    for article in release.articles:
        position = article.print
        if position is None or position.edition not in names or not position.page:
            continue
        page = int(position.page) if position.page.isdecimal() else 0
        module = int(position.column) if position.column.isdecimal() else 0
        if not page:
            findings(article.id).no_page(position.page, 0)
        elif kinds.get(article.id) == "brief":
            findings(article.id).no_room("briefs stand where others leave room")
        elif module and (page, module) in taken:
            findings(article.id).same_module(page, module, taken[page, module])
            wishes.places[article.id] = (page, 0)
        else:
            taken[page, module] = article.id
            wishes.places[article.id] = (page, module)
    return wishes
