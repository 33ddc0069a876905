"""The library returns what was stored, finds any part of it, and survives any content of its file."""

import sqlite3
from array import array
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import get_args

import pytest
from factories import SESSION, at, programme, talk, talks
from hypothesis import given
from hypothesis import strategies as st

from confbrowse.errors import NothingFoundError, StoreError
from confbrowse.ingest.merge import merge
from confbrowse.model import Link, Programme, Scope, Session, SessionSummary, Talk, start_key
from confbrowse.storage.library import GroupBy, LibraryStore
from confbrowse.text.slugs import slug

LATER = replace(SESSION, title="Deep Learning 2")
FOUR = (
    talk("Third", start=at(9), session=LATER),
    talk("Last"),
    talk("First", start=at(7), authors=("Ada", "Bob")),
    talk("Second", start=at(8, day=19) + timedelta(days=1)),
)
TOMORROW = talk("Fourth", start=at(9, day=21), session=LATER)


@pytest.fixture
def library(tmp_path: Path) -> LibraryStore:
    return LibraryStore.at(tmp_path / "library.db")


def titles(library: LibraryStore, scope: Scope) -> list[str]:
    return [one.title for one in library.talks(library.numbers(scope)).values()]


def test_an_empty_library_holds_nothing_and_makes_no_file(library: LibraryStore) -> None:
    assert library.prepare() is None
    assert (library.programmes(), list(library.numbers(Scope())), library.talks([1])) == (
        (),
        [],
        {},
    )
    assert (library.find(["a/b"]), library.outline("a"), library.talk_headings("a")) == ({}, (), ())
    assert not library.database.path.exists()


def test_talks_of_one_time_keep_their_places_in_an_update(library: LibraryStore) -> None:
    made = programme(
        *(
            talk(name, session=session)
            for name, session in zip("ABCD", (SESSION, LATER) * 2, strict=True)
        )
    )
    library.put(made)
    before = titles(library, Scope())
    library.put(merge(library.programme(made.id), made))
    assert titles(library, Scope()) == before == ["A", "C", "B", "D"]


@given(st.lists(talks, max_size=5, unique_by=lambda one: one.id))
def test_a_programme_comes_back_as_it_was_by_time(
    tmp_path_factory: pytest.TempPathFactory, made: list[Talk]
) -> None:
    library = LibraryStore.at(tmp_path_factory.mktemp("home") / "library.db")
    sessions = tuple(dict.fromkeys(one.session for one in made))
    library.put(Programme("icml-2021", "ICML 2021", sessions, tuple(made)))
    in_order = tuple(sorted(made, key=lambda one: (start_key(one), sessions.index(one.session))))
    assert library.programme("icml-2021") == Programme("icml-2021", "ICML 2021", sessions, in_order)
    found = library.find(one.id for one in made)
    assert {one.id: one for one in made} == {one: held for one, (_, held) in found.items()}


def test_slots_are_the_times_of_talks_each_with_their_numbers(library: LibraryStore) -> None:
    early, late = (talk(title, start=at(9), end=at(10), timezone="PDT") for title in "AB")
    other = talk("C", start=at(9), end=at(11), timezone="PDT")
    library.put(programme(early, late, other, talk("No time")))
    library.put(programme(talk("D", start=at(9), end=at(10), timezone="PDT"), name="Tiny 2021"))
    slots = library.slots(["icml-2021", "tiny-2021", "unknown"])
    titles = {
        (slot.start, slot.end, slot.timezone): [one.title for one in library.talks(found).values()]
        for slot, found in slots.items()
    }
    assert titles == {
        (at(9), at(10), "PDT"): ["D", "A", "B"],
        (at(9), at(11), "PDT"): ["C"],
    }
    assert list(library.slots([])) == []


def test_links_imported_by_earlier_versions_are_told_apart_when_they_are_read(
    library: LibraryStore,
) -> None:
    written = [
        Link("other", "https://matrix.to/#/#janson:fosdem.org", "Chat room(app)"),
        Link("other", "https://pretalx.fosdem.org/talk/AB/feedback/", "Submit Feedback"),
        Link("other", "https://fosdem.org/2024/schedule/event/1/", "Conference page"),
        Link("paper", "https://fosdem.org/moths.pdf", "Presentation"),
    ]
    library.put(programme(talk("Moths", links=tuple(written))))
    (moths,) = library.talks(library.numbers(Scope())).values()
    assert [link.kind for link in moths.ranked_links] == ["slides", "other", "chat", "feedback"]
    (searched,) = library.searchable_talks("icml-2021")
    assert [link.kind for link in searched.links] == ["chat", "feedback", "other", "slides"]


