"""Stories on the screen: a made-up library, keys to press, and what is visible afterwards."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from time import monotonic

import pytest
from factories import at, programme, talk
from textual.events import Key
from textual.keys import key_to_character
from textual.pilot import Pilot
from textual.worker import WorkerCancelled

from confbrowse.model import NO_MARK, Link, Mark, Programme, Session, Talk
from confbrowse.storage.library import LibraryStore
from confbrowse.storage.marks import MarkStore
from confbrowse.text.cells import text_of
from confbrowse.tui.app import ConfbrowseApp
from confbrowse.tui.background import Intervals
from confbrowse.tui.context import utc_now
from confbrowse.tui.screens.base import TalkScreen
from confbrowse.tui.screens.browse import BrowseScreen
from confbrowse.tui.screens.panes import PanesScreen
from confbrowse.tui.view_state import load
from confbrowse.tui.widgets.glyphs import SELECTED
from confbrowse.tui.widgets.lines import LineList, LineView, TallLineList
from confbrowse.tui.widgets.message_line import MessageLine

WIDE, MEDIUM, NARROW = (160, 45), (80, 24), (40, 12)
"""Columns and rows: all panes side by side, list over abstract, one pane at a time."""
PATIENCE = 60.0
"""Seconds after which a condition counts as never true."""
_LOOK = 0.005
"""Seconds between two checks for the effect of a timer of the screen."""

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
"""By start time; MOTHS and BATS clash, BATS and OWLS, SONGS and STEPS."""
ICML = programme(*NIGHTS)
TINY = programme(talk("A Tiny Talk", start=at(9, day=1)), name="Tiny 2021")


@dataclass(frozen=True, slots=True)
class Home:
    """The files of one user."""

    folder: Path
    now: Callable[[], datetime] = utc_now
    """The clock that confbrowse uses."""
    intervals: Intervals = field(default_factory=Intervals)

    @property
    def library(self) -> LibraryStore:
        """Return the programmes."""
        return LibraryStore.at(self.folder / "library.db")

    @property
    def agenda(self) -> MarkStore:
        """Return the marks."""
        return MarkStore.at(self.folder / "agenda.db")

    @property
    def starred(self) -> list[str]:
        """Return the titles of the starred talks on the disk, by start time."""
        return [entry.talk.title for entry in self.agenda.entries()]

    def app(self) -> ConfbrowseApp:
        """Return the app on these files."""
        place = self.folder / "place.json"
        return ConfbrowseApp(
            self.library,
            self.agenda,
            load(place),
            place_file=place,
            now=self.now,
            intervals=self.intervals,
        )


def home_with(folder: Path, *programmes: Programme) -> Home:
    """Return a home in *folder* whose library holds *programmes*."""
    home = Home(folder)
    for one in programmes:
        home.library.put(one)
    return home


def star(home: Home, *talks: Talk) -> None:
    """Star *talks* on the disk in one step, as another process does."""
    home.agenda.mark(talks, lambda mark: replace(mark, starred=True))


def mark_of(home: Home, one: Talk) -> Mark:
    """Return the mark of a talk on the disk."""
    return home.agenda.marks().get(one.id, NO_MARK)


@asynccontextmanager
async def opened(home: Home, size: tuple[int, int] = MEDIUM) -> AsyncIterator[Pilot[None]]:
    """Yield the pilot of confbrowse on a screen of *size*."""
    async with home.app().run_test(size=size, notifications=True) as pilot:
        await settle(pilot)
        yield pilot


async def settle(pilot: Pilot[None]) -> None:
    """Wait until everything is idle and the abstract shows the current talk; draw the screen then."""
    deadline = monotonic() + PATIENCE
    await _answered(pilot, deadline)
    while pilot.app.is_running and not _is_up_to_date(pilot):
        await pilot.pause(_LOOK)
        await _answered(pilot, deadline)
    if pilot.app.is_running:
        picture(pilot)


async def _answered(pilot: Pilot[None], deadline: float) -> None:
    """Wait until no message, worker or refresh is pending. Raises AssertionError if that never happens."""
    app, quiet = pilot.app, 0
    while quiet < 2 and app.is_running:  # twice: callbacks after a refresh are in no queue
        with suppress(WorkerCancelled):
            await app.workers.wait_for_complete()
        refreshed = asyncio.Event()
        screen = app.screen
        screen.call_after_refresh(refreshed.set)
        while not refreshed.is_set() and app.is_running and app.screen is screen:
            assert monotonic() < deadline, f"it never comes to rest\n{picture(pilot)}"
            with suppress(TimeoutError):
                async with asyncio.timeout(_LOOK):
                    await refreshed.wait()
        quiet = quiet + 1 if refreshed.is_set() and _is_idle(pilot) else 0
        if not quiet:
            await pilot.pause(_LOOK)  # a thread at work gets no turn from a loop that never rests


def _is_idle(pilot: Pilot[None]) -> bool:
    app = pilot.app
    if isinstance(app, ConfbrowseApp) and len(app.input_queue):
        return False
    pumps = (app, *app.screen.walk_children())
    if any(isinstance(one, BrowseScreen) and one.search.is_busy for one in app.screen_stack):
        return False
    # a message that Textual has looked at is in no queue, and there is no public way to see it
    waiting = (one.message_queue_size or one._pending_message for one in pumps)
    return not app.workers and not any(waiting)


def _is_up_to_date(pilot: Pilot[None]) -> bool:
    screen = pilot.app.screen
    if isinstance(screen, BrowseScreen) and screen.detail.hits is not screen.search.match_spans:
        return False
    return not isinstance(screen, PanesScreen) or screen.detail.talk == screen.talk


async def press(pilot: Pilot[None], *keys: str) -> None:
    """Press *keys*, by Textual's names, each when the one before is done; then settle."""
    for number, key in enumerate(keys):
        if number:
            await _answered(pilot, monotonic() + PATIENCE)
        pilot.app.post_message(Key(key, key_to_character(key)))
    await settle(pilot)


