"""The commands for starred talks: agenda as text and as JSON, and open."""

import pytest
from command_line import BATS, KEYS, MOTHS, OWLS, Run


def test_the_agenda_is_printed_by_day_with_every_clash(filled: Run) -> None:
    filled("star", BATS, OWLS, MOTHS)
    ran = filled("agenda")
    assert ran.code == 0
    assert ran.lines == [
        "Tuesday 20 July 2021 · PDT",
        f"* 07:00-07:20  Moths and Lamps  Oral · Grace Hopper, Jürgen Groß  [{MOTHS}]"
        "  ! clashes with Owls and Mice",
        f"* 07:10-07:30  Owls and Mice  Spotlight · Alan Turing  [{OWLS}]"
        "  ! clashes with Moths and Lamps",
        "Wednesday 21 July 2021 · PDT",
        f"* 07:00-07:20  Bats and Echoes  Oral · Grace Hopper  [{BATS}]",
    ]


def test_the_agenda_adds_clashes_after_the_other_keys(filled: Run) -> None:
    filled("star", BATS, OWLS, MOTHS)
    talks = filled("agenda", "--json").objects
    assert [list(talk) for talk in talks] == [
        [*KEYS, "clashes", "weak_clashes", "more_clashes", "stop", "passed"]
    ] * 3
    assert [talk["clashes"] for talk in talks] == [[OWLS], [MOTHS], []]
    assert all(talk["starred"] for talk in talks)


@pytest.mark.parametrize(
    ("options", "ids"),
    [
        (["--day", "2021-07-21"], [BATS]),
        (["--day", "2021-07-20"], [MOTHS, OWLS]),
        (["--clashes"], [MOTHS, OWLS]),
        (["--clashes", "--day", "2021-07-20", "--limit", "1"], [MOTHS]),
        (["--limit", "2"], [MOTHS, OWLS]),
    ],
)
def test_a_part_of_the_agenda_can_be_asked_for(
    filled: Run, options: list[str], ids: list[str]
) -> None:
    filled("star", BATS, OWLS, MOTHS)
    assert [talk["id"] for talk in filled("agenda", "--json", *options).objects] == ids


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--day", "2021-07-22"], "No talk on your agenda is on 2021-07-22."),
        (["--clashes"], "No talk on your agenda clashes."),
        (["--clashes", "--day", "2021-07-21"], "No talk on your agenda clashes on 2021-07-21."),
    ],
)
def test_an_agenda_without_what_was_asked_for_is_not_called_empty(
    filled: Run, options: list[str], said: str
) -> None:
    filled("star", BATS, OWLS)
    ran = filled("agenda", *options)
    assert ran.code == 1
    assert ran.err == f"confbrowse: {said}\n"


@pytest.mark.parametrize("options", [[], ["--kind", "code"]])
def test_open_prints_the_address_of_a_link(filled: Run, options: list[str]) -> None:
    ran = filled("open", MOTHS, "--print", *options)
    assert ran.code == 0
    assert ran.out == "https://github.com/moths/lamps\n"


def test_open_hands_the_link_to_the_browser(filled: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CONFBROWSE_OPENER", "true")
    ran = filled("open", MOTHS)
    assert ran.code == 0
    assert ran.out == "Opened https://github.com/moths/lamps in your browser.\n"


def test_a_link_that_cannot_be_opened_is_reported_with_its_address(
    filled: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CONFBROWSE_OPENER", "no-such-browser")
    ran = filled("open", MOTHS)
    assert ran.code == 2
    assert ran.err.endswith("Copy it from here: https://github.com/moths/lamps\n")
