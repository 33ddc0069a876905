"""A real server on loopback that breaks every rule of a good site, for tests of fetching."""

import gzip
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from confbrowse.sources.http import HttpClient, Limits
from confbrowse.sources.http_cache import HttpCache

LIMITS = Limits(bytes=100_000, seconds=20.0, quiet=5.0)
BODY = b"moths " * 1000
TABLE = b"title,authors\n" + b"Moths,Ada\n" * 50


class Answers(BaseHTTPRequestHandler):
    """Answers each path in its own way."""

    protocol_version = "HTTP/1.1"
    seen: list[tuple[str, dict[str, str]]] = []
    busy = 0
    together = 0
    lock = threading.Lock()
    silence = threading.Event()
    """Set when the test is over."""
    company = threading.Event()
    """Never set."""

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the library's name
        """Do not log."""

    def do_GET(self) -> None:
        """Answer."""
        self.seen.append((self.path, dict(self.headers)))
        name = self.path.strip("/").partition("?")[0]
        getattr(self, f"_give_{name}", self._give_missing)()

    def _give(self, status: int, body: bytes = b"", **headers: str) -> None:
        self.send_response(status)
        for key, value in {"Content_Length": str(len(body)), **headers}.items():
            self.send_header(key.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(body)

    def _give_page(self) -> None:
        if self.headers.get("If-None-Match") == '"1"':
            self._give(304, ETag='"1"')
        else:
            self._give(200, BODY, ETag='"1"')

    def _give_table(self) -> None:
        self._give(200, TABLE)

    def _give_packed(self) -> None:
        self._give(200, gzip.compress(BODY), Content_Encoding="gzip")

    def _give_bomb(self) -> None:
        self._give(200, gzip.compress(b"0" * 50_000_000), Content_Encoding="gzip")

    def _give_loop(self) -> None:
        self._give(302, Location="/loop")

    def _give_moved(self) -> None:
        self._give(301, Location="/page")

    def _give_away(self) -> None:
        self._give(302, Location="file:///etc/passwd")

    def _give_short(self) -> None:
        self._give(200, BODY[:100], Content_Length="6000")
        self.close_connection = True

    def _give_reset(self) -> None:
        self.send_response(200)
        self.send_header("Content-Length", "6000")
        self.end_headers()
        self.wfile.write(BODY[:100])
        self.wfile.flush()
        linger = (1).to_bytes(4, "little") + (0).to_bytes(4, "little")
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
        self.close_connection = True

    def _give_garbage(self) -> None:
        self._give(200, b"this is no gzip", Content_Encoding="gzip")

    def _give_drip(self) -> None:
        self.send_response(200)
        self.end_headers()
        self.close_connection = True
        while True:
            try:
                self.wfile.write(b"x")
                self.wfile.flush()
            except OSError:
                return

    def _give_slow_head(self) -> None:
        self.wfile.write(b"HTTP/1.1 200 OK\r\nX-Drip: ")
        self.close_connection = True
        while not self.silence.wait(0.01):
            try:
                self.wfile.write(b"x")
            except OSError:
                return

    def _give_silence(self) -> None:
        self.silence.wait(LIMITS.quiet)

    def _give_alone(self) -> None:
        with self.lock:
            alone = not Answers.together
            Answers.together += 1
        self.company.wait(0.1)  # time for another to come
        with self.lock:
            Answers.together -= 1
        self._give(200, BODY if alone else b"together")

    def _give_secret(self) -> None:
        self._give(302, Location=f"http://me:secret@{self.headers['Host']}/page")

    def _give_busy(self) -> None:
        type(self).busy += 1
        if type(self).busy < 3:
            self._give(503, Retry_After="7")
        else:
            self._give(200, BODY)

    def _give_later(self) -> None:
        self._give(429, Retry_After=format_datetime(datetime.now(UTC) + timedelta(hours=1)))

    def _give_forbidden(self) -> None:
        self._give(403, b"challenge")

    def _give_broken(self) -> None:
        self._give(500)

    def _give_missing(self) -> None:
        self._give(404)


@contextmanager
def serving() -> Iterator[str]:
    """Yield the address of a site that gives Answers."""
    Answers.seen, Answers.busy, Answers.together = [], 0, 0
    Answers.silence = threading.Event()
    with ThreadingHTTPServer(("127.0.0.1", 0), Answers) as server:
        server.daemon_threads = True
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        Answers.silence.set()
        server.shutdown()
        thread.join()


def web(folder: Path, **more: object) -> HttpClient:
    made = HttpClient(HttpCache(folder / "cache"), LIMITS, sleep=lambda _seconds: None)
    return replace(made, **more)  # type: ignore[arg-type]  # dataclasses.replace takes any
