"""Pages of one programme are merged; what is imported again is updated and keeps its ids."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from session_pages import BREAK, FRAME, LONG, ORAL, paragraphs, reading

from confbrowse.identity import assign_ids
from confbrowse.ingest.merge import merge
from confbrowse.model import Programme, Session, Talk


def page(
    title: str, *entries: str, file: str = "a.txt", head: str = "Moderator: Ada Byron"
) -> Programme:
    """Return the programme of a page with a session called *title*."""
    text = paragraphs(FRAME, "Session", title, head, "Abstract:", *entries)
    return reading(text, source=file, location=f"/icml-2021/{file}").programme


def oral(title: str, clock: str = "7:00 - 7:20") -> str:
    """Return an entry of a page."""
    return f"Tue 20 July {clock} PDT\n\nOral\n{title}\n\nAnna Ek · Bo Li\n\n{LONG}"


def ids(programme: Programme) -> dict[str, str]:
    """Return the ids of *programme* by title; of several talks with one title, that of the last."""
    return {talk.title: talk.id for talk in programme.talks}


def titles(programme: Programme) -> list[str]:
    """Return the titles of the talks of *programme*, in order."""
    return [talk.title for talk in programme.talks]


FORGET, REST, SLEEP, WAKE = (oral(title) for title in ("Forget", "Rest", "Sleep", "Wake"))
FIRST = page("Deep Learning 1", FORGET, REST, BREAK)


def test_the_first_page_is_the_programme() -> None:
    assert merge(None, FIRST) is FIRST


def test_the_same_page_again_changes_nothing() -> None:
    assert merge(FIRST, page("Deep Learning 1", FORGET, REST, BREAK)) == FIRST


def test_new_times_and_abstracts_take_the_place_of_the_old_and_ids_stay() -> None:
    changed = [oral("Forget", "9:00 - 9:20").replace(LONG, "Shorter."), oral("Rest", "9:20 - 9:40")]
    later = BREAK.replace("7:20 - 7:30", "9:40 - 10:00")
    again = merge(FIRST, page("Deep Learning 1", *changed, later))

    assert ids(again) == ids(FIRST)
    assert len(again.talks) == 3
    assert again.talks[0].abstract == "Shorter."
    assert [talk.start and talk.start.hour for talk in again.talks] == [9, 9, 9]


def test_a_session_that_is_renamed_keeps_its_talks_ids() -> None:
    again = merge(FIRST, page("Deep Learning: Memory", FORGET, REST, BREAK))

    assert [session.title for session in again.sessions] == ["Deep Learning: Memory"]
    assert ids(again) == ids(FIRST)


def test_a_page_that_moved_is_the_same() -> None:
    again = merge(FIRST, page("Deep Learning 1", FORGET, REST, BREAK, file="saved again.txt"))

    assert [session.source for session in again.sessions] == ["/icml-2021/saved again.txt"]
    assert ids(again) == ids(FIRST)


def test_what_vanished_from_a_page_is_gone_and_what_is_new_is_there() -> None:
    again = merge(FIRST, page("Deep Learning 1", REST, SLEEP))

    assert titles(again) == ["Rest", "Sleep"]
    assert ids(again)["Rest"] == ids(FIRST)["Rest"]
    assert ids(again)["Sleep"] not in ids(FIRST).values()


def test_a_talk_that_comes_back_has_its_id_again() -> None:
    without = merge(FIRST, page("Deep Learning 1", REST, BREAK))

    assert ids(merge(without, page("Deep Learning 1", FORGET, REST, BREAK))) == ids(FIRST)


def test_another_session_is_added_and_the_first_is_left_alone() -> None:
    both = merge(FIRST, page("Deep Learning 2", SLEEP, BREAK, file="b.txt"))

    assert [session.title for session in both.sessions] == ["Deep Learning 1", "Deep Learning 2"]
    assert both.talks[:3] == FIRST.talks
    assert titles(both) == ["Forget", "Rest", "Break", "Sleep", "Break"]
    assert len({talk.id for talk in both.talks}) == 5


def test_breaks_of_two_pages_keep_their_ids_when_one_page_comes_again() -> None:
    both = merge(FIRST, page("Deep Learning 2", SLEEP, BREAK, file="b.txt"))
    later = BREAK.replace("7:20 - 7:30", "8:00 - 8:30")
    again = merge(both, page("Deep Learning 2", SLEEP, later, file="b.txt"))

    assert [talk.id for talk in again.talks] == [talk.id for talk in both.talks]
    assert again.talks[-1].start != both.talks[-1].start


def test_the_order_of_import_does_not_change_which_talks_there_are() -> None:
    second = page("Deep Learning 2", SLEEP, BREAK, file="b.txt")
    one, other = merge(FIRST, second), merge(second, FIRST)

    assert sorted(titles(one)) == sorted(titles(other))
    assert [(ids(one)[title], ids(one)[title]) for title in ("Forget", "Sleep")] == [
        (ids(other)[title], ids(other)[title]) for title in ("Forget", "Sleep")
    ]


def test_posters_of_the_same_papers_stay_beside_the_orals() -> None:
    posters = page("Posters", *(f"#1\n{title}\n\nAnna Ek · Bo Li" for title in ("Forget", "Rest")), file="p.txt")  # fmt: skip
    both = merge(FIRST, posters)
    again = merge(merge(both, posters), FIRST)

    assert titles(both) == ["Forget", "Rest", "Break", "Forget", "Rest"]
    assert len({talk.id for talk in both.talks}) == 5
    assert [talk.id for talk in again.talks] == [talk.id for talk in both.talks]


def test_posters_stay_beside_the_orals_even_under_one_title() -> None:
    posters = [text.replace("Oral", "Poster") for text in (FORGET, REST)]
    both = merge(FIRST, page("Deep Learning 1", *posters, file="p.txt"))

    assert [talk.kind for talk in both.talks] == ["Oral", "Oral", "Break", "Poster", "Poster"]


def test_two_parts_of_one_session_are_one_session() -> None:
    part = page("Deep Learning 1", SLEEP, WAKE, file="b.txt", head="[ Hall A ]")
    both = merge(FIRST, part)
    (session,) = both.sessions

    assert titles(both) == ["Forget", "Rest", "Break", "Sleep", "Wake"]
    assert (session.chairs, session.room) == (("Ada Byron",), "Hall A")
    assert {talk.session for talk in both.talks} == {session}


def test_each_part_of_a_session_is_replaced_by_itself() -> None:
    part = page("Deep Learning 1", SLEEP, WAKE, file="b.txt")
    both = merge(FIRST, part)
    again = merge(both, page("Deep Learning 1", FORGET, BREAK))

    assert titles(again) == ["Sleep", "Wake", "Forget", "Break"]
    assert titles(merge(again, part)) == ["Forget", "Break", "Sleep", "Wake"]
    assert {ids(again)[title] for title in titles(again)} <= set(ids(both).values())


def test_what_two_parts_share_is_there_once() -> None:
    both = merge(FIRST, page("Deep Learning 1", SLEEP, WAKE, BREAK, file="b.txt"))

    assert titles(both) == ["Forget", "Rest", "Break", "Sleep", "Wake"]


@pytest.mark.parametrize(
    ("entry", "head"),
    [
        (SLEEP.replace("Tue 20", "Wed 21"), "Moderator: Ada Byron"),
        (SLEEP, "Moderator: Cy Wu"),
    ],
)
def test_sessions_of_one_title_that_differ_stay_two(entry: str, head: str) -> None:
    both = merge(FIRST, page("Deep Learning 1", entry, file="b.txt", head=head))

    assert [session.title for session in both.sessions] == ["Deep Learning 1"] * 2
    assert titles(both) == ["Forget", "Rest", "Break", "Sleep"]


def test_the_page_of_another_session_in_the_same_file_does_not_replace_the_first() -> None:
    both = merge(FIRST, page("Deep Learning 2", SLEEP, WAKE))

    assert titles(both) == ["Forget", "Rest", "Break", "Sleep", "Wake"]


def test_sessions_that_swapped_their_files_keep_their_own_ids() -> None:
    both = merge(FIRST, page("Deep Learning 2", SLEEP, WAKE, file="b.txt"))
    swapped = merge(
        merge(both, page("Deep Learning 2", SLEEP, WAKE, file="a.txt")),
        page("Deep Learning 1", FORGET, REST, BREAK, file="b.txt"),
    )

    assert ids(swapped) == ids(both)
    assert [(one.title[-1], one.source[-5]) for one in swapped.sessions] == [("1", "b"), ("2", "a")]


def test_days_without_a_title_do_not_replace_each_other() -> None:
    desk = "Registration Desk: Check-in {} 07:00 a.m."
    monday, tuesday = (
        reading(desk.format(day), source=day, location=f"/icml-2021/{day}").programme
        for day in ("Mon 19 Jul", "Tue 20 Jul")
    )
    both = merge(monday, tuesday)

    assert [session.title for session in both.sessions] == ["Monday 19 July", "Tuesday 20 July"]
    assert titles(both) == ["Check-in", "Check-in"]


def test_pages_from_standard_input_merge_by_title() -> None:
    def piped(*entries: str) -> Programme:
        text = paragraphs(FRAME, "Session", "Deep Learning 1", *entries)
        return reading(text, source="standard input", name="ICML 2021").programme

    first = piped(FORGET, REST)

    assert titles(merge(first, piped(FORGET, SLEEP))) == ["Forget", "Sleep"]
    assert titles(merge(first, piped(SLEEP, WAKE))) == ["Forget", "Rest", "Sleep", "Wake"]


def test_the_name_may_change_and_the_ids_prefix_stays() -> None:
    again = merge(FIRST, replace(page("Deep Learning 1", FORGET), name="ICML 2021 (online)"))

    assert (again.id, again.name) == ("icml-2021", "ICML 2021 (online)")


def test_a_session_without_talks_is_kept() -> None:
    empty = Session("ICML 2021", "Closing", source="/icml-2021/c.txt")
    both = merge(FIRST, Programme("icml-2021", "ICML 2021", (empty,), ()))

    assert both.sessions == (*FIRST.sessions, empty)
    assert both.talks == FIRST.talks


def programmes(files: tuple[str, ...] = ("", "a", "b")) -> st.SearchStrategy[Programme]:
    """Return a strategy for programmes of a few sessions with the same few titles, rooms, files."""

    def talk(title: str, session: str, file: str, kind: str | None) -> Talk:
        room = f"Room {file}" if session == "A" else None
        held_in = Session("P", session, (), room, source=file)
        return Talk("", held_in, title, kind, source=f"{file}, line 1")

    one = st.builds(
        talk, st.sampled_from(["Break", "Forget", "Rest"]), st.sampled_from("ABC"),
        st.sampled_from(files), st.sampled_from(["Oral", None]),
    )  # fmt: skip

    def made(talks: list[Talk]) -> Programme:
        sessions = tuple(dict.fromkeys(talk.session for talk in talks))
        ordered = sorted(talks, key=lambda talk: sessions.index(talk.session))
        return Programme("p", "P", sessions, tuple(assign_ids("p", ordered)))

    return st.lists(one, max_size=6).map(made)


@given(st.lists(programmes(), min_size=1, max_size=4))
def test_whatever_is_imported_ids_stay_unique_and_no_talk_is_lost(parts: list[Programme]) -> None:
    merged: Programme | None = None
    for part in parts:
        merged = merge(merged, part)
        assert {talk.session for talk in merged.talks} <= set(merged.sessions)
        assert len({talk.id for talk in merged.talks}) == len(merged.talks)
        told = {(talk.title, talk.kind, talk.session.title) for talk in merged.talks}
        assert {(talk.title, talk.kind, talk.session.title) for talk in part.talks} <= told


@given(programmes(("a", "b")), programmes(("a", "b")))
def test_a_page_that_comes_in_twice_changes_nothing_more(one: Programme, other: Programme) -> None:
    once = merge(one, other)

    assert {talk.id for talk in merge(once, other).talks} == {talk.id for talk in once.talks}


@pytest.mark.parametrize("again", [ORAL, BREAK])
def test_many_pages_merge_in_linear_time(again: str) -> None:
    merged = page("Session 0", again, file="0.txt")
    for number in range(1, 200):
        merged = merge(merged, page(f"Session {number}", again, file=f"{number}.txt"))

    assert len(merged.talks) == len(merged.sessions) == 200


def test_of_a_feed_that_is_whole_what_it_does_not_hold_any_more_is_gone() -> None:
    both = merge(FIRST, page("Sleeping", SLEEP, WAKE))
    only = page("Sleeping", SLEEP, WAKE)
    assert titles(merge(both, only)) == titles(both)
    assert titles(merge(both, only, {"/icml-2021/a.txt"})) == ["Sleep", "Wake"]


def test_a_talk_that_moves_to_another_session_of_a_whole_feed_keeps_its_id() -> None:
    both = merge(FIRST, page("Sleeping", SLEEP, WAKE))
    moved = merge(both, page("Sleeping", SLEEP, WAKE, FORGET), {"/icml-2021/a.txt"})
    assert ids(moved)["Forget"] == ids(both)["Forget"]
