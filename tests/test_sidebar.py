"""The sidebar lists the parts of a library with their numbers of talks and stars."""

from dataclasses import replace

import pytest
from factories import SESSION, at, lines, talk
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.cells import cell_len

from confbrowse.model import ProgrammeSummary, Scope, SessionSummary
from confbrowse.text.cells import ELLIPSIS, text_of
from confbrowse.tui.widgets.glyphs import STAR
from confbrowse.tui.widgets.sidebar import (
    NO_HITS,
    Hits,
    Node,
    Sidebar,
    day_label,
    node_line,
    nodes_of,
    star_counts,
)

ICML, TINY = (
    ProgrammeSummary("icml-2021", "ICML 2021", 5, 1),
    ProgrammeSummary("tiny", "Tiny", 1, 6),
)
TUESDAY, WEDNESDAY = Scope("icml-2021", "2021-07-20"), Scope("icml-2021", "2021-07-21")
OUTLINE = (
    SessionSummary("icml-2021", "2021-07-20", "Moths", 2),
    SessionSummary("icml-2021", "2021-07-20", "Owls", 1),
    SessionSummary("icml-2021", "2021-07-21", "Moths", 1),
    SessionSummary("icml-2021", "", "Posters", 1),
)
unhurried = settings(deadline=None)
nodes = st.builds(
    Node,
    scope=st.just(Scope()),
    label=lines | st.text(st.sampled_from("ab 蛾灯🎉e\u0301"), max_size=40),
    depth=st.integers(0, 2),
    talks=st.integers(0, 99_999),
    stars=st.integers(0, 99_999),
    is_open=st.sampled_from([None, True, False]),
)


def listed(
    *shelves: ProgrammeSummary,
    opened: tuple[Scope, ...] = (),
    stars: dict[Scope, int] | None = None,
) -> list[tuple[int, str, int | None, int, bool | None]]:
    """Return depth, label, talks, stars and expansion of every line."""
    made = nodes_of(shelves, {"icml-2021": OUTLINE}, frozenset(opened), stars or {})
    return [(node.depth, node.label, node.talks, node.stars, node.is_open) for node in made]


def test_an_empty_library_has_one_line_for_all_of_it() -> None:
    assert listed() == [(0, "All programmes", 0, 0, None)]


def test_programmes_stand_below_the_whole_library_in_the_order_given() -> None:
    assert listed(TINY, ICML) == [
        (0, "All programmes", 6, 0, None),
        (0, "Tiny", 1, 0, False),
        (0, "ICML 2021", 5, 0, False),
    ]


def test_a_programme_alone_needs_no_line_for_the_whole_library() -> None:
    assert listed(ICML) == [(0, "ICML 2021", 5, 0, False)]


def test_an_open_programme_shows_its_days_and_an_open_day_its_sessions() -> None:
    assert listed(ICML, opened=(Scope("icml-2021"), TUESDAY)) == [
        (0, "ICML 2021", 5, 0, True),
        (1, "Tue 20 Jul", 3, 0, True),
        (2, "Moths", 2, 0, None),
        (2, "Owls", 1, 0, None),
        (1, "Wed 21 Jul", 1, 0, False),
        (1, day_label(""), 1, 0, False),
    ]


def test_a_session_on_two_days_is_under_both() -> None:
    shown = listed(ICML, opened=(Scope("icml-2021"), TUESDAY, WEDNESDAY))
    assert [(depth, label, talks) for depth, label, talks, *_ in shown if label == "Moths"] == [
        (2, "Moths", 2),
        (2, "Moths", 1),
    ]


def test_a_day_that_is_open_below_a_closed_programme_is_not_shown() -> None:
    assert len(listed(ICML, opened=(TUESDAY,))) == 1


def test_a_programme_whose_sessions_are_not_read_yet_shows_none() -> None:
    made = nodes_of((TINY,), {}, frozenset({Scope("tiny")}), {})
    assert [node.label for node in made] == ["Tiny"]


def test_every_line_stands_for_its_part_of_the_library() -> None:
    opened = frozenset({Scope("icml-2021"), TUESDAY})
    made = nodes_of((ICML, TINY), {"icml-2021": OUTLINE}, opened, {})
    assert [node.scope for node in made] == [
        Scope(),
        Scope("icml-2021"),
        TUESDAY,
        replace(TUESDAY, session="Moths"),
        replace(TUESDAY, session="Owls"),
        WEDNESDAY,
        Scope("icml-2021", ""),
        Scope("tiny"),
    ]


def test_stars_count_in_every_part_that_holds_them() -> None:
    owls = replace(SESSION, title="Owls")
    starred = (
        talk("One", start=at(9)),
        talk("Two", start=at(10), session=owls),
        talk("Three", start=at(9, day=21)),
        talk("Four"),
        replace(talk("Five"), id="tiny/five"),
    )
    assert star_counts(starred) == {
        Scope(): 5,
        Scope("icml-2021"): 4,
        TUESDAY: 2,
        replace(TUESDAY, session=SESSION.title): 1,
        replace(TUESDAY, session="Owls"): 1,
        WEDNESDAY: 1,
        replace(WEDNESDAY, session=SESSION.title): 1,
        Scope("icml-2021", ""): 1,
        Scope("icml-2021", "", SESSION.title): 1,
        Scope("tiny"): 1,
        Scope("tiny", ""): 1,
        Scope("tiny", "", SESSION.title): 1,
    }


