"""The user's marks are stored, can be undone step by step, and are never lost."""

from collections.abc import Callable
from dataclasses import fields, replace
from pathlib import Path

import pytest
from factories import at, starred, talk, unstarred
from hypothesis import given, settings
from hypothesis import strategies as st
from unwritable import no_file_larger_than

from confbrowse import talk_json
from confbrowse.errors import StoreError
from confbrowse.model import NO_MARK, Mark, MarkChange, MarkedTalk, Talk
from confbrowse.schedule.rooms import room_of
from confbrowse.storage.mark_rows import JOURNAL_STEPS
from confbrowse.storage.marks import MarkStore

ONE, TWO, THREE = talk("One", start=at(9)), talk("Two", start=at(8)), talk("Three")
STAR = Mark(starred=True)
Step = Callable[[MarkStore], tuple[MarkChange, ...]]


def noted(note: str | None) -> Callable[[Mark], Mark]:
    return lambda mark: replace(mark, note=note)


def test_an_empty_agenda_says_nothing_and_makes_no_file(agenda: MarkStore) -> None:
    assert (agenda.prepare(), agenda.version(), agenda.marks()) == (None, 0, {})
    assert (agenda.entries(), agenda.snapshot("a/b")) == ((), None)
    agenda.refresh([ONE])
    assert not agenda.database.path.exists()


def test_a_mark_is_kept_with_its_talk(agenda: MarkStore) -> None:
    assert agenda.mark([ONE], starred) == (MarkChange(ONE, NO_MARK, STAR),)
    again = MarkStore.at(agenda.database.path)
    assert again.marks() == {ONE.id: STAR}
    assert again.entries() == (MarkedTalk(ONE, STAR),)
    assert again.snapshot(ONE.id) == ONE


def test_a_talk_keeps_the_room_of_its_session_and_none_becomes_its_own(agenda: MarkStore) -> None:
    in_hall = replace(ONE, session=replace(ONE.session, room="Hall 3"))
    agenda.mark([in_hall], starred)
    (entry,) = agenda.entries()
    assert (entry.talk.room, room_of(entry.talk)) == (None, "Hall 3")
    assert talk_json.write(entry.talk) == talk_json.write(ONE)
    (changed,) = agenda.undo()
    assert room_of(changed.talk) == "Hall 3"
    agenda.redo()
    for damaged in ("7", '["x"]', "null", '""'):
        with agenda.database.writing() as db:
            db.execute(
                "UPDATE mark SET snapshot_checksum = NULL, snapshot = json_set(snapshot, '$.session_room', json(?))",
                (damaged,),
            )
        assert agenda.snapshot(ONE.id) == ONE
    agenda.refresh([replace(in_hall, session=replace(in_hall.session, room="Hall 4"))])
    assert [room_of(one.talk) for one in agenda.entries()] == ["Hall 4"]


def test_every_field_of_a_mark_is_kept(agenda: MarkStore) -> None:
    whole = Mark(starred=True, interest=3, hidden=True, seen=True, note="two\nlines", later=True)
    assert all(getattr(whole, field.name) != getattr(NO_MARK, field.name) for field in fields(Mark))
    agenda.mark([ONE], lambda _: whole)
    assert agenda.marks() == {ONE.id: whole}
    agenda.undo()
    assert agenda.marks() == {}
    agenda.redo()
    assert agenda.marks() == {ONE.id: whole}


def test_starred_talks_stand_in_the_order_of_time(agenda: MarkStore) -> None:
    agenda.mark([THREE, ONE, TWO], starred)
    agenda.mark([talk("Noted only")], noted("later"))
    assert [entry.talk for entry in agenda.entries()] == [TWO, ONE, THREE]
    assert len(agenda.marks()) == 4


def test_a_mark_that_says_nothing_any_more_is_none(agenda: MarkStore) -> None:
    agenda.mark([ONE], starred)
    agenda.mark([ONE], unstarred)
    assert (agenda.marks(), agenda.entries()) == ({}, ())


def test_what_stays_as_it_is_makes_no_step(agenda: MarkStore) -> None:
    agenda.mark([ONE], starred)
    before = agenda.version()
    assert agenda.mark([ONE], starred) == ()
    assert [change.talk for change in agenda.mark([ONE, TWO], starred)] == [TWO]
    assert agenda.version() > before


