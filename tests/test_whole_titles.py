"""Titles of the usual length are whole on the list, no date is repeated, and every talk's room is said."""

from pathlib import Path

import pytest
from benchmarks.whole_titles import legibility
from factories import at, programme, talk
from stories import home_with, opened

from confbrowse.model import Session

WORDS = [
    "scaling",
    "diffusion",
    "models",
    "learning",
    "robust",
    "agents",
    "for",
    "benchmarks",
    "with",
    "sparse",
    "rewards",
    "in",
    "practice",
]


@pytest.mark.parametrize("hours", [1, 4])
@pytest.mark.parametrize(("size", "share"), [((120, 35), 0.9), ((80, 24), 0.85)])
async def test_titles_are_whole_dates_are_not_repeated_and_rooms_are_said(
    tmp_path: Path, size: tuple[int, int], share: float, hours: int
) -> None:
    sessions = [
        Session("ICML 2021", f"Session {number} of Talks", room=f"Hall {number}")
        for number in range(8)
    ]
    talks = [
        talk(
            f"{number} {' '.join((WORDS * 2)[number % 13 :][: 5 + number % 8])}",
            session=sessions[number % 8],
            authors=("Grace Hopper", "Alan Turing"),
            start=at(9 + number // 16 * hours % 12),
            end=at(9 + number // 16 * hours % 12 + hours),
        )
        for number in range(64)
    ]
    async with opened(home_with(tmp_path, programme(*talks)), size) as pilot:
        found = legibility(pilot, 20)
        assert found.talks > 60
        assert found.whole >= share * found.talks
        assert found.dated == found.without_room == 0
        assert found.least >= (10 if size[0] == 120 else 4)
        if size[0] == 120:
            assert pilot.app.screen.detail.text_width >= 36  # type: ignore[attr-defined]
