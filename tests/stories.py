"""Stories on the screen: a library made up for them, keys pressed, and what is then to be seen."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from time import monotonic

import pytest
from made_up import at, programme, talk
from textual.events import Key
from textual.keys import key_to_character
from textual.pilot import Pilot
from textual.widget import Widget
from textual.worker import WorkerCancelled

from confbrowse.model import Link, Programme, Session, Talk
from confbrowse.place import load
from confbrowse.stores.agenda import Agenda
from confbrowse.stores.library import Library
from confbrowse.tui.app import ConfbrowseApp
from confbrowse.tui.bearings import present
from confbrowse.tui.screens.panes import PanesScreen
from confbrowse.tui.screens.searching import SearchingScreen
from confbrowse.tui.screens.talk_screen import TalkScreen
from confbrowse.tui.widgets.line_list import LineList
from confbrowse.tui.widgets.line_view import LineView

WIDE, MEDIUM, NARROW = (160, 45), (80, 24), (40, 12)
"""Columns and rows: all panes side by side, list over abstract, one pane at a time."""
PATIENCE = 20.0
"""Seconds after which what does not come true counts as never."""
_LOOK = 0.005
"""Seconds between two looks for what comes by a timer of the screen."""

LAMPS = Session("ICML 2021", "Lamps", chairs=("Shuicheng Yan",))
EARS = Session("ICML 2021", "Ears")
HALL = Session("ICML 2021", "Hall")
CODE = Link("code", "https://github.com/moths/lamps")
PAPER = Link("paper", "https://example.org/moths.pdf", "PDF")
VIDEO = Link("video", "https://example.org/moths.mp4")

MOTHS = talk(
    "Moths and Lamps",
    session=LAMPS,
    kind="Oral",
    authors=("Grace Hopper", "Jürgen Groß"),
    start=at(9),
    end=at(9, 20),
    timezone="PDT",
    abstract="Why moths fly in circles.\n\n" + "They hold the moon on one side. " * 90,
    links=(PAPER, CODE, VIDEO),
    source="page.txt, line 12",
)
BATS = replace(MOTHS, id="icml-2021/bats", title="Bats and Echoes", session=EARS)
BATS = replace(BATS, authors=("Alan Turing",), start=at(9, 10), end=at(9, 30), links=(PAPER,))
OWLS = talk("Owls and Mice", session=LAMPS, start=at(9, 20), end=at(9, 40), timezone="PDT")
BREAK = talk("Coffee", session=HALL, kind="Break", start=at(9, 40), end=at(10), timezone="PDT")
SONGS = talk("Whale Songs", session=EARS, start=at(9, day=21), end=at(9, 30, day=21))
STEPS = talk("Fireflies in Step", session=LAMPS, start=at(9, 10, day=21), end=at(9, 40, day=21))
PANEL = talk("Night Panel", session=HALL, start=at(10, day=22))
WORMS = talk("Glow Worms", session=LAMPS, kind="Poster", position="#7")
NIGHTS = (MOTHS, BATS, OWLS, BREAK, SONGS, STEPS, PANEL, WORMS)
"""In the order of time; MOTHS and BATS clash, BATS and OWLS, SONGS and STEPS."""
ICML = programme(*NIGHTS)
TINY = programme(talk("A Tiny Talk", start=at(9, day=1)), name="Tiny 2021")


@dataclass(frozen=True, slots=True)
class Home:
    """The files of one reader."""

    folder: Path
    now: Callable[[], datetime] = present
    """What tells confbrowse the time."""

    @property
    def library(self) -> Library:
        """Return the programmes."""
        return Library.at(self.folder / "library.db")

    @property
    def agenda(self) -> Agenda:
        """Return the marks."""
        return Agenda.at(self.folder / "agenda.db")

    @property
    def starred(self) -> list[str]:
        """Return the titles of the starred talks on the disk, in the order of time."""
        return [entry.talk.title for entry in self.agenda.entries()]

    def app(self) -> ConfbrowseApp:
        """Return confbrowse as it starts on these files."""
        place = self.folder / "place.json"
        return ConfbrowseApp(self.library, self.agenda, load(place), place_file=place, now=self.now)


def home_with(folder: Path, *programmes: Programme) -> Home:
    """Return a home in *folder* whose library holds *programmes*."""
    home = Home(folder)
    for one in programmes:
        home.library.put(one)
    return home


@asynccontextmanager
async def opened(home: Home, size: tuple[int, int] = MEDIUM) -> AsyncIterator[Pilot[None]]:
    """Yield the pilot of confbrowse, once it stands on a screen of *size*."""
    async with home.app().run_test(size=size, notifications=True) as pilot:
        await settle(pilot)
        yield pilot


async def settle(pilot: Pilot[None]) -> None:
    """Wait until nothing is under way and the abstract shows the talk in view."""
    deadline = monotonic() + PATIENCE
    await _answered(pilot, deadline)
    while pilot.app.is_running and not _is_up_to_date(pilot):
        await pilot.pause(_LOOK)
        await _answered(pilot, deadline)


async def _answered(pilot: Pilot[None], deadline: float) -> None:
    """Wait until no message, worker or refresh is under way; AssertionError if that never is."""
    app, quiet = pilot.app, 0
    while quiet < 2 and app.is_running:  # twice: what waits for a refresh is in no queue
        with suppress(WorkerCancelled):
            await app.workers.wait_for_complete()
        refreshed: list[bool] = []
        screen = app.screen
        screen.call_after_refresh(refreshed.append, True)
        while not refreshed and app.is_running and app.screen is screen:
            assert monotonic() < deadline, f"it never comes to rest\n{picture(pilot)}"
            await pilot.pause(0)
        quiet = quiet + 1 if refreshed and _is_idle(pilot) else 0


def _is_idle(pilot: Pilot[None]) -> bool:
    app = pilot.app
    pumps = (app, *app.screen.walk_children())
    if any(isinstance(one, SearchingScreen) and one.is_finding for one in app.screen_stack):
        return False
    return not app.workers and not any(one.message_queue_size for one in pumps)


def _is_up_to_date(pilot: Pilot[None]) -> bool:
    screen = pilot.app.screen
    if isinstance(screen, SearchingScreen) and screen.detail.hits is not screen.hits:
        return False
    return not isinstance(screen, PanesScreen) or screen.detail.talk == screen.talk


async def press(pilot: Pilot[None], *keys: str) -> None:
    """Press *keys*, named as Textual does, each once the one before is answered; then settle."""
    for key in keys:
        pilot.app.post_message(Key(key, key_to_character(key)))
        await _answered(pilot, monotonic() + PATIENCE)
    await settle(pilot)


async def hold(pilot: Pilot[None], key: str, times: int) -> None:
    """Press *key* so often without waiting for what it does, as one that is held down."""
    for _ in range(times):
        pilot.app.post_message(Key(key, key_to_character(key)))
    await settle(pilot)


async def typed(pilot: Pilot[None], text: str) -> None:
    """Type *text* where text is taken."""
    for letter in text:
        pilot.app.post_message(Key("space" if letter == " " else letter, letter))
        await _answered(pilot, monotonic() + PATIENCE)
    await settle(pilot)


async def until(pilot: Pilot[None], condition: Callable[[], bool]) -> None:
    """Wait for what another program brings about; AssertionError if it never comes true."""
    deadline = monotonic() + PATIENCE
    while not condition():
        assert monotonic() < deadline, f"never came true; on the screen is\n{picture(pilot)}"
        await pilot.pause()
    await settle(pilot)


def picture(pilot: Pilot[None]) -> str:
    """Return what is on the screen, in the window on top, row by row."""
    # Textual shows its rows to nobody else; without them nothing can be said about what is covered
    strips = pilot.app.screen._compositor.render_strips()
    return "\n".join(strip.text.rstrip() for strip in strips)


def words(text: str) -> str:
    """Return *text* with single blanks for all white space and lines of panes."""
    return " ".join(text.replace("│", " ").replace("┃", " ").split())


def rows(pane: LineView) -> list[str]:
    """Return the rows that *pane* has on the screen, if any, without the bar at their ends."""
    return [pane.render_line(y).text[:-1].rstrip() for y in range(pane.region.height)]


def row_at_cursor(pane: LineList) -> str:
    """Return the row of *pane* that is highlighted."""
    return rows(pane)[pane.cursor - pane.top]


def said(pilot: Pilot[None]) -> str:
    """Return what the notifications on the screen say."""
    toasts = pilot.app.screen.query("Toast")
    return words(" ".join(row for toast in toasts for row in _rows_of(toast)))


def _rows_of(widget: Widget) -> list[str]:
    return [widget.render_line(y).text for y in range(widget.size.height)]


def on_screen(pilot: Pilot[None]) -> PanesScreen:
    """Return the screen with panes that is on top."""
    screen = pilot.app.screen
    assert isinstance(screen, PanesScreen), f"on top is {screen}"
    return screen


def title(pilot: Pilot[None]) -> str | None:
    """Return the title of the talk that keys act on."""
    screen = pilot.app.screen
    assert isinstance(screen, TalkScreen), f"on top is {screen}"
    return screen.talk.title if screen.talk else None


def listed(pilot: Pilot[None]) -> list[str]:
    """Return the rows of the list that have anything in them."""
    return [row for row in rows(on_screen(pilot).main_list) if row]


def titles(pilot: Pilot[None], *known: Talk) -> list[str]:
    """Return the titles of *known* talks, of NIGHTS by default, that the list shows, in its order."""
    names = [one.title for one in known or NIGHTS]
    return [name for row in listed(pilot) for name in names if name in row]


def no_clipboard(monkeypatch: pytest.MonkeyPatch) -> None:
    """Take away the machine's own clipboard tools, so that the terminal is asked to copy."""
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "TMUX", "WSL_DISTRO_NAME"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr("confbrowse.clipboard.copy", lambda _text: False)
