"""The search bar: letters are inserted, and results and faults are shown at once."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from unittest.mock import Mock

import pytest
from rich.cells import cell_len
from stories import press, until
from textual import events, on
from textual.app import App, ComposeResult
from textual.binding import Binding
from textual.geometry import Offset
from textual.message import Message
from textual.pilot import Pilot
from textual.screen import Screen

from confbrowse.paths import shipped
from confbrowse.text.cells import ELLIPSIS
from confbrowse.tui.widgets.line_editor import LineBuffer
from confbrowse.tui.widgets.lines import ROLES, LineView
from confbrowse.tui.widgets.search_bar import SearchBar
from confbrowse.tui.widgets.talk_list import TalkList

FAULTS = {"moths dy:tue": [(6, 8)]}
"""By query: the spans that the screen of these tests reports as faults."""


class Searching(Screen[None]):
    """A screen with a search bar, and with keys that are also letters or keys of the bar."""

    COMPONENT_CLASSES = ROLES
    BINDINGS = [Binding("m,tab,alt+m,home,space", "heard")]

    def __init__(self, text: str, history: Sequence[str]) -> None:
        super().__init__()
        self.line = SearchBar(text, self._typed, history, on_moved=self._moved)
        self.other = TalkList()
        self.told: list[str] = []
        self.posted: list[Message] = []
        self.heard = 0

    def compose(self) -> ComposeResult:
        """Lay out the bar below another focusable widget."""
        yield from (self.other, self.line)

    def _action_heard(self) -> None:
        self.heard += 1

    def _typed(self, typed: LineBuffer) -> None:
        self.told.append(typed.text)
        self.line.show(faults=FAULTS.get(typed.text, ()), hint=f"{len(typed.text)} letters")

    def _moved(self, typed: LineBuffer) -> None:
        self.told.append(f"|{typed.cursor}")

    @on(SearchBar.Left)
    @on(SearchBar.Moved)
    @on(SearchBar.Completing)
    def _posted(self, event: Message) -> None:
        self.posted.append(event)


@asynccontextmanager
async def searching(
    text: str = "", history: Sequence[str] = (), width: int = 60
) -> AsyncIterator[tuple[Pilot[None], Searching]]:
    app: App[None] = App(css_path=[shipped("styles") / "app.tcss"])
    async with app.run_test(size=(width, 8)) as pilot:
        screen = Searching(text, history)
        await app.push_screen(screen)
        await go_to(pilot, screen.line)
        yield pilot, screen


async def go_to(pilot: Pilot[None], pane: LineView) -> None:
    pane.focus()
    await until(pilot, lambda: pane.has_focus)


def row(line: LineView, y: int = 0) -> str:
    strip = line.render_line(y)
    assert strip.cell_length == cell_len(strip.text) == line.size.width
    return strip.text.rstrip()


def looks(line: LineView, y: int, attribute: str) -> list[str]:
    """Return the stretches of row *y* whose style has *attribute*."""
    return [text for text, style, _ in line.render_line(y) if getattr(style, attribute)]


async def test_letters_are_reported_at_once_and_none_reaches_the_screen() -> None:
    async with searching() as (pilot, screen):
        await press(pilot, *"moth", "space", "蛾")
        assert screen.told[3:] == ["moth", "moth ", "moth 蛾"]
        assert [row(screen.line, y) for y in (0, 1)] == ["/ moth 蛾", "  6 letters"]
        assert not screen.heard


@pytest.mark.usefixtures("every_frame")
async def test_a_key_is_one_frame_and_no_change_of_layout(monkeypatch: pytest.MonkeyPatch) -> None:
    async with searching() as (pilot, screen):
        drawn, refresh = Mock(wraps=screen.line.render_lines), Mock(wraps=screen.line.refresh)
        monkeypatch.setattr(screen.line, "render_lines", drawn)
        monkeypatch.setattr(screen.line, "refresh", refresh)
        for count, key in enumerate(("m", "o", "backspace", "left", "y"), 1):
            await pilot.press(key)
            await pilot.pause()
            assert drawn.call_count == count
        assert not [call for call in refresh.mock_calls if call.kwargs.get("layout")]
        assert screen.line.size.height == 2


async def test_a_letter_with_alt_is_a_key_and_a_blank_of_another_script_a_blank() -> None:
    async with searching("蛾") as (pilot, screen):
        for key in (events.Key("alt+m", "m"), events.Key("ideographic_space", "\u3000")):
            pilot.app.post_message(key)
            await pilot.pause()
        assert screen.line.text == "蛾 "
        assert screen.heard == 1


@pytest.mark.parametrize(
    ("keys", "typed"),
    [
        ("left left", LineBuffer("glow worms", 8)),
        ("left right x", LineBuffer("glow wormsx", 11)),
        ("ctrl+left x", LineBuffer("glow xworms", 6)),
        ("alt+b alt+b alt+f", LineBuffer("glow worms", 4)),
        ("home ctrl+right s", LineBuffer("glows worms", 5)),
        ("ctrl+a ctrl+e backspace", LineBuffer("glow worm", 9)),
        ("home end ctrl+w", LineBuffer("glow ", 5)),
        ("alt+backspace alt+backspace", LineBuffer()),
        ("home delete ctrl+d", LineBuffer("ow worms", 0)),
        ("ctrl+left ctrl+u", LineBuffer("worms", 0)),
        ("ctrl+left ctrl+k", LineBuffer("glow ", 5)),
    ],
)
async def test_keys_edit_the_line(keys: str, typed: LineBuffer) -> None:
    async with searching("glow worms") as (pilot, screen):
        await press(pilot, *keys.split())
        assert screen.line.buffer == typed
        assert not screen.heard


async def test_moves_of_the_cursor_are_distinguished_and_keys_without_effect_not_at_all() -> None:
    async with searching("ab") as (pilot, screen):
        await press(pilot, "right", "end", "delete", "left", "home", "backspace", "c")
        assert screen.told == ["|1", "|0", "cab"]


@pytest.mark.parametrize(
    ("key", "posted"),
    [
        ("enter", "Left()"),
        ("escape", "Left()"),
        ("down", "Moved(lines=1, pages=0)"),
        ("up", "Moved(lines=-1, pages=0)"),
        ("pagedown", "Moved(lines=0, pages=1)"),
        ("pageup", "Moved(lines=0, pages=-1)"),
        ("tab", "Completing(back=False)"),
        ("shift+tab", "Completing(back=True)"),
    ],
)
async def test_keys_that_are_for_others_are_reported(key: str, posted: str) -> None:
    async with searching("moths", ["lamps"]) as (pilot, screen):
        await press(pilot, key)
        assert [repr(one) for one in screen.posted] == [f"SearchBar.{posted}"]
        assert not screen.heard


async def test_a_completion_is_reported_as_if_it_had_been_typed() -> None:
    async with searching("dy tue") as (_, screen):
        screen.line.replace(0, 2, "day:")
        assert (screen.told, screen.line.buffer.cursor) == (["day: tue"], 4)
        assert row(screen.line, 1) == "  8 letters"


@pytest.mark.parametrize(
    ("keys", "text", "moved"),
    [
        ("up", "glow worms", 0),
        ("up up up up up", "moths", 0),
        ("up up left down", "glow worms", 0),
        ("up down", "", 0),
        ("up down down", "", 1),
        ("up y up", "glow wormsy", 1),
        ("up ctrl+w up", "glow worms", 0),
        ("l a up", "lamps", 0),
        ("L a up up up up down down", "La", 0),
        ("m down up", "m", 2),
        ("m down o up", "moths", 1),
        ("up y ctrl+u up", "glow worms", 0),
    ],
)
async def test_up_recalls_searches_that_begin_like_the_line_until_one_moves_in_the_list(
    keys: str, text: str, moved: int
) -> None:
    async with searching("", ["moths", "lamps", "lamps", "glow worms"]) as (pilot, screen):
        await press(pilot, *keys.split())
        assert screen.line.text == text
        assert len(screen.posted) == moved


@pytest.mark.parametrize(
    ("keys", "text"),
    [
        ("m", "m"),
        ("space m", " m"),
        ("backspace", ""),
        ("delete m", "m"),
        ("right s", "glow wormss"),
        ("home x", "xglow worms"),
        ("ctrl+w", "glow "),
        ("down s", "s"),
        ("up", "glow lamps"),
        ("up up down down", "glow worms"),
        ("x ctrl+u up", "glow worms"),
    ],
)
async def test_what_is_typed_replaces_the_selected_search_and_other_keys_keep_it(
    keys: str, text: str
) -> None:
    async with searching("glow worms", ["moths", "glow lamps", "glow worms"]) as (pilot, screen):
        screen.line.select_all()
        assert looks(screen.line, 0, "reverse") == ["glow worms", " "]
        assert row(screen.line, 1) == "  Type a new search, or press End to continue this one."
        await press(pilot, *keys.split())
        assert screen.line.text == text
        assert not screen.line.is_selected


async def test_a_paste_replaces_the_selected_search() -> None:
    async with searching("glow worms") as (pilot, screen):
        screen.line.select_all()
        screen.line.post_message(events.Paste("moths"))
        await until(pilot, lambda: screen.line.text == "moths")


async def test_leaving_the_line_ends_the_way_through_the_history() -> None:
    async with searching() as (pilot, screen):
        await press(pilot, "up")
        assert len(screen.posted) == 1
        screen.line.history = ("moths", "lamps")
        await press(pilot, "up")
        await go_to(pilot, screen.other)
        await go_to(pilot, screen.line)
        await press(pilot, "up")
        assert screen.line.text == "lamps"
        assert len(screen.posted) == 2


async def test_faults_are_underlined_and_nothing_else_is() -> None:
    async with searching("moths dy:tu") as (pilot, screen):
        await press(pilot, "e")
        assert looks(screen.line, 0, "underline") == ["dy"]
        await press(pilot, *["left"] * 6)
        assert looks(screen.line, 0, "underline") == ["d", "y"]
        assert looks(screen.line, 0, "reverse") == ["d"]
        await press(pilot, "s")
        assert looks(screen.line, 0, "underline") == []


async def test_the_cursor_is_a_block_on_its_letter_while_the_line_has_the_focus() -> None:
    async with searching("蛾と灯") as (pilot, screen):
        assert looks(screen.line, 0, "reverse") == [" "]
        await press(pilot, "left")
        assert looks(screen.line, 0, "reverse") == ["灯"]
        await go_to(pilot, screen.other)
        assert looks(screen.line, 0, "reverse") == []


@pytest.mark.parametrize(
    "text", ["moths and lamps at night", "蛾と灯火について話しましょう", "é🎉" * 12]
)
async def test_in_twenty_columns_the_cursor_is_always_in_sight(text: str) -> None:
    async with searching(text, width=20) as (pilot, screen):
        for key in ("end", *["left"] * len(text), *["right"] * len(text), "home"):
            await press(pilot, key)
            under = (text[screen.line.buffer.cursor :] or " ")[0]
            assert looks(screen.line, 0, "reverse") == [under]
            is_cut = screen.line.buffer.cursor == len(text)
            assert row(screen.line).startswith(f"/{ELLIPSIS}" if is_cut else "/")
        assert row(screen.line).startswith(f"/ {text[0]}")


async def test_a_window_made_smaller_keeps_the_cursor_in_sight() -> None:
    async with searching("moths and lamps at night") as (pilot, screen):
        await pilot.resize_terminal(20, 8)
        assert looks(screen.line, 0, "reverse") == [" "]
        assert row(screen.line).endswith("at night")
        await pilot.resize_terminal(60, 8)
        assert row(screen.line) == "/ moths and lamps at night"


async def test_pasted_lines_become_one_line_at_the_cursor() -> None:
    async with searching("[]") as (pilot, screen):
        await press(pilot, "left")
        pilot.app.post_message(events.Paste("glow\r\nworms\t\x1b[31m"))
        await pilot.pause()
        assert screen.told[-1] == "[glow worms [31m]"
        assert row(screen.line) == "/ [glow worms [31m]"


async def test_a_click_puts_the_cursor_on_the_letter_under_it() -> None:
    async with searching("out of sight 蛾と lamps", width=14) as (pilot, screen):
        assert row(screen.line) == f"/{ELLIPSIS}蛾と lamps"
        await go_to(pilot, screen.other)
        for x, at in ((3, 13), (4, 14), (6, 15), (7, 16), (13, 21), (2, 13)):
            await pilot.click(screen.line, offset=(x, 0))
            assert screen.line.buffer.cursor == at
        assert screen.line.has_focus
        await pilot.click(screen.line, offset=(7, 1))
        assert screen.line.buffer.cursor == 13


async def test_the_cursor_of_the_terminal_follows() -> None:
    async with searching("蛾x") as (pilot, screen):
        places = []
        for key in ("right", "left", "left"):
            await press(pilot, key)
            places.append(pilot.app.cursor_position)
        assert places == [Offset(x, screen.line.region.y) for x in (5, 4, 2)]


async def test_choices_are_side_by_side_in_place_of_the_hint() -> None:
    async with searching() as (_, screen):
        screen.line.show(hint="a day", choices=["day:mon", "day:tue"], chosen=1)
        assert row(screen.line, 1) == "   day:mon  day:tue"
        assert looks(screen.line, 1, "reverse") == [" day:tue "]
        screen.line.show()
        assert row(screen.line, 1).startswith("  Tab completes fields")


async def test_a_hint_is_cut_to_the_width_and_never_markup_or_an_order() -> None:
    async with searching(width=20) as (_, screen):
        screen.line.show(hint="[red]\x1b[31mThere[/] is no such field")
        assert row(screen.line, 1) == f"  [red] [31mThere[{ELLIPSIS}"
        screen.line.show(choices=["a\nb", "\x9b1m"])
        assert row(screen.line, 1) == "   a b   1m"
