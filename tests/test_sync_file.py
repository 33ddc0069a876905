"""The sync file: a mark made here is only undone if somebody changed it in the file."""

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import asdict, dataclass, replace
from functools import partial
from itertools import cycle, product
from pathlib import Path

import pytest
import sync_child
from agenda_file import synced
from command_line import CHECKOUT, PATIENCE
from factories import talk
from hypothesis import given, settings
from hypothesis import strategies as st
from sync_stores import Stores, note, star, stores_in, unstar
from unwritable import folder, without_rights

from confbrowse import files
from confbrowse.errors import StoreError
from confbrowse.exchange.merge import Prefer, base_of, merge
from confbrowse.exchange.sync import FileSync, SyncFiles, sync_mirror
from confbrowse.model import NO_MARK, Mark, Talk
from confbrowse.storage import connection
from confbrowse.storage.marks import MarkStore
from confbrowse.storage.sync_state import SyncState

OWLS, BATS, MOTHS = talk("Owls"), talk("Bats"), talk("Moths")
STAR = Mark(starred=True)


class Killed(BaseException):
    """The process ended here."""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "agenda.json"


def edited(file: Path, one: Talk, **fields: object) -> None:
    """Change a talk in *file*, as its owner does on another machine."""
    talks = [told | (fields if told["id"] == one.id else {}) for told in synced(file)]
    put(file, talks)


def taken_away(file: Path, one: Talk) -> None:
    put(file, [told for told in synced(file) if told["id"] != one.id])


def put(file: Path, talks: list[dict[str, object]]) -> None:
    """Write a sync file of *talks*, as another confbrowse does."""
    head = {"confbrowse": "sync file", "version": 1, "talks": len(talks)}
    lines = [json.dumps(one, ensure_ascii=False) for one in (head, *talks)]
    file.write_text("[\n" + ",\n".join(lines) + "\n]\n", encoding="utf-8")


@contextmanager
def killed(point: str) -> Iterator[None]:
    """End the work in this block at *point*, as if the process were killed there."""
    place, when = point.split()
    owner, name = POINTS[place]
    whole = getattr(owner, name)

    def last(*args: object, **more: object) -> object:
        if when == "after":
            whole(*args, **more)
        raise Killed

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(owner, name, last)
        with suppress(Killed):
            yield


POINTS: dict[str, tuple[object, str]] = {
    "merge": (MarkStore, "mark_each"),
    "begin": (SyncState, "begin"),
    "write": (files, "_temporary"),
    "rename": (files, "_rename"),
    "sync": (files, "sync_folder"),
    "finish": (SyncState, "finish"),
}
MOMENTS = [
    f"{place} {when}"
    for place in POINTS
    for when in (("before",) if place == "write" else ("before", "after"))
]


