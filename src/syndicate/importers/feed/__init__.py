"""Feeds: RSS 0.9x, 1.0 and 2.0, Atom 1.0 and 0.3, JSON Feed, and the export files of WordPress; each item by itself.

The rooms: `head` (the feed itself), `rss`, `atom`, `modules` and `jsonfeed` (what an item says), `entry` and `shelf`
(the item and its files while they are read), `story` (the text), `wordpress` and `wpcontent` (what its exports have
besides), `dates`, `names`, `findings`. How feeds are read is told in ``docs/formats/rss.md``.
"""

from __future__ import annotations

from syndicate.importers.feed.document import AtomImporter, RssImporter
from syndicate.importers.feed.jsonfeed import JsonFeedImporter
from syndicate.importers.feed.wordpress import WxrImporter

__all__ = ["AtomImporter", "JsonFeedImporter", "RssImporter", "WxrImporter"]
