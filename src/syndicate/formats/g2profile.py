"""How a NewsML-G2 message is shaped for those who take it: `templates/newsml-g2/profiles/*.toml`, checked key by key.

The standard leaves open what a receiver's software does not: which body it reads, which codes it knows, what it cannot
do without. Such things are data, one file for each kind of receiver. The profile `default` is built in, so that an
ordinary export reads no file for it.
"""

from __future__ import annotations

from typing import Literal

import msgspec

from syndicate.errors import ConfigError, UsageError

DEFAULT = "default"
"""The profile that is meant when none is named."""

NAMES = (DEFAULT, "superdesk", "wordpress-apa", "strict")

BodyForm = Literal["text", "xhtml", "nitf"]
Wanted = Literal["copyright_holder", "headline", "provider", "subjects", "urgency", "usage_terms"]


class Profile(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """One profile."""

    title: str
    standard: str = "2.35"
    """Version of NewsML-G2, a row of `g2.STANDARDS`."""
    bodies: tuple[BodyForm, ...] = ("xhtml", "nitf")
    """The renditions of the body in their order; receivers that keep the last one they meet keep the last named."""
    codes: Literal["alias", "address"] = "alias"
    """How codes that IPTC does not have are written: by an alias that an inline catalog declares, or whole."""
    aliases: dict[str, str] = {}
    """Aliases of the receiver's, with the addresses of their schemes."""
    headline_role: str = ""
    """Role of the main headline, as a QCode."""
    ancestors: bool = True
    """Write each step of a subject's chain as a subject of its own (`why:ancestor`)."""
    subject_codes: bool = False
    """Write the twin of a subject among IPTC's retired Subject Codes (`subj`) as a subject of its own."""
    content: bool = False
    """Write contentSet even where there is no content."""
    renditions: bool = False
    """Name the role and the media type of every rendition, guessed from its place and its name where need be."""
    media_headlines: bool = False
    """Give media items the urgency and the headline of their story, which they have no words of their own for."""
    past_embargoes: bool = True
    """Write an embargo that is over when the message is made."""
    wanted: tuple[Wanted, ...] = ()
    """Fields that the receiver cannot do without: the validator warns where a story has none."""


OPEN = Profile(title="Everyone")
"""The profile `default` (`default.toml` says the same, as a model for new ones)."""


def find(name: str) -> Profile:
    """The profile called `name` (`default` when that is empty).

    Raises:
        UsageError: there is no such profile.
        ConfigError: its file has an unknown key, or a value of the wrong type.
    """
    if name in ("", DEFAULT):
        return OPEN
    if name not in NAMES:
        import difflib

        close = difflib.get_close_matches(name.lower(), NAMES, n=1)
        meant = f"did you mean {close[0]}? " if close else ""
        raise UsageError(f"newsml-g2 has no profile {name!r}", hint=f"{meant}there is: {', '.join(NAMES)}")
    return load(name)


def load(name: str) -> Profile:
    """The profile in `templates/newsml-g2/profiles/<name>.toml`.

    Raises:
        InputError: there is no such file.
        ConfigError: it has an unknown key, a value of the wrong type, or a version of the standard without a row.
    """
    import tomllib

    from syndicate.context import template
    from syndicate.formats import g2

    file = f"newsml-g2/profiles/{name}.toml"
    try:
        profile = msgspec.convert(tomllib.loads(template(file).decode("utf-8")), Profile)
    except (msgspec.ValidationError, tomllib.TOMLDecodeError, UnicodeDecodeError) as fault:
        raise ConfigError(f"{file}: {fault}", hint="compare with newsml-g2/profiles/default.toml") from fault
    if profile.standard not in g2.STANDARDS:
        raise ConfigError(
            f"{file}: NewsML-G2 {profile.standard} is not known here", hint=f"there is: {', '.join(g2.STANDARDS)}"
        )
    return profile
