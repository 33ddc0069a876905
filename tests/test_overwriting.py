"""What may be overwritten: files written by confbrowse, never its own folders, others only on request."""

import json
import os
import sys
import threading
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from agenda_file import mine, note, synced
from command_line import BATS, MOTHS, OWLS, Ran, Run, contents, ended, started
from command_line import written as put
from factories import at, talk, talks
from hypothesis import given, settings
from hypothesis import strategies as st
from unwritable import folder, without_rights

from confbrowse.exchange import sync
from confbrowse.exchange.exporting import export_talks
from confbrowse.exporters import EXPORTERS, ExportItem
from confbrowse.exporters.icalendar import is_by_confbrowse
from confbrowse.model import Mark
from confbrowse.paths import app_dirs
from confbrowse.storage import connection
from confbrowse.storage.library import LibraryStore
from confbrowse.storage.marks import MarkStore
from confbrowse.storage.sync_state import SyncState

THEIRS = {
    "ics": "BEGIN:VCALENDAR\r\nPRODID:-//another//EN\r\nEND:VCALENDAR\r\n",
    "md": "# Shopping\n\n- milk\n",
    "csv": "id,title\n1,milk\n",
    "json": '{"milk": 1}\n',
    "bib": "@misc{milk, title = {Milk}}\n",
}
OWN = ["agenda.db", "agenda.db-wal", "library.db", "sync.lock", "new.ics"]
"""Names in the folder of the agenda."""


@pytest.fixture
def wanted(home_folder: Path, starred: Run) -> Callable[[str, Path], Run]:
    """Return a function that configures a synced file and returns a function that calls confbrowse."""

    def want(name: str, file: Path) -> Run:
        (home_folder / "config").mkdir(parents=True, exist_ok=True)
        put(home_folder / "config" / "config.toml", f"[agenda]\n{name} = {json.dumps(str(file))}\n")
        return starred

    return want


def refused(ran: Ran, file: Path, what: str) -> None:
    assert (ran.code, ran.out) == (2, "")
    (line,) = ran.err.splitlines()
    assert str(file) in line
    assert what in line


@pytest.mark.parametrize("name", THEIRS)
def test_an_export_replaces_what_others_wrote_by_force_only(
    starred: Run, tmp_path: Path, name: str
) -> None:
    file = tmp_path / "out"
    put(file, THEIRS[name])
    before = file.read_bytes()
    refused(starred("export", name, "-o", str(file)), file, "--force overwrites it; it was not")
    assert file.read_bytes() == before
    assert starred("export", name, "-o", str(file), "--force").code == 0
    assert file.read_bytes() != before
    note(MOTHS, "bring a lamp")
    assert starred("export", name, "-o", str(file)).code == 0
    assert b"bring a lamp" in file.read_bytes()


@pytest.mark.parametrize("name", sorted(THEIRS.keys() - {"ics"}))
def test_an_export_that_was_edited_by_hand_is_not_replaced(
    starred: Run, tmp_path: Path, name: str
) -> None:
    file = tmp_path / "out"
    starred("export", name, "-o", str(file))
    put(file, file.read_text(encoding="utf-8") + "\n")
    refused(starred("export", name, "-o", str(file)), file, "was not written by confbrowse")


@pytest.mark.parametrize("held", ["", "\n"])
def test_an_empty_file_may_be_written(starred: Run, tmp_path: Path, held: str) -> None:
    file = tmp_path / "out.md"
    put(file, held)
    assert starred("export", "md", "-o", str(file)).code == 0


def become_older(agenda: MarkStore) -> None:
    """Convert *agenda* to the schema before pending files and checksums."""
    with agenda.database.reading() as db:
        marks = db.execute(
            "SELECT talk, starred, interest, hidden, seen, note, snapshot FROM mark"
        ).fetchall()
        written = db.execute("SELECT place, digest, marks FROM written").fetchall()
    agenda.database.path.unlink()
    old = replace(agenda.database, migrations=agenda.database.migrations[:2])
    with old.writing() as db:
        db.executemany("INSERT INTO mark VALUES (?, ?, ?, ?, ?, ?, ?)", marks)
        db.executemany("INSERT INTO written VALUES (?, ?, ?)", written)


def test_what_an_older_confbrowse_wrote_may_be_replaced(starred: Run, tmp_path: Path) -> None:
    for name in ("ics", "json", "mirror"):
        file = tmp_path / name
        starred("export", name, "-o", str(file))
    become_older(mine())
    note(MOTHS, "bring a lamp")
    for name in ("ics", "json", "mirror"):
        assert starred("export", name, "-o", str(tmp_path / name)).code == 0
        assert b"bring a lamp" in (tmp_path / name).read_bytes()


