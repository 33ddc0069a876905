"""The filter of the sidebar shows the parts that contain the typed words."""

from pathlib import Path

import pytest
from stories import (
    ICML,
    NARROW,
    TINY,
    WIDE,
    home_with,
    on_screen,
    opened,
    picture,
    press,
    rows,
    typed,
    words,
)

from confbrowse.model import ProgrammeSummary, Scope, SessionSummary
from confbrowse.tui.widgets.sidebar import Sidebar, filtered, nodes_of


async def test_slash_in_the_sidebar_narrows_it_and_esc_brings_it_back_as_it_was(
    tmp_path: Path,
) -> None:
    async with opened(home_with(tmp_path, ICML, TINY), WIDE) as pilot:
        screen = on_screen(pilot)
        await press(pilot, "h")
        before = rows(screen.query_one(Sidebar))
        await press(pilot, "slash")
        await typed(pilot, "LAMPS")
        shown = words(" ".join(rows(screen.query_one(Sidebar))))
        assert "Lamps" in shown
        assert "Ears" not in shown
        assert "Tiny" not in shown
        await press(pilot, "enter")
        assert screen.state.scope.session == "Lamps"  # type: ignore[attr-defined]
        await press(pilot, "slash", "escape")
        assert [row for row in rows(screen.query_one(Sidebar)) if row] == [
            row for row in before if row
        ]


async def test_what_no_part_of_the_sidebar_holds_is_reported(tmp_path: Path) -> None:
    async with opened(home_with(tmp_path, ICML, TINY), WIDE) as pilot:
        await press(pilot, "h", "slash")
        await typed(pilot, "walrus")
        assert "not found" in picture(pilot)


@pytest.mark.parametrize(
    ("typed_words", "labels"),
    [
        ("lamps", ["ICML 2021", "Tue 20 Jul", "Lämps"]),
        ("20 jul", ["ICML 2021", "Tue 20 Jul"]),
        ("icml", ["ICML 2021"]),
        ("zzz", []),
    ],
)
def test_what_is_left_stands_below_what_it_is_part_of(typed_words: str, labels: list[str]) -> None:
    shelves = [
        ProgrammeSummary("icml-2021", "ICML 2021", 3, 1),
        ProgrammeSummary("tiny", "Tiny", 1, 4),
    ]
    blocks = [SessionSummary("icml-2021", "2021-07-20", name, 1) for name in ("Lämps", "Ears")]
    opened_parts = frozenset({Scope("icml-2021"), Scope("icml-2021", "2021-07-20")})
    nodes = nodes_of(shelves, {"icml-2021": blocks}, opened_parts, {})
    assert [node.label for node in filtered(nodes, typed_words)] == labels


async def test_a_narrow_window_narrows_the_sidebar_too(tmp_path: Path) -> None:
    async with opened(home_with(tmp_path, ICML, TINY), NARROW) as pilot:
        await press(pilot, "b", "slash")
        await typed(pilot, "tiny")
        assert "Tiny 2021" in picture(pilot)
        assert "ICML 2021" not in picture(pilot)
