"""``syndicate schemas install``: the official schemas, from their official addresses, each with its checksum."""

from __future__ import annotations

import sys

from syndicate.cli import options as o
from syndicate.cli.page import page

EXAMPLES = """\
syndicate schemas install
syndicate schemas install --from https://mirror.example/schemas
syndicate schemas install --from /media/stick/schemas"""


@page(examples=EXAMPLES)
def install(mirror: o.Mirror = "", debug: o.Debug = False) -> None:
    """Download the official schemas, each with its checksum.

    They go into the user's cache, where `syndicate validate` and `syndicate export` find them. A file whose checksum
    is not the pinned one is refused, and then nothing is installed.
    """
    from syndicate import schemas
    from syndicate.cli.terminal import Progress
    from syndicate.context import cache_folder

    folder = cache_folder() / "schemas"
    with Progress() as progress:
        files = schemas.install(folder, mirror, progress=lambda name: progress(f"fetching {name} ..."))
    sys.stdout.write(f"{len(files)} schemas installed in {folder}\n")
    sys.stdout.writelines(f"  {schema.path}  {schema.what}\n" for schema in files)
