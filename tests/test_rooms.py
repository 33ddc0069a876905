"""Rooms: the room of a talk, and its name in little place."""

from dataclasses import replace
from datetime import timedelta

import pytest
from factories import talk
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from confbrowse.schedule.rooms import Walks, room_of
from confbrowse.text.cells import short_room

MOTHS = talk("Moths", room="Janson")


def test_a_talk_without_a_room_is_in_that_of_its_session() -> None:
    session = replace(MOTHS.session, room="Hall A")
    assert room_of(replace(MOTHS, session=session)) == "Janson"
    assert room_of(replace(MOTHS, session=session, room=None)) == "Hall A"
    assert not room_of(replace(MOTHS, room=None))


@pytest.mark.parametrize(
    ("room", "width", "shown"),
    [
        ("Janson", 6, "Janson"),
        ("K.1.105 (La Fontaine)", 21, "K.1.105 (La Fontaine)"),
        ("K.1.105 (La Fontaine)", 20, "K.1.105"),
        ("K.1.105 (La Fontaine)", 5, "K.1.…"),
        ("Grand Ballroom 101-105", 11, "Gra…101-105"),
        ("Grand Ballroom 101-105", 9, "Grand Ba…"),
        ("Hall of the Physics Institute", 10, "Hall of t…"),
        ("(La Fontaine)", 5, "(La…"),
    ],
)
def test_a_name_that_is_too_long_keeps_what_tells_rooms_apart(
    room: str, width: int, shown: str
) -> None:
    assert short_room(room, width) == shown


@given(st.text(st.characters(exclude_categories=["C"])), st.integers(0, 40))
def test_a_room_is_never_wider_than_asked(room: str, width: int) -> None:
    assert cell_len(short_room(room, width)) <= width


@pytest.mark.parametrize(
    ("room", "other", "minutes"),
    [
        ("Janson", "K.1.105", 12),
        ("K.4.601", "janson", 12),
        ("Janson", "K.3.201", 15),
        ("K.1.105", "K.4.601", 2),
        ("Janson", "AW1.120", 5),
        ("Janson", "Janson", 0),
        ("Janson", None, 0),
    ],
)
def test_a_walk_is_known_by_how_the_names_of_rooms_begin_else_the_usual_one(
    room: str, other: str | None, minutes: int
) -> None:
    known = (("Janson", "K", 12), ("K.3", "Janson", 15), ("K", "K", 2))
    walks = Walks(timedelta(minutes=5), known)
    one, two = replace(MOTHS, room=room), replace(MOTHS, room=other)
    assert walks.between(one, two) == timedelta(minutes=minutes)


def test_between_two_conferences_the_usual_walk_counts() -> None:
    elsewhere = replace(MOTHS, session=replace(MOTHS.session, programme="Tiny 2021"))
    assert Walks(timedelta(minutes=5), (("J", "J", 1),)).between(MOTHS, elsewhere).seconds == 300
