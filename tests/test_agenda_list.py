"""The agenda's list: days as headings, the talks of each below, and a cursor for talks only."""

from dataclasses import replace
from datetime import datetime, timedelta, timezone

from hypothesis import given, settings
from hypothesis import strategies as st
from made_up import at, talk, talks
from rich.cells import cell_len

from confbrowse.agenda.clashes import Plan
from confbrowse.model import Mark, Talk, by_time
from confbrowse.text.cells import text_of
from confbrowse.tui.widgets.agenda_list import AgendaLine, AgendaList, agenda_lines
from confbrowse.tui.widgets.sidebar import day_label
from confbrowse.tui.widgets.signs import CLASH, NO_TIME, STAR

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
    """Return the lines that the cursor comes to by *steps*."""
    lines = []
    for step in steps:
        shown.action_move(step)
        lines.append(shown.lines[shown.cursor])
    return lines


def test_talks_stand_under_their_days_in_the_order_of_time() -> None:
    assert agenda_lines((WORMS, OWLS, BATS, MOTHS)) == (
        *(TUESDAY, MOTHS, BATS),
        *(WEDNESDAY, OWLS),
        *(SOMETIME, WORMS),
    )


def test_an_empty_agenda_has_no_lines() -> None:
    assert agenda_lines(()) == ()


@unhurried
@given(some)
def test_every_talk_is_listed_once_and_no_day_is_empty(starred: list[Talk]) -> None:
    lines = agenda_lines(starred)
    assert [line for line in lines if isinstance(line, Talk)] == sorted(starred, key=by_time)
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
    shown.plan = Plan([MOTHS, BATS, OWLS])
    begins = [text_of(shown.draw_line(at, 60))[:2] for at in range(shown.line_count())]
    both = STAR + CLASH
    assert begins == [TUESDAY[:2], both, both, WEDNESDAY[:2], f"{STAR} "]


def test_lines_say_start_and_end_below_the_day() -> None:
    shown = agenda(MOTHS, WORMS)
    drawn = [text_of(shown.draw_line(at, 60)).split() for at in range(shown.line_count())]
    assert drawn[1] == [STAR, "09:00–09:20", "Oral", "Moths"]
    assert drawn[3] == [STAR, NO_TIME, "Worms"]


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
    shown.empty_text = "Nothing is starred yet. Press s on a talk, here comes the plan."
    told = " ".join(text_of(shown.draw_empty(y, 40)).strip() for y in range(12))
    assert told.strip() == shown.empty_text
