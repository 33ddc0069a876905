"""A talk in rows of the list: its title over up to three, what headings do not say behind it, marks in front."""

from dataclasses import replace

import pytest
from factories import at, talk, talks
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.cells import cell_len

from confbrowse.model import NO_MARK, Mark, Talk
from confbrowse.schedule.clashes import ClashIndex
from confbrowse.schedule.talk_groups import Group
from confbrowse.settings import COLUMNS
from confbrowse.text.cells import Drawn, text_of
from confbrowse.tui.widgets.glyphs import CLASH, HIDDEN, INTEREST, NO_TIME, NOTE, SEEN, STAR
from confbrowse.tui.widgets.sidebar import day_label
from confbrowse.tui.widgets.talk_list import LineStyle, TalkList, authors_line, mark_signs, when_of
from confbrowse.tui.widgets.talk_rows import (
    MOST_ROWS,
    RowStyle,
    day_heading,
    group_heading,
    named_day,
    talk_rows,
)

MOTHS = talk("Moths", kind="Oral", authors=("Ada", "Alan"), room="Hall A", start=at(7), end=at(8))
LONG = replace(MOTHS, title="Moths and lamps in summer nights without a moon")
STARRED = Mark(starred=True)
unhurried = settings(deadline=None)
marks = st.builds(
    Mark,
    starred=st.booleans(),
    seen=st.booleans(),
    hidden=st.booleans(),
    note=st.sampled_from((None, "x")),
)
styles = st.builds(
    RowStyle,
    st.integers(1, 120),
    st.sampled_from((1, MOST_ROWS)),
    st.permutations(COLUMNS),
    has_time=st.booleans(),
    date=st.sampled_from(("", "day", "date")),
)


def rows(
    one: Talk, width: int, mark: Mark = NO_MARK, clash: str = " ", **style: object
) -> list[str]:
    """Return the rows of *one* as texts."""
    made = RowStyle(width, **{"columns": COLUMNS, **style})  # type: ignore[arg-type]  # a dataclass takes any
    return [text_of(row).rstrip() for row in talk_rows(one, mark, clash, made)]


@unhurried
@given(talks, marks, st.sampled_from((" ", CLASH)), styles)
def test_rows_are_exactly_as_wide_as_asked_and_few(
    one: Talk, mark: Mark, clash: str, style: RowStyle
) -> None:
    drawn = talk_rows(one, mark, clash, style)
    assert {cell_len(text_of(row)) for row in drawn} == {style.width}
    assert 1 <= len(drawn) <= style.most_rows


@pytest.mark.parametrize(
    "title", ["蛾と灯火について" * 4, "e\u0301tude en or " * 9, "Moths 🎉 and 🇩🇪 lamps " * 5]
)
def test_wide_and_combining_letters_wrap_by_their_cells(title: str) -> None:
    one = replace(MOTHS, title=title, authors=(title,), kind=title, room=title[:5])
    for width in range(1, 121):
        drawn = talk_rows(one, NO_MARK, " ", RowStyle(width, columns=COLUMNS))
        assert {cell_len(text_of(row)) for row in drawn} == {width}
    assert "".join(rows(one, 200)[0].split())[5:].startswith("".join(title.split())[:20])


def test_a_title_has_the_rows_it_needs_up_to_three_and_one_if_compact() -> None:
    assert rows(LONG, 40, columns=()) == [
        " 07:00     Moths and lamps in summer",
        "           nights without a moon",
    ]
    assert len(rows(replace(LONG, title=LONG.title * 9), 40)) == MOST_ROWS
    assert rows(replace(LONG, title=LONG.title * 9), 40)[-1].endswith("… · Hall A")
    assert rows(LONG, 40, most_rows=1) == [" 07:00     Moths and lamps in… · Hall A"]


def test_the_place_is_always_shown_and_the_rest_as_far_as_there_is_room() -> None:
    assert rows(MOTHS, 60) == [" 07:00     Moths · Hall A · Ada +1 · Oral"]
    assert rows(MOTHS, 35) == [" 07:00     Moths · Hall A · Ada +1"]
    assert rows(MOTHS, 25) == [" 07:00     Moths · Hall A"]
    assert rows(MOTHS, 22) == [" 07:00     Moths", "           Hall A"]
    named = replace(MOTHS, room="K.1.105 (La Fontaine)")
    assert rows(named, 50) == [" 07:00     Moths · K.1.105 (La Fontaine) · Ada +1"]
    assert rows(named, 30) == [" 07:00     Moths · K.1.105"]


