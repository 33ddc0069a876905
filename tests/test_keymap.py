"""The reader's own keys: what can be holds, what cannot is named with what to do, and Q always quits."""

from pathlib import Path

import pytest
from stories import ICML, Home, home_with, press, said, settle

from confbrowse.place import NOWHERE
from confbrowse.settings import Settings
from confbrowse.tui.app import ConfbrowseApp
from confbrowse.tui.key_table import commands
from confbrowse.tui.keymap import QUIT, Keymap, keymap
from confbrowse.tui.keys import called, is_letter, shown, shown_in_ascii, why_not
from confbrowse.tui.screens.browse import BrowseScreen

COMMANDS = commands()
BY_ID = {command.id: command for command in COMMANDS}


def chosen(**keys: str) -> Keymap:
    """Return the keymap of *keys* by id, an underscore for the point."""
    return keymap(
        [(name.replace("_", ".", 1), text.split()) for name, text in keys.items()], COMMANDS
    )


@pytest.mark.parametrize("key", sorted({key for command in COMMANDS for key in command.keys}))
def test_every_key_is_called_what_it_is_shown_as_and_can_be(key: str) -> None:
    assert called(shown(key)) == key
    assert called(key) == key


@pytest.mark.parametrize("key", sorted({key for command in COMMANDS for key in command.keys}))
def test_every_key_is_shown_in_ascii_as_no_other_is(key: str) -> None:
    assert shown_in_ascii(key).isascii()
    assert called(shown_in_ascii(key)) == key


@pytest.mark.parametrize(
    ("key", "types"),
    [
        ("s", True),
        ("slash", True),
        ("space", True),
        ("enter", False),
        ("escape", False),
        ("f1", False),
        ("ctrl+a", False),
    ],
)
def test_a_key_that_types_a_letter_is_told_from_one_that_does_not(key: str, types: bool) -> None:
    assert is_letter(key) is types
    assert not why_not(key)


@pytest.mark.parametrize(
    ("text", "key"),
    [("Ctrl-T", "ctrl+t"), ("^t", "ctrl+t"), ("#", "number_sign"), ("del", "delete"), ("é", "é")],
)
def test_a_key_may_be_written_as_people_do(text: str, key: str) -> None:
    assert called(text) == key


def test_without_keys_of_ones_own_nothing_is_said() -> None:
    assert keymap((), COMMANDS) == Keymap({})


def test_keys_that_can_be_hold() -> None:
    found = chosen(talk_star="W Ctrl-t", talk_hide="#")
    assert found == Keymap({"talk.star": ("W", "ctrl+t"), "talk.hide": ("number_sign",)})


def test_two_commands_may_change_keys() -> None:
    found = chosen(talk_hide="d", talk_seen="x")
    assert found == Keymap({"talk.hide": ("d",), "talk.seen": ("x",)})


@pytest.mark.parametrize(
    ("name", "keys", "sentence"),
    [
        ("talk.sta", "s", "is no command; did you mean talk.star?"),
        ("moths", "s", "is no command; confbrowse keys lists them all."),
        ("talk.star", "Hyper-x", "Hyper-x is no key; take one such as"),
        ("talk.star", "Ctrl-i", "Ctrl-i is Tab to a terminal; take a key such as"),
        ("talk.star", "Ctrl-h", "Ctrl-h is Backspace to a terminal"),
        ("talk.star", "Ctrl-j", "Ctrl-j is Enter to a terminal"),
        ("talk.star", "ctrl+m", "Ctrl-m is Enter to a terminal"),
        ("talk.star", "shift+w", "Shift-w is written W"),
        ("talk.star", "ctrl+5", "Ctrl-5 is not sent by every terminal"),
        ("talk.star", "Q", "Q always quits"),
        ("talk.star", "^q", "Ctrl-q always quits"),
        ("talk.star", "x", "x is Hide (talk.hide) there already; give that another key, or"),
        ("talk.star", "j", "j is Down (list.down) there already"),
        ("talk.star", "", "names no key; it keeps s, Space."),
    ],
)
def test_what_cannot_be_is_one_sentence_and_the_rest_holds(
    name: str, keys: str, sentence: str
) -> None:
    found = keymap([(name, keys.split()), ("talk.note", ["W"])], COMMANDS)
    assert found.keys == {"talk.note": ("W",)}
    (fault,) = found.faults
    assert fault.startswith(f"config.toml: keys.{name}")
    assert sentence in fault


def test_a_key_that_is_offered_instead_is_free() -> None:
    (fault,) = chosen(talk_star="x").faults
    offered = called(fault.removesuffix(".").rpartition("such as ")[2])
    assert offered
    assert keymap([("talk.star", [offered])], COMMANDS) == Keymap({"talk.star": (offered,)})


def test_a_key_for_two_commands_is_left_to_one_and_nobody_is_left_without() -> None:
    found = chosen(talk_star="W", talk_note="W")
    assert len(found.faults) == 1
    effective = {one.id: found.keys.get(one.id, one.keys) for one in COMMANDS}
    assert sorted(keys == ("W",) for keys in (effective["talk.star"], effective["talk.note"])) == [
        False,
        True,
    ]


def test_where_they_never_meet_two_commands_may_have_one_key() -> None:
    assert not chosen(talk_star="i", links_copy="i").faults


def test_quitting_keeps_its_key_beside_a_new_one() -> None:
    assert chosen(**{"app_quit-now": "W"}).keys[QUIT] == ("W", "Q")


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return home_with(tmp_path, ICML)


async def test_on_screen_they_hold_help_shows_them_and_faults_are_told(home: Home) -> None:
    settings = Settings(keys=(("talk.star", ("W",)), ("talk.hide", ("Q",))))
    app = ConfbrowseApp(home.library, home.agenda, NOWHERE, settings=settings)
    async with app.run_test(size=(100, 30), notifications=True) as pilot:
        await settle(pilot)
        assert "Q always quits" in said(pilot)
        await press(pilot, "s")
        assert not home.starred
        await press(pilot, "W")
        assert len(home.starred) == 1
        screen = app.screen
        assert isinstance(screen, BrowseScreen)
        told = screen.keys()
        assert ("W", "Star", BY_ID["talk.star"].help, "talk.star") in told
        await press(pilot, "Q")
        assert not app.is_running
