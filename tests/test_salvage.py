"""What can be read of a damaged agenda is kept; only what is lost comes from backups."""

import contextlib
import re
import shutil
import sqlite3
import threading
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from corruption import agenda_of, corrupted, corruptions
from factories import starred, talk, unstarred
from unwritable import folder, no_file_larger_than, without_rights

from confbrowse.errors import StoreError
from confbrowse.model import NO_MARK, Mark, MarkedTalk
from confbrowse.storage.marks import MarkStore
from confbrowse.storage.recovery import Record, record_of_sync_file

STAR = Mark(starred=True)
ONE, TWO, THREE = (
    talk(title, abstract=f"About {title}. " * 250 + "End.") for title in ("One", "Two", "Three")
)
_SAMPLE = 97
"""Every block with a multiple of this number is corrupted here; a prime, so that all blocks of a page occur."""


@pytest.fixture
def agenda(tmp_path: Path) -> MarkStore:
    """Return an agenda with three stars, and a backup made before the third."""
    agenda = MarkStore.at(tmp_path / "home" / "agenda.db")
    agenda.mark([ONE], starred)
    agenda.mark([TWO], lambda _: Mark(starred=True, note="a note worth keeping"))
    agenda.back_up()
    agenda.mark([THREE], starred)
    return agenda


def files(agenda: MarkStore) -> dict[str, bytes]:
    home = agenda.database.path.parent
    return {
        str(path.relative_to(home)): path.read_bytes()
        for path in home.rglob("*")
        if path.is_file() and not path.name.endswith(("-shm", "-wal"))
    }


def damaged(agenda: MarkStore) -> list[Path]:
    return sorted(agenda.database.path.parent.glob("agenda.db.damaged-*"))


def spoil(agenda: MarkStore, old: bytes, new: bytes) -> None:
    """Replace *old* by *new* everywhere in the file."""
    raw = agenda.database.path.read_bytes()
    assert old in raw
    assert len(old) == len(new)
    agenda.database.path.write_bytes(raw.replace(old, new))


def forget_journal(agenda: MarkStore) -> None:
    with closing(sqlite3.connect(agenda.database.path)) as db, db:
        db.execute("PRAGMA secure_delete = ON")
        db.execute("DELETE FROM journal")


def destroy(agenda: MarkStore, *ids: str) -> None:
    """Destroy the beginning of every row of marks that belongs to one of *ids*."""
    raw = bytearray(agenda.database.path.read_bytes())
    for one in ids:
        for found in re.finditer(re.escape(one.encode()) + rb"[^\"]{0,80}\{\"id\"", bytes(raw)):
            raw[found.start() - 12 : found.end()] = b"\xff" * (found.end() - found.start() + 12)
    agenda.database.path.write_bytes(raw)


def test_no_corrupted_block_costs_a_mark_where_there_is_a_backup(tmp_path: Path) -> None:
    whole = agenda_of(tmp_path / "home" / "agenda.db", 200)
    marks = whole.marks()
    whole.back_up()
    raw = whole.database.path.read_bytes()
    for number, (offset, how) in enumerate(corruptions(len(raw))):
        if number % _SAMPLE:
            continue
        home = tmp_path / f"{offset}-{how}"
        shutil.copytree(tmp_path / "home", home)
        (home / "agenda.db").write_bytes(corrupted(raw, offset, how))
        agenda = MarkStore.at(home / "agenda.db")
        notice = agenda.prepare()
        assert agenda.marks() == marks, (offset, how, notice)
        assert [entry.mark for entry in agenda.marked()]
        assert agenda.mark([ONE], starred)
        agenda.undo()
        assert agenda.marks() == marks, (offset, how, notice)
        assert agenda.prepare() is None
        assert agenda.database.is_sound()
        shutil.rmtree(home)


