"""The search bar on the main screen: results, hints, completions, highlights and history."""

from dataclasses import replace
from pathlib import Path

from stories import (
    BATS,
    ICML,
    MOTHS,
    NIGHTS,
    SONGS,
    WIDE,
    Home,
    opened,
    picture,
    press,
    settle,
    titles,
    typed,
    until,
)
from textual.events import Key
from textual.pilot import Pilot

from confbrowse.model import Mark
from confbrowse.settings import load
from confbrowse.tui.widgets.talk_list import TalkList

ALL = [one.title for one in NIGHTS]


async def search(pilot: Pilot[None], text: str) -> None:
    """Open the search line and type *text*."""
    await press(pilot, "slash")
    await typed(pilot, text)


def hit_words(pilot: Pilot[None]) -> set[str]:
    """Return the highlighted texts in the list."""
    pane = pilot.app.screen.query_one(TalkList)
    drawn = (pane.draw_row(at, 0, 100) for at in range(pane.line_count()))
    return {text for line in drawn for text, role in line if role == "line--hit"}


async def test_words_of_abstracts_are_found(home: Home) -> None:
    async with opened(home) as pilot:
        await search(pilot, "circles")
        await until(pilot, lambda: MOTHS.title in titles(pilot))
        assert "search: circles" in picture(pilot)


async def test_fields_and_conditions_narrow_the_list(home: Home) -> None:
    async with opened(home) as pilot:
        await search(pilot, "author:turing day:tue")
        assert titles(pilot) == [BATS.title]


async def test_what_was_found_is_marked_in_list_and_abstract(home: Home) -> None:
    async with opened(home, WIDE) as pilot:
        await search(pilot, "moht")
        assert "Moths" in hit_words(pilot)
        detail = pilot.app.screen.detail  # type: ignore[attr-defined]
        assert ("Moths", "line--hit") in detail.draw_line(0, 40)
        await press(pilot, "escape", "F")
        assert hit_words(pilot) == set()


async def test_talks_with_some_of_the_words_are_below_a_heading(home: Home) -> None:
    async with opened(home) as pilot:
        await search(pilot, "owls turing")
        assert "Some of your words" in picture(pilot).splitlines()[3]
        await press(pilot, "escape", "F")
        await search(pilot, "moths turing")
        assert titles(pilot) == [BATS.title, MOTHS.title]
        rows = picture(pilot).splitlines()
        heading = next(at for at, row in enumerate(rows) if "Some of your words" in row)
        assert any(BATS.title in row for row in rows[:heading])
        await press(pilot, "escape", "j", "s")
        assert home.starred == [MOTHS.title]
        await press(pilot, "S")
        assert "1 ✓ Relevance" in picture(pilot)
        await press(pilot, "2")
        assert titles(pilot) == [BATS.title]
        assert "Some of your words" not in picture(pilot)


async def test_a_wrong_field_empties_no_list_and_the_nearest_is_offered(home: Home) -> None:
    async with opened(home) as pilot:
        await search(pilot, "autor:turing")
        assert titles(pilot) == [BATS.title]
        assert "No field autor:. Did you mean author:?" in picture(pilot)
        await typed(pilot, " day:xyz ")
        assert titles(pilot) == [BATS.title]
        assert "day: expects a weekday" in picture(pilot)


async def test_tab_completes_and_goes_round(home: Home) -> None:
    async with opened(home) as pilot:
        await search(pilot, "moths au")
        await press(pilot, "tab")
        assert "/ moths author:" in picture(pilot)
        await typed(pilot, "tur da")
        await press(pilot, "tab")
        await typed(pilot, "t")
        proposals = []
        for _ in range(3):
            await press(pilot, "tab")
            proposals.append(picture(pilot).splitlines()[1])
        assert "day:tue" in "".join(proposals)
        assert len(set(proposals)) == 3
        await press(pilot, "shift+tab")
        assert picture(pilot).splitlines()[1] == proposals[1]


async def test_values_are_offered_with_their_counts_as_one_types(home: Home) -> None:
    async with opened(home) as pilot:
        await search(pilot, "session:")
        assert "Lamps · 4  Ears · 2  Hall · 2" in picture(pilot)
        await typed(pilot, "e")
        assert "Ears · 2" in picture(pilot)
        assert "Lamps" not in picture(pilot).splitlines()[2]
        await press(pilot, "tab")
        assert set(titles(pilot)) == {BATS.title, SONGS.title}
        await typed(pilot, " author:tur")
        await press(pilot, "tab")
        assert 'session:Ears author:"Alan Turing"' in picture(pilot)
        assert titles(pilot) == [BATS.title]


async def test_tab_waits_for_the_values_and_the_keys_behind_it_wait_too(home: Home) -> None:
    async with opened(home) as pilot:
        await press(pilot, "slash")
        for letter in "author:tur\t day:tue":  # in one burst
            key = {"\t": "tab", " ": "space"}.get(letter, letter)
            pilot.app.post_message(Key(key, letter if key != "tab" else None))
        await settle(pilot)
        assert '/ author:"Alan Turing" day:tue' in picture(pilot)
        assert titles(pilot) == [BATS.title]


