"""Options of formats that are one name of several."""

from __future__ import annotations

from collections.abc import Iterable

from syndicate.contracts import Job
from syndicate.errors import UsageError


def choice(job: Job, key: str, known: Iterable[str]) -> str:
    """The option `key` of the format, one of `known`; the first of them where it is not given.

    Raises:
        UsageError: it is none of them.
    """
    names = list(known)
    value = job.options.get(key, "") or names[0]
    if value not in names:
        raise UsageError(f"--option {job.row.name}.{key}={value}: there is {', '.join(names)}")
    return value