def test_a_corrupted_block_costs_no_more_than_its_marks_where_there_is_no_backup(
    tmp_path: Path,
) -> None:
    whole = agenda_of(tmp_path / "home" / "agenda.db", 120)
    marks = whole.marks()
    raw = whole.database.path.read_bytes()
    for number, (offset, how) in enumerate(corruptions(len(raw))):
        if number % _SAMPLE or how == "cut":
            continue
        agenda = MarkStore.at(tmp_path / "spoiled" / "agenda.db")
        agenda.database.path.parent.mkdir()
        agenda.database.path.write_bytes(corrupted(raw, offset, how))
        notice = agenda.prepare()
        found = agenda.marks()
        lost = [talk_id for talk_id in marks if talk_id not in found]
        assert len(lost) <= 2, (offset, how, notice)
        assert not any(mark.starred for talk_id, mark in found.items() if talk_id not in marks)
        shutil.rmtree(agenda.database.path.parent)


def test_the_sentence_says_what_was_read_and_what_was_restored_from_when(agenda: MarkStore) -> None:
    forget_journal(agenda)
    destroy(agenda, ONE.id)
    notice = agenda.prepare() or ""
    day = datetime.now().astimezone()
    assert notice == (
        "The agenda was damaged. 2 of 3 talks could be read, 1 restored from the backup of "
        f"{day.day} {day:%B %Y}. The damaged file was saved as {damaged(agenda)[0]}."
    )
    assert agenda.entries() == (
        MarkedTalk(TWO, Mark(starred=True, note="a note worth keeping")),
        MarkedTalk(THREE, STAR),
        MarkedTalk(ONE, STAR),
    )


def test_one_undo_takes_back_what_came_from_the_backup_and_nothing_else(agenda: MarkStore) -> None:
    forget_journal(agenda)
    destroy(agenda, ONE.id, TWO.id)
    assert "2 restored from the backup" in (agenda.prepare() or "")
    assert [change.talk.id for change in agenda.undo()] == [ONE.id, TWO.id]
    assert agenda.marks() == {THREE.id: STAR}
    assert agenda.undo() == ()
    assert len(agenda.redo()) == 2


def test_what_the_journal_says_comes_before_the_backup(agenda: MarkStore) -> None:
    agenda.mark([ONE], unstarred)
    destroy(agenda, ONE.id)
    assert "restored" not in (agenda.prepare() or "")
    assert set(agenda.marks()) == {TWO.id, THREE.id}
    assert [change.talk.id for change in agenda.undo()] == [ONE.id]
    assert set(agenda.marks()) == {ONE.id, TWO.id, THREE.id}


def test_an_undo_after_the_backup_counts(agenda: MarkStore) -> None:
    assert agenda.undo()
    assert [change.talk for change in agenda.undo()] == [TWO]  # which the backup has
    destroy(agenda, TWO.id)
    assert "restored" not in (agenda.prepare() or "")
    assert set(agenda.marks()) == {ONE.id}
    assert [change.talk for change in agenda.redo()] == [TWO]


def test_a_backup_counts_more_than_an_older_step_of_a_journal_that_lost_the_last(
    tmp_path: Path,
) -> None:
    agenda = MarkStore.at(tmp_path / "home" / "agenda.db")
    agenda.mark([ONE], lambda _: Mark(starred=True, note="first"))
    agenda.mark([ONE], lambda _: NO_MARK)
    agenda.back_up()
    destroy(agenda, ONE.id)
    raw = agenda.database.path.read_bytes()
    last = raw.index(
        b'{"starred": true, "interest": 0, "hidden": false, "seen": false, "note": "first", "later": false}{'
    )
    agenda.database.path.write_bytes(raw[:last] + b"!" + raw[last + 1 :])
    agenda.prepare()
    assert agenda.marks() == {}


def test_a_star_that_was_removed_and_is_there_as_an_empty_mark_does_not_come_back(
    agenda: MarkStore,
) -> None:
    agenda.mark([ONE], unstarred)
    forget_journal(agenda)
    destroy(agenda, TWO.id)
    assert "1 restored from the backup" in (agenda.prepare() or "")
    assert set(agenda.marks()) == {TWO.id, THREE.id}


def test_where_nothing_is_missing_nothing_is_filled_in(agenda: MarkStore) -> None:
    with closing(sqlite3.connect(agenda.database.path)) as db, db:
        db.execute("DELETE FROM mark WHERE talk = ?", (ONE.id,))  # by hand, and on purpose
        db.execute("DELETE FROM journal")
    spoil(agenda, b"starred INTEGER NOT NULL", b"starrfd INTEGER NOT NULL")
    assert "Everything could be read: 2 talks." in (agenda.prepare() or "")
    assert set(agenda.marks()) == {TWO.id, THREE.id}


