"""Reads the feed at the address given with feedparser and prints what a program is handed, as JSON."""

import json
import sys

import feedparser


def main() -> None:
    feed = feedparser.parse(sys.argv[1])
    if feed.bozo:
        raise SystemExit(f"feedparser calls the feed ill-formed: {feed.bozo_exception}")
    json.dump([reading(entry) for entry in feed.entries], sys.stdout)


def reading(entry: feedparser.FeedParserDict) -> dict[str, object]:
    return {
        "id": entry.id,
        "title": entry.title,
        "link": entry.get("link"),
        "html": entry.content[0].value,
        "authors": [author.name for author in entry.get("authors", ())],
        "published": entry.get("published"),
        "updated": entry.updated if "updated_parsed" in entry else None,
        "categories": [tag.term for tag in entry.get("tags", ())],
        "enclosures": [{"url": e.href, "type": e.type, "length": e.get("length")} for e in entry.enclosures],
    }


main()
