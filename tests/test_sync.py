"""A sync file and the agenda keep each other up to date; a calendar follows the agenda."""

from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from agenda_file import synced
from factories import at, programme, talk
from icalendar_parsers import by_icalendar
from sync_stores import Stores, note, star, unstar

from confbrowse.errors import StoreError
from confbrowse.exchange.sync import sync_calendar, sync_mirror
from confbrowse.model import NO_MARK, Mark
from confbrowse.storage.snapshots import snapshot_of

MOTHS = talk("Moths", start=at(9), end=at(10), timezone="UTC")
OWLS = talk("Owls", start=at(9, 30), end=at(11), timezone="UTC")
BATS = talk("Bats")
NOON = datetime.fromisoformat("2021-07-19T12:00:00+00:00")


@pytest.fixture
def mirror(tmp_path: Path) -> Path:
    return tmp_path / "agenda.json"


def titles(file: Path) -> list[str]:
    return [one["title"] for one in synced(file)]


def test_a_mirror_holds_whatever_was_said_and_is_not_touched_without_need(
    here: Stores, mirror: Path
) -> None:
    star(here, OWLS)
    note(here, BATS, "hang about")
    assert not sync_mirror(mirror, *here).changes
    before = mirror.stat()
    assert titles(mirror) == ["Bats", "Owls"]
    sync_mirror(mirror, *here)
    after = mirror.stat()
    assert (after.st_mtime_ns, after.st_ino) == (before.st_mtime_ns, before.st_ino)


def test_two_machines_come_to_say_the_same(here: Stores, there: Stores, mirror: Path) -> None:
    star(here, MOTHS, BATS)
    star(there, OWLS)
    for home in (here, there, here):
        sync_mirror(mirror, *home)
    assert here[0].marks() == there[0].marks()
    assert set(here[0].marks()) == {MOTHS.id, OWLS.id, BATS.id}
    unstar(there, MOTHS)
    note(here, BATS, "upside down")
    for home in (there, here, there):
        sync_mirror(mirror, *home)
    assert here[0].marks() == there[0].marks()
    assert here[0].marks() == {
        OWLS.id: Mark(starred=True),
        BATS.id: Mark(starred=True, note="upside down"),
    }


def test_two_notes_on_one_talk_are_both_kept(here: Stores, there: Stores, mirror: Path) -> None:
    star(here, MOTHS)
    sync_mirror(mirror, *here)
    sync_mirror(mirror, *there)
    note(here, MOTHS, "bring a lamp")
    note(there, MOTHS, "ask about wool")
    sync_mirror(mirror, *here)
    brought = sync_mirror(mirror, *there)
    assert [one.id for one, _ in brought.conflicts] == [MOTHS.id]
    sync_mirror(mirror, *here)
    kept = Mark(starred=True, note="ask about wool\n\nbring a lamp")
    assert here[0].marks() == there[0].marks() == {MOTHS.id: kept}


def test_an_import_is_one_step(here: Stores, there: Stores, mirror: Path) -> None:
    star(there, MOTHS, OWLS)
    sync_mirror(mirror, *there)
    assert len(sync_mirror(mirror, *here).changes) == 2
    assert len(here[0].undo()) == 2
    assert here[0].marks() == {}
    sync_mirror(mirror, *here)
    assert titles(mirror) == []


def test_a_mirror_brings_an_agenda_back_that_was_lost(
    here: Stores, there: Stores, mirror: Path
) -> None:
    star(here, MOTHS, OWLS)
    note(here, BATS, "hang about")
    sync_mirror(mirror, *here)
    sync_mirror(mirror, *there)
    assert there[0].marks() == here[0].marks()
    assert there[0].entries() == here[0].entries()


@pytest.mark.parametrize("held", ["", "\n", None])
def test_a_mirror_that_is_gone_or_empty_removes_nothing(
    here: Stores, mirror: Path, held: str | None
) -> None:
    star(here, MOTHS)
    sync_mirror(mirror, *here)
    if held is None:
        mirror.unlink()
    else:
        mirror.write_text(held, encoding="utf-8")
    sync_mirror(mirror, *here)
    assert here[0].marks() == {MOTHS.id: Mark(starred=True)}
    assert titles(mirror) == ["Moths"]


