"""At every size each row is as wide as its pane, and an ellipsis marks what was cut."""

from pathlib import Path

import pytest
from factories import at, programme, talk
from rich.cells import cell_len
from stories import home_with, on_screen, opened, picture, press, rows, settle, typed, words

from confbrowse.model import NO_MARK, Neighbours
from confbrowse.schedule.clashes import Partners
from confbrowse.text.cells import ELLIPSIS, text_of
from confbrowse.tui.widgets.detail import lay_out_talk
from confbrowse.tui.widgets.lines import LineView
from confbrowse.tui.widgets.talk_rows import RowStyle, talk_rows

SIZES = [(20, 6), (40, 12), (80, 24), (120, 35), (200, 50), (300, 100)]
LONG = talk(
    "On the Flight of Moths Neighbours Lamps, and of 蛾 Neighbours 灯火, in Summer Nights Without a Moon "
    * 2,
    authors=("Grace Brewster Murray Hopper", "Jürgen Groß", "蛾田 灯子"),
    start=at(9),
    end=at(10),
    abstract="They hold the moon on one side. " * 40,
)
OTHER = talk("Another Talk With a Title That Is Much Too Long for Any Pane " * 3, start=at(10))
NIGHT = programme(LONG, OTHER)


@pytest.mark.parametrize("width", [size[0] for size in SIZES])
def test_lines_of_a_talk_fill_their_width_and_a_cut_title_ends_in_an_ellipsis(width: int) -> None:
    drawn = talk_rows(LONG, NO_MARK, " ", RowStyle(width))
    neighbours = Neighbours(after=OTHER, meanwhile=(OTHER,))
    laid = [
        line for line, _ in lay_out_talk(LONG, NO_MARK, Partners(), width, neighbours=neighbours)
    ]
    assert {cell_len(text_of(line)) for line in (*drawn, *laid)} == {width}
    shown = words(" ".join(map(text_of, drawn)))
    assert LONG.title.strip() in shown or ELLIPSIS in shown
    others = [text_of(line) for line in laid if "Another" in text_of(line)]
    assert len(others) == 2
    assert all(OTHER.title in line or line.rstrip().endswith(ELLIPSIS) for line in others)


@pytest.mark.parametrize("size", SIZES)
async def test_every_view_fits_its_window(tmp_path: Path, size: tuple[int, int]) -> None:
    async with opened(home_with(tmp_path, NIGHT), size) as pilot:
        for keys in (
            ("D",),
            ("m",),
            ("escape", "f"),
            ("escape", "S"),
            ("escape", "enter", "slash"),
        ):
            await press(pilot, *keys)
            shown = picture(pilot).splitlines()
            assert len(shown) <= size[1]
            assert all(cell_len(row) <= size[0] for row in shown)
            for pane in pilot.app.screen.query(LineView):
                lengths = {pane.render_line(y).cell_length for y in range(pane.size.height)}
                assert lengths <= {pane.size.width}
        await typed(pilot, "side")
        assert "1 of 40" in picture(pilot)
        assert "side" in "\n".join(rows(on_screen(pilot).detail)[:-1])


async def test_spare_width_goes_to_the_list_once_the_abstract_has_its_longest_lines(
    tmp_path: Path,
) -> None:
    async with opened(home_with(tmp_path, NIGHT), (120, 24)) as pilot:
        screen = on_screen(pilot)
        for width in (200, 240, 300):
            await pilot.resize_terminal(width, 24)
            await settle(pilot)
            detail, left = screen.detail, screen.detail.region.x - screen.main_list.region.x
            assert left + detail.region.width == width - screen.main_list.region.x
            assert (detail.region.width == detail.most_width) == (width > 200)
        before = screen.main_list.region.width
        await press(pilot, "greater_than_sign")
        assert screen.main_list.region.width > before
        await press(pilot, "z")
        assert screen.detail.region.width == 300
        await press(pilot, "z")
        await pilot.resize_terminal(80, 24)
        await settle(pilot)
        assert screen.main_list.region.height == 11
        await press(pilot, "less_than_sign", "less_than_sign")
        assert screen.main_list.region.height == 9
