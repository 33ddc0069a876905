"""The commands for planning: free time and what fits it, overlaps, now, and any time zone."""

from pathlib import Path

import pytest
from command_line import BATS, KEYS, MOTHS, OWLS, QUESTIONS, Run, written

POSTERS = """\
title,start,end,kind,timezone,room
Poster of Newts,2022-05-03 10:00,2022-05-03 12:00,Poster,UTC,Hall
Poster of Frogs,2022-05-03 10:00,2022-05-03 12:00,Poster,UTC,Hall
Talk on Toads,2022-05-03 11:00,2022-05-03 11:30,Oral,UTC,Aula
Some Reptiles,2022-05-03 13:00,2022-05-03 13:30,Oral,UTC,Aula
"""


@pytest.fixture
def pond(run: Run, tmp_path: Path) -> dict[str, str]:
    """Return the ids, by the last words of their titles, of a library with POSTERS in it."""
    assert run("add", written(tmp_path / "pond.csv", POSTERS), "--name", "Pond 2022").code == 0
    return {one["title"].split()[-1]: one["id"] for one in run("list", "--json").objects}


def test_weak_clashes_are_distinguished(run: Run, pond: dict[str, str]) -> None:
    run("star", *pond.values())
    toads = run("agenda", "--clashes").lines[3]
    assert toads.endswith("  ~ overlaps Poster of Newts; Poster of Frogs")
    assert run("agenda").lines[3].endswith("  ~ overlaps 2 talks")
    (talk,) = [one for one in run("agenda", "--json").objects if one["id"] == pond["Toads"]]
    assert talk["clashes"] == talk["weak_clashes"] == [pond["Newts"], pond["Frogs"]]
    assert run("search", "is:clash").code == 1


def test_however_many_clash_a_few_are_named_and_the_rest_counted(run: Run, tmp_path: Path) -> None:
    rows = [
        f"{kind} {number},2022-05-03 10:00,2022-05-03 12:00,{kind},UTC,Hall\n"
        for kind, many in (("Poster", 30), ("Oral", 8))
        for number in range(many)
    ]
    run("add", written(tmp_path / "many.csv", POSTERS.partition("\n")[0] + "\n" + "".join(rows)))
    run("star", *(one["id"] for one in run("list", "--json").objects))
    oral = run("agenda", "--clashes").lines[-1]
    assert "! clashes with Oral 0; Oral 1; Oral 2; Oral 3; Oral 4 and 2 more" in oral
    assert oral.endswith("overlaps Poster 0; Poster 1; Poster 2; Poster 3; Poster 4 and 25 more")
    told = run("agenda", "--json").objects[-1]
    assert len(told["weak_clashes"]) + len(told["clashes"]) == 20 + 27
    assert told["more_clashes"] == 10


def test_what_clashes_weakly_is_free(run: Run, pond: dict[str, str]) -> None:
    run("star", pond["Newts"])
    assert {one["id"] for one in run("search", "is:free", "--json").objects} == {
        pond[name] for name in ("Frogs", "Toads", "Reptiles")
    }
    run("star", pond["Toads"])
    assert pond["Frogs"] in {one["id"] for one in run("search", "is:free", "--json").objects}


def test_gaps_are_printed_with_what_fits(filled: Run) -> None:
    filled("star", MOTHS)
    assert filled("agenda", "--gaps").lines == [
        "Tuesday 20 July 2021",
        "  07:20-07:40 PDT  20 minutes free, 1 talk fits",
        f"      07:30-07:40  Q&A  Q&A  [{QUESTIONS}]",
        "Wednesday 21 July 2021",
        "  07:00-07:20 PDT  20 minutes free, 1 talk fits",
        f"      07:00-07:20  Bats and Echoes  Oral · Grace Hopper  [{BATS}]",
    ]


def test_gaps_as_json_name_the_talks_around_them_and_those_that_fit(filled: Run) -> None:
    filled("star", MOTHS)
    (gap,) = filled("agenda", "--gaps", "--day", "2021-07-20", "--json").objects
    assert gap == {
        "day": "2021-07-20",
        "start": "2021-07-20T07:20:00-07:00",
        "end": "2021-07-20T07:40:00-07:00",
        "timezone": "PDT",
        "minutes": 20,
        "before": MOTHS,
        "after": None,
        "fits": [QUESTIONS],
    }


def test_only_so_many_of_what_fits_are_printed(run: Run, pond: dict[str, str]) -> None:
    run("star", pond["Reptiles"])
    lines = run("agenda", "--gaps", "--limit", "1").lines
    assert lines[1] == "  10:00-13:00 UTC  3 hours free, 3 talks fit"
    assert lines[-1] == "      and 2 more"