@pytest.mark.parametrize("undo", [unstar, lambda home, one: note(home, one, None)])
def test_a_kill_right_after_the_file_is_replaced_takes_nothing_back(
    here: Stores, file: Path, undo: Callable[[Stores, Talk], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    star(here, BATS)
    sync_mirror(file, *here)
    star(here, OWLS)
    note(here, OWLS, "at night")

    def ended(folder: Path) -> None:
        assert folder == file.parent
        raise Killed

    monkeypatch.setattr(files, "sync_folder", ended)
    with pytest.raises(Killed):
        sync_mirror(file, *here)
    monkeypatch.undo()
    undo(here, OWLS)
    before = here[0].marks()
    assert not sync_mirror(file, *here).changes
    assert here[0].marks() == before


@pytest.mark.parametrize("moment", MOMENTS)
def test_a_kill_at_any_moment_takes_nothing_back(here: Stores, file: Path, moment: str) -> None:
    star(here, BATS, OWLS)
    sync_mirror(file, *here)
    for act in (
        partial(note, here, OWLS, "one"),
        partial(unstar, here, BATS),
        partial(note, here, OWLS, "two"),
        partial(star, here, BATS),
    ):
        act()
        before = here[0].marks()
        with killed(moment):
            sync_mirror(file, *here)
        assert here[0].marks() == before
    assert here[0].marks() == {BATS.id: STAR, OWLS.id: Mark(starred=True, note="two")}
    assert not sync_mirror(file, *here).changes
    assert {told["id"]: told["note"] for told in synced(file)} == {OWLS.id: "two", BATS.id: None}


@pytest.mark.parametrize("moment", MOMENTS)
def test_what_was_imported_before_a_kill_is_not_imported_again(
    here: Stores, file: Path, moment: str
) -> None:
    star(here, BATS)
    note(here, OWLS, "one")
    sync_mirror(file, *here)
    edited(file, OWLS, starred=True)
    with killed(moment):
        sync_mirror(file, *here)
    came_in = here[0].marks()[OWLS.id].starred
    unstar(here, OWLS)
    sync_mirror(file, *here)
    assert here[0].marks()[OWLS.id].starred == (not came_in)
    sync_mirror(file, *here)
    assert here[0].marks()[OWLS.id].starred == (not came_in)


def test_a_second_kill_does_not_make_the_first_one_forgotten(here: Stores, file: Path) -> None:
    star(here, OWLS)
    sync_mirror(file, *here)
    note(here, OWLS, "one")
    with killed("rename after"):
        sync_mirror(file, *here)
    note(here, OWLS, "two")
    with killed("begin after"):
        sync_mirror(file, *here)
    note(here, OWLS, "three")
    assert not sync_mirror(file, *here).changes
    assert here[0].marks() == {OWLS.id: Mark(starred=True, note="three")}


@pytest.mark.parametrize("moment", ["begin after", "rename after", "sync after"])
def test_what_others_change_after_a_kill_is_imported_and_ours_stays(
    here: Stores, file: Path, moment: str
) -> None:
    star(here, BATS)
    note(here, OWLS, "one")
    sync_mirror(file, *here)
    unstar(here, BATS)
    star(here, MOTHS)
    with killed(moment):
        sync_mirror(file, *here)
    star(here, BATS)
    unstar(here, MOTHS)
    edited(file, OWLS, note="from elsewhere")
    changes = sync_mirror(file, *here).changes
    assert [change.talk.id for change in changes] == [OWLS.id]
    assert here[0].marks() == {BATS.id: STAR, OWLS.id: Mark(note="from elsewhere")}


def test_a_mark_set_while_the_file_is_written_is_in_it_soon(
    here: Stores, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    star(here, BATS)
    keeping = FileSync(*here, SyncFiles(file))
    write = files.write_atomic

    def meanwhile(*args: object) -> object:
        monkeypatch.undo()
        star(here, OWLS)
        return write(*args)  # type: ignore[arg-type]  # as it was called

    monkeypatch.setattr(files, "write_atomic", meanwhile)
    assert keeping.sync_if_changed(at_once=True) == ()
    assert [told["title"] for told in synced(file)] == ["Bats"]
    assert keeping.sync_if_changed(at_once=True) == ()
    assert [told["title"] for told in synced(file)] == ["Bats", "Owls"]
    assert here[0].marks() == {BATS.id: STAR, OWLS.id: STAR}


def test_what_is_changed_right_after_we_wrote_is_noticed(
    here: Stores, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    star(here, BATS)
    keeping = FileSync(*here, SyncFiles(file))

    def meanwhile(_: Path) -> None:
        edited(file, BATS, note="from elsewhere")

    monkeypatch.setattr(files, "sync_folder", meanwhile)
    keeping.sync_if_changed(at_once=True)
    monkeypatch.undo()
    keeping.sync_if_changed()
    keeping.sync_if_changed()
    assert here[0].marks() == {BATS.id: Mark(starred=True, note="from elsewhere")}


def test_what_another_program_writes_while_we_do_is_imported(
    here: Stores, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    star(here, BATS, OWLS)
    sync_mirror(file, *here)
    note(here, BATS, "hang about")
    is_there = files._still_exists

    def meanwhile(unfinished: Path, handle: int) -> bool:
        monkeypatch.undo()
        taken_away(file, OWLS)
        return is_there(unfinished, handle)

    monkeypatch.setattr(files, "_still_exists", meanwhile)
    assert [change.talk.id for change in sync_mirror(file, *here).changes] == [OWLS.id]
    assert here[0].marks() == {BATS.id: Mark(starred=True, note="hang about")}
    assert [told["title"] for told in synced(file)] == ["Bats"]


def test_a_program_that_never_stops_writing_is_given_up_on(
    here: Stores, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    star(here, OWLS)
    sync_mirror(file, *here)
    is_there = files._still_exists
    numbers = iter(range(100))

    def meanwhile(unfinished: Path, handle: int) -> bool:
        edited(file, OWLS, note=f"note {next(numbers)}")
        return is_there(unfinished, handle)

    monkeypatch.setattr(files, "_still_exists", meanwhile)
    star(here, BATS)
    with pytest.raises(StoreError, match=r"keeps writing to it\. .* imported; undo reverses that"):
        sync_mirror(file, *here)
    assert next(numbers) == 3
    monkeypatch.undo()
    sync_mirror(file, *here)
    assert here[0].marks()[OWLS.id] == Mark(starred=True, note="note 2")
    assert here[0].marks()[BATS.id] == STAR


def test_two_paths_to_one_file_are_one_file(here: Stores, file: Path) -> None:
    link = file.with_name("link.json")
    link.symlink_to(file)
    star(here, OWLS)
    sync_mirror(file, *here)
    unstar(here, OWLS)
    sync_mirror(link, *here)
    star(here, BATS)
    assert not sync_mirror(file, *here).changes
    assert here[0].marks() == {BATS.id: STAR}
    assert link.is_symlink()


def test_another_file_and_back_again_takes_nothing_back(here: Stores, file: Path) -> None:
    other = file.with_name("other.json")
    star(here, OWLS)
    sync_mirror(file, *here)
    with killed("rename after"):
        note(here, OWLS, "one")
        sync_mirror(file, *here)
    note(here, OWLS, None)
    sync_mirror(other, *here)
    unstar(here, OWLS)
    sync_mirror(other, *here)
    assert not sync_mirror(file, *here).changes
    assert here[0].marks() == {}


def test_who_holds_the_lock_is_waited_for_within_bounds(
    here: Stores, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connection, "BUSY_SECONDS", 0.01)
    star(here, OWLS)
    keeping = FileSync(*here, SyncFiles(file))
    with SyncState(here[0].database).locked(file):
        with pytest.raises(StoreError, match=r"another confbrowse is writing .* Please try again"):
            sync_mirror(file, *here)
        (told,) = keeping.sync_if_changed(at_once=True)
        assert told.sentence.startswith(f"Cannot write {file}: ")
        assert keeping.sync_if_changed(at_once=True) == ()
        assert not file.exists()
    assert keeping.sync_if_changed(at_once=True) == ()
    assert [told["title"] for told in synced(file)] == ["Owls"]


def test_a_lock_whose_holder_was_killed_is_free(here: Stores, file: Path) -> None:
    program = (
        "import os, sys; from pathlib import Path\n"
        "from confbrowse.storage.marks import MarkStore\n"
        "from confbrowse.storage.sync_state import SyncState\n"
        "with SyncState(MarkStore.at(Path(sys.argv[1])).database).locked(Path('x')): os._exit(7)\n"
    )
    argv = [sys.executable, "-c", program, str(here[0].database.path)]
    assert subprocess.run(argv, cwd=CHECKOUT, timeout=PATIENCE, check=False).returncode == 7
    assert (here[0].database.path.parent / "sync.lock").exists()
    star(here, OWLS)
    sync_mirror(file, *here)
    assert [told["title"] for told in synced(file)] == ["Owls"]


def test_an_agenda_that_may_only_be_read_leaves_a_file_alone_that_others_changed() -> None:
    with folder() as place:
        (place / "home").mkdir()
        home = stores_in(place / "home")
        file = place / "agenda.json"
        star(home, OWLS)
        sync_mirror(file, *home)
        place.chmod(0o777)
        with without_rights(place / "home"):
            assert not sync_mirror(file, *home).changes
        edited(file, OWLS, note="from elsewhere")
        before = file.read_bytes()
        with without_rights(place / "home"), pytest.raises(StoreError):
            sync_mirror(file, *home)
        assert file.read_bytes() == before
        assert [change.talk for change in sync_mirror(file, *home).changes] == [OWLS]


def test_a_write_that_fails_is_known_not_to_have_happened(
    here: Stores, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    star(here, OWLS)
    sync_mirror(file, *here)
    before = SyncState(here[0].database).known(str(file))
    star(here, BATS)

    def refused(*_: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(files, "_temporary", refused)
    with pytest.raises(StoreError, match=r"Permission denied\. Nothing was changed"):
        sync_mirror(file, *here)
    monkeypatch.undo()
    assert SyncState(here[0].database).known(str(file)) == before
    edited(file, OWLS, starred=False)
    sync_mirror(file, *here)
    assert here[0].marks() == {BATS.id: STAR}


def fails(*_: object) -> None:
    raise StoreError("Cannot write the agenda: disk I/O error. Nothing was changed.")


def test_a_file_that_was_written_is_not_reported_as_a_failure(
    here: Stores, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    star(here, OWLS)
    monkeypatch.setattr(SyncState, "finish", fails)
    sync_mirror(file, *here)
    monkeypatch.undo()
    assert [one["id"] for one in synced(file)] == [OWLS.id]
    star(here, BATS)
    edited(file, OWLS, starred=False)
    sync_mirror(file, *here)
    assert here[0].marks() == {BATS.id: STAR}


def test_a_failed_write_is_reported_though_the_agenda_cannot_be_written_either(
    here: Stores, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    star(here, OWLS)

    def refused(*_: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(files, "_temporary", refused)
    monkeypatch.setattr(SyncState, "withdraw", fails)
    with pytest.raises(StoreError, match=r"agenda\.json: Permission denied\. Nothing was changed"):
        sync_mirror(file, *here)
    assert not file.exists()


LASTING = ["merge before", "merge after", "begin after", "rename after"]
"""Kills that each leave a different state."""


@dataclass
class Edit:
    """An edit of the file that is still to be imported."""

    value: object
    is_sure: bool
    """Whether it must be imported: nothing changed here meanwhile, and no process was killed since the last sync."""


class Story:
    """Marks here, edits of the file, and two processes that sync and are killed; with invariants."""

    def __init__(self, place: Path) -> None:
        self.home, self.file = stores_in(place / "home"), place / "agenda.json"
        self.keepers = [FileSync(*self.home, SyncFiles(self.file)) for _ in range(2)]
        self.edits: dict[str, Edit] = {}
        self.changed_here: set[str] = set()
        self.was_killed = False
        self.acts = 0

    def act(self, what: str) -> None:
        """Do *what*: a mark here, an edit of the file, a sync, or a sync that is killed at some point."""
        self.acts += 1
        if what in ("starred", "note"):
            self._mark(what)
        elif what.startswith("their"):
            self._edit(what.removeprefix("their "))
        elif what == "look":
            self._look()
        else:
            self._look_and_be_killed(what)

    def marks(self) -> dict[str, object]:
        """Return the mark of the talk in the agenda."""
        return asdict(self.home[0].marks().get(OWLS.id, NO_MARK))

    def _mark(self, name: str) -> None:
        value = f"ours {self.acts}" if name == "note" else not self.marks()[name]
        self.home[0].mark([OWLS], lambda mark: Mark(**(asdict(mark) | {name: value})))
        self.changed_here.add(name)
        if edit := self.edits.get(name):
            edit.is_sure = False

    def _edit(self, name: str) -> None:
        told = synced(self.file)[0] if self.file.exists() and synced(self.file) else None
        if told is None:
            return
        fields: dict[str, object] = {name: f"theirs {self.acts}"}
        if name == "starred":
            fields = {name: not told[name]}
        if name == "mark":
            fields = {"starred": False, "note": None}
            taken_away(self.file, OWLS)
        else:
            edited(self.file, OWLS, **fields)
        for field, value in fields.items():
            if told[field] != value:
                is_sure = not self.was_killed and field not in self.changed_here
                self.edits[field] = Edit(value, is_sure)

    def _look(self) -> None:
        before = self.marks()
        assert not [one for one in self._keeper.sync_if_changed(at_once=True) if one.failed]
        self._compare(before)
        after = self.marks()
        for name, edit in self.edits.items():
            assert not edit.is_sure or after[name] == edit.value
        held = synced(self.file) if self.file.exists() else []
        told = held[0] if held else asdict(NO_MARK)
        assert {name: told[name] for name in after} == after
        self.edits.clear()
        self.changed_here.clear()
        self.was_killed = False

    def _look_and_be_killed(self, moment: str) -> None:
        before = self.marks()
        with killed(moment):
            self._keeper.sync_if_changed(at_once=True)
        self.keepers[self.acts % 2] = FileSync(*self.home, SyncFiles(self.file))
        self._compare(before)
        if moment != "merge before":
            self.edits.clear()
        self.was_killed = True

    @property
    def _keeper(self) -> FileSync:
        return self.keepers[self.acts % 2]

    def _compare(self, before: dict[str, object]) -> None:
        """Only an edit of the file that was not imported yet makes a difference."""
        for name, value in self.marks().items():
            edit = self.edits.get(name)
            is_edit = edit and (value == edit.value or str(edit.value) in str(value))
            assert value == before[name] or is_edit, f"{name}: {before[name]} became {value}"


FIRST = ["starred", "note", "their starred", "their note"]
"""The actions before the kill."""
SECOND = ["starred", "note", "their starred", "their mark", "rename after"]
THIRD = ["starred", "note"]
"""The actions after it."""


@pytest.mark.parametrize("first", FIRST)
@pytest.mark.parametrize("moment", LASTING[1:])
def test_only_what_somebody_changed_in_the_file_is_imported_whenever_one_is_killed(
    tmp_path: Path, first: str, moment: str
) -> None:
    for number, (second, third) in enumerate(zip(SECOND, cycle(THIRD), strict=False)):
        story = Story(tmp_path / str(number))
        for act in ("starred", "note", "look", first, moment, second, third, "look"):
            story.act(act)


@pytest.mark.proof
@pytest.mark.parametrize(("first", "second", "third"), list(product(FIRST, SECOND, THIRD)))
@pytest.mark.parametrize("moment", LASTING[1:])
def test_after_any_kill_only_what_somebody_changed_in_the_file_is_imported(
    tmp_path: Path, first: str, moment: str, second: str, third: str
) -> None:
    story = Story(tmp_path)
    for act in ("starred", "note", "look", first, moment, second, third, "look"):
        story.act(act)


ACTS = ["starred", "note", "their starred", "their note", "their mark", "look", *LASTING]


@settings(max_examples=20)
@given(st.lists(st.sampled_from(ACTS), max_size=12))
def test_whatever_happens_only_what_somebody_changed_in_the_file_is_imported(
    acts: list[str],
) -> None:
    with folder() as place:
        story = Story(place)
        for act in ("starred", "look", *acts, "look"):
            story.act(act)


@pytest.mark.parametrize(
    ("bases", "ours", "theirs", "left"),
    [
        ([NO_MARK, STAR], NO_MARK, STAR, NO_MARK),
        ([NO_MARK, STAR], STAR, NO_MARK, STAR),
        ([STAR, STAR], STAR, NO_MARK, NO_MARK),
        ([Mark(note="a"), Mark(note="b")], Mark(note="b"), Mark(note="a"), Mark(note="b")),
        ([Mark(note="a"), Mark(note="b")], Mark(note="b"), Mark(note="c"), Mark(note="c")),
        ([Mark(note="a"), Mark(note="b")], Mark(note="x"), Mark(note="y"), Mark(note="x\n\ny")),
    ],
)
def test_of_two_bases_only_what_differs_from_both_was_changed(
    bases: list[Mark], ours: Mark, theirs: Mark, left: Mark
) -> None:
    base = base_of(bases, ours, theirs)
    assert merge(base, ours, theirs, Prefer.BOTH) == left


def test_of_one_base_nothing_is_guessed() -> None:
    assert base_of([STAR], NO_MARK, Mark(note="a")) == STAR


# an incomplete file


def copies(home: Stores) -> list[Path]:
    return sorted(home[0].database.path.parent.glob("*.incomplete-*"))


@pytest.mark.parametrize("share", [0.0, 0.02, 0.05, 0.1, 0.3, 0.5, 0.7, 0.9, 0.98, 0.999])
@pytest.mark.parametrize("end", ["", "\n", "\0" * 100])
def test_a_file_that_is_cut_off_is_written_again_and_kept_as_a_copy(
    here: Stores, file: Path, share: float, end: str
) -> None:
    star(here, OWLS)
    note(here, BATS, "hängt – herum")
    sync_mirror(file, *here)
    whole = file.read_bytes()
    file.write_bytes(whole[: int((len(whole) - 2) * share)] + end.encode())
    held, marks = file.read_bytes(), here[0].marks()
    done = sync_mirror(file, *here)
    assert not done.changes
    assert (here[0].marks(), file.read_bytes()) == (marks, whole)
    if held.strip(b"\0\n"):
        (copy,) = copies(here)
        assert copy.read_bytes() == held
        assert f"{file} is incomplete: it is cut off." in done.notice
        assert str(copy) in done.notice
    else:
        assert done.notice == f"{file} was empty and is written again."
        assert not copies(here)


def test_a_file_with_fewer_talks_than_it_counts_removes_nothing(here: Stores, file: Path) -> None:
    star(here, OWLS, BATS, MOTHS)
    sync_mirror(file, *here)
    whole = file.read_bytes()
    first, head, _, *rest = file.read_text(encoding="utf-8").splitlines()
    file.write_text("\n".join([first, head, *rest]), encoding="utf-8")
    (told,) = FileSync(*here, SyncFiles(file)).sync_if_changed(at_once=True)
    assert "is incomplete: 1 of its talks are missing" in told.sentence
    assert len(here[0].marks()) == 3
    assert file.read_bytes() == whole


def test_a_file_with_more_talks_than_it_counts_is_imported(
    here: Stores, file: Path, tmp_path: Path
) -> None:
    there = stores_in(tmp_path / "there")
    star(here, OWLS)
    star(there, BATS)
    other = tmp_path / "other.json"
    sync_mirror(other, *there)
    sync_mirror(file, *here)
    added = other.read_text(encoding="utf-8").splitlines()[2]
    first, *lines = file.read_text(encoding="utf-8").splitlines()
    file.write_text("\n".join([first, lines[0], f"{added},", *lines[1:]]), encoding="utf-8")
    assert [change.talk.id for change in sync_mirror(file, *here).changes] == [BATS.id]
    assert len(synced(file)) == 2


def test_a_whole_file_without_a_mark_takes_all_away_in_one_step(here: Stores, file: Path) -> None:
    star(here, OWLS, BATS)
    sync_mirror(file, *here)
    put(file, [])
    assert len(sync_mirror(file, *here).changes) == 2
    assert here[0].marks() == {}
    assert len(here[0].undo()) == 2
    assert set(here[0].marks()) == {OWLS.id, BATS.id}


def test_the_last_five_copies_are_kept(here: Stores, file: Path) -> None:
    for number in range(8):
        note(here, OWLS, f"note {number}")
        sync_mirror(file, *here)
        file.write_bytes(file.read_bytes()[:-3])
        sync_mirror(file, *here)
    assert [
        f"note {number}" in copy.read_text() for number, copy in enumerate(copies(here), 3)
    ] == [True] * 5


def test_where_no_copy_can_be_kept_the_file_stays() -> None:
    with folder() as place:
        (place / "home").mkdir()
        home, file = stores_in(place / "home"), place / "agenda.json"
        star(home, OWLS)
        sync_mirror(file, *home)
        cut = file.read_bytes()[:-3]
        file.write_bytes(cut)
        place.chmod(0o777)
        with without_rights(place / "home"), pytest.raises(StoreError):
            sync_mirror(file, *home)
        assert file.read_bytes() == cut


@pytest.mark.parametrize(
    "held",
    [
        '[\n{"confbrowse": "sync file", "version": 2, "talks": 0}\n]\n',
        '[\n{"confbrowse": "sync file", "version": 2, "talks": 9},\n{"id": "a',
    ],
)
def test_a_newer_sync_file_is_refused_and_nothing_is_written(
    here: Stores, file: Path, held: str
) -> None:
    star(here, OWLS)
    file.write_text(held, encoding="utf-8")
    with pytest.raises(
        StoreError, match=r"by a newer confbrowse\. Please upgrade this one\. Nothing"
    ):
        sync_mirror(file, *here)
    assert file.read_text(encoding="utf-8") == held
    assert here[0].marks() == {OWLS.id: STAR}


@pytest.mark.parametrize(
    "held",
    [
        '[\n{"confbrowse": "sync file", "version": 1, "talks": 2},\n<<<<<<< ours\n{"id": "a/b',
        '[\n{"shopping": "list"',
        '[\n{"id": "a/b", "title": "T"},\nmilk, eggs,\n{"id": "a',
    ],
)
def test_what_is_not_only_cut_off_is_refused(here: Stores, file: Path, held: str) -> None:
    star(here, OWLS)
    file.write_text(held, encoding="utf-8")
    with pytest.raises(StoreError, match="Fix or delete it; nothing was written"):
        sync_mirror(file, *here)
    assert file.read_text(encoding="utf-8") == held


def test_a_file_from_before_there_were_headers_is_read_and_gets_one(
    here: Stores, file: Path
) -> None:
    star(here, OWLS, BATS)
    sync_mirror(file, *here)
    first, _, *rest = file.read_text(encoding="utf-8").splitlines()
    old = "\n".join([first, *rest]).replace('"note": null', '"note": "old"', 1)
    file.write_text(f"{old}\n", encoding="utf-8")
    (change,) = sync_mirror(file, *here).changes
    assert change.after.note == "old"
    file.write_text("[\n]\n", encoding="utf-8")
    assert len(sync_mirror(file, *here).changes) == 2
    assert synced(file) == []


# real processes


@contextmanager
def child(place: Path, title: str, times: int) -> Iterator["subprocess.Popen[str]"]:
    argv = [sys.executable, sync_child.__file__, str(place), str(place.parent / "agenda.json")]
    path = os.pathsep.join([str(CHECKOUT), str(CHECKOUT / "tests")])
    with subprocess.Popen(
        [*argv, title, str(times)],
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": path},
    ) as process:
        try:
            yield process
        finally:
            process.kill()


def test_processes_at_once_take_nothing_from_each_other(tmp_path: Path) -> None:
    place = tmp_path / "home"
    titles = ["one", "two", "three"]
    with ExitStack() as stack:
        others = [stack.enter_context(child(place, title, 9)) for title in titles]
        said = [process.communicate(timeout=PATIENCE)[0] for process in others]
    for lines in said:
        assert "lost" not in lines
        assert lines.endswith("done\n")
    home = stores_in(place)
    assert home[0].marks() == {
        f"icml-2021/{title}": Mark(starred=True, note="note 8") for title in titles
    }
    assert not sync_mirror(tmp_path / "agenda.json", *home).changes
    assert len(synced(tmp_path / "agenda.json")) == 3


def test_kills_take_nothing_back_and_leave_nothing_behind(tmp_path: Path) -> None:
    place, file = tmp_path / "home", tmp_path / "agenda.json"
    home = stores_in(place)
    for run in range(8):
        with child(place, "one", 0) as process:
            assert process.stdout
            lines = [process.stdout.readline() for _ in range(2 + run % 3)]
            process.kill()
            lines += process.stdout.read().splitlines(keepends=True)
        assert "lost" not in "".join(lines)
        marks = home[0].marks()
        said = [line.strip() for line in lines if line.endswith("\n")]
        last = int(said[-1].rpartition(" ")[2])
        assert marks["icml-2021/one"].note in (f"note {last}", f"note {last + 1}")
        assert not sync_mirror(file, *home).changes
        assert home[0].marks() == marks
        assert sorted(one.name for one in tmp_path.iterdir() if one.suffix == ".part") == []
        note(home, talk("One", id="icml-2021/one"), "mine")
        assert not sync_mirror(file, *home).changes
        assert home[0].marks()["icml-2021/one"].note == "mine"


def test_an_earlier_confbrowse_that_does_not_know_later_takes_it_from_nobody(
    here: Stores, file: Path
) -> None:
    here[0].mark([OWLS], lambda mark: replace(mark, later=True))
    sync_mirror(file, *here)
    known = synced(file)
    assert [told["later"] for told in known] == [True]
    told = [{name: one for name, one in told.items() if name != "later"} for told in known]
    put(file, [one | {"interest": 2} for one in told])
    sync_mirror(file, *here)
    assert here[0].marks() == {OWLS.id: Mark(interest=2, later=True)}
    assert [told["later"] for told in synced(file)] == [True]
    edited(file, OWLS, later=False)
    sync_mirror(file, *here)
    assert here[0].marks() == {OWLS.id: Mark(interest=2)}