def test_a_talk_named_twice_is_marked_once(agenda: MarkStore) -> None:
    def other(mark: Mark) -> Mark:
        return replace(mark, starred=not mark.starred)

    assert agenda.mark([ONE, ONE], other) == (MarkChange(ONE, NO_MARK, STAR),)


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        (Mark(interest=9), Mark(interest=3)),
        (Mark(interest=-1), NO_MARK),
        (Mark(note=""), NO_MARK),
        (Mark(note="\x1b]0;owned\x07read\r\nthis"), Mark(note="read\nthis")),
        (Mark(note="x" * 200_000), Mark(note="x" * 99_999 + "…")),
    ],
)
def test_a_mark_is_reported_as_it_will_be_read(
    agenda: MarkStore, written: Mark, kept: Mark
) -> None:
    changes = agenda.mark([ONE], lambda _: written)
    assert [change.after for change in changes] == ([kept] if kept != NO_MARK else [])
    assert agenda.marks() == ({ONE.id: kept} if kept != NO_MARK else {})


def test_undo_takes_back_one_step_at_a_time_and_redo_does_it_again(agenda: MarkStore) -> None:
    agenda.mark([ONE, TWO], starred)
    agenda.mark([ONE], noted("later"))
    assert agenda.undo() == (MarkChange(ONE, Mark(starred=True, note="later"), STAR),)
    assert {change.talk for change in agenda.undo()} == {ONE, TWO}
    assert agenda.undo() == ()
    assert agenda.marks() == {}
    assert {change.talk for change in agenda.redo()} == {ONE, TWO}
    assert agenda.redo() == (MarkChange(ONE, STAR, Mark(starred=True, note="later")),)
    assert agenda.redo() == ()


def test_undo_goes_on_after_a_restart(agenda: MarkStore) -> None:
    agenda.mark([ONE], starred)
    assert MarkStore.at(agenda.database.path).undo() == (MarkChange(ONE, STAR, NO_MARK),)
    assert MarkStore.at(agenda.database.path).redo() == (MarkChange(ONE, NO_MARK, STAR),)


def test_a_new_mark_ends_what_could_be_done_again(agenda: MarkStore) -> None:
    agenda.mark([ONE], starred)
    agenda.undo()
    agenda.mark([TWO], starred)
    assert agenda.redo() == ()
    assert agenda.undo() == (MarkChange(TWO, STAR, NO_MARK),)


def test_the_last_hundred_steps_can_be_undone_and_no_more(agenda: MarkStore) -> None:
    for number in range(JOURNAL_STEPS + 5):
        agenda.mark([talk(f"T{number}"), talk(f"U{number}")], starred)
    undone = [agenda.undo() for _ in range(JOURNAL_STEPS)]
    assert all(len(changes) == 2 for changes in undone)
    assert agenda.undo() == ()
    assert [one for one in agenda.marks() if "/t" in one] == [f"icml-2021/t{n}" for n in range(5)]
    assert all(len(agenda.redo()) == 2 for _ in range(JOURNAL_STEPS))
    assert len(agenda.marks()) == 2 * (JOURNAL_STEPS + 5)


def test_what_is_not_undoable_is_kept_and_passed_over(agenda: MarkStore) -> None:
    agenda.mark([ONE], starred)
    agenda.mark([TWO], starred)
    agenda.undo()
    seen = agenda.mark([ONE], lambda mark: replace(mark, seen=True), undoable=False)
    assert seen == (MarkChange(ONE, STAR, Mark(starred=True, seen=True)),)
    assert agenda.redo() == (MarkChange(TWO, NO_MARK, STAR),)
    assert [change.talk for change in agenda.undo() + agenda.undo()] == [TWO, ONE]
    assert agenda.marks() == {ONE.id: Mark(seen=True)}


def test_hidden_talks_are_returned_by_id(agenda: MarkStore) -> None:
    assert agenda.hidden() == ()
    agenda.mark([ONE, TWO], lambda mark: replace(mark, hidden=True))
    agenda.mark([TWO], starred)
    agenda.undo()
    assert sorted(agenda.hidden()) == sorted([ONE.id, TWO.id])


def test_two_programs_undo_each_others_steps_in_their_order(agenda: MarkStore) -> None:
    other = MarkStore.at(agenda.database.path)
    agenda.mark([ONE], starred)
    other.mark([ONE], noted("from afar"))
    agenda.mark([TWO], starred)
    assert other.undo() == (MarkChange(TWO, STAR, NO_MARK),)
    assert agenda.undo() == (MarkChange(ONE, Mark(starred=True, note="from afar"), STAR),)
    other.mark([THREE], starred)
    assert agenda.redo() == ()
    assert set(agenda.marks()) == {ONE.id, THREE.id}


def test_a_refresh_brings_the_copies_up_to_date_and_leaves_the_marks(agenda: MarkStore) -> None:
    agenda.mark([ONE], noted("later"))
    agenda.mark([ONE], starred)
    moved = replace(ONE, start=at(15), abstract="Rewritten.")
    before = agenda.version()
    agenda.refresh([moved, TWO])
    assert agenda.entries() == (MarkedTalk(moved, Mark(starred=True, note="later")),)
    assert agenda.version() > before
    assert agenda.snapshot(TWO.id) is None