def with_sync_file(agenda: MarkStore, made: datetime, *entries: MarkedTalk) -> MarkStore:
    marks = [(entry.talk, entry.mark) for entry in entries]
    record = record_of_sync_file("marks.json", "/marks.json", made, b"raw", marks)

    def sync_file() -> Record:
        return record

    return MarkStore.at(agenda.database.path, sync_file)


def test_a_star_that_the_newer_sync_file_does_not_have_does_not_come_back(
    agenda: MarkStore,
) -> None:
    agenda.mark([ONE], unstarred)
    forget_journal(agenda)
    destroy(agenda, ONE.id, THREE.id)
    agenda = with_sync_file(
        agenda, datetime.now(UTC), MarkedTalk(TWO, STAR), MarkedTalk(THREE, STAR)
    )
    assert "1 restored from the sync file marks.json" in (agenda.prepare() or "")
    assert set(agenda.marks()) == {TWO.id, THREE.id}


def test_a_sync_file_older_than_the_backup_is_not_asked(agenda: MarkStore) -> None:
    forget_journal(agenda)
    destroy(agenda, TWO.id)
    old = datetime(2021, 7, 20, tzinfo=UTC)
    agenda = with_sync_file(agenda, old, MarkedTalk(TWO, Mark(note="older")))
    assert "1 restored from the backup" in (agenda.prepare() or "")
    assert agenda.marks()[TWO.id].note == "a note worth keeping"


def test_a_sync_file_counts_as_written_where_nobody_knows_what_was(agenda: MarkStore) -> None:
    agenda.database.path.write_bytes(b"no agenda" * 1_000)
    agenda = with_sync_file(agenda, datetime.now(UTC), MarkedTalk(TWO, STAR))
    agenda.prepare()
    with agenda.database.reading() as db:
        (found,) = db.execute("SELECT place, marks FROM written").fetchall()
    assert found[0] == "/marks.json"
    assert TWO.id in found[1]


def test_what_was_written_to_the_sync_file_outlives_the_damage(agenda: MarkStore) -> None:
    with agenda.database.writing() as db:
        db.execute("INSERT INTO written VALUES ('/marks.json', 'digest', '{}')")
        db.execute("INSERT INTO revision VALUES (?, 'fingerprint', 3, 'then')", (ONE.id,))
    destroy(agenda, ONE.id)
    agenda = with_sync_file(agenda, datetime.now(UTC), MarkedTalk(TWO, STAR))
    assert agenda.prepare()
    with agenda.database.reading() as db:
        assert db.execute("SELECT digest FROM written").fetchall() == [("digest",)]
        assert db.execute("SELECT number FROM revision").fetchall() == [(3,)]


def cut_to_nothing(agenda: MarkStore) -> None:
    agenda.database.path.write_bytes(b"")


def without_tables(agenda: MarkStore) -> None:
    agenda.database.path.unlink()
    with closing(sqlite3.connect(agenda.database.path)) as db:
        db.execute("PRAGMA journal_mode = WAL")


@pytest.mark.parametrize("spoiling", [cut_to_nothing, without_tables])
def test_an_emptied_agenda_is_restored_from_its_backup(
    agenda: MarkStore, spoiling: Callable[[MarkStore], None]
) -> None:
    spoiling(agenda)
    assert not agenda.database.is_sound()
    assert "None of 2 talks could be read, 2 restored from the backup" in (agenda.prepare() or "")
    assert set(agenda.marks()) == {ONE.id, TWO.id}


@pytest.mark.parametrize("spoiling", [cut_to_nothing, without_tables])
@pytest.mark.parametrize("call", [MarkStore.marks, lambda agenda: agenda.mark([ONE], starred)])
def test_an_agenda_that_is_emptied_meanwhile_is_restored_by_the_next_call(
    agenda: MarkStore, spoiling: Callable[[MarkStore], None], call: Callable[[MarkStore], object]
) -> None:
    spoiling(agenda)
    with pytest.raises(StoreError, match="2 restored from the backup"):
        call(agenda)
    assert set(agenda.marks()) == {ONE.id, TWO.id}


