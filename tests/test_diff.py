"""The changes of a programme that is imported again."""

from dataclasses import replace

from factories import SESSION, at, programme, talk

from confbrowse.ingest.diff import changes

MOTHS = talk("Moths", start=at(7), end=at(8), abstract="Why.", room="A")
BATS = talk("Bats", start=at(9))
OLD = programme(MOTHS, BATS)


def kinds(*talks: object) -> list[tuple[str, str]]:
    new = programme(*talks)  # type: ignore[arg-type]  # talks, all of them
    return [(change.kind, change.talk.title) for change in changes(OLD, new)]


def test_the_same_programme_has_not_changed() -> None:
    assert kinds(MOTHS, BATS) == []


def test_what_is_new_and_what_is_gone_is_reported() -> None:
    assert kinds(MOTHS, talk("Owls")) == [("gone", "Bats"), ("new", "Owls")]


def test_another_time_room_or_session_is_a_move() -> None:
    for moved in (
        replace(MOTHS, start=at(6)),
        replace(MOTHS, room="B"),
        replace(MOTHS, session=replace(SESSION, title="Later")),
    ):
        assert kinds(moved, BATS) == [("moved", "Moths")]


def test_a_talk_that_changed_in_several_ways_is_reported_for_each() -> None:
    changed = replace(MOTHS, title="Moths again", abstract="How.", room="B")
    assert kinds(changed, BATS) == [
        ("moved", "Moths again"),
        ("renamed", "Moths again"),
        ("abstract", "Moths again"),
    ]


def test_other_people_alone_are_no_change() -> None:
    assert kinds(replace(MOTHS, authors=("Ada",)), BATS) == []
