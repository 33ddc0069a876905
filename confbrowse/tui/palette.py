"""The palette: commands by their names."""

from textual.command import CommandPalette

from confbrowse.tui.closing import ClosingOnce


class Palette(ClosingOnce[None], CommandPalette):
    """Textual's own, save that a click and Esc close it once."""
