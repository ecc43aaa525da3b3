"""Validators of the web feeds: RSS 2.0, Atom 1.0 and JSON Feed 1.1.

Each judges in two steps: a grammar of our own (``validators/grammars``) says what may stand where, then rules in Python
say what a grammar cannot: what is unique, absolute, consistent, escaped once, safe to show. `findings` collects,
`values` knows dates and addresses, `markup` the HTML inside, `document` the XML around. The rules of a dialect are
imported when a file of that dialect is checked, so that an RSS export pays for RSS alone.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from syndicate.contracts import Proof
from syndicate.diagnostics import Diagnostic


class RssValidator:
    """RSS 2.0 by our grammar and rules; there is no official schema."""

    def check(self, path: Path, proof: Proof) -> Iterable[Diagnostic]:
        """The findings on the RSS document at `path`."""
        from syndicate.validators.feed.rss import check_rss

        proof.judges.append("syndicate rss.rng")
        data = path.read_bytes()
        return (
            *check_rss(data, proof.name, address=proof.address, public=_is_public(proof)),
            *_check_profile(data, proof, "rss"),
        )


class AtomValidator:
    """Atom 1.0 by our grammar and rules, and by the grammar of RFC 4287 where the schemas folder has it."""

    def check(self, path: Path, proof: Proof) -> Iterable[Diagnostic]:
        """The findings on the Atom document at `path`."""
        from syndicate.validators.feed.atom import check_atom

        proof.judges.append("syndicate atom.rng")
        official = proof.schema("feeds", "atom.rng")
        if official is not None:
            proof.judges.append("RFC 4287 RELAX NG")
        data = path.read_bytes()
        own = check_atom(data, proof.name, official, address=proof.address, public=_is_public(proof))
        return (*own, *_check_profile(data, proof, "atom"))


class JsonFeedValidator:
    """JSON Feed 1.1 by our schema and rules; the specification has no schema of its own."""

    def check(self, path: Path, proof: Proof) -> Iterable[Diagnostic]:
        """The findings on the JSON Feed at `path`."""
        from syndicate.validators.feed.jsonfeed import check_jsonfeed

        proof.judges.append("syndicate jsonfeed.schema.json")
        data = path.read_bytes()
        return (*check_jsonfeed(data, proof.name, address=proof.address), *_check_profile(data, proof, "jsonfeed"))


def _is_public(proof: Proof) -> bool:
    return proof.profile in ("", "public")


def _check_profile(data: bytes, proof: Proof, dialect: str) -> tuple[Diagnostic, ...]:
    """What the aggregator that the proof is for has against the feed; nothing when it is for everyone."""
    if _is_public(proof):
        return ()
    from syndicate.validators.feed.profiles import check_profile

    proof.judges.append(f"profile {proof.profile}")
    return check_profile(data, proof.name, proof.profile, dialect)
