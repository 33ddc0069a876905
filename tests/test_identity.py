"""Ids are readable, unique, and stable unless the title changes."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from confbrowse.identity import assign_ids
from confbrowse.model import Session, Talk
from confbrowse.text.slugs import slug

SESSION = Session("ICML 2021", "Deep Learning 1", source="/x/a.txt")
SEVEN = datetime(2021, 7, 20, 7, tzinfo=UTC)


def talk(title: str, kind: str | None = "Oral", minutes: int = 0) -> Talk:
    """Return a talk without an id, *minutes* after seven."""
    return Talk("", SESSION, title, kind, start=SEVEN + timedelta(minutes=minutes))


def called(uid: str, title: str, **more: Any) -> Talk:
    """Return a talk with this *uid*."""
    return replace(talk(title), uid=uid, **more)


def ids(talks: list[Talk], known: list[Talk] | None = None) -> list[str]:
    """Return the ids that *talks* get."""
    return [found.id for found in assign_ids("icml-2021", talks, known or ())]


def test_an_id_can_be_read() -> None:
    (found,) = ids([talk("Not All Memories are Created Equal: Learning to Forget")])

    assert found.startswith("icml-2021/all-memories-created-")
    assert len(found) < 50


@pytest.mark.parametrize(
    ("title", "shown"),
    [
        ("Of Moths and Lamps", "moths-lamps"),
        ("Of Owls", "of-owls"),
        ("Break", "break"),
        ("Perceiver: General Perception with Iterative Attention", "perceiver-general-perception"),
        ("Łódź & Straße", "lodz-strasse"),
    ],
)
def test_an_id_begins_with_telling_words(title: str, shown: str) -> None:
    (found,) = ids([talk(title)])

    assert found.rpartition("-")[0] == f"icml-2021/{shown}"


def test_a_title_in_another_script_has_an_id_of_its_own() -> None:
    one, other = ids([talk("日本"), talk("中文")])

    assert one != other
    assert one.isascii()
    assert slug("日本") == "untitled"


@pytest.mark.parametrize(
    "change",
    [
        {"start": SEVEN + timedelta(days=1)},
        {"start": None, "end": None},
        {"room": "Hall B"},
        {"abstract": "Quite another one."},
        {"session": replace(SESSION, title="Deep Learning 2")},
        {"authors": ("Anna Ek",)},
        {"kind": "Poster"},
        {"title": "learning to  FORGET!"},
    ],
    ids=lambda change: next(iter(change)),
)
def test_an_id_outlives_every_change(change: dict[str, object]) -> None:
    before = talk("Learning to Forget")
    after = replace(before, **change)  # type: ignore[arg-type]  # the fields are of many types

    assert ids([after]) == ids([before])


def test_another_title_is_another_id() -> None:
    one, other = ids([talk("Learning to Forget"), talk("Learning to Regret")])

    assert one != other


def test_talks_of_one_title_are_numbered() -> None:
    breaks = ids([talk("Break"), talk("Break", minutes=60), talk("Break", minutes=120)])

    assert breaks == [breaks[0], f"{breaks[0]}-2", f"{breaks[0]}-3"]


def test_a_known_talk_keeps_its_id() -> None:
    known = [replace(talk("Learning to Forget"), id="icml-2021/by-hand")]

    assert ids([talk("Learning to Forget", minutes=30)], known) == ["icml-2021/by-hand"]
    assert ids([talk("Learning to Regret")], known) != ["icml-2021/by-hand"]


def test_oral_and_poster_of_one_paper_keep_theirs_in_any_order() -> None:
    oral, poster = assign_ids("p", [talk("Forget", "Oral"), talk("Forget", "Poster", 60)])
    again = [talk("Forget", "Poster", 90), talk("Forget", "Oral", 30)]

    assert ids(again, [oral, poster]) == [poster.id, oral.id]


def test_each_break_keeps_its_own_when_one_is_gone() -> None:
    first, second, third = assign_ids("p", [talk("Break", "Break", m) for m in (0, 60, 120)])

    assert ids([talk("Break", "Break", 60)], [first, second, third]) == [second.id]
    assert ids([talk("Break", "Break", m) for m in (61, 121)], [second, third]) == [
        second.id,
        third.id,
    ]


def test_breaks_of_two_pages_keep_to_their_page() -> None:
    other = replace(SESSION, title="Deep Learning 2", source="/x/b.txt")
    here, there = assign_ids("p", [talk("Break"), replace(talk("Break", minutes=5), session=other)])
    moved = [
        replace(there, start=SEVEN, id=""),
        replace(here, start=SEVEN + timedelta(hours=1), id=""),
    ]

    assert ids(moved, [here, there]) == [there.id, here.id]


def test_no_taken_id_is_given_again() -> None:
    (plain,) = ids([talk("Break")])
    found = assign_ids("icml-2021", [talk("Break"), talk("Break")], taken=[plain, f"{plain}-3"])

    assert [one.id for one in found] == [f"{plain}-2", f"{plain}-4"]


def test_an_id_that_is_known_goes_to_no_other_talk() -> None:
    (plain,) = ids([talk("Break")])
    known = [replace(talk("Lunch"), id=plain)]

    assert ids([talk("Break")], known) == [f"{plain}-2"]


titles = st.sampled_from(["Break", "break", "Q&A", "Forget", "忘", "", "!!!", "Break 2", "break-2"])
programmes = st.lists(
    st.builds(talk, titles, st.sampled_from(["Oral", "Poster", None]), st.integers(0, 3)),
    max_size=12,
)


@given(programmes, programmes)
def test_ids_are_unique_whatever_is_imported(first: list[Talk], second: list[Talk]) -> None:
    known = assign_ids("p", first)
    gone, taken = known[::2], {one.id for one in known}
    again = assign_ids("p", second, gone, taken)
    there = {one.id for one in known[1::2]}

    assert len({one.id for one in known}) == len(known)
    assert len({one.id for one in again}) == len(again)
    assert there.isdisjoint(one.id for one in again)
    assert all(one.id.startswith("p/") for one in again)


@given(programmes)
def test_what_is_imported_unchanged_keeps_every_id(talks: list[Talk]) -> None:
    known = assign_ids("p", talks)

    assert [one.id for one in assign_ids("p", talks, known)] == [one.id for one in known]


@given(st.permutations(range(6)))
def test_the_order_of_the_source_does_not_matter(order: list[int]) -> None:
    talks = [talk("Forget", kind, minutes) for kind in ("Oral", "Poster") for minutes in (0, 1, 2)]
    known = assign_ids("p", talks)
    again = assign_ids("p", [talks[at] for at in order], known)

    assert [one.id for one in again] == [known[at].id for at in order]


def test_a_talk_of_the_same_people_under_a_like_title_keeps_its_id() -> None:
    people = ("Ada Byron", "Bo Li")
    known = assign_ids("icml-2021", [replace(talk("Learning to forget moths"), authors=people)])
    again = replace(talk("Learning to forget old moths", minutes=20), authors=people)
    assert ids([again], known) == [known[0].id]


@pytest.mark.parametrize(
    ("title", "people"),
    [("Something else entirely", ("Ada Byron",)), ("Learning to forget bats", ("Cy",))],
)
def test_another_title_or_other_people_are_another_talk(
    title: str, people: tuple[str, ...]
) -> None:
    known = assign_ids(
        "icml-2021", [replace(talk("Learning to forget moths"), authors=("Ada Byron",))]
    )
    assert ids([replace(talk(title), authors=people)], known) != [known[0].id]


def test_of_two_retitled_talks_of_the_same_people_each_keeps_its_own_id() -> None:
    titles = ("Moths and lamps in spring", "Bats and caves in winter")
    known = assign_ids("icml-2021", [replace(talk(title), authors=("Ada",)) for title in titles])
    new = [replace(talk(f"{title}, again"), authors=("Ada",)) for title in reversed(titles)]
    assert ids(new, known) == [known[1].id, known[0].id]


GUID = "6e1a8a6c-0c0f-5a5e-9d9e-7a0a3a1f2b3c"


def test_what_the_source_calls_the_same_keeps_its_id_under_any_title() -> None:
    known = assign_ids("icml-2021", [called(GUID, "Of Moths"), talk("Of Owls")])

    found = ids([talk("Of Owls"), called(GUID, "Wings at Night", authors=("Ada",))], known)

    assert found == [known[1].id, known[0].id]


def test_a_short_number_that_is_given_again_takes_no_id_over() -> None:
    known = assign_ids("icml-2021", [called("17", "Of Moths", authors=("Ada",))])

    (found,) = ids([called("17", "Sparse Attention", authors=("Bob",))], known)

    assert found != known[0].id


def test_a_short_number_counts_where_the_people_agree() -> None:
    known = assign_ids("icml-2021", [called("17", "Of Moths", authors=("Ada",))])

    (found,) = ids([called("17", "Wings at Night", authors=("Ada",))], known)

    assert found == known[0].id


def test_the_poster_and_the_oral_of_one_paper_keep_their_own_ids() -> None:
    poster, oral = called(GUID, "Of Moths", kind="Poster"), called(GUID, "Of Moths", kind="Oral")
    known = assign_ids("icml-2021", [poster, oral])

    found = ids([replace(oral, title="Moths"), replace(poster, title="Moths")], known)

    assert found == [known[1].id, known[0].id]


@pytest.mark.parametrize(
    "change",
    [
        {"title": "Of Moths and Many Lamps", "authors": ("Ada", "Bob", "Cleo")},
        {"title": "Of Moths and Lamp", "authors": ("Ada",)},
        {"title": "Of Moths and Lamps (keynote)", "authors": ("Zoe",), "room": "Hall 1"},
    ],
)
def test_a_retitled_talk_is_known_by_some_of_its_people_or_its_place(
    change: dict[str, Any],
) -> None:
    before = replace(talk("Of Moths and Lamps"), authors=("Ada", "Bob"), room="Hall 1")
    known = assign_ids("icml-2021", [before])

    (found,) = ids([replace(before, **change)], known)

    assert found == known[0].id
