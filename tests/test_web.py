"""Pages come over the web within bounds, from a real server on loopback that does all it should not."""

import gzip
import socket
import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from confbrowse.errors import SourceError
from confbrowse.web import Limits, Page, Web
from confbrowse.web_cache import WebCache

LIMITS = Limits(bytes=100_000, seconds=20.0, quiet=5.0)
BODY = b"moths " * 1000


class Answers(BaseHTTPRequestHandler):
    """Answers each path in its own way."""

    protocol_version = "HTTP/1.1"
    seen: list[tuple[str, dict[str, str]]] = []
    busy = 0

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the library's name
        """Say nothing."""

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


@pytest.fixture
def site() -> Iterator[str]:
    Answers.seen, Answers.busy = [], 0
    with ThreadingHTTPServer(("127.0.0.1", 0), Answers) as server:
        server.daemon_threads = True
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()


def web(folder: Path, **more: object) -> Web:
    made = Web(WebCache(folder / "cache"), LIMITS, sleep=lambda _seconds: None)
    return replace(made, **more)  # type: ignore[arg-type]  # dataclasses.replace takes any


@pytest.mark.parametrize("path", ["page", "packed", "moved"])
def test_a_page_is_fetched(site: str, tmp_path: Path, path: str) -> None:
    assert web(tmp_path).get(f"{site}/{path}").raw == BODY
    assert Answers.seen[0][1]["User-Agent"].startswith("confbrowse/")


def test_a_redirect_tells_where_the_page_is(site: str, tmp_path: Path) -> None:
    assert web(tmp_path).get(f"{site}/moved").url == f"{site}/page"


def test_a_page_that_has_not_changed_is_not_sent_again(site: str, tmp_path: Path) -> None:
    first = web(tmp_path).get(f"{site}/page")
    again = web(tmp_path).get(f"{site}/page")
    assert again.raw == first.raw
    assert not again.is_old
    assert Answers.seen[1][1]["If-None-Match"] == '"1"'


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("bomb", "is larger than"),
        ("loop", "leads on more than 5 times"),
        ("away", "leads on to something that is no page"),
        ("short", "it broke off in the middle"),
        ("reset", "it broke off in the middle"),
        ("garbage", "cannot be unpacked"),
        ("forbidden", "Open it in a browser, save the page"),
        ("broken", "has trouble of its own"),
        ("missing", "is not there"),
        ("later", "has had too many requests"),
    ],
)
def test_what_is_no_page_is_a_sentence(site: str, tmp_path: Path, path: str, said: str) -> None:
    with pytest.raises(SourceError) as told:
        web(tmp_path).get(f"{site}/{path}")
    assert said in str(told.value)
    assert f"{site}/{path}" in str(told.value)
    assert str(told.value).endswith(".")


@pytest.mark.parametrize(
    "url", ["http://[", "http://127.0.0.1:1/x", "http://nowhere.invalid/", "http://\x1b/"]
)
def test_an_address_that_leads_nowhere_is_a_sentence(tmp_path: Path, url: str) -> None:
    with pytest.raises(SourceError) as told:
        web(tmp_path).get(url)
    assert str(told.value).isprintable()


def test_a_drip_ends_when_time_is_up(site: str, tmp_path: Path) -> None:
    short = replace(LIMITS, seconds=0.2, bytes=10**9)
    with pytest.raises(SourceError, match=r"it took longer than 0\.2 seconds"):
        web(tmp_path, limits=short).get(f"{site}/drip")


def test_a_busy_site_is_asked_again_after_the_time_it_wants(site: str, tmp_path: Path) -> None:
    waited: list[float] = []
    assert web(tmp_path, sleep=waited.append).get(f"{site}/busy").raw == BODY
    assert waited == [7.0, 7.0]


def test_a_fetch_can_be_stopped(site: str, tmp_path: Path) -> None:
    going = iter([True, False])
    with pytest.raises(InterruptedError):
        web(tmp_path, goes_on=lambda: next(going)).get(f"{site}/page")
    assert WebCache(tmp_path / "cache").find(f"{site}/page") is None


def test_how_far_it_is_is_told(site: str, tmp_path: Path) -> None:
    told: list[tuple[int, int | None]] = []
    web(tmp_path, progress=lambda done, of: told.append((done, of))).get(f"{site}/page")
    assert told[-1] == (len(BODY), len(BODY))


def offline(change: Callable[[Path], object]) -> Callable[[str, Path], Page]:
    def get(site: str, folder: Path) -> Page:
        web(folder).get(f"{site}/page")
        for file in (folder / "cache").iterdir():
            change(file)
        return web(folder, limits=replace(LIMITS, seconds=-1.0)).get(f"{site}/page")

    return get


def test_without_a_network_the_copy_of_before_is_taken_and_called_old(
    site: str, tmp_path: Path
) -> None:
    page = offline(lambda _file: None)(site, tmp_path)
    assert page.raw == BODY
    assert page.is_old
    assert datetime.now(UTC) - page.fetched < timedelta(minutes=5)


@pytest.mark.parametrize("junk", [b"", b"{}", b"junk", b"\xff\x00"])
def test_a_damaged_copy_is_none(site: str, tmp_path: Path, junk: bytes) -> None:
    with pytest.raises(SourceError):
        offline(lambda file: file.write_bytes(junk))(site, tmp_path)


def test_a_cache_that_cannot_be_written_hinders_nothing(site: str, tmp_path: Path) -> None:
    (tmp_path / "cache").write_bytes(b"a file where the folder should be")
    assert web(tmp_path).get(f"{site}/page").raw == BODY
