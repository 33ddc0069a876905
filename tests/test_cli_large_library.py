"""A large library on the command line is printed in as little memory as a small one."""

import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from command_line import ended, started

from confbrowse.model import Programme, Session, Talk
from confbrowse.storage.library import LibraryStore

MOST_MORE_MIB = 24
"""100,000 talks have some 60 MiB of abstracts alone."""
_PEAK = """
import sys
from pathlib import Path
from confbrowse.__main__ import main
main(sys.argv[1:])
status = Path("/proc/self/status").read_text()
print(next(line.split()[1] for line in status.splitlines() if line.startswith("VmHWM:")), file=sys.stderr)
"""


def talks(session: Session, number: int) -> Iterator[Talk]:
    start = datetime(2021, 7, 20, 7, tzinfo=UTC)
    for at in range(number):
        yield Talk(
            f"large-2021/talk-{at}",
            session,
            f"Talk {at}",
            start=start + timedelta(minutes=at),
            abstract=f"{at} " + "words " * 100,
        )


def peak_mib(folder: Path, number: int) -> float:
    """List *number* talks as JSON; return the peak memory."""
    home, listing = folder / str(number), folder / f"{number}.jsonl"
    session = Session("Large 2021", "All day")
    programme = Programme("large-2021", "Large 2021", (session,), tuple(talks(session, number)))
    LibraryStore.at(home / "data" / "library.db").put(programme)
    with listing.open("wb") as out:
        env = {"CONFBROWSE_HOME": str(home)}
        ran = ended(started(["list", "--json"], program=("-c", _PEAK), env=env, stdout=out))
    assert ran.code == 0
    with listing.open("rb") as lines:
        assert sum(1 for _ in lines) == number
    return int(ran.err) / 1024


@pytest.mark.proof
@pytest.mark.skipif(sys.platform != "linux", reason="memory is read as Linux tells it")
def test_a_hundred_thousand_talks_take_no_more_memory_than_a_thousand(tmp_path: Path) -> None:
    small, large = peak_mib(tmp_path, 1_000), peak_mib(tmp_path, 100_000)
    assert large - small < MOST_MORE_MIB, f"{small:.0f} MiB, then {large:.0f} MiB"
