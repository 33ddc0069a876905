"""Blocking work runs in the background: its result is returned, its error is shown, an outdated one is dropped."""

from collections.abc import Callable
from threading import Event, get_ident

import pytest
from stories import PATIENCE
from textual import work
from textual.app import App
from textual.pilot import Pilot
from textual.screen import Screen
from textual.worker import NoActiveWorker, WorkerCancelled, WorkerFailed, WorkerState

from confbrowse.errors import StoreError
from confbrowse.tui.background_read import ReadFailedError, read, read_or_raise


class _Asking(Screen[None]):
    """Collects the results."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[object] = []

    @work(exclusive=True, group="ask")
    async def ask(self, fn: Callable[[], object]) -> None:
        self.found.append(await read(self, fn))

    @work(exclusive=True, group="ask")
    async def ask_and_go_on(self, fn: Callable[[], object]) -> None:
        try:
            await read(self, fn)
        except ReadFailedError:
            self.found.append("went on")

    @work(exclusive=True, group="ask")
    async def ask_and_handle(self, fn: Callable[[], object]) -> None:
        try:
            await read_or_raise(self, fn)
        except StoreError as error:
            self.found.append(str(error))


class _Slow:
    """Work that ends when the test says so."""

    def __init__(self, result: object = None, error: Exception | None = None) -> None:
        self.may_end, self.has_begun, self.has_ended = Event(), Event(), Event()
        self._result, self._error = result, error

    def __call__(self) -> object:
        self.has_begun.set()
        assert self.may_end.wait(PATIENCE)
        self.has_ended.set()
        if self._error:
            raise self._error
        return self._result


def _fails() -> object:
    raise StoreError("Cannot read [b]library.db[/b].")


async def _shown(pilot: Pilot[None]) -> _Asking:
    screen = _Asking()
    await pilot.app.push_screen(screen)
    return screen


async def _until(pilot: Pilot[None], event: Event) -> None:
    for _ in range(100_000):
        if event.is_set():
            break
        await pilot.pause()
    assert event.is_set()
    await pilot.pause()


def _notices(app: App[None]) -> list[tuple[str, bool]]:
    return [(one.message, one.markup) for one in app._notifications]


async def test_a_result_comes_from_another_thread() -> None:
    app: App[None] = App()
    async with app.run_test() as pilot:
        screen = await _shown(pilot)
        await screen.ask(get_ident).wait()
        assert len(screen.found) == 1
        assert screen.found != [get_ident()]


async def test_an_error_is_shown_once_as_text_and_ends_the_worker_alone() -> None:
    app: App[None] = App()
    async with app.run_test() as pilot:
        screen = await _shown(pilot)
        worker = screen.ask(_fails)
        with pytest.raises(WorkerCancelled):
            await worker.wait()
        assert _notices(app) == [("Cannot read [b]library.db[/b].", False)]
        assert screen.found == []
        await screen.ask(lambda: "still here").wait()
        assert screen.found == ["still here"]


async def test_after_an_error_that_was_shown_the_caller_may_go_on() -> None:
    app: App[None] = App()
    async with app.run_test() as pilot:
        screen = await _shown(pilot)
        await screen.ask_and_go_on(_fails).wait()
        assert screen.found == ["went on"]
        assert len(_notices(app)) == 1


async def test_an_error_for_the_caller_is_not_shown() -> None:
    app: App[None] = App()
    async with app.run_test() as pilot:
        screen = await _shown(pilot)
        await screen.ask_and_handle(_fails).wait()
        assert screen.found == ["Cannot read [b]library.db[/b]."]
        assert _notices(app) == []


@pytest.mark.parametrize("error", [None, StoreError("Too late.")])
async def test_of_an_older_question_neither_result_nor_error_is_shown(
    error: Exception | None,
) -> None:
    app: App[None] = App()
    older = _Slow("older", error)
    async with app.run_test() as pilot:
        screen = await _shown(pilot)
        screen.ask(older)
        await _until(pilot, older.has_begun)
        await screen.ask(lambda: "newer").wait()
        older.may_end.set()
        await _until(pilot, older.has_ended)
        assert screen.found == ["newer"]
        assert _notices(app) == []


@pytest.mark.parametrize("error", [None, StoreError("Too late.")])
async def test_what_comes_after_its_screen_is_closed_is_dropped(error: Exception | None) -> None:
    app: App[None] = App()
    slow = _Slow("late", error)
    async with app.run_test() as pilot:
        screen = await _shown(pilot)
        worker = screen.ask(slow)
        await _until(pilot, slow.has_begun)
        closed = app.pop_screen()
        slow.may_end.set()
        await closed
        await _until(pilot, slow.has_ended)
        assert worker.state is WorkerState.CANCELLED
        assert screen.found == []
        assert _notices(app) == []


async def test_the_application_ends_before_the_work_does() -> None:
    app: App[None] = App()
    slow = _Slow(error=StoreError("Too late."))

    async def quit_meanwhile(pilot: Pilot[object]) -> None:
        screen = _Asking()
        await app.push_screen(screen)
        screen.ask(slow)
        await pilot.pause()
        app.exit()

    try:
        await app.run_async(headless=True, auto_pilot=quit_meanwhile)
        assert not slow.has_ended.is_set()
        assert app.return_code == 0
    finally:
        slow.may_end.set()


async def test_a_bug_is_no_error_to_show() -> None:
    app: App[None] = App()
    with pytest.raises(WorkerFailed, match="ZeroDivisionError"):
        async with app.run_test() as pilot:
            screen = await _shown(pilot)
            await screen.ask(lambda: 1 // 0).wait()
    assert _notices(app) == []


async def test_outside_a_worker_nothing_is_read() -> None:
    app: App[None] = App()
    async with app.run_test() as pilot:
        screen = await _shown(pilot)
        with pytest.raises(NoActiveWorker):
            await read(screen, lambda: None)
