"""The only module that touches the network: a page is fetched, politely and within bounds.

One request at a time; redirects, waiting, time and size are bounded; what was fetched is kept, so
that the next time only changes are fetched, and a programme can be read again without a network.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING
from urllib.parse import urljoin, urlsplit

from confbrowse import __version__
from confbrowse.errors import SourceError
from confbrowse.text.clean import clean_line
from confbrowse.web_cache import Copy, WebCache

if TYPE_CHECKING:
    from urllib3 import BaseHTTPResponse, PoolManager

_USER_AGENT = f"confbrowse/{__version__}"
_CHUNK = 65_536
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_BUSY = frozenset({429, 503})
_WHY = {
    401: "asks for a login. Log in with a browser, save the page and add the file.",
    403: "does not let programs in. Open it in a browser, save the page and add the file.",
    404: "is not there. Look for the address in a browser.",
    410: "is gone for good.",
    429: "has had too many requests. Try again later.",
}

Progress = Callable[[int, int | None], None]
"""Told after each piece: how many bytes there are, of how many, None where nobody knows."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What a fetch may cost."""

    bytes: int = 64 * 1024 * 1024
    """After decompression."""
    seconds: float = 120.0
    """For everything together."""
    quiet: float = 20.0
    """Seconds without a byte."""
    redirects: int = 5
    tries: int = 3
    """Of a site that says it is busy."""
    wait: float = 30.0
    """Seconds that such a site may ask for between two of them."""


@dataclass(frozen=True, slots=True)
class Page:
    """What was fetched."""

    raw: bytes
    url: str
    """Where it was in the end."""
    fetched: datetime
    """When; in UTC."""
    is_old: bool = False
    """Whether it is the copy of that time, since the site could not be reached."""


def _always() -> bool:
    return True


@dataclass(slots=True)
class Web:
    """Fetches pages; what waits and what tells the time may be replaced."""

    cache: WebCache
    limits: Limits = field(default_factory=Limits)
    progress: Progress | None = None
    goes_on: Callable[[], bool] = _always
    """Asked between two pieces; to stop is to say no."""
    sleep: Callable[[float], None] = time.sleep
    _deadline: float = 0.0

    def get(self, url: str) -> Page:
        """Return the page at *url*, or the copy that was kept of it where it cannot be reached.

        Raises SourceError that tells why there is neither, InterruptedError where *goes_on* says no.
        """
        from urllib3 import PoolManager, Timeout  # a start must not wait for it
        from urllib3.exceptions import HTTPError  # as above

        self._deadline = time.monotonic() + self.limits.seconds
        copy = self.cache.find(url)
        timeout = Timeout(connect=self.limits.quiet, read=self.limits.quiet)
        try:
            with PoolManager(timeout=timeout, retries=False, maxsize=1) as pool:
                return self._got(pool, url, copy)
        except _UnreachableError as error:
            if copy:
                return Page(copy.raw, copy.url, copy.fetched, is_old=True)
            raise SourceError(f"{clean_line(url)} {error}") from error
        except (HTTPError, OSError, UnicodeError, ValueError) as error:
            if isinstance(error, InterruptedError):
                raise
            if copy:
                return Page(copy.raw, copy.url, copy.fetched, is_old=True)
            raise SourceError(f"Cannot reach {clean_line(url)}: {_reason(error)}.") from error

    def _got(self, pool: "PoolManager", url: str, copy: Copy | None) -> Page:
        """Return the page at *url* after redirects, or *copy* where it has not changed."""
        asked = url
        for _ in range(self.limits.redirects + 1):
            response = self._answer(pool, asked, copy)
            try:
                if response.status in _REDIRECTS:
                    asked = _next(asked, response.headers.get("Location", ""))
                    continue
                if response.status == 304 and copy:
                    self.cache.confirm(url, copy)
                    return Page(copy.raw, copy.url, datetime.now(UTC))
                if response.status != 200:
                    raise _UnreachableError(_why(response.status))
                raw = self._body(response)
            finally:
                response.close()
            fetched = Copy(
                raw,
                asked,
                datetime.now(UTC),
                response.headers.get("ETag", ""),
                response.headers.get("Last-Modified", ""),
            )
            self.cache.keep(url, fetched)
            return Page(raw, asked, fetched.fetched)
        raise _UnreachableError(f"leads on more than {self.limits.redirects} times.")

    def _answer(self, pool: "PoolManager", url: str, copy: Copy | None) -> "BaseHTTPResponse":
        """Return the answer of the site, after as many tries as a busy one is given."""
        headers = {"User-Agent": _USER_AGENT, "Accept-Encoding": "gzip, deflate"}
        headers |= copy.conditions if copy else {}
        for left in reversed(range(self.limits.tries)):
            self._check()
            response = pool.request(
                "GET", url, headers=headers, redirect=False, preload_content=False
            )
            wait = _asked_to_wait(response.headers.get("Retry-After", ""))
            if response.status not in _BUSY or not left or wait > self.limits.wait:
                break
            response.close()
            self.sleep(wait)
        return response

    def _body(self, response: "BaseHTTPResponse") -> bytes:
        """Return the body, unpacked."""
        length = response.headers.get("Content-Length", "")
        packed = bool(response.headers.get("Content-Encoding"))
        total = int(length) if length.isdecimal() and not packed else None
        raw = bytearray()
        while piece := response.read1(_CHUNK):
            raw += piece
            if len(raw) > self.limits.bytes:
                raise _UnreachableError(
                    f"is larger than {self.limits.bytes // 2**20} MiB; that is no programme."
                )
            if self.progress:
                self.progress(len(raw), total)
            self._check()
        return bytes(raw)

    def _check(self) -> None:
        """Raise InterruptedError where nobody wants to go on, TimeoutError where time is up."""
        if not self.goes_on():
            raise InterruptedError("Fetching was stopped.")
        if time.monotonic() > self._deadline:
            raise TimeoutError(f"it took longer than {self.limits.seconds:g} seconds")


