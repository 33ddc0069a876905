"""The user's marks as the sets of talk numbers that a search filters by."""

from confbrowse.model import Mark
from confbrowse.search.marks import MarkSets, mark_sets


def test_each_mark_is_a_set_of_the_numbers_of_its_talks() -> None:
    marks = {
        "a": Mark(starred=True, interest=2),
        "b": Mark(hidden=True),
        "c": Mark(seen=True, note="Ask about it"),
    }
    assert mark_sets(marks, {"a": 7, "b": 8, "c": 9}) == MarkSets(
        starred=frozenset({7}),
        hidden=frozenset({8}),
        seen=frozenset({9}),
        noted=frozenset({9}),
        interest={7: 2},
    )


def test_talks_without_a_mark_and_marks_without_a_talk_are_in_no_set() -> None:
    marks = {"gone": Mark(starred=True), "a": Mark(starred=True)}
    assert mark_sets(marks, {"a": 1, "unmarked": 2}) == MarkSets(starred=frozenset({1}))


def test_watched_talks_need_no_mark() -> None:
    assert mark_sets({}, {}, [3, 5]) == MarkSets(watched=frozenset({3, 5}))
