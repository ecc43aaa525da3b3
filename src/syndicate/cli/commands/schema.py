"""``syndicate schema``: the JSON Schema of the canonical form."""

from __future__ import annotations

import json
import sys

from syndicate.cli import options as o
from syndicate.cli.page import page

EXAMPLES = "syndicate schema > edition.schema.json"


@page(examples=EXAMPLES)
def run(debug: o.Debug = False) -> None:
    """Print the JSON Schema of the canonical form.

    It describes an edition file; one line of JSON Lines is its definition of an article.
    """
    from syndicate.model.codec import json_schema

    json.dump(json_schema(), sys.stdout, ensure_ascii=False, indent=2)
    sys.stdout.write("\n")
