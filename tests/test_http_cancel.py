"""A fetch ends at its time limit or when it is cancelled, whatever the site does meanwhile."""

import socket
import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from hostile_server import LIMITS, Answers, web

from confbrowse.errors import SourceError
from confbrowse.sources.http_cache import HttpCache


def test_a_fetch_can_be_stopped(site: str, tmp_path: Path) -> None:
    going = iter([True, False])
    with pytest.raises(InterruptedError):
        web(tmp_path, should_continue=lambda: next(going)).get(f"{site}/page")
    assert HttpCache(tmp_path / "cache").find(f"{site}/page") is None


@pytest.mark.parametrize("path", ["drip", "slow_head", "silence"])
def test_a_drip_ends_when_time_is_up(site: str, tmp_path: Path, path: str) -> None:
    short = replace(LIMITS, seconds=0.2, bytes=10**9)
    with pytest.raises(SourceError, match=r"it took longer than 0\.2 seconds"):
        web(tmp_path, limits=short).get(f"{site}/{path}")


@pytest.fixture
def mute() -> Iterator[str]:
    """Return host and port of a server that accepts connections and never answers."""
    before = set(threading.enumerate())
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield f"127.0.0.1:{server.getsockname()[1]}"
        # Python leaks the socket of a connection that is reset just before its handshake begins
        for thread in set(threading.enumerate()) - before:
            thread.join()


@pytest.mark.parametrize("scheme", ["http", "https"])
def test_a_fetch_can_be_stopped_while_a_site_says_nothing(
    mute: str, tmp_path: Path, scheme: str
) -> None:
    going = iter([True, True, True, False])
    with pytest.raises(InterruptedError):
        web(tmp_path, should_continue=lambda: next(going)).get(f"{scheme}://{mute}/")


@pytest.mark.parametrize("scheme", ["http", "https"])
def test_progress_is_reported_while_a_site_says_nothing(
    mute: str, tmp_path: Path, scheme: str
) -> None:
    told: list[tuple[int, int | None]] = []
    stopping = web(
        tmp_path,
        progress=lambda done, of: told.append((done, of)),
        should_continue=lambda: len(told) < 3,
    )
    with pytest.raises(InterruptedError):
        stopping.get(f"{scheme}://{mute}/")
    assert told == [(0, None)] * 3


@pytest.mark.parametrize("path", ["drip", "slow_head", "silence"])
def test_a_fetch_can_be_stopped_at_any_moment(site: str, tmp_path: Path, path: str) -> None:
    going = iter([True, True, True, False])
    with pytest.raises(InterruptedError):
        web(
            tmp_path, should_continue=lambda: next(going), limits=replace(LIMITS, bytes=10**10)
        ).get(f"{site}/{path}")


def test_a_pause_that_a_site_asks_for_can_be_stopped(site: str, tmp_path: Path) -> None:
    going = iter([True, True, False])
    pausing = web(tmp_path, should_continue=lambda: next(going, False), sleep=Answers.silence.wait)
    with pytest.raises(InterruptedError):
        pausing.get(f"{site}/busy")
