"""Themes: all text is readable; they are previewed, chosen and saved."""

import pytest
from rich.color import Color
from rich.style import Style
from stories import Home, press, said, settle
from textual.pilot import Pilot

from confbrowse.settings import ScreenSettings, Settings
from confbrowse.text.cells import text_of
from confbrowse.tui.app import ConfbrowseApp
from confbrowse.tui.dialogs.choice import ThemeDialog, theme_row
from confbrowse.tui.themes import LECTURE_HALL, THEMES, initial_theme
from confbrowse.tui.view_state import DEFAULT_VIEW, ViewState, load
from confbrowse.tui.widgets.lines import ROLES

LEAST = 4.5
"""The contrast that WCAG requires of text, as a ratio."""
NOT_TEXT = {"line--bar", "line--bar-thumb"}
BEHIND = {"line--cursor", "line--cursor-blurred", "line--selected"}
TEXTS = sorted(ROLES - NOT_TEXT - BEHIND)
COLOURED = [theme for theme in THEMES if not theme.ansi]


def app_on(
    home: Home, settings: Settings | None = None, place: ViewState = DEFAULT_VIEW
) -> ConfbrowseApp:
    file = home.folder / "place.json"
    return ConfbrowseApp(
        home.library, home.agenda, place, place_file=file, settings=settings or Settings()
    )


def worn(name: str) -> Settings:
    return Settings(screen=ScreenSettings(theme=name))


def luminance(colour: Color) -> float:
    """Return the relative luminance that WCAG defines."""
    red, green, blue = (
        part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4
        for part in (channel / 255 for channel in colour.get_truecolor())
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: Color, other: Color) -> float:
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def test_contrast_is_measured_as_is_usual() -> None:
    black, white, grey = map(Color.parse, ("#000000", "#ffffff", "#777777"))
    assert contrast(black, white) == pytest.approx(21)
    assert contrast(grey, white) == pytest.approx(4.48, abs=0.01)


def backgrounds(pilot: Pilot[None]) -> dict[str, Color]:
    """Return every background of text: panes, dialogs and bars, and highlighted lines."""
    named = pilot.app.theme_variables
    found = {name: Color.parse(named[name]) for name in ("background", "surface", "panel")}
    for role in BEHIND:
        style: Style = pilot.app.screen.get_component_rich_style(role)
        assert style.bgcolor
        found[role] = style.bgcolor
    return found


@pytest.mark.parametrize("theme", COLOURED, ids=lambda theme: theme.name)
async def test_every_text_can_be_read_on_all_it_may_stand_on(home: Home, theme: object) -> None:
    name = getattr(theme, "name", "")
    async with app_on(home, worn(name)).run_test() as pilot:
        screen = pilot.app.screen
        pale = [
            (role, place, round(measured, 2))
            for role in TEXTS
            for place, behind in backgrounds(pilot).items()
            if (colour := screen.get_component_rich_style(role).color)
            and (measured := contrast(colour, behind)) < LEAST
        ]
        assert not pale


async def test_in_the_terminal_s_own_colours_none_of_ours_is_used(home: Home) -> None:
    async with app_on(home, worn("ansi")).run_test() as pilot:
        await settle(pilot)
        for role in ROLES:
            style = pilot.app.screen.get_component_rich_style(role)
            for colour in (style.color, style.bgcolor):
                assert colour is None or colour.is_default or colour.number is not None, role
        assert pilot.app.screen.get_component_rich_style("line--cursor").reverse


@pytest.mark.parametrize(
    ("wished", "last", "begun"),
    [
        ("", "", LECTURE_HALL.name),
        ("", "nord", "nord"),
        ("nord", "dracula", "nord"),
        ("", "gone", LECTURE_HALL.name),
        ("nrd", "dracula", "dracula"),
    ],
)
def test_the_theme_that_is_set_goes_before_the_one_chosen_last(
    wished: str, last: str, begun: str
) -> None:
    assert initial_theme(wished, last, [LECTURE_HALL.name, "nord", "dracula"])[0] == begun


async def test_a_theme_that_is_none_is_named_with_the_nearest(home: Home) -> None:
    async with app_on(home, worn("lecture-hal")).run_test(notifications=True) as pilot:
        await settle(pilot)
        assert "lecture-hal is not a theme; did you mean lecture-hall?" in said(pilot)


def test_themes_of_high_contrast_are_called_that() -> None:
    told = [theme.name for theme in THEMES if "high contrast" in text_of(theme_row(theme))]
    assert told == ["blackboard", "whiteboard"]


async def test_a_theme_is_tried_on_and_taken_off_again(home: Home) -> None:
    async with app_on(home).run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        await press(pilot, "C", "j")
        assert isinstance(pilot.app.screen, ThemeDialog)
        assert pilot.app.theme == THEMES[1].name
        await press(pilot, "escape")
        assert pilot.app.theme == LECTURE_HALL.name
        await press(pilot, "Q")
    assert load(home.folder / "place.json").theme == ""


async def test_a_theme_that_is_taken_is_there_at_the_next_start(home: Home) -> None:
    async with app_on(home).run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        await press(pilot, "C", "j", "j", "enter")
        assert pilot.app.theme == THEMES[2].name
        await press(pilot, "Q")
    kept = load(home.folder / "place.json")
    async with app_on(home, place=kept).run_test(size=(80, 24)) as pilot:
        assert pilot.app.theme == THEMES[2].name
        await settle(pilot)
        await press(pilot, "C")
        await press(pilot, "escape")
        assert pilot.app.theme == THEMES[2].name
