"""Official schemas: pinned, all or none, from anywhere; no address outside this machine is asked."""

from __future__ import annotations

import functools
import hashlib
import os
import shutil
import threading
from collections.abc import Iterator
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from syndicate import schemas
from syndicate.cli import main
from syndicate.errors import InputError, UsageError
from syndicate.schemas import SCHEMAS, Schema, install, installed

ROOT = Path(__file__).resolve().parent.parent
OFFICIAL = Path(os.environ.get("SYNDICATE_SCHEMAS") or ROOT.parent / "shared" / "schemas")

FILES = {"a/one.xsd": b"<one/>", "a/two.xsd": b"<two/>" * 1000, "b/three.json": b"{}"}


class Quiet(SimpleHTTPRequestHandler):
    """A server that keeps its log to itself."""

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture
def mirror(tmp_path: Path) -> Path:
    """A folder laid out as the schemas are."""
    folder = tmp_path / "mirror"
    for name, data in FILES.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(data)
    return folder


@pytest.fixture
def address(mirror: Path) -> Iterator[str]:
    """The mirror, served on this machine."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Quiet, directory=str(mirror)))
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


def pinned(address: str = "") -> tuple[Schema, ...]:
    """The files of the mirror as schemas with official addresses below `address`."""
    return tuple(
        Schema(name, f"{address}/{name}", hashlib.sha256(data).hexdigest(), "a test") for name, data in FILES.items()
    )


def files(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.mark.parametrize("origin", ["official", "address", "address/", "folder"])
def test_they_are_installed_from_wherever_they_are(tmp_path: Path, mirror: Path, address: str, origin: str) -> None:
    """From the official addresses, a mirror, or a folder: the same layout."""
    origins = {"official": "", "address": address, "address/": f"{address}/", "folder": str(mirror)}
    seen: list[str] = []
    install(tmp_path / "cache", origins[origin], schemas=pinned(address), progress=seen.append)
    assert files(tmp_path / "cache") == FILES
    assert seen == list(FILES)
    assert all(installed(tmp_path / "cache", pinned()).values())


def test_a_file_that_is_another_one_installs_nothing(tmp_path: Path, mirror: Path, address: str) -> None:
    """The last of three is wrong: the first two are not installed either."""
    (mirror / "b/three.json").write_bytes(b"{ }")
    with pytest.raises(InputError, match="SHA-256") as caught:
        install(tmp_path / "cache", schemas=pinned(address))
    assert "b/three.json" in caught.value.message
    assert "nothing was installed" in caught.value.hint
    assert not (tmp_path / "cache").exists()


def test_a_failed_update_leaves_what_was_there(tmp_path: Path, mirror: Path) -> None:
    """The old files stay as they were."""
    install(tmp_path / "cache", str(mirror), schemas=pinned())
    (mirror / "a/one.xsd").unlink()
    with pytest.raises(InputError, match="cannot be read"):
        install(tmp_path / "cache", str(mirror), schemas=pinned())
    assert files(tmp_path / "cache") == FILES


def test_what_a_server_can_do_wrong(tmp_path: Path, mirror: Path, address: str) -> None:
    """Not there, or nobody listens, or far too large."""
    with pytest.raises(InputError, match=r"cannot be fetched: .*[Nn]ot [Ff]ound"):
        install(tmp_path / "cache", f"{address}/elsewhere", schemas=pinned())
    with pytest.raises(InputError, match="cannot be fetched"):
        install(tmp_path / "cache", "http://127.0.0.1:9", schemas=pinned())
    (mirror / "a/one.xsd").write_bytes(b"x" * (5 << 20))
    with pytest.raises(InputError, match="far too large"):
        install(tmp_path / "cache", address, schemas=pinned())
    assert not (tmp_path / "cache").exists()


def test_an_origin_that_is_none(tmp_path: Path) -> None:
    """Neither a folder nor an address."""
    with pytest.raises(UsageError, match="neither a folder nor a web address"):
        install(tmp_path / "cache", "ftp://mirror.example", schemas=pinned())


def test_a_changed_file_counts_as_not_installed(tmp_path: Path, mirror: Path) -> None:
    """`syndicate doctor` compares checksums, not names."""
    install(tmp_path / "cache", str(mirror), schemas=pinned())
    (tmp_path / "cache" / "a/one.xsd").write_bytes(b"<won/>")
    assert list(installed(tmp_path / "cache", pinned()).values()) == [False, True, True]


def test_the_command_installs_into_the_cache(
    tmp_path: Path, mirror: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Where `syndicate validate` finds them."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    monkeypatch.setattr(schemas.install, "__kwdefaults__", {**schemas.install.__kwdefaults__, "schemas": pinned()})
    assert main(["schemas", "install", "--from", str(mirror)]) == 0
    assert files(tmp_path / "syndicate" / "schemas") == FILES
    assert f"3 schemas installed in {tmp_path / 'syndicate' / 'schemas'}" in capsys.readouterr().out


def test_the_addresses_are_official() -> None:
    """Encrypted, of the two bodies that publish them, each file once."""
    assert {(urlsplit(s.address).scheme, urlsplit(s.address).hostname) for s in SCHEMAS} == {
        ("https", "www.iptc.org"),
        ("https", "www.w3.org"),
    }
    assert len({schema.path for schema in SCHEMAS}) == len(SCHEMAS) == 9
    assert all(urlsplit(schema.address).path.endswith(Path(schema.path).name) for schema in SCHEMAS)


@pytest.mark.skipif(not (OFFICIAL / "newsml-g2").is_dir(), reason="the official schemas are not here")
def test_the_pins_are_those_of_the_official_files(tmp_path: Path) -> None:
    """Taken from a folder that has them, they are all accepted."""
    shutil.copytree(OFFICIAL, tmp_path / "official")
    install(tmp_path / "cache", str(tmp_path / "official"))
    assert all(installed(tmp_path / "cache").values())
