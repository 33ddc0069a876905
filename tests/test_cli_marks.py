"""The commands that mark talks, the messages of undo and redo, and marks in lists."""

import io
from pathlib import Path
from types import SimpleNamespace

import pytest
from command_line import BATS, MOTHS, OWLS, Run, contents

from confbrowse.marks import MAX_NOTE_CHARS


def marks_of(run: Run, talk: str) -> tuple[object, ...]:
    (found,) = run("show", talk, "--json").objects
    return tuple(found[key] for key in ("starred", "interest", "hidden", "seen", "note"))


@pytest.mark.parametrize(
    ("command", "back", "said", "said_back", "key"),
    [
        ("hide", "unhide", "Hidden", "Unhidden", "hidden"),
        ("seen", "unseen", "Seen", "Unseen", "seen"),
    ],
)
def test_marks_are_set_and_removed_several_at_once(
    filled: Run, command: str, back: str, said: str, said_back: str, key: str
) -> None:
    ran = filled(command, MOTHS, BATS)
    assert ran.code == 0
    assert ran.lines == [f"{said}: Moths and Lamps", f"{said}: Bats and Echoes"]
    assert [talk["id"] for talk in filled("list", "--json").objects if talk[key]] == [MOTHS, BATS]
    assert filled(command, MOTHS).lines == ["Unchanged: Moths and Lamps"]
    assert filled(back, MOTHS, BATS).lines[0] == f"{said_back}: Moths and Lamps"
    assert not any(talk[key] for talk in filled("list", "--json").objects)


def test_interest_is_set(filled: Run) -> None:
    assert filled("interest", MOTHS, "2").lines == ["Interest 2: Moths and Lamps"]
    assert marks_of(filled, MOTHS) == (False, 2, False, False, None)
    assert filled("interest", MOTHS, "2").lines == ["Unchanged: Moths and Lamps"]


@pytest.mark.parametrize("number", ["4", "x", "", "²"])
def test_an_interest_beyond_the_ends_is_refused(
    filled: Run, home_folder: Path, number: str
) -> None:
    before = contents(home_folder)
    ran = filled("interest", MOTHS, number)
    assert ran.code == 2
    assert "is not a number from 0 to 3" in ran.err
    assert contents(home_folder) == before


def test_a_note_is_written_replaced_and_removed(filled: Run) -> None:
    assert filled("note", MOTHS, "ask about [lamps]").lines == ["Note saved: Moths and Lamps"]
    assert "Note: ask about [lamps]" in filled("show", MOTHS).lines
    filled("note", MOTHS, "tell")
    assert marks_of(filled, MOTHS)[-1] == "tell"
    assert filled("note", MOTHS, "").lines == ["Note deleted: Moths and Lamps"]
    assert marks_of(filled, MOTHS)[-1] is None


def test_a_note_comes_from_standard_input(filled: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    raw = b"ask\r\nabout \x1b[31mmoths\n"
    monkeypatch.setattr("sys.stdin", SimpleNamespace(buffer=io.BytesIO(raw)))
    assert filled("note", MOTHS, "-").code == 0
    assert marks_of(filled, MOTHS)[-1] == "ask\nabout moths"


@pytest.mark.parametrize(
    ("raw", "said"),
    [
        (b"\xff\xfe", "The note on standard input is not UTF-8."),
        (b"x" * (MAX_NOTE_CHARS + 1), "A note holds at most 100,000 characters, not 100,001."),
        (b"x" * (MAX_NOTE_CHARS * 5), "A note holds at most 100,000 characters."),
    ],
)
def test_a_note_that_cannot_be_taken_changes_nothing(
    filled: Run, home_folder: Path, monkeypatch: pytest.MonkeyPatch, raw: bytes, said: str
) -> None:
    before = contents(home_folder)
    monkeypatch.setattr("sys.stdin", SimpleNamespace(buffer=io.BytesIO(raw)))
    ran = filled("note", MOTHS, "-")
    assert (ran.code, ran.err) == (2, f"confbrowse: {said}\n")
    assert contents(home_folder) == before


def test_undo_and_redo_tell_what_they_did_talk_by_talk(filled: Run) -> None:
    filled("star", MOTHS, OWLS)
    filled("note", MOTHS, "ask")
    assert filled("undo").lines == ["Undone: “Moths and Lamps” has no note."]
    assert filled("undo").lines == [
        "Undone: “Moths and Lamps” is no longer starred.",
        "Undone: “Owls and Mice” is no longer starred.",
    ]
    assert filled("redo").lines[1] == "Redone: “Owls and Mice” is starred."
    assert filled("redo").lines == ["Redone: “Moths and Lamps” has a note."]
    assert marks_of(filled, MOTHS) == (True, 0, False, False, "ask")


@pytest.mark.parametrize(
    ("command", "said"),
    [("undo", "There is nothing to undo."), ("redo", "There is nothing to redo.")],
)
def test_nothing_to_take_back_is_nothing_found(filled: Run, command: str, said: str) -> None:
    ran = filled(command)
    assert (ran.code, ran.out, ran.err) == (1, "", f"confbrowse: {said}\n")


@pytest.mark.parametrize("argv", [["hide"], ["seen"], ["interest", "1"], ["note", "ask"]])
def test_one_unknown_id_keeps_every_mark_as_it_was(
    filled: Run, home_folder: Path, argv: list[str]
) -> None:
    before = contents(home_folder)
    command, *rest = argv
    ran = filled(command, "icml-2021/none", *rest)
    assert ran.code == 1
    assert ran.err.startswith("confbrowse: No talk has the id icml-2021/none.")
    assert contents(home_folder) == before


def test_a_listing_names_the_marks_behind_the_id(filled: Run) -> None:
    filled("interest", MOTHS, "3")
    filled("hide", MOTHS)
    filled("seen", MOTHS)
    filled("note", MOTHS, "ask")
    line = filled("list").talks[0]
    assert line.endswith(f"[{MOTHS}]  interest 3  hidden  seen  note")
    assert "Interest 3, hidden, seen" in filled("show", MOTHS).lines


def test_a_search_leaves_hidden_talks_out_and_says_how_to_find_them(filled: Run) -> None:
    filled("hide", MOTHS)
    ran = filled("search", "moths")
    assert ran.code == 1
    assert "1 hidden talk left out; search for is:hidden to see them." in ran.err
    assert [talk["id"] for talk in filled("search", "is:hidden", "--json").objects] == [MOTHS]


def test_a_star_shows_a_hidden_talk_again(filled: Run) -> None:
    filled("hide", MOTHS)
    filled("star", MOTHS)
    assert marks_of(filled, MOTHS)[:3] == (True, 0, False)
