"""The commands that show talks: list, search, show; as text and as JSON."""

from dataclasses import replace
from pathlib import Path

import pytest
from command_line import BATS, KEYS, MOTHS, OWLS, PAGE, QUESTIONS, Run, written
from factories import at, talk, talks
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from confbrowse.cli.inputs import SAMPLES_NOTE
from confbrowse.cli.talk_text import Entry, ListingLayout, heading_of
from confbrowse.model import Mark, Talk

ALL = [MOTHS, OWLS, QUESTIONS, BATS]
TOLD = f"Owls and Mice  Spotlight · Alan Turing  [{OWLS}]"
LISTED, FOUND = f"  07:10-07:30  {TOLD}", f"  2021-07-20 07:10-07:30 PDT  {TOLD}"
"""In the order of time, below the heading of its day; and as the best match of a search."""


def test_list_prints_one_line_a_talk_below_its_day_and_session(filled: Run) -> None:
    ran = filled("list")
    assert ran.code == 0
    assert ran.err == ""
    assert [line.split("[")[-1].rstrip("]") for line in ran.talks] == ALL
    assert [line for line in ran.lines if line not in ran.talks] == [
        *("ICML 2021 · Tuesday 20 July 2021 · PDT", "Night Shift"),
        *("ICML 2021 · Wednesday 21 July 2021 · PDT", "Night Shift"),
    ]
    assert ran.talks[1] == LISTED


def test_sessions_are_listed_one_after_the_other_where_they_are_short(
    run: Run, tmp_path: Path
) -> None:
    rows = [
        f"{letter}{half},2022-05-03 1{half}:00,2022-05-03 1{half}:30,UTC,{letter}"
        for half in (0, 1)
        for letter in ("Owls", "Bats")
    ]
    head = "title,start,end,timezone,session"
    page = written(tmp_path / "pond.csv", "\n".join([head, *rows]))
    run("add", page, "--name", "Pond 2022")
    day = "Pond 2022 · Tuesday 3 May 2022 · UTC"
    for argv in (["list"], ["search", "day:tue"]):
        told = [line.partition("  [")[0] for line in run(*argv).lines]
        assert told == [
            *(day, "Bats", "  10:00-10:30  Bats0", "  11:00-11:30  Bats1"),
            *("Owls", "  10:00-10:30  Owls0", "  11:00-11:30  Owls1"),
        ]


ORAL = talk(
    "An Oral whose title takes two lines",
    id="icml-2021/oral",
    kind="Oral",
    authors=tuple("ABCDEFG"),
    start=at(9),
    end=at(9, 20),
    timezone="PDT",
    room="Aula",
)


def test_a_terminal_gets_whole_titles_with_the_room_below() -> None:
    later = replace(ORAL, id="x/later", title="Later", start=at(9, day=21), end=None, room=None)
    text = ListingLayout(width=40).by_day(
        [Entry(ORAL), Entry(later, Mark(starred=True, interest=2))]
    )
    assert "\n".join(text).splitlines() == [
        "Tuesday 20 July 2021 · PDT",
        "  09:00-09:20  An Oral whose title takes",
        "               two lines",
        "               Aula · Oral · A, B, C, D,",
        "               E and 2 more",
        "               [icml-2021/oral]",
        "",
        "Wednesday 21 July 2021 · PDT",
        "* 09:00        Later",
        "               Oral · A, B, C, D, E and",
        "               2 more  [x/later]",
        "               interest 2",
    ]
    assert ListingLayout(width=40).entry(Entry(ORAL)).splitlines()[:3] == [
        "  An Oral whose title takes two lines",
        "      2021-07-20 09:00-09:20 PDT · Aula",
        "      · Oral · A, B, C, D, E and 2 more",
    ]


@given(one=talks, width=st.integers(24, 200), is_below=st.booleans())
def test_no_line_is_wider_than_the_terminal(one: Talk, width: int, is_below: bool) -> None:
    layout = ListingLayout(width=width)
    text = layout.entry(Entry(one), heading_of(one) if is_below else None)
    session = layout.session([one], heading_of(one))
    lines = [
        *text.splitlines(),
        *session.splitlines(),
        *layout.heading(heading_of(one)).splitlines(),
    ]
    assert max(map(cell_len, lines)) <= width
    assert "".join(one.id.split()) in "".join(text.split())


def test_the_width_is_that_of_the_terminal(filled: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "70")
    assert filled("list").lines[6:8] == [
        "  07:10-07:30  Owls and Mice",
        f"               Spotlight · Alan Turing  [{OWLS}]",
    ]


def test_list_prints_json_with_the_promised_keys_in_their_order(filled: Run) -> None:
    talks = filled("list", "--json").objects
    assert [talk["id"] for talk in talks] == ALL
    assert [list(talk) for talk in talks] == [KEYS] * 4


