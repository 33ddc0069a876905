"""The user's sync file and calendar are kept up to date; each failure is reported once."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from agenda_file import synced
from command_line import BATS, MOTHS, OWLS, Run
from command_line import written as put
from factories import at, talk
from sync_stores import Stores, note, star, stores_in
from unwritable import folder, without_rights

from confbrowse.exchange.sync import FileSync, SyncFiles, sync_mirror
from confbrowse.model import Mark

OWL = talk("Owls", start=at(9), end=at(10), timezone="UTC")
BAT = talk("Bats")


@pytest.fixture
def files(tmp_path: Path) -> SyncFiles:
    return SyncFiles(tmp_path / "agenda.json", tmp_path / "agenda.ics")


def text(file: Path | None) -> str:
    assert file
    return file.read_text(encoding="utf-8")


def looked(keeping: FileSync) -> list[str]:
    """Return the notices once nothing changes any more."""
    return [notice.sentence for _ in range(4) for notice in keeping.sync_if_changed()]


def test_files_are_written_when_marks_rest_and_then_left_alone(
    here: Stores, files: SyncFiles
) -> None:
    keeping = FileSync(*here, files)
    star(here, OWL)
    keeping.sync_if_changed()
    star(here, BAT)
    keeping.sync_if_changed()
    assert files.mirror
    assert not files.mirror.exists()
    assert looked(keeping) == []
    assert [one["title"] for one in synced(files.mirror)] == ["Bats", "Owls"]
    assert text(files.calendar).count("SUMMARY:") == 1
    before = files.mirror.stat()
    assert looked(keeping) == []
    assert files.mirror.stat() == before


def test_what_others_write_is_imported_as_one_step_and_is_reported_once(
    here: Stores, there: Stores, files: SyncFiles
) -> None:
    keeping = FileSync(*here, files)
    star(here, OWL)
    looked(keeping)
    assert files.mirror
    sync_mirror(files.mirror, *there)
    star(there, BAT)
    note(there, OWL, "at night")
    sync_mirror(files.mirror, *there)
    (told,) = looked(keeping)
    assert told.startswith("Imported from agenda.json: “Owls” and one more talk:")
    assert told.endswith(". Undo reverses that.")
    assert here[0].marks() == there[0].marks()
    here[0].undo()
    assert looked(keeping) == []
    assert here[0].marks() == {OWL.id: Mark(starred=True)}
    assert [one["title"] for one in synced(files.mirror)] == ["Owls"]


def test_two_notes_are_both_kept_and_reported_once(
    here: Stores, there: Stores, files: SyncFiles
) -> None:
    assert files.mirror
    star(here, OWL)
    star(there, OWL)
    note(there, OWL, "at night")
    sync_mirror(files.mirror, *there)
    note(here, OWL, "bring a lamp")
    told = looked(FileSync(*here, files))
    assert told[1:] == ["“Owls” has another note in agenda.json: kept both."]
    assert here[0].marks()[OWL.id].note == "at night\n\nbring a lamp"


def test_a_failure_is_reported_once_and_repaired_when_it_can_be(tmp_path: Path) -> None:
    home = stores_in(tmp_path / "home")
    star(home, OWL)
    with folder() as place:
        gone = place / "gone"
        keeping = FileSync(*home, SyncFiles(gone / "agenda.json", tmp_path / "agenda.ics"))
        (told,) = looked(keeping)
        assert told == f"Cannot write {gone}/agenda.json: there is no folder {gone}."
        assert "Owls" in text(tmp_path / "agenda.ics")
        star(home, BAT)
        assert looked(keeping) == []
        gone.mkdir()
        assert keeping.sync_if_changed(at_once=True) == ()
        assert "Bats" in text(gone / "agenda.json")


def test_a_failed_write_leaves_the_old_files(here: Stores) -> None:
    star(here, OWL)
    with folder() as place:
        files = SyncFiles(place / "agenda.json", place / "agenda.ics")
        keeping = FileSync(*here, files)
        looked(keeping)
        before = text(files.mirror), text(files.calendar)
        here[0].mark([BAT], lambda mark: replace(mark, note="hang about"))
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(
                "confbrowse.files._replace", raising(OSError(28, "No space left on device"))
            )
            told = looked(keeping)
        assert told == [f"Cannot write {files.mirror}: the disk is full. Nothing was changed."]
        assert (text(files.mirror), text(files.calendar)) == before


def raising(error: OSError) -> Callable[..., None]:
    def fail(*_: object) -> None:
        raise error

    return fail


def test_one_file_cannot_be_both(here: Stores, tmp_path: Path) -> None:
    both = tmp_path / "both"
    star(here, OWL)
    (told,) = looked(FileSync(*here, SyncFiles(both, both)))
    assert told == f"agenda.mirror and agenda.calendar name the same file, {both}. Name two."
    assert not both.exists()


def test_a_mark_that_cannot_be_looked_up_is_reported_once(tmp_path: Path) -> None:
    with folder() as place:
        home = stores_in(place)
        star(home, OWL)
        keeping = FileSync(*home, SyncFiles(tmp_path / "agenda.json"))
        with without_rights(place, 0o000):
            assert len(looked(keeping)) == 1


@pytest.fixture
def kept(filled: Run, home_folder: Path, tmp_path: Path) -> SyncFiles:
    """Return the files that the settings of this test's home ask for."""
    files = SyncFiles(tmp_path / "sync.json", tmp_path / "agenda.ics")
    (home_folder / "config").mkdir(parents=True, exist_ok=True)
    put(
        home_folder / "config" / "config.toml",
        f'[agenda]\nmirror = "{files.mirror}"\ncalendar = "{files.calendar}"\n',
    )
    assert filled
    return files


def test_every_command_that_marks_keeps_the_files(run: Run, kept: SyncFiles) -> None:
    assert run("star", MOTHS, OWLS, BATS).err == ""
    assert text(kept.calendar).count("BEGIN:VEVENT") == 3
    run("undo")
    assert text(kept.calendar).count("BEGIN:VEVENT") == 0
    run("redo")
    run("unstar", MOTHS)
    run("note", OWLS, "hoo")
    assert {one["id"]: one["note"] for one in synced(kept.mirror)} == {
        OWLS: "hoo",
        BATS: None,
    }


def test_a_command_tells_what_is_wrong_and_marks_all_the_same(run: Run, kept: SyncFiles) -> None:
    assert kept.mirror
    put(kept.mirror, "just words\n")
    ran = run("star", MOTHS)
    assert (ran.code, len(ran.err.splitlines())) == (0, 1)
    assert "Fix or delete it; nothing was written." in ran.err
    assert text(kept.mirror) == "just words\n"
    assert "Moths and Lamps" in text(kept.calendar)
