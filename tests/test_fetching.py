"""Sources on the web: only when asked for, only from public hosts, and never more than the bounds; all on loopback."""

from __future__ import annotations

import shutil
import socket
import ssl
import subprocess
import threading
import time
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

import laws
from syndicate import fetching
from syndicate.collect import collect
from syndicate.context import Context, Fetching
from syndicate.errors import InputError, UsageError
from syndicate.fetching import fetch, is_public

PAGE = b'<html lang="en"><h1>Ferries</h1><p>Words with a <a href="plan.html">plan</a>.</p>'
HTML = "Content-Type: text/html\r\n"
BOUNDS = Fetching(size=2000, seconds=5, redirects=3, private=True)


@dataclass
class Server:
    """A server on loopback that answers each request with the next of its answers, and keeps what it was asked."""

    answers: dict[str, bytes | list[bytes]]
    asked: list[str] = field(default_factory=list)
    address: str = ""

    def serve(self, listening: socket.socket) -> None:
        """Answer until the socket is closed; pieces of an answer come a fifth of a second apart."""
        while True:
            try:
                connection, _ = listening.accept()
            except OSError:
                return
            with connection:
                connection.settimeout(5)
                try:
                    request = connection.recv(65536).decode("latin-1")
                    self.asked.append(request)
                    answer = self.answers.get(request.split(" ")[1], b"HTTP/1.1 404 Not Found\r\n\r\n")
                    for number, piece in enumerate([answer] if isinstance(answer, bytes) else answer):
                        time.sleep(0.2 * bool(number))
                        connection.sendall(piece)
                except OSError:
                    continue


@pytest.fixture
def server() -> Iterator[Server]:
    with closing(socket.create_server(("127.0.0.1", 0))) as listening:
        found = Server({})
        found.address = f"http://127.0.0.1:{listening.getsockname()[1]}"
        thread = threading.Thread(target=found.serve, args=(listening,), daemon=True)
        thread.start()
        yield found
        listening.shutdown(socket.SHUT_RDWR)
    thread.join(5)


def answer(body: bytes, head: str = HTML, status: str = "200 OK") -> bytes:
    return f"HTTP/1.1 {status}\r\n{head}Content-Length: {len(body)}\r\n\r\n".encode() + body


def to(place: str) -> bytes:
    return answer(b"", f"Location: {place}\r\n", "302 Found")


def context(limits: Fetching | None = BOUNDS) -> Context:
    return replace(laws.context(), fetching=limits)


# --- what comes ------------------------------------------------------------------------------------------------------


def test_nothing_is_fetched_unless_it_is_asked_for(server: Server) -> None:
    with pytest.raises(UsageError, match="unless --fetch is given"):
        collect([server.address], context(None))
    assert server.asked == []


def test_a_page_knows_where_it_came_from(server: Server) -> None:
    server.answers = {"/old": to("/news/ferries"), "/news/ferries": answer(PAGE)}
    collected = collect([f"{server.address}/old#top"], context())
    (article,) = collected.edition.articles
    assert article.canonical_url == f"{server.address}/news/ferries"
    assert article.body[0].text[1].marks[0].href == f"{server.address}/news/plan.html"  # type: ignore[union-attr]
    assert [(source.importer, source.why) for source in collected.sources] == [("html", "its content is html")]
    request = server.asked[0]
    assert "\r\nHost: 127.0.0.1:" in request and "Cookie" not in request and "Accept-Encoding: identity" in request


def test_a_feed_by_its_address(server: Server) -> None:
    data = (
        b'<rss version="2.0"><channel><title>T</title><item><title>A</title><link>a.html</link></item></channel></rss>'
    )
    server.answers = {"/feed": answer(data, "Content-Type: application/rss+xml; charset=utf-8\r\n")}
    edition = collect([f"{server.address}/feed"], context()).edition
    assert (edition.title, edition.articles[0].canonical_url) == ("T", f"{server.address}/a.html")


def test_the_encoding_that_the_server_names_counts(server: Server) -> None:
    server.answers = {
        "/": answer("<h1>Żółw</h1>".encode("iso-8859-2"), "Content-Type: text/html; charset=iso-8859-2\r\n")
    }
    assert collect([server.address], context()).edition.articles[0].headline == "Żółw"


