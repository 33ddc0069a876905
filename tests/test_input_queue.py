"""Keyboard and mouse events are handled in order, each once."""

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any, cast

import pytest
from textual.app import App
from textual.events import Event, Key

from confbrowse.tui import input_queue
from confbrowse.tui.input_queue import InputQueue

FIRST, SECOND = (Key(letter, letter) for letter in "ab")


class Application:
    """A minimal application for the queue; *then* is called after each dispatched event."""

    focused = None

    def __init__(self) -> None:
        self.workers: list[asyncio.Task[None]] = []
        self.calls: list[asyncio.Task[None]] = []
        self.then: list[Callable[[], Coroutine[Any, Any, None]]] = []

    def run_worker(self, work: Coroutine[Any, Any, None], *, group: str) -> None:
        """Run *work* in the background."""
        assert group
        self.workers.append(asyncio.create_task(work))

    def call_later(
        self, call: Callable[[asyncio.Event], Coroutine[Any, Any, None]], handed: asyncio.Event
    ) -> bool:
        """Make *call* in a separate task; return True."""

        async def run() -> None:
            await call(handed)
            if self.then:
                await self.then.pop(0)()

        self.calls.append(asyncio.create_task(run()))
        return True


async def test_what_comes_as_the_queue_runs_empty_is_handed_on_by_the_same_worker(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    under_way: set[str] = {"a screen that opens"}
    monkeypatch.setattr(input_queue, "_running", lambda _app: iter(under_way))
    handled: list[Event] = []

    async def handle(event: Event) -> None:
        handled.append(event)

    application = Application()
    queue = InputQueue(cast("App[None]", application), handle)

    async def type_the_second() -> None:
        under_way.add("what the first key asked for")
        await queue.receive(SECOND)
        under_way.clear()

    application.then.append(type_the_second)
    await queue.receive(FIRST)
    under_way.clear()
    await asyncio.gather(*application.workers)
    await asyncio.gather(*application.workers, *application.calls)
    assert handled == [FIRST, SECOND]
    assert not len(queue)
