"""The picture in the README, taken by the program itself on the samples it ships.

``python tests/screenshot.py`` writes it again, if confbrowse is installed.
"""

import asyncio
import tempfile
from datetime import UTC, datetime
from pathlib import Path

from confbrowse.ingest.pipeline import ImportOptions, gather
from confbrowse.sources.files import sources
from confbrowse.storage.library import LibraryStore
from confbrowse.storage.marks import MarkStore
from confbrowse.tui.app import ConfbrowseApp
from confbrowse.tui.view_state import DEFAULT_VIEW

ROOT = Path(__file__).resolve().parents[1]
PICTURE = ROOT / ".github" / "confbrowse.svg"
SIZE = (124, 32)
KEYS = ("j", "s", "j", "j", "s", "k")
"""Two stars, and the cursor between them."""


async def take(folder: Path) -> str:
    """Return the main screen as SVG, drawn with a library and an agenda in *folder*."""
    found = gather(
        sources([str(ROOT / "sample_sessions")]), ImportOptions(datetime.now(UTC).date())
    )
    library = LibraryStore.at(folder / "library.db")
    for programme in found.programmes:
        library.put(programme)
    app = ConfbrowseApp(library, MarkStore.at(folder / "agenda.db"), DEFAULT_VIEW, title="Samples")
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("h", "j", "j", "l")
        for key in KEYS:
            await pilot.press(key)
            await app.workers.wait_for_complete()
            await pilot.pause()
        await pilot.pause(0.2)
        return app.export_screenshot(title="confbrowse")


def main() -> None:
    """Write the picture."""
    with tempfile.TemporaryDirectory() as folder:
        picture = asyncio.run(take(Path(folder)))
    PICTURE.parent.mkdir(exist_ok=True)
    PICTURE.write_text(picture, encoding="utf-8")


if __name__ == "__main__":
    main()
