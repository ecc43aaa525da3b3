"""The vocabulary of fidelity: what an article *has*, by name, so that an exporter can be held to what it carries.

A feature is ``field.<name>`` for each field of `Article`, ``block.<type>`` for each block and ``mark.<name>`` for each
mark. The names come from the model itself: a new field, block or mark is a new feature that every exporter must
declare, and the tests fail until it does.
"""

from __future__ import annotations

from functools import cache
from typing import get_args

import msgspec

from syndicate.model import body
from syndicate.model.article import Article


@cache
def vocabulary() -> tuple[str, ...]:
    """Every feature there is, fields first, in model order."""
    fields = tuple(f"field.{name}" for name in Article.__struct_fields__)
    blocks = tuple(f"block.{_tag(block)}" for block in get_args(body.Block))
    marks = tuple(f"mark.{_tag(mark)}" for mark in get_args(body.Mark))
    return fields + blocks + marks


def present(article: Article) -> dict[str, tuple[str, ...]]:
    """The features that `article` has, each with the `bid`s of the blocks where it stands (none for a field)."""
    found: dict[str, list[str]] = {}
    for name, feature, default in _defaults():
        value = getattr(article, name)
        if value is not default and value != default:
            found[feature] = []
    for block in body.walk(article.body):
        found.setdefault(f"block.{_tag(type(block))}", []).append(block.bid)
        for content in body.texts(block):
            for run in content:
                for mark in run.marks:
                    places = found.setdefault(f"mark.{_tag(type(mark))}", [])
                    if not places or places[-1] != block.bid:
                        places.append(block.bid)
    for medium in article.media:
        for run in medium.caption:
            for mark in run.marks:
                found.setdefault(f"mark.{_tag(type(mark))}", [])
    return {name: tuple(places) for name, places in found.items()}


@cache
def _defaults() -> tuple[tuple[str, str, object], ...]:
    """Each field of an article with the name of its feature and its default."""
    rows: list[tuple[str, str, object]] = []
    for field in msgspec.structs.fields(Article):
        default = field.default if field.default is not msgspec.NODEFAULT else None
        if field.default_factory is not msgspec.NODEFAULT:
            default = field.default_factory()
        rows.append((field.name, f"field.{field.name}", default))
    return tuple(rows)


@cache
def _tag(kind: type[msgspec.Struct]) -> str:
    return str(kind.__struct_config__.tag)
