"""Another confbrowse with a sync file: it stars and unstars one talk and syncs after each, for ever or N times.

Each mark is printed once it is on the disk, before the sync; what is found changed by anybody else,
though nobody marks that talk or edits the file, is printed as lost.
"""

import sys
from datetime import UTC, datetime, timedelta
from functools import partial
from itertools import count
from pathlib import Path

from confbrowse.errors import StoreError
from confbrowse.exchange.sync import sync_calendar, sync_mirror
from confbrowse.model import NO_MARK, Mark, Session, Talk
from confbrowse.storage.library import LibraryStore
from confbrowse.storage.marks import MarkStore

NINE, HOUR = datetime(2021, 7, 20, 9, tzinfo=UTC), timedelta(hours=1)


def main() -> None:
    folder, file, title, times = Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3], int(sys.argv[4])
    agenda, library = MarkStore.at(folder / "agenda.db"), LibraryStore.at(folder / "library.db")
    talk = Talk(f"icml-2021/{title}", Session("ICML 2021", "S"), title, start=NINE, end=NINE + HOUR)
    for number in range(times) if times else count():
        mark = Mark(starred=number % 2 == 0, note=f"note {number}")
        agenda.mark([talk], partial(_as, mark))
        _say(f"{int(mark.starred)} {mark.note}")
        try:
            sync_mirror(file, agenda, library)
            sync_calendar(file.with_suffix(".ics"), agenda, library, NINE + 3 * HOUR)
        except StoreError as error:
            _say(f"failed {error}")
        if agenda.marks().get(talk.id, NO_MARK) != mark:
            _say(f"lost {mark}")
    _say("done")


def _as(mark: Mark, _: Mark) -> Mark:
    return mark


def _say(text: str) -> None:
    print(text, flush=True)  # noqa: T201 - a program of its own


if __name__ == "__main__":
    main()