def test_sessions_without_a_talk_are_kept(library: LibraryStore) -> None:
    library.put(Programme("icml-2021", "ICML 2021", (SESSION, LATER), ()))
    assert library.programme("icml-2021").sessions == (SESSION, LATER)
    assert library.programmes()[0].talks == 0


def test_talks_have_consecutive_numbers_by_time(library: LibraryStore) -> None:
    library.put(programme(*FOUR))
    (shelf,) = library.programmes()
    numbers = library.numbers(Scope("icml-2021"))
    assert list(numbers) == list(range(shelf.first, shelf.first + 4))
    assert titles(library, Scope("icml-2021")) == ["First", "Second", "Third", "Last"]


def test_talks_are_given_in_the_order_asked_for_without_those_that_are_gone(
    library: LibraryStore,
) -> None:
    library.put(programme(*FOUR))
    first = library.programmes()[0].first
    found = library.talks([first + 2, 10**6, first])
    assert [(number, one.title) for number, one in found.items()] == [
        (first + 2, "Third"),
        (first, "First"),
    ]


def test_the_programme_added_last_stands_first(library: LibraryStore) -> None:
    for name in ("ICML 2020", "ICML 2021", "ICML 2022", "ICML 2020"):
        library.put(programme(talk(), name=name))
    assert [shelf.name for shelf in library.programmes()] == ["ICML 2020", "ICML 2022", "ICML 2021"]


@pytest.mark.parametrize(
    ("scope", "found"),
    [
        (Scope(), ["A talk", "First", "Second", "Third", "Fourth", "Last"]),
        (Scope("icml-2021"), ["First", "Second", "Third", "Fourth", "Last"]),
        (Scope("icml-2021", "2021-07-20"), ["First", "Second", "Third"]),
        (Scope("icml-2021", ""), ["Last"]),
        (Scope("icml-2021", "2021-07-20", "Deep Learning 2"), ["Third"]),
        (Scope("icml-2021", None, "Deep Learning 2"), ["Third", "Fourth"]),
        (Scope("icml-2021", None, "deep learning 2"), []),
        (Scope("nowhere"), []),
        (Scope("icml-2021", "2021-07-22"), []),
    ],
)
def test_a_scope_holds_its_talks(library: LibraryStore, scope: Scope, found: list[str]) -> None:
    library.put(programme(*FOUR, TOMORROW))
    library.put(programme(talk(), name="ICML 2022"))
    assert titles(library, scope) == found


def test_the_outline_tells_sessions_day_by_day(library: LibraryStore) -> None:
    library.put(programme(*FOUR, TOMORROW))
    assert library.outline("icml-2021") == (
        SessionSummary("icml-2021", "2021-07-20", "Deep Learning 1", 2),
        SessionSummary("icml-2021", "2021-07-20", "Deep Learning 2", 1),
        SessionSummary("icml-2021", "2021-07-21", "Deep Learning 2", 1),
        SessionSummary("icml-2021", "", "Deep Learning 1", 1),
    )


def test_sessions_that_begin_together_are_in_the_order_of_their_titles(
    library: LibraryStore,
) -> None:
    later, first, second = (Session("ICML 2021", name) for name in ("A", "1A Éa", "1b"))
    talks = [
        talk("Zebra", session=second, start=at(9)),
        talk("Yak", session=first, start=at(9)),
        talk("Ant", session=later, start=at(10)),
        talk("Bee", session=first, start=at(11)),
    ]
    library.put(programme(*talks))
    assert [one.session for one in library.outline("icml-2021")] == ["1A Éa", "1b", "A"]


def test_headings_are_the_talks_without_what_takes_long_to_read(library: LibraryStore) -> None:
    library.put(programme(*FOUR))
    found = library.talk_headings("icml-2021")
    assert [one.title for one in found] == ["First", "Second", "Third", "Last"]
    whole = next(iter(library.talks(library.numbers(Scope())).values()))
    assert (found[0].authors, found[0].start) == (whole.authors, whole.start)
    assert found[0].session.programme == "ICML 2021"
    assert {one.abstract for one in found} == {""}


def test_the_version_changes_with_every_change_and_only_then(library: LibraryStore) -> None:
    seen = [library.version()]
    library.put(programme(*FOUR))
    seen.append(library.version())
    assert library.version() == seen[-1]
    library.put(programme(*FOUR))
    seen.append(library.version())
    library.remove("icml-2021")
    seen.append(library.version())
    assert len(set(seen)) == 3
    assert seen[0] == seen[3]


