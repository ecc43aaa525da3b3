"""What every part of the model is made of: the frozen node, the aware instant, the reading direction."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal, dataclass_transform

import msgspec

Direction = Literal["ltr", "rtl"]

AwareDatetime = Annotated[datetime, msgspec.Meta(tz=True)]
"""An instant: a datetime with its zone. A naive one is an error, because a guessed zone is an invented fact."""


# The decorator tells type checkers what subclasses inherit at run time: frozen and keyword-only.
@dataclass_transform(frozen_default=True, kw_only_default=True, field_specifiers=(msgspec.field,))
class Node(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """Common to everything in the model: frozen, keyword-only, silent about defaults, strict about names."""


def refuse_naive(value: datetime | None, name: str) -> None:
    """Raise `ValueError` when the instant called `name` has no zone (the decoder checks by type; this checks code)."""
    if value is not None and value.tzinfo is None:
        raise ValueError(f"{name} has no time zone")
