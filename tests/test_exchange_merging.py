"""Marks of two sides become one: in three ways, the same from whichever side it is looked at."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from confbrowse.exchange.merging import Conflict, Prefer, conflicts, merged
from confbrowse.model import NO_MARK, Mark

NOTES = st.none() | st.sampled_from(["a", "b", "a\n\nb", "c"])
MARKS = st.builds(
    Mark,
    starred=st.booleans(),
    interest=st.integers(0, 3),
    hidden=st.booleans(),
    seen=st.booleans(),
    note=NOTES,
)
PREFER = st.sampled_from(Prefer)
STAR = Mark(starred=True)


@given(MARKS, MARKS, MARKS)
def test_without_a_conflict_it_does_not_matter_who_merges(
    base: Mark, ours: Mark, theirs: Mark
) -> None:
    if not conflicts(base, ours, theirs):
        assert merged(base, ours, theirs) == merged(base, theirs, ours)


@given(MARKS, MARKS, MARKS)
def test_keeping_both_is_the_same_from_both_sides(base: Mark, ours: Mark, theirs: Mark) -> None:
    one = merged(base, ours, theirs, Prefer.BOTH)
    assert one == merged(base, theirs, ours, Prefer.BOTH)


@given(MARKS, MARKS, MARKS, PREFER)
def test_merging_once_more_changes_nothing(
    base: Mark, ours: Mark, theirs: Mark, prefer: Prefer
) -> None:
    once = merged(base, ours, theirs, prefer)
    assert merged(base, once, theirs, prefer) == once


@given(MARKS, MARKS, PREFER)
def test_what_only_one_side_changed_is_as_that_side_has_it(
    base: Mark, other: Mark, prefer: Prefer
) -> None:
    assert merged(base, other, base, prefer) == other
    assert merged(base, base, other, prefer) == other
    assert merged(base, other, other, prefer) == other
    assert not conflicts(base, base, other)


@given(MARKS, MARKS)
def test_where_nothing_was_in_common_all_that_either_says_holds(ours: Mark, theirs: Mark) -> None:
    union = merged(NO_MARK, ours, theirs)
    assert union.starred == (ours.starred or theirs.starred)
    assert union.hidden == (ours.hidden or theirs.hidden)
    assert union.note == (ours.note or theirs.note)


@given(MARKS, MARKS, MARKS)
def test_a_conflict_is_settled_as_it_was_asked_for(base: Mark, ours: Mark, theirs: Mark) -> None:
    for conflict in conflicts(base, ours, theirs):
        assert conflict.field in ("note", "interest")
        assert getattr(merged(base, ours, theirs), conflict.field) == conflict.ours
        by_theirs = merged(base, ours, theirs, Prefer.THEIRS)
        assert getattr(by_theirs, conflict.field) == conflict.theirs


@pytest.mark.parametrize(
    ("ours", "theirs", "both"),
    [
        ("mine", "theirs", "mine\n\ntheirs"),
        ("theirs", "mine", "mine\n\ntheirs"),
        ("room 2", "room 2, at the back", "room 2, at the back"),
        (None, "kept", "kept"),
    ],
)
def test_both_notes_are_kept_and_none_twice(ours: str | None, theirs: str, both: str) -> None:
    base = Mark(note="before")
    found = merged(base, Mark(note=ours), Mark(note=theirs), Prefer.BOTH)
    assert found.note == both


def test_a_star_that_one_side_took_away_is_gone_and_one_that_it_set_is_there() -> None:
    assert merged(STAR, STAR, NO_MARK) == NO_MARK
    assert merged(NO_MARK, STAR, NO_MARK) == STAR
    assert conflicts(Mark(note="a"), Mark(note="b"), Mark(note="c")) == (
        Conflict("note", "b", "c"),
    )