def test_what_is_not_there_cannot_be_had_or_removed(library: LibraryStore) -> None:
    library.put(programme(talk()))
    for call in (library.programme, library.remove):
        with pytest.raises(NothingFoundError, match="No programme icml-1999 is in the library"):
            call("icml-1999")


def test_a_programme_is_removed_whole_and_no_other(library: LibraryStore) -> None:
    library.put(programme(*FOUR))
    library.put(programme(talk(), name="ICML 2022"))
    library.remove("icml-2021")
    assert titles(library, Scope()) == ["A talk"]
    with closing(sqlite3.connect(library.database.path)) as db:
        assert db.execute("SELECT COUNT(*) FROM session").fetchone() == (1,)


def test_changes_of_one_programme_build_on_each_other(library: LibraryStore) -> None:
    def together(old: Programme | None, new: Programme) -> Programme:
        return programme(*(old.talks if old else ()), *new.talks)

    stored = library.update([programme(talk("One")), programme(talk("Two"))], together)
    assert [len(one.talks) for one in stored] == [1, 2]
    assert titles(library, Scope()) == ["One", "Two"]


@pytest.mark.parametrize("fails", ["change", "at last"])
def test_an_update_is_all_or_nothing(library: LibraryStore, fails: str) -> None:
    library.put(programme(talk("Old")))
    before = library.version()

    def change(_: Programme | None, new: Programme) -> Programme:
        if fails == "change" and new.id == "icml-2022":
            raise ZeroDivisionError
        return new

    def at_last(stored: object) -> None:
        if fails == "at last":
            raise ZeroDivisionError(stored)

    coming = [programme(talk("New")), programme(talk("New"), name="ICML 2022")]
    with pytest.raises(ZeroDivisionError):
        library.update(coming, change, at_last)
    assert (titles(library, Scope()), library.version()) == (["Old"], before)


def test_two_talks_of_one_id_are_refused_with_a_sentence(library: LibraryStore) -> None:
    with pytest.raises(StoreError, match=r"UNIQUE constraint failed: talk\.id\. Nothing was"):
        library.put(programme(talk("Same"), talk("Same")))
    assert library.programmes() == ()


def slow_jump(parts: list[object], at: int, step: int) -> int:
    """Return where a jump in a list of *parts* leads, computed naively."""
    begins = [here for here, part in enumerate(parts) if here == 0 or parts[here - 1] != part]
    if step > 0:
        return next((begin for begin in begins if begin > at), len(parts) - 1)
    return max((begin for begin in begins if begin < at), default=0)


@given(
    st.lists(st.tuples(st.integers(0, 2), st.integers(19, 21)), min_size=1, max_size=8), st.data()
)
def test_a_jump_leads_to_where_the_next_part_begins(
    tmp_path_factory: pytest.TempPathFactory, drawn: list[tuple[int, int]], data: st.DataObject
) -> None:
    library = LibraryStore.at(tmp_path_factory.mktemp("home") / "library.db")
    library.put(
        programme(
            *(
                talk(f"T{here}", session=replace(SESSION, title=f"S{session}"), start=at(9, 0, day))
                for here, (session, day) in enumerate(drawn)
            )
        )
    )
    numbers = library.numbers(Scope())
    held = library.talks(numbers).values()
    place = data.draw(st.integers(0, len(drawn) - 1))
    step = data.draw(st.sampled_from([-1, 1]))
    for part in get_args(GroupBy):
        parts: list[object] = [
            one.session.title if part == "session" else one.start and one.start.date()
            for one in held
        ]
        assert library.jump(numbers, place, part, step) == slow_jump(parts, place, step)


@pytest.mark.parametrize(("step", "end"), [(-1, 0), (1, 3)])
def test_a_jump_in_an_empty_list_or_from_behind_its_end_stays_in_it(
    library: LibraryStore, step: int, end: int
) -> None:
    library.put(programme(*FOUR))
    assert library.jump((), 0, "day", step) == 0
    assert library.jump(array("q"), 5, "session", step) == 0
    assert library.jump(library.numbers(Scope()), 99, "day", step) == end
    assert library.jump([10**6, 10**6 + 1], 0, "day", step) in (0, 1)


def test_ids_of_programmes_and_names_are_not_mixed_up(library: LibraryStore) -> None:
    odd = "It's 100% “odd”; DROP TABLE talk"
    library.put(programme(talk(session=Session("", "x' OR '1'='1")), name=odd))
    assert titles(library, Scope(slug(odd), None, "x' OR '1'='1")) == ["A talk"]
    assert titles(library, Scope(slug(odd), None, "x")) == []
