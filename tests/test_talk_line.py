"""A talk on one line: as wide as the list, with as many columns as there is room for."""

from dataclasses import replace
from typing import get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from made_up import at, talk, talks
from rich.cells import cell_len

from confbrowse.agenda.clashes import Plan
from confbrowse.model import NO_MARK, Mark, Talk
from confbrowse.text.cells import ELLIPSIS, text_of
from confbrowse.text.readable import readable_line
from confbrowse.tui.widgets.signs import CLASH, HIDDEN, INTEREST, NO_TIME, NOTE, SEEN, STAR
from confbrowse.tui.widgets.talk_line import (
    LineStyle,
    When,
    authors_line,
    said_of,
    talk_line,
    when_of,
)
from confbrowse.tui.widgets.talk_list import TalkList

WHENS: tuple[When, ...] = get_args(When)
MOTHS = talk("Moths", kind="Oral", authors=("Ada",), start=at(7), end=at(7, 20))
STARRED = Mark(starred=True)
unhurried = settings(deadline=None)
marks = st.builds(Mark, starred=st.booleans(), seen=st.booleans(), hidden=st.booleans())


def line(
    one: Talk, width: int, when: When = "clock", mark: Mark = NO_MARK, *, clashing: bool = False
) -> str:
    return text_of(talk_line(one, mark, CLASH if clashing else " ", LineStyle(width, when)))


def least_width(wanted: str, when: When) -> int:
    """Return the width from which on the line of MOTHS has the text *wanted*."""
    widths = [width for width in range(1, 201) if wanted in line(MOTHS, width, when)]
    assert widths, f"{wanted} is never shown"
    assert widths == list(range(widths[0], 201)), f"{wanted} comes and goes"
    return widths[0]


@unhurried
@given(talks, marks, st.booleans(), st.integers(1, 200), st.sampled_from(WHENS))
def test_line_is_exactly_as_wide_as_asked(
    one: Talk, mark: Mark, clashing: bool, width: int, when: When
) -> None:
    assert cell_len(line(one, width, when, mark, clashing=clashing)) == width


@settings(unhurried, max_examples=20)
@given(talks, st.sampled_from(WHENS))
def test_a_talk_of_any_kind_is_drawn_at_every_width(one: Talk, when: When) -> None:
    widths = range(1, 201)
    assert [cell_len(line(one, width, when)) for width in widths] == list(widths)


@pytest.mark.parametrize(
    "title", ["蛾と灯火について", "e\u0301tude en or", "Moths 🎉 and 🇩🇪 lamps"]
)
@pytest.mark.parametrize("when", WHENS)
def test_wide_and_combining_letters_keep_the_columns_in_place(title: str, when: When) -> None:
    one = replace(MOTHS, title=title, authors=(title,), kind=title)
    widths = range(1, 201)
    assert [cell_len(line(one, width, when)) for width in widths] == list(widths)


def test_columns_leave_in_order_authors_kind_year_end() -> None:
    left = [
        least_width("Ada", "clock"),
        least_width("Oral", "clock"),
        least_width("20 Jul 2021 07:00", "date"),
        least_width("07:00–07:20", "clock"),
        least_width("07:00", "clock"),
    ]
    assert left == sorted(left, reverse=True)
    assert len(set(left)) == len(left)


def test_a_date_without_room_gives_way_to_the_day() -> None:
    assert "Tue 20 07:00" in line(MOTHS, least_width("20 Jul 2021", "date") - 1, "date")


def test_title_stands_whole_in_forty_columns() -> None:
    one = replace(MOTHS, title="Moths and Lamps", end=None)
    assert "07:00" in line(one, 40)
    assert "Moths and Lamps" in line(one, 40)


@unhurried
@given(talks, st.integers(30, 200), st.sampled_from(WHENS))
def test_a_title_is_whole_or_ends_in_an_ellipsis(one: Talk, width: int, when: When) -> None:
    alone = replace(one, kind=None, authors=())
    shown = line(alone, width, when)
    assert readable_line(one.title) in shown or shown.rstrip().endswith(ELLIPSIS)


def test_a_long_kind_and_long_authors_are_cut_with_an_ellipsis() -> None:
    one = replace(MOTHS, kind="Contributed talk", authors=("Grace Hopper",) * 9)
    shown = line(one, 120)
    assert "Contribut…" in shown
    assert shown.rstrip().endswith(ELLIPSIS)


def test_a_short_line_is_cut_with_an_ellipsis() -> None:
    assert line(MOTHS, 10) == "  07:00 M…"
    assert line(MOTHS, 5).endswith(ELLIPSIS)


def test_when_says_the_less_the_more_alike_the_talks_are() -> None:
    style = LineStyle(80)
    assert when_of(MOTHS, replace(style, when="date")) == "20 Jul 2021 07:00 "
    assert when_of(MOTHS, replace(style, when="day")) == "Tue 20 07:00 "
    assert when_of(MOTHS, replace(style, when="clock")) == "07:00–07:20 "


