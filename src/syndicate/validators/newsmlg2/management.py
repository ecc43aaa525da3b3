"""What may be done with an item: its class, its publishing status, and what its signals say."""

from __future__ import annotations

from lxml import etree

from syndicate.formats import g2
from syndicate.validators.newsmlg2.findings import Findings, short
from syndicate.validators.newsmlg2.survey import N, Survey

_SCHEMES = {
    "newsItem": "ninat",
    "packageItem": "ninat",
    "planningItem": "plinat",
    "conceptItem": "cinat",
    "catalogItem": "catinat",
}
"""Scheme of the nature of each kind of item; knowledge items have none of their own."""
_KINDS = frozenset({"image", "video", "audio", "text"})
_MEDIA = {"picture": {"image"}, "video": {"video", "image", "audio"}, "audio": {"audio", "image"}}
"""Top-level media types that the content of an item of each nature may have."""


def management_rules(survey: Survey, find: Findings) -> None:
    """itemClass, pubStatus and signal in itemMeta, each against the content."""
    meta = survey.child("itemMeta")
    if meta is None:
        return
    _nature(survey, meta, find)
    _status(survey, meta, find)
    _signals(survey, meta, find)


def status(survey: Survey) -> str:
    """The publishing status: the code of `stat`, '' when there is none or another's."""
    node = survey.child("itemMeta", "pubStatus")
    return _code(node, "stat") if node is not None else "usable"


def nature(survey: Survey) -> str:
    """The nature of a news item: the code of `ninat`, '' when there is none or another's."""
    node = survey.child("itemMeta", "itemClass")
    return _code(node, "ninat") if node is not None else ""


def _code(node: etree._Element, alias: str) -> str:
    """The code of the scheme `alias` that identifies `node`, by QCode or by address."""
    qcode, scheme = node.get("qcode"), g2.aliases()[alias]
    if qcode is not None:
        given, _, code = qcode.partition(":")
        return code if given == alias else ""
    uri = node.get("uri", "")
    return uri[len(scheme) :] if uri.startswith(scheme) else ""


def _nature(survey: Survey, meta: etree._Element, find: Findings) -> None:
    kind = survey.kind
    item_class = meta.find(f"{N}itemClass")
    if item_class is None or kind not in _SCHEMES:
        return
    qcode, uri = item_class.get("qcode"), item_class.get("uri", "")
    if qcode is None and not uri:
        find("SYN-G2-020", "itemClass has neither qcode nor uri", item_class)
        return
    code = _code(item_class, _SCHEMES[kind])
    if _SCHEMES[kind] == "ninat":
        good = code in g2.NEWS_NATURES or (qcode is None and not uri.startswith(g2.aliases()["ninat"]))
    else:
        good = bool(code) or qcode is None
    if not good:
        find("SYN-G2-020", f"{short(qcode or uri)!r} is no nature of a {kind}", item_class)
    elif kind == "newsItem":
        _nature_of_content(survey, code, item_class, find)


def _nature_of_content(survey: Survey, code: str, item_class: etree._Element, find: Findings) -> None:
    contents = survey.child("contentSet")
    if contents is None or len(contents) == 0:
        return
    inline = contents.find(f"{N}inlineXML") is not None or contents.find(f"{N}inlineData") is not None
    remote = {(c.get("contenttype") or "").partition("/")[0] for c in contents.iterchildren(f"{N}remoteContent")}
    if code in _MEDIA:
        # A film may come with stills and sound, a sound with a picture; a picture is a picture.
        wrong = (inline and not remote) or bool(remote & (_KINDS - _MEDIA[code]))
        if wrong:
            find("SYN-G2-021", f"itemClass says {code}, the content is something else", item_class)
    elif code == "text" and not inline and remote & {"image", "video", "audio"}:
        find("SYN-G2-021", "itemClass says text, the content is media only", item_class)


def _status(survey: Survey, meta: etree._Element, find: Findings) -> None:
    node = meta.find(f"{N}pubStatus")
    if node is None:
        find("SYN-G2-026", "no pubStatus: the item counts as usable", meta)
        return
    word = _code(node, "stat")
    if word not in g2.STATUSES:
        find("SYN-G2-022", f"{short(node.get('qcode') or node.get('uri') or 'nothing')} is no publishing status", node)
    if word in {"canceled", "withheld"} and meta.find(f"{N}edNote") is None:
        find("SYN-G2-023", f"the item is {word} and no edNote says why", node)
    contents = survey.child("contentSet")
    if word == "canceled" and contents is not None and len(contents):
        find("SYN-G2-024", "the item is canceled and its content still stands there", contents)


def _signals(survey: Survey, meta: etree._Element, find: Findings) -> None:
    found = {node.get("qcode"): node for node in meta.iterchildren(f"{N}signal")}
    update, correction = found.get("sig:update"), found.get("sig:correction")
    if update is not None and correction is not None:
        find("SYN-G2-025", "the item is signalled as an update and as a correction", correction)
    first = update if update is not None else correction
    if first is not None and survey.item.get("version") == "1":
        find("SYN-G2-025", f"version 1 is signalled as {first.get('qcode')}", first)