@pytest.mark.parametrize(
    "held",
    [
        '[\n<<<<<<< ours\n{"id": "a/b"}\n]\n',
        '[{"id": "a/b", "programme": "A"}]',
        '[{"id": "a/b", "title": "T", "starred": true}, 7]',
        "just words",
        "[" * 100_000,
    ],
)
def test_a_mirror_that_is_not_understood_is_left_alone(
    here: Stores, mirror: Path, held: str
) -> None:
    star(here, MOTHS)
    mirror.write_text(held, encoding="utf-8")
    with pytest.raises(StoreError, match="Fix or delete it; nothing was written"):
        sync_mirror(mirror, *here)
    assert mirror.read_text(encoding="utf-8") == held
    assert here[0].marks() == {MOTHS.id: Mark(starred=True)}


def test_a_calendar_is_the_same_file_until_something_changes(here: Stores, tmp_path: Path) -> None:
    file = tmp_path / "agenda.ics"
    star(here, MOTHS, BATS)
    sync_calendar(file, *here, NOON)
    before = file.read_bytes()
    sync_calendar(file, *here, NOON + timedelta(days=1))
    assert file.read_bytes() == before
    star(here, OWLS)
    sync_calendar(file, *here, NOON + timedelta(days=2))
    events = {event.summary: event for event in by_icalendar(file.read_text(encoding="utf-8"))}
    assert set(events) == {"Moths", "Owls"}
    assert events["Moths"].sequence == 1
    assert "Clashes with: Owls" in (events["Moths"].description or "")
    assert events["Owls"].sequence == 0


def test_a_talk_that_moved_is_one_event_before_and_after(here: Stores, tmp_path: Path) -> None:
    file = tmp_path / "agenda.ics"
    star(here, MOTHS)
    sync_calendar(file, *here, NOON)
    (old,) = by_icalendar(file.read_text(encoding="utf-8"))
    here[0].refresh([replace(MOTHS, start=at(14), end=at(15))])
    sync_calendar(file, *here, NOON + timedelta(hours=1))
    (new,) = by_icalendar(file.read_text(encoding="utf-8"))
    assert (old.uid, old.sequence + 1) == (new.uid, new.sequence)
    assert (old.start, new.start) == (at(9), at(14))


def test_a_talk_that_its_programme_holds_no_more_is_cancelled_in_the_calendar(
    here: Stores, tmp_path: Path
) -> None:
    file = tmp_path / "agenda.ics"
    star(here, MOTHS, OWLS)
    here[1].put(programme(OWLS))
    sync_calendar(file, *here, NOON)
    status = {one.summary: one.status for one in by_icalendar(file.read_text(encoding="utf-8"))}
    assert status == {"Moths": "CANCELLED", "Owls": "CONFIRMED"}


def test_numbers_go_on_growing_after_a_talk_was_away(here: Stores, tmp_path: Path) -> None:
    file = tmp_path / "agenda.ics"
    star(here, MOTHS)
    sync_calendar(file, *here, NOON)
    unstar(here, MOTHS)
    sync_calendar(file, *here, NOON)
    assert by_icalendar(file.read_text(encoding="utf-8")) == []
    here[0].refresh([replace(MOTHS, room="Hall 2")])
    star(here, replace(MOTHS, room="Hall 2"))
    sync_calendar(file, *here, NOON)
    (again,) = by_icalendar(file.read_text(encoding="utf-8"))
    assert again.sequence == 1


def test_an_agenda_of_an_older_confbrowse_remembers_from_now_on(here: Stores, mirror: Path) -> None:
    agenda, _ = here
    old = replace(agenda.database, migrations=agenda.database.migrations[:1])
    with old.writing() as db:
        row = (MOTHS.id, 1, 0, 0, 0, None, snapshot_of(MOTHS))
        db.execute("INSERT INTO mark VALUES (?, ?, ?, ?, ?, ?, ?)", row)
    sync_mirror(mirror, *here)
    assert titles(mirror) == ["Moths"]
    assert agenda.marks() == {MOTHS.id: Mark(starred=True)}
    assert agenda.marks().get(OWLS.id, NO_MARK) == NO_MARK
