"""The timetable in lines: each as wide as the window, and everything on it readable without colour."""

from collections.abc import Sequence
from dataclasses import replace

import pytest
from factories import at, talk
from hypothesis import given
from hypothesis import strategies as st
from timetables import plans

from confbrowse.model import Session, Talk
from confbrowse.schedule.clashes import ClashIndex
from confbrowse.schedule.grid import day_grid
from confbrowse.text.cells import size_of, text_of
from confbrowse.text.latex import readable_line
from confbrowse.tui.widgets.timeline import TimelineView

MOTHS = talk("Moths and Lamps", room="Janson", start=at(9), end=at(9, 30), authors=("Ada", "Bob"))
BATS = talk(
    "Bats: 蝙蝠と反響の地図 they hear", room="K.1.105 (La Fontaine)", start=at(9), end=at(9, 15)
)
OWLS = talk("Owls", room="Janson", start=at(9, 30), end=at(9, 45))


class FixedWidth(TimelineView):
    """A timetable that is as wide as it is told, without a screen."""

    width = 0

    @property
    def text_width(self) -> int:
        """The cells of a line."""
        return self.width


def view_of(talks: Sequence[Talk], width: int, *, by_room: bool = True) -> FixedWidth:
    view = FixedWidth()
    view.width = width
    view.show(day_grid(talks, by_room=by_room), None)
    view.top = 0
    return view


def lines(view: FixedWidth) -> list[str]:
    return [
        text_of(view.draw_line(at, view.text_width)).rstrip() for at in range(view.line_count())
    ]


def test_a_day_is_readable_at_forty_columns() -> None:
    view = view_of((MOTHS, BATS, OWLS), 40)
    view.starred, view.now = frozenset({MOTHS.id, OWLS.id}), at(9, 20)
    view.clashes = ClashIndex([MOTHS])
    assert lines(view) == [
        "       Janson           K.1.105 (La",
        "                        Fontaine)",
        "09:00 █★ Moths and     ╷! Bats:",
        "      █Lamps           │蝙蝠と反響の地図",
        "      █Ada +1          │they hear",
        ">09:20█                ╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌",
        "09:30 ┃★ Owls",
        "      ┃",
        "      ┃",
    ]


def test_rooms_that_do_not_fit_are_on_other_pages() -> None:
    many = [talk(f"T{one}", room=f"R{one}", start=at(9), end=at(9, 30)) for one in range(5)]
    view = view_of(many, 40)
    assert lines(view)[0].split() == ["1/3›", "R0", "R1"]
    view.action_turn(1)
    assert lines(view)[0].split() == ["‹2/3›", "R2", "R3"]
    view.action_turn(1)
    assert lines(view)[0].split() == ["‹3/3", "R3", "R4"]


def test_a_room_is_found_by_its_name_before_a_talk_is() -> None:
    view = view_of((MOTHS, BATS, OWLS), 80)
    assert view.matches("jans") == (0,)
    assert [view.talks[one] for one in view.matches("la")] == [BATS, MOTHS]
    assert view.matches("owl") == (2,)
    assert view.matches(" ") == ()
    halls = [talk(f"T{one}", room=f"Hall {one}", start=at(9), end=at(9, 30)) for one in (12, 11, 1)]
    view = view_of(halls, 80)
    assert [view.talks[one].title for one in view.matches("hall 1")] == ["T1", "T11", "T12"]
    assert [view.talks[one].title for one in view.matches("hall 12")] == ["T12"]


def test_posters_say_how_many_they_are_and_how_many_are_starred() -> None:
    hall = Session("ICML 2021", "Posters East", room="Hall")
    posters = [
        talk(f"P{one}", session=hall, kind="Poster", start=at(9), end=at(11)) for one in range(785)
    ]
    view = view_of([*posters, MOTHS], 80)
    view.starred = frozenset({posters[2].id})
    assert lines(view)[1].split("  ")[0] == "09:00 █★1 Posters East · 785 posters"
    assert "█1: P0" in lines(view)[2]
    view.action_across(1)
    assert "┃★ P2" in lines(view)[2]


