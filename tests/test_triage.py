"""Triage without a screen: the order of its talks, where it goes on, and how it is stored."""

from dataclasses import replace
from pathlib import Path

import pytest
from factories import programme, starred, talk
from stories import BATS, ICML, MOTHS, NIGHTS, OWLS, Home, home_with

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
from confbrowse.model import Mark, Scope, Triage
from confbrowse.search.index_store import IndexStore
from confbrowse.storage import triage as stored

IDS = tuple(one.id for one in NIGHTS)
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
    assert nights.agenda.triage_of("old") == Triage("old", (IDS[2],), 0)
    assert open_triage("old", IDS, nights.agenda, nights.library).talk == IDS[2]


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
