"""Sources on the web, fetched only when `--fetch` asks for it, and within bounds.

What an address leads to is not known before it is asked, so nothing is taken on trust: http and https alone; every
address that a name stands for is public, or none is asked (RFC 6890); the connection goes to the address that was
looked at, so that a name cannot change its mind in between; each redirect begins anew; size and time have an end, and
what is no text that an importer reads is refused by its media type.
"""

from __future__ import annotations

import http.client
import socket
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from ipaddress import IPv4Address, IPv6Address, ip_address
from typing import NamedTuple
from urllib.parse import SplitResult, urljoin, urlsplit

from syndicate.context import Fetching
from syndicate.contracts import Source
from syndicate.errors import InputError
from syndicate.formats.addresses import absolute

_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_TYPES = frozenset(
    {"application/atom+xml", "application/feed+json", "application/json", "application/rdf+xml", "application/rss+xml",
     "application/xhtml+xml", "application/xml", "text/html", "text/markdown", "text/plain", "text/xml"}
)  # fmt: skip
_DECODED = frozenset({"text/html", "text/plain", "text/markdown"})
"""Types whose `charset` outranks what the text says of itself (HTML 13.2.3.2); XML has its own declaration."""
_CHUNK = 65536
_HEADERS = {
    "Accept": "text/html, application/rss+xml, application/atom+xml, application/feed+json, */*;q=0.5",
    "Accept-Encoding": "identity",
    "User-Agent": "syndicate",
    "Connection": "close",
}


class _Answer(NamedTuple):
    status: int
    location: str
    media_type: str
    charset: str
    data: bytes


def fetch(address: str, limits: Fetching) -> Source:
    """What lies at `address`, as a source that knows where it came from.

    Raises:
        InputError: the address may not be asked, does not answer as it should, or gives too much or nothing to read.
    """
    asked = address
    with _Clock(limits.seconds) as clock:
        for _ in range(limits.redirects + 1):
            parts = _parts(asked, address)
            answer = _ask(parts, address, limits, clock)
            if answer.status not in _REDIRECTS:
                return _source(answer, asked, address)
            if not answer.location:
                raise _refused(address, f"answers {answer.status} and does not say where to go on")
            following = _following(asked, answer.location)
            if parts.scheme == "https" and not following.startswith("https:"):
                raise _refused(address, f"leads from https to {following}", "ask that address itself, if it may be")
            asked = following
    raise _refused(address, f"leads on more than {limits.redirects} times")


def _source(answer: _Answer, asked: str, address: str) -> Source:
    if answer.status != 200:
        hint = "look at it in a browser: is it there, and open to everyone?"
        meaning = http.client.responses.get(answer.status, "")
        raise _refused(address, f"answers {answer.status} {meaning}".rstrip(), hint)
    if answer.media_type and answer.media_type not in _TYPES:
        raise _refused(address, f"is {answer.media_type}, which is not read", "fetch it yourself and name the file")
    data = answer.data
    if answer.charset and answer.media_type in _DECODED and not data.startswith(b"\xef\xbb\xbf"):
        try:
            data = b"\xef\xbb\xbf" + data.decode(answer.charset).encode()
        except (LookupError, UnicodeError):
            data = answer.data
    return Source(name=asked, data=data, address=asked.partition("#")[0])


# --- where ----------------------------------------------------------------------------------------------------------


def _parts(asked: str, address: str) -> SplitResult:
    """The parts of an address that may be asked."""
    known = absolute(asked)
    parts = urlsplit(known or "")
    if parts.scheme not in ("http", "https") or not parts.hostname:
        what = "is no web address" if asked == address else f"leads to {asked}, which is no web address"
        raise _refused(address, what, "addresses begin with http:// or https://")
    if "@" in parts.netloc:
        raise _refused(address, "has a name and a password in it", "fetch it yourself and name the file")
    return parts


def _following(asked: str, location: str) -> str:
    try:
        return urljoin(asked, location)
    except ValueError:
        return location


