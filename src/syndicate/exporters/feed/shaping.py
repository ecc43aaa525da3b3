"""A feed as one aggregator takes it: its profile applied to items and head.

Whatever must be left out, cut or replaced is said, once for each item, with the limit and whose it is; in the same
words for all items that meet one limit, so that a report can count them. Of two items the newer is kept; what stays
stands in the order that it had.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta

import msgspec

from syndicate.contracts import Job, Release
from syndicate.diagnostics import Severity
from syndicate.errors import UsageError
from syndicate.exporters.feed.added import feed_elements, image_lines, item_lines
from syndicate.exporters.feed.archive import Plan, plan
from syndicate.exporters.feed.head import Frame, Head
from syndicate.exporters.feed.media import Attachment
from syndicate.exporters.feed.profile import Shape
from syndicate.exporters.feed.rendering import Item, Render
from syndicate.exporters.feed.story import Story, Teller, cut
from syndicate.formats import feedprofile
from syndicate.formats.allowlist import allowed
from syndicate.formats.xml import one_line
from syndicate.model.article import Article

_COUNT = "SYN-PROFILE-031"
_AGE = "SYN-PROFILE-032"
_TEXT = "SYN-PROFILE-033"
_ROOM = "SYN-PROFILE-034"
_PART = "SYN-PROFILE-035"
_SHORT = "SYN-PROFILE-036"
_TITLE = "SYN-PROFILE-037"
_HTML = "SYN-PROFILE-038"
_PICTURE = "SYN-PROFILE-039"
_DESCRIPTION = "SYN-PROFILE-040"
_OLDEST = datetime.min.replace(tzinfo=UTC)


class _Unfit(Exception):
    """An item that the aggregator does not take: code and reason."""


class ProfileShape(Shape):
    """What the aggregator of a profile takes of a release."""

    def __init__(self, release: Release, job: Job, teller: Teller, instant: datetime | None) -> None:
        super().__init__(release, job, teller)
        self._profile = feedprofile.find(job.profile, job.row.name)
        self._takes = self._profile.title
        self._publisher = release.edition.publisher
        self.settings = (self._profile,)
        self.release = self._headed(release)
        self._stories: dict[str, Story] = {}
        published = (item.published for item in self.items if item.published is not None)
        self._instant = instant or max(published, default=None)
        for item in sorted(self.items, key=_newest_first, reverse=True):
            self._consider(item)
        self.items = tuple(item for item in self.items if item.id in self._stories)
        self.tell = lambda item: self._stories[item.id]

    def plan(self) -> Plan:
        """One document, where the aggregator follows no archives."""
        planned = super().plan()
        if len(planned.documents) > 1 and not self._profile.feed.archives:
            raise UsageError(
                f"--option {self.job.row.name}.page-size: {self._takes} follows no archives or pages",
                hint=f"leave it out with --profile {self.job.profile}",
            )
        return planned

    def head(self, head: Head) -> Head:
        """The head with the aggregator's namespaces and elements."""
        return msgspec.structs.replace(
            head,
            namespaces=tuple(self._profile.namespaces.items()),
            added=tuple(feed_elements(self._profile, head.image)),
        )

    def fit(self, planned: Plan, frame: Callable[[], Frame], render: Render) -> Plan:
        """`planned` within the bytes that the aggregator takes, the newest items first."""
        limit = self._profile.feed.bytes
        if not limit:
            return planned
        around = frame()
        room = limit - len(around.before) - len(around.after)
        full = False
        for item in sorted(self.items, key=_newest_first, reverse=True):
            room -= 0 if full else len(render(item))
            full = full or room < 0  # what is older stays out as well: a feed has no gaps
            if full:
                del self._stories[item.id]
                self._say(_ROOM, f"left out: no room in the {limit:,} bytes of a feed that {self._takes} takes", item)
        self.items = tuple(item for item in self.items if item.id in self._stories)
        return plan(self.items, self.job)

    def _headed(self, release: Release) -> Release:
        """The edition with a description that is not too long, and told how long it may be kept."""
        limits, edition = self._profile.feed, release.edition
        words = one_line(edition.description or edition.subtitle or edition.title or edition.publisher)
        changes: dict[str, object] = {}
        if limits.description and len(words) > limits.description:
            changes["description"] = cut(words, limits.description - 1)
            self.teller.report(
                _DESCRIPTION,
                Severity.LOSS,
                f"the description of the feed cut from {len(words)} to the {limits.description} characters that "
                f"{self._takes} takes",
            )
        if limits.ttl and not edition.ttl:
            changes["ttl"] = limits.ttl
        return msgspec.structs.replace(release, edition=msgspec.structs.replace(edition, **changes))

    # --- one item ----------------------------------------------------------------------------------------------------

    def _consider(self, item: Item) -> None:
        """Keep the story of `item`, or say why it is left out."""
        try:
            self._check_place(item)
            story = self.teller.tell(item)
            shaped, said = self._shaped(story, item)
            self._check_story(shaped)
        except _Unfit as unfit:
            code, why = unfit.args
            self._say(code, f"left out: {why}", item)
            return
        for code, what in said:
            self._say(code, what, item)
        self._stories[item.id] = shaped

    def _check_place(self, item: Item) -> None:
        """Whether there is room for one more, and it is young enough."""
        hours = self._profile.item.hours
        age = self._instant - item.published if item.published is not None and self._instant is not None else None
        if hours and age is not None and age > timedelta(hours=hours):
            raise _Unfit(_AGE, f"older than the {hours:,} h that {self._takes} takes")
        if self._profile.feed.items and len(self._stories) == self._profile.feed.items:
            raise _Unfit(_COUNT, f"{self._takes} takes the newest {self._profile.feed.items} items")

    def _check_story(self, story: Story) -> None:
        """Whether it has what every item must have."""
        limits = self._profile.item
        missing = [part for part in limits.required if not _part(story, part)]
        if missing:
            raise _Unfit(_PART, f"without {' and '.join(missing)}, {self._takes} refuses it")
        if len(story.title) < limits.title.shortest:
            raise _Unfit(_SHORT, f"a title shorter than the {limits.title.shortest} characters of {self._takes}")
        size = len(story.html.encode("utf-8", "replace"))
        if limits.bytes and size > limits.bytes:
            raise _Unfit(_TEXT, f"a text of more than the {limits.bytes:,} bytes that {self._takes} takes")

    def _shaped(self, story: Story, item: Item) -> tuple[Story, list[tuple[str, str]]]:
        """The story as the aggregator takes it, and what had to be done to it."""
        said: list[tuple[str, str]] = []
        limits, title = self._profile.item, story.title
        if limits.title.longest and len(title) > limits.title.longest:
            title = cut(title, limits.title.longest - 1)
            said.append((_TITLE, f"the title cut to the {limits.title.longest} characters that {self._takes} takes"))
        html, changed = allowed(story.html, self._profile.html.elements, self._profile.html.instead)
        if changed:
            said.append((_HTML, f"elements that {self._takes} does not take: {', '.join(changed)}"))
        summary = story.summary
        if "summary" in (*limits.required, *limits.wanted):
            summary = summary or story.excerpt
        article = item if isinstance(item, Article) else None
        changes: dict[str, object] = {"attachments": tuple(self._pictures(story, article, said))}
        if article is not None:
            changes["added"] = tuple(item_lines(self._profile, article))
        return msgspec.structs.replace(story, title=title, html=html, summary=summary, **changes), said

    def _pictures(self, story: Story, article: Article | None, said: list[tuple[str, str]]) -> Iterator[Attachment]:
        types = self._profile.image.types
        for file in story.attachments:
            if types and file.media_type.startswith("image/") and file.media_type not in types:
                refused = (_PICTURE, f"pictures left out: {self._takes} does not take {file.media_type}")
                said += [] if refused in said else [refused]
                continue
            added = tuple(image_lines(self._profile, file, article, self._publisher)) if article is not None else ()
            # One version of each: an element about the picture stands in the one that it is about.
            others = () if added else tuple(v for v in file.others if not types or v.media_type in types)
            yield msgspec.structs.replace(file, added=added, others=others)

    def _say(self, code: str, message: str, item: Item) -> None:
        self.teller.report(code, Severity.LOSS, message, item.id)


def _newest_first(item: Item) -> tuple[datetime, str]:
    return (item.published or _OLDEST, item.id)


def _part(story: Story, part: str) -> object:
    """What the story has of a part that a profile can ask for."""
    parts: dict[str, object] = {
        "link": story.link,
        "title": story.title,
        "published": story.published,
        "language": story.language,
        "summary": story.summary or story.excerpt,
        "content": story.html,
        "author": story.authors,
        "image": story.attachments or "<img" in story.html,
    }
    return parts[part]
