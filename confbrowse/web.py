"""The way to the web: a page is fetched, politely and within bounds.

One request at a time to a host; redirects, waiting, time and size are bounded; what was fetched is kept, so
that the next time only changes are fetched, and a programme can be read again without a network.
"""

import re
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import partial
from typing import TYPE_CHECKING
from urllib.parse import urljoin, urlsplit

from confbrowse import __version__
from confbrowse.errors import SourceError
from confbrowse.text.clean import clean_line
from confbrowse.web_cache import Copy, WebCache

if TYPE_CHECKING:
    from urllib3 import HTTPResponse

    from confbrowse.line import Line

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
"""Told again and again, also while nothing comes: how many bytes have come, of how many if known."""


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
    """Asked many times a second, while a site is silent as well; to stop is to say no."""
    sleep: Callable[[float], None] = time.sleep

    def get(self, url: str) -> Page:
        """Return the page at *url*, or the copy that was kept of it where it cannot be reached.

        Raises SourceError that tells why there is neither, InterruptedError where *goes_on* says no.
        """
        from urllib3.exceptions import HTTPError  # a start must not wait for it

        from confbrowse.line import Line  # as above

        _refuse_password(url)
        copy = self.cache.find(url)
        fetching = _Fetching(self)
        try:
            fetching.mind()
            with Line(self.limits.quiet, fetching.mind) as line:
                return fetching.page(line, url, copy)
        except InterruptedError:
            raise
        except _UnreachableError as error:
            why, cause = f"{clean_line(url)} {error}", error.__cause__ or error
        except (HTTPError, OSError, UnicodeError, ValueError) as error:
            why, cause = f"Cannot reach {clean_line(url)}: {_reason(error)}.", error
        if copy:
            return Page(copy.raw, copy.url, copy.fetched, is_old=True)
        raise SourceError(why) from cause


class _Fetching:
    """The fetching of one page, and how far it is."""

    def __init__(self, web: Web) -> None:
        self._web = web
        self._limits = web.limits
        self._deadline = time.monotonic() + web.limits.seconds
        self._raw = bytearray()
        self._come = 0
        self._of: int | None = None

    def mind(self) -> None:
        """Tell how far it is.

        Raises InterruptedError where nobody wants to go on, TimeoutError where time is up.
        """
        if not self._web.goes_on():
            raise InterruptedError("Fetching was stopped.")
        if time.monotonic() > self._deadline:
            raise TimeoutError(f"it took longer than {self._limits.seconds:g} seconds")
        if self._web.progress:
            self._web.progress(self._come, self._of)

    def page(self, line: "Line", url: str, copy: Copy | None) -> Page:
        """Return the page at *url* after redirects, or *copy* where it has not changed."""
        asked = url
        for _ in range(self._limits.redirects + 1):
            with line.turn(urlsplit(asked).netloc):
                response = self._answer(line, asked, copy)
                try:
                    if response.status not in _REDIRECTS:
                        return self._kept(line, url, asked, response, copy)
                finally:
                    response.close()
            asked = _next(asked, response.headers.get("Location", ""))
        raise _UnreachableError(f"leads on more than {self._limits.redirects} times.")

    def _kept(
        self, line: "Line", url: str, there: str, response: "HTTPResponse", copy: Copy | None
    ) -> Page:
        """Return the page that *response* from *there* brings, kept as the copy of *url*."""
        cache = self._web.cache
        if response.status == 304 and copy:
            cache.confirm(url, copy)
            return Page(copy.raw, copy.url, datetime.now(UTC))
        if response.status != 200:
            raise _UnreachableError(_why(response.status))
        length = response.headers.get("Content-Length", "")
        self._of = int(length) if _is_number(length) else None
        line.attended(lambda: self._read(response))
        self.mind()
        fetched = Copy(
            bytes(self._raw),
            there,
            datetime.now(UTC),
            response.headers.get("ETag", ""),
            response.headers.get("Last-Modified", ""),
        )
        cache.keep(url, fetched)
        return Page(fetched.raw, there, fetched.fetched)

    def _answer(self, line: "Line", url: str, copy: Copy | None) -> "HTTPResponse":
        """Return the answer of the site, after as many tries as a busy one is given."""
        headers = {"User-Agent": _USER_AGENT, "Accept-Encoding": "gzip, deflate"}
        headers |= copy.conditions if copy else {}
        for left in reversed(range(self._limits.tries)):
            response = line.ask(url, headers)
            pause = _asked_to_wait(response.headers.get("Retry-After", ""))
            if response.status not in _BUSY or not left or pause > self._limits.wait:
                break
            response.close()
            line.attended(partial(self._web.sleep, pause))
        return response

    def _read(self, response: "HTTPResponse") -> None:
        """Read the body, unpacked."""
        while piece := response.read1(_CHUNK):
            self._raw += piece
            self._come = response.tell()
            if len(self._raw) > self._limits.bytes:
                raise _UnreachableError(
                    f"is larger than {self._limits.bytes // 2**20} MiB; that is no programme."
                )


class _UnreachableError(Exception):
    """The site answered, but not with the page; the text goes on from its address."""


def _why(status: int) -> str:
    if status >= 500:
        return f"has trouble of its own (status {status}). Try again later."
    return _WHY.get(status, f"answered with status {status} instead of a page.")


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdecimal() and len(text) < 19


def _refuse_password(url: str) -> None:
    """Raise SourceError, without the secret, where *url* holds a user name or a password."""
    scheme, mark, rest = url.partition("://")
    secret, at, _ = re.split(r"[/?#]", rest, maxsplit=1)[0].rpartition("@")
    if at:
        bare = f"{scheme}{mark}{rest.replace(f'{secret}@', '', 1)}"
        raise SourceError(
            f"{clean_line(bare)} was given with a user name or a password, which are not sent. "
            "Log in with a browser, save the page and add the file."
        )


def _next(url: str, location: str) -> str:
    """Return where *url* leads on to. Raises _UnreachableError where we do not go there."""
    there = urljoin(url, location)
    scheme, host = urlsplit(there).scheme, urlsplit(there).netloc
    if not location or scheme not in ("http", "https") or "@" in host:
        raise _UnreachableError("leads on to something that is no page.")
    if urlsplit(url).scheme == "https" and scheme == "http":
        raise _UnreachableError("leads from a safe address to an unsafe one.")
    return there


def _asked_to_wait(header: str) -> float:
    """Return the seconds that a Retry-After asks for: a number or a date; 1 where there is none."""
    if _is_number(header) and len(header) < 6:
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
        (ValueError, "that is no address"),
    )
    said = next((why for kind, why in known if isinstance(error, kind)), "")
    return said or clean_line(str(error), 200).rstrip(".") or "nobody knows why"
