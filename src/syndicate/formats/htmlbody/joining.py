"""A body's pictures and recordings joined with what the file says of the same media elsewhere."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import cast

from msgspec.structs import replace

from syndicate.model import body
from syndicate.model.article import Media
from syndicate.model.body import Block


def joined(
    blocks: tuple[Block, ...], shown: Sequence[Media], named: Sequence[Media]
) -> tuple[tuple[Block, ...], tuple[Media, ...], list[Media]]:
    """Blocks that point to `named` media where those have a file of the `shown` ones; all media; those not shown.

    Words of a block that its medium says as well stand in the medium only; a caption that is plain text in the medium
    gets the marks that it has in the body.
    """
    places = {r.href: place for place, one in enumerate(named) for r in one.renditions}
    known: dict[str, int] = {}
    for own in shown:
        for rendition in own.renditions:
            if rendition.href in places:
                known.setdefault(own.id, places[rendition.href])
    whole = list(named)
    for own in shown:
        if own.id in known and own.caption and body.plain(own.caption) == body.plain(whole[known[own.id]].caption):
            whole[known[own.id]] = replace(whole[known[own.id]], caption=own.caption)
    taken = {own.id: (own, whole[known[own.id]]) for own in shown if own.id in known}
    rest = [own for own in shown if own.id not in known]
    late = [one for place, one in enumerate(whole) if place not in known.values()]
    return tuple([_pointing(block, taken) for block in blocks]), (*whole, *rest), late


def _pointing(block: Block, taken: Mapping[str, tuple[Media, Media]]) -> Block:
    match block:
        case body.Figure() if block.media in taken:
            shown, found = taken[block.media]
            caption, credit, alt = block.caption or shown.caption, block.credit or shown.credit, block.alt or shown.alt
            return replace(
                block,
                media=found.id,
                caption=() if caption == found.caption else caption,
                credit="" if credit == found.credit else credit,
                alt="" if alt == found.alt else alt,
            )
        case body.Video() | body.Audio() if block.media in taken:
            found = taken[block.media][1]
            same = block.caption == found.caption or body.plain(block.caption) in (found.alt, found.id)
            return replace(block, media=found.id, caption=() if same else block.caption)
        case body.Gallery():
            figures = [cast(body.Figure, _pointing(figure, taken)) for figure in block.figures]
            return replace(block, figures=tuple(figures))
        case body.Box():
            return replace(block, blocks=tuple([_pointing(b, taken) for b in block.blocks]))
        case _:
            return block


def shown(found: Media, bid: str) -> Block:
    """The block that shows a medium."""
    match found.type:
        case "video":
            return body.Video(bid=bid, media=found.id)
        case "audio":
            return body.Audio(bid=bid, media=found.id)
        case _:
            return body.Figure(bid=bid, media=found.id)
