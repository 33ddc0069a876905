"""The themes, to choose one: the screen wears the highlighted one at once."""

from collections.abc import Sequence

from textual import on
from textual.theme import Theme

from confbrowse.text.cells import Drawn, fit
from confbrowse.tui.screens.menu import MenuScreen, Rows
from confbrowse.tui.themes import HIGH_CONTRAST
from confbrowse.tui.widgets.line_list import LineList

_NAME_WIDTH = 24


class ThemeScreen(MenuScreen[str]):
    """Shows themes by name; returns the one chosen. Closed, it leaves the one that was there."""

    def __init__(self, themes: Sequence[Theme], worn: str) -> None:
        """Take all *themes* in the order to show them in, and the name of the one that is *worn*."""
        self._themes, self._worn = themes, worn
        super().__init__("Theme", tuple(map(theme_row, themes)), "Enter take · Esc leave as it was")

    def on_mount(self) -> None:
        """Begin at the theme that is worn."""
        lines = self.query_one(Rows)
        lines.rows = self.rows
        lines.cursor = [theme.name for theme in self._themes].index(self._worn)

    @on(LineList.Highlighted)
    def _try_on(self, event: LineList.Highlighted) -> None:
        event.stop()
        self.app.theme = self._themes[event.list.cursor].name

    def action_choose(self) -> None:
        """Keep the highlighted theme."""
        self.dismiss(self._themes[self.query_one(Rows).cursor].name)

    async def action_dismiss(self, result: str | None = None) -> None:
        """Close, and put the theme back that was there, unless one is taken already."""
        if self.is_active:
            self.app.theme = self._worn
        await super().action_dismiss(result)


def theme_row(theme: Theme) -> Drawn:
    """Return name and kind of *theme* as a line."""
    kind = "the terminal's own colours" if theme.ansi else "dark" if theme.dark else "light"
    if theme.name in HIGH_CONTRAST:
        kind += ", high contrast"
    return ((f" {fit(theme.name, _NAME_WIDTH)}", "line--title"), (kind, "line--faint"))
