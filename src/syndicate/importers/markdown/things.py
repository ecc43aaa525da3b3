"""Front matter that names people and pictures: by a word, by a mapping, or by a list of either."""

from __future__ import annotations

from syndicate.importers.markdown.front import Front
from syndicate.importers.markdown.post import Lead, Post, keep, listed, snake
from syndicate.importers.markdown.values import Value, spelled
from syndicate.model.article import Byline

_HREFS = ("image", "src", "url", "path", "feature", "teaser")


def bylines(post: Post, key: str, value: Value, front: Front) -> bool:
    """Who wrote the post; a line is divided at its commas."""
    people: list[Value] = value if isinstance(value, list) else [value]
    if isinstance(value, str) and (front.kind == "pelican" or "," in value):
        people = [*(listed(value, front, ";,") or [])]
    found: list[Byline] = []
    for person in people:
        match person:
            case str() if person.strip():
                found.append(Byline(name=spelled(person)))
            case dict() if isinstance(person.get("name"), str) and spelled(person["name"]):
                found.append(_person(post, key, person))
            case _:
                return False
    names = {byline.name for byline in post.bylines}
    post.bylines += [byline for byline in found if byline.name not in names]
    return True


def _person(post: Post, key: str, person: dict[str, Value]) -> Byline:
    """Someone with a name; what no byline holds goes to `extra`."""
    said = {name: spelled(value) for name, value in person.items()}
    loose = {name: value for name, value in person.items() if name not in _PERSON}
    if loose:
        keep(post, f"{key}.{said['name']}", {**loose})
    contacts = [said[name] for name in ("email", "url", "link") if said.get(name)]
    for name in ("url", "link"):
        if said.get(name) and contacts[0] != said[name]:
            keep(post, f"{key}.{said['name']}.{name}", said[name])
    return Byline(
        name=said["name"],
        role=said.get("role", ""),
        title=said.get("title", ""),
        organisation=said.get("organisation", "") or said.get("organization", ""),
        contact=contacts[0] if contacts else "",
    )


_PERSON = frozenset({"name", "role", "title", "organisation", "organization", "email", "url", "link"})


def picture(post: Post, key: str, value: Value, front: Front) -> bool:
    """The address of a picture, a mapping that has it, or a list of either."""
    parts = value if isinstance(value, list) else [value]
    found: list[Lead] = []
    for part in parts:
        match part:
            case str() if part.strip():
                found.append(Lead(spelled(part)))
            case dict():
                words = {snake(name): spelled(inner) for name, inner in part.items() if isinstance(inner, str)}
                href = next((words.pop(n) for n in _HREFS if n in words), "")
                if not href:
                    return False
                alt, caption = words.pop("alt", ""), words.pop("caption", "")
                found.append(Lead(href, alt, caption, words.pop("credit", "")))
                loose = {n: i for n, i in part.items() if snake(n) in words or not isinstance(i, str)}
                rest: Value = {**loose}
                if rest:
                    keep(post, key, rest)
            case _:
                return False
    post.pictures += found
    return True
