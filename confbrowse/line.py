"""A line to sites that can be hung up at any moment; the only module that opens connections.

What waits on the network is done aside, so that whoever asked is never held up by a site: not while
it is looked for, not while it shakes hands, not while it drips.
"""

import socket
from collections.abc import Callable, Iterator
from concurrent.futures import Future, wait
from contextlib import contextmanager, suppress
from functools import partial
from threading import Lock, Thread
from typing import TypeVar, cast

from urllib3 import HTTPConnectionPool, HTTPResponse, HTTPSConnectionPool, PoolManager, Timeout
from urllib3.connection import HTTPConnection, HTTPSConnection

Answer = TypeVar("Answer")

_TICK = 0.05
"""Seconds between two looks at whether to go on."""
_TURNS: dict[str, Lock] = {}
"""One for each host: it is asked for one thing at a time, whoever asks."""


class Line:
    """Connections that end when the line does. *minding* is called all the time while one waits.

    What it raises hangs up, and is raised to whoever waits.
    """

    def __init__(self, quiet: float, minding: Callable[[], None]) -> None:
        self._minding = minding
        self._ends = _Ends()
        self._pool = _pool(quiet, self._ends)

    def __enter__(self) -> "Line":
        return self

    def __exit__(self, *_: object) -> None:
        self._hang_up()

    def ask(self, url: str, headers: dict[str, str]) -> HTTPResponse:
        """Return the answer of the site to a request for *url*, its body still to be read."""

        def answer() -> HTTPResponse:
            given = self._pool.request(
                "GET", url, headers=headers, redirect=False, preload_content=False
            )
            self._ends.keep(given.close)
            return cast(HTTPResponse, given)  # the pool makes no other

        return self.attended(answer)

    def attended(self, work: Callable[[], Answer]) -> Answer:
        """Return what *work* returns, or raise what it raises; it is done aside."""
        done: Future[Answer] = Future()

        def run() -> None:
            try:
                done.set_result(work())
            except BaseException as error:  # noqa: BLE001 - it is raised where it is waited for
                done.set_exception(error)

        Thread(target=run, daemon=True).start()
        try:
            while not wait([done], timeout=_TICK).done:
                self._minding()
        except BaseException:
            self._hang_up()
            raise
        return done.result()

    @contextmanager
    def turn(self, host: str) -> Iterator[None]:
        """Wait until nobody else in this process asks *host* for something."""
        lock = _TURNS.setdefault(host.lower(), Lock())
        while not lock.acquire(timeout=_TICK):
            self._minding()
        try:
            yield
        finally:
            lock.release()

    def _hang_up(self) -> None:
        self._ends.meet()
        self._pool.clear()


class _Ends:
    """How to end what is open, also what is only being opened when the line is hung up."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._kept: list[Callable[[], None]] = []
        self._met = False

    def keep(self, end: Callable[[], None]) -> None:
        """Keep *end*, which ends something, until the line ends; where it has, do it now."""
        with self._lock:
            if not self._met:
                self._kept.append(end)
                return
        end()

    def meet(self) -> None:
        """End everything, connections before the answers that come over them."""
        with self._lock:
            self._met = True
        while self._kept:
            self._kept.pop(0)()


def _cut(handle: socket.socket) -> None:
    """End the connection that *handle* is one of, whoever waits on it."""
    with suppress(OSError):  # it has ended
        handle.shutdown(socket.SHUT_RDWR)
    handle.close()


def _pool(quiet: float, ends: _Ends) -> PoolManager:
    """Return a pool whose connections can be ended by *ends*.

    Each leaves a second handle: one that shakes hands has no other to get hold of.
    """

    def left(made: socket.socket) -> socket.socket:
        ends.keep(partial(_cut, made.dup()))
        return made

    class Plain(HTTPConnection):
        def _new_conn(self) -> socket.socket:
            return left(super()._new_conn())

    class Secure(HTTPSConnection):
        def _new_conn(self) -> socket.socket:
            return left(super()._new_conn())

    class PlainPool(HTTPConnectionPool):
        ConnectionCls = Plain

    class SecurePool(HTTPSConnectionPool):
        ConnectionCls = Secure

    timeout = Timeout(connect=quiet, read=quiet)
    pool = PoolManager(timeout=timeout, retries=False, maxsize=1)
    pool.pool_classes_by_scheme = {"http": PlainPool, "https": SecurePool}
    return pool
