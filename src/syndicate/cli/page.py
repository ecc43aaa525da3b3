"""What a help page has besides the options: examples, and lists that are looked up when the page is shown."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

Sections = Callable[[], list[tuple[str, list[tuple[str, str]]]]]
"""Titles, each with rows of a name and what it means."""

F = TypeVar("F", bound=Callable[..., object])


def page(*, examples: str, sections: Sections | None = None) -> Callable[[F], F]:
    """Give a command's function its examples (one a line) and its sections."""

    def mark(function: F) -> F:
        vars(function)["examples"] = examples
        vars(function)["help_sections"] = sections
        return function

    return mark
