"""Messages take one line at the bottom, go at the next key, and can be read again."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from rich.cells import cell_len
from stories import MEDIUM, MOTHS, NARROW, Home, opened, picture, press, said, settle, star, words
from textual.events import Key
from textual.keys import key_to_character

from confbrowse.text.cells import text_of
from confbrowse.tui.dialogs.messages import message_rows
from confbrowse.tui.message_log import MOST, LoggedMessage, MessageLog
from confbrowse.tui.widgets.message_line import message_line

NOON = datetime(2021, 7, 20, 12, 5, tzinfo=UTC)
HIDDEN = "“Moths and Lamps at Night” is hidden. Press u to undo."
CLASH = "Starred. Clashes with “Moths and Lamps” and “Bats and Echoes”; press c to resolve it."


@pytest.mark.parametrize(
    ("sentence", "width", "line"),
    [
        ("Copied the link.", 40, " Copied the link."),
        (HIDDEN, 60, f" {HIDDEN}"),
        (HIDDEN, 50, " “Moths and Lamps a…” is hidden. Press u to undo."),
        (
            CLASH,
            79,
            " Starred. Clashes with “Moths a…” and “Bats and Echo…”; press c to resolve it.",
        ),
        ("A long sentence without a title in it.", 30, " A long sentenc…  M shows all"),
        ("Two\nlines of 灯.", 40, " Two lines of 灯."),
        ("Anything", 3, " A…"),
    ],
)
def test_a_message_fills_one_line_and_titles_are_cut_first(
    sentence: str, width: int, line: str
) -> None:
    shown = message_line(sentence, sentence, "M shows all", width)
    assert cell_len(shown) == width
    assert shown.rstrip() == line


@pytest.mark.parametrize(
    ("width", "line"),
    [
        (60, " In 5 minutes in Aula: Owls. Starred “Moths and Lamps”."),
        (50, " Starred “Moths and Lamps”.           M shows all"),
        (35, " Starred “Moths an…”.  M shows all"),
    ],
)
def test_of_messages_that_are_too_long_for_a_line_one_is_shown(width: int, line: str) -> None:
    last = "Starred “Moths and Lamps”."
    shown = message_line(f"In 5 minutes in Aula: Owls. {last}", last, "M shows all", width)
    assert cell_len(shown) == width
    assert shown.rstrip() == line


def test_messages_go_at_the_next_key_and_the_last_ones_are_kept() -> None:
    log, first, fault = (
        MessageLog(),
        LoggedMessage(NOON, "One."),
        LoggedMessage(NOON, "Bad.", "error"),
    )
    for message in (first, fault, replace(first, at=NOON)):
        log.add(message, 0.0)
    assert [one.words for one in log.shown] == ["Error: Bad.", "One."]
    log.drawn(log.shown, 1.0)
    assert log.key_pressed(1.0)
    assert log.shown == ()
    assert not log.key_pressed(1.0)
    log.add(first, 2.0)
    log.drawn(log.shown, 1.0)
    assert not log.key_pressed(1.9), "no key asked for it"
    assert log.key_pressed(2.0)
    for number in range(MOST):
        log.add(LoggedMessage(NOON, str(number)), 0.0)
    assert [one.sentence for one in log.kept] == [str(number) for number in reversed(range(MOST))]


def test_a_message_stays_until_a_key_is_pressed_after_it_was_drawn() -> None:
    log, first = MessageLog(), LoggedMessage(NOON, "One.")
    log.add(first, 0.0)
    assert not log.key_pressed(1.0), "it is not drawn yet"
    log.drawn((first,), 2.0)
    assert not log.key_pressed(1.9), "pressed before it was drawn, handled after it"
    assert log.shown == (first,)
    assert log.key_pressed(2.1)


def test_of_a_burst_the_last_message_is_shown_and_every_error() -> None:
    log, fault = MessageLog(), LoggedMessage(NOON, "Bad.", "error")
    log.add(fault, 0.0)
    for number in range(3):
        log.key_pressed(0.0)
        log.add(LoggedMessage(NOON, str(number)), 0.0)
    assert [one.words for one in log.shown] == ["Error: Bad.", "2"]
    log.key_pressed(0.0)
    log.replace_outdated()
    assert log.shown == (fault,)


def test_messages_are_listed_with_their_times() -> None:
    time = f"{NOON.astimezone():%H:%M:%S}"
    fault = LoggedMessage(NOON, "Cannot write the agenda.", "error")
    rows = [text_of(row) for row in message_rows([fault], 30)]
    assert rows == [f" {time}  Error: Cannot write", f"{' ' * 11}the agenda."]
    assert [text_of(row) for row in message_rows([], 30)] == [" No messages yet."]


@pytest.mark.parametrize("size", [MEDIUM, NARROW])
async def test_a_message_takes_the_place_of_the_key_bar_alone_until_the_next_key(
    home: Home, size: tuple[int, int]
) -> None:
    async with opened(replace(home, now=lambda: NOON), size) as pilot:
        await press(pilot, "j", "k")
        before = picture(pilot).splitlines()
        await press(pilot, "u")
        assert said(pilot) == "There is nothing to undo."
        assert picture(pilot).splitlines()[:-1] == before[:-1]
        await press(pilot, "ctrl+l")
        assert said(pilot) == ""
        assert picture(pilot).splitlines() == before
        await press(pilot, "c", "colon", *"messages", "enter")
        time = f"{NOON.astimezone():%H:%M:%S}"
        listed = words(picture(pilot))
        assert f"{time} This talk clashes with none of yours. {time} There is nothing" in listed
        await press(pilot, "escape", "M")
        assert "Newest first" in picture(pilot)


async def test_a_message_outlives_the_keys_of_its_burst(home: Home) -> None:
    async with opened(home) as pilot:
        for key in ("u", "j", "j", "k"):
            pilot.app.post_message(Key(key, key))
        await settle(pilot)
        assert said(pilot) == "There is nothing to undo."
        await press(pilot, "j")
        assert said(pilot) == ""
        star(home, MOTHS)
        await press(pilot, "g", "r")
        for key in ("j", "s", "enter"):  # reading it full screen marks it as seen
            pilot.app.post_message(Key(key, key_to_character(key)))
        await settle(pilot)
        assert said(pilot).startswith("Starred. Clashes with “Moths")
        for key in ("u", "s", "s"):
            pilot.app.post_message(Key(key, key))
        await settle(pilot)
        assert said(pilot) == "", "it is not starred any more"


async def test_a_message_stays_when_another_screen_comes(home: Home) -> None:
    async with opened(home) as pilot:
        pilot.app.notify("In 8 minutes: Moths and Lamps", markup=False, timeout=60)
        await press(pilot, "a")
        assert said(pilot) == "In 8 minutes: Moths and Lamps"
        await press(pilot, "question_mark")
        assert said(pilot) == "In 8 minutes: Moths and Lamps"