def test_one_that_fails_is_set_aside(server: Server, tmp_path: Any) -> None:
    (tmp_path / "a.html").write_bytes(PAGE)
    collected = collect([f"{server.address}/gone", str(tmp_path / "a.html")], context())
    assert len(collected.edition.articles) == 1
    assert [finding.code for finding in collected.report] == ["SYN-INPUT-001"]
    with pytest.raises(InputError, match="answers 404 Not Found"):
        collect([f"{server.address}/gone"], context())


@pytest.mark.parametrize(
    ("said", "why"),
    [
        (answer(b"x" * 3000), "has 3000 bytes, more than 2000"),
        (b"HTTP/1.1 200 OK\r\n" + HTML.encode() + b"\r\n" + b"x" * 3000, "has more than 2000 bytes"),
        (answer(PAGE, "Content-Type: image/png\r\n"), "is image/png, which is not read"),
        (answer(PAGE, HTML + "Content-Encoding: gzip\r\n"), "is packed as gzip"),
        (answer(PAGE)[:-10], "broke off after"),
        (b"", "cannot be had"),
        (b"no http at all\r\n\r\n", "cannot be had"),
        (answer(b"", "", "302 Found"), "does not say where"),
        (to("/"), "leads on more than 3 times"),
        (to("file:///etc/passwd"), "which is no web address"),
        (to("http://[::1"), "which is no web address"),
        (answer(PAGE, "", "500 Oh"), "answers 500"),
    ],
)
def test_what_is_refused(server: Server, said: bytes, why: str) -> None:
    server.answers = {"/": said}
    with pytest.raises(InputError, match=why):
        fetch(f"{server.address}/", BOUNDS)


@pytest.mark.parametrize("slow", ["body", "head"])
def test_time_is_over_however_slowly_it_comes(server: Server, slow: str) -> None:
    whole = answer(PAGE)
    start = len(whole) - len(PAGE) if slow == "body" else 3
    server.answers = {"/": [whole[:start], *(bytes([byte]) for byte in whole[start:])]}
    began = time.monotonic()
    with pytest.raises(InputError, match=r"took longer than 0\.5 seconds"):
        fetch(f"{server.address}/", replace(BOUNDS, seconds=0.5))
    assert time.monotonic() - began < 4


@pytest.mark.parametrize(
    "address", ["ftp://a.example/x", "file:///etc/passwd", "gopher://a.example", "http://", "x://y"]
)
def test_other_schemes_are_not_asked(address: str) -> None:
    with pytest.raises(InputError, match="no web address"):
        collect([address], context())


def test_no_password_is_sent(server: Server) -> None:
    with pytest.raises(InputError, match="a name and a password"):
        fetch(server.address.replace("//", "//me:secret@"), BOUNDS)
    assert server.asked == []


# --- whom may be asked -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "number",
    ["127.0.0.1", "10.0.0.1", "172.16.5.4", "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.0.0.0", "224.0.0.1",
     "255.255.255.255", "192.0.2.1", "198.18.0.1", "::1", "::", "fe80::1", "fc00::1", "fec0::1", "ff02::1",
     "::ffff:127.0.0.1", "::ffff:10.0.0.1", "64:ff9b::7f00:1", "64:ff9b::a00:1", "2002:7f00:1::", "2001:db8::1"],
)  # fmt: skip
def test_private_addresses(number: str) -> None:
    assert not is_public(number)


@pytest.mark.parametrize(
    "number", ["1.1.1.1", "93.184.216.34", "2606:4700::1111", "64:ff9b::101:101", "::ffff:1.1.1.1"]
)
def test_public_addresses(number: str) -> None:
    assert is_public(number)


def test_loopback_is_refused_unless_a_test_allows_it(server: Server) -> None:
    for host in (server.address, server.address.replace("127.0.0.1", "localhost")):
        with pytest.raises(InputError, match="which is not public"):
            fetch(host, Fetching())
    assert server.asked == []