def test_a_calendar_by_the_confbrowse_of_another_machine_may_be_replaced(
    starred: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, page: str
) -> None:
    file = tmp_path / "agenda.ics"
    starred("export", "ics", "-o", str(file))
    monkeypatch.setenv("CONFBROWSE_HOME", str(tmp_path / "another"))
    starred("add", page)
    starred("star", OWLS)
    assert starred("export", "ics", "-o", str(file)).code == 0
    assert file.read_bytes().count(b"BEGIN:VEVENT") == 1


EVENT = "BEGIN:VEVENT\r\nUID:1@work\r\nSUMMARY:Dentist\r\nEND:VEVENT\r\n"


@pytest.mark.parametrize(
    ("change", "is_ours"),
    [
        (lambda text: text, True),
        (lambda text: text.replace("\r\n", "\n"), True),
        (lambda text: text.replace("SUMMARY:Owls", "SUMMARY:Owls!"), True),
        (lambda text: text.replace("BEGIN:VEVENT", f"{EVENT}BEGIN:VEVENT", 1), False),
        (lambda text: text.replace("//confbrowse//", "//another//"), False),
        (lambda text: text.replace("@confbrowse", "@work"), False),
        (lambda text: text.replace("END:VCALENDAR", "BEGIN:VTODO\r\nEND:VTODO\r\nEND:VCALENDAR"), False),
        (lambda text: text + text, False),
        (lambda text: text[:-20], False),
        (lambda text: text[:0], False),
        (lambda text: f"words\n{text}", False),
    ],
)  # fmt: skip
def test_a_calendar_is_ours_if_every_event_is(change: Callable[[str], str], is_ours: bool) -> None:
    items = [
        ExportItem(talk(title, start=at(9), timezone="UTC"), alarm=5) for title in ("Owls", "Bats")
    ]
    text = EXPORTERS["ics"].write(items)
    assert is_by_confbrowse(change(text).encode()) == is_ours


@settings(max_examples=30)
@given(
    st.lists(st.builds(ExportItem, talks, st.builds(Mark, note=st.none() | st.text())), max_size=3)
)
def test_every_calendar_by_confbrowse_is_ours(items: list[ExportItem]) -> None:
    timed = [item for item in items if item.talk.start]
    assert is_by_confbrowse(EXPORTERS["ics"].write(timed).encode())


def test_the_calendar_of_the_settings_replaces_nothing_of_anybody_elses(
    wanted: Callable[[str, Path], Run], tmp_path: Path
) -> None:
    file = tmp_path / "work.ics"
    put(file, THEIRS["ics"])
    before = file.read_bytes()
    ran = wanted("calendar", file)("unstar", MOTHS)
    assert ran.code == 0
    (line,) = ran.err.splitlines()
    assert f"{file} already exists" in line
    assert "Move it away, or change agenda.calendar in the settings" in line
    assert file.read_bytes() == before
    assert MOTHS not in mine().marks()


@pytest.mark.parametrize("force", [[], ["--force"]])
@pytest.mark.parametrize("name", OWN)
def test_no_export_goes_into_the_folder_of_the_agenda(
    starred: Run, home_folder: Path, name: str, force: list[str]
) -> None:
    marks, before = mine().marks(), contents(home_folder / "data").keys()
    file = home_folder / "data" / name
    for format_ in ("ics", "md", "csv", "json", "bib"):
        ran = starred("export", format_, "-o", str(file), *force)
        refused(ran, file, "that folder is for confbrowse's own files")
    refused(starred("export", "mirror", "-o", str(file)), file, "is for confbrowse's own files")
    assert mine().marks() == marks
    assert contents(home_folder / "data").keys() == before


@pytest.mark.parametrize("folder", ["data", "config", "cache", "state"])
def test_no_folder_of_ours_is_a_target(starred: Run, home_folder: Path, folder: str) -> None:
    for file in (home_folder / folder / "x.md", home_folder / folder / "deep" / "x.md"):
        file.parent.mkdir(parents=True, exist_ok=True)
        refused(starred("export", "md", "-o", str(file)), file, "is for confbrowse's own files")
        assert not file.exists()


def test_no_link_leads_into_our_folders(starred: Run, home_folder: Path, tmp_path: Path) -> None:
    soft, hard, folder = tmp_path / "soft", tmp_path / "hard", tmp_path / "folder"
    soft.symlink_to(home_folder / "data" / "agenda.db")
    os.link(home_folder / "data" / "agenda.db", hard)
    folder.symlink_to(home_folder / "data")
    marks = mine().marks()
    for file in (
        soft,
        hard,
        folder / "agenda.db",
        tmp_path / "home" / "config" / ".." / "data" / "x",
    ):
        ran = starred("export", "md", "-o", str(file), "--force")
        refused(ran, file, "is for confbrowse's own files")
    assert mine().marks() == marks
    assert soft.is_symlink()
    assert hard.samefile(app_dirs().agenda)


