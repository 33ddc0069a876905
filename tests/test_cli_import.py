"""The commands import and compare."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from agenda_file import mine, note, notes, synced
from command_line import BATS, MOTHS, OWLS, QUESTIONS, Run
from command_line import written as put

from confbrowse.model import Mark

UNTIMED = '{"id": "x-2021/y", "programme": "X 2021", "session": "S", "title": "Whenever"}\n'


def edited(file: Path, change: Callable[[dict[str, object]], None]) -> str:
    """Change each talk of a file of JSON Lines, as its owner did, and return the file's name."""
    talks = [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]
    for talk in talks:
        change(talk)
    return put(file, "".join(f"{json.dumps(talk)}\n" for talk in talks))


@pytest.fixture
def friend(starred: Run, tmp_path: Path) -> str:
    """Return the file of a friend who has MOTHS with a note, and QUESTIONS."""
    starred("star", QUESTIONS)
    note(MOTHS, "bring a lamp")
    ran = starred("export", "json", "moths|q")
    talks = [one for one in ran.objects if one["id"] in (MOTHS, QUESTIONS)]
    starred("unstar", QUESTIONS)
    note(MOTHS, None)
    return put(tmp_path / "friend.jsonl", "".join(f"{json.dumps(one)}\n" for one in talks))


def test_another_agenda_is_added_and_undone_in_one_step(starred: Run, friend: str) -> None:
    before = mine().marks()
    ran = starred("import", friend)
    assert (ran.code, ran.err) == (0, "")
    assert ran.lines == ["Moths and Lamps: note", "Q&A: starred", "2 talks changed."]
    assert mine().marks()[MOTHS] == Mark(starred=True, note="bring a lamp")
    assert QUESTIONS in mine().marks()
    assert starred("import", friend).out == f"{friend} contains nothing new.\n"
    mine().undo()
    assert mine().marks() == before


@pytest.mark.parametrize(
    ("options", "left", "said"),
    [
        ([], "ask about wool", "kept yours"),
        (["--ours"], "ask about wool", "kept yours"),
        (["--theirs"], "bring a lamp", "took the file's"),
        (["--both"], "ask about wool\n\nbring a lamp", "kept both"),
    ],
)
def test_two_notes_are_reported_and_settled_as_asked(
    starred: Run, friend: str, options: list[str], left: str, said: str
) -> None:
    note(MOTHS, "ask about wool")
    ran = starred("import", friend, *options)
    assert ran.code == 0
    assert (
        f"Conflict in the note of “Moths and Lamps”: “ask about wool” here, “bring a lamp” in {friend}; {said}."
        in ran.err
    )
    assert ("--theirs takes the file's version" in ran.err) == (not options)
    assert notes()[MOTHS] == left


@pytest.mark.parametrize("name", ["json", "ics"])
def test_into_a_file_of_ours_it_looks_closer(starred: Run, tmp_path: Path, name: str) -> None:
    file = tmp_path / "mine"
    note(OWLS, "who hears whom")
    starred("export", name, "-o", str(file))
    text = file.read_bytes().decode()
    note(OWLS, "heard")
    ends = {"json": ("", "\n"), "ics": ("BEGIN:VEVENT", "END:VEVENT\r\n")}
    start, end = ends[name]
    first = text.index(start)
    without = text[:first] + text[text.index(end, first) + len(end) :]
    file.write_bytes(without.encode())
    ran = starred("import", str(file))
    assert ran.lines == ["Moths and Lamps: no longer starred", "1 talk changed."]
    assert notes() == {OWLS: "heard", BATS: None}


