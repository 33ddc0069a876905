"""Keys in one burst act like single keys: none is misread, none is lost."""

import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from threading import Event
from typing import Any  # for what a stand-in passes on

import pytest
from stories import (
    BREAK,
    ICML,
    MEDIUM,
    MOTHS,
    OWLS,
    Home,
    hold,
    home_with,
    on_screen,
    opened,
    picture,
    press,
    said,
    settle,
    title,
    titles,
)
from textual.app import App
from textual.events import (
    AppBlur,
    AppFocus,
    Key,
    MouseDown,
    MouseEvent,
    MouseMove,
    MouseUp,
    Paste,
)
from textual.keys import key_to_character
from textual.pilot import Pilot

from confbrowse.marks import MAX_NOTE_CHARS
from confbrowse.model import Mark
from confbrowse.search.index_store import IndexStore
from confbrowse.storage.library import LibraryStore
from confbrowse.tui import input_queue

NOON = datetime(2021, 7, 20, 16, 5, tzinfo=UTC)
"""While the first talks of NIGHTS are on."""
WIDE = (120, 35)


@dataclass(frozen=True)
class State:
    """The state of confbrowse as visible from outside."""

    screens: tuple[str, ...]
    focused: str
    picture: str
    marks: dict[str, Mark]


@pytest.fixture(autouse=True)
def alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """Disable browser and clipboard of this machine, and allow for a slow one."""
    monkeypatch.setattr(input_queue, "_TIMEOUT_SECONDS", 20.0)
    monkeypatch.setenv("CONFBROWSE_OPENER", "true")
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "TMUX", "WSL_DISTRO_NAME"):
        monkeypatch.delenv(name, raising=False)


def key(name: str) -> Key:
    return Key(name, key_to_character(name))


def names(words: str) -> list[str]:
    """Return the names of the keys in *words*: ``~`` and a name for one, else each letter its own."""
    special = {" ": "space", "/": "slash", ":": "colon", "?": "question_mark"}
    special |= {"]": "right_square_bracket", "{": "left_curly_bracket", "}": "right_curly_bracket"}
    special |= {")": "right_parenthesis", "+": "plus", ">": "greater_than_sign"}
    found: list[str] = []
    for word in words.split("~"):
        if found or words.startswith("~"):
            name, _, word = word.partition(".")
            found += [name] if name else []
        found += [special.get(letter, letter) for letter in word]
    return found


async def state(pilot: Pilot[None], home: Home) -> State:
    await press(pilot, "f24")  # does nothing, but takes away the messages
    focused = pilot.app.focused
    return State(
        tuple(type(one).__name__ for one in pilot.app.screen_stack),
        f"{type(focused).__name__} {focused.id if focused else ''}",
        picture(pilot),
        dict(home.agenda.marks()),
    )


async def typed(
    folder: Path, bursts: Sequence[str], size: tuple[int, int], *, at_once: bool
) -> list[State]:
    """Return the state after each of *bursts*, whose keys are typed at once or one after another."""
    home, states = Home(home_with(folder, ICML).folder, lambda: NOON), []
    IndexStore(home.library).catch_up()  # else it may be finished between two keys
    async with opened(home, size) as pilot:
        for words in bursts:
            if at_once:
                for name in names(words):
                    pilot.app.post_message(key(name))
                await settle(pilot)
            else:
                await press(pilot, *names(words))
            states.append(await state(pilot, home))
    return states


SHORT = (
    "/dexa", "/moth~enter.jjs", "~enter.jj", "~enter./moon~enter.nn", ":agenda~enter.j", "Anowhere",
    "E1dexa", "fcode~enter.js", "ea note~escape.js", "?sta", "Oqs", "bjs", "4wjs", "sjs2j", "xjs", "}}]s",
    "sss", "Tloc~enter.j", "/mo~down.~enter.s", "z)z)",
)  # fmt: skip
LONG = (
    "/moth~enter.s", "/owl~escape.s", "/moth~escape.~escape.js", "~enter.)s", "~enter.~escape.js",
    ":theme~enter.", "~ctrl+p.zoom~enter.j", "A~escape.js", "E", "E~escape.s", "f~escape.s",
    "S~down.~down.~enter.js", "edexa", "evs~escape.u", "?~escape.s", "o", "oj", "O1s", "yj", "Yj",
    "C~down.~enter.j", "~tab.jj", "~tab.~tab.s", "lj", "llh", "b/ear~enter.js", "bj~enter.js", "2",
    "2jjs", "2s2", "3js", "4w", "5", "ps", "5~escape.s", "1s", "asa", "m", "vjjs", "vjjxu",
    "vjje~escape.", "ss", "++", "xxx", "djdu", "uu", "su~ctrl+r.", "]s", "]]s", "}s", "Gsgs", "JJK",
    "=", "D", "T", "c", "sjsc", "sjscj~enter.", "/day:tue~tab.~enter.s", "/~up.x~escape.", "~enter.q",
    "b/zzz~escape.s",
)  # fmt: skip


