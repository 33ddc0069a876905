"""The reader's mirror and calendar are kept up to date by themselves; what fails is told once."""

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from command_line import BATS, MOTHS, OWLS, Run
from command_line import written as put
from made_up import at, talk
from unwritable import folder, without_rights

from confbrowse.exchange.files import sync_mirror
from confbrowse.exchange.keeping import Keeping, Kept
from confbrowse.model import Mark, Talk
from confbrowse.stores.agenda import Agenda
from confbrowse.stores.library import Library

OWL = talk("Owls", start=at(9), end=at(10), timezone="UTC")
BAT = talk("Bats")
Home = tuple[Agenda, Library]


def home_in(place: Path) -> Home:
    return Agenda.at(place / "agenda.db"), Library.at(place / "library.db")


@pytest.fixture
def here(tmp_path: Path) -> Home:
    return home_in(tmp_path / "here")


@pytest.fixture
def there(tmp_path: Path) -> Home:
    return home_in(tmp_path / "there")


@pytest.fixture
def files(tmp_path: Path) -> Kept:
    return Kept(tmp_path / "agenda.json", tmp_path / "agenda.ics")


def star(home: Home, *talks: Talk) -> None:
    home[0].mark(talks, lambda mark: replace(mark, starred=True))


def note(home: Home, one: Talk, text: str) -> None:
    home[0].mark([one], lambda mark: replace(mark, note=text))


def text(file: Path | None) -> str:
    assert file
    return file.read_text(encoding="utf-8")


def looked(keeping: Keeping) -> list[str]:
    """Return what is told once all has come to rest."""
    return [notice.sentence for _ in range(4) for notice in keeping.look()]


def test_files_are_written_when_marks_rest_and_then_left_alone(here: Home, files: Kept) -> None:
    keeping = Keeping(*here, files)
    star(here, OWL)
    keeping.look()
    star(here, BAT)
    keeping.look()
    assert files.mirror
    assert not files.mirror.exists()
    assert looked(keeping) == []
    assert [one["title"] for one in json.loads(text(files.mirror))] == ["Bats", "Owls"]
    assert text(files.calendar).count("SUMMARY:") == 1
    before = files.mirror.stat()
    assert looked(keeping) == []
    assert files.mirror.stat() == before


def test_what_others_write_comes_in_as_one_step_and_is_told_once(
    here: Home, there: Home, files: Kept
) -> None:
    keeping = Keeping(*here, files)
    star(here, OWL)
    looked(keeping)
    assert files.mirror
    sync_mirror(files.mirror, *there)
    star(there, BAT)
    note(there, OWL, "at night")
    sync_mirror(files.mirror, *there)
    (told,) = looked(keeping)
    assert told.startswith("From agenda.json: “Owls” and 1 more:")
    assert told.endswith("; undo takes that back.")
    assert here[0].marks() == there[0].marks()
    here[0].undo()
    assert looked(keeping) == []
    assert here[0].marks() == {OWL.id: Mark(starred=True)}
    assert [one["title"] for one in json.loads(text(files.mirror))] == ["Owls"]


def test_two_notes_are_both_kept_and_told_once(here: Home, there: Home, files: Kept) -> None:
    assert files.mirror
    star(here, OWL)
    star(there, OWL)
    note(there, OWL, "at night")
    sync_mirror(files.mirror, *there)
    note(here, OWL, "bring a lamp")
    told = looked(Keeping(*here, files))
    assert told[1:] == ["“Owls” has another note in agenda.json: both are kept."]
    assert here[0].marks()[OWL.id].note == "at night\n\nbring a lamp"


def test_a_failure_is_told_once_and_mended_when_it_can_be(tmp_path: Path) -> None:
    home = home_in(tmp_path / "home")
    star(home, OWL)
    with folder() as place:
        gone = place / "gone"
        keeping = Keeping(*home, Kept(gone / "agenda.json", tmp_path / "agenda.ics"))
        (told,) = looked(keeping)
        assert told == f"Cannot write {gone}/agenda.json: there is no folder {gone}."
        assert "Owls" in text(tmp_path / "agenda.ics")
        star(home, BAT)
        assert looked(keeping) == []
        gone.mkdir()
        assert keeping.look(at_once=True) == ()
        assert "Bats" in text(gone / "agenda.json")


def test_a_failed_write_leaves_the_old_files(here: Home) -> None:
    star(here, OWL)
    with folder() as place:
        files = Kept(place / "agenda.json", place / "agenda.ics")
        keeping = Keeping(*here, files)
        looked(keeping)
        before = text(files.mirror), text(files.calendar)
        here[0].mark([BAT], lambda mark: replace(mark, note="hang about"))
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(
                "confbrowse.whole_file._replace", raising(OSError(28, "No space left on device"))
            )
            told = looked(keeping)
        assert told == [
            f"Cannot write {files.mirror}: No space left on device. Nothing was changed."
        ]
        assert (text(files.mirror), text(files.calendar)) == before


def raising(error: OSError) -> Callable[..., None]:
    def fail(*_: object) -> None:
        raise error

    return fail


def test_one_file_cannot_be_both(here: Home, tmp_path: Path) -> None:
    both = tmp_path / "both"
    star(here, OWL)
    (told,) = looked(Keeping(*here, Kept(both, both)))
    assert told == f"agenda.mirror and agenda.calendar both name {both}; name two files."
    assert not both.exists()


def test_a_mark_that_cannot_be_looked_up_is_told_once(tmp_path: Path) -> None:
    with folder() as place:
        home = home_in(place)
        star(home, OWL)
        keeping = Keeping(*home, Kept(tmp_path / "agenda.json"))
        with without_rights(place, 0o000):
            assert len(looked(keeping)) == 1


@pytest.fixture
def kept(filled: Run, home: Path, tmp_path: Path) -> Kept:
    """Return the files that the settings of this test's home want kept."""
    files = Kept(tmp_path / "sync.json", tmp_path / "agenda.ics")
    (home / "config").mkdir(parents=True, exist_ok=True)
    put(
        home / "config" / "config.toml",
        f'[agenda]\nmirror = "{files.mirror}"\ncalendar = "{files.calendar}"\n',
    )
    assert filled
    return files


def test_every_command_that_marks_keeps_the_files(run: Run, kept: Kept) -> None:
    assert run("star", MOTHS, OWLS, BATS).err == ""
    assert text(kept.calendar).count("BEGIN:VEVENT") == 3
    run("undo")
    assert text(kept.calendar).count("BEGIN:VEVENT") == 0
    run("redo")
    run("unstar", MOTHS)
    run("note", OWLS, "hoo")
    assert {one["id"]: one["note"] for one in json.loads(text(kept.mirror))} == {
        OWLS: "hoo",
        BATS: None,
    }


def test_a_command_tells_what_is_wrong_and_marks_all_the_same(run: Run, kept: Kept) -> None:
    assert kept.mirror
    put(kept.mirror, "just words\n")
    ran = run("star", MOTHS)
    assert (ran.code, len(ran.err.splitlines())) == (0, 1)
    assert "Mend or remove it; nothing was written." in ran.err
    assert text(kept.mirror) == "just words\n"
    assert "Moths and Lamps" in text(kept.calendar)
