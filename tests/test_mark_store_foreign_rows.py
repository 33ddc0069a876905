"""Other programs can write the agenda: an invalid row hides no other, and nothing is lost."""

import json
import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from factories import at, starred, talk, unstarred

from confbrowse import talk_json
from confbrowse.model import NO_MARK, Mark, MarkChange, MarkedTalk
from confbrowse.storage.marks import MarkStore

ONE, TWO = talk("One", start=at(9)), talk("Two", start=at(10))
STAR = Mark(starred=True)
SPOILED = {
    "no JSON": "{half",
    "empty": "",
    "a list": "[]",
    "a word": '"word"',
    "nothing": "null",
    "without a title": '{"id": "icml-2021/one"}',
    "a time that is none": json.dumps({**talk_json.write(ONE), "start": "soon"}),
    "too deep": "[" * 100_000,
    "too large a number": '{"id": ' + "9" * 5_000 + "}",
    "bytes": b"\xff\xfe",
    "a number": 5,
}


@pytest.fixture
def agenda(tmp_path: Path) -> MarkStore:
    """Return an agenda with two talks starred in two steps."""
    agenda = MarkStore.at(tmp_path / "agenda.db")
    agenda.mark([ONE], starred)
    agenda.mark([TWO], starred)
    return agenda


def spoil(agenda: MarkStore, statement: str, *values: object) -> None:
    with closing(sqlite3.connect(agenda.database.path)) as db, db:
        db.execute(statement, values)


def column(agenda: MarkStore, query: str) -> list[object]:
    with closing(sqlite3.connect(agenda.database.path)) as db:
        return [value for (value,) in db.execute(query)]


@pytest.mark.parametrize("snapshot", SPOILED.values(), ids=SPOILED)
def test_a_spoiled_copy_of_a_talk_is_reported_and_hides_no_other(
    agenda: MarkStore, snapshot: object
) -> None:
    spoil(agenda, "UPDATE mark SET snapshot = ? WHERE talk = ?", snapshot, ONE.id)
    two, one = agenda.entries()
    assert two == MarkedTalk(TWO, STAR)
    assert (one.talk.id, one.mark) == (ONE.id, STAR)
    assert one.talk.title == f"Damaged copy of {ONE.id}"
    assert "add the programme again" in one.talk.abstract
    assert agenda.snapshot(ONE.id) == one.talk
    assert agenda.marks() == {ONE.id: STAR, TWO.id: STAR}


def test_a_spoiled_copy_can_be_unstarred_undone_and_repaired(agenda: MarkStore) -> None:
    spoil(agenda, "UPDATE mark SET snapshot = '{half' WHERE talk = ?", ONE.id)
    shown = agenda.entries()[1].talk
    assert agenda.mark([shown], unstarred) == (MarkChange(shown, STAR, NO_MARK),)
    assert agenda.undo() == (MarkChange(shown, NO_MARK, STAR),)
    assert "{half" in column(agenda, "SELECT snapshot FROM mark")
    agenda.refresh([ONE])
    assert [entry.talk for entry in agenda.entries()] == [ONE, TWO]


def test_a_copy_goes_by_the_id_of_its_row(agenda: MarkStore) -> None:
    other = json.dumps(talk_json.write(replace(TWO, id="icml-2021/else")))
    spoil(agenda, "UPDATE mark SET snapshot = ? WHERE talk = ?", other, TWO.id)
    assert [entry.talk.id for entry in agenda.entries()] == [ONE.id, TWO.id]


@pytest.mark.parametrize(
    ("name", "value", "kept"),
    [
        ("starred", "yes", NO_MARK),
        ("starred", 7, STAR),
        ("interest", 99, replace(STAR, interest=3)),
        ("interest", -(2**63), STAR),
        ("interest", "many", STAR),
        ("interest", "9" * 5_000, STAR),
        ("interest", b"\x02", STAR),
        ("hidden", 0.5, replace(STAR, hidden=True)),
        ("seen", "", STAR),
        ("note", "", STAR),
        ("note", "\x1b]0;owned\x07be\u202e there", replace(STAR, note="be there")),
        ("note", 42, replace(STAR, note="42")),
        ("note", "y" * 500_000, replace(STAR, note="y" * 99_999 + "…")),
    ],
)
def test_a_mark_is_read_clean_and_of_its_type(
    agenda: MarkStore, name: str, value: object, kept: Mark
) -> None:
    spoil(agenda, f"UPDATE mark SET {name} = ? WHERE talk = ?", value, ONE.id)  # noqa: S608 - ours
    expected = {ONE.id: kept, TWO.id: STAR}
    assert agenda.marks() == {talk_id: m for talk_id, m in expected.items() if m != NO_MARK}
    assert agenda.mark([ONE], lambda mark: replace(mark, seen=True))[0].before == kept


@pytest.mark.parametrize("value", ["\x1b[2Jicml\u202e/one", b"\xff\x1b", None, 5])
def test_an_id_is_read_clean(agenda: MarkStore, value: object) -> None:
    spoil(agenda, "UPDATE mark SET talk = ? WHERE talk = ?", value, ONE.id)
    assert len(agenda.marks()) == 2
    assert all(talk_id.isprintable() for talk_id in agenda.marks())
    assert all(entry.talk.id.isprintable() for entry in agenda.entries())


@pytest.mark.parametrize("name", ["before", "after"])
@pytest.mark.parametrize(
    "record", ["{half", "", "[]", "null", "[" * 100_000, '{"note": 5}', b"\xff"]
)
def test_a_spoiled_step_is_passed_over_and_the_one_before_can_be_undone(
    agenda: MarkStore, name: str, record: str | bytes
) -> None:
    statement = f"UPDATE journal SET {name} = ? WHERE step = 2"  # noqa: S608 - our own words
    spoil(agenda, statement, record)
    assert agenda.undo() == (MarkChange(ONE, STAR, NO_MARK),)
    assert agenda.undo() == ()
    assert agenda.marks() == {TWO.id: STAR}
    assert agenda.redo() == (MarkChange(ONE, NO_MARK, STAR),)
    assert agenda.redo() == ()


def test_undo_beside_a_spoiled_step_takes_nothing_back_but_its_own(agenda: MarkStore) -> None:
    agenda.mark([ONE], lambda mark: replace(mark, note="from the talk"))
    spoil(agenda, "UPDATE journal SET after = '{half' WHERE step = 3")
    agenda.undo()
    assert agenda.undo() == (
        MarkChange(ONE, Mark(starred=True, note="from the talk"), Mark(note="from the talk")),
    )


@pytest.mark.parametrize(
    "statement",
    [
        "DELETE FROM version",
        "DELETE FROM journal",
        "DELETE FROM mark",
        "UPDATE version SET number = 'many'",
        "UPDATE version SET number = 1e300",
        "UPDATE journal SET undone = 'perhaps'",
        "UPDATE journal SET talk = 'icml-2021/nowhere'",
    ],
)
def test_whatever_is_gone_or_spoiled_stars_can_be_set_and_taken_back(
    agenda: MarkStore, statement: str
) -> None:
    spoil(agenda, statement)
    new = talk("New", start=at(11))
    calls: list[Callable[[], object]] = [agenda.version, agenda.marks, agenda.entries, agenda.undo]
    for call in [*calls, agenda.redo]:
        call()
    assert agenda.mark([new], starred) == (MarkChange(new, NO_MARK, STAR),)
    assert new in [entry.talk for entry in agenda.entries()]
    assert agenda.undo() == (MarkChange(new, STAR, NO_MARK),)
    assert agenda.version() >= 0
