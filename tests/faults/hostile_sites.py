"""Sites on loopback that break every rule, and what a child process gets from them."""

import gzip
import socket
import socketserver
import threading
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from pathlib import Path
from random import Random
from time import monotonic
from typing import Any

from faults.fork_server import Say

from confbrowse.errors import SourceError
from confbrowse.sources.http import HttpClient, Limits
from confbrowse.sources.http_cache import HttpCache

LIMITS = Limits(bytes=100_000, seconds=2.0, quiet=0.5)
_OK = b"HTTP/1.1 200 OK\r\n"
_BODY = b"moths " * 100
_AT_ONCE = 8
Answer = Callable[[socket.socket, Random], None]


def _said(raw: bytes) -> Answer:
    """Return a function that answers *raw* and closes the connection."""
    return lambda line, _: line.sendall(raw)


def _for_ever(before: bytes, piece: bytes, pause: float = 0.0) -> Answer:
    """Return a function that never stops answering, with a *pause* after each piece."""

    def answer(line: socket.socket, _: Random) -> None:
        line.sendall(before)
        over = threading.Event()
        while not over.wait(pause):
            line.sendall(piece)

    return answer


def _cut_off(line: socket.socket, random: Random) -> None:
    """Answer a part of a whole answer, and reset the connection."""
    whole = _OK + b"Content-Length: %d\r\n\r\n" % len(_BODY) + _BODY
    line.sendall(whole[: random.randrange(len(whole))])
    linger = (1).to_bytes(4, "little") + (0).to_bytes(4, "little")
    line.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)


def _noise(line: socket.socket, random: Random) -> None:
    line.sendall(random.randbytes(random.randrange(2_000)))


def _headers_of_noise(line: socket.socket, random: Random) -> None:
    line.sendall(_OK + random.randbytes(200) + b"\r\n\r\n" + _BODY)


def _silence(line: socket.socket, _: Random) -> None:
    with suppress(OSError):
        line.settimeout(LIMITS.seconds * 4)
        line.recv(1)  # until the other side closes the connection


def _to(place: str) -> Answer:
    return _said(f"HTTP/1.1 302 Found\r\nLocation: {place}\r\nContent-Length: 0\r\n\r\n".encode())


ANSWERS: Mapping[str, Answer] = {
    "a drip of headers": _for_ever(_OK + b"X-Drip: ", b"x", 0.01),
    "a drip of a body": _for_ever(_OK + b"\r\n", b"x", 0.01),
    "headers without end": _for_ever(_OK, b"X-More: moths\r\n"),
    "a header without end": _for_ever(_OK + b"X-More: ", b"moths" * 100),
    "a body without end": _for_ever(_OK + b"\r\n", _BODY),
    "chunks without end": _for_ever(_OK + b"Transfer-Encoding: chunked\r\n\r\n", b"5\r\nmoths\r\n"),
    "a chunk without end": _for_ever(
        _OK + b"Transfer-Encoding: chunked\r\n\r\nffffffff\r\n", _BODY
    ),
    "patience without end": _for_ever(b"", b"HTTP/1.1 100 Continue\r\n\r\n"),
    "silence": _silence,
    "too short a body": _said(_OK + b"Content-Length: 9999\r\n\r\n" + _BODY),
    "too long a body": _said(_OK + b"Content-Length: 6\r\n\r\n" + _BODY),
    "a negative length": _said(_OK + b"Content-Length: -1\r\n\r\n" + _BODY),
    "two lengths": _said(_OK + b"Content-Length: 6\r\nContent-Length: 7\r\n\r\n" + _BODY),
    "a length that is none": _said(_OK + b"Content-Length: moths\r\n\r\n" + _BODY),
    "a length beyond all bounds": _said(
        _OK + b"Content-Length: " + b"9" * 400 + b"\r\n\r\n" + _BODY
    ),
    "a bad chunk": _said(_OK + b"Transfer-Encoding: chunked\r\n\r\nmoths\r\n"),
    "nothing": _said(b""),
    "no status": _said(_BODY),
    "a status that is none": _said(b"HTTP/1.1 moths\r\n\r\n"),
    "a cut-off answer": _cut_off,
    "noise": _noise,
    "headers of noise": _headers_of_noise,
    "a ring": _to("/a ring"),
    "a file": _to("file:///etc/passwd"),
    "a script": _to("javascript:alert(1)"),
    "a place that is none": _to("http://[::1"),
    "a place with controls": _to("http://\x1b[31mmoths\x07/"),
    "a bomb": _said(_OK + b"Content-Encoding: gzip\r\n\r\n" + gzip.compress(b"0" * 50_000_000)),
    "a bomb in a bomb": _said(
        _OK
        + b"Content-Encoding: gzip, gzip\r\n\r\n"
        + gzip.compress(gzip.compress(b"0" * 50_000_000))
    ),
    "no gzip": _said(_OK + b"Content-Encoding: gzip\r\n\r\nmoths"),
    "an encoding that is none": _said(_OK + b"Content-Encoding: moths\r\n\r\n" + _BODY),
    "wait for ever": _said(b"HTTP/1.1 503 Busy\r\nRetry-After: 99999999999999\r\n\r\n"),
    "wait backwards": _said(b"HTTP/1.1 429 Busy\r\nRetry-After: -5\r\n\r\n"),
    "controls in headers": _said(_OK + b"ETag: \x1b]0;moths\x07\r\n\r\n" + _BODY),
}
"""By path."""


@contextmanager
def serving(seed: int) -> Iterator[str]:
    """Yield the address, without a scheme, of a site that gives ANSWERS."""

    class Handler(socketserver.BaseRequestHandler):
        def handle(self) -> None:
            """Read the request, and answer."""
            asked = b""
            with suppress(OSError):
                while b"\r\n\r\n" not in asked and (piece := self.request.recv(4096)):
                    asked += piece
                _, _, path = asked.partition(b" /")
                name = path.partition(b" HTTP")[0].decode().replace("%20", " ")
                if answer := ANSWERS.get(name):
                    answer(self.request, Random(f"{seed}/{name}"))

    class Server(socketserver.ThreadingTCPServer):
        daemon_threads = True
        allow_reuse_address = True

    with Server(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
        yield f"127.0.0.1:{server.server_address[1]}"
        server.shutdown()


def fetch_all(_: Say, *, seed: int, folder: str) -> dict[str, dict[str, Any]]:
    """Fetch each of ANSWERS, and one over TLS from a server without TLS; return the results."""
    with serving(seed) as site, ThreadPoolExecutor(_AT_ONCE) as pool:
        addresses = {name: f"http://{site}/{name.replace(' ', '%20')}" for name in ANSWERS}
        addresses["no TLS"] = f"https://{site}/"
        tasks = {
            name: pool.submit(_fetched, address, Path(folder) / str(number))
            for number, (name, address) in enumerate(addresses.items())
        }
        return {name: task.result() for name, task in tasks.items()}


def _fetched(address: str, folder: Path) -> dict[str, Any]:
    """Return the result of fetching from *address*."""
    web = HttpClient(HttpCache(folder), LIMITS, sleep=lambda _seconds: None)
    began, said, crash, size = monotonic(), "", "", 0
    try:
        size = len(web.get(address).raw)
    except SourceError as error:
        said = str(error)
    except Exception as error:  # noqa: BLE001 - any error is a finding
        crash = f"{type(error).__name__}: {error}"
    return {"seconds": monotonic() - began, "said": said, "crash": crash, "size": size}
