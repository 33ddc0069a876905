"""A minimal Textual app: the baseline for start and memory."""

from textual.app import App, ComposeResult
from textual.widgets import Static

TEXT = "A bare Textual app."


class BareApp(App[None]):
    """One line of text."""

    def compose(self) -> ComposeResult:
        """Show the line."""
        yield Static(TEXT)


if __name__ == "__main__":
    BareApp().run()