async def agree(folder: Path, size: tuple[int, int], *bursts: str) -> None:
    """Assert that the keys of each of *bursts*, one behind the other, act at once as they do one by one."""
    one_by_one = await typed(folder / "one", bursts, size, at_once=False)
    at_once = await typed(folder / "burst", bursts, size, at_once=True)
    for words, wanted, found in zip(bursts, one_by_one, at_once, strict=True):
        assert found == wanted, words


@pytest.mark.parametrize("words", SHORT[::3])  # all of them are a proof
async def test_a_burst_does_what_its_keys_do_one_at_a_time(tmp_path: Path, words: str) -> None:
    await agree(tmp_path, MEDIUM, words)


@pytest.mark.proof
@pytest.mark.parametrize("size", [MEDIUM, WIDE], ids=["80x24", "120x35"])
@pytest.mark.parametrize("words", SHORT + LONG)
async def test_every_burst_does_so_at_every_size(
    tmp_path: Path, words: str, size: tuple[int, int]
) -> None:
    await agree(tmp_path, size, words)


POOL = (
    *"jkgGhlsxdeuvzfSOTcCbDJK=+pmny1234at2", *("]", "}", ")", "/", "?", ":"), *("moth", "owl", "is:starred"),
    *("~enter.",) * 4, *("~escape.",) * 4, *("~tab.",) * 2, "~down.", "~up.", "~ctrl+r.", "~backspace.",
)  # fmt: skip
"""Keys without those that quit, suspend, or start a slow command or program."""


def made_up(seed: int) -> str:
    """Return keys and words in a random order given by *seed*."""
    dice = random.Random(seed)  # noqa: S311 - no secret
    return "".join(dice.choices(POOL, k=dice.randint(3, 14)))


@pytest.mark.parametrize("seed", range(3))
async def test_any_keys_in_a_burst_do_what_they_do_one_at_a_time(tmp_path: Path, seed: int) -> None:
    await agree(tmp_path, MEDIUM, made_up(seed))


@pytest.mark.proof
@pytest.mark.parametrize("seed", range(100, 253, 3))
async def test_many_made_up_bursts_do_so(tmp_path: Path, seed: int) -> None:
    bursts = [made_up(one) for one in range(seed, seed + 3)]  # each where the one before has led
    await agree(tmp_path, (MEDIUM, WIDE)[seed % 2], *bursts)


async def test_what_is_typed_before_a_slow_window_opens_belongs_to_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home, go_on, count = home_with(tmp_path, ICML), Event(), LibraryStore.counts

    def slow(*given: Any) -> Mapping[Any, dict[str, int]]:
        go_on.wait()
        return count(*given)

    monkeypatch.setattr(LibraryStore, "counts", slow)
    async with opened(home) as pilot:
        for name in ("f", "down", "down", "enter"):
            pilot.app.post_message(key(name))
        for _ in range(20):
            await pilot.pause(0)
        before = title(pilot)
        go_on.set()
        await settle(pilot)
        assert before == title(pilot) == MOTHS.title
        assert "is:free" in picture(pilot)