@unhurried
@given(talks, talks, st.integers(1, 200), st.sampled_from(WHENS))
def test_titles_of_one_list_begin_in_one_column(
    one: Talk, other: Talk, width: int, when: When
) -> None:
    style = LineStyle(width, when)
    assert cell_len(when_of(one, style)) == cell_len(when_of(other, style))


@pytest.mark.parametrize("when", WHENS)
def test_a_talk_without_a_time_says_so(when: When) -> None:
    shown = line(replace(MOTHS, start=None, end=None), 80, when)
    assert shown.split()[0] == NO_TIME


def test_a_talk_without_an_end_shows_its_start_alone() -> None:
    assert when_of(replace(MOTHS, end=None), LineStyle(80, "clock")).split() == ["07:00"]


@pytest.mark.parametrize(
    ("starred", "clashing", "begins"),
    [
        (False, False, "  "),
        (True, False, f"{STAR} "),
        (True, True, f"{STAR}{CLASH}"),
        (False, True, f" {CLASH}"),
    ],
)
def test_star_and_clash_have_signs_of_their_own(starred: bool, clashing: bool, begins: str) -> None:
    for width in range(3, 201):
        shown = line(MOTHS, width, mark=Mark(starred=starred), clashing=clashing)
        assert shown.startswith(begins)


def test_a_talk_that_was_seen_has_a_sign_and_a_look_of_its_own() -> None:
    style = LineStyle(80)
    seen, fresh = (talk_line(MOTHS, Mark(seen=is_seen), " ", style) for is_seen in (True, False))
    assert text_of(fresh).startswith("      Tue")
    assert text_of(seen).startswith(f"    {SEEN} Tue")
    assert {role for _, role in seen} != {role for _, role in fresh}


@pytest.mark.parametrize(
    ("mark", "signs"),
    [
        (NO_MARK, "   "),
        (Mark(interest=1), f"{INTEREST[1]}  "),
        (Mark(interest=3, note="ask", seen=True), f"{INTEREST[3]}{NOTE}{SEEN}"),
        (Mark(note="ask", hidden=True, seen=True), f" {NOTE}{HIDDEN}"),
    ],
)
def test_every_mark_has_a_sign_of_one_cell(mark: Mark, signs: str) -> None:
    assert said_of(mark) == signs
    assert cell_len(signs) == 3
    assert line(MOTHS, 80, "day", mark).startswith(f"  {signs} Tue")


def test_signs_of_the_other_marks_leave_after_the_kind() -> None:
    mark = Mark(interest=2, note="ask")
    widths = [width for width in range(1, 201) if NOTE in line(MOTHS, width, mark=mark)]
    assert widths == list(range(widths[0], 201))
    assert least_width("20 Jul 2021 07:00", "date") < widths[0] < least_width("Oral", "clock")


def test_authors_stand_one_after_another() -> None:
    assert authors_line(replace(MOTHS, authors=("Ada", "Jürgen Groß"))) == "Ada, Jürgen Groß"


def test_markup_in_a_talk_is_shown_as_it_stands() -> None:
    one = replace(MOTHS, title="[red]x[/]", kind="[b]", authors=("[@click=app.quit]Ada",))
    shown = line(one, 160)
    assert all(text in shown for text in ("[red]x[/]", "[b]", "[@click=app.quit]Ada"))


def test_the_list_shows_a_line_for_each_talk_and_none_for_one_that_is_gone() -> None:
    shown = TalkList()
    shown.talks, shown.when = (MOTHS, None), "clock"
    shown.marks, shown.plan = (
        {MOTHS.id: STARRED},
        Plan([MOTHS, replace(MOTHS, id="icml-2021/bats")]),
    )
    assert shown.line_count() == 2
    assert text_of(shown.draw_line(0, 60)) == line(MOTHS, 60, mark=STARRED, clashing=True)
    assert text_of(shown.draw_line(1, 60)) == " " * 60


@unhurried
@given(st.integers(1, 200))
def test_an_empty_list_says_why_in_whole_words(width: int) -> None:
    shown = TalkList()
    shown.empty_text = "No talk here matches 蛾. F clears."
    rows = [text_of(shown.draw_empty(y, width)) for y in range(60)]
    assert {cell_len(row) for row in rows} == {width}
    if width >= 9:
        assert " ".join(" ".join(rows).split()) == shown.empty_text


def test_titles_and_names_are_shown_as_they_are_read() -> None:
    one = replace(MOTHS, title=r"Moths in $O(n^2)$", authors=(r"Paul Erd\H{o}s",))
    read, raw = (
        text_of(talk_line(one, NO_MARK, " ", LineStyle(120, raw=raw))) for raw in (False, True)
    )
    assert "Moths in O(n²)" in read
    assert "Paul Erdős" in read
    assert r"Moths in $O(n^2)$" in raw
    assert r"Paul Erd\H{o}s" in raw