async def test_an_import_changes_the_values_that_are_offered(home: Home) -> None:
    async with opened(home) as pilot:
        await search(pilot, "kind:b")
        assert "Break · 1" in picture(pilot)
        more = replace(BATS, id="icml-2021/axolotl", title="An Axolotl", kind="Banquet")
        home.library.put(replace(ICML, talks=(*ICML.talks, more)))
        await until(pilot, lambda: "Banquet · 1" in picture(pilot))


async def test_tab_where_nothing_can_be_completed_changes_nothing(home: Home) -> None:
    async with opened(home) as pilot:
        await search(pilot, "zzz")
        await press(pilot, "tab")
        assert "/ zzz" in picture(pilot)


async def test_up_on_an_empty_line_brings_earlier_searches_back_also_after_a_restart(
    home: Home,
) -> None:
    async with opened(home) as pilot:
        await search(pilot, "moths")
        await press(pilot, "enter", "F")
        await search(pilot, "bats")
        await press(pilot, "enter", "F", "q")
    async with opened(home) as pilot:
        await press(pilot, "slash", "up")
        assert titles(pilot)[0] == BATS.title
        await press(pilot, "up")
        assert titles(pilot)[0] == MOTHS.title


async def test_hidden_talks_that_match_are_counted_and_found_when_asked_for(home: Home) -> None:
    home.agenda.mark((MOTHS,), lambda mark: replace(mark, hidden=True))
    async with opened(home) as pilot:
        await search(pilot, "title:moths")
        assert MOTHS.title not in titles(pilot)
        assert "1 hidden talk matches" in picture(pilot)
        await typed(pilot, " is:hidden")
        assert titles(pilot) == [MOTHS.title]


async def test_a_star_changes_what_is_found_at_once(home: Home) -> None:
    home.agenda.mark((MOTHS, BATS), lambda _: Mark(starred=True))
    async with opened(home) as pilot:
        await search(pilot, "is:starred")
        assert titles(pilot) == [MOTHS.title, BATS.title]
        await press(pilot, "enter", "s")
        assert titles(pilot) == [BATS.title]
        await press(pilot, "u")
        assert titles(pilot) == [MOTHS.title, BATS.title]


async def test_an_import_meanwhile_is_found(home: Home) -> None:
    async with opened(home) as pilot:
        await search(pilot, "title:axolotl")
        assert titles(pilot) == []
        more = replace(MOTHS, id="icml-2021/axolotl", title="An Axolotl")
        home.library.put(replace(ICML, talks=(*ICML.talks, more)))
        await until(
            pilot, lambda: "09:00     An Axolotl · Grace Hopper +1 · Oral" in picture(pilot)
        )


async def test_where_nothing_is_found_the_nearest_words_are_offered(home: Home) -> None:
    async with opened(home) as pilot:
        await search(pilot, "fyerflyez")
        await until(pilot, lambda: "Did you mean" in picture(pilot))
        assert titles(pilot) == []


async def test_the_line_survives_every_size(home: Home) -> None:
    async with opened(home) as pilot:
        await search(pilot, "a very long query that does not fit 学習 autor:x day:zz moths")
        for size in ((20, 6), (160, 45), (40, 12), (80, 24)):
            await pilot.resize_terminal(*size)
            await settle(pilot)
        await press(pilot, "end", "backspace", "ctrl+u")
        assert titles(pilot) == ALL


async def test_a_search_is_saved_by_a_name_that_finds_it_again(
    home: Home, home_folder: Path
) -> None:
    file = home_folder / "config" / "config.toml"
    async with opened(home) as pilot:
        await press(pilot, "W")  # there is no search to save
        await search(pilot, "is:starred|author:turing")
        await press(pilot, "enter", "W")
        await typed(pilot, "a|b")
        await press(pilot, "enter")
        assert "A name has up to 40 letters" in picture(pilot)
        await press(pilot, "ctrl+u")
        await typed(pilot, "echo")
        await press(pilot, "enter")
        assert file.read_text() == '[searches]\necho = "is:starred|author:turing"\n'
        await press(pilot, "F")
        await search(pilot, "@")
        await until(pilot, lambda: "@echo · 1  is:starred|author:turing" in picture(pilot))
        await press(pilot, "tab")
        assert "/ @echo" in picture(pilot)
        assert titles(pilot) == [BATS.title]
        await press(pilot, "escape", "s")  # a saved search depends on marks as its conditions do
        await press(pilot, "slash", "end")
        await typed(pilot, " -author:turing")
        assert titles(pilot) == []
        await press(pilot, "enter", "W")
        await typed(pilot, "echo")
        await press(pilot, "enter")
        assert "@echo is saved for is:starred|author:turing already" in picture(pilot)
        await press(pilot, "enter")
        assert load(file).settings.searches == (
            ("echo", "is:starred|author:turing -author:turing"),
        )
