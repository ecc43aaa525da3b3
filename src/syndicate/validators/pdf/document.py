"""The file as a whole: it opens without repair, says what it is, and does nothing on its own."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pikepdf

from syndicate.contracts import Proof
from syndicate.diagnostics import Diagnostic
from syndicate.formats.press import Press, find
from syndicate.validators.pdf import claims, fonts, pages, press, structure
from syndicate.validators.pdf.findings import Findings

_DATE = re.compile(r"D:(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(Z|[+-]\d\d'\d\d'?)")
_LANGUAGE = re.compile(r"[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*")
_HARMLESS = frozenset({"/URI", "/GoTo"})
_ON_SCREENS = frozenset({"SYN-PDF-122", "SYN-PDF-124", "SYN-PDF-125", "SYN-PDF-126"})
"""What is not asked of a file to print from: that its text can be read out, or that there is any."""

_LONG = 20
"""Pages from which a file without bookmarks is hard to find one's way in."""


def judge(path: Path, proof: Proof) -> tuple[Diagnostic, ...]:
    """All findings on the file at `path`.

    Raises:
        UsageError: the profile is for a press, and an option of it is wrong.
    """
    wanted = find(proof.profile, proof.options)
    findings = Findings(proof.name, without=_ON_SCREENS if wanted is not None else frozenset())
    proof.judges.append(f"syndicate pdf, qpdf {pikepdf.__libqpdf_version__}")
    data = path.read_bytes()
    if not data.startswith(b"%PDF-"):
        findings.error("SYN-PDF-101", "this is no PDF file: it does not begin with %PDF-")
        return findings.all()
    if wanted is None:
        _frame(data, findings)
    try:
        with pikepdf.open(path, suppress_warnings=True) as pdf:
            if wanted is None:
                _document(pdf, findings)
            else:
                _for_press(pdf, wanted, findings)
    except pikepdf.PasswordError:
        findings.error(
            "SYN-PDF-103", "the file is encrypted: readers and presses cannot open it", hint="deliver it open"
        )
    except (
        pikepdf.PdfError,
        ValueError,
        TypeError,
        LookupError,
        AttributeError,
        ArithmeticError,
        RuntimeError,
    ) as fault:
        # What a damaged file makes qpdf or its binding say is as manifold as damage; all of it is one finding.
        findings.error(
            "SYN-PDF-101", f"the file cannot be read: {str(fault).splitlines()[0] if str(fault) else fault!r}"
        )
    return findings.all()


def _frame(data: bytes, findings: Findings) -> None:
    """PDF 1.7 7.5.5: the file ends with its end marker, once: what was appended later was proven by nobody."""
    ends = data.count(b"%%EOF")
    if ends != 1:
        findings.error(
            "SYN-PDF-104", f"the file has {ends} end markers: it is cut off, or something was appended to it"
        )
    elif data[data.rindex(b"%%EOF") + 5 :].strip():
        findings.error("SYN-PDF-104", "something stands behind the end of the file")


def _sound(pdf: pikepdf.Pdf, findings: Findings) -> None:
    """What any file has to be: whole, and open."""
    for problem in dict.fromkeys([*map(str, pdf.get_warnings()), *pdf.check_pdf_syntax()]):
        findings.error("SYN-PDF-102", f"qpdf had to repair: {problem}")
    if pdf.is_encrypted:
        findings.error(
            "SYN-PDF-103", "the file is encrypted: some readers and most presses refuse it", hint="deliver it open"
        )


def _for_press(pdf: pikepdf.Pdf, wanted: Press, findings: Findings) -> None:
    """A file to print from: whole, open, doing nothing on its own, its fonts inside, and right for the press."""
    _sound(pdf, findings)
    _actions(pdf, findings)
    if len(pdf.pages) == 0:
        findings.error("SYN-PDF-105", "the file has no pages")
        return
    fonts.check(pdf, findings)
    press.check(pdf, wanted, findings)


def _document(pdf: pikepdf.Pdf, findings: Findings) -> None:
    _sound(pdf, findings)
    _properties(pdf, findings)
    _outline(pdf, findings)
    _actions(pdf, findings)
    if len(pdf.pages) == 0:
        findings.error("SYN-PDF-105", "the file has no pages")
        return
    pages.check(pdf, findings)
    fonts.check(pdf, findings)
    structure.check(pdf, findings)
    claims.check(pdf, findings)


