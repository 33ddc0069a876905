"""HTTP client: limits, retries, redirects, cache.

A host gets one request at a time. Responses are cached, so that later only changes are fetched, and
a programme can be read again without a network.
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
from confbrowse.sources.http_cache import CachedResponse, HttpCache
from confbrowse.text.clean import clean_line

if TYPE_CHECKING:
    from urllib3 import HTTPResponse

    from confbrowse.sources.connection import Connection

_USER_AGENT = f"confbrowse/{__version__}"
_CHUNK = 65_536
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_BUSY = frozenset({429, 503})
_STATUS_REASONS = {
    401: "asks for a login. Log in with a browser, save the page and add the file.",
    403: "refuses programs. Open it in a browser, save the page and add the file.",
    404: "does not exist. Check the address in a browser.",
    410: "was removed for good.",
    429: "received too many requests. Try again later.",
}
_NO_TLS = ("WRONG_VERSION_NUMBER", "HTTP_REQUEST", "UNKNOWN_PROTOCOL", "RECORD_LAYER_FAILURE")
"""What OpenSSL calls a response that is not TLS; usually it is plain HTTP."""

ByteProgress = Callable[[int, int | None], None]
"""Called many times a second, also while nothing arrives: bytes so far, and the total or None."""


@dataclass(frozen=True, slots=True)
class Limits:
    """Limits of one fetch."""

    bytes: int = 64 * 1024 * 1024
    """After decompression."""
    seconds: float = 120.0
    """In total."""
    quiet: float = 20.0
    """Seconds without a byte."""
    redirects: int = 5
    tries: int = 3
    """If the site reports that it is busy."""
    wait: float = 30.0
    """Longest pause in seconds that such a site may ask for."""


@dataclass(frozen=True, slots=True)
class Response:
    """A page that was fetched."""

    raw: bytes
    url: str
    """After redirects."""
    fetched: datetime
    """In UTC."""
    is_old: bool = False
    """Whether it is the cached copy of that time, because the site could not be reached."""


def _always() -> bool:
    return True


@dataclass(slots=True)
class HttpClient:
    """Fetches pages; *sleep* can be replaced in tests."""

    cache: HttpCache
    limits: Limits = field(default_factory=Limits)
    progress: ByteProgress | None = None
    should_continue: Callable[[], bool] = _always
    """Called many times a second, also while a site is silent; False cancels."""
    sleep: Callable[[float], None] = time.sleep
    public: set[str] = field(default_factory=set)
    """Hosts reached on the public internet; they must not move to private addresses."""

    def check_time(self, name: str, started: float) -> None:
        """Raise SourceError if reading *name*, started at *started*, takes too long.

        Fetching and reading share one limit. *started* is a ``time.monotonic`` value. Raises
        InterruptedError if *should_continue* returns False.
        """
        if not self.should_continue():
            raise InterruptedError("Reading was stopped.")
        if time.monotonic() > started + self.limits.seconds:
            raise SourceError(
                f"{clean_line(name)} takes longer than {self.limits.seconds:g} seconds to read. "
                "Save it and add the file, which has no time limit."
            )

    def get(self, url: str) -> Response:
        """Return the page at *url*, or its cached copy if it cannot be reached.

        Raises SourceError with the reason if there is neither, InterruptedError if
        *should_continue* returns False.
        """
        from urllib3.exceptions import HTTPError  # slow to import, so not at start

        from confbrowse.sources.connection import Connection  # as above

        _refuse_password(url)
        copy = self.cache.find(url)
        fetch = _Fetch(self)
        try:
            fetch.check_limits()
            with Connection(self.limits.quiet, fetch.check_limits, self.public) as connection:
                return fetch.page(connection, url, copy)
        except InterruptedError:
            raise
        except _UnreachableError as error:
            why, cause = f"{clean_line(url)} {error}", error.__cause__ or error
        except (HTTPError, OSError, UnicodeError, ValueError) as error:
            why, cause = f"Cannot reach {clean_line(url)}: {_reason(error, url)}.", error
        if copy:
            return Response(copy.raw, copy.url, copy.fetched, is_old=True)
        raise SourceError(why) from cause


class _Fetch:
    """Fetches one page, and knows its progress."""

    def __init__(self, web: HttpClient) -> None:
        self._web = web
        self._limits = web.limits
        self._deadline = time.monotonic() + web.limits.seconds
        self._raw = bytearray()
        self._received = 0
        self._total: int | None = None

    def check_limits(self) -> None:
        """Report the progress.

        Raises InterruptedError if cancelled, TimeoutError if the time is up.
        """
        if not self._web.should_continue():
            raise InterruptedError("Fetching was stopped.")
        if time.monotonic() > self._deadline:
            raise TimeoutError(f"it took longer than {self._limits.seconds:g} seconds")
        if self._web.progress:
            self._web.progress(self._received, self._total)

    def page(self, connection: "Connection", url: str, copy: CachedResponse | None) -> Response:
        """Return the page at *url* after redirects, or *copy* if it has not changed."""
        from confbrowse.sources.connection import SpecialAddressError  # see HttpClient.get

        target = url
        for _ in range(self._limits.redirects + 1):
            with connection.turn(urlsplit(target).netloc):
                try:
                    response = self._answer(connection, target, copy)
                except SpecialAddressError as error:
                    raise _UnreachableError(
                        f"redirects to {clean_line(target, 200)}, which is not on the public internet. "
                        "If you trust it, give that address."
                    ) from error
                try:
                    if response.status not in _REDIRECTS:
                        return self._cached(connection, url, target, response, copy)
                finally:
                    response.close()
            target = _next(target, response.headers.get("Location", ""))
        raise _UnreachableError(f"redirects more than {self._limits.redirects} times.")

    def _cached(
        self,
        connection: "Connection",
        url: str,
        there: str,
        response: "HTTPResponse",
        copy: CachedResponse | None,
    ) -> Response:
        """Return the page in *response*, fetched from *there*, and cache it for *url*."""
        cache = self._web.cache
        if response.status == 304 and copy:
            cache.refresh(url, copy)
            return Response(copy.raw, copy.url, datetime.now(UTC))
        if response.status != 200:
            raise _UnreachableError(_status_reason(response.status))
        length = response.headers.get("Content-Length", "")
        self._total = int(length) if _is_number(length) else None
        connection.run(lambda: self._read(response))
        self.check_limits()
        fetched = CachedResponse(
            bytes(self._raw),
            there,
            datetime.now(UTC),
            response.headers.get("ETag", ""),
            response.headers.get("Last-Modified", ""),
        )
        cache.store(url, fetched)
        return Response(fetched.raw, there, fetched.fetched)

    def _answer(
        self, connection: "Connection", url: str, copy: CachedResponse | None
    ) -> "HTTPResponse":
        """Return the response of the site, with retries while it is busy."""
        headers = {"User-Agent": _USER_AGENT, "Accept-Encoding": "gzip, deflate"}
        headers |= copy.conditions if copy else {}
        for left in reversed(range(self._limits.tries)):
            response = connection.request(url, headers)
            pause = _retry_after(response.headers.get("Retry-After", ""))
            if response.status not in _BUSY or not left or pause > self._limits.wait:
                break
            response.close()
            connection.run(partial(self._web.sleep, pause))
        return response

    def _read(self, response: "HTTPResponse") -> None:
        """Read the body, decompressed."""
        while piece := response.read1(_CHUNK):
            self._raw += piece
            self._received = response.tell()
            if len(self._raw) > self._limits.bytes:
                raise _UnreachableError(
                    f"is larger than {self._limits.bytes // 2**20} MiB, too large for a programme."
                )


class _UnreachableError(Exception):
    """The site responded, but not with the page; the message continues after the URL."""


def _status_reason(status: int) -> str:
    if status >= 500:
        return f"has a server error (status {status}). Try again later."
    return _STATUS_REASONS.get(status, f"answered with status {status} instead of a page.")


def _is_of_certificate(error: BaseException) -> bool:
    """Whether *error*, or its cause, is about a certificate."""
    seen = [error, error.__cause__, error.__context__, *error.args]
    return any(hasattr(one, "verify_code") or "certificate" in str(one).lower() for one in seen)


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdecimal() and len(text) < 19


def _refuse_password(url: str) -> None:
    """Raise SourceError, without the secret, if *url* contains a user name or password."""
    scheme, mark, rest = url.partition("://")
    secret, at, _ = re.split(r"[/?#]", rest, maxsplit=1)[0].rpartition("@")
    if at:
        bare = f"{scheme}{mark}{rest.replace(f'{secret}@', '', 1)}"
        raise SourceError(
            f"{clean_line(bare)} was given with a user name or password, which are never sent. "
            "Log in with a browser, save the page and add the file."
        )


def _next(url: str, location: str) -> str:
    """Return the target of a redirect from *url*. Raises _UnreachableError if it is not allowed."""
    there = urljoin(url, location)
    scheme, host = urlsplit(there).scheme, urlsplit(there).netloc
    if not location or scheme not in ("http", "https") or "@" in host:
        raise _UnreachableError("redirects to an invalid address.")
    if urlsplit(url).scheme == "https" and scheme == "http":
        raise _UnreachableError("redirects from https to http, which is not secure.")
    return there


def _retry_after(header: str) -> float:
    """Return the seconds in a Retry-After header, a number or a date; 1 if there is none."""
    if _is_number(header) and len(header) < 6:
        return float(header)
    from email.utils import parsedate_to_datetime  # few sites are busy

    try:
        until = parsedate_to_datetime(header)
        return max((until - datetime.now(UTC)).total_seconds(), 0.0)
    except (TypeError, ValueError):
        return 1.0


def _reason(error: BaseException, url: str) -> str:
    """Return why *url* could not be reached, as the end of a sentence."""
    from urllib3 import exceptions  # imported already

    if isinstance(error, exceptions.SSLError) and not _is_of_certificate(error):
        plain = clean_line(re.sub("^https", "http", url, flags=re.IGNORECASE))
        is_plain = any(sign in str(error) for sign in _NO_TLS)
        why = f"it does not support TLS; try {plain}"
        return why if is_plain else "the secure connection to it failed"

    known: tuple[tuple[type[BaseException], str], ...] = (
        (exceptions.NameResolutionError, "unknown host, or no network"),
        (exceptions.ConnectTimeoutError, "it does not answer"),
        (exceptions.ReadTimeoutError, "it stopped in the middle of the response"),
        (exceptions.NewConnectionError, "it refuses connections, or there is no network"),
        (exceptions.SSLError, "its certificate is not trusted"),
        (exceptions.DecodeError, "the response cannot be decompressed"),
        (exceptions.IncompleteRead, "the connection broke off in the middle of the response"),
        (exceptions.ProtocolError, "the connection broke off in the middle of the response"),
        (ValueError, "it is not a valid address"),
    )
    known_reason = next((why for kind, why in known if isinstance(error, kind)), "")
    return known_reason or clean_line(str(error), 200).rstrip(".") or "unknown error"
