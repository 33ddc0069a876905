"""The agenda list: days as headings, the talks of each day below, and a cursor that skips headings."""

from dataclasses import replace
from datetime import datetime, timedelta, timezone

import pytest
from factories import at, talk, talks
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.cells import cell_len

from confbrowse.model import NO_MARK, Mark, Talk, start_key
from confbrowse.schedule.clashes import ClashIndex
from confbrowse.schedule.free_time import Gap
from confbrowse.text.cells import text_of
from confbrowse.text.clean import clean_line
from confbrowse.tui.widgets.agenda_list import AgendaLine, AgendaList, agenda_lines, agenda_rows
from confbrowse.tui.widgets.glyphs import CLASH, INTEREST, NO_TIME, NOTE, STAR
from confbrowse.tui.widgets.sidebar import day_label
from confbrowse.tui.widgets.talk_list import LineStyle

MOTHS = talk("Moths", start=at(9), end=at(9, 20), kind="Oral")
BATS = talk("Bats", start=at(9, 10), end=at(9, 30))
OWLS = talk("Owls", start=at(8, day=21), end=at(9, day=21))
WORMS = talk("Worms")
TUESDAY, WEDNESDAY, SOMETIME = day_label("2021-07-20"), day_label("2021-07-21"), day_label("")
unhurried = settings(deadline=None, max_examples=40)
by_day_only = talks.map(lambda one: replace(one, day=""))
some = st.lists(by_day_only, max_size=6, unique_by=lambda one: one.id)


def agenda(*starred: Talk) -> AgendaList:
    shown = AgendaList()
    shown.lines = agenda_lines(starred)
    shown.marks = {one.id: Mark(starred=True) for one in starred}
    return shown


def walked(shown: AgendaList, *steps: int) -> list[AgendaLine]:
    """Return the lines that the cursor visits with *steps*."""
    lines = []
    for step in steps:
        shown.action_move(step)
        lines.append(shown.lines[shown.cursor])
    return lines


def test_talks_are_under_their_days_in_the_order_of_time() -> None:
    assert agenda_lines((WORMS, OWLS, BATS, MOTHS)) == (
        *(TUESDAY, MOTHS, BATS),
        *(WEDNESDAY, OWLS),
        *(SOMETIME, WORMS),
    )


def test_days_of_the_programme_in_view_come_first_and_several_programmes_are_named() -> None:
    tiny = replace(OWLS, id="tiny/owls", session=replace(OWLS.session, programme="Tiny 2021"))
    (first, *_), (second, *_) = (
        [line for line in agenda_lines((MOTHS, tiny), programme=one) if isinstance(line, str)]
        for one in ("tiny", "icml-2021")
    )
    assert (first, second) == ("Wed 21 Jul · Tiny 2021", "Tue 20 Jul · ICML 2021")


@pytest.mark.parametrize(
    ("fitting", "words"),
    [
        (None, "10:00–12:10  2 h 10 min free"),
        (0, "10:00–12:10  2 h 10 min free · nothing fits"),
        (1, "10:00–12:10  2 h 10 min free · 1 talk fits: f shows it"),
        (2, "10:00–12:10  2 h 10 min free · 2 talks fit: f shows them"),
    ],
)
def test_free_time_says_how_many_talks_fit_once_that_is_known(
    fitting: int | None, words: str
) -> None:
    gap = Gap(at(10).date(), at(10), at(12, 10))
    shown = AgendaList()
    shown.lines = (gap,)
    shown.fits = {} if fitting is None else {gap: [MOTHS.id] * fitting}
    assert text_of(shown.draw_line(0, 80)).strip() == words


def test_an_empty_agenda_has_no_lines() -> None:
    assert agenda_lines(()) == ()


@unhurried
@given(some)
def test_every_talk_is_listed_once_and_no_day_is_empty(starred: list[Talk]) -> None:
    lines = agenda_lines(starred)
    assert [line for line in lines if isinstance(line, Talk)] == sorted(starred, key=start_key)
    headings = [at for at, line in enumerate(lines) if isinstance(line, str)]
    assert all(isinstance(lines[at + 1], Talk) for at in headings)
    assert not lines or headings[0] == 0


def test_a_day_is_one_by_the_clock_of_the_programme() -> None:
    tokyo = timezone(timedelta(hours=9))
    early = talk("Early", start=datetime(2021, 7, 21, 0, 30, tzinfo=tokyo))
    assert agenda_lines((early,))[0] == WEDNESDAY


@unhurried
@given(some, st.integers(1, 200))
def test_every_line_is_exactly_as_wide_as_asked(starred: list[Talk], width: int) -> None:
    shown = agenda(*starred)
    drawn = [text_of(shown.draw_line(at, width)) for at in range(shown.line_count())]
    drawn += [text_of(shown.draw_empty(y, width)) for y in range(12)]
    assert {cell_len(line) for line in drawn} == {width}


def test_a_clash_is_marked_on_both_talks_and_on_no_other() -> None:
    shown = agenda(MOTHS, BATS, OWLS)
    shown.clashes = ClashIndex([MOTHS, BATS, OWLS])
    begins = [text_of(shown.draw_line(at, 60))[:2] for at in range(shown.line_count())]
    both = STAR + CLASH
    assert begins == [TUESDAY[:2], both, both, WEDNESDAY[:2], f"{STAR} "]