def test_an_agenda_without_a_gap_says_so(filled: Run) -> None:
    filled("star", BATS)
    ran = filled("agenda", "--gaps", "--day", "2021-07-21")
    assert (ran.code, ran.err) == (1, "confbrowse: Your agenda has no free time on 2021-07-21.\n")
    assert filled("agenda", "--gaps", "--clashes").code == 2


def test_now_prints_where_to_go_and_then_what_is_on_and_what_comes_next(filled: Run) -> None:
    filled("star", BATS)
    ran = filled("now", "--at", "2021-07-20T07:05-07:00")
    assert ran.lines == [
        "Next starred, in 23 h 55 min · Wed 21 Jul 2021 · PDT",
        f"* 07:00-07:20  Bats and Echoes  Oral · Grace Hopper  [{BATS}]",
        "On now · Tue 20 Jul 2021 · PDT",
        "  07:00-07:20  Moths and Lamps  15 minutes left · Oral · Grace Hopper, Jürgen Groß"
        f"  [{MOTHS}]",
        "Next, in 5 minutes",
        f"  07:10-07:30  Owls and Mice  Spotlight · Alan Turing  [{OWLS}]",
    ]
    assert ran.err == ""


def test_now_names_the_room_and_the_minutes_first(run: Run, pond: dict[str, str]) -> None:
    run("star", pond["Toads"], pond["Reptiles"], pond["Newts"])
    newts = f"* 10:00-12:00  Poster of Newts  50 minutes left · Hall · Poster  [{pond['Newts']}]"
    assert run("now", "--at", "2022-05-03T11:10Z").lines == [
        "On now, starred: Aula, 20 minutes left · Tue 3 May 2022 · UTC",
        f"* 11:00-11:30  Talk on Toads  20 minutes left · Aula · Oral  [{pond['Toads']}]",
        "Next starred, in 1 h 50 min: Aula",
        f"* 13:00-13:30  Some Reptiles  Aula · Oral  [{pond['Reptiles']}]",
        "Open now, starred: Hall",
        newts,
        "Also on now",
        f"  10:00-12:00  Poster of Frogs  50 minutes left · Hall · Poster  [{pond['Frogs']}]",
    ]
    assert (
        run("now", "--at", "2022-05-03T10:50Z")
        .lines[0]
        .startswith("Next starred, in 10 minutes: Aula · ")
    )
    run("unstar", pond["Toads"], pond["Reptiles"])
    assert run("now", "--at", "2022-05-03T11:10Z").lines[1:3] == [newts, "No later starred talk"]


def test_now_knows_a_starred_talk_whose_programme_was_removed(filled: Run) -> None:
    filled("star", MOTHS)
    filled("remove", "ICML 2021")
    found = filled("now", "--at", "2021-07-20T07:05-07:00", "--json").objects
    (moths,) = [one for one in found if one["id"] == MOTHS]
    assert (moths["running"], moths["minutes_left"]) == (True, 15)
    assert (
        filled("now", "--at", "2021-07-20T07:05-07:00")
        .lines[0]
        .startswith("On now, starred, 15 minutes left · ")
    )


def test_now_folds_the_posters_of_a_session_and_counts_what_it_leaves_out(
    run: Run, tmp_path: Path
) -> None:
    head, *rows = POSTERS.splitlines()
    posters = [rows[0].replace("Newts", f"Newt {number}") for number in range(9)]
    orals = [rows[3].replace("13:00", "10:00").replace("Some", str(number)) for number in range(7)]
    run(
        "add", written(tmp_path / "many.csv", "\n".join([head, *orals, *posters])), "--name", "P 22"
    )
    lines = run("now", "--at", "2022-05-03T10:10Z").lines
    assert [line.split("  ")[1] for line in lines[2:-2]] == ["10:00-13:30"] * 5
    assert lines[-2:] == ["  and 11 more", "No later talk"]
    assert (
        "  10:00-12:00  Programme  Hall · 9 posters"
        in run("now", "--at", "2022-05-03T10:10Z", "--limit", "9").lines
    )


def test_now_as_json_tells_the_minutes(filled: Run) -> None:
    found = filled("now", "--at", "2021-07-20T07:05-07:00", "--json").objects
    more = ["running", "next", "next_of_mine", "minutes_left", "minutes_until"]
    assert [list(one) for one in found] == [[*KEYS, *more]] * 2
    assert [[one[key] for key in more] for one in found] == [
        [True, False, False, 15, None],
        [False, True, False, None, 5],
    ]


@pytest.mark.parametrize(
    "options",
    [
        ["--at", "2021-07-20 16:05", "--zone", "Europe/Paris"],
        ["--at", "2021-07-20T14:05Z"],
        ["--at", "2021-07-20T23:05", "--zone", "jst"],
    ],
)
def test_a_moment_goes_by_its_own_offset_else_by_the_zone(filled: Run, options: list[str]) -> None:
    found = filled("now", "--json", *options).objects
    assert [(one["id"], one["running"]) for one in found] == [(MOTHS, True), (OWLS, False)]


