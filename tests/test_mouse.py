"""With the mouse alone: edges are drawn, lines clicked, everything turned by the wheel."""

from pathlib import Path

import pytest
from stories import ICML, MEDIUM, WIDE, Home, home_with, on_screen, opened, settle, title
from textual.events import MouseDown, MouseMove, MouseUp
from textual.pilot import Pilot
from textual.widget import Widget

from confbrowse.place import LIST_SHARES
from confbrowse.tui.widgets.line_view import LineView
from confbrowse.tui.widgets.ribbon import Rule


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return home_with(tmp_path, ICML)


async def drag(
    pilot: Pilot[None], view: Widget, start: tuple[int, int], way: tuple[int, int]
) -> None:
    """Draw what is at *start* of *view* as far as *way* says."""
    x, y = view.region.x + start[0], view.region.y + start[1]
    for kind, at_x, at_y in (
        (MouseDown, x, y),
        (MouseMove, x + way[0], y + way[1]),
        (MouseUp, x + way[0], y + way[1]),
    ):
        event = kind(None, at_x, at_y, *way, 1, False, False, False, at_x, at_y)
        pilot.app.screen._forward_event(event)  # as the driver hands it over
        await settle(pilot)


async def test_edge_of_the_sidebar_is_drawn_with_the_mouse(home: Home) -> None:
    async with opened(home, WIDE) as pilot:
        sidebar = on_screen(pilot).panes()[0]
        await drag(pilot, sidebar, (sidebar.region.width - 1, 3), (7, 0))
        assert sidebar.region.width == 37
        await drag(pilot, sidebar, (sidebar.region.width - 1, 3), (-30, 0))
        assert sidebar.region.width == 16


async def test_edge_between_list_and_abstract_is_drawn_with_the_mouse(home: Home) -> None:
    async with opened(home, WIDE) as pilot:
        screen = on_screen(pilot)
        before = screen.main_list.region.width
        await drag(pilot, screen.main_list, (before - 1, 3), (10, 0))
        assert abs(screen.main_list.region.width - before - 10) <= 1
        await drag(pilot, screen.main_list, (screen.main_list.region.width - 1, 3), (-120, 0))
        assert screen.list_share == LIST_SHARES[0]


async def test_rule_between_list_and_abstract_is_drawn_with_the_mouse(home: Home) -> None:
    async with opened(home, MEDIUM) as pilot:
        screen = on_screen(pilot)
        before = screen.main_list.region.height
        await drag(pilot, screen.query_one(Rule), (5, 0), (0, 4))
        assert screen.main_list.region.height == before + 4
        assert title(pilot) == "Moths and Lamps"


async def test_drawing_over_text_moves_no_edge(home: Home) -> None:
    async with opened(home, WIDE) as pilot:
        screen = on_screen(pilot)
        widths = [pane.region.width for pane in screen.panes()]
        for pane in screen.panes():
            await drag(pilot, pane, (3, 1), (9, 1))
        assert [pane.region.width for pane in screen.panes()] == widths


async def test_a_double_click_reads_the_talk(home: Home) -> None:
    async with opened(home, WIDE) as pilot:
        await pilot.double_click("#talks", offset=(20, 2))
        await settle(pilot)
        assert title(pilot) == "Owls and Mice"
        assert on_screen(pilot).zoomed


async def test_storm_of_sizes_leaves_every_row_as_wide_as_its_pane(home: Home) -> None:
    async with opened(home, WIDE) as pilot:
        for size in [
            (20, 6),
            (300, 100),
            (40, 12),
            (79, 24),
            (80, 24),
            (119, 5),
            (120, 35),
            (1, 1),
            (200, 50),
        ]:
            await pilot.resize_terminal(*size)
            await settle(pilot)
            for pane in on_screen(pilot).query(LineView):
                lengths = {pane.render_line(y).cell_length for y in range(pane.size.height)}
                assert lengths <= {pane.size.width}