def test_json_says_everything_about_a_talk(filled: Run, page: str) -> None:
    assert filled("list", "--json", "--limit", "1").objects == [
        {
            "id": MOTHS,
            "programme": "ICML 2021",
            "session": "Night Shift",
            "chairs": ["Ada Lovelace"],
            "kind": "Oral",
            "title": "Moths and Lamps",
            "authors": ["Grace Hopper", "Jürgen Groß"],
            "start": "2021-07-20T07:00:00-07:00",
            "end": "2021-07-20T07:20:00-07:00",
            "timezone": "PDT",
            "year_assumed": False,
            "room": None,
            "position": None,
            "track": None,
            "keywords": [],
            "abstract": PAGE.splitlines()[15],
            "text": PAGE.splitlines()[15],
            "links": [{"kind": "code", "url": "https://github.com/moths/lamps", "label": None}],
            "starred": False,
            "interest": 0,
            "hidden": False,
            "seen": False,
            "note": None,
            "later": False,
            "source": f"{page}, line 9",
        }
    ]


def test_json_shows_letters_as_they_are(filled: Run) -> None:
    assert "Jürgen Groß" in filled("list", "--json").out


def test_a_star_shows_in_every_command(filled: Run) -> None:
    filled("star", OWLS)
    assert filled("list").talks[1] == f"*{LISTED[1:]}"
    assert filled("search", "owls").lines == [f"*{FOUND[1:]}"]
    assert "Starred" in filled("show", OWLS).lines
    assert [talk["starred"] for talk in filled("list", "--json").objects] == [
        *(False, True, False, False),
    ]


@pytest.mark.parametrize("argv", [["list"], ["search", ""], ["list", "--json"]])
def test_limit_gives_the_first_ones_only(filled: Run, argv: list[str]) -> None:
    everything = filled(*argv).lines
    talks = [line for line in everything if "icml-2021/" in line]
    assert len(talks) == 4
    assert [line for line in filled(*argv, "--limit", "2").lines if line in talks] == talks[:2]
    assert filled(*argv, "--limit", "9").lines == everything


def test_sources_are_listed_instead_of_the_library(filled: Run, tmp_path: Path) -> None:
    other = written(tmp_path / "fosdem-2021.txt", PAGE.replace("Moths", "Newts"))
    talks = filled("list", other, "--json").objects
    assert talks[0]["title"] == "Newts and Lamps"
    assert {talk["programme"] for talk in talks} == {"FOSDEM 2021"}
    assert "Newts" not in filled("list").out


def test_sources_take_the_name_year_and_zone_they_are_given(run: Run, tmp_path: Path) -> None:
    bare = written(tmp_path / "page.txt", PAGE.replace(" PDT", ""))
    first = run(
        *("list", bare, "--json", "--name", "My Days", "--year", "2027", "--timezone", "JST"),
    ).objects[0]
    assert (first["programme"], first["id"]) == ("My Days", MOTHS.replace("icml-2021", "my-days"))
    assert first["start"] == "2027-07-20T07:00:00+09:00"


def test_an_assumed_year_is_reported_and_marked(run: Run, tmp_path: Path) -> None:
    bare = written(tmp_path / "page.txt", PAGE)
    ran = run("list", bare)
    assert " 20 July " in ran.lines[0]
    assert ran.lines[0].endswith(" (year assumed) · PDT")
    assert f"confbrowse: {bare}, line 9: no year is given; " in ran.err
    assert all(talk["year_assumed"] for talk in run("list", bare, "--json").objects)


def test_an_empty_library_lists_the_samples_and_says_so(run: Run, home_folder: Path) -> None:
    ran = run("list", "--json")
    assert ran.code == 0
    assert ran.err == f"confbrowse: {SAMPLES_NOTE}\n"
    assert ran.objects
    assert not home_folder.exists()


def test_the_samples_can_be_searched_shown_and_starred(run: Run) -> None:
    title, talk_id = (run("list", "--json").objects[0][key] for key in ("title", "id"))
    assert talk_id in {talk["id"] for talk in run("search", title, "--json").objects}
    assert run("show", talk_id).lines[0] == title
    assert run("star", talk_id).out == f"Starred: {title}\n"
    assert [talk["id"] for talk in run("agenda", "--json").objects] == [talk_id]


def test_sessions_are_listed_with_their_talks_counted(filled: Run) -> None:
    assert filled("list", "--sessions").lines == [
        "ICML 2021 · Tuesday 20 July 2021 · PDT",
        "  07:00-07:40  Night Shift  4 talks",
    ]
    assert filled("list", "--sessions", "--json").objects == [
        {
            "programme": "ICML 2021",
            "session": "Night Shift",
            "chairs": ["Ada Lovelace"],
            "room": None,
            "start": "2021-07-20T07:00:00-07:00",
            "abstract": "",
            "talks": 4,
        }
    ]


