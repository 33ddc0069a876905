"""At every size each row is as wide as its pane, and what is cut says so by an ellipsis."""

from pathlib import Path

import pytest
from made_up import at, programme, talk
from rich.cells import cell_len
from stories import home_with, on_screen, opened, picture, press, rows, typed

from confbrowse.agenda.clashes import Partners
from confbrowse.model import NO_MARK, Around
from confbrowse.text.cells import ELLIPSIS, text_of
from confbrowse.tui.widgets.detail_pane import laid_out
from confbrowse.tui.widgets.line_view import LineView
from confbrowse.tui.widgets.talk_line import LineStyle, second_line, talk_line

SIZES = [(20, 6), (40, 12), (80, 24), (120, 35), (200, 50), (300, 100)]
LONG = talk(
    "On the Flight of Moths Around Lamps, and of 蛾 Around 灯火, in Summer Nights Without a Moon "
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
    style = LineStyle(width)
    first, second = talk_line(LONG, NO_MARK, " ", style), second_line(LONG, style)
    around = Around(after=OTHER, meanwhile=(OTHER,))
    laid = [line for line, _ in laid_out(LONG, NO_MARK, Partners(), width, around=around)]
    assert {cell_len(text_of(line)) for line in (first, second, *laid)} == {width}
    told = text_of(first)
    assert LONG.title in told or ELLIPSIS in told
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
