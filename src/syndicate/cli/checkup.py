"""The checks of ``syndicate doctor``: each says what was found, and the way out where something is not there."""

from __future__ import annotations

import platform
import re
import shutil
import subprocess
from pathlib import Path
from typing import NamedTuple

from syndicate import __version__, config, rows, schemas
from syndicate.cli import extras
from syndicate.context import Context, cache_folder, templates_folder
from syndicate.errors import SyndicateError
from syndicate.validators.epub import epubcheck
from syndicate.validators.pdf import verapdf

_JAVA_SECONDS = 20.0


class Check(NamedTuple):
    """One thing that was looked at; `advice` is what to do, empty when all is well."""

    name: str
    ok: bool
    found: str
    advice: str = ""


def checkup() -> list[Check]:
    """Look at everything, in the order in which it matters."""
    context = Context.from_environment()
    return [
        Check("syndicate", True, f"{__version__} on Python {platform.python_version()}"),
        _templates(),
        *(_extra(name) for name in ("pdf", "epub", "html", "markdown")),
        _plugins(),
        _java(),
        _epubcheck(context),
        _verapdf(context),
        _schemas(context),
        _config(),
    ]


def _templates() -> Check:
    try:
        return Check("templates", True, str(templates_folder()))
    except SyndicateError as error:
        return Check("templates", False, error.message, error.hint)


def _extra(name: str) -> Check:
    gone = extras.missing(name)
    if not gone:
        return Check(f"extra {name}", True, f"all {len(extras.EXTRAS[name])} packages")
    return Check(f"extra {name}", False, f"missing: {', '.join(gone)}", extras.command(name))


def _plugins() -> Check:
    try:
        known = {
            *(row.distribution for row in rows.exporters().values()),
            *(row.distribution for row in rows.importers().values()),
            *(row.distribution for row in rows.validators().values()),
        }
    except SyndicateError as error:
        return Check("plugins", False, error.message, error.hint)
    names = sorted(known - {"syndicate"})
    return Check("plugins", True, ", ".join(names) or "none")


def _java() -> Check:
    path = shutil.which("java")
    if path is None:
        return Check("java", False, "not found", "epubcheck needs it: install a JDK, such as default-jdk-headless")
    try:
        answer = subprocess.run(
            [path, "-version"], capture_output=True, text=True, timeout=_JAVA_SECONDS, check=False
        ).stderr
    except (OSError, subprocess.TimeoutExpired) as error:
        return Check("java", False, f"{path} does not answer: {error}", "install it again")
    version = re.search(r'"([^"]+)"', answer)
    return Check("java", True, f"{version.group(1) if version else 'unknown version'} at {path}")


def _epubcheck(context: Context) -> Check:
    found = epubcheck.find(context.epubcheck)
    if found is None:
        return Check("epubcheck", False, "not found, or no Java", extras.command("check"))
    speed = "one warm process" if found.has_compiler else "one process a file: a JDK, not only a JRE, makes it fast"
    return Check("epubcheck", True, f"{found.jar} ({speed})")


def _verapdf(context: Context) -> Check:
    found = verapdf.find(context.verapdf)
    if found is None:
        return Check("veraPDF", False, "not found", "put verapdf on the path; our own rules judge in any case")
    return Check("veraPDF", True, str(found))


def _schemas(context: Context) -> Check:
    advice = "syndicate schemas install; our own rules judge in any case"
    if context.schemas is None:
        return Check("schemas", False, f"none: {cache_folder() / 'schemas'} is not there", advice)
    whole = schemas.installed(context.schemas)
    count = sum(whole.values())
    found = f"{count} of {len(whole)} in {context.schemas}"
    return Check("schemas", count == len(whole), found, "" if count == len(whole) else advice)


def _config() -> Check:
    try:
        found = config.load(Path())
    except SyndicateError as error:
        return Check("config", False, error.message, error.hint)
    return Check("config", True, str(found.path) if found.path else "no syndicate.toml here or above, which is fine")
