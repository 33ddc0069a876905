"""How long the screen is blocked while a programme is added in the dialog, compared with an idle screen.

Usage: ``python tests/benchmarks/import_screen.py FILE [--json]``

The dialog is opened in a separate home and FILE is added, while a timer that is due every 5 ms records how late
it fires: a key would have waited that long. The same timer then runs for as long on an idle screen, since a busy
machine alone makes it late.
"""

import argparse
import asyncio
import json
import os
import sys
import tempfile
import time
from pathlib import Path
from statistics import quantiles

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from textual.pilot import Pilot
from textual.widgets import Input

from confbrowse.paths import app_dirs
from confbrowse.storage.library import LibraryStore
from confbrowse.storage.marks import MarkStore
from confbrowse.tui.app import ConfbrowseApp
from confbrowse.tui.dialogs.task import AddDialog
from confbrowse.tui.view_state import DEFAULT_VIEW

TICK = 0.005
TARGET = 0.050


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("file", type=Path)
    parser.add_argument("--json", action="store_true")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as home:
        os.environ["CONFBROWSE_HOME"] = home
        figures = asyncio.run(measured(arguments.file.resolve()))
    print(json.dumps(figures) if arguments.json else table(figures))


async def measured(file: Path) -> dict[str, float]:
    """Return how late the timer came, in seconds: p99 and worst, while importing and at rest."""
    library, agenda = LibraryStore.at(app_dirs().library), MarkStore.at(app_dirs().agenda)
    app = ConfbrowseApp(library, agenda, DEFAULT_VIEW)
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.press("A")
        await pilot.pause(0.5)
        app.screen.query_one(Input).value = str(file)
        late, seconds = await lateness(pilot, importing=True)
        await pilot.press("escape")
        await pilot.pause(1.0)
        rest, _ = await lateness(pilot, importing=False, seconds=seconds)
    return {
        "seconds": seconds,
        "p99": quantiles(late, n=100)[98],
        "worst": max(late),
        "p99_at_rest": quantiles(rest, n=100)[98],
        "worst_at_rest": max(rest),
    }


async def lateness(
    pilot: Pilot[None], *, importing: bool, seconds: float = 0.0
) -> tuple[list[float], float]:
    """Return how late each tick was, and the duration of the measurement."""
    screen = pilot.app.screen
    if importing:
        await pilot.press("enter")
    late: list[float] = []
    began = last = time.perf_counter()
    while time.perf_counter() - began < seconds or (
        importing and isinstance(screen, AddDialog) and screen.is_working
    ):
        await asyncio.sleep(TICK)
        now = time.perf_counter()
        late.append(max(now - last - TICK, 0.0))
        last = now
    return late, last - began


def table(figures: dict[str, float]) -> str:
    met = "met" if figures["worst"] <= TARGET else "missed"
    return "\n".join(
        [
            f"imported in {figures['seconds']:.1f} s",
            f"screen held      p99 {figures['p99'] * 1000:6.1f} ms   worst {figures['worst'] * 1000:6.1f} ms"
            f"   target {TARGET * 1000:.0f} ms: {met}",
            f"the same at rest p99 {figures['p99_at_rest'] * 1000:6.1f} ms   "
            f"worst {figures['worst_at_rest'] * 1000:6.1f} ms",
        ]
    )


if __name__ == "__main__":
    main()
