"""Counts the titles that can be read whole on the screen of the list, page by page.

Usage: ``CONFBROWSE_HOME=DIR python tests/benchmarks/whole_titles.py [--pages 60]``

Every programme in that home is opened at four sizes, without a terminal. Dates on rows of talks and talks without
their room are counted too: there should be none.
"""

import argparse
import asyncio
import re
import sys
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from textual.pilot import Pilot

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from confbrowse.model import Scope
from confbrowse.paths import app_dirs
from confbrowse.schedule.rooms import room_of
from confbrowse.storage.library import LibraryStore
from confbrowse.storage.marks import MarkStore
from confbrowse.text.latex import readable_line
from confbrowse.tui.app import ConfbrowseApp
from confbrowse.tui.screens.browse import BrowseScreen
from confbrowse.tui.view_state import ViewState

SIZES = ((60, 20), (80, 24), (120, 35), (200, 50))
_DATE = re.compile(
    r"\b\d{1,2} (?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)|\b20\d\d-\d\d-\d\d"
)


@dataclass(frozen=True, slots=True)
class Legibility:
    """What can be read on the pages of a list."""

    talks: int = 0
    """On the screen with all of their rows."""
    whole: int = 0
    """Of these, talks whose title can be read whole."""
    dated: int = 0
    """Of these, talks with a date in their rows."""
    without_room: int = 0
    """Of these, talks whose room is neither in their rows nor in a heading above them."""
    least: int = 0
    """The fewest talks on one page."""


def legibility(pilot: Pilot[None], pages: int) -> Legibility:
    """Return what can be read on *pages* of the list on the screen, evenly chosen, with all groups open."""
    screen = pilot.app.screen
    assert isinstance(screen, BrowseScreen)
    pane = screen.talk_list
    talks = whole = dated = without_room = 0
    least = pane.line_count()
    step = max(pane.line_count() // pages, 1)
    for top in range(0, pane.line_count(), step):
        pane.top = pane.limited_top(top)
        drawn = [pane.render_line(y).text[:-1] for y in range(pane.size.height)]
        headings = ""
        lines: dict[int, str] = {}
        room_above: dict[int, str] = {}
        for y, text in enumerate(drawn):
            at, row = pane.row_at(y)
            if at >= pane.line_count():
                break
            if row < 0:
                headings = text
            else:
                lines[at] = f"{lines.get(at, '')} {text}"
                room_above.setdefault(at, headings)
        shown = [at for at in lines if at < pane.top + pane.page]
        least = min(least, len(shown))
        for at in shown:
            talk = pane.talks[pane.talk_index(at)]
            if talk is None:
                continue
            text = " ".join(lines[at].split())
            first = room_of(talk).split(" (")[0][-8:]
            talks += 1
            whole += " ".join(readable_line(talk.title).split()) in text
            dated += bool(_DATE.search(text.replace(readable_line(talk.title), "")))
            without_room += bool(first) and first not in text + room_above[at]
    return Legibility(talks, whole, dated, without_room, least)


async def _measure(
    library: LibraryStore, programme: str, size: tuple[int, int], pages: int
) -> Legibility:
    with TemporaryDirectory() as folder:
        agenda = MarkStore.at(Path(folder) / "agenda.db")
        app = ConfbrowseApp(library, agenda, ViewState(scope=Scope(programme)))
        async with app.run_test(size=size) as pilot:
            await pilot.pause()
            await pilot.press("Z", "Z")
            await pilot.pause()
            return legibility(pilot, pages)


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--pages", type=int, default=60)
    pages = parser.parse_args().pages
    library = LibraryStore.at(app_dirs().library)
    for programme in library.programmes():
        for size in SIZES:
            found = asyncio.run(_measure(library, programme.id, size, pages))
            print(
                f"{programme.name} {size[0]}x{size[1]}: {100 * found.whole / max(found.talks, 1):.1f} % of"
                f" {found.talks:,} titles whole, at least {found.least} talks a page,"
                f" {found.dated} dates, {found.without_room} without room"
            )


if __name__ == "__main__":
    main()