def test_a_calendar_of_ours_says_as_much_on_another_machine(
    starred: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "agenda.ics"
    note(MOTHS, "bring; a, lamp\\\nor two")
    starred("export", "ics", "-o", str(file))
    before = mine().marks()
    monkeypatch.setenv("CONFBROWSE_HOME", str(tmp_path / "another"))
    assert starred("import", str(file)).lines[-1] == "3 talks changed."
    assert mine().marks() == before
    moths = mine().snapshot(MOTHS)
    assert moths
    assert moths.start
    assert (moths.title, moths.start.isoformat()) == (
        "Moths and Lamps",
        "2021-07-20T14:00:00+00:00",
    )


def test_what_is_not_understood_of_a_file_is_reported_and_removes_nothing(
    starred: Run, tmp_path: Path
) -> None:
    file = tmp_path / "mine.jsonl"
    starred("export", "json", "-o", str(file))
    lines = file.read_text(encoding="utf-8").splitlines()
    put(file, "\n".join([lines[0], "{broken", '{"id": "a/b"}']))
    ran = starred("import", str(file))
    assert ran.code == 0
    assert f"{file}, line 2: this is not JSON." in ran.err
    assert f"{file}, line 3: This is not a talk written by confbrowse" in ran.err
    assert set(mine().marks()) == {MOTHS, OWLS, BATS}


@pytest.mark.parametrize(
    ("held", "code"),
    [
        ("", 1),
        ("BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n", 1),
        (UNTIMED, 1),
        ("words", 2),
        ('{"id": 1}', 2),
        ("[1, 2]", 2),
        ("[" * 100_000, 2),
        ("BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nDTSTART:never\r\n", 2),
    ],
)
def test_a_file_without_a_mark_changes_nothing(
    starred: Run, tmp_path: Path, held: str, code: int
) -> None:
    before = mine().marks()
    ran = starred("import", put(tmp_path / "f", held))
    assert (ran.code, ran.out) == (code, "")
    assert len(ran.err.splitlines()) == 1
    assert mine().marks() == before


def test_a_calendar_without_a_talk_of_the_library_changes_nothing(
    starred: Run, tmp_path: Path
) -> None:
    event = "BEGIN:VCALENDAR\nBEGIN:VEVENT\nUID:1\nSUMMARY:Owls\nEND:VEVENT\nEND:VCALENDAR\n"
    ran = starred("import", put(tmp_path / "f.ics", event))
    assert ran.code == 1
    assert "“Owls”: no talk of your library has this uid" in ran.err
    assert "f.ics contains no marked talk" in ran.err


def test_a_mirror_is_made_and_kept_in_step(starred: Run, tmp_path: Path) -> None:
    file = tmp_path / "agenda.json"
    ran = starred("export", "mirror", "-o", str(file))
    assert ran.lines == [f"Synced 3 marked talks with {file}."]
    talks = synced(file)
    talks[0]["note"] = "from elsewhere"
    put(file, json.dumps(talks[:2]))
    ran = starred("export", "mirror", "-o", str(file))
    assert ran.lines[-1] == f"Synced 2 marked talks with {file}."
    assert notes()[talks[0]["id"]] == "from elsewhere"


@pytest.fixture
def sync_file(starred: Run, tmp_path: Path) -> str:
    """Return a sync file of MOTHS, OWLS and BATS."""
    file = tmp_path / "sync.json"
    starred("export", "mirror", "-o", str(file))
    return str(file)


def test_the_header_of_a_sync_file_is_no_talk(
    starred: Run, sync_file: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ran = starred("compare", sync_file)
    assert (ran.code, ran.err, ran.lines[0]) == (0, "", "Both starred 3 talks")
    monkeypatch.setenv("CONFBROWSE_HOME", str(tmp_path / "another"))
    ran = starred("add", sync_file)
    assert (ran.code, ran.err) == (0, "")
    assert len(starred("list", "--json").objects) == 3
    ran = starred("import", sync_file)
    assert (ran.code, ran.err, ran.lines[-1]) == (0, "", "3 talks changed.")


def test_an_incomplete_sync_file_removes_nothing(starred: Run, sync_file: str) -> None:
    first, head, _, *rest = Path(sync_file).read_text(encoding="utf-8").splitlines()
    put(Path(sync_file), "\n".join([first, head, *rest]))
    ran = starred("import", sync_file)
    assert ran.out == f"{sync_file} contains nothing new.\n"
    assert f"{sync_file}, header: it announces 3 talks, but 2 follow." in ran.err
    assert len(mine().marks()) == 3


@pytest.mark.parametrize("command", ["import", "compare", "add"])
def test_a_newer_sync_file_is_refused(starred: Run, sync_file: str, command: str) -> None:
    text = Path(sync_file).read_text(encoding="utf-8").replace('"version": 1', '"version": 2')
    put(Path(sync_file), text)
    ran = starred(command, sync_file)
    assert (ran.code, ran.out) == (2, "")
    assert "was written by a newer confbrowse. Please upgrade this one." in ran.err


@pytest.mark.parametrize("argv", [["compare"], ["agenda", "--compare"]])
def test_two_agendas_are_compared(starred: Run, friend: str, argv: list[str]) -> None:
    ran = starred(*argv, friend)
    headings = [line for line in ran.lines if not line.startswith("*")]
    assert headings == [
        "Both starred 1 talk",
        "Only you starred 2 talks",
        f"Only {friend} starred 1 talk",
    ]
    objects = starred(*argv, friend, "--json").objects
    chosen = {one["id"]: one["chosen_by"] for one in objects}
    assert chosen == {MOTHS: "both", OWLS: "mine", BATS: "mine", QUESTIONS: "theirs"}


def test_where_two_agendas_part_is_reported(starred: Run, tmp_path: Path) -> None:
    file = tmp_path / "friend.jsonl"
    starred("export", "json", "moths", "-o", str(file))
    name = edited(file, lambda talk: talk.update(starred=True))
    starred("unstar", MOTHS)
    assert starred("compare", name).lines[-1] == (
        "! Your “Owls and Mice” clashes with their “Moths and Lamps”"
    )
    objects = {one["id"]: one for one in starred("compare", name, "--json").objects}
    assert objects[OWLS]["clashes"] == [MOTHS]
    assert objects[MOTHS]["clashes"] == [OWLS]


def test_a_file_without_stars_cannot_be_compared(starred: Run, tmp_path: Path) -> None:
    ran = starred("compare", put(tmp_path / "x.jsonl", UNTIMED))
    assert ran.code == 1
    assert "contains no starred talk" in ran.err


def test_the_name_of_a_file_does_not_command_the_terminal(starred: Run, tmp_path: Path) -> None:
    name = str(tmp_path / "\x1b]0;owned\x07moths\u202e.jsonl")
    assert starred("export", "json", "-o", name).out.startswith("Wrote 3 talks to")
    assert starred("export", "mirror", "-o", f"{name}.mirror").out.startswith(
        "Synced 3 marked talks with "
    )
    assert starred("import", name).out.endswith(" contains nothing new.\n")
    starred("unstar", MOTHS)
    assert "Only" in starred("compare", name).out