def _public(host: str, port: int, address: str, limits: Fetching) -> list[str]:
    """The addresses that `host` stands for, when all of them are public."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise _refused(address, f"no such host: {host} ({error})", "check the address, and the network") from None
    numbers = list(dict.fromkeys(str(entry[4][0]).partition("%")[0] for entry in found))
    for number in numbers:
        if not limits.private and not is_public(number):
            raise _refused(address, f"{host} is {number}, which is not public", "fetch it yourself and name the file")
    if not numbers:
        raise _refused(address, f"no such host: {host}")
    return numbers


def is_public(number: str) -> bool:
    """Whether an address of the internet protocol is one that everyone can ask (RFC 6890), one inside IPv6 included."""
    found: IPv4Address | IPv6Address = ip_address(number)
    if isinstance(found, IPv6Address):
        if found.is_site_local:
            return False
        packed = int(found)
        inner = found.ipv4_mapped or found.sixtofour
        if packed >> 32 == 0x64FF9B << 64:  # NAT64 (RFC 6052)
            inner = IPv4Address(packed & 0xFFFFFFFF)
        if inner is not None:
            return inner.is_global and not inner.is_multicast
    return found.is_global and not found.is_multicast


# --- asking ---------------------------------------------------------------------------------------------------------


class _Clock:
    """Ends whatever is going on when the time for all of it is over, however slowly it comes."""

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        self.over = False
        self._socket: socket.socket | None = None
        self._timer = threading.Timer(seconds, self._end)
        self._timer.daemon = True

    def __enter__(self) -> _Clock:
        self._timer.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._timer.cancel()

    def watch(self, connection: socket.socket) -> None:
        """Let go of this connection when the time is over."""
        self._socket = connection
        if self.over:
            self._end()

    def _end(self) -> None:
        self.over = True
        if self._socket is not None:
            with suppress(OSError):
                self._socket.shutdown(socket.SHUT_RDWR)


def _ask(parts: SplitResult, address: str, limits: Fetching, clock: _Clock) -> _Answer:
    host = parts.hostname or ""
    port = parts.port or (443 if parts.scheme == "https" else 80)
    numbers = _public(host, port, address, limits)
    target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    with _failures(address, clock):
        connection = http.client.HTTPConnection(host, port, timeout=limits.seconds)
        connection.default_port = 443 if parts.scheme == "https" else 80  # which goes without saying
        connection.sock = _connected(numbers, host, port, parts.scheme, clock)
        try:
            connection.request("GET", target, headers=_HEADERS)
            return _read(connection.getresponse(), address, limits, clock)
        finally:
            connection.close()


def _connected(numbers: list[str], host: str, port: int, scheme: str, clock: _Clock) -> socket.socket:
    """A connection to the first of the addresses that answers; never to the name."""
    failure: OSError | None = None
    for number in numbers:
        try:
            plain = socket.create_connection((number, port), timeout=clock.seconds)
        except OSError as error:
            failure = error
            continue
        clock.watch(plain)
        if scheme == "http":
            return plain
        try:
            secure = ssl.create_default_context().wrap_socket(plain, server_hostname=host)
        except OSError:
            plain.close()
            raise
        clock.watch(secure)
        return secure
    raise failure or OSError("nobody there")


def _read(response: http.client.HTTPResponse, address: str, limits: Fetching, clock: _Clock) -> _Answer:
    coded = (response.headers.get("Content-Encoding") or "identity").strip().lower()
    media_type, charset = response.headers.get_content_type(), response.headers.get_content_charset() or ""
    if response.headers.get("Content-Type") is None:
        media_type = ""
    location = (response.headers.get("Location") or "").strip()
    if response.status in _REDIRECTS or response.status != 200:
        return _Answer(response.status, location, media_type, charset, b"")
    if coded != "identity":
        raise _refused(address, f"is packed as {coded}, which nobody asked for")
    announced = response.length
    if announced is not None and announced > limits.size:
        raise _refused(address, f"has {announced} bytes, more than {limits.size}")
    data = bytearray()
    while chunk := response.read1(_CHUNK):
        data += chunk
        if len(data) > limits.size:
            raise _refused(address, f"has more than {limits.size} bytes")
    if clock.over:
        raise TimeoutError
    if announced is not None and len(data) < announced:
        raise _refused(address, f"broke off after {len(data)} of {announced} bytes", "try again")
    return _Answer(response.status, location, media_type, charset, bytes(data))


@contextmanager
def _failures(address: str, clock: _Clock) -> Iterator[None]:
    """What goes wrong on the way, as errors of ours."""
    try:
        yield
    except (OSError, http.client.HTTPException) as error:
        if clock.over or isinstance(error, TimeoutError):
            raise _refused(address, f"took longer than {clock.seconds:g} seconds", "try again later") from None
        why = str(error) or type(error).__name__
        raise _refused(address, f"cannot be had: {why}", "check the address, and the network") from None


def _refused(address: str, why: str, hint: str = "") -> InputError:
    return InputError(f"{address}: {why}", hint=hint)
