"""NewsML-G2 from strangers: refused or judged within a second, in bounded memory, with no file and no network touched.

Each file is judged in a process of its own, that may take so much memory and so much time and no more.
"""

from __future__ import annotations

import json
import socket
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from syndicate.formats.g2 import CATALOG, NAR

SCHEMAS = Path(__file__).resolve().parent.parent.parent / "shared" / "schemas"
MEMORY = 1_200_000_000
"""Bytes of address space; the interpreter with its libraries takes a third of it."""
SECONDS = 1.0

JUDGE = """
import json, resource, sys, time
from datetime import UTC, datetime
from pathlib import Path
resource.setrlimit(resource.RLIMIT_AS, (int(sys.argv[2]), int(sys.argv[2])))
from syndicate.context import Context
from syndicate.contracts import Proof
from syndicate.validators.newsmlg2 import NewsmlG2Validator, grammar
schemas = Path(sys.argv[3]) if sys.argv[3] else None
context = Context(now=datetime(2025, 3, 1, tzinfo=UTC), schemas=schemas)
list(NewsmlG2Validator().check(Path(sys.argv[4]), Proof(name="warm", context=context)))
opened = []
watched = {"open", "socket.connect", "socket.getaddrinfo", "subprocess.Popen"}
sys.addaudithook(lambda event, args: opened.append(str(args[0])) if event in watched else None)
began = time.monotonic()
found = list(NewsmlG2Validator().check(Path(sys.argv[1]), Proof(name="x", context=context)))
took = time.monotonic() - began
print(json.dumps({"took": took, "opened": opened, "found": [(str(d.severity), d.code, d.message) for d in found]}))
"""


def item(meta: str = "", rest: str = "", before: str = "") -> str:
    """A small item."""
    return (
        f'{before}<newsItem xmlns="{NAR}" guid="urn:x:1" version="1" standard="NewsML-G2" standardversion="2.35"'
        f' conformance="power" xml:lang="en"><catalogRef href="{CATALOG}"/><itemMeta><itemClass qcode="ninat:text"/>'
        '<provider/><versionCreated>2025-01-01T00:00:00Z</versionCreated><pubStatus qcode="stat:usable"/>'
        f"{meta}</itemMeta>{rest}</newsItem>"
    )


def message(*items: str) -> str:
    """A message around items."""
    head = f'<newsMessage xmlns="{NAR}"><header><sent>2025-01-01T00:00:00Z</sent></header>'
    return f"{head}<itemSet>{''.join(items)}</itemSet></newsMessage>"


def meta(what: str) -> str:
    """A contentMeta."""
    return f"<contentMeta>{what}</contentMeta>"


def body(html: str) -> str:
    """A contentSet with XHTML."""
    root = f'<html xmlns="http://www.w3.org/1999/xhtml"><body>{html}</body></html>'
    return f'<contentSet><inlineXML contenttype="application/xhtml+xml">{root}</inlineXML></contentSet>'


_LAUGHS = "".join(f'<!ENTITY e{n + 1} "{f"&e{n};" * 20}">' for n in range(8))
_BOMB = f'<!DOCTYPE newsItem [<!ENTITY e0 "ha ha ha ha">{_LAUGHS}]>'
_LONG = f'<!DOCTYPE newsItem [<!ENTITY e "{"x" * 100_000}">]>'
_DEEP = 100_000
_ATTRIBUTE = 'a{}="x"'

REFUSED: dict[str, Callable[[], str]] = {
    "entity bomb": lambda: item("<edNote>&e8;</edNote>", before=_BOMB),
    "entity bomb in an attribute": lambda: item('<link href="&e8;"/>', before=_BOMB),
    "quadratic entity": lambda: item(f"<edNote>{'&e;' * 50_000}</edNote>", before=_LONG),
    "50 MB of inlineData": lambda: item(rest=f"<contentSet><inlineData>{'x' * 50_000_000}</inlineData></contentSet>"),
    "50 MB of inlineData in CDATA": lambda: item(
        rest=f"<contentSet><inlineData><![CDATA[{'x' * 50_000_000}]]></inlineData></contentSet>"
    ),
    "100,000 levels of G2": lambda: item(
        rest=f"<contentMeta>{'<subject>' * _DEEP}{'</subject>' * _DEEP}</contentMeta>"
    ),
    "100,000 levels of XHTML": lambda: item(rest=body(f"{'<div>' * _DEEP}{'</div>' * _DEEP}")),
    "100,000 levels around a message": lambda: "<a>" * _DEEP + message(item()) + "</a>" * _DEEP,
    "240,000 subjects": lambda: item(rest=meta('<subject id="a" qcode="a b"/>' * 240_000)),
    "a million tags": lambda: item(rest=body("<br/>" * 1_000_000)),
    "100,000 attributes": lambda: item(f"<link {' '.join(map(_ATTRIBUTE.format, range(100_000)))}/>"),
    "100,000 groups in a chain": lambda: item(
        rest="<groupSet root='g0'>"
        + "".join(f"<group id='g{n}'><groupRef idref='g{n + 1}'/></group>" for n in range(100_000))
        + "</groupSet>"
    ),
    "200,000 signals in the header": lambda: message(item()).replace(
        "</sent>", "</sent>" + "<signal qcode='a:b'/>" * 200_000
    ),
}
BOUNDED: dict[str, Callable[[], str]] = {
    "9 MB in one text": lambda: item(rest=f"<contentSet><inlineData>{'x' * 9_000_000}</inlineData></contentSet>"),
    "QCode of 9 MB": lambda: item(f'<role qcode="{"a" * 9_000_000}:b"/>'),
    "language tag of a million parts": lambda: item(f'<title xml:lang="{"a-" * 1_000_000}b">x</title>'),
    "moment of a million digits": lambda: item().replace("2025-01-01T00:00:00Z", "2" * 1_000_000),
    "blanks by the million": lambda: item(f"<title>{' ' * 9_000_000}</title>"),
    "10,000 unknown aliases": lambda: item(rest=meta("".join(f'<subject qcode="a{n}:b"/>' for n in range(10_000)))),
    "10,000 handlers": lambda: item(rest=body('<p onclick="x">y</p>' * 10_000)),
    "2,000 items of one guid": lambda: message(*[item()] * 2_000),
    "200 levels": lambda: item(rest=f"<contentMeta>{'<subject>' * 200}{'</subject>' * 200}</contentMeta>"),
}


