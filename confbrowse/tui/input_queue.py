"""Keys, pastes and clicks act one after another: each when everything before it is done.

Textual dispatches every event at once, although a key may move the focus, mount an input or open a screen
only some messages later; keys typed after it would reach the previous widget. Here an event waits until
the one before it has been handled completely: no message is queued, no widget is being mounted or removed,
no refresh is due and no worker reads for a key. The wait is bounded: each slow task delays only one event.
"""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable, Iterator
from typing import TYPE_CHECKING, Protocol, runtime_checkable

from textual import events
from textual.app import App
from textual.message_pump import MessagePump

if TYPE_CHECKING:
    from textual._queue import Queue
    from textual.message import Message

_ORDERED = (events.InputEvent, events.Paste, events.AppFocus, events.AppBlur)
"""Events whose order matters. Sizes and replies of the terminal are not queued."""
_MOVES = (
    events.MouseMove,
    events.MouseScrollDown,
    events.MouseScrollUp,
    events.MouseScrollLeft,
    events.MouseScrollRight,
)
GROUP = "input"
_BACKGROUND_GROUPS = frozenset(
    {GROUP, "neighbours", "end", "command", "files", "view_state", "poll", "values", "hits", "also"}
)
"""Groups of workers that keys do not wait for. A screen that needs one of them has ``is_answering``."""
_TIMEOUT_SECONDS = 2.0
"""The longest wait of one event. Only time asleep counts, so a busy machine does not shorten it."""
_PAUSE_SECONDS = 0.001
_SPINS = 50
"""Rounds of the event loop before the queue sleeps between checks."""


@runtime_checkable
class Answering(Protocol):
    """A screen that may be busy beyond messages and workers."""

    @property
    def is_answering(self) -> bool:
        """Whether the result of the last key is not shown yet."""


@runtime_checkable
class HasLocalKeys(Protocol):
    """A widget with keys that affect only itself."""

    def is_local_key(self, key: events.Key) -> bool:
        """Return whether *key* only affects this widget and does not move the focus."""


class InputQueue:
    """Dispatches the input events of an application in order."""

    def __init__(self, app: App[None], handle: Callable[[events.Event], Awaitable[None]]) -> None:
        """*handle* is Textual's own dispatch of an event."""
        self._app, self._handle = app, handle
        self._waiting: deque[events.Event] = deque()
        self._is_working = False
        """Whether a worker is dispatching the queue; there is never a second one."""
        self._is_idle = False
        """Whether everything was done at the last check, and no event since could move the focus."""
        self._timed_out: set[object] = set()
        """Tasks that took too long; ignored until they are done."""

    def __len__(self) -> int:
        """Return the number of waiting events."""
        return len(self._waiting)

    @staticmethod
    def takes(event: events.Event) -> bool:
        """Return whether *event* comes from the terminal and is one whose order matters."""
        return isinstance(event, _ORDERED) and not event.is_forwarded

    async def receive(self, event: events.Event) -> None:
        """Handle *event* now if everything before it is done; otherwise queue it."""
        if self._is_working:
            if self._waiting and _replaces(event, self._waiting[-1]):
                self._waiting.pop()
            self._waiting.append(event)
        elif self._can_dispatch(event):
            await self._dispatch(event)
        else:
            self._waiting.append(event)
            self._is_working = True
            self._app.run_worker(self._work(), group=GROUP)

    def _can_dispatch(self, event: events.Event) -> bool:
        if not (self._is_idle and self._keeps_focus(event)):
            self._is_idle = not self._pending()
        return self._is_idle

    async def _dispatch(self, event: events.Event) -> None:
        self._is_idle = self._is_idle and self._keeps_focus(event)
        await self._handle(event)

    def _keeps_focus(self, event: events.Event) -> bool:
        """Return whether *event* does not move the focus, so that the next one need not wait for it."""
        if isinstance(event, _MOVES):
            return True
        focused = self._app.focused
        if focused is None or not isinstance(event, events.Key):
            return False
        if focused.check_consume_key(event.key, event.character):
            return True
        return isinstance(focused, HasLocalKeys) and focused.is_local_key(event)

    async def _work(self) -> None:
        """Dispatch all waiting events, also those that arrive meanwhile."""
        try:
            while self._waiting:
                await self._wait_until_idle()
                dispatched = asyncio.Event()
                if not self._app.call_later(self._dispatch_first, dispatched):
                    return  # the application is ending
                await dispatched.wait()
        finally:
            self._is_working = False

    async def _dispatch_first(self, dispatched: asyncio.Event) -> None:
        """Dispatch the first event, and those that need not wait for it. Runs in the application's task."""
        try:
            await self._dispatch(self._waiting[0])
            self._waiting.popleft()
            while self._waiting and self._is_idle and self._keeps_focus(self._waiting[0]):
                await self._dispatch(self._waiting[0])
                self._waiting.popleft()
        finally:
            dispatched.set()

    async def _wait_until_idle(self) -> None:
        """Return when everything is done, or after the timeout."""
        spins, slept, idle_checks = 0, 0.0, 0
        while idle_checks < 2:  # twice: messages from other threads take a moment to arrive
            pending = self._pending()
            idle_checks = 0 if pending else idle_checks + 1
            if slept >= _TIMEOUT_SECONDS:
                self._timed_out |= pending
            elif spins < _SPINS:
                spins += 1
                await asyncio.sleep(0)
            else:
                await asyncio.sleep(_PAUSE_SECONDS)
                slept += _PAUSE_SECONDS
        self._is_idle = True

    def _pending(self) -> set[object]:
        """Return what is still running, without tasks that timed out."""
        running = set(_running(self._app))
        self._timed_out &= running
        return running - self._timed_out


def _replaces(event: events.Event, before: events.Event) -> bool:
    """Return whether *event* makes the one *before* it redundant: only the last mouse position matters."""
    return (
        isinstance(event, events.MouseMove)
        and isinstance(before, events.MouseMove)
        and event.button == before.button
    )


def _running(app: App[None]) -> Iterator[object]:
    """Yield everything that may still result from earlier input."""
    if not _is_waiting(app):
        yield app
    for worker in app.workers:
        if worker.group not in _BACKGROUND_GROUPS and not worker.is_finished:
            yield worker
    for screen in app.screen_stack:
        # Textual has no public way to ask whether a refresh is due
        if screen._callbacks:
            yield screen, "refresh"
        yield from (node for node in (screen, *screen.walk_children()) if not _is_waiting(node))
    if app.screen_stack and isinstance(app.screen, Answering) and app.screen.is_answering:
        yield app.screen, "answer"


def _is_waiting(node: MessagePump) -> bool:
    """Return whether *node* has processed all its messages and waits for more."""
    # its task is then waiting for its queue; Textual has no public way to ask that either
    queue: Queue[Message | None] = node._message_queue
    return queue.empty() and bool(queue.ready_event._waiters) and not node._next_callbacks
