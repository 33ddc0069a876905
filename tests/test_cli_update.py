"""confbrowse update: reports changes, the user's talks first, and refuses a programme that shrank."""

import io
import json
from pathlib import Path
from types import SimpleNamespace

import pytest
from command_line import OWLS, PAGE, Run, contents, written


def feed(folder: Path, *titles: str, start: str = "10:00") -> str:
    """Write a schedule of talks with *titles* and return its path."""
    events = [
        {
            "id": number,
            "date": f"2025-02-01T{start}:00+01:00",
            "duration": "00:20",
            "room": "Janson",
            "title": title,
            "track": "Insects",
            "persons": [{"name": f"Person {number}"}],
        }
        for number, title in enumerate(titles)
    ]
    day = {"date": "2025-02-01", "rooms": {"Janson": events}}
    conference = {"title": "MothCon 2025", "time_zone_name": "Europe/Brussels", "days": [day]}
    return written(folder / "schedule.json", json.dumps({"schedule": {"conference": conference}}))


def test_nothing_new_is_said_so(filled: Run) -> None:
    ran = filled("update")
    assert ran.code == 0
    assert ran.out == "ICML 2021: no changes.\n"


def test_programmes_stay_in_their_order_when_all_are_read_again(
    filled: Run, tmp_path: Path
) -> None:
    filled("add", feed(tmp_path, "Moths", "Bats"))
    before = filled("list", "--sessions").lines
    filled("update")
    assert before[1].endswith("  Insects  Janson · 2 talks")
    assert filled("list", "--sessions").lines == before


def test_changes_of_my_talks_come_first_and_give_another_exit_code(filled: Run, page: str) -> None:
    filled("star", OWLS)
    changed = PAGE.replace("7:10 - 7:30", "9:10 - 9:30").replace(
        "7:00 - 7:20 PDT\n\nOral\nMoths", "6:00 - 6:20 PDT\n\nOral\nMoths"
    )
    written(Path(page), changed)
    ran = filled("update", "icml 2021")
    assert ran.code == 3
    assert ran.lines[0] == "ICML 2021: 2 moved."
    assert ran.lines[1].startswith("  ★ Moved: Owls and Mice: Tue 20 Jul 07:10")
    assert ran.lines[2].startswith("    Moved: Moths and Lamps")
    assert ran.err == "confbrowse: 1 change to talks you marked.\n"
    assert filled("update").code == 0


def test_changes_as_json_are_one_a_line(filled: Run, page: str) -> None:
    written(Path(page), PAGE.replace("7:10 - 7:30", "9:10 - 9:30"))
    (change,) = filled("update", "--json").objects
    assert (change["change"], change["id"], change["mine"]) == ("moved", OWLS, False)
    assert change["start_before"] == "2021-07-20T07:10:00-07:00"


def test_a_talk_keeps_its_star_under_another_title(run: Run, tmp_path: Path) -> None:
    titles = ["The moths of the lamp", "Bats", "Owls", "Newts", "Toads"]
    run("add", feed(tmp_path, *titles))
    (moths, *_) = run("list", "--json").objects
    run("star", moths["id"])
    feed(tmp_path, "The moths of the old lamp", *titles[1:])
    ran = run("update")
    assert ran.code == 3
    assert ran.lines[1] == "  ★ Renamed: The moths of the lamp → The moths of the old lamp"
    (mine,) = run("agenda", "--json").objects
    assert mine["title"] == "The moths of the old lamp"


def test_a_feed_that_lost_many_talks_changes_nothing_unless_it_is_forced(
    run: Run, tmp_path: Path
) -> None:
    titles = [f"Moth number {number}" for number in range(20)]
    run("add", feed(tmp_path, *titles))
    feed(tmp_path, *titles[:15])
    before = contents(tmp_path)
    ran = run("update")
    assert ran.code == 2
    assert "would have 15 talks instead of 20" in ran.err
    assert contents(tmp_path) == before
    assert run("update", "--force").lines[0] == "MothCon 2025: 5 removed."


def test_a_programme_under_a_name_of_mine_keeps_it(run: Run, tmp_path: Path) -> None:
    path = feed(tmp_path, "Moths", "Bats")
    run("add", path, "--name", "Night School")
    feed(tmp_path, "Moths", "Bats", start="11:00")
    assert run("update").lines[0] == "Night School: 2 moved."
    assert [one["programme"] for one in run("list", "--json").objects] == ["Night School"] * 2


def test_a_programme_that_cannot_be_read_again_is_named_and_stays(filled: Run, page: str) -> None:
    Path(page).unlink()
    ran = filled("update")
    assert "ICML 2021 was not updated. It was imported from" in ran.err
    assert filled("update", "ICML 2021").code == 2
    assert len(filled("list").talks) == 4


def test_an_empty_library_has_nothing_to_update(run: Run) -> None:
    assert run("update").code == 1


def test_a_talk_that_vanished_stays_on_the_agenda_and_is_called_cancelled(
    run: Run, tmp_path: Path
) -> None:
    titles = [f"Moth number {number}" for number in range(20)]
    run("add", feed(tmp_path, *titles))
    first, second, *_ = run("list", "--json").objects
    run("star", first["id"], second["id"])
    feed(tmp_path, *titles[1:])
    assert run("update").code == 3
    assert ["(cancelled" in line for line in run("agenda").lines[1:]] == [True, False]
    run("remove", "MothCon 2025")
    assert ["(cancelled" in line for line in run("agenda").lines[1:]] == [False, False]


def test_what_was_said_of_a_source_is_minded_when_it_is_read_again(run: Run, page: str) -> None:
    run("add", page, "--name", "Moths and More", "--year", "2026", "--timezone", "Europe/Vienna")
    before = run("list", "--json").out

    ran = run("update")

    assert ran.out == "Moths and More: no changes.\n"
    assert run("list", "--json").out == before


def test_rejected_papers_are_wanted_again_when_a_source_is_read_again(
    run: Run, tmp_path: Path
) -> None:
    table = "title,decision,authors\nMoths,Accept (oral),Ada\nWasps,Reject,Bo\n"
    path = written(tmp_path / "papers.csv", table)
    counted = "1 paper was rejected or withdrawn and left out; --all-decisions imports them too"
    assert counted in run("add", path, "--name", "MothCon 2025").err
    assert [one["title"] for one in run("list", "--json").objects] == ["Moths"]
    run("add", path, "--name", "MothCon 2025", "--all-decisions")
    run("update")
    shown = [(one["title"], one["kind"]) for one in run("list", "--json").objects]
    assert shown == [("Moths", "Oral"), ("Wasps", None)]


def test_a_folder_is_looked_through_again(run: Run, tmp_path: Path) -> None:
    folder = tmp_path / "pages"
    folder.mkdir()
    written(folder / "icml-2021-a.txt", PAGE)
    run("add", str(folder))
    written(folder / "icml-2021-b.txt", PAGE.replace("Moths", "Newts").replace("Owls", "Toads"))

    ran = run("update")

    assert "2 new" in ran.out


def test_what_came_by_standard_input_cannot_be_read_again(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdin", SimpleNamespace(buffer=io.BytesIO(PAGE.encode())))
    run("add", "-", "--name", "Moths 2021")

    ran = run("update", "moths 2021")

    assert ran.code == 2
    assert ran.err.startswith(
        "confbrowse: It was imported from standard input, which cannot be read again"
    )