def test_search_finds_titles_people_and_sessions_best_first(filled: Run) -> None:
    found = filled("search", "grace echoes", "--json").objects
    assert [(talk["id"], talk["match"]) for talk in found] == [(BATS, "all"), (MOTHS, "some")]
    assert [talk["id"] for talk in filled("search", "hopper", "--json").objects] == [MOTHS, BATS]
    assert {talk["id"] for talk in filled("search", "night", "--json").objects} == set(ALL)
    assert filled("search", "turing").lines == [FOUND]


def test_a_search_without_free_words_prints_the_programme(filled: Run) -> None:
    assert filled("search", "session:night").lines == filled("list").lines
    ran = filled("search", "sesion:night kind:oral")
    assert ran.err == "confbrowse: No field sesion:. Did you mean session:?\n"
    assert [MOTHS in ran.out, BATS in ran.out, OWLS in ran.out] == [True, True, False]


def test_search_forgives_accents_and_slips(filled: Run) -> None:
    assert [talk["id"] for talk in filled("search", "jurgen gross", "--json").objects] == [MOTHS]
    assert [talk["id"] for talk in filled("search", "turnig", "--json").objects] == [OWLS]


def test_search_adds_a_score_after_the_other_keys(filled: Run, page: str) -> None:
    for argv in (["search", "owls", "--json"], ["search", "owls", page, "--json"]):
        (talk,) = filled(*argv).objects
        assert list(talk) == [*KEYS, "score", "match", "also"]
        assert talk["score"] > 0
        assert talk["match"] == "all"


def test_talks_with_some_of_the_words_are_below_a_heading_and_are_not_exported(
    filled: Run, page: str
) -> None:
    for source in ([], [page]):
        lines = filled("search", "grace echoes", *source).lines
        at = lines.index("Some of your words")
        assert "Bats" in "".join(lines[:at])
        assert "Moths" in "".join(lines[at:])
    assert filled("search", "grace zebras").lines[0] == "Some of your words"
    exported = filled("export", "md", "grace echoes").out
    assert ("Bats" in exported, "Moths" in exported) == (True, False)


def test_search_looks_into_sources_instead_of_the_library(filled: Run, tmp_path: Path) -> None:
    other = written(tmp_path / "fosdem-2021.txt", PAGE.replace("Moths", "Newts"))
    assert filled("search", "newts").code == 1
    assert len(filled("search", "newts", other).lines) == 1
    assert filled("search", "title:moths", other).code == 1


@pytest.mark.parametrize("argv", [["list"], ["search", "lamps"]])
def test_many_talks_come_in_their_order(run: Run, tmp_path: Path, argv: list[str]) -> None:
    head, _, rest = PAGE.partition("Tue 20 July 7:00")
    talk = rest.partition("Tue")[0]
    page = head + "".join(
        f"Tue 20 July {8 + number // 100}:00{talk.replace('7:20', '21:00')}".replace(
            "Moths", f"Moths {number}"
        )
        for number in reversed(range(1_200))
    )
    run("add", written(tmp_path / "icml-2021.txt", page))
    hours = [talk["start"][11:13] for talk in run(*argv, "--json").objects]
    assert hours == sorted(hours)
    assert len(hours) == 1_200


def test_show_prints_a_talk_whole(filled: Run, page: str) -> None:
    ran = filled("show", MOTHS)
    assert ran.code == 0
    assert ran.out == (
        "Moths and Lamps\n"
        "Grace Hopper, Jürgen Groß\n"
        "Oral, 2021-07-20 07:00-07:20 PDT\n"
        "Night Shift (chairs: Ada Lovelace), ICML 2021\n"
        f"\n{PAGE.splitlines()[15]}\n\n"
        "code: https://github.com/moths/lamps\n"
        f"{MOTHS}, from {page}, line 9\n"
    )


def test_show_says_what_a_talk_does_not_have(filled: Run) -> None:
    assert "No abstract in the source." in filled("show", QUESTIONS).lines


def test_show_prints_json_with_the_promised_keys(filled: Run) -> None:
    (talk,) = filled("show", MOTHS, "--json").objects
    assert list(talk) == KEYS


@pytest.mark.parametrize(
    ("argv", "said"),
    [
        (["search", "nonsense"], "No talk matches “nonsense”."),
        (["search", "x\x1b[31myz\u202e"], "No talk matches “xyz”."),
        (
            ["show", "icml-2021/x"],
            "No talk has the id icml-2021/x. confbrowse list and confbrowse search",
        ),
        (["show", "\x1b[2Jx"], "No talk has the id x."),
        (["open", OWLS], "“Owls and Mice” has no link."),
        (["open", MOTHS, "--kind", "slides"], "“Moths and Lamps” has no slides link"),
        (["agenda"], "Your agenda is empty. Star talks with s in the browser or with"),
    ],
)
def test_nothing_found_is_reported_and_ends_with_1(filled: Run, argv: list[str], said: str) -> None:
    ran = filled(*argv)
    assert ran.code == 1
    assert ran.out == ""
    assert ran.err.startswith(f"confbrowse: {said}")