@pytest.mark.parametrize("begin", [Path.touch, None])
def test_an_agenda_that_was_begun_and_never_written_is_a_new_one(
    tmp_path: Path, begin: Callable[[Path], None] | None
) -> None:
    agenda = MarkStore.at(tmp_path / "agenda.db")
    if begin:
        begin(agenda.database.path)
    else:
        without_tables_at(agenda.database.path)
    assert (agenda.prepare(), agenda.marks(), agenda.database.is_sound()) == (None, {}, True)
    assert agenda.mark([ONE], starred)
    assert damaged(agenda) == []


def without_tables_at(path: Path) -> None:
    """Leave the files of a process that is killed before its first transaction."""
    with closing(sqlite3.connect(path)) as db:
        db.execute("PRAGMA journal_mode = WAL")


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b"starred INTEGER NOT NULL", b"starrfd INTEGER NOT NULL"),
        (b"CREATE TABLE version", b"CREATE TABLF version"),
        (b"CREATE INDEX journal_step ON", b"CREATE INDEX journal_step OM"),
        (b"WHEN NEW.checksum IS OLD.checksum", b"WHEN NEW.checksum IT OLD.checksum"),
        (b"WHEN NEW.checksum IS OLD.checksum", b"WHEN NEW.checksum IS OLD.checksun"),
    ],
)
def test_a_broken_schema_is_found_before_it_makes_a_write_fail(
    agenda: MarkStore, old: bytes, new: bytes
) -> None:
    marks = agenda.marks()
    spoil(agenda, old, new)
    assert "The agenda was damaged." in (agenda.prepare() or "")
    assert agenda.marks() == marks
    assert agenda.undo()


@pytest.mark.parametrize("version", [0, 1, 2, -5, 2_000_000_000])
def test_a_version_that_is_not_that_of_the_tables_is_damage(
    agenda: MarkStore, version: int
) -> None:
    marks = agenda.marks()
    with closing(sqlite3.connect(agenda.database.path)) as db:
        db.execute(f"PRAGMA user_version = {version}")
    assert "Everything could be read: 3 talks." in (agenda.prepare() or "")
    assert agenda.marks() == marks


def test_a_table_that_is_gone_is_damage(agenda: MarkStore) -> None:
    with closing(sqlite3.connect(agenda.database.path)) as db:
        db.execute("DROP TABLE mark")
    assert "The agenda was damaged." in (agenda.prepare() or "")
    assert set(agenda.marks()) == {ONE.id, TWO.id, THREE.id}


def test_a_flipped_letter_in_a_note_is_found_and_repaired(agenda: MarkStore) -> None:
    forget_journal(agenda)
    spoil(agenda, b"a note worth keeping", b"a note worth keepinh")
    assert not agenda.database.is_sound()
    assert "1 restored from the backup" in (agenda.prepare() or "")
    assert agenda.marks()[TWO.id].note == "a note worth keeping"
    assert agenda.prepare() is None


def test_a_flipped_letter_that_cannot_be_repaired_is_kept_and_reported_once(
    agenda: MarkStore,
) -> None:
    forget_journal(agenda)
    shutil.rmtree(agenda.database.path.parent / "backups")
    spoil(agenda, b"a note worth keeping", b"a note worth keepinh")
    notice = agenda.prepare() or ""
    assert f"please check {TWO.id}, which could not be verified" in notice
    assert agenda.marks()[TWO.id].note == "a note worth keepinh"
    assert agenda.prepare() is None


def test_a_flipped_letter_in_the_copy_of_a_talk_is_found_and_repaired(agenda: MarkStore) -> None:
    spoil(agenda, b"About Two. " * 20, b"Abort Two. " * 20)
    assert agenda.prepare()
    assert agenda.snapshot(TWO.id) == TWO


