"""Front matter to the fields of an article: the names that Hugo, Jekyll, Eleventy and Pelican give them.

What a field says is taken as it stands or not at all: a value of another kind, and every key that no field holds, is
kept in `extra` as ``frontmatter:KEY``. The table stands in ``docs/formats/markdown.md``.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import tzinfo

from syndicate.formats.addresses import absolute, is_web
from syndicate.formats.languages import language_tag
from syndicate.importers.markdown import dates
from syndicate.importers.markdown.findings import Findings
from syndicate.importers.markdown.front import Front
from syndicate.importers.markdown.post import Post, keep, listed, snake
from syndicate.importers.markdown.things import bylines, picture
from syndicate.importers.markdown.values import Value, spelled
from syndicate.model.article import (
    AltDescription,
    AltHeadline,
    AltId,
    DateCandidate,
    EdNote,
    Subject,
)


def read(front: Front, findings: Findings, local: tzinfo | None, site: str) -> Post:
    """The fields of a post's head; nothing in it is dropped."""
    post = Post(findings, local, site)
    for number, comment in front.comments:
        findings.left_out("comment", comment.lstrip("# "), number)
    for key, first in front.fields.doubles:
        findings.double(key, spelled(first))
    given = {key: value for key, value in front.fields.values.items() if value not in ("", [], {})}
    named: dict[str, str] = {}
    for key in given:
        named.setdefault(snake(key), key)
    for name, take in _TABLE.items():
        if name in named:
            key = named[name]
            value = given.pop(key)
            if not take(post, key, value, front):
                findings.not_understood(key, spelled(value))
                keep(post, key, value)
    for key, value in given.items():
        keep(post, key, value)
    return post


# --- words -----------------------------------------------------------------------------------------------------------

Take = Callable[[Post, str, Value, Front], bool]


def _line(field: str) -> Take:
    """A field of one line; a second key that says something else goes to `extra`."""

    def take(post: Post, key: str, value: Value, front: Front) -> bool:
        if not isinstance(value, str):
            return False
        words = spelled(value)
        if getattr(post, field) in ("", words):
            setattr(post, field, words)
        else:
            keep(post, key, value)
        return True

    return take


def _headline(role: str) -> Take:
    def take(post: Post, key: str, value: Value, front: Front) -> bool:
        if isinstance(value, str) and spelled(value) != post.headline:
            post.alt_headlines.append(AltHeadline(role=role, text=spelled(value)))
        return isinstance(value, str)

    return take


def _summary(role: str) -> Take:
    def take(post: Post, key: str, value: Value, front: Front) -> bool:
        if not isinstance(value, str):
            return False
        words = spelled(value)
        if not post.summary:
            post.summary = words
        elif words != post.summary and words not in {other.text for other in post.alt_descriptions}:
            post.alt_descriptions.append(AltDescription(role=role, text=words))
        return True

    return take


def _keywords(post: Post, key: str, value: Value, front: Front) -> bool:
    words = listed(value, front)
    post.keywords = list(dict.fromkeys([*post.keywords, *(words or [])]))
    return words is not None


def _subjects(post: Post, key: str, value: Value, front: Front) -> bool:
    words = listed(value, front)
    known = {subject.name for subject in post.subjects}
    post.subjects += [Subject(name=word) for word in dict.fromkeys(words or []) if word not in known]
    return words is not None


def _note(post: Post, key: str, value: Value, front: Front) -> bool:
    post.ed_notes.append(EdNote(text=spelled(value)))
    return True


def _language(post: Post, key: str, value: Value, front: Front) -> bool:
    tag = language_tag(value.replace("_", "-").partition(".")[0]) if isinstance(value, str) else "und"
    if tag == "und":
        return False
    post.language = post.language or tag
    return True


def _direction(post: Post, key: str, value: Value, front: Front) -> bool:
    match value:
        case "ltr":
            post.dir = "ltr"
        case "rtl":
            post.dir = "rtl"
        case _:
            return False
    return True


def _address(post: Post, key: str, value: Value, front: Front) -> bool:
    """The post's own address; one below the site counts when the site is given."""
    if not isinstance(value, str):
        return False
    found = absolute(value, post.site)
    if found and is_web(found) and not re.search(r"/:\w|\{", value) and not post.canonical_url:
        post.canonical_url = found
    else:
        keep(post, key, value)
    return True


def _other_id(post: Post, key: str, value: Value, front: Front) -> bool:
    if not isinstance(value, str):
        return False
    post.alt_ids.append(AltId(value=spelled(value), kind=f"frontmatter:{snake(key)}"))
    return True


# --- dates and what keeps a post back --------------------------------------------------------------------------------


def _date(field: str) -> Take:
    def take(post: Post, key: str, value: Value, front: Front) -> bool:
        if not isinstance(value, str):
            return False
        if field == "published" and _truth(value) is not None:
            return _shown(post, key, value, front)
        found = dates.instant(value, post.local)
        if isinstance(found, str):
            post.findings.date(key, spelled(value), found)
            post.candidates.append(DateCandidate(value=spelled(value), reason=f"{key}: {found}"))
        elif post.dates.setdefault(field, found) != found:
            keep(post, key, value)
        return True

    return take