def judged(text: str, folder: Path, *, schemas: str = "") -> dict[str, list[str] | list[list[str]] | float]:
    """What a bounded process says of `text`: how long it took, what it opened, what it found."""
    path, warm = folder / "hostile.xml", folder / "warm.xml"
    path.write_text(text, encoding="utf-8")
    warm.write_text(message(item()), encoding="utf-8")
    run = subprocess.run(
        [sys.executable, "-c", JUDGE, str(path), str(MEMORY), schemas, str(warm)],
        capture_output=True,
        text=True,
        timeout=30,
    )
    assert run.returncode == 0, run.stderr[-2000:]
    found: dict[str, list[str] | list[list[str]] | float] = json.loads(run.stdout)
    return found


def fast(said: dict[str, list[str] | list[list[str]] | float], folder: Path) -> set[str]:
    """The codes, once it is sure that the judgement was quick and opened nothing but the file."""
    assert isinstance(said["took"], float) and said["took"] < SECONDS
    assert said["opened"] == [str(folder / "hostile.xml")]
    assert isinstance(said["found"], list)
    assert all(len(found[2]) < 1000 for found in said["found"]), "messages are short whatever the file holds"
    return {found[1] for found in said["found"]}


@pytest.mark.parametrize("name", REFUSED)
def test_hostile_files_are_refused(name: str, tmp_path: Path) -> None:
    """Refused with a code of its own, soon, and with nothing opened on the way."""
    assert "SYN-G2-007" in fast(judged(REFUSED[name](), tmp_path), tmp_path)


@pytest.mark.parametrize("schemas", [False, True], ids=["alone", "with the official schema"])
@pytest.mark.parametrize("name", BOUNDED)
def test_heavy_files_are_judged_in_time(name: str, schemas: bool, tmp_path: Path) -> None:
    """What is below the bounds is judged, and a finding is made some hundred times at most."""
    if schemas and not SCHEMAS.is_dir():
        pytest.skip("the official schemas are not beside the project")
    said = judged(BOUNDED[name](), tmp_path, schemas=str(SCHEMAS) if schemas else "")
    codes = fast(said, tmp_path)
    assert codes and "SYN-G2-007" not in codes
    assert isinstance(said["found"], list) and len(said["found"]) < 500


@pytest.mark.parametrize(
    "before",
    [
        '<!DOCTYPE newsItem [<!ENTITY e SYSTEM "{bait}">]>',
        '<!DOCTYPE newsItem [<!ENTITY % p SYSTEM "{bait}"> %p;]>',
        '<!DOCTYPE newsItem SYSTEM "{bait}">',
        '<?xml-model href="{bait}"?><?xml-stylesheet href="{bait}"?>',
        "",
    ],
)
def test_nothing_outside_is_touched(before: str, tmp_path: Path) -> None:
    """Neither a file nor an address is followed: entities, DTD, XInclude, schema locations, catalogs."""
    calls: list[object] = []
    secret = tmp_path / "secret.txt"
    secret.write_text("swallowed")
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0.2)
        address = f"http://127.0.0.1:{server.getsockname()[1]}/bait"
        listening = threading.Event()

        def listen() -> None:
            listening.set()
            while not calls and not done.is_set():
                try:
                    calls.append(server.accept())
                except TimeoutError:
                    continue

        done = threading.Event()
        thread = threading.Thread(target=listen)
        thread.start()
        listening.wait(5)
        try:
            for bait in (address, secret.as_uri()):
                note = "<edNote>&e;</edNote>" if "ENTITY e" in before else ""
                include = f'<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="{bait}" parse="text"/>'
                text = item(note + include, before=before.format(bait=bait))
                text = text.replace(CATALOG, address).replace(
                    "<newsItem",
                    '<newsItem xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"'
                    f' xsi:schemaLocation="{NAR} {bait}"',
                    1,
                )
                said = judged(text, tmp_path, schemas=str(SCHEMAS) if SCHEMAS.is_dir() else "")
                fast(said, tmp_path)
                assert "swallowed" not in json.dumps(said)
        finally:
            done.set()
            thread.join(5)
    assert calls == []