def test_after_the_end_now_says_that_all_is_over(filled: Run) -> None:
    ran = filled("now", "--at", "2021-08-01T00:00Z")
    assert ran.code == 1
    assert ran.err.endswith("the last talk began on 2021-07-21 at 07:00 PDT.\n")


def test_now_says_which_clocks_it_had_to_guess(run: Run, tmp_path: Path) -> None:
    run("add", written(tmp_path / "pond.csv", POSTERS.replace("UTC", "")), "--name", "Pond 2022")
    ran = run("now", "--at", "2022-05-03T13:10Z")
    assert "zone?" in ran.lines[1]
    assert ran.err == "confbrowse: 1 talk has no time zone; its time is taken as UTC.\n"


@pytest.mark.parametrize(
    ("argv", "said"),
    [
        (["now", "--at", "9999-12-31"], "9999-12-31 is not a time such as 14:00"),
        (["now", "--at", "noon"], "noon is not a time such as 14:00 or 2021-07-20T14:00"),
        (
            ["list", "--zone", "Berln"],
            "Berln is not a known or unambiguous time zone; did you mean Europe/Berlin?",
        ),
        (
            ["list", "--zone", "qqqq"],
            "qqqq is not a known or unambiguous time zone; examples: Europe/Paris, UTC+2",
        ),
    ],
)
def test_what_is_no_time_and_no_zone_is_reported(filled: Run, argv: list[str], said: str) -> None:
    ran = filled(*argv)
    assert ran.code == 2
    assert said in ran.err


@pytest.mark.parametrize(
    ("argv", "line"),
    [
        (["show", MOTHS], "Oral, 2021-07-20 23:00-23:20 Asia/Tokyo"),
        (["list"], "Tuesday 20 July 2021 · Asia/Tokyo\nNight Shift\n* 23:00-23:20  Moths"),
        (["search", "moths"], "2021-07-20 23:00-23:20 Asia/Tokyo  Moths"),
        (["agenda"], "Tuesday 20 July 2021 · Asia/Tokyo\n* 23:00-23:20  Moths"),
        (["agenda", "--gaps"], "  23:20-23:40 Asia/Tokyo  20 minutes free"),
        (["now", "--at", "23:05"], "Nothing is on or later than"),
    ],
)
def test_every_time_can_be_shown_by_another_clock(filled: Run, argv: list[str], line: str) -> None:
    filled("star", MOTHS)
    ran = filled(*argv, "--zone", "Asia/Tokyo")
    assert line in ran.out + ran.err


def test_another_day_by_another_clock_is_marked_and_listed_under(filled: Run) -> None:
    filled("star", MOTHS)
    lines = filled("agenda", "--zone", "Pacific/Auckland").lines
    assert lines[0] == "Wednesday 21 July 2021 · Pacific/Auckland"
    assert lines[1].startswith("* 02:00-02:20  Moths and Lamps  +1 · Oral")
    assert filled("agenda", "--day", "2021-07-21", "--zone", "Pacific/Auckland").code == 0
    (talk,) = filled("agenda", "--json", "--zone", "Pacific/Auckland").objects
    assert (talk["start"], talk["timezone"]) == ("2021-07-21T02:00:00+12:00", "Pacific/Auckland")


def test_free_and_clash_mind_the_walk_between_rooms(
    run: Run, home_folder: Path, tmp_path: Path
) -> None:
    rows = (
        "Toads,2022-05-03 11:00,2022-05-03 11:30,Oral,UTC,Aula\n"
        "Newts,2022-05-03 11:35,2022-05-03 12:00,Oral,UTC,Cave\n"
        "Frogs,2022-05-03 11:35,2022-05-03 12:00,Oral,UTC,Aula\n"
        "Olms,2022-05-03 12:00,2022-05-03 12:30,Oral,UTC,Cave\n"
    )
    page = written(tmp_path / "pond.csv", POSTERS.partition("\n")[0] + "\n" + rows)
    run("add", page, "--name", "Pond 2022")
    ids = {one["title"]: one["id"] for one in run("list", "--json").objects}

    def found(*query: str) -> set[str]:
        return {one["title"] for one in run("search", *query, "--json").objects}

    run("star", ids["Toads"])
    assert found("is:free") == {"Newts", "Frogs", "Olms"}
    (home_folder / "config").mkdir(exist_ok=True)
    written(home_folder / "config" / "config.toml", "[agenda]\ntravel = 10\n")
    assert found("is:free") == found("is:free", page, "--name", "Pond 2022") == {"Frogs", "Olms"}
    run("star", ids["Newts"])
    assert found("is:clash") == {"Toads", "Newts"}
    assert found("-is:clash") == {"Frogs", "Olms"}
