"""Names of files for formats that write one for each story: receivers and desks take them as they come."""

from __future__ import annotations

from syndicate.contracts import Job, Notice, Release
from syndicate.formats.names import slugify, unique
from syndicate.model.article import Article


def story_stem(item: Article | Notice) -> str:
    """The stem of a story's file. A notice has no slug left: its id tells receivers which story goes."""
    words = slugify(item.slug or item.headline) if isinstance(item, Article) else ""
    return words or slugify(item.id) or "story"


def file_names(release: Release, job: Job, *, whole: bool = False) -> list[str]:
    """A name for each item, after that of the edition's own file with `whole`; no name stands twice.

    One story alone has the name that any format would give it.
    """
    stems = [job.stem] if whole or len(release.items) == 1 else []
    stems += [story_stem(item) for item in release.items] if len(release.items) > 1 else []
    return [job.row.file_name.format(stem=stem, suffix=job.row.suffix) for stem in unique(stems)]