class _UnreachableError(Exception):
    """The site answered, but not with the page; the text goes on from its address."""


def _why(status: int) -> str:
    if status >= 500:
        return f"has trouble of its own (status {status}). Try again later."
    return _WHY.get(status, f"answered with status {status} instead of a page.")


def _next(url: str, location: str) -> str:
    """Return where *url* leads on to. Raises _UnreachableError where we do not go there."""
    there = urljoin(url, location)
    scheme = urlsplit(there).scheme
    if not location or scheme not in ("http", "https"):
        raise _UnreachableError("leads on to something that is no page.")
    if urlsplit(url).scheme == "https" and scheme == "http":
        raise _UnreachableError("leads from a safe address to an unsafe one.")
    return there


def _asked_to_wait(header: str) -> float:
    """Return the seconds that a Retry-After asks for: a number or a date; 1 where there is none."""
    if header.isdecimal() and len(header) < 6:
        return float(header)
    from email.utils import parsedate_to_datetime  # few sites are busy

    try:
        until = parsedate_to_datetime(header)
        return max((until - datetime.now(UTC)).total_seconds(), 0.0)
    except (TypeError, ValueError):
        return 1.0


def _reason(error: BaseException) -> str:
    """Return why a site could not be reached, as the end of a sentence."""
    from urllib3 import exceptions  # loaded by now

    known: tuple[tuple[type[BaseException], str], ...] = (
        (exceptions.NameResolutionError, "no such host is known, or there is no network"),
        (exceptions.ConnectTimeoutError, "it does not answer"),
        (exceptions.ReadTimeoutError, "it stopped in the middle of the answer"),
        (exceptions.NewConnectionError, "it does not take connections, or there is no network"),
        (exceptions.SSLError, "its certificate is not to be trusted"),
        (exceptions.DecodeError, "what it sent cannot be unpacked"),
        (exceptions.IncompleteRead, "it broke off in the middle of the answer"),
        (exceptions.ProtocolError, "it broke off in the middle of the answer"),
        (exceptions.LocationParseError, "that is no address"),
        (exceptions.LocationValueError, "that is no address"),
    )
    said = next((why for kind, why in known if isinstance(error, kind)), "")
    return said or clean_line(str(error), 200).rstrip(".") or "nobody knows why"
