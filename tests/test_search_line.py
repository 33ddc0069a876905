"""The line to search with: letters go in, what becomes of them is told and shown at once."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager

import pytest
from hypothesis import given
from hypothesis import strategies as st
from made_up import lines
from rich.cells import cell_len
from rich.segment import Segment
from textual import events
from textual.app import App, ComposeResult
from textual.binding import Binding
from textual.geometry import Offset, Region
from textual.message import Message
from textual.pilot import Pilot
from textual.screen import Screen
from textual.strip import Strip

from confbrowse.paths import shipped
from confbrowse.tui.widgets.cells import ELLIPSIS, text_of
from confbrowse.tui.widgets.line_view import ROLES, LineView
from confbrowse.tui.widgets.ribbon import Ribbon
from confbrowse.tui.widgets.search_line import SearchLine, choice_pieces, text_pieces
from confbrowse.tui.widgets.typed import Typed, first_shown

CHOICES = ("day:mon", "day:tue", "day:wed", "day:thu")
FIELDS = {"dy:tue": [(0, 2)], "moths dy:tue": [(6, 8)]}
"""What the screen of these tests finds faulty."""
label = lines | st.text(st.sampled_from("ab 蛾灯🎉🇩e\u0301"), max_size=40)
widths = st.integers(0, 120) | st.integers(0, 20)


class Line(SearchLine):
    """One that counts how often it is drawn."""

    drawn = 0

    def render_lines(self, crop: Region) -> list[Strip]:
        self.drawn += 1
        return super().render_lines(crop)


class Searching(Screen[None]):
    """A screen that answers a search line, and has a key that is also a letter."""

    COMPONENT_CLASSES = ROLES
    BINDINGS = [Binding("m,tab,alt+m,home,space", "heard")]

    def __init__(self, text: str, history: Sequence[str]) -> None:
        super().__init__()
        self.line = Line(text, self._typed, history, on_moved=self._moved)
        self.other = Ribbon()
        self.other.can_focus = True
        self.told: list[str] = []
        self.posted: list[Message] = []
        self.heard = 0

    def compose(self) -> ComposeResult:
        yield self.line
        yield self.other

    def _typed(self, typed: Typed) -> None:
        self.told.append(typed.text)
        self.line.show(faults=FIELDS.get(typed.text, ()), hint=f"{len(typed.text)} letters")

    def _moved(self, typed: Typed) -> None:
        self.told.append(f"|{typed.at}")

    def action_heard(self) -> None:
        self.heard += 1

    def on_search_line_left(self, event: SearchLine.Left) -> None:
        self.posted.append(event)

    def on_search_line_moved(self, event: SearchLine.Moved) -> None:
        self.posted.append(event)

    def on_search_line_completing(self, event: SearchLine.Completing) -> None:
        self.posted.append(event)
        self.line.replace(0, len(self.line.text), "day:mon" if event.back else "day:tue")


class SearchApp(App[None]):
    """One line on one screen, dressed as confbrowse is."""

    CSS_PATH = [shipped("styles") / "app.tcss"]

    def __init__(self, text: str, history: Sequence[str]) -> None:
        super().__init__()
        self.searching = Searching(text, history)

    def get_default_screen(self) -> Screen[None]:
        return self.searching


@asynccontextmanager
async def searching(
    text: str = "", history: Sequence[str] = (), width: int = 60
) -> AsyncIterator[tuple[Pilot[None], Searching]]:
    app = SearchApp(text, history)
    async with app.run_test(size=(width, 8)) as pilot:
        app.searching.line.focus()
        await pilot.pause()
        yield pilot, app.searching


def row(line: LineView, y: int = 0) -> str:
    strip = line.render_line(y)
    assert strip.cell_length == cell_len(strip.text) == line.size.width
    return strip.text.rstrip()


def looks(line: LineView, y: int, attribute: str) -> list[str]:
    """Return the stretches of row *y* whose style has *attribute*."""
    segments: list[Segment] = list(line.render_line(y))
    return [one.text for one in segments if one.style and getattr(one.style, attribute)]


async def test_letters_are_told_at_once_and_none_reaches_the_screen() -> None:
    async with searching() as (pilot, screen):
        await pilot.press(*"moth", "space", "蛾")
        assert screen.told == ["m", "mo", "mot", "moth", "moth ", "moth 蛾"]
        assert screen.line.text == "moth 蛾"
        assert row(screen.line) == "/ moth 蛾"
        assert row(screen.line, 1) == "  6 letters"
        assert not screen.heard


async def test_a_key_is_one_frame_and_no_change_of_layout() -> None:
    async with searching() as (pilot, screen):
        line, other = screen.line, screen.other.region
        for key in ("m", "o", "backspace", "left", "y"):
            line.drawn = 0
            await pilot.press(key)
            await pilot.pause()
            assert line.drawn == 1
        assert line.region.height == 2
        assert screen.other.region == other


async def test_a_letter_with_alt_is_a_key_and_no_letter() -> None:
    async with searching() as (pilot, screen):
        pilot.app.post_message(events.Key("alt+m", "m"))
        await pilot.pause()
        assert screen.line.text == ""
        assert screen.heard == 1


async def test_a_blank_of_another_script_is_a_blank() -> None:
    async with searching("蛾") as (pilot, screen):
        pilot.app.post_message(events.Key("ideographic_space", "\u3000"))
        await pilot.pause()
        assert screen.line.text == "蛾 "


@pytest.mark.parametrize(
    ("keys", "typed"),
    [
        (["left", "left"], Typed("glow worms", 8)),
        (["left", "right", "x"], Typed("glow wormsx", 11)),
        (["ctrl+left", "x"], Typed("glow xworms", 6)),
        (["alt+b", "alt+b", "alt+f"], Typed("glow worms", 4)),
        (["home", "ctrl+right", "s"], Typed("glows worms", 5)),
        (["ctrl+a", "ctrl+e", "backspace"], Typed("glow worm", 9)),
        (["home", "end", "ctrl+w"], Typed("glow ", 5)),
        (["alt+backspace", "alt+backspace"], Typed()),
        (["home", "delete", "ctrl+d"], Typed("ow worms", 0)),
        (["ctrl+left", "ctrl+u"], Typed("worms", 0)),
        (["ctrl+left", "ctrl+k"], Typed("glow ", 5)),
    ],
)
async def test_keys_edit_the_line(keys: list[str], typed: Typed) -> None:
    async with searching("glow worms") as (pilot, screen):
        await pilot.press(*keys)
        assert screen.line.typed == typed
        assert not screen.heard


async def test_moves_of_the_cursor_are_told_apart_and_keys_without_effect_not_at_all() -> None:
    async with searching("ab") as (pilot, screen):
        await pilot.press("right", "end", "delete", "left", "home", "backspace", "c")
        assert screen.told == ["|1", "|0", "cab"]


@pytest.mark.parametrize(
    ("key", "posted"),
    [
        ("enter", SearchLine.Left()),
        ("escape", SearchLine.Left()),
        ("down", SearchLine.Moved(lines=1)),
        ("up", SearchLine.Moved(lines=-1)),
        ("pagedown", SearchLine.Moved(pages=1)),
        ("pageup", SearchLine.Moved(pages=-1)),
        ("tab", SearchLine.Completing()),
        ("shift+tab", SearchLine.Completing(back=True)),
    ],
)
async def test_keys_that_are_for_others_are_said(key: str, posted: Message) -> None:
    async with searching("moths", ["lamps"]) as (pilot, screen):
        await pilot.press(key)
        assert [(type(one), vars_of(one)) for one in screen.posted] == [
            (type(posted), vars_of(posted))
        ]
        assert not screen.heard


def vars_of(message: Message) -> dict[str, object]:
    """Return what *message* itself says."""
    return {name: getattr(message, name, None) for name in ("lines", "pages", "back")}


async def test_a_completion_is_told_as_if_it_had_been_typed() -> None:
    async with searching("day") as (pilot, screen):
        await pilot.press("tab")
        assert screen.line.typed == Typed("day:tue", 7)
        await pilot.press("shift+tab")
        assert screen.told == ["day:tue", "day:mon"]
        assert row(screen.line, 1) == "  7 letters"


async def test_up_on_an_empty_line_goes_back_in_the_history_and_down_comes_back() -> None:
    async with searching("", ["moths", "lamps", "owls"]) as (pilot, screen):
        shown = []
        for key in ("up", "up", "up", "up", "down", "left", "down", "down"):
            await pilot.press(key)
            shown.append(screen.line.text)
        assert shown == ["owls", "lamps", "moths", "moths", "lamps", "lamps", "owls", ""]
        assert not screen.posted
        await pilot.press("down")
        assert len(screen.posted) == 1


async def test_typing_ends_the_way_through_the_history() -> None:
    async with searching("", ["moths", "lamps"]) as (pilot, screen):
        await pilot.press("up", "y", "up")
        assert screen.line.text == "lampsy"
        assert len(screen.posted) == 1
        await pilot.press("ctrl+u", "up")
        assert screen.line.text == "lamps"


async def test_a_history_of_the_same_search_twice_is_walked_through() -> None:
    async with searching("", ["moths", "lamps", "lamps"]) as (pilot, screen):
        await pilot.press("up", "up", "up")
        assert screen.line.text == "moths"


async def test_up_without_a_history_moves_in_the_list() -> None:
    async with searching() as (pilot, screen):
        await pilot.press("up")
        assert len(screen.posted) == 1


async def test_leaving_the_line_ends_the_way_through_the_history() -> None:
    async with searching("", ["moths", "lamps"]) as (pilot, screen):
        await pilot.press("up")
        screen.other.focus()
        await pilot.pause()
        screen.line.focus()
        await pilot.press("up")
        assert screen.line.text == "lamps"
        assert len(screen.posted) == 1


async def test_faults_are_underlined_and_nothing_else_is() -> None:
    async with searching() as (pilot, screen):
        await pilot.press(*"moths", "space", *"dy:tue")
        assert looks(screen.line, 0, "underline") == ["dy"]
        await pilot.press("s")
        assert looks(screen.line, 0, "underline") == []


async def test_the_cursor_is_a_block_on_its_letter_while_the_line_has_the_focus() -> None:
    async with searching("蛾と灯") as (pilot, screen):
        assert looks(screen.line, 0, "reverse") == [" "]
        await pilot.press("left")
        assert looks(screen.line, 0, "reverse") == ["灯"]
        screen.other.focus()
        await pilot.pause()
        assert looks(screen.line, 0, "reverse") == []


async def test_a_cursor_on_a_fault_shows_both() -> None:
    async with searching("xdy:tue") as (pilot, screen):
        await pilot.press("home", "delete")
        assert looks(screen.line, 0, "reverse") == ["d"]
        assert looks(screen.line, 0, "underline") == ["d", "y"]


@pytest.mark.parametrize(
    "text", ["moths and lamps at night", "蛾と灯火について話しましょう", "é🎉" * 20]
)
async def test_in_twenty_columns_the_cursor_is_always_in_sight(text: str) -> None:
    async with searching(text, width=20) as (pilot, screen):
        ways = ["end", *["left"] * len(text), *["right"] * len(text), "home"]
        for key in ways:
            await pilot.press(key)
            under = (text[screen.line.typed.at :] or " ")[0]
            assert looks(screen.line, 0, "reverse") == [under]
            cut = screen.line.typed.at == len(text)
            assert row(screen.line).startswith(f"/{ELLIPSIS}" if cut else "/")
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
        await pilot.press("left")
        pilot.app.post_message(events.Paste("glow\r\nworms\t\x1b[31m"))
        await pilot.pause()
        assert screen.told[-1] == screen.line.text == "[glow worms [31m]"
        assert row(screen.line) == "/ [glow worms [31m]"


async def test_a_click_puts_the_cursor_on_the_letter_under_it() -> None:
    async with searching("蛾と lamps") as (pilot, screen):
        screen.other.focus()
        for x, at in ((2, 0), (3, 0), (4, 1), (6, 2), (7, 3), (40, 8), (0, 0)):
            await pilot.click(screen.line, offset=(x, 0))
            assert screen.line.typed.at == at
        assert screen.line.has_focus
        await pilot.click(screen.line, offset=(7, 1))
        assert screen.line.typed.at == 0


async def test_a_click_counts_from_what_is_in_sight() -> None:
    async with searching("moths and lamps at night", width=20) as (pilot, screen):
        shown = row(screen.line)
        await pilot.click(screen.line, offset=(shown.index("lamps"), 0))
        assert screen.line.typed.at == "moths and lamps at night".index("lamps")


async def test_the_terminal_is_told_where_the_cursor_is() -> None:
    async with searching("蛾x") as (pilot, screen):
        places = [pilot.app.cursor_position]
        for key in ("left", "left"):
            await pilot.press(key)
            places.append(pilot.app.cursor_position)
        assert places == [Offset(x, screen.line.region.y) for x in (5, 4, 2)]


async def test_choices_stand_side_by_side_in_place_of_the_hint() -> None:
    async with searching() as (pilot, screen):
        screen.line.show(hint="a day", choices=CHOICES, chosen=1)
        await pilot.pause()
        assert row(screen.line, 1).split() == list(CHOICES)
        assert looks(screen.line, 1, "reverse") == [" day:tue "]
        screen.line.show(hint="a day")
        assert row(screen.line, 1) == "  a day"
        screen.line.show()
        assert row(screen.line, 1) == ""


async def test_a_hint_is_cut_to_the_width_and_never_markup_or_an_order() -> None:
    async with searching(width=20) as (_, screen):
        screen.line.show(hint="[red]There[/] is no such field\x1b[31m")
        assert row(screen.line, 1) == f"  [red]There[/] is{ELLIPSIS}"
        screen.line.show(choices=["a\nb", "\x9b1m"])
        assert row(screen.line, 1) == "   a b   1m"


@given(st.lists(label, max_size=8), st.integers(0, 7), widths)
def test_the_chosen_one_is_always_in_sight(choices: list[str], chosen: int, width: int) -> None:
    shown = choice_pieces(choices, chosen, width)
    assert cell_len(text_of(shown)) <= width
    if chosen < len(choices) and width >= 3:
        (piece,) = (text for text, role in shown if role == "typed--chosen")
        whole = f" {choices[chosen]} "
        assert piece == whole or (cell_len(whole) > width - 2 and piece.endswith(ELLIPSIS))


@given(label, st.integers(0, 40), widths)
def test_text_takes_no_more_than_its_room(text: str, at: int, width: int) -> None:
    typed = Typed().typed(text).to_start().moved(at)
    first = first_shown(typed, at, width)
    shown = text_pieces(typed, first, [(1, 3)], width, with_cursor=True)
    assert cell_len(text_of(shown)) <= width
    assert sum(cell_len(piece) for piece, _ in shown) <= width
    assert f"{typed.text[first:]} ".startswith(text_of(shown))


@given(label, label, widths)
def test_both_rows_are_exactly_as_wide_as_asked(text: str, hint: str, width: int) -> None:
    line = SearchLine(text, lambda _: None)
    line.show(hint=hint)
    for y in range(line.line_count()):
        assert sum(cell_len(piece) for piece, _ in line.draw_line(y, width)) == width


def test_what_a_line_begins_with_is_cleaned_too() -> None:
    assert SearchLine("a\nb\x1b", lambda _: None).typed == Typed("a b ", 4)


@pytest.mark.parametrize("binding", SearchLine.BINDINGS, ids=lambda one: one.id)
def test_every_key_explains_itself_and_has_an_action(binding: Binding) -> None:
    assert (binding.id or "").startswith("search.")
    assert binding.tooltip.endswith(".")
    assert hasattr(SearchLine, f"action_{binding.action.partition('(')[0]}")
