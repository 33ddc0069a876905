"""The commands that bring another agenda in, or compare it."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from command_line import BATS, MOTHS, OWLS, QUESTIONS, Run
from command_line import written as put
from own_agenda import mine, note, notes

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
    assert starred("import", friend).out == f"Nothing in {friend} is new.\n"
    mine().undo()
    assert mine().marks() == before


@pytest.mark.parametrize(
    ("options", "left", "said"),
    [
        ([], "ask about wool", "yours stays"),
        (["--ours"], "ask about wool", "yours stays"),
        (["--theirs"], "bring a lamp", "the file's stands now"),
        (["--both"], "ask about wool\n\nbring a lamp", "both are kept"),
    ],
)
def test_two_notes_are_told_and_settled_as_asked(
    starred: Run, friend: str, options: list[str], left: str, said: str
) -> None:
    note(MOTHS, "ask about wool")
    ran = starred("import", friend, *options)
    assert ran.code == 0
    assert (
        f"“Moths and Lamps” has two notes: “ask about wool” here, “bring a lamp” in {friend}; {said}."
        in ran.err
    )
    assert ("--theirs takes what the file says" in ran.err) == (not options)
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
    assert ran.lines == ["Moths and Lamps: not starred any more", "1 talk changed."]
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


def test_what_is_not_understood_of_a_file_is_told_and_takes_nothing_away(
    starred: Run, tmp_path: Path
) -> None:
    file = tmp_path / "mine.jsonl"
    starred("export", "json", "-o", str(file))
    lines = file.read_text(encoding="utf-8").splitlines()
    put(file, "\n".join([lines[0], "{broken", '{"id": "a/b"}']))
    ran = starred("import", str(file))
    assert ran.code == 0
    assert f"{file}, line 2: this is no JSON." in ran.err
    assert f"{file}, line 3: This is not a talk as confbrowse writes it" in ran.err
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


def test_the_calendar_of_somebody_else_is_not_an_agenda(starred: Run, tmp_path: Path) -> None:
    event = "BEGIN:VCALENDAR\nBEGIN:VEVENT\nUID:1\nSUMMARY:Owls\nEND:VEVENT\nEND:VCALENDAR\n"
    ran = starred("import", put(tmp_path / "f.ics", event))
    assert ran.code == 2
    assert "it is not confbrowse's; confbrowse add reads other calendars" in ran.err


def test_a_mirror_is_made_and_kept_in_step(starred: Run, tmp_path: Path) -> None:
    file = tmp_path / "agenda.json"
    ran = starred("export", "mirror", "-o", str(file))
    assert ran.lines == [f"{file} mirrors 3 talks that you marked."]
    talks = json.loads(file.read_text(encoding="utf-8"))
    talks[0]["note"] = "from elsewhere"
    put(file, json.dumps(talks[:2]))
    ran = starred("export", "mirror", "-o", str(file))
    assert ran.lines[-1] == f"{file} mirrors 2 talks that you marked."
    assert notes()[talks[0]["id"]] == "from elsewhere"


@pytest.mark.parametrize("argv", [["compare"], ["agenda", "--compare"]])
def test_two_agendas_are_compared(starred: Run, friend: str, argv: list[str]) -> None:
    ran = starred(*argv, friend)
    headings = [line for line in ran.lines if not line.startswith("*")]
    assert headings == [
        "You both chose 1 talk",
        "Only you chose 2 talks",
        f"Only {friend} has 1 talk",
    ]
    objects = starred(*argv, friend, "--json").objects
    chosen = {one["id"]: one["chosen_by"] for one in objects}
    assert chosen == {MOTHS: "both", OWLS: "mine", BATS: "mine", QUESTIONS: "theirs"}


def test_where_two_agendas_part_is_told(starred: Run, tmp_path: Path) -> None:
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
    assert "holds no starred talk" in ran.err
