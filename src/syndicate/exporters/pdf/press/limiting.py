"""Less ink for the same look: grey that three colours make is made by black.

Where cyan, magenta, yellow and black together exceed the limit, grey component replacement takes the same amount from
each of the three and adds black; of the ways to come within the limit that one is taken whose colour, by the profile of
the output condition, lies nearest (CIE 1976, delta E).
"""

from __future__ import annotations

from collections.abc import Callable

_STEPS = 12
"""How many amounts of added black are tried."""

Inks = tuple[int, int, int, int]


def units(percent: int) -> int:
    """A limit in percent as a sum of four samples of eight bits."""
    return percent * 255 // 100


def limited(samples: bytes, most: int, look: Callable[[bytes], bytes]) -> bytes:
    """CMYK `samples` with no sum above `most`; `look` gives Lab for CMYK."""
    inks = bytearray(samples)
    over = [at for at in range(0, len(inks), 4) if sum(inks[at : at + 4]) > most]
    if not over:
        return samples
    tried = [_within((inks[at], inks[at + 1], inks[at + 2], inks[at + 3]), most) for at in over]
    wanted = look(bytes(v for at in over for v in inks[at : at + 4]))
    looks = look(bytes(v for ways in tried for way in ways for v in way))
    offset = 0
    for number, (at, ways) in enumerate(zip(over, tried, strict=True)):
        target = wanted[number * 3 : number * 3 + 3]
        distances = [_apart(target, looks[(offset + way) * 3 : (offset + way) * 3 + 3]) for way in range(len(ways))]
        inks[at : at + 4] = bytes(ways[distances.index(min(distances))])
        offset += len(ways)
    return bytes(inks)


def _within(ink: Inks, most: int) -> list[Inks]:
    """Ways to print about `ink` with at most `most`: with more and more black, and less of the three."""
    black = ink[3]
    ways = []
    for step in range(_STEPS + 1):
        more = black + (255 - black) * step // _STEPS
        room = most - more
        if room >= 0:
            ways += [(*_levelled(ink[:3], room), more), (*_scaled(ink[:3], room), more)]
    # A limit below one full ink leaves black alone.
    return ways or [(0, 0, 0, most)]


def _levelled(colours: tuple[int, int, int], room: int) -> tuple[int, int, int]:
    """The three with the same taken from each, until they fit: what goes is grey."""
    low, high = 0, 255
    while low < high:
        middle = (low + high) // 2
        if sum(max(0, value - middle) for value in colours) <= room:
            high = middle
        else:
            low = middle + 1
    cyan, magenta, yellow = (max(0, value - low) for value in colours)
    return cyan, magenta, yellow


def _scaled(colours: tuple[int, int, int], room: int) -> tuple[int, int, int]:
    """The three in proportion, until they fit: the hue stays."""
    total = sum(colours)
    if total <= room:
        return colours
    cyan, magenta, yellow = (value * room // total for value in colours)
    return cyan, magenta, yellow


def _apart(one: bytes, two: bytes) -> int:
    """The square of how far two colours lie apart in Lab of eight bits, L in the scale of a and b."""
    lightness = (one[0] - two[0]) * 100 // 255
    green, blue = (_signed(one[at]) - _signed(two[at]) for at in (1, 2))
    return lightness * lightness + green * green + blue * blue


def _signed(byte: int) -> int:
    return byte - 256 if byte > 127 else byte