def test_columns_are_shown_in_their_order_and_authors_shortened_to_their_surname() -> None:
    one = replace(MOTHS, authors=("Grace Hopper", "Ada"), track="Insects")
    columns = ("authors", "session", "track", "room")
    assert rows(one, 80, columns=columns) == [
        " 07:00     Moths · Grace Hopper +1 · Deep Learning 1 · Insects · Hall A"
    ]
    assert rows(one, 37, columns=("authors", "room")) == [" 07:00     Moths · Hopper +1 · Hall A"]


def test_a_list_without_headings_says_day_time_and_room_behind_the_title() -> None:
    assert rows(MOTHS, 60, has_time=False, date="day") == [
        "     Moths · Tue 20 Jul 07:00 · Hall A · Ada +1 · Oral"
    ]
    assert "Tue 20 Jul 2021 07:00" in rows(MOTHS, 60, has_time=False, date="date")[0]
    assert rows(replace(MOTHS, start=None), 40)[0].split()[0] == NO_TIME


@pytest.mark.parametrize(
    ("mark", "clash", "signs"),
    [
        (NO_MARK, " ", "   "),
        (STARRED, CLASH, f"{STAR}{CLASH} "),
        (NO_MARK, CLASH, f" {CLASH} "),
        (Mark(interest=2), " ", f"  {INTEREST[2]}"),
        (
            Mark(starred=True, interest=3, note="ask", seen=True),
            " ",
            f"{STAR} {INTEREST[3]}{NOTE}{SEEN}",
        ),
        (Mark(hidden=True, seen=True), " ", f"  {HIDDEN}"),
    ],
)
def test_every_mark_has_its_sign_at_every_width(mark: Mark, clash: str, signs: str) -> None:
    for width in (14, 40, 120):
        assert rows(MOTHS, width, mark, clash)[0].startswith(f" 07:00 {signs} "[:width])


def test_a_clash_is_dimmed_where_the_talk_is_not_starred_and_a_seen_talk_looks_it() -> None:
    def role(mark: Mark, text: str) -> set[str]:
        return {
            role for piece, role in talk_rows(MOTHS, mark, CLASH, RowStyle(60))[0] if text in piece
        }

    assert role(NO_MARK, CLASH) == {"line--faint"}
    assert role(STARRED, CLASH) == {"line--warning"}
    assert role(Mark(seen=True), "Moths") != role(NO_MARK, "Moths")


def test_words_that_are_searched_for_are_highlighted_over_the_rows_and_name_their_author() -> None:
    def hits(text: str, field: str) -> list[tuple[int, int]]:
        wanted = {"title": "nights", "author": "Alan", "session": "?"}[field]
        return [(text.index(wanted), text.index(wanted) + len(wanted))] if wanted in text else []

    drawn = talk_rows(LONG, NO_MARK, " ", RowStyle(60, columns=COLUMNS), hits)
    found = [text for row in drawn for text, role in row if role == "line--hit"]
    assert found == ["nights", "Alan"]
    assert "Alan +1" in "".join(map(text_of, drawn))


def test_markup_in_a_talk_is_shown_as_it_is() -> None:
    one = replace(MOTHS, title="[red]x[/]", kind="[b]", authors=("[@click=app.quit]Ada",))
    shown = rows(one, 160)[0]
    assert all(text in shown for text in ("[red]x[/]", "[b]", "[@click=app.quit]Ada"))


def test_titles_and_names_are_shown_as_they_are_read() -> None:
    one = replace(MOTHS, title=r"Moths in $O(n^2)$", authors=(r"Paul Erd\H{o}s",))
    assert "Moths in O(n²) · Hall A · Paul Erdős" in rows(one, 120)[0]
    assert r"Moths in $O(n^2)$ · Hall A · Paul Erd\H{o}s" in rows(one, 120, raw=True)[0]


# Headings.


def heading(group: Group, width: int, *, is_closed: bool = False) -> str:
    return text_of(group_heading(group, "10:00–11:00", 785, width, is_closed=is_closed)).rstrip()


