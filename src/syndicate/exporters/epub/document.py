"""The frame that every document of a book shares, and the small parts that several of them use."""

from __future__ import annotations

from functools import cache

from syndicate.context import template
from syndicate.exporters.epub.plan import Page, Plan, Story
from syndicate.formats.xml import attribute, escape

TEXT_ROOT = "../"
"""From a document in ``text/`` to the folder of the package document."""


@cache
def _frame() -> str:
    return template("epub/page.xhtml").decode("utf-8")


def document(*, title: str, content: str, kind: str, language: str, direction: str, head: str = "") -> bytes:
    """A whole document; `content` is XHTML, `kind` the class of its body, `head` further elements of its head."""
    text = _frame().format(
        lang=escape(language),
        dir=direction,
        title=escape(title),
        root=TEXT_ROOT,
        head=head,
        kind=kind,
        content=content,
    )
    return text.encode("utf-8")


def name_of(page: Page) -> str:
    """How another document in the same folder calls this one."""
    return page.path.rsplit("/", 1)[-1]


def link(page: Page, words: str, extra: str = "") -> str:
    """A link between two documents of the folder."""
    return f"<a href={attribute(name_of(page))}{extra}>{escape(words)}</a>"


def foreign(story: Story, plan: Plan) -> str:
    """Attributes for words of a story that stand in a page in the edition's language."""
    if story.language == plan.language and story.dir == plan.dir:
        return ""
    value = attribute(story.language)
    return f' lang={value} xml:lang={value} dir="{story.dir}"'
