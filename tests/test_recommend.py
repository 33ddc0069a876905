"""For you: what is learned from marks, on the screen and on the command line."""

from dataclasses import replace
from datetime import timedelta
from io import BytesIO, TextIOWrapper
from pathlib import Path

import pytest
from command_line import Run, written
from factories import at, programme, talk
from stories import (
    WIDE,
    Home,
    home_with,
    on_screen,
    opened,
    picture,
    press,
    star,
    title,
    titles,
    words,
)
from textual.pilot import Pilot

from confbrowse.discovery.recommend import reasons, taste, to_come
from confbrowse.discovery.vector_store import LibraryVectors, VectorStore
from confbrowse.model import Talk
from confbrowse.search.marks import MarkSets
from confbrowse.tui.screens.grouped import GroupedScreen

BIRDS = ("Wren", "Robin", "Finch", "Heron", "Swift", "Stork")
ROCKS = ("Basalt", "Granite", "Marble", "Gneiss", "Slate", "Flint")
FLYING = [
    talk(f"The {name}", abstract=f"Feathers, wings and nests of {name}.", start=at(9 + hour))
    for hour, name in enumerate(BIRDS)
]
LYING = [
    talk(f"The {name}", abstract=f"Magma, crust and minerals of {name}.", start=at(9 + hour))
    for hour, name in enumerate(ROCKS)
]
TALKS = (*FLYING, *LYING)


@pytest.fixture
def home(tmp_path: Path) -> Home:
    home = home_with(tmp_path, programme(*TALKS))
    VectorStore(home.library).ready()
    return home


def known(home: Home) -> tuple[LibraryVectors, dict[str, int]]:
    """Return the vectors, and the numbers of the talks by title."""
    found = VectorStore(home.library).load()
    assert found
    return found, {name: number for number, name in home.library.names()}


def ranked(home: Home, **marks: list[str]) -> list[str]:
    """Return the titles by what *marks*, lists of titles by the fields of MarkSets, say; the best first."""
    found, numbers = known(home)
    of = {field: frozenset(numbers[name] for name in names) for field, names in marks.items()}
    interest = dict.fromkeys(of.pop("interest", ()), 1)
    learned = taste(found, MarkSets(**of, interest=interest))
    if learned is None:
        return []
    scores = dict(zip(found.numbers.tolist(), learned.scores.tolist(), strict=True))
    return sorted(numbers, key=lambda name: -scores[numbers[name]])


def test_what_is_like_the_liked_talks_comes_first(home: Home) -> None:
    liked = ["The Wren", "The Robin", "The Finch"]
    birds = {f"The {name}" for name in BIRDS}
    for field in ("starred", "noted", "interest"):
        assert set(ranked(home, **{field: liked})[: len(birds)]) == birds


def test_fewer_than_three_liked_talks_say_nothing(home: Home) -> None:
    assert ranked(home, starred=["The Wren", "The Robin"]) == []
    assert ranked(home, starred=["The Wren"], noted=["The Wren"], interest=["The Robin"]) == []
    assert ranked(home, hidden=["The Wren", "The Robin", "The Finch"]) == []


def test_a_hidden_talk_takes_those_like_it_down(home: Home) -> None:
    starred = ["The Wren", "The Robin", "The Basalt", "The Granite"]
    for hidden, best, last in (("Marble", "Heron", "Slate"), ("Heron", "Slate", "Swift")):
        order = ranked(home, starred=starred, hidden=[f"The {hidden}"])
        assert order.index(f"The {best}") < order.index(f"The {last}")


def test_the_reason_is_the_liked_talk_that_is_nearest_and_the_words_they_share(home: Home) -> None:
    found, numbers = known(home)
    starred = frozenset(numbers[f"The {name}"] for name in ("Wren", "Basalt", "Granite"))
    learned = taste(found, MarkSets(starred=starred))
    assert learned
    why = reasons(found, learned, [numbers["The Heron"], numbers["The Wren"]])
    assert why[numbers["The Heron"]].because == numbers["The Wren"]
    assert {"feathers", "wings", "nests"} <= set(why[numbers["The Heron"]].terms)
    assert why[numbers["The Wren"]].because != numbers["The Wren"]


def test_stars_of_an_older_programme_count_less_each_year(tmp_path: Path) -> None:
    years = timedelta(days=4 * 365)
    old = [replace(one, start=one.start and one.start - years) for one in LYING]
    home = home_with(tmp_path, programme(*old, name="Old 2017"), programme(*FLYING))
    VectorStore(home.library).ready()
    starred = [one.title for one in (*FLYING[:2], *old[:2])]
    assert {f"The {name}" for name in BIRDS} == set(ranked(home, starred=starred)[:6])
    numbers = dict(home.library.names())
    before, within, after = at(9, day=1), at(12), at(9) + years
    store = VectorStore(home.library)
    assert {numbers[one] for one in to_come(store, within)} == {one.title for one in FLYING}
    assert len(to_come(store, before - years)) == len(to_come(store, after)) == len(TALKS)


def listed(pilot: Pilot[None]) -> list[Talk]:
    """Return the talks of the list, in its order."""
    screen = on_screen(pilot)
    assert isinstance(screen, GroupedScreen)
    return [line for line in screen.listed.lines if isinstance(line, Talk)]