@pytest.mark.parametrize("setting", ["mirror", "calendar"])
@pytest.mark.parametrize("name", OWN)
def test_no_setting_destroys_the_agenda(
    wanted: Callable[[str, Path], Run], home_folder: Path, setting: str, name: str
) -> None:
    run = wanted(setting, home_folder / "data" / name)
    before = contents(home_folder / "data").keys()
    ran = run("unstar", MOTHS)
    assert ran.code == 0
    (line,) = ran.err.splitlines()
    assert "that folder is for confbrowse's own files" in line
    assert set(mine().marks()) == {OWLS, BATS}
    assert contents(home_folder / "data").keys() - {"sync.lock"} == before - {"sync.lock"}


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes with names here")
@pytest.mark.parametrize("setting", ["mirror", "calendar"])
def test_a_setting_that_names_a_pipe_hangs_nobody(
    wanted: Callable[[str, Path], Run], tmp_path: Path, setting: str
) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    ran = wanted(setting, pipe)("unstar", MOTHS)
    assert ran.code == 0
    assert f"agenda.{setting} names {pipe}, which is not a file. Name a file." in ran.err


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes with names here")
@pytest.mark.parametrize("name", EXPORTERS)
def test_an_export_goes_through_a_pipe(starred: Run, tmp_path: Path, name: str) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    read: list[bytes] = []
    reader = threading.Thread(target=lambda: read.append(pipe.read_bytes()))
    reader.start()
    assert starred("export", name, "-o", str(pipe)).code == 0
    reader.join()
    assert b"Moths" in read[0].replace(b"{", b"")
    assert pipe.is_fifo()


@pytest.mark.skipif(sys.platform == "win32", reason="no such device here")
def test_an_export_goes_to_the_device_of_standard_output(starred: Run, home_folder: Path) -> None:
    assert starred
    argv = ["export", "md", "-o", "/dev/stdout"]
    ran = ended(started(argv, env={"CONFBROWSE_HOME": str(home_folder)}))
    assert ran.code == 0
    assert "Moths and Lamps" in ran.out


@pytest.mark.parametrize("name", ["md", "json"])
def test_where_the_agenda_may_only_be_read_a_new_export_is_written_all_the_same(
    name: str,
) -> None:
    with folder() as place:
        home, out = place / "home", place / "out"
        out.mkdir(mode=0o777)
        out.chmod(0o777)
        agenda, library = MarkStore.at(home / "agenda.db"), LibraryStore.at(home / "library.db")
        agenda.mark([talk("Owls")], lambda mark: replace(mark, starred=True))
        now = datetime(2021, 7, 19, tzinfo=UTC)
        taken = export_talks(EXPORTERS[name], agenda.entries(), agenda, library, now)
        with without_rights(home):
            sync.write_export(out / "agenda", EXPORTERS[name], taken, agenda)
        assert b"Owls" in (out / "agenda").read_bytes()


@pytest.mark.parametrize(
    ("argv", "said"),
    [
        (
            ["export", "mirror", "--force", "-o", "x"],
            "mirror merges with the file; it takes no --force",
        ),
        (["export", "md", "--force"], "--force requires -o FILE."),
        (["export", "md", "--force", "-o", "-"], "--force requires -o FILE."),
    ],
)
def test_force_without_a_use_is_reported(starred: Run, argv: list[str], said: str) -> None:
    ran = starred(*argv)
    assert (ran.code, ran.out) == (2, "")
    assert said in ran.err


def test_an_export_over_the_sync_file_is_known_as_ours(
    wanted: Callable[[str, Path], Run], tmp_path: Path
) -> None:
    file = tmp_path / "agenda.json"
    run = wanted("mirror", file)
    run("unstar", MOTHS)
    assert {told["id"] for told in synced(file)} == {OWLS, BATS}
    assert run("export", "json", "owls", "-o", str(file)).code == 0
    assert run("star", MOTHS).err == ""
    assert {told["id"] for told in synced(file)} == {OWLS, BATS, MOTHS}
    assert len(SyncState(mine().database).known(str(file))) == 1


def test_every_command_that_writes_a_file_waits_for_the_lock_within_bounds(
    wanted: Callable[[str, Path], Run], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file, out = tmp_path / "agenda.json", tmp_path / "out"
    run = wanted("mirror", file)
    monkeypatch.setattr(connection, "BUSY_SECONDS", 0.01)
    with SyncState(mine().database).locked(file):
        for name in EXPORTERS:
            refused(
                run("export", name, "-o", str(out)),
                out,
                "another confbrowse is writing such a file",
            )
        ran = run("unstar", MOTHS)
        assert (ran.code, len(ran.err.splitlines())) == (0, 1)
        assert f"Cannot write {file}: another confbrowse is writing such a file" in ran.err
    assert not file.exists()
    assert not out.exists()
    assert set(mine().marks()) == {OWLS, BATS}
    assert run("export", "md", "-o", str(out)).code == 0
