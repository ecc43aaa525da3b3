"""What can be saved of canonical JSON that the strict decoder refuses.

One broken story must not take down the file it stands in. The standard library's parser is laxer than the decoder of
the model (lone surrogates, control characters in strings), so what it can read is written anew and offered once more,
story by story.
"""

from __future__ import annotations

import json
import re
from typing import Any

from syndicate.errors import ModelError
from syndicate.model import codec
from syndicate.model.article import Article, Edition

_SURROGATES = "[\ud800-\udfff]"
_REFUSED = ("broken JSON", "unreadable JSON")


class Part:
    """One story of a file: what it is called, where it stands, and the article or why it is none."""

    def __init__(self, value: object, path: str) -> None:
        """Read the story `value`, as the parser gave it; `path` is its place in the file."""
        self.path = path
        self.id = str(value.get("id", "")) if isinstance(value, dict) else ""
        self.article: Article | None = None
        self.error: ModelError | None = None
        text, self.lost = _text(value)
        try:
            self.article = codec.decode_article(text)
        except ModelError as error:
            place = path + error.path.removeprefix("$")
            self.error = ModelError(
                error.message.replace(f" at {error.path}", f" at {place}"), hint=error.hint, path=place
            )


def edition(data: bytes) -> tuple[Edition, list[Part]] | None:
    """The edition in `data` without its articles, and each of these; None when not even the edition can be read."""
    file = _parsed(data)
    if not isinstance(file, dict) or not isinstance(file.get("edition"), dict):
        return None
    head = file["edition"]
    articles = head.pop("articles", None)
    if not isinstance(articles, list):
        return None
    try:
        found = codec.decode_edition(_text(file)[0])
    except ModelError:
        return None
    return found, [Part(value, f"$.edition.articles[{place}]") for place, value in enumerate(articles)]


def article(data: bytes, error: ModelError) -> Part | None:
    """The story in `data`, refused with `error`; None when that is no matter of characters, or cannot be mended."""
    if not error.message.startswith(_REFUSED):
        return None
    value = _parsed(data)
    part = Part(value, "$") if isinstance(value, dict) else None
    return part if part is not None and part.article is not None else None


def _parsed(data: bytes) -> Any:
    try:
        return json.loads(data.decode("utf-8", "replace").removeprefix("\ufeff"), strict=False)
    except (ValueError, RecursionError):
        return None


def _text(value: object) -> tuple[bytes, int]:
    """JSON of `value`, and how many lone surrogates, which no text can hold, were left out of it."""
    text, lost = re.subn(_SURROGATES, "", json.dumps(value, ensure_ascii=False))
    return text.encode(), lost