def _embargo(post: Post, key: str, value: Value, front: Front) -> bool:
    """Not before: a generator shows nothing of the post until then."""
    if not isinstance(value, str):
        return False
    found = dates.instant(value, post.local)
    if isinstance(found, str):
        post.findings.embargo_unknown(key, spelled(value))
        post.candidates.append(DateCandidate(value=spelled(value), reason=f"{key}: {found}"))
        _hold(post)
        return True
    post.dates["embargo_until"] = max(found, post.dates.get("embargo_until", found))
    if "publish" in snake(key):
        post.dates.setdefault("published", found)
    return True


def _hold(post: Post) -> None:
    if "hold" not in post.signals:
        post.signals.append("hold")


def _truth(value: Value) -> bool | None:
    word = value.strip().lower() if isinstance(value, str) else ""
    if word in ("true", "yes", "on", "1"):
        return True
    return False if word in ("false", "no", "off", "0") else None


def _withheld(post: Post, key: str, value: Value, front: Front) -> bool:
    """`draft: true`. What is neither yes nor no keeps the post back as well: a draft must not leave by a slip."""
    if _truth(value) is False:
        return True
    post.status = "withheld"
    post.findings.withheld(key, spelled(value))
    return _truth(value) is True


def _shown(post: Post, key: str, value: Value, front: Front) -> bool:
    """`published: false`."""
    if _truth(value) is False:
        post.status = "withheld"
        post.findings.withheld(key, spelled(value))
    return True


def _status(post: Post, key: str, value: Value, front: Front) -> bool:
    word = spelled(value).lower()
    if word in ("published", "publish", "public", "usable"):
        return True
    post.status = "withheld"
    post.findings.withheld(key, spelled(value))
    return word in ("draft", "hidden", "private", "skip", "withheld", "hold", "pending", "unlisted", "future")


# --- pictures --------------------------------------------------------------------------------------------------------


def _of_picture(field: str) -> Take:
    def take(post: Post, key: str, value: Value, front: Front) -> bool:
        if not post.pictures or not isinstance(value, str):
            keep(post, key, value)
        elif getattr(post.pictures[0], field) in ("", spelled(value)):
            setattr(post.pictures[0], field, spelled(value))
        else:
            keep(post, key, value)
        return True

    return take


_PICTURES = (
    "image", "images", "cover", "cover_image", "feature_image", "featured_image", "featuredimage", "hero_image",
    "header_image", "banner", "thumbnail", "og_image", "photo",
)  # fmt: skip

_TABLE: dict[str, Take] = {
    "title": _line("headline"),
    "headline": _line("headline"),
    **dict.fromkeys(("subtitle", "subhead", "subheadline", "sub_title", "tagline"), _line("subheadline")),
    **dict.fromkeys(("standfirst", "dek", "intro", "lede"), _line("standfirst")),
    **dict.fromkeys(("seo_title", "meta_title"), _headline("seo")),
    **dict.fromkeys(("link_title", "short_title"), _headline("short")),
    "summary": _summary("summary"),
    "description": _summary("seo"),
    "excerpt": _summary("teaser"),
    "meta_description": _summary("seo"),
    **dict.fromkeys(("author", "authors", "by", "byline"), bylines),
    **dict.fromkeys(("tags", "tag", "keywords"), _keywords),
    **dict.fromkeys(("categories", "category", "topics", "topic"), _subjects),
    "section": _line("service"),
    "slug": _line("slug"),
    **dict.fromkeys(("canonical", "canonical_url", "canonicalurl", "permalink", "url"), _address),
    **dict.fromkeys(("lang", "language", "locale"), _language),
    **dict.fromkeys(("dir", "direction"), _direction),
    **dict.fromkeys(("id", "guid", "uuid"), _other_id),
    **dict.fromkeys(("copyright", "rights"), _line("copyright_notice")),
    **dict.fromkeys(("publisher", "site_name"), _line("provider")),
    **dict.fromkeys(("date", "published", "date_published", "published_at", "pub_date", "pubdate"), _date("published")),
    **dict.fromkeys(
        ("lastmod", "modified", "updated", "last_modified_at", "last_modified", "date_modified", "updated_at"),
        _date("modified"),
    ),
    **dict.fromkeys(("created", "date_created", "created_at"), _date("created")),
    **dict.fromkeys(("expiry_date", "expires", "unpublish_date", "unpublishdate", "expirydate"), _date("expires")),
    **dict.fromkeys(
        ("publish_date", "publishdate", "embargo", "embargo_until", "embargoed_until", "embargoed"), _embargo
    ),
    **dict.fromkeys(
        ("draft", "private", "unlisted", "hidden", "eleventy_exclude_from_collections", "withheld", "hold"), _withheld
    ),
    **dict.fromkeys(("status", "visibility"), _status),
    **dict.fromkeys(("ed_note", "editor_note", "editors_note", "internal_note", "internal", "todo"), _note),
    **dict.fromkeys(_PICTURES, picture),
    **dict.fromkeys(("image_alt", "cover_alt", "feature_image_alt", "featured_image_alt"), _of_picture("alt")),
    **dict.fromkeys(
        ("image_caption", "image_figcaption", "cover_caption", "feature_image_caption", "featured_image_caption"),
        _of_picture("caption"),
    ),
    **dict.fromkeys(("image_credit", "cover_credit", "photo_credit", "featured_image_credit"), _of_picture("credit")),
}
"""How each key is taken, in the order in which they are looked at: the first that says a thing has it."""
