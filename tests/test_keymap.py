"""The user's own keys: valid ones work, each invalid one is reported with advice, and Q always quits."""

import pytest
from stories import Home, press, said, settle

from confbrowse.settings import Settings
from confbrowse.tui.app import ConfbrowseApp
from confbrowse.tui.commands import COMMANDS
from confbrowse.tui.keymap import (
    QUIT,
    Keymap,
    ascii_key_name,
    is_letter,
    key_name,
    keymap,
    parse_key,
    unreliable_reason,
)
from confbrowse.tui.screens.browse import BrowseScreen
from confbrowse.tui.view_state import DEFAULT_VIEW

KEYS = sorted({key for command in COMMANDS.values() for key in command.default_keys})


def chosen(**keys: str) -> Keymap:
    """Return the keymap of *keys* by id, with underscores for dots."""
    return keymap([(name.replace("_", ".", 1), text.split()) for name, text in keys.items()])


def test_every_default_key_has_a_name_that_parses_back() -> None:
    assert [parse_key(key_name(key)) for key in KEYS] == KEYS
    assert [parse_key(key) for key in KEYS] == KEYS


def test_every_default_key_has_a_name_in_ascii_that_parses_back() -> None:
    assert all(ascii_key_name(key).isascii() for key in KEYS)
    assert [parse_key(ascii_key_name(key)) for key in KEYS] == KEYS


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
def test_a_key_that_types_a_letter_differs_from_one_that_does_not(key: str, types: bool) -> None:
    assert is_letter(key) is types
    assert not unreliable_reason(key)


@pytest.mark.parametrize(
    ("text", "key"),
    [("Ctrl-T", "ctrl+t"), ("^t", "ctrl+t"), ("#", "number_sign"), ("del", "delete"), ("é", "é")],
)
def test_a_key_may_be_written_as_people_do(text: str, key: str) -> None:
    assert parse_key(text) == key


def test_without_own_keys_there_is_no_fault() -> None:
    assert keymap(()) == Keymap({})


def test_valid_keys_replace_the_defaults() -> None:
    found = chosen(talk_star="I Ctrl-t", talk_hide="#")
    assert found == Keymap({"talk.star": ("I", "ctrl+t"), "talk.hide": ("number_sign",)})


def test_two_commands_may_change_keys() -> None:
    found = chosen(talk_hide="d", talk_seen="x")
    assert found == Keymap({"talk.hide": ("d",), "talk.seen": ("x",)})


@pytest.mark.parametrize(
    ("name", "keys", "sentence"),
    [
        ("talk.sta", "s", "is not a command; did you mean talk.star?"),
        ("moths", "s", "is not a command; confbrowse keys lists them all."),
        ("talk.star", "Hyper-x", "Hyper-x is not a key; use one such as"),
        ("talk.star", "Ctrl-i", "Ctrl-i is the same as Tab in a terminal; use a key such as"),
        ("talk.star", "Ctrl-h", "Ctrl-h is the same as Backspace in a terminal"),
        ("talk.star", "Ctrl-j", "Ctrl-j is the same as Enter in a terminal"),
        ("talk.star", "ctrl+m", "Ctrl-m is the same as Enter in a terminal"),
        ("talk.star", "shift+w", "Shift-w is written W"),
        ("talk.star", "ctrl+5", "Ctrl-5 is not sent by every terminal"),
        ("talk.star", "Q", "Q always quits"),
        ("talk.star", "^q", "Ctrl-q always quits"),
        ("talk.star", "x", "x is already used by Hide (talk.hide); give that another key, or"),
        ("talk.star", "j", "j is already used by Down (list.down)"),
        ("talk.star", "", "is empty; the default stays: s, Space."),
    ],
)
def test_each_invalid_key_is_one_sentence_and_the_rest_work(
    name: str, keys: str, sentence: str
) -> None:
    found = keymap([(name, keys.split()), ("talk.note", ["I"])])
    assert found.keys == {"talk.note": ("I",)}
    (fault,) = found.faults
    assert fault.startswith(f"config.toml: keys.{name}")
    assert sentence in fault


def test_a_key_that_is_offered_instead_is_free() -> None:
    (fault,) = chosen(talk_star="x").faults
    offered = parse_key(fault.removesuffix(".").rpartition("such as ")[2])
    assert offered
    assert keymap([("talk.star", [offered])]) == Keymap({"talk.star": (offered,)})


def test_a_command_that_came_later_gives_way_to_the_key_that_the_user_had_chosen() -> None:
    found = chosen(talk_star="*", talk_note="M")
    assert not found.faults
    assert (found.keys["talk.star"], found.keys["talk.note"]) == (("asterisk",), ("M",))
    moved = [
        found.keys[one.id] for one in COMMANDS.values() if one.gives_way and one.id in found.keys
    ]
    assert len(moved) == 2
    assert all(keys[0] not in ("asterisk", "M") for keys in moved)
    assert not keymap(
        [(name, [key_name(key) for key in keys]) for name, keys in found.keys.items()]
    ).faults


def test_a_key_for_two_commands_goes_to_one_and_the_other_keeps_its_default() -> None:
    found = chosen(talk_star="I", talk_note="I")
    assert len(found.faults) == 1
    effective = {one.id: found.keys.get(one.id, one.default_keys) for one in COMMANDS.values()}
    assert sorted(keys == ("I",) for keys in (effective["talk.star"], effective["talk.note"])) == [
        False,
        True,
    ]


def test_where_they_never_meet_two_commands_may_have_one_key() -> None:
    assert not chosen(talk_star="i", links_copy="i").faults


def test_quitting_keeps_its_key_beside_a_new_one() -> None:
    assert chosen(**{"app_quit-now": "I"}).keys[QUIT] == ("I", "Q")


async def test_own_keys_work_on_screen_help_shows_them_and_faults_are_reported(home: Home) -> None:
    settings = Settings(keys=(("talk.star", ("I",)), ("talk.hide", ("Q",))))
    app = ConfbrowseApp(home.library, home.agenda, DEFAULT_VIEW, settings=settings)
    async with app.run_test(size=(100, 30), notifications=True) as pilot:
        await settle(pilot)
        assert "Q always quits" in said(pilot)
        await press(pilot, "s")
        assert not home.starred
        await press(pilot, "I")
        assert len(home.starred) == 1
        screen = app.screen
        assert isinstance(screen, BrowseScreen)
        assert [one.keys for one in screen.commands() if one.id == "talk.star"] == ["I"]
        await press(pilot, "Q")
        assert not app.is_running