async def test_the_list_for_you_learns_from_every_mark_and_keeps_its_place(home: Home) -> None:
    star(home, *FLYING[:2])
    async with opened(home, WIDE) as pilot:
        await press(pilot, "U")
        assert "Star at least 3 talks" in picture(pilot)
        star(home, FLYING[2])
        await press(pilot, "q", "U")
        assert {one.title for one in listed(pilot)[:3]} == {"The Heron", "The Swift", "The Stork"}
        assert "because of “The " in picture(pilot)
        assert "feathers" in picture(pilot)
        first = title(pilot)
        await press(pilot, "s")
        assert title(pilot) == first
        assert "Learned from 4 talks" in picture(pilot)
        await press(pilot, "x")
        assert first not in [one.title for one in listed(pilot)]
        await press(pilot, "u", "u")
        inclined = listed(pilot)
        await press(pilot, "X")
        assert f"Triage › For you 1 of {len(inclined)}" in words(picture(pilot))
        assert title(pilot) == inclined[0].title
        await press(pilot, "j", "q", "X")
        assert title(pilot) == inclined[1].title
        await press(pilot, "q", "q")
        assert on_screen(pilot).view == "programme"
        assert home.starred == [one.title for one in FLYING[:3]]


async def test_the_order_for_you_ranks_the_list_and_follows_every_mark(
    home: Home,
) -> None:
    star(home, *LYING[:3])
    async with opened(home, WIDE) as pilot:
        await press(pilot, "S", "7")
        before = titles(pilot, *TALKS)
        assert {one.title for one in LYING} == set(before[:6])
        assert title(pilot) == before[0]
        assert "for you" in picture(pilot)
        await press(pilot, "j", "j", "j")
        starred = title(pilot)
        assert starred in home.starred
        await press(pilot, "s")  # two are too few
        assert title(pilot) == starred
        assert titles(pilot, *TALKS) != before
        await press(pilot, "u")
        assert titles(pilot, *TALKS) == before


async def test_switched_off_there_is_no_such_order_or_list(home: Home) -> None:
    star(home, *FLYING[:3])
    app = home.app()
    off = replace(app.ctx.settings.discovery, for_you=False)
    app.ctx.settings = replace(app.ctx.settings, discovery=off)
    async with app.run_test(size=WIDE) as pilot:
        await press(pilot, "U")
        assert on_screen(pilot).view == "programme"
        await press(pilot, "S")
        assert "Interest" in picture(pilot)
        assert "For you" not in picture(pilot)


@pytest.fixture
def birds(run: Run, tmp_path: Path) -> Run:
    """Return a function that calls confbrowse on a library of birds and rocks."""
    rows = [f"{one.title},{one.abstract.replace(',', ' ')}" for one in TALKS]
    page = written(tmp_path / "park.csv", "\n".join(["title,abstract", *rows]))
    assert run("add", page, "--name", "Park 2021").code == 0
    return run


def ids(run: Run, *names: str) -> list[str]:
    every = {one["title"]: one["id"] for one in run("list", "--json").objects}
    return [every[f"The {name}"] for name in names]


def test_the_command_prints_what_may_be_liked_with_the_reason(birds: Run) -> None:
    few = birds("recommend")
    assert few.code == 1
    assert "Star at least 3 talks" in few.err
    birds("star", *ids(birds, *BIRDS[:3]))
    ran = birds("recommend", "--limit", "2", "park 2021")
    assert ran.code == 0
    assert len(ran.lines) == 2
    assert all("because of “The " in line and "feathers" in line for line in ran.lines)
    objects = birds("recommend", "--json").objects
    assert {one["id"] for one in objects[:3]} == set(ids(birds, *BIRDS[3:]))
    assert {one["because"] for one in objects[:3]} <= set(ids(birds, *BIRDS[:3]))
    assert [one["score"] for one in objects] == sorted(one["score"] for one in objects)[::-1]


def test_switched_off_the_command_says_so(birds: Run, home_folder: Path) -> None:
    birds("star", *ids(birds, *BIRDS[:3]))
    (home_folder / "config").mkdir(exist_ok=True)
    (home_folder / "config" / "config.toml").write_text("[discovery]\nfor_you = false\n")
    ran = birds("recommend")
    assert ran.code == 2
    assert "switched off" in ran.err


def test_like_compares_with_a_file_or_standard_input_too(
    birds: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = "Feathers,\nlarge nests."
    file = written(tmp_path / "abstract.txt", text)
    ran = birds("like", file, "--json")
    assert {one["title"] for one in ran.objects} == {one.title for one in FLYING}
    assert {"feathers", "nests"} <= set(ran.objects[0]["terms"])
    monkeypatch.setattr("sys.stdin", TextIOWrapper(BytesIO(text.encode())))
    assert birds("like", "-", "--json").objects == ran.objects
    for raw, code in ((b"", 1), (b"\xff\xfe\x00", 2), (b"x" * 500_000, 2)):
        (tmp_path / "abstract.txt").write_bytes(raw)
        ran = birds("like", file)
        assert (ran.code, ran.out, len(ran.err.splitlines())) == (code, "", 1)
