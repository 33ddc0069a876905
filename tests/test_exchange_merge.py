"""Three-way merge of marks: the result is the same from either side."""

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from confbrowse.exchange.merge import Conflict, Prefer, conflicts, merge
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
        assert merge(base, ours, theirs) == merge(base, theirs, ours)


@given(MARKS, MARKS, MARKS)
def test_keeping_both_is_the_same_from_both_sides(base: Mark, ours: Mark, theirs: Mark) -> None:
    one = merge(base, ours, theirs, Prefer.BOTH)
    assert one == merge(base, theirs, ours, Prefer.BOTH)


@given(MARKS, MARKS, MARKS, PREFER)
def test_merging_once_more_changes_nothing(
    base: Mark, ours: Mark, theirs: Mark, prefer: Prefer
) -> None:
    once = merge(base, ours, theirs, prefer)
    # both notes joined can be the very note that both sides changed: it then counts as unchanged
    assume(not (prefer is Prefer.BOTH and once.note == base.note != ours.note))
    assert merge(base, once, theirs, prefer) == once


@given(MARKS, MARKS, PREFER)
def test_what_only_one_side_changed_is_as_that_side_has_it(
    base: Mark, other: Mark, prefer: Prefer
) -> None:
    assert merge(base, other, base, prefer) == other
    assert merge(base, base, other, prefer) == other
    assert merge(base, other, other, prefer) == other
    assert not conflicts(base, base, other)


@given(MARKS, MARKS)
def test_where_nothing_was_in_common_all_that_either_says_holds(ours: Mark, theirs: Mark) -> None:
    union = merge(NO_MARK, ours, theirs)
    assert union.starred == (ours.starred or theirs.starred)
    assert union.hidden == (ours.hidden or theirs.hidden)
    assert union.note == (ours.note or theirs.note)


@given(MARKS, MARKS, MARKS)
def test_a_conflict_is_settled_as_it_was_asked_for(base: Mark, ours: Mark, theirs: Mark) -> None:
    for conflict in conflicts(base, ours, theirs):
        assert conflict.field in ("note", "interest")
        assert getattr(merge(base, ours, theirs), conflict.field) == conflict.ours
        by_theirs = merge(base, ours, theirs, Prefer.THEIRS)
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
    found = merge(base, Mark(note=ours), Mark(note=theirs), Prefer.BOTH)
    assert found.note == both


def test_a_star_that_one_side_removed_is_gone_and_one_that_it_set_is_there() -> None:
    assert merge(STAR, STAR, NO_MARK) == NO_MARK
    assert merge(NO_MARK, STAR, NO_MARK) == STAR
    assert conflicts(Mark(note="a"), Mark(note="b"), Mark(note="c")) == (
        Conflict("note", "b", "c"),
    )