def test_a_flipped_letter_in_an_id_is_repaired_by_the_copy_of_the_talk(agenda: MarkStore) -> None:
    shutil.rmtree(agenda.database.path.parent / "backups")
    forget_journal(agenda)
    raw = agenda.database.path.read_bytes()
    row = re.search(rb"icml-2021/two(?=[^\"]{0,60}\{\"id\")", raw)
    assert row
    agenda.database.path.write_bytes(raw[: row.end() - 1] + b"p" + raw[row.end() :])
    assert agenda.prepare()
    assert set(agenda.marks()) == {ONE.id, TWO.id, THREE.id}


def test_an_index_that_no_longer_leads_to_a_mark_is_damage(agenda: MarkStore) -> None:
    marks = agenda.marks()
    forget_journal(agenda)
    raw = agenda.database.path.read_bytes()
    (entry,) = re.finditer(rb"(?<!\")icml-2021/two(?![^\"]{0,60}\{\"id\")", raw)
    agenda.database.path.write_bytes(raw[: entry.end() - 1] + b"p" + raw[entry.end() :])
    assert "Everything could be read: 3 talks." in (agenda.prepare() or "")
    assert agenda.marks() == marks
    assert agenda.mark([TWO], unstarred)[0].after.note == "a note worth keeping"


@pytest.mark.parametrize(
    "call",
    [MarkStore.marks, MarkStore.entries, MarkStore.undo, lambda one: one.mark([TWO], unstarred)],
)
def test_damage_to_a_row_is_found_by_whatever_reads_it(
    agenda: MarkStore, call: Callable[[MarkStore], object]
) -> None:
    if call is MarkStore.undo:
        agenda.mark([TWO], lambda mark: replace(mark, note="a note worth keeping at all"))
    spoil(agenda, b"a note worth keeping", b"a note worth keepinh")
    with pytest.raises(StoreError, match=r"^The agenda was damaged\."):
        call(agenda)
    assert agenda.prepare() is None


@pytest.mark.parametrize("column", ["note = 'by hand'", "snapshot = '{}'", "starred = 0"])
def test_what_another_program_changes_is_no_damage(agenda: MarkStore, column: str) -> None:
    with closing(sqlite3.connect(agenda.database.path)) as db, db:
        db.execute(f"UPDATE mark SET {column} WHERE talk = ?", (TWO.id,))  # noqa: S608 - ours
        db.execute("UPDATE journal SET after = '{}'")
    assert agenda.database.is_sound()
    assert (agenda.prepare(), len(agenda.marked())) == (None, 3)


class KilledError(BaseException):
    """Raised where a process is killed: no cleanup follows."""


@pytest.mark.parametrize("step", range(1, 6))
@pytest.mark.parametrize(
    "call", [MarkStore.prepare, MarkStore.marks, lambda agenda: agenda.mark([TWO], starred)]
)
def test_a_kill_amid_the_repair_loses_nothing(
    agenda: MarkStore,
    monkeypatch: pytest.MonkeyPatch,
    call: Callable[[MarkStore], object],
    step: int,
) -> None:
    marks = agenda.marks()
    Path(f"{agenda.database.path}-wal").write_bytes(b"x" * 5_000)
    destroy(agenda, ONE.id)
    steps = 0
    rename = Path.rename

    def dies(self: Path, target: Path) -> Path:
        nonlocal steps
        steps += 1
        if steps == step:
            raise KilledError
        return rename(self, target)

    monkeypatch.setattr(Path, "rename", dies)
    with contextlib.suppress(KilledError):
        agenda.prepare()
    monkeypatch.undo()
    notices = []
    for each in (call, MarkStore.prepare):  # a write may not meet the damage
        try:
            notices.append(str(each(MarkStore.at(agenda.database.path))))
        except StoreError as error:
            notices.append(str(error))
    assert sum("The agenda was damaged" in one for one in notices) == (step <= steps)
    assert agenda.marks() == marks
    assert agenda.prepare() is None
    assert not list(agenda.database.path.parent.glob("*.salvaged*"))
    assert damaged(agenda)