def _properties(pdf: pikepdf.Pdf, findings: Findings) -> None:
    """Title, language, dates (14.3.3, 14.9.2), and that viewers show the title rather than the file's name (12.2)."""
    info = pdf.docinfo
    if not str(info.get("/Title", "")).strip():
        findings.error("SYN-PDF-110", "the file has no title", "/Info/Title")
    language = str(pdf.Root.get("/Lang", ""))
    if not _LANGUAGE.fullmatch(language):
        said = f"names no language: {language!r}" if language else "does not say its language"
        findings.error("SYN-PDF-111", f"the file {said}", "/Root/Lang", hint="BCP 47, und when it is not known")
    for key in ("/CreationDate", "/ModDate"):
        if key in info and not _is_date(str(info[key])):
            findings.error("SYN-PDF-112", f"{str(info[key])!r} is no date with a zone", f"/Info{key}")
    preferences: Any = pdf.Root.get("/ViewerPreferences")
    if not isinstance(preferences, pikepdf.Dictionary) or not bool(preferences.get("/DisplayDocTitle")):
        findings.error("SYN-PDF-113", "viewers are not told to show the title", "/Root/ViewerPreferences")
    identifier = pdf.trailer.get("/ID")
    if not isinstance(identifier, pikepdf.Array) or len(identifier) != 2 or not bytes(identifier[0]):
        findings.error("SYN-PDF-114", "the file has no identifier (14.4)", "/ID")


def _is_date(value: str) -> bool:
    match = _DATE.fullmatch(value)
    if match is None:
        return False
    month, day, hour, minute, second = (int(part) for part in match.groups()[1:6])
    return 1 <= month <= 12 and 1 <= day <= 31 and hour < 24 and minute < 60 and second < 60


def _outline(pdf: pikepdf.Pdf, findings: Findings) -> None:
    """Bookmarks (12.3.3): promised ones are there, have titles, and lead to pages of this file."""
    root = pdf.Root.get("/Outlines")
    first = root.get("/First") if isinstance(root, pikepdf.Dictionary) else None
    if first is None:
        if pdf.Root.get("/PageMode") == "/UseOutlines":
            findings.error("SYN-PDF-115", "viewers are told to show bookmarks and there are none", "/Root/Outlines")
        elif len(pdf.pages) > _LONG:
            findings.warning("SYN-PDF-115", f"{len(pdf.pages)} pages and no bookmarks", "/Root/Outlines")
        return
    known = {page.obj.objgen for page in pdf.pages}
    seen: set[tuple[int, int]] = set()
    waiting = [first]
    while waiting:
        entry = waiting.pop()
        if not isinstance(entry, pikepdf.Dictionary) or entry.objgen in seen:
            findings.error("SYN-PDF-115", "the bookmarks run in a circle or into nothing", "/Root/Outlines")
            return
        seen.add(entry.objgen)
        title = str(entry.get("/Title", ""))
        if not title.strip():
            findings.error("SYN-PDF-115", "a bookmark has no title", "/Root/Outlines")
        if not pages.leads_to_page(pdf, entry.get("/Dest") or entry.get("/A", pikepdf.Dictionary()).get("/D"), known):
            findings.error("SYN-PDF-115", f"the bookmark {title!r} leads to no page", "/Root/Outlines")
        waiting.extend(entry[key] for key in ("/Next", "/First") if key in entry)


def _actions(pdf: pikepdf.Pdf, findings: Findings) -> None:
    """No scripts, no programs, no forms that send: a news page does nothing on its own."""
    for key in ("/OpenAction", "/AA", "/AcroForm"):
        value = pdf.Root.get(key)
        if value is not None and not isinstance(value, pikepdf.Array):
            findings.error("SYN-PDF-120", f"the document has {key[1:]}", f"/Root{key}")
    names: Any = pdf.Root.get("/Names", pikepdf.Dictionary())
    if "/JavaScript" in names:
        findings.error("SYN-PDF-120", "the document has JavaScript", "/Root/Names/JavaScript")
    for thing in pdf.objects:
        if not isinstance(thing, pikepdf.Dictionary | pikepdf.Stream):
            continue
        kind = thing.get("/S")
        if "/JS" in thing or (thing.get("/Type") == "/Action" and kind not in _HARMLESS):
            findings.error("SYN-PDF-120", f"the file has an action {kind}", f"object {thing.objgen[0]}")
        if "/AA" in thing:
            findings.error("SYN-PDF-120", "the file has a trigger", f"object {thing.objgen[0]}")
        action = thing.get("/A")
        if isinstance(action, pikepdf.Dictionary) and action.get("/S") not in _HARMLESS:
            findings.error("SYN-PDF-120", f"a link has an action {action.get('/S')}", f"object {thing.objgen[0]}")