def test_lines_say_start_and_end_below_the_day() -> None:
    shown = agenda(MOTHS, WORMS)
    drawn = [text_of(shown.draw_line(at, 60)).split() for at in range(shown.line_count())]
    assert drawn[1] == [STAR, "09:00–09:20", "Moths", "·", "Oral"]
    assert drawn[3] == [STAR, NO_TIME, "Worms"]


def rows_of(shown: AgendaList, at: int, width: int) -> list[str]:
    """Return the rows of line *at*."""
    shown.draw_line(at, width)
    return [text_of(row) for row in shown._drawn[at, width]]


@pytest.mark.parametrize("width", [39, 53, 59, 79, 120])
def test_every_talk_says_its_room_and_all_its_marks_at_every_width(width: int) -> None:
    session = replace(MOTHS.session, room="Grand Ballroom 101-105")
    starred = (replace(MOTHS, session=session), replace(BATS, room="K.1.105 (La Fontaine)"), WORMS)
    shown = agenda(*starred)
    shown.clashes = ClashIndex(starred)
    shown.marks = {one.id: Mark(starred=True, interest=2, note="Ask") for one in starred}
    moths, bats = (rows_of(shown, at, width) for at in (1, 2))
    signs = f"{STAR}{CLASH}{INTEREST[2]}{NOTE}"
    assert moths[0].startswith(signs)
    assert bats[0].startswith(signs)
    assert "101-105" in "".join(moths) or "Grand B…" in "".join(moths)
    assert "K.1.105" in "".join(bats)
    assert moths[0].index("Moths") == bats[0].index("Bats")
    assert {cell_len(row) for row in (*moths, *bats)} == {width}


def test_a_title_has_the_rows_it_needs_with_the_room_below_the_time_in_a_narrow_list() -> None:
    long = "Moths that circle lamps all night, and why owls and bats follow them into the city"
    one = replace(MOTHS, title=long, room="K.1.105", authors=("Ada Lovelace",), kind="Talk")
    shown = agenda(one, replace(BATS, room="Janson", kind="Talk", authors=("Alan Turing",)))
    assert [[row.rstrip() for row in rows_of(shown, at, 53)] for at in (1, 2)] == [
        [
            "★     09:00–09:20 Moths that circle lamps all night,",
            "      K.1.105     and why owls and bats follow them",
            "                  into the city · Talk · Ada Lovelace",
        ],
        [
            "★     09:10–09:30 Bats",
            "      Janson      Talk · Alan Turing",
        ],
    ]
    assert rows_of(shown, 2, 79)[0].rstrip() == (
        "★     09:10–09:30 Janson  Bats · Talk · Alan Turing"
    )


def test_kind_and_authors_follow_a_title_only_where_it_is_whole() -> None:
    one = replace(MOTHS, authors=("Ada Lovelace",))
    style = LineStyle(60, "clock")
    (row,) = agenda_rows(one, NO_MARK, " ", style, 0)
    assert text_of(row).strip() == "09:00–09:20 Moths · Oral · Ada Lovelace"
    long = replace(one, title="Moths that circle lamps all night and why")
    (row,) = agenda_rows(long, NO_MARK, " ", style, 0)
    assert text_of(row).strip() == f"09:00–09:20 {long.title}"


@unhurried
@given(some, st.integers(1, 200), st.text(max_size=12))
def test_all_rows_of_a_talk_are_as_wide_as_asked(
    starred: list[Talk], width: int, note: str
) -> None:
    for one in starred:
        rows = agenda_rows(one, NO_MARK, " ", LineStyle(width, "clock"), 11, clean_line(note))
        assert 1 <= len(rows) <= 3
        assert {cell_len(text_of(row)) for row in rows} == {width}


def test_cursor_passes_over_headings_in_both_directions() -> None:
    shown = agenda(MOTHS, BATS, OWLS)
    shown.cursor = 1
    assert walked(shown, 1, 1, -1, -1) == [BATS, OWLS, BATS, MOTHS]


def test_cursor_stays_on_a_talk_at_both_ends() -> None:
    shown = agenda(MOTHS, OWLS)
    shown.cursor = 1
    assert walked(shown, -1, 1, 1, -9) == [MOTHS, OWLS, OWLS, MOTHS]


@unhurried
@given(some.filter(bool), st.lists(st.integers(-8, 8), max_size=12))
def test_no_way_leads_the_cursor_onto_a_heading(starred: list[Talk], steps: list[int]) -> None:
    shown = agenda(*starred)
    assert all(isinstance(line, Talk) for line in walked(shown, 0, *steps))


def test_first_and_last_are_talks() -> None:
    shown = agenda(MOTHS, OWLS)
    shown.action_last()
    assert shown.talk_at(shown.cursor) == OWLS
    shown.action_first()
    assert shown.talk_at(shown.cursor) == MOTHS


def test_a_heading_is_no_talk_and_neither_is_what_is_not_there() -> None:
    shown = agenda(MOTHS)
    assert (shown.talk_at(0), shown.talk_at(1), shown.talk_at(2)) == (None, MOTHS, None)


def test_an_empty_list_says_what_there_is_to_say() -> None:
    shown = agenda()
    shown.empty_text = "No starred talks yet. Press s on a talk to add it to your agenda."
    told = " ".join(text_of(shown.draw_empty(y, 40)).strip() for y in range(12))
    assert told.strip() == shown.empty_text
