"""An idle screen draws nothing, even below another screen or while it gets messages."""

from pathlib import Path

import pytest
from stories import ICML, home_with, opened, press, settle

from confbrowse.tui.app import ConfbrowseApp
from confbrowse.tui.screens.base import TalkScreen


@pytest.mark.parametrize("keys", [("O",), ("question_mark",), ("a",), ("a", "O"), ("e",)])
async def test_what_is_below_another_screen_draws_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, keys: tuple[str, ...]
) -> None:
    async with opened(home_with(tmp_path, ICML)) as pilot:
        await press(pilot, "s", *keys)
        below = [one for one in pilot.app.screen_stack[:-1] if isinstance(one, TalkScreen)]
        drawn: list[object] = []
        monkeypatch.setattr(ConfbrowseApp, "_display", lambda _, *what: drawn.append(what))
        for screen in below:
            screen.refresh()
        await settle(pilot)
        assert below
        assert not drawn
