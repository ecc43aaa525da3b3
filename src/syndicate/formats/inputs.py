"""The bytes of an input, no more of them than the limit allows."""

from __future__ import annotations

from syndicate.contracts import Source
from syndicate.errors import InputError

_FIRST = 128 * 1024


def bounded(source: Source, limit: int, hint: str) -> bytes:
    """All of `source`, when that is no more than `limit` bytes.

    Raises:
        InputError: it is larger (`hint` says what a file should be), or nothing but blanks stands in it.
    """
    with source.open() as stream:
        data = stream.read(min(_FIRST, limit + 1))  # a read sets memory aside for all that it may read
        if len(data) == _FIRST:
            data += stream.read(limit + 1 - _FIRST)
    if len(data) > limit:
        raise InputError(f"{source.name}: larger than {limit} bytes", hint=hint)
    if not data.strip():
        raise InputError(f"{source.name}: the file is empty", hint="there is no story in it")
    return data
