"""The line at the bottom of the screen that shows messages, in place of the key bar, until the next key."""

from rich.cells import cell_len
from textual.content import Content
from textual.reactive import var
from textual.widget import Widget

from confbrowse.text.cells import cut, fit

_LEAST_TITLE = 8
"""The cells that are left of a title."""


class MessageLine(Widget):
    """Shows the messages that arrived since the last key, in one line; if that is too short, one of them."""

    words: var[str] = var("")
    """Empty while there is no message; the line is then hidden."""
    first: var[str] = var("")
    """The message to show if there is no place for all of them."""
    is_error: var[bool] = var(False)
    hint: var[str] = var("")
    """The key that shows messages in full; drawn where the line is too short for them."""

    def render(self) -> Content:
        """Return the messages, cut to the width of the screen."""
        return Content(message_line(self.words, self.first, self.hint, self.size.width))

    def watch_words(self, words: str) -> None:
        self.display = bool(words)
        self.refresh()

    def watch_is_error(self, is_error: bool) -> None:
        self.set_class(is_error, "-error")


def message_line(words: str, first: str, hint: str, width: int) -> str:
    """Return *words*, the messages, in exactly *width* cells: with shorter quoted titles, if that is enough.

    If not, that is only the message *first*, cut if need be and followed by *hint*.
    """
    words, first = (" ".join(text.split()) for text in (words, first))
    is_part = words != first and cell_len(words) + 2 > width
    words = _with_short_titles(first if is_part else words, width - 2)
    if cell_len(words) + 2 <= width and not is_part:
        return fit(f" {words}", width)
    end = f"  {hint} "
    if not hint or width < 2 * cell_len(end):
        return fit(f" {words}", width)
    room = width - 1 - cell_len(end)
    return f" {fit(_with_short_titles(words, room), room)}{end}"


def _with_short_titles(words: str, width: int) -> str:
    """Return *words* with its quoted titles cut, the longest first, as far as needed for *width* cells."""
    titles = (quoted.partition("”")[0] for quoted in words.split("“")[1:] if "”" in quoted)
    for title in sorted(titles, key=cell_len, reverse=True):
        too_long = cell_len(words) - width
        if too_long > 0:
            words = words.replace(title, cut(title, max(cell_len(title) - too_long, _LEAST_TITLE)))
    return words