def test_stars_stand_on_the_lines_of_their_parts() -> None:
    stars = star_counts((talk("One", start=at(9), session=replace(SESSION, title="Owls")),))
    shown = listed(ICML, TINY, opened=(Scope("icml-2021"), TUESDAY), stars=dict(stars))
    assert [(label, count) for _, label, _, count, _ in shown if count] == [
        ("All programmes", 1),
        ("ICML 2021", 1),
        ("Tue 20 Jul", 1),
        ("Owls", 1),
    ]


@pytest.mark.parametrize(
    ("day", "begins"),
    [("2021-07-20", "Tue 20 Jul"), ("2021-08-01", "Sun 1 Aug"), ("", "No time given")],
)
def test_a_day_is_named_as_people_say_it(day: str, begins: str) -> None:
    assert day_label(day).startswith(begins)
    assert day_label(day).endswith(day[:4])


@unhurried
@given(nodes, st.integers(1, 200) | st.integers(1, 20))
def test_line_is_exactly_as_wide_as_asked(node: Node, width: int) -> None:
    assert cell_len(text_of(node_line(node, width))) == width


@unhurried
@given(nodes, st.integers(16, 200))
def test_counts_are_shown_whole_in_every_sidebar_there_can_be(node: Node, width: int) -> None:
    shown = text_of(node_line(node, width))
    assert shown.endswith(f" {node.talks}")
    assert (f"{STAR}{node.stars} " in shown) == bool(node.stars)


@pytest.mark.parametrize(
    ("node", "shown"),
    [
        (Node(Scope(), "ICML 2021", 0, 120, 3, is_open=True), "▾ ICML 2021 ★3  120"),
        (Node(Scope(), "Tue 20", 1, 12, is_open=False), "  ▸ Tue 20       12"),
        (Node(Scope(), "Owls", 2, 1, 1), "      Owls   ★1    1"),
        (Node(Scope(), "Owls and Mice at Night", 2, 1), "      Owls and…    1"),
    ],
)
def test_line_shows_mark_label_stars_and_talks(node: Node, shown: str) -> None:
    assert text_of(node_line(node, len(shown))) == shown


def test_a_label_without_room_is_cut_with_an_ellipsis() -> None:
    node = Node(Scope(), "Invited talks of the second day", 2, 12, 3)
    for width in range(16, 45):
        shown = text_of(node_line(node, width))
        assert node.label in shown or ELLIPSIS in shown


def test_markup_in_a_label_is_shown_as_it_stands() -> None:
    for label in ("[/]", "[red]x", "[@click=app.quit]x"):
        assert label in text_of(node_line(Node(Scope(), label, 2, 1), 40))


def test_cursor_stays_on_its_part_when_lines_come_above_it() -> None:
    sidebar = Sidebar()
    sidebar.programmes = (ICML, TINY)
    sidebar.place(Scope("tiny"))
    sidebar.outlines = {"icml-2021": OUTLINE}
    sidebar.expanded = frozenset({Scope("icml-2021")})
    assert len(sidebar.nodes) > 3
    assert sidebar.nodes[sidebar.cursor].label == "Tiny"


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        (Scope(), "All programmes"),
        (Scope("icml-2021", "2021-07-20", "Owls"), "Owls"),
        (Scope("icml-2021", "2021-07-21", "Moths"), "Wed 21 Jul"),
        (Scope("tiny", "2021-07-20", "Anything"), "Tiny"),
    ],
)
def test_cursor_is_put_on_a_part_or_as_near_above_it_as_is_open(wanted: Scope, found: str) -> None:
    sidebar = Sidebar()
    sidebar.expanded = frozenset({Scope("icml-2021"), TUESDAY})
    sidebar.outlines = {"icml-2021": OUTLINE}
    sidebar.programmes = (ICML, TINY)
    sidebar.place(wanted)
    assert sidebar.nodes[sidebar.cursor].label == found


def test_saved_searches_are_below_the_programmes_with_their_results() -> None:
    *_, mine, code = nodes_of((ICML, TINY), {}, frozenset(), {}, {"@mine": None, "@code": 7})
    assert (mine.label, mine.query) == ("@mine", "@mine")
    found = Hits("owls", frozenset((Scope(),)), {})
    assert [text_of(node_line(one, 16, found)) for one in (mine, code)] == [
        "  @mine         ",
        "  @code        7",
    ]


MOTHS = Scope("icml-2021", "2021-07-20", "Moths")
OWLS = Scope("icml-2021", "2021-07-20", "Owls")


def test_during_a_search_the_results_are_counted_in_each_part_that_was_searched() -> None:
    hits = NO_HITS.with_counts("owls", TUESDAY, {TUESDAY: 3, MOTHS: 3})
    parts = (TUESDAY, MOTHS, OWLS, WEDNESDAY, Scope("icml-2021"))
    assert [hits.of(part) for part in parts] == [3, 3, 0, None, None]
    hits = hits.with_counts("owls", OWLS, {OWLS: 1}).with_counts("owls", WEDNESDAY, {})
    assert [hits.of(part) for part in parts] == [3, 3, 1, 0, None]
    assert hits.with_counts("moths", MOTHS, {MOTHS: 1}).of(TUESDAY) is None
    assert NO_HITS.of(TUESDAY) is None


@pytest.mark.parametrize(("found", "shown"), [(12, "12"), (0, "0"), (None, "")])
def test_a_part_says_its_results_instead_of_its_talks(found: int | None, shown: str) -> None:
    scopes = frozenset(() if found is None else (TUESDAY,))
    line = node_line(Node(TUESDAY, "Tue", 1, 99), 20, Hits("x", scopes, {TUESDAY: found or 0}))
    assert text_of(line).split()[1:] == [shown] * bool(shown)
    assert ("line--hit" in {role for text, role in line if text}) is bool(found)
