"""Triage without a screen: the order of its talks, where it goes on, and how it is stored."""

import json
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from factories import programme, starred, talk
from stories import BATS, ICML, MOTHS, NIGHTS, OWLS, Home, home_with, star

from confbrowse import sync_header
from confbrowse.discovery.triage import (
    continue_triage,
    move,
    move_to,
    open_triage,
    pace,
    queue_of,
    shuffle,
    sort_rest,
)
from confbrowse.discovery.vector_store import VectorStore
from confbrowse.errors import StoreError
from confbrowse.exchange.sync import sync_mirror
from confbrowse.model import MOST_POSITIONS, Mark, Scope, Triage, TriagePosition
from confbrowse.search.index_store import IndexStore
from confbrowse.storage import triage as stored

IDS = tuple(one.id for one in NIGHTS)
NO_VALUES: tuple[object, ...] = (None, 7, [], "x" * 9_000)
ABC = Triage("q", ("a", "b", "c", "d"), 2)


@pytest.fixture
def nights(tmp_path: Path) -> Home:
    return home_with(tmp_path, ICML)


def test_a_move_stays_between_the_first_talk_and_the_end() -> None:
    assert [move(ABC, step).at for step in (-3, -1, 1, 2, 9)] == [0, 1, 3, 4, 4]
    assert move(ABC, 2).talk is None
    assert move_to(ABC, "a").talk == "a"
    assert move_to(ABC, "z") == ABC


def test_what_was_passed_counts_on_and_what_is_new_comes_last() -> None:
    found = continue_triage(ABC, ("new", "d", "c"), {"a", "b", "c", "d"})
    assert (found.talks, found.at) == (("a", "b", "c", "d", "new"), 2)


def test_talks_that_are_gone_or_no_longer_listed_are_left_out() -> None:
    found = continue_triage(ABC, ("d",), {"b", "d"})
    assert (found.talks, found.at) == (("b", "d"), 1)


def test_a_shuffle_is_the_same_each_time_and_another_for_another_seed() -> None:
    talks = [f"talk {number}" for number in range(50)]
    once = shuffle(talks, "one")
    assert once == shuffle(sorted(talks, reverse=True), "one")
    assert sorted(once) == sorted(talks)
    assert once not in (talks, shuffle(talks, "two"))
    assert [one for one in once if one != "talk 7"] == shuffle(
        [one for one in talks if one != "talk 7"], "one"
    )


def test_only_what_is_left_is_sorted(nights: Home) -> None:
    listed = tuple(reversed(IDS))
    triage = Triage("q", listed, 2)
    by_time = sort_rest(triage, "time", listed, nights.library, {})
    assert by_time.talks[:2] == listed[:2]
    assert by_time.talks[2:5] == (MOTHS.id, BATS.id, OWLS.id)
    shuffled = sort_rest(by_time, "shuffled", listed, nights.library, {})
    assert (shuffled.order, sorted(shuffled.talks)) == ("shuffled", sorted(IDS))
    assert replace(sort_rest(shuffled, "list", listed, nights.library, {}), order="list") == triage


@pytest.mark.parametrize(
    ("moves", "seconds", "words"),
    [(4, 600, ""), (9, 10, ""), (18, 600, "1.8 a minute · 73 min left")],
)
def test_a_pace_is_not_guessed(moves: int, seconds: float, words: str) -> None:
    assert pace(moves, seconds, 131) == words


def test_each_part_and_each_query_has_a_progress_of_its_own() -> None:
    parts = [
        (Scope(), ""),
        (Scope(), "moths"),
        (Scope("icml-2021"), ""),
        (Scope("icml-2021", ""), ""),
    ]
    assert len({queue_of(*part) for part in parts}) == 4


def test_it_goes_on_where_it_stopped_and_a_mark_is_written_with_the_move(nights: Home) -> None:
    agenda, library = nights.agenda, nights.library
    begun = open_triage("q", IDS, agenda, library)
    assert (begun.talks, begun.at, agenda.triage_of("q")) == (IDS, 0, None)
    before = agenda.version()
    changes = agenda.move_triage(move(begun, 1), [(MOTHS, starred)])
    assert [(one.talk, one.after) for one in changes] == [(MOTHS, Mark(starred=True))]
    assert agenda.version() > before
    agenda.move_triage(move(begun, 3))
    assert open_triage("q", IDS[1:], agenda, library) == move(begun, 3)
    assert open_triage("other", IDS, agenda, library).at == 0
    (undone,) = agenda.undo()
    assert (undone.talk.id, undone.after) == (MOTHS.id, Mark())
    assert agenda.triage_of("q") == move(begun, 3)