async def hold(pilot: Pilot[None], key: str, times: int) -> None:
    """Press *key* several times without waiting for its effect, as if it were held down."""
    for _ in range(times):
        pilot.app.post_message(Key(key, key_to_character(key)))
    await settle(pilot)


async def typed(pilot: Pilot[None], text: str) -> None:
    """Type *text* into the focused input, faster than it is shown."""
    for letter in text:
        pilot.app.post_message(Key("space" if letter == " " else letter, letter))
    await settle(pilot)


async def until(pilot: Pilot[None], condition: Callable[[], bool]) -> None:
    """Wait for a change by another program. Raises AssertionError if it never happens."""
    deadline = monotonic() + PATIENCE
    while not condition():
        assert monotonic() < deadline, f"never came true; on the screen is\n{picture(pilot)}"
        await pilot.pause(_LOOK)
    await settle(pilot)


def picture(pilot: Pilot[None]) -> str:
    """Return the rows of the top screen."""
    # private to Textual, but the only way to see what is covered
    strips = pilot.app.screen._compositor.render_strips()
    return "\n".join(strip.text.rstrip() for strip in strips)


def words(text: str) -> str:
    """Return *text* with single blanks for white space and edges of panes."""
    return " ".join(text.translate(dict.fromkeys(map(ord, "│┃╏▐"), " ")).split())


def rows(pane: LineView) -> list[str]:
    """Return the rows of *pane* on the screen, if any, without the scroll bar."""
    return [pane.render_line(y).text[:-1].rstrip() for y in range(pane.region.height)]


def row_at_cursor(pane: LineList) -> str:
    """Return the first row of *pane* that is highlighted."""
    return rows(pane)[pane.rows_of(pane.cursor)[0]]


def signs(pilot: Pilot[None]) -> list[str]:
    """Return the signs of star, clash and other marks in front of each talk of the list."""
    pane = on_screen(pilot).main_list
    lines = [pane.draw_row(at, 0, pane.text_width) for at in range(pane.line_count())]
    first = [[role for _, role in line].index("line--star") for line in lines]
    return [text_of(line[at : at + 3]).rstrip() for at, line in zip(first, lines, strict=True)]


def detail(pilot: Pilot[None]) -> str:
    """Return what the detail pane shows."""
    return words("\n".join(rows(on_screen(pilot).detail)))


def selected(pilot: Pilot[None]) -> int:
    """Return how many rows of the list are shown as selected."""
    pane = on_screen(pilot).main_list
    shown = [pane.render_line(y).text for y in range(pane.region.height)]
    return sum(row.endswith(SELECTED) for row in shown)


def said(pilot: Pilot[None]) -> str:
    """Return the messages that the last line of the screen shows, also what is cut off there."""
    last = words(picture(pilot).splitlines()[-1])
    lines = [line for line in pilot.app.screen.query(MessageLine) if line.display]
    return words(" ".join(one.words for one in lines if words(one.render().plain) == last))


def on_screen(pilot: Pilot[None]) -> PanesScreen:
    """Return the topmost screen with panes."""
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
    """Return the titles of *known* talks, of NIGHTS by default, on the lines of the list, in its order.

    Lines count that are further down than the screen reaches.
    """
    names = [one.title for one in known or NIGHTS]
    return [name for row in all_rows(pilot) for name in names if name in row]


def all_rows(pilot: Pilot[None]) -> list[str]:
    """Return the rows of all lines of the list without headings that are not on lines of their own."""
    pane = on_screen(pilot).main_list
    return [
        text_of(pane.draw_row(at, row, pane.text_width)).rstrip()
        for at in range(pane.line_count())
        for row in range(pane.height_of(at) if isinstance(pane, TallLineList) else 1)
    ]


def no_clipboard(monkeypatch: pytest.MonkeyPatch) -> None:
    """Hide the system's clipboard tools, so that the terminal is asked to copy."""
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "TMUX", "WSL_DISTRO_NAME"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr("confbrowse.system.clipboard.copy", lambda _text: False)
