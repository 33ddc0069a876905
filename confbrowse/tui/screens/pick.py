"""A choice among more things than a menu holds: typed, narrowed, taken with Enter."""

from collections.abc import Callable, Sequence

from confbrowse.tui.screens.proposing import ROWS, ProposingScreen

_HINT = "Type to narrow · ↑ ↓ choose · Enter take · Esc close"


class PickScreen(ProposingScreen[str]):
    """Returns the line that was taken."""

    def __init__(
        self, title: str, placeholder: str, choices: Callable[[str], Sequence[str]]
    ) -> None:
        """*choices* returns what typed words leave, best first; it is called off the screen's thread."""
        self.placeholder, self._choices = placeholder, choices
        super().__init__(title, (((" ", ""),),) * ROWS, _HINT)

    def propose(self, words: str) -> Sequence[str]:
        """Return what *words* leave."""
        return self._choices(words)

    def submit(self, words: str) -> None:  # noqa: ARG002 - the highlight counts
        """Take the highlighted line, if there is one."""
        if self.highlighted is not None:
            self.dismiss(self.highlighted)

    def action_choose(self) -> None:
        """Take the line that was clicked."""
        self.submit("")
