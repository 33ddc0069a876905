"""A minimal app with an input: the baseline for the echo of a letter."""

from textual.app import App, ComposeResult
from textual.widgets import Input


class BareInput(App[None]):
    """One line to type in, focused from the start."""

    def compose(self) -> ComposeResult:
        """Show the line."""
        yield Input()


if __name__ == "__main__":
    BareInput().run()