def test_a_heading_says_session_room_and_number_and_cuts_the_session_first() -> None:
    block = Group(
        "ICML",
        "2021-07-20",
        "session",
        session="Orals on Moths and Lamps",
        room="Hall A",
        kind="Oral",
    )
    assert heading(block, 60) == "▾ 10:00–11:00  Orals on Moths and Lamps         Hall A · 785"
    assert heading(block, 40) == "▾ 10:00–11:00  Orals on Mo… Hall A · 785"
    posters = replace(block, session="Nights", kind="Poster", posters=785)
    assert heading(posters, 60, is_closed=True) == (
        "▸ 10:00–11:00  Nights · Poster          Hall A · 785 posters"
    )
    closed = group_heading(posters, "", 785, 60, is_closed=True)
    assert not {
        role for _, role in closed if role.startswith("line--group")
    }  # a band hides the cursor
    rooms = Group("ICML", "2021-07-20", "room", room="Hall A")
    assert text_of(group_heading(rooms, "", 2, 20, is_closed=False)) == "▾ Hall A           2"


@unhurried
@given(st.integers(0, 100))
def test_headings_are_exactly_as_wide_as_asked(width: int) -> None:
    block = Group("ICML", "2021-07-20", "session", session="蛾と灯火 " * 4, room="灯火 101")
    drawn: list[Drawn] = [
        day_heading("Tue 20 July", 12, width),
        group_heading(block, "10:00–11:00", 4, width, is_closed=False),
    ]
    assert {cell_len(text_of(one)) for one in drawn} == {width}


# The list, and the columns of the agenda.


def test_the_list_has_a_line_for_each_talk_and_an_empty_one_for_one_that_is_gone() -> None:
    shown = TalkList()
    shown.talks, shown.marks = (MOTHS, None), {MOTHS.id: STARRED}
    shown.clashes = ClashIndex([MOTHS, replace(MOTHS, id="icml-2021/bats")])
    assert shown.line_count() == 2
    assert f"{STAR}{CLASH}" in text_of(shown._draw_line(0, 60)[0])
    assert text_of(shown._draw_line(1, 60)[0]) == " " * 60


@unhurried
@given(st.integers(1, 200))
def test_an_empty_list_says_why_in_whole_words(width: int) -> None:
    shown = TalkList()
    shown.empty_text = "No talk here matches 蛾. F clears."
    found = [text_of(shown.draw_empty(y, width)) for y in range(60)]
    assert {cell_len(row) for row in found} == {width}
    if width >= 9:
        assert " ".join(" ".join(found).split()) == shown.empty_text


def test_when_says_the_less_the_more_alike_the_talks_are() -> None:
    style = LineStyle(80)
    assert when_of(MOTHS, replace(style, when="date")) == "20 Jul 2021 07:00 "
    first = replace(MOTHS, start=at(7, day=3), end=None)
    assert when_of(first, replace(style, when="date")) == " 3 Jul 2021 07:00 "
    assert when_of(MOTHS, replace(style, when="day")) == "Tue 20 07:00 "
    assert when_of(MOTHS, replace(style, when="clock")) == "07:00–08:00 "
    assert when_of(replace(MOTHS, end=None), replace(style, when="clock")).split() == ["07:00"]


def test_authors_are_shown_one_after_another_and_marks_in_cells_of_their_own() -> None:
    assert authors_line(replace(MOTHS, authors=("Ada", "Jürgen Groß"))) == "Ada, Jürgen Groß"
    assert mark_signs(Mark(interest=3, note="ask", seen=True)) == f"{INTEREST[3]}{NOTE}{SEEN}"
    assert mark_signs(Mark(note="ask", hidden=True, seen=True)) == f" {NOTE}{HIDDEN}"


def test_a_day_below_the_name_of_its_programme_says_the_year_once() -> None:
    assert named_day("ICML 2021", "2021-07-20") == "ICML 2021 · Tue 20 July"
    assert named_day("Winter School", "2021-07-20") == "Winter School · Tue 20 July 2021"
    assert named_day("ICML 2021", "") == "ICML 2021 · No time given"
    assert day_label("2021-07-20", "ICML 2021", "UAI 2021") == "Tue 20 Jul"
    assert day_label("2021-07-20", "ICML 2021", "Winter School") == "Tue 20 Jul 2021"
