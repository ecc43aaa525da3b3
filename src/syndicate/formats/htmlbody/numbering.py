"""The ids of blocks: their own where the source gave them good ones, else numbers in reading order."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import count

from msgspec.structs import replace

from syndicate.model import body
from syndicate.model.body import Block
from syndicate.model.identity import block_id


def numbered(blocks: Iterable[Block]) -> tuple[Block, ...]:
    """The blocks with their ids: `bid` stays where it is the first of its kind, the others get `b1`, `b2`, ..."""
    blocks = tuple(blocks)
    taken = {bid for bid in _given(blocks) if bid}
    free = (name for name in map(block_id, count()) if name not in taken)
    used: set[str] = set()

    def bid(given: str) -> str:
        if not given or given in used:
            return next(free)
        used.add(given)
        return given

    def named(block: Block) -> Block:
        name = bid(block.bid)
        match block:
            case body.Box():
                return replace(block, bid=name, blocks=tuple([named(inner) for inner in block.blocks]))
            case body.Gallery():
                return replace(block, bid=name, figures=tuple([replace(f, bid=bid(f.bid)) for f in block.figures]))
            case body.List():
                return listed(block, name)
            case _:
                return replace(block, bid=name)

    def listed(block: body.List, name: str) -> body.List:
        items = [
            replace(item, children=tuple([listed(child, bid(child.bid)) for child in item.children]))
            for item in block.items
        ]
        return replace(block, bid=name, items=tuple(items))

    return tuple([named(block) for block in blocks])


def _given(blocks: Iterable[Block]) -> Iterator[str]:
    for block in body.walk(tuple(blocks)):
        yield block.bid
        if isinstance(block, body.Gallery):
            yield from (figure.bid for figure in block.figures)
        if isinstance(block, body.List):
            yield from _of_lists(block)


def _of_lists(block: body.List) -> Iterator[str]:
    for item in block.items:
        for child in item.children:
            yield child.bid
            yield from _of_lists(child)
