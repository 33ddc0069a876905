"""The commands check, paths and others about sources and about confbrowse itself."""

from pathlib import Path

import pytest
from command_line import PAGE, Run, written
from virtual_pages import CALENDAR_HTML


def line_of(text: str) -> int:
    """Return the number of the line of PAGE that begins with *text*."""
    return next(at for at, line in enumerate(PAGE.splitlines(), 1) if line.startswith(text))


def test_check_reports_what_was_understood_and_where_it_stands(run: Run, page: str) -> None:
    ran = run("check", page)
    assert ran.code == 0
    assert ran.lines[:4] == [
        f"{page}: ICML 2021",
        "  session: Night Shift, chairs: Ada Lovelace",
        "  4 talks; 4 with time, 3 with authors, 3 with abstract",
        f"    line {line_of('Tue 20 July 7:00')}: 2021-07-20 07:00  Oral: Moths and Lamps",
    ]


def test_check_reports_every_line_left_out_by_number(run: Run, page: str) -> None:
    assert run("check", page).lines[-3:] == [
        "  2 lines left out:",
        "    line 1: page header (Skip to yearly menu bar Skip to main content)",
        f"    line {line_of('Session')}: kind of the page (Session)",
    ]


def test_check_reports_a_long_run_of_lines_in_one(run: Run, tmp_path: Path) -> None:
    links = "* [ Schedule ][12]\n" * 5
    page = written(tmp_path / "icml-2021.txt", links + PAGE)
    assert "    lines 1 to 5: site navigation (5 lines)" in run("check", page).lines


def test_check_says_what_is_wanting_in_a_source(run: Run, tmp_path: Path) -> None:
    page = written(tmp_path / "page.txt", PAGE)
    assert any(
        line.startswith("  ! line 9: no year is given; ") for line in run("check", page).lines
    )
    assert not any(line.startswith("  ! ") for line in run("check", page, "--year", "2021").lines)


def test_check_prints_one_object_a_source(run: Run, page: str) -> None:
    (found,) = run("check", page, "--json").objects
    remarks = found.pop("remarks")
    assert found == {
        "source": page,
        "programme": "ICML 2021",
        "sessions": 1,
        "talks": 4,
        "with_time": 4,
        "with_authors": 3,
        "with_abstract": 3,
        "links": 2,
        "fields": {},
    }
    assert remarks[1] == {
        "line": line_of("Session"),
        "text": "Session",
        "reason": "kind of the page",
        "left_out": True,
    }


def test_check_reports_files_in_a_folder_that_are_no_programme(run: Run, page: str) -> None:
    folder = Path(page).parent
    written(folder / "z\x1b[31m\x9b2J\u202e.txt", "")
    assert run("check", str(folder)).lines[-1].startswith(f"{folder}/z.txt: ")
    last = run("check", str(folder), "--json").objects[-1]
    assert list(last) == ["source", "programme", "error"]
    assert (last["source"], last["programme"]) == (f"{folder}/z.txt", None)


def test_check_cleans_the_name_of_a_source(run: Run, tmp_path: Path) -> None:
    page = written(tmp_path / "icml-2021\x1b]0;x\x07.txt", PAGE)
    assert run("check", page).lines[0] == f"{tmp_path}/icml-2021.txt: ICML 2021"


def test_check_stores_nothing(run: Run, home_folder: Path, page: str) -> None:
    run("check", page)
    assert not home_folder.exists()


def test_keys_lists_every_key_the_user_s_own_included(run: Run, home_folder: Path) -> None:
    (home_folder / "config").mkdir(parents=True)
    written(
        home_folder / "config" / "config.toml",
        '[keys]\n"talk.star" = "W"\n"talk.hide" = "Ctrl-m"\n',
    )
    ran = run("keys")
    assert "  W                talk.star              Star or unstar the talk." in ran.lines
    assert ran.err.startswith(
        "confbrowse: config.toml: keys.talk.hide: Ctrl-m is the same as Enter in a terminal"
    )
    by_id = {one["id"]: one for one in run("keys", "--json").objects}
    assert by_id["talk.star"]["keys"] == ["W"]
    assert by_id["talk.hide"]["keys"] == ["x"]
    assert "Ctrl-m is the same as Enter" in run("config").err


def test_paths_are_all_under_the_home_that_is_named(run: Run, home_folder: Path) -> None:
    assert run("paths").lines == [
        f"agenda   {home_folder}/data/agenda.db",
        f"library  {home_folder}/data/library.db",
        f"config   {home_folder}/config",
        f"cache    {home_folder}/cache",
        f"state    {home_folder}/state",
    ]
    assert not home_folder.exists()


def test_paths_as_json_are_exact_whatever_they_hold(
    run: Run, home_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    odd = f"{home_folder}\x1b[31m\u202e\udcff"
    monkeypatch.setenv("CONFBROWSE_HOME", odd)
    assert run("paths", "--json").objects[0]["cache"] == f"{odd}/cache"
    assert f"cache    {home_folder}/cache" in run("paths").lines


def test_paths_are_the_system_s_where_no_home_is_named(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("CONFBROWSE_HOME")
    monkeypatch.setattr("sys.platform", "linux")
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "mine"))
    assert f"agenda   {tmp_path}/mine/confbrowse/agenda.db" in run("paths").lines


def test_check_reports_what_is_left_out_of_a_page_without_lines(run: Run, tmp_path: Path) -> None:
    page = tmp_path / "calendar.html"
    page.write_bytes(CALENDAR_HTML)

    told = run("check", str(page)).lines

    assert told[-1] == "    block of the calendar without a title (Owls only)"
    assert not any("None" in line or "()" in line for line in told)
