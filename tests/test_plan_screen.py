"""Planning as a story through keys and in the shell: proposed, applied in one step, and undone."""

from dataclasses import replace
from pathlib import Path

import pytest
from command_line import Run, written
from factories import at, programme, talk
from stories import (
    BATS,
    ICML,
    MOTHS,
    NARROW,
    OWLS,
    STEPS,
    WIDE,
    Home,
    all_rows,
    home_with,
    on_screen,
    opened,
    picture,
    press,
    said,
    star,
    words,
)
from textual.pilot import Pilot

from confbrowse.discovery.vector_store import VectorStore
from confbrowse.model import Session, Talk
from confbrowse.paths import app_dirs
from confbrowse.tui.screens.agenda import AgendaScreen
from confbrowse.tui.screens.plan import PlanScreen


@pytest.fixture
def home(tmp_path: Path) -> Home:
    home = home_with(tmp_path, ICML)
    star(home, MOTHS, BATS, OWLS, STEPS)
    return home


def planned(pilot: Pilot[None]) -> list[str]:
    """Return the titles of the talks of the plan, each day followed by what is left out of it."""
    screen = on_screen(pilot)
    assert isinstance(screen, PlanScreen)
    return [line.title for line in screen.listed.lines if isinstance(line, Talk)]


async def test_a_plan_is_proposed_applied_in_one_step_and_undone(home: Home) -> None:
    async with opened(home, WIDE) as pilot:
        await press(pilot, "a", "i")
        assert isinstance(on_screen(pilot), PlanScreen)
        assert planned(pilot) == [MOTHS.title, OWLS.title, BATS.title]
        shown = words("\n".join(all_rows(pilot)))
        assert "Tue 20 Jul 2021 · 2 talks" in shown
        assert "Tue 20 Jul 2021 · Left out" in shown
        assert "clashes with “Moths and Lamps”; “Owls and Mice”" in shown
        assert "Plan › Tue 20 Jul 2021 › 1 to unstar" in picture(pilot).splitlines()[0]
        assert home.starred == [MOTHS.title, BATS.title, OWLS.title, STEPS.title]
        await press(pilot, "A")
        assert isinstance(on_screen(pilot), AgendaScreen)
        assert said(pilot) == "“Bats and Echoes” is no longer starred. Press u to undo."
        assert home.starred == [MOTHS.title, OWLS.title, STEPS.title]
        await press(pilot, "u")
        assert home.starred == [MOTHS.title, BATS.title, OWLS.title, STEPS.title]


async def test_a_plan_follows_the_marks_and_goes_from_day_to_day(home: Home) -> None:
    home.agenda.mark([BATS], lambda mark: replace(mark, interest=3))
    async with opened(home, NARROW) as pilot:
        await press(pilot, "a", "i")
        assert planned(pilot) == [BATS.title, MOTHS.title, OWLS.title]
        await press(pilot, "minus", "minus")
        assert planned(pilot) == [MOTHS.title, OWLS.title, BATS.title]
        await press(pilot, "right_curly_bracket")
        assert planned(pilot) == [STEPS.title]
        await press(pilot, "A")
        assert said(pilot) == "Your agenda is this plan already."
        await press(pilot, "right_curly_bracket")
        assert "nothing to plan on 2021-07-22" in words(picture(pilot))
        await press(pilot, "w")
        assert planned(pilot) == [MOTHS.title, OWLS.title, BATS.title, STEPS.title]
        await press(pilot, "w", "left_curly_bracket", "left_curly_bracket", "left_curly_bracket")
        assert said(pilot) == "There is no earlier day."
        await press(pilot, "q")
        assert isinstance(on_screen(pilot), AgendaScreen)


async def test_what_may_interest_fills_the_time_and_says_why(tmp_path: Path) -> None:
    hall = Session("ICML 2021", "Hall")

    def bird(name: str, begins: int, session: Session = hall, **more: object) -> Talk:
        text = f"Feathers, wings and nests of {name}."
        return talk(
            f"The {name}",
            abstract=text,
            session=session,
            start=at(begins),
            end=at(begins + 1),
            **more,
        )

    birds = [bird(name, hour) for name, hour in (("Wren", 9), ("Robin", 10), ("Finch", 11))]
    others = [bird("Heron", 10), bird("Swift", 13)]
    home = home_with(
        tmp_path,
        programme(
            *birds, *others, talk("Basalt", abstract="Magma, crust.", start=at(14), end=at(15))
        ),
    )
    VectorStore(home.library).ready()
    star(home, *birds)
    async with opened(home, WIDE) as pilot:
        await press(pilot, "a", "i")
        assert planned(pilot) == [*(one.title for one in birds), "The Swift"]
        assert "because of" in words("\n".join(all_rows(pilot)))
        await press(pilot, "A", "q", "u")
        assert len(home.starred) == 3


RIVALS = """\
title,start,end,kind,timezone,room
Newts,2022-05-03 10:00,2022-05-03 11:00,Oral,UTC,A
Frogs,2022-05-03 10:30,2022-05-03 11:30,Oral,UTC,B
Toads,2022-05-03 11:05,2022-05-03 12:00,Oral,UTC,C
Lunch,2022-05-03 12:15,2022-05-03 12:45,Oral,UTC,C
"""


def test_the_shell_prints_and_applies_the_plan(run: Run, tmp_path: Path) -> None:
    app_dirs().settings.parent.mkdir(parents=True)
    app_dirs().settings.write_text(
        'agenda = {travel = 5, breaks = ["12:00-13:00"]}\n', encoding="utf-8"
    )
    run("add", written(tmp_path / "pond.csv", RIVALS), "--name", "Pond 2022")
    ids = {one["title"]: one["id"] for one in run("list", "--json").objects}
    assert run("plan").code == 1
    run("star", *ids.values())
    printed = run("plan", "--day", "2022-05-03")
    assert "in your break 12:00–13:00" in printed.lines[-2]
    found = {one["title"]: one for one in run("plan", "--json").objects}
    assert [name for name, one in found.items() if one["planned"]] == ["Newts", "Toads"]
    assert found["Frogs"]["clashes"] == [ids["Newts"], ids["Toads"]]
    assert run("plan", "--day", "2022-05-04").code == 1
    settings = app_dirs().settings.read_text(encoding="utf-8")
    app_dirs().settings.write_text(f"{settings}unknown = 1\n", encoding="utf-8")
    assert len(run("plan", "--json").err.splitlines()) == 1
    run("plan", "--apply")
    assert [one["title"] for one in run("agenda", "--json").objects] == ["Newts", "Toads"]
    run("undo")
    assert len(run("agenda", "--json").objects) == 4