def _named(monkeypatch: pytest.MonkeyPatch, names: dict[str, list[str]], server: Server) -> list[object]:
    """Names stand for these addresses, and whichever is asked, the server on loopback answers."""
    asked: list[object] = []
    port = int(server.address.rpartition(":")[2])

    def resolved(host: str, port: int, **_: object) -> list[tuple[Any, ...]]:
        return [(0, 0, 0, "", (number, port)) for number in names.get(host, [host])]

    def connected(place: tuple[str, int], timeout: float) -> socket.socket:
        asked.append(place)
        connection = socket.socket()
        connection.connect(("127.0.0.1", port))
        return connection

    monkeypatch.setattr(fetching.socket, "getaddrinfo", resolved)
    monkeypatch.setattr(fetching.socket, "create_connection", connected)
    return asked


def test_the_address_that_was_looked_at_is_the_one_that_is_asked(
    server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    server.answers = {"/": answer(PAGE)}
    asked = _named(monkeypatch, {"news.example": ["93.184.216.34"]}, server)
    assert fetch("http://news.example/", Fetching()).address == "http://news.example/"
    assert asked == [("93.184.216.34", 80)]
    assert "\r\nHost: news.example\r\n" in server.asked[0]


@pytest.mark.parametrize(
    ("place", "numbers"),
    [
        ("http://169.254.169.254/latest", []),
        ("http://inside.example/", ["10.0.0.8"]),
        ("http://both.example/", ["93.184.216.34", "127.0.0.1"]),
        ("//[::1]/", []),
        ("http://2130706433/", ["127.0.0.1"]),
    ],
)
def test_a_redirect_is_looked_at_like_the_first_address(
    server: Server, monkeypatch: pytest.MonkeyPatch, place: str, numbers: list[str]
) -> None:
    server.answers = {"/": to(place)}
    host = place.split("/")[2].strip("[]")
    asked = _named(monkeypatch, {"news.example": ["93.184.216.34"], host: numbers or [host]}, server)
    with pytest.raises(InputError, match="which is not public"):
        fetch("http://news.example/", Fetching())
    assert len(asked) == 1 and len(server.asked) == 1


def test_no_way_leads_from_https_to_http(monkeypatch: pytest.MonkeyPatch) -> None:
    def ask(*_: object) -> fetching._Answer:
        return fetching._Answer(301, "http://news.example/", "", "", b"")

    monkeypatch.setattr(fetching, "_ask", ask)
    with pytest.raises(InputError, match="leads from https to http"):
        fetch("https://news.example/", Fetching())


def test_https_asks_for_the_name_and_believes_its_certificate(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The name is what is proven, though the connection goes to a number; a certificate for another name is none."""
    if (openssl := shutil.which("openssl")) is None:
        pytest.skip("there is no openssl to make a certificate with")
    key, certificate = tmp_path / "key.pem", tmp_path / "certificate.pem"
    made = [openssl, "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", key, "-out", certificate, "-days", "2"]
    subprocess.run(
        [*made, "-subj", "/CN=x", "-addext", "subjectAltName=DNS:localhost"], check=True, capture_output=True
    )
    theirs = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    theirs.load_cert_chain(certificate, key)
    trusting = ssl.create_default_context(cafile=str(certificate))
    monkeypatch.setattr(fetching.ssl, "create_default_context", lambda: trusting)
    with (
        closing(socket.create_server(("127.0.0.1", 0))) as plain,
        theirs.wrap_socket(plain, server_side=True) as secure,
    ):
        port = plain.getsockname()[1] if plain.fileno() >= 0 else secure.getsockname()[1]
        served = Server({"/": answer(PAGE)})
        thread = threading.Thread(target=served.serve, args=(secure,), daemon=True)
        thread.start()
        assert fetch(f"https://localhost:{port}/", BOUNDS).data == PAGE
        with pytest.raises(InputError, match="cannot be had"):
            fetch(f"https://127.0.0.1:{port}/", BOUNDS)
        secure.shutdown(socket.SHUT_RDWR)
    thread.join(5)


def test_a_host_without_a_certificate_is_not_believed(server: Server) -> None:
    with pytest.raises(InputError, match="cannot be had"):
        fetch(server.address.replace("http:", "https:"), BOUNDS)
