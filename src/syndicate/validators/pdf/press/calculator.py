"""Functions that are programs (PDF 1.7 7.10.5): PostScript with numbers alone, and neither loops nor names."""

from __future__ import annotations

import math
import operator
import re
from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import Any

_TOKEN = re.compile(rb"%[^\r\n]*|[{}]|[^\s{}%]+")
_DEEPEST = 32
_MOST = 100_000
"""Bytes of a program, and numbers on its stack."""

Program = tuple[Any, ...]
"""Numbers, names of operators, and programs in braces."""


def run(source: bytes, inputs: Sequence[float]) -> tuple[float, ...]:
    """What the program leaves on its stack.

    Raises:
        ValueError: it is no such program, or asks for more than there is.
    """
    stack: list[Any] = list(inputs)
    try:
        _execute(_parsed(source), stack)
        found = tuple(float(each) for each in stack)
    except (IndexError, TypeError, ArithmeticError) as fault:
        raise ValueError(f"a program fails: {fault}") from fault
    if not all(map(math.isfinite, found)):
        raise ValueError("a program comes to no number")
    return found


@lru_cache(maxsize=16)
def _parsed(source: bytes) -> Program:
    if len(source) > _MOST:
        raise ValueError("a program is too long")
    open_: list[list[Any]] = [[]]
    for token in _TOKEN.findall(source):
        if token == b"{":
            open_.append([])
            if len(open_) > _DEEPEST:
                raise ValueError("a program is too deep")
        elif token == b"}" and len(open_) > 1:
            done = tuple(open_.pop())
            open_[-1].append(done)
        elif not token.startswith(b"%"):
            open_[-1].append(_word(token.decode("latin-1")))
    if len(open_) != 1 or len(open_[0]) != 1 or not isinstance(open_[0][0], tuple):
        raise ValueError("a program is not one in braces")
    return open_[0][0]


def _word(token: str) -> Any:
    if token in OPERATORS:
        return token
    try:
        return int(token)
    except ValueError:
        return float(token)


def _execute(program: Program, stack: list[Any]) -> None:
    for word in program:
        if isinstance(word, str):
            _apply(word, stack)
        else:
            stack.append(word)
        if len(stack) > _MOST:
            raise ValueError("a program fills its stack")


def _apply(word: str, stack: list[Any]) -> None:
    if word in ("if", "ifelse"):
        otherwise = stack.pop() if word == "ifelse" else ()
        then = stack.pop()
        _execute(then if stack.pop() else otherwise, stack)
    elif word in _STACK:
        _STACK[word](stack)
    else:
        count, function = _PURE[word]
        taken = [stack.pop() for _ in range(count)][::-1]
        stack.append(function(*taken))


def _roll(stack: list[Any]) -> None:
    by, count = int(stack.pop()), int(stack.pop())
    if not 0 <= count <= len(stack):
        raise IndexError("it rolls more than there is")
    if count:
        part = stack[-count:]
        by %= count
        stack[-count:] = part[-by:] + part[:-by] if by else part


def _copy(stack: list[Any]) -> None:
    count = int(stack.pop())
    if not 0 <= count <= len(stack):
        raise IndexError("it copies more than there is")
    stack.extend(stack[len(stack) - count :])


def _index(stack: list[Any]) -> None:
    at = int(stack.pop())
    if at < 0:
        raise IndexError("it looks above its stack")
    stack.append(stack[-1 - at])


def _exchange(stack: list[Any]) -> None:
    stack[-1], stack[-2] = stack[-2], stack[-1]


def _shift(value: int, by: int) -> int:
    return value << min(by, 32) & 0xFFFFFFFF if by >= 0 else value >> min(-by, 32)


def _angle(num: float, den: float) -> float:
    return math.degrees(math.atan2(num, den)) % 360


_STACK: dict[str, Callable[[list[Any]], Any]] = {
    "pop": lambda stack: stack.pop(), "exch": _exchange, "dup": lambda stack: stack.append(stack[-1]),
    "copy": _copy, "index": _index, "roll": _roll,
}  # fmt: skip
_PURE: dict[str, tuple[int, Callable[..., Any]]] = {
    "abs": (1, abs), "add": (2, operator.add), "atan": (2, _angle), "ceiling": (1, math.ceil),
    "cos": (1, lambda x: math.cos(math.radians(x))), "cvi": (1, int), "cvr": (1, float),
    "div": (2, operator.truediv), "exp": (2, math.pow), "floor": (1, math.floor),
    "idiv": (2, lambda a, b: int(a / b)), "ln": (1, math.log), "log": (1, math.log10),
    "mod": (2, lambda a, b: int(math.fmod(a, b))), "mul": (2, operator.mul), "neg": (1, operator.neg),
    "round": (1, lambda x: math.floor(x + 0.5)), "sin": (1, lambda x: math.sin(math.radians(x))),
    "sqrt": (1, math.sqrt), "sub": (2, operator.sub), "truncate": (1, math.trunc),
    "and": (2, operator.and_), "or": (2, operator.or_), "xor": (2, operator.xor),
    "not": (1, lambda x: not x if isinstance(x, bool) else ~x), "bitshift": (2, _shift),
    "eq": (2, operator.eq), "ne": (2, operator.ne), "gt": (2, operator.gt), "ge": (2, operator.ge),
    "lt": (2, operator.lt), "le": (2, operator.le), "true": (0, lambda: True), "false": (0, lambda: False),
}  # fmt: skip
OPERATORS = frozenset({*_PURE, *_STACK, "if", "ifelse"})
"""All operators of 7.10.5."""
