"""Reminders: of talks that start soon, once each, and never from a guessed time."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from factories import at, talk
from stories import BATS, ICML, MOTHS, Home, home_with, opened, said, until

from confbrowse.schedule.timetable import Timetable
from confbrowse.settings import AgendaSettings as Remind
from confbrowse.settings import Settings
from confbrowse.tui.app import ConfbrowseApp
from confbrowse.tui.background import Intervals, Reminders, osc9, reminder
from confbrowse.tui.view_state import DEFAULT_VIEW

MINE = Timetable([MOTHS, BATS])


def test_a_talk_is_due_once_from_so_many_minutes_before_until_it_begins() -> None:
    reminders = Reminders(10)
    assert not list(reminders.due(MINE, at(8, 49)))
    assert list(reminders.due(MINE, at(8, 50))) == [MOTHS]
    assert not list(reminders.due(MINE, at(8, 55)))
    assert list(reminders.due(MINE, at(9))) == [BATS]
    assert not list(reminders.due(MINE, at(9, 10)))


def test_what_has_begun_is_too_late_to_be_reminded_of() -> None:
    assert not list(Reminders(10).due(Timetable([MOTHS]), at(9)))


def test_a_talk_that_has_moved_is_due_again() -> None:
    reminders = Reminders(10)
    assert list(reminders.due(Timetable([MOTHS]), at(8, 55))) == [MOTHS]
    later = replace(MOTHS, start=at(9, 5))
    assert list(reminders.due(Timetable([later]), at(8, 56))) == [later]


def test_nobody_is_reminded_by_a_clock_that_is_unknown() -> None:
    floating = talk("Floating", start=at(9), end=at(10))
    assert not list(Reminders(10).due(Timetable([floating]), at(8, 55)))


def test_no_minutes_mean_no_reminders() -> None:
    reminders = Reminders(0)
    moments = [at(8, 50) + timedelta(minutes=minute) for minute in range(30)]
    assert not [one for moment in moments for one in reminders.due(MINE, moment)]


def test_a_reminder_says_how_soon_and_where() -> None:
    assert reminder(replace(MOTHS, room="Hall 1"), at(8, 51)) == (
        "In 9 minutes in Hall 1: Moths and Lamps"
    )
    assert reminder(MOTHS, at(8, 59)) == "In 1 minute: Moths and Lamps"


def test_a_title_cannot_command_the_terminal() -> None:
    assert osc9("Moths\x07\x1b]0;owned") == "\x1b]9;Moths]0;owned\x1b\\"


@pytest.mark.parametrize("by", ["notification", "bell", "osc9"])
async def test_the_screen_reminds_in_the_way_that_was_chosen(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, by: str
) -> None:
    rung: list[bool] = []
    monkeypatch.setattr(ConfbrowseApp, "bell", lambda _app: rung.append(True))
    home = Reminding(home_with(tmp_path, ICML).folder, lambda: at(8, 52), by)
    home.agenda.mark([MOTHS], lambda mark: replace(mark, starred=True))
    async with opened(home) as pilot:
        await until(pilot, lambda: said(pilot) == "In 8 minutes: Moths and Lamps")
        assert rung == [True] * (by == "bell")


class Reminding(Home):
    """A home with some kind of reminder in its settings."""

    def __init__(self, folder: Path, now: object, by: str) -> None:
        super().__init__(folder, now)  # type: ignore[arg-type]  # as above
        object.__setattr__(self, "by", by)

    def app(self) -> ConfbrowseApp:
        """Return the app on these files."""
        by: str = self.by  # type: ignore[attr-defined]  # as above
        return ConfbrowseApp(
            self.library,
            self.agenda,
            DEFAULT_VIEW,
            now=self.now,
            settings=Settings(agenda=Remind(remind_by=by)),
            intervals=Intervals(reminders=0.01),
        )