def test_the_cursor_stays_at_its_talk_or_at_its_time_when_the_talk_is_gone() -> None:
    view = view_of((MOTHS, BATS, OWLS), 80)
    view.show(day_grid((MOTHS, BATS, OWLS)), OWLS)
    assert view.talk_at_cursor is OWLS
    view.show(day_grid((MOTHS, BATS, OWLS)), replace(OWLS, id="gone", start=at(9, 10)))
    assert view.talk_at_cursor is MOTHS
    view.show(day_grid((MOTHS, BATS)), replace(OWLS, id="gone", room="Unknown", start=at(9, 10)))
    assert view.talk_at_cursor is MOTHS
    view.show(day_grid((MOTHS, BATS, OWLS)), replace(BATS, id="gone", start=at(9, 40)))
    assert view.talk_at_cursor is BATS


def test_another_day_opens_in_the_same_room() -> None:
    view = view_of((MOTHS, BATS, OWLS), 80)
    view.cursor = 1
    tomorrow = [replace(one, id=f"{one.id}-2") for one in (OWLS, BATS)]
    view.show(day_grid(tomorrow), None)
    assert view.talk_at_cursor is tomorrow[1]
    view.show(day_grid([OWLS]), None)
    assert view.talk_at_cursor is OWLS


def test_the_name_of_a_long_block_stays_on_the_screen_when_its_beginning_does_not() -> None:
    view = view_of([talk("Registration Desk", room="Desk", start=at(9), end=at(12))], 80)
    view.top = 2
    assert text_of(view.draw_line(view.top + view.headings, 80)).startswith("10:00 █Registration")


TITLES = (
    *("Welcome", "A very long title of a short talk that says everything at once and then more"),
    *("Internationalisierungsbeauftragter", "$\\alpha$-divergences", "蝙蝠と反響の地図 of bats"),
)


@pytest.mark.parametrize("cells", [12, 14, 16, 30])
@pytest.mark.parametrize("by_room", [True, False])
@pytest.mark.parametrize("is_starred", [True, False])
def test_titles_stand_whole_in_their_blocks(cells: int, by_room: bool, is_starred: bool) -> None:
    talks = [
        talk(title, room="Janson", start=at(9, 5 * place), end=at(9, 5 * place + 5))
        for place, title in enumerate(TITLES)
    ]
    view = view_of(talks, 6 + cells, by_room=by_room)
    if is_starred:
        view.starred = frozenset(one.id for one in talks)
        view.clashes = ClashIndex([*talks, talk("At the same time", start=at(9), end=at(10))])
    blanks_and_hyphens = str.maketrans("", "", " -")  # a long word is divided by hyphens
    shown = "".join(line[7:].strip() for line in lines(view)).translate(blanks_and_hyphens)
    place = "" if by_room else "Janson"
    for title in TITLES:
        assert f"{readable_line(title)}{place}".translate(blanks_and_hyphens) in shown


def test_the_room_of_a_starred_talk_is_shown_in_large_steps_too() -> None:
    long = replace(MOTHS, title="Moths that fly in circles around every lamp of the town " * 3)
    view = view_of([long, replace(OWLS, room=None, authors=("Ada",))], 40, by_room=False)
    view.coarse = True
    assert [line[6:].split("  ")[0] for line in lines(view)] == [
        *("█Moths that fly in circles around…", "█Janson", "╷Owls"),
    ]


looks = st.tuples(st.sampled_from([8, 15, 40, 80, 160]), st.booleans(), st.booleans())


@given(plans(14).filter(lambda talks: any(one.start for one in talks)), looks, st.integers(0, 13))
def test_every_line_is_as_wide_as_the_window(
    talks: list[Talk], look: tuple[int, bool, bool], cursor: int
) -> None:
    width, by_room, ascii_only = look
    view = view_of(talks, width, by_room=by_room)
    view.ascii_only, view.now = ascii_only, at(12)
    view.starred = frozenset(one.id for one in talks[:3])
    view.cursor = cursor
    for number in range(view.line_count()):
        line = view.draw_line(number, width)
        assert size_of(line) == width
        assert text_of(line).isascii() or not ascii_only


@pytest.mark.parametrize("width", [60, 80, 120, 200])
def test_a_room_has_at_least_twelve_columns(width: int) -> None:
    many = [talk(f"T{one}", room=f"R{one}", start=at(9), end=at(9, 30)) for one in range(35)]
    assert min(size for _column, size in view_of(many, width).cells()) >= 12