def test_at_the_end_only_new_talks_are_left(nights: Home) -> None:
    nights.agenda.move_triage(Triage("q", IDS[:3], 3))
    assert open_triage("q", IDS[:3], nights.agenda, nights.library).talk is None
    assert open_triage("q", IDS, nights.agenda, nights.library).talk == IDS[3]


def test_a_mark_that_fails_leaves_the_position(nights: Home) -> None:
    begun = open_triage("q", IDS, nights.agenda, nights.library)
    nights.agenda.move_triage(begun)

    def fail(_mark: Mark) -> Mark:
        raise StoreError("No.")

    with pytest.raises(StoreError):
        nights.agenda.move_triage(move(begun, 1), [(MOTHS, fail)])
    assert nights.agenda.triage_of("q") == begun


def test_lists_of_old_queues_are_dropped_but_not_where_they_stopped(
    nights: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(stored, "_MOST_LISTS", 1)
    nights.agenda.move_triage(Triage("old", IDS, 2))
    nights.agenda.move_triage(Triage("new", IDS, 1))
    assert nights.agenda.triage_of("new") == Triage("new", IDS, 1)
    assert nights.agenda.triage_of("old") == Triage("old", (IDS[2],), 0, is_partial=True)
    assert open_triage("old", IDS, nights.agenda, nights.library) == Triage("old", IDS, 2)


def test_for_you_puts_what_marks_speak_for_first_and_needs_some_marks(tmp_path: Path) -> None:
    moths = [talk(f"Moths {n}", abstract=f"Moths and lamps at night {n}.") for n in range(6)]
    whales = [talk(f"Whales {n}", abstract=f"Whales sing in the deep sea {n}.") for n in range(6)]
    both = [one for pair in zip(moths, whales, strict=True) for one in pair]
    library = home_with(tmp_path, programme(*both)).library
    IndexStore(library).catch_up()
    VectorStore(library).catch_up()
    listed = tuple(one.id for one in both)
    marks = {one.id: Mark(starred=True) for one in whales[:3]}
    sorted_ = sort_rest(Triage("q", listed), "for-you", listed, library, marks)
    assert {one.id for one in whales[3:]} <= set(sorted_.talks[:6])
    assert sort_rest(Triage("q", listed), "for-you", listed, library, {}).talks == listed


def test_undo_takes_back_the_move_of_its_mark_unless_the_triage_has_moved_on(nights: Home) -> None:
    agenda = nights.agenda
    begun = open_triage("q", IDS, agenda, nights.library)
    agenda.move_triage(move(begun, 1), [(MOTHS, starred)])
    assert len(agenda.undo()) == 1
    assert agenda.triage_of("q") == begun
    assert len(agenda.redo()) == 1
    assert agenda.triage_of("q") == move(begun, 1)
    agenda.move_triage(move(begun, 4))
    assert len(agenda.undo()) == 1
    assert agenda.triage_of("q") == move(begun, 4)
    agenda.move_triage(replace(begun, at=len(IDS)), [(NIGHTS[4], starred)])
    assert agenda.triage_of("q") == replace(begun, at=len(IDS))
    agenda.undo()
    assert agenda.triage_of("q") == move(begun, 4)
    assert agenda.prepare() is None


def machines(tmp_path: Path) -> tuple[Home, Home]:
    return home_with(tmp_path / "here", ICML), home_with(tmp_path / "there", ICML)


def test_two_machines_share_the_position_and_an_earlier_confbrowse_takes_nothing_away(
    tmp_path: Path,
) -> None:
    here, there = machines(tmp_path)
    file = tmp_path / "agenda.json"

    def sync(home: Home) -> None:
        sync_mirror(file, home.agenda, home.library)

    def position(home: Home) -> Triage:
        return open_triage("q", IDS, home.agenda, home.library)

    star(here, OWLS)
    sync(here)
    assert "triage" not in file.read_text(encoding="utf-8")
    here.agenda.move_triage(Triage("q", IDS, 3), [(BATS, starred)])
    sync(here)
    sync(there)
    assert position(there) == Triage("q", IDS, 3)
    assert there.agenda.marks() == here.agenda.marks()
    there.agenda.move_triage(Triage("q", IDS, 5))
    sync(there)
    sync(here)
    assert position(here) == Triage("q", IDS, 5)
    before = file.read_bytes()
    sync(there)
    assert file.read_bytes() == before
    lines = file.read_text(encoding="utf-8").splitlines()
    head = json.loads(lines[1].removesuffix(","))
    del head["triage"]
    file.write_text("\n".join([lines[0], f"{json.dumps(head)},", *lines[2:]]), encoding="utf-8")
    sync(here)
    assert (position(here), len(here.agenda.marks())) == (Triage("q", IDS, 5), 2)
    assert file.read_bytes() == before
    here.agenda.move_triage(Triage("q", IDS[::-1], 8, "shuffled"))
    sync(here)
    sync(there)
    assert position(there) == Triage("q", tuple(shuffle(IDS, "q")), len(IDS), "shuffled")


def test_of_an_order_by_marks_what_is_decided_counts_as_passed(tmp_path: Path) -> None:
    here, there = machines(tmp_path)
    star(there, MOTHS, OWLS)
    here.agenda.move_triage(Triage("q", IDS[::-1], 1, "for-you"))
    for one in (here, there):
        sync_mirror(tmp_path / "agenda.json", one.agenda, one.library)
    found = open_triage("q", IDS, there.agenda, there.library)
    assert (set(found.talks[:2]), found.at) == ({MOTHS.id, OWLS.id}, 2)
    assert (found.talk, set(found.talks), len(found.talks)) == (IDS[-2], set(IDS), len(IDS))


def test_a_move_counts_though_the_clock_of_another_machine_is_ahead(tmp_path: Path) -> None:
    here, there = machines(tmp_path)
    file = tmp_path / "agenda.json"
    ahead = datetime(2199, 1, 1, tzinfo=UTC)
    header = sync_header.header(0, (), [TriagePosition("q", IDS[1], "list", ahead)])
    file.write_text(f"[\n{json.dumps(header)}\n]\n", encoding="utf-8")
    sync_mirror(file, here.agenda, here.library)
    here.agenda.move_triage(Triage("q", IDS, 2))
    for one in (here, there):
        sync_mirror(file, one.agenda, one.library)
    assert [one.talk for one in there.agenda.triage_positions()] == [IDS[2]]


def test_what_is_no_position_in_a_sync_file_is_left_out() -> None:
    good: dict[str, object] = {
        "queue": "q",
        "talk": "",
        "order": "list",
        "at": "2026-07-07T10:00:00+09:00",
    }
    others: list[object] = [
        *(good | {key: value} for key in good for value in NO_VALUES),
        *({key: good[key] for key in good if key != one} for one in good),
        good | {"queue": ""},
        good | {"at": "9999-12-31T23:59:59+00:00"},
        *(None, 7, "q", []),
    ]
    header = {"confbrowse": "sync file", "version": 1, "talks": 0, "triage": [good, *others][:50]}
    (found,) = sync_header.triage_positions(header)
    assert found == TriagePosition("q", "", "list", datetime(2026, 7, 7, 1, tzinfo=UTC))
    wrongs: list[object] = [None, {}, "x", [[]], 3]
    for wrong in wrongs:
        assert sync_header.triage_positions({"triage": wrong}) == ()
    assert sync_header.triage_positions([good]) == ()
    many = [good | {"queue": f"q{n}"} for n in range(900)]
    assert len(sync_header.triage_positions({"triage": many})) == MOST_POSITIONS
    dirty = good | {"queue": "q\x1b[2J\n", "talk": "t\u202e"}
    (cleaned,) = sync_header.triage_positions({"triage": [dirty]})
    assert not {"\x1b", "\n", "\u202e"} & {*cleaned.queue, *cleaned.talk}