async def test_keys_are_not_frozen_by_what_takes_too_long(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home, go_on = home_with(tmp_path, ICML), Event()
    monkeypatch.setattr(input_queue, "_TIMEOUT_SECONDS", 0.02)
    monkeypatch.setattr(LibraryStore, "jump", lambda *_: go_on.wait() and 3)
    async with opened(home) as pilot:
        for name in ("right_square_bracket", "j", "D", "j"):
            pilot.app.post_message(key(name))
        while title(pilot) != OWLS.title:  # two lines down: the keys went on
            await pilot.pause(0.01)
        go_on.set()
        await settle(pilot)


async def test_keys_that_stay_in_a_list_or_a_line_wait_for_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    looked = 0
    under_way = input_queue._running

    def counting(app: App[None]) -> Iterator[object]:
        nonlocal looked
        looked += 1
        return under_way(app)

    async with opened(home_with(tmp_path, ICML)) as pilot:
        await press(pilot, "j", "k")
        monkeypatch.setattr(input_queue, "_running", counting)
        await hold(pilot, "j", 300)
        await hold(pilot, "k", 300)
        assert looked <= 2
        await press(pilot, "slash", "a")
        looked = 0
        await hold(pilot, "b", 300)
        await hold(pilot, "backspace", 300)
        assert looked <= 2


async def test_clicks_and_keys_keep_their_order(tmp_path: Path) -> None:
    home = home_with(tmp_path, ICML)
    async with opened(home) as pilot:
        region = on_screen(pilot).main_list.region

        def mouse(kind: type[MouseEvent], y: int) -> MouseEvent:
            return kind(None, region.x + 3, region.y + y, 0, 0, 1, False, False, False)

        burst = [key("slash"), *map(key, "moth"), key("escape"), key("escape")]
        click = [mouse(MouseMove, 3), mouse(MouseDown, 3), mouse(MouseUp, 3)]
        for event in (*burst, *click, key("s"), mouse(MouseMove, 0), key("j"), key("s")):
            pilot.app.post_message(event)
        await settle(pilot)
        assert home.starred == [OWLS.title, BREAK.title]


async def test_a_storm_of_mouse_moves_loses_no_key(tmp_path: Path) -> None:
    home = home_with(tmp_path, ICML)
    async with opened(home) as pilot:
        moves = [MouseMove(None, x, 5, 1, 0, 0, False, False, False) for x in range(20)]
        for event in (
            key("slash"),
            *moves,
            key("o"),
            *moves,
            key("w"),
            key("enter"),
            *moves,
            key("s"),
        ):
            pilot.app.post_message(event)
        await settle(pilot)
        assert home.starred == [OWLS.title]


async def test_a_burst_goes_on_after_a_change_of_size_and_of_focus_in_between(
    tmp_path: Path,
) -> None:
    async with opened(home_with(tmp_path, ICML)) as pilot:
        app = pilot.app
        app.post_message(key("slash"))
        await pilot.resize_terminal(120, 35)
        for event in (key("o"), AppBlur(), AppFocus(), key("w"), key("l"), key("enter"), key("s")):
            app.post_message(event)
        await settle(pilot)
        assert titles(pilot) == [OWLS.title]
        assert Home(tmp_path).starred == [OWLS.title]


@pytest.mark.parametrize(
    ("before", "pasted", "seen"),
    [
        ("slash", "moth\nlamps", "/ moth lamps"),
        ("e", "one\ttwo\nthree [31m s", "three [31m s"),
        ("question_mark", "\n  sta\nr", "sta"),
        ("A", "fosdem\t2026\nx", "fosdem 2026"),
    ],
)
async def test_a_paste_goes_where_text_is_taken_right_behind_its_key(
    tmp_path: Path, before: str, pasted: str, seen: str
) -> None:
    home = home_with(tmp_path, ICML)
    async with opened(home) as pilot:
        pilot.app.post_message(key(before))
        pilot.app.post_message(Paste(pasted))
        await settle(pilot)
        assert seen in picture(pilot)
        assert not home.agenda.marks()


async def test_a_paste_does_nothing_where_no_text_is_taken(tmp_path: Path) -> None:
    home = home_with(tmp_path, ICML)
    async with opened(home) as pilot:
        before = await state(pilot, home)
        pilot.app.post_message(Paste("dexa\x1b[31ms\n" * 2000))
        await settle(pilot)
        assert await state(pilot, home) == before


async def test_a_note_takes_as_much_of_a_paste_as_it_holds(tmp_path: Path) -> None:
    home = home_with(tmp_path, ICML)
    async with opened(home) as pilot:
        await press(pilot, "e")
        pilot.app.post_message(Paste("word\n" * MAX_NOTE_CHARS))
        await settle(pilot)
        assert "the rest was left out" in said(pilot)
        await press(pilot, "escape")
        (mark,) = home.agenda.marks().values()
        assert mark.note
        assert MAX_NOTE_CHARS - 5 <= len(mark.note) <= MAX_NOTE_CHARS
