"""Everything works with the mouse alone: drag edges, click lines, scroll with the wheel."""

from stories import MEDIUM, WIDE, Home, on_screen, opened, settle, title
from textual.events import MouseDown, MouseMove, MouseUp
from textual.pilot import Pilot
from textual.widget import Widget

from confbrowse.tui.view_state import LIST_SHARES
from confbrowse.tui.widgets.lines import LineView
from confbrowse.tui.widgets.status_bar import Rule


async def drag(
    pilot: Pilot[None], view: Widget, start: tuple[int, int], way: tuple[int, int]
) -> None:
    """Drag from *start* in *view* by *way*."""
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
        assert sidebar.region.width == 33
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
        await drag(pilot, screen.query_one(Rule), (5, 0), (0, -4))
        assert screen.main_list.region.height in (before - 4, before - 5)
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
        await pilot.double_click("#talks", offset=(20, 3))
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
