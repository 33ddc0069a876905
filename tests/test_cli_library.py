"""The commands that change the library or stars: add, remove, star, unstar; and what they never change."""

import io
from pathlib import Path
from types import SimpleNamespace

import pytest
from command_line import BATS, MOTHS, OWLS, PAGE, Run, contents, written

from confbrowse.storage.library import LibraryStore


def test_add_reports_what_was_imported(run: Run, page: str) -> None:
    ran = run("add", page)
    assert ran.code == 0
    assert ran.out == "Added ICML 2021: 4 talks in 1 session.\n"
    assert ran.err == ""


def test_add_again_reports_what_is_new_and_what_is_gone(filled: Run, page: str) -> None:
    written(Path(page), PAGE.replace("Owls and Mice", "Newts at Noon"))
    assert filled("add", page).out == "Updated ICML 2021: 4 talks in 1 session, 1 new, 1 removed.\n"
    assert filled("add", page).out == "Updated ICML 2021: 4 talks in 1 session.\n"


def test_add_imports_several_sources_together(run: Run, page: str, tmp_path: Path) -> None:
    posters = written(tmp_path / "icml-2021-posters.txt", PAGE.replace("Night Shift", "Posters"))
    other = written(tmp_path / "fosdem-2021.txt", PAGE)
    assert run("add", page, posters, other).lines == [
        "Added ICML 2021: 8 talks in 2 sessions.",
        "Added FOSDEM 2021: 4 talks in 1 session.",
    ]


def test_add_reports_files_in_a_folder_that_are_no_programme(run: Run, page: str) -> None:
    folder = Path(page).parent
    written(folder / "empty\x1b[31m.txt", "")
    ran = run("add", str(folder))
    assert ran.code == 0
    assert ran.out == "Added ICML 2021: 4 talks in 1 session.\n"
    assert f"confbrowse: Skipped {folder}/empty.txt: " in ran.err


def test_add_takes_standard_input(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", SimpleNamespace(buffer=io.BytesIO(PAGE.encode())))
    ran = run("add", "-", "--name", "Night School", "--year", "2021")
    assert ran.out == "Added Night School: 4 talks in 1 session.\n"


def test_one_bad_source_keeps_the_others_out(run: Run, home_folder: Path, page: str) -> None:
    ran = run("add", page, "no-such-file")
    assert ran.code == 2
    assert not home_folder.exists()


def test_a_re_import_keeps_every_star(filled: Run, page: str) -> None:
    filled("star", OWLS)
    written(Path(page), PAGE.replace("7:10 - 7:30", "9:10 - 9:30").replace("Night Shift", "Dawn"))
    filled("add", page)
    (talk,) = filled("agenda", "--json").objects
    assert (talk["id"], talk["session"]) == (OWLS, "Dawn")
    assert talk["start"] == "2021-07-20T09:10:00-07:00"


@pytest.mark.parametrize("name", ["ICML 2021", "icml 2021", "icml-2021", " ICML\x1b[31m 2021 "])
def test_remove_takes_a_programme_by_name_in_any_case_or_by_id(filled: Run, name: str) -> None:
    ran = filled("remove", name)
    assert ran.code == 0
    assert ran.out == "Removed ICML 2021 from the library. Your agenda keeps its starred talks.\n"
    assert filled("remove", name).code == 1


def test_remove_knows_names_with_accents(run: Run, page: str) -> None:
    run("add", page, "--name", "Zürich 2021")
    assert run("remove", "ZURICH 2021").code == 0


def test_remove_names_what_there_is_where_it_does_not_know_a_name(
    filled: Run, home_folder: Path
) -> None:
    before = contents(home_folder)
    ran = filled("remove", "ICML\x9b31m 2022")
    assert ran.code == 1
    assert ran.err == (
        "confbrowse: No programme is called ICML 2022. The library contains: ICML 2021.\n"
    )
    assert contents(home_folder) == before


def test_remove_with_an_agenda_that_cannot_be_read_removes_nothing(
    filled: Run, home_folder: Path
) -> None:
    (home_folder / "data" / "agenda.db").unlink(missing_ok=True)
    (home_folder / "data" / "agenda.db").mkdir()
    ran = filled("remove", "icml 2021")
    assert ran.code == 2
    assert "Cannot read the agenda" in ran.err
    assert ran.out == ""
    assert LibraryStore.at(home_folder / "data" / "library.db").programmes()


def test_remove_from_an_empty_library_says_that_it_is_empty(run: Run) -> None:
    assert "The library contains: nothing." in run("remove", "ICML 2021").err


def test_the_agenda_outlives_its_programme(filled: Run) -> None:
    filled("star", MOTHS)
    filled("remove", "ICML 2021")
    assert [talk["id"] for talk in filled("agenda", "--json").objects] == [MOTHS]
    assert filled("show", MOTHS).lines[0] == "Moths and Lamps"
    assert filled("unstar", MOTHS).code == 0


def test_stars_are_set_and_removed_several_at_once(filled: Run) -> None:
    ran = filled("star", MOTHS, BATS)
    assert ran.code == 0
    assert ran.lines == ["Starred: Moths and Lamps", "Starred: Bats and Echoes"]
    assert filled("unstar", MOTHS, BATS).lines == [
        "Unstarred: Moths and Lamps",
        "Unstarred: Bats and Echoes",
    ]
    assert filled("agenda").code == 1


def test_a_star_that_is_there_is_left_as_it_is(filled: Run) -> None:
    filled("star", MOTHS)
    ran = filled("star", MOTHS, OWLS)
    assert ran.code == 0
    assert ran.lines == ["Unchanged: Moths and Lamps", "Starred: Owls and Mice"]


@pytest.mark.parametrize("command", ["star", "unstar"])
def test_one_unknown_id_keeps_every_mark_as_it_was(
    filled: Run, home_folder: Path, command: str
) -> None:
    filled("star", BATS)
    before = contents(home_folder)
    ran = filled(command, MOTHS, BATS, "icml-2021/\x1b[31mnone")
    assert ran.code == 1
    assert ran.out == ""
    assert ran.err.startswith("confbrowse: No talk has the id icml-2021/none.")
    assert contents(home_folder) == before
