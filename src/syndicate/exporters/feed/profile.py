"""The seam between a feed and the profile of an aggregator (`syndicate.formats.feedprofile`).

A feed for everyone passes through `Shape`, which changes nothing and imports nothing. For an aggregator,
`syndicate.exporters.feed.shaping` takes its place: it chooses the items, cuts what is too long and adds elements.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from syndicate.contracts import Job, Release
from syndicate.exporters.feed.about import resolved
from syndicate.exporters.feed.archive import Plan, plan
from syndicate.exporters.feed.head import Frame, Head
from syndicate.exporters.feed.rendering import Item, Render
from syndicate.exporters.feed.story import Story, Teller


class Shape:
    """What goes into a feed, and how it is told: all of it, as it is."""

    settings: tuple[object, ...] = ()
    """What the bytes of an item depend on besides item and job, for the cache."""

    def __init__(self, release: Release, job: Job, teller: Teller) -> None:
        self.release = release
        """As the head of the feed is to be told."""
        self.job = job
        self.teller = teller
        self.items = resolved(release.items)
        """What the feed holds."""
        self.tell: Callable[[Item], Story] = teller.tell

    def plan(self) -> Plan:
        """The documents that the items are spread over."""
        return plan(self.items, self.job)

    def head(self, head: Head) -> Head:
        """The head of the feed with what is added to it."""
        return head

    def fit(self, planned: Plan, frame: Callable[[], Frame], render: Render) -> Plan:
        """`planned` without the items for which the file has no room; `frame` is what stands around them."""
        return planned


def shaped(release: Release, job: Job, teller: Teller, instant: datetime | None) -> Shape:
    """The shape that `job.profile` asks for; `instant` is the date of the feed, from which ages are counted.

    Raises:
        UsageError: there is no such profile, or it is not for this format.
        ConfigError: the file of the profile is wrong.
    """
    if job.profile in ("", "public"):
        return Shape(release, job, teller)
    from syndicate.exporters.feed.shaping import ProfileShape

    return ProfileShape(release, job, teller, instant)