def test_undo_after_a_refresh_tells_the_talk_as_it_is_now(agenda: MarkStore) -> None:
    agenda.mark([ONE], starred)
    agenda.mark([ONE], unstarred)
    moved = replace(ONE, start=at(15))
    agenda.refresh([moved])
    assert agenda.undo() == (MarkChange(moved, NO_MARK, STAR),)
    assert agenda.entries() == (MarkedTalk(moved, STAR),)


def test_a_refresh_of_talks_without_marks_is_no_change(agenda: MarkStore) -> None:
    agenda.mark([ONE], starred)
    before = agenda.version()
    agenda.refresh([TWO, THREE])
    assert agenda.version() == before


def test_the_version_grows_with_every_change(agenda: MarkStore) -> None:
    steps: list[Callable[[], object]] = [
        lambda: agenda.mark([ONE], starred),
        agenda.undo,
        agenda.redo,
        lambda: agenda.refresh([ONE]),
    ]
    versions = [agenda.version()]
    for step in steps:
        step()
        versions.append(agenda.version())
    assert versions == sorted(set(versions))


def test_the_version_goes_on_growing_in_a_new_file(agenda: MarkStore) -> None:
    for number in range(5):
        agenda.mark([talk(f"T{number}")], starred)
    before = agenda.version()
    agenda.database.path.write_bytes(b"no agenda" * 1_000)
    assert agenda.prepare()
    agenda.mark([ONE], starred)
    assert agenda.version() > before


def test_a_mark_that_cannot_be_written_changes_nothing(agenda: MarkStore) -> None:
    agenda.mark([ONE], starred)
    before = (agenda.marks(), agenda.version())
    calls: list[Callable[[], object]] = [
        lambda: agenda.mark([TWO], starred),
        agenda.undo,
        lambda: agenda.refresh([ONE]),
    ]
    for call in calls:
        with no_file_larger_than(0), pytest.raises(StoreError, match="Nothing was changed"):
            call()
        assert (agenda.marks(), agenda.version()) == before
    assert agenda.undo() == (MarkChange(ONE, STAR, NO_MARK),)


marks = st.builds(
    Mark, starred=st.booleans(), interest=st.integers(0, 3), note=st.none() | st.just("later")
)
markings = st.tuples(st.lists(st.sampled_from([ONE, TWO, THREE]), min_size=1), marks)


@settings(max_examples=30)
@given(st.lists(markings | st.sampled_from([MarkStore.undo, MarkStore.redo]), max_size=25))
def test_any_steps_lead_where_a_list_of_all_states_says(
    tmp_path_factory: pytest.TempPathFactory, taken: list[tuple[list[Talk], Mark] | Step]
) -> None:
    agenda = MarkStore.at(tmp_path_factory.mktemp("home") / "agenda.db")
    states: list[dict[str, Mark]] = [{}]
    now = 0
    for step in taken:
        if not isinstance(step, tuple):
            now += bool(step(agenda)) * (1 if step is MarkStore.redo else -1)
        else:
            talks, mark = step
            changes = agenda.mark(talks, replace_by(mark))
            if changes:
                after = states[now] | {change.talk.id: mark for change in changes}
                states = [*states[: now + 1], after]
                now += 1
        said = {talk_id: mark for talk_id, mark in states[now].items() if mark != NO_MARK}
        assert agenda.marks() == said
    assert sum(1 for _ in iter(agenda.undo, ())) == now
    assert agenda.marks() == {}


def replace_by(mark: Mark) -> Callable[[Mark], Mark]:
    return lambda _: mark


def test_a_copy_keeps_the_day_that_its_talk_is_listed_under(agenda: MarkStore) -> None:
    night = talk("Night", start=at(0, 30, day=21), day="2021-07-20")
    agenda.mark([night], starred)

    assert agenda.entries()[0].talk.day == "2021-07-20"


def test_versions_are_reported_within_each_transaction_that_changes_anything(
    tmp_path: Path,
) -> None:
    pairs: list[tuple[int, int]] = []
    agenda = MarkStore.at(tmp_path / "agenda.db")
    reporting = replace(agenda, on_change=lambda before, after: pairs.append((before, after)))
    reporting.mark([ONE], lambda _: STAR)
    reporting.mark([ONE], lambda _: STAR)  # changes nothing
    reporting.undo()
    reporting.undo()  # there is nothing to undo
    reporting.redo()
    agenda.mark([TWO], lambda _: STAR)
    between = agenda.version()
    reporting.refresh([ONE])
    assert len(pairs) == 4
    assert pairs[0][0] == 0
    assert [pairs[1][0], pairs[2][0]] == [pairs[0][1], pairs[1][1]]
    assert pairs[3] == (between, agenda.version())
