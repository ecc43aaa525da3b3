"""Lets `reader` follow the feed at the address given, with its database in the folder given, and prints its entries."""

import json
import sys
from pathlib import Path

from reader import Entry, make_reader


def main() -> None:
    address, folder = sys.argv[1:]
    reader = make_reader(str(Path(folder) / "reader.sqlite"))
    try:
        reader.add_feed(address, exist_ok=True)
        reader.update_feed(address)
        json.dump([reading(entry) for entry in reader.get_entries()], sys.stdout)
    finally:
        reader.close()


def reading(entry: Entry) -> dict[str, object]:
    content = entry.get_content()
    return {
        "id": entry.id,
        "title": entry.title,
        "link": entry.link,
        "html": content.value if content else None,
        "authors": [entry.author],
        "published": entry.published and entry.published.isoformat(),
        "updated": entry.updated and entry.updated.isoformat(),
        "enclosures": [{"url": e.href, "type": e.type, "length": e.length} for e in entry.enclosures],
    }


main()
