"""Changes of a mark, and the sentences that describe a step."""

from dataclasses import fields

import pytest
from factories import talk
from hypothesis import given
from hypothesis import strategies as st

from confbrowse.errors import NoteError
from confbrowse.marks import (
    MAX_NOTE_CHARS,
    clean_note,
    describe_changes,
    replace_note,
    toggle,
    with_hidden,
    with_interest,
    with_note,
    with_seen,
    with_star,
)
from confbrowse.model import NO_MARK, Mark, MarkChange

HIDDEN, SEEN, STAR = Mark(hidden=True), Mark(seen=True), Mark(starred=True)
notes = st.sampled_from(["", "ask", "about\nlamps"])
marks = st.builds(
    Mark, st.booleans(), st.integers(0, 3), st.booleans(), st.booleans(), st.none() | notes
)


def changes(*pairs: tuple[Mark, Mark]) -> tuple[MarkChange, ...]:
    """Return a change for each of *pairs*, of talks called One, Two ..."""
    names = ("One", "Two", "Three")
    return tuple(MarkChange(talk(name), *pair) for name, pair in zip(names, pairs, strict=False))


@given(marks, st.booleans())
def test_each_setting_changes_what_it_is_called(mark: Mark, is_set: bool) -> None:
    assert with_star(mark, is_set).starred == is_set
    assert with_hidden(mark, is_set).hidden == is_set
    assert with_seen(mark, is_set).seen == is_set
    assert with_hidden(mark, is_set).starred == mark.starred


def test_a_star_brings_a_hidden_talk_back() -> None:
    assert with_star(HIDDEN, True) == STAR
    assert with_star(HIDDEN, False) == HIDDEN


@pytest.mark.parametrize(("asked", "kept"), [(-1, 0), (0, 0), (2, 2), (4, 3)])
def test_interest_stays_between_its_ends(asked: int, kept: int) -> None:
    assert with_interest(NO_MARK, asked).interest == kept


def test_an_empty_note_is_none() -> None:
    assert with_note(Mark(note="ask"), "") == NO_MARK


def test_one_talk_is_turned_by_what_the_agenda_holds() -> None:
    turn = toggle("starred", with_star, [STAR])
    assert turn(NO_MARK) == STAR
    assert turn(STAR) == NO_MARK


@pytest.mark.parametrize(
    ("shown", "result"), [([NO_MARK, STAR], STAR), ([NO_MARK] * 2, STAR), ([STAR] * 2, NO_MARK)]
)
def test_several_are_set_unless_all_are(shown: list[Mark], result: Mark) -> None:
    turn = toggle("starred", with_star, shown)
    assert {turn(mark) for mark in shown} == {result}


@pytest.mark.parametrize(
    ("text", "kept"),
    [("ask\r\nabout \x1b[31mit\n\n", "ask\nabout it"), (" \n\n", ""), ("x" * MAX_NOTE_CHARS,) * 2],
)
def test_a_note_is_cleaned_and_never_cut(text: str, kept: str) -> None:
    assert clean_note(text) == kept


def test_a_note_that_is_too_long_is_refused() -> None:
    with pytest.raises(NoteError, match="at most 100,000 characters, not 100,001"):
        clean_note("x" * (MAX_NOTE_CHARS + 1))


@pytest.mark.parametrize(
    ("begun", "text", "now", "result"),
    [
        ("", "ask", None, "ask"),
        ("ask", "ask twice", "ask", "ask twice"),
        ("ask", "", "ask", None),
        ("ask", "ask twice", "from afar", "from afar\n\nask twice"),
        ("", "ask", "from afar", "from afar\n\nask"),
        ("ask", "", "from afar", "from afar"),
        ("ask", "ask twice", None, "ask twice"),
    ],
)
def test_a_note_written_meanwhile_is_kept(
    begun: str, text: str, now: str | None, result: str | None
) -> None:
    assert replace_note(begun, text)(Mark(note=now)).note == result


def test_notes_too_long_together_are_refused() -> None:
    with pytest.raises(NoteError):
        replace_note("", "x" * 60_000)(Mark(note="y" * 60_000))


@pytest.mark.parametrize(
    ("pairs", "told"),
    [
        ([(NO_MARK, STAR)], "“One” is starred"),
        ([(STAR, NO_MARK)] * 3, "“One” and 2 more talks are no longer starred"),
        ([(HIDDEN, STAR)], "“One” is starred and no longer hidden"),
        (
            [(HIDDEN, STAR), (NO_MARK, STAR)],
            "“One” and one more talk are starred, one is no longer hidden",
        ),
        ([(NO_MARK, Mark(interest=2))], "“One” has interest 2"),
        (
            [(NO_MARK, Mark(interest=1)), (Mark(interest=1), Mark(interest=2))],
            "“One” and one more talk: one has interest 1, one has interest 2",
        ),
        ([(Mark(interest=1), NO_MARK)], "“One” has interest 0"),
        ([(NO_MARK, Mark(note="ask"))] * 2, "“One” and one more talk have a note"),
        ([(Mark(note="ask"), Mark(note="tell"))], "“One” has another note"),
        ([(Mark(note="ask"), NO_MARK)], "“One” has no note"),
        ([(SEEN, NO_MARK)], "“One” is no longer seen"),
    ],
)
def test_a_step_is_reported_by_title_mark_and_number(
    pairs: list[tuple[Mark, Mark]], told: str
) -> None:
    assert describe_changes(changes(*pairs)) == told


@given(
    st.lists(
        st.tuples(marks, marks).filter(lambda pair: pair[0] != pair[1]), min_size=1, max_size=3
    )
)
def test_every_field_that_changed_is_reported(pairs: list[tuple[Mark, Mark]]) -> None:
    words = {"starred": "starred", "interest": "interest", "hidden": "hidden", "seen": "seen"}
    words["later"] = "for later"
    told = describe_changes(changes(*pairs))
    for field in fields(Mark):
        changed = any(getattr(a, field.name) != getattr(b, field.name) for a, b in pairs)
        assert (words.get(field.name, "note") in told.partition("”")[2]) == changed
