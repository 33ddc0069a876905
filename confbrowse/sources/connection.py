"""HTTP connections that can be closed at any moment; the only module that opens sockets.

Everything that waits for the network runs in another thread, so that the caller is never blocked by
a site: not during name resolution, not during a handshake, not by a slow response.
"""

import socket
from collections.abc import Callable, Iterator, MutableSet
from concurrent.futures import Future, wait
from contextlib import contextmanager, suppress
from functools import partial
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address
from threading import Lock, Thread
from typing import TypeVar, cast

from urllib3 import HTTPConnectionPool, HTTPResponse, HTTPSConnectionPool, PoolManager, Timeout
from urllib3.connection import HTTPConnection, HTTPSConnection

Returned = TypeVar("Returned")

_TICK = 0.05
"""Seconds between two calls of *check*."""
_TURNS: dict[str, Lock] = {}
"""One per host: this process sends a host one request at a time."""


_TRANSLATED = IPv6Network("64:ff9b::/96")
"""IPv6 addresses with an IPv4 address in the last four bytes (NAT64)."""


class SpecialAddressError(Exception):
    """A public site led to an address that is not on the public internet."""


def is_special(address: str) -> bool:
    """Whether *address* is not public: loopback, private, link-local, reserved, multicast.

    For an IPv4 address embedded in an IPv6 one, the IPv4 address counts.
    """
    found = ip_address(address.partition("%")[0])
    if isinstance(found, IPv6Address):
        inner = found.ipv4_mapped or found.sixtofour
        if found in _TRANSLATED:
            inner = IPv4Address(int(found) & 0xFFFF_FFFF)
        if inner is not None:
            found = inner
    return found.is_multicast or not found.is_global


class _Guard:
    """Keeps a connection that has reached a public site away from special addresses.

    A user may name a private site, which may redirect anywhere; but a public site must not lead
    into the local network, neither by a redirect nor by a name that resolves to another address the
    second time.
    """

    def __init__(self, public: MutableSet[str]) -> None:
        self._public = public
        """Hosts reached at a public address, now or earlier."""
        self._has_been_public = False

    def look_up(self, host: str, port: int) -> None:
        """Raise SpecialAddressError if *host* resolves to a forbidden address."""
        if self._is_free(host):
            return
        try:
            found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        except OSError:
            return  # connecting fails for the same reason, and reports it
        for *_, address in found:
            self._check(host, str(address[0]))

    def connected(self, host: str, address: str) -> None:
        """Record that *host* is at *address*. Raises SpecialAddressError if that is forbidden.

        This is the address that bytes are sent to, whatever was resolved before.
        """
        self._check(host, address)
        if not is_special(address):
            self._has_been_public = True
            self._public.add(host)

    def _is_free(self, host: str) -> bool:
        return not self._has_been_public and host not in self._public

    def _check(self, host: str, address: str) -> None:
        if not self._is_free(host) and is_special(address):
            raise SpecialAddressError(host)


class Connection:
    """Connections that end with this object; *check* is called all the time while a caller waits.

    An exception of *check* closes all connections and is raised to the caller. Hosts found at a
    public address are added to *public*.
    """

    def __init__(
        self, quiet: float, check: Callable[[], None], public: MutableSet[str] | None = None
    ) -> None:
        self._check_cancelled = check
        self._closers = _Closers()
        self._pool = _pool(quiet, self._closers, _Guard(set() if public is None else public))

    def __enter__(self) -> "Connection":
        return self

    def __exit__(self, *_: object) -> None:
        self._close()

    def request(self, url: str, headers: dict[str, str]) -> HTTPResponse:
        """Return the response to a request for *url*, its body still unread.

        Raises SpecialAddressError if a public site led to *url*, which is not public.
        """

        def send() -> HTTPResponse:
            response = self._pool.request(
                "GET", url, headers=headers, redirect=False, preload_content=False
            )
            self._closers.add(response.close)
            return cast(HTTPResponse, response)  # the pool returns no other type

        return self.run(send)

    def run(self, work: Callable[[], Returned]) -> Returned:
        """Run *work* in another thread; return or raise what it does."""
        done: Future[Returned] = Future()

        def run() -> None:
            try:
                done.set_result(work())
            except BaseException as error:  # noqa: BLE001 - it is raised where it is waited for
                done.set_exception(error)

        Thread(target=run, daemon=True).start()
        try:
            while not wait([done], timeout=_TICK).done:
                self._check_cancelled()
        except BaseException:
            self._close()
            raise
        return done.result()

    @contextmanager
    def turn(self, host: str) -> Iterator[None]:
        """Wait until no other thread of this process is sending requests to *host*."""
        lock = _TURNS.setdefault(host.lower(), Lock())
        while not lock.acquire(timeout=_TICK):
            self._check_cancelled()
        try:
            yield
        finally:
            lock.release()

    def _close(self) -> None:
        self._closers.close_all()
        self._pool.clear()


class _Closers:
    """Closes everything that is open, including connections that are still being opened."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._kept: list[Callable[[], None]] = []
        self._is_closed = False

    def add(self, close: Callable[[], None]) -> None:
        """Register *close*; call it now if everything was closed already."""
        with self._lock:
            if not self._is_closed:
                self._kept.append(close)
                return
        close()

    def close_all(self) -> None:
        """Close everything, connections before the responses that use them."""
        with self._lock:
            self._is_closed = True
        while self._kept:
            self._kept.pop(0)()


def _shut_down(handle: socket.socket) -> None:
    """Shut down the connection of *handle*, even while another thread uses it."""
    with suppress(OSError):  # it has ended already
        handle.shutdown(socket.SHUT_RDWR)
    handle.close()


def _pool(quiet: float, closers: _Closers, guard: _Guard) -> PoolManager:
    """Return a pool whose connections can be closed by *closers* and are allowed by *guard*.

    Each registers a duplicate of its socket: during a handshake there is no other access to it.
    """

    def registered(made: socket.socket, host: str) -> socket.socket:
        closers.add(partial(_shut_down, made.dup()))
        try:
            guard.connected(host, made.getpeername()[0])
        except BaseException:
            made.close()
            raise
        return made

    class PlainConnection(HTTPConnection):
        def _new_conn(self) -> socket.socket:
            guard.look_up(self.host, self.port)
            return registered(super()._new_conn(), self.host)

    class SecureConnection(HTTPSConnection):
        def _new_conn(self) -> socket.socket:
            guard.look_up(self.host, self.port)
            return registered(super()._new_conn(), self.host)

    class PlainPool(HTTPConnectionPool):
        ConnectionCls = PlainConnection

    class SecurePool(HTTPSConnectionPool):
        ConnectionCls = SecureConnection

    timeout = Timeout(connect=quiet, read=quiet)
    pool = PoolManager(timeout=timeout, retries=False, maxsize=1)
    pool.pool_classes_by_scheme = {"http": PlainPool, "https": SecurePool}
    return pool