def test_of_many_that_find_the_damage_at_once_one_repairs_it(agenda: MarkStore) -> None:
    marks = agenda.marks()
    destroy(agenda, ONE.id)
    together = threading.Barrier(6)
    notices: list[str] = []

    def look() -> None:
        together.wait()
        try:
            notices.append(MarkStore.at(agenda.database.path).prepare() or "")
        except StoreError as error:
            notices.append(str(error))

    threads = [threading.Thread(target=look) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sum("The damaged file was saved as" in one for one in notices) == 1
    assert agenda.marks() == marks


@pytest.mark.parametrize("size", [0, 4_096, 30_000])
def test_a_full_disk_amid_the_repair_loses_nothing(agenda: MarkStore, size: int) -> None:
    marks = agenda.marks()
    destroy(agenda, ONE.id)
    before = files(agenda)
    with no_file_larger_than(size), pytest.raises(StoreError, match=r"repaired: the disk is full"):
        agenda.prepare()
    assert files(agenda) == before
    assert agenda.prepare()
    assert agenda.marks() == marks


def test_a_folder_that_may_only_be_read_stays_as_it_is() -> None:
    with folder() as home:
        agenda = MarkStore.at(home / "agenda.db")
        agenda.mark([ONE, TWO], starred)
        destroy(agenda, ONE.id)
        before = files(agenda)
        with without_rights(home), pytest.raises(StoreError, match="it is damaged and cannot be"):
            agenda.prepare()
        assert files(agenda) == before


@pytest.fixture
def unfinished_log(tmp_path: Path) -> Iterator[MarkStore]:
    """Yield the agenda of a killed process: its last three stars are only in the log."""
    agenda = MarkStore.at(tmp_path / "first" / "agenda.db")
    agenda.mark([talk("Old")], starred)
    with closing(sqlite3.connect(agenda.database.path)) as db:
        db.execute("SELECT * FROM mark").fetchall()  # it is open, so the log is not put away
        for one in (ONE, TWO, THREE):
            agenda.mark([one], starred)
        shutil.copytree(tmp_path / "first", tmp_path / "killed")
    (tmp_path / "killed" / "agenda.db-shm").unlink()
    yield MarkStore.at(tmp_path / "killed" / "agenda.db")


def test_no_star_in_a_damaged_log_is_dropped(unfinished_log: MarkStore) -> None:
    log = Path(f"{unfinished_log.database.path}-wal")
    raw = bytearray(log.read_bytes())
    raw[32 + 24 + 3_000] ^= 0xFF
    log.write_bytes(raw)
    assert "The agenda was damaged." in (unfinished_log.prepare() or "")
    assert set(unfinished_log.marks()) == {talk("Old").id, ONE.id, TWO.id, THREE.id}


def test_no_flipped_block_of_a_log_costs_a_star(unfinished_log: MarkStore, tmp_path: Path) -> None:
    raw = Path(f"{unfinished_log.database.path}-wal").read_bytes()
    expected = {talk("Old").id, ONE.id, TWO.id, THREE.id}
    for offset, how in (
        list(corruptions(len(raw)))[:-30:_SAMPLE] + list(corruptions(len(raw)))[-30:]
    ):
        if how == "cut":
            continue  # indistinguishable from a log that was never written further
        home = tmp_path / f"{offset}"
        shutil.copytree(unfinished_log.database.path.parent, home)
        (home / "agenda.db-wal").write_bytes(corrupted(raw, offset, how))
        agenda = MarkStore.at(home / "agenda.db")
        notice = agenda.prepare()
        assert set(agenda.marks()) == expected, (offset, notice)
        shutil.rmtree(home)


def test_a_cut_off_agenda_is_read_with_the_log_it_still_has(unfinished_log: MarkStore) -> None:
    path = unfinished_log.database.path
    path.write_bytes(path.read_bytes()[:5_000])
    unfinished_log.prepare()
    assert {ONE.id, TWO.id, THREE.id} <= set(unfinished_log.marks())


def test_a_whole_log_is_no_damage(unfinished_log: MarkStore) -> None:
    assert unfinished_log.database.is_sound()
    assert unfinished_log.prepare() is None
    assert len(unfinished_log.marks()) == 4


def test_a_mark_says_nothing_of_a_talk_that_never_had_one(agenda: MarkStore) -> None:
    destroy(agenda, ONE.id)
    agenda.prepare()
    assert NO_MARK not in agenda.marks().values()
