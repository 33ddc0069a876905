"""The line below the results of a search: words that are near in meaning, to click or to choose by a key."""

from collections.abc import Sequence
from dataclasses import dataclass

from textual import events
from textual.message import Message
from textual.reactive import var

from confbrowse.text.cells import Drawn, cut_pieces, size_of
from confbrowse.tui.widgets.lines import LineView

_LABEL, _GAP = " Also: ", "  "


class AlsoLine(LineView, can_focus=False):
    """Offers words; hidden while there are none."""

    has_edge = False

    words: var[Sequence[str]] = var(())
    hint: var[str] = var("")
    """The key that chooses one of the words, and what it does; left out where there is no room."""

    @dataclass
    class WordClicked(Message):
        """The user clicked a word."""

        at: int
        """Its index in ``words``."""

    def line_count(self) -> int:
        return 1

    def draw_line(self, at: int, width: int) -> Drawn:  # noqa: ARG002 - there is only one
        return also_line(self.words, self.hint, width)

    def watch_words(self, words: Sequence[str]) -> None:
        self.display = bool(words)
        self.refresh()

    def watch_hint(self) -> None:
        self.refresh()

    def on_click(self, event: events.Click) -> None:
        """Choose the word there."""
        if (at := word_at(self.words, event.x)) is not None:
            self.post_message(self.WordClicked(at))


def also_line(words: Sequence[str], hint: str, width: int) -> Drawn:
    """Return *words* in one line of *width* cells, followed by *hint* if there is room for all of it."""
    pieces: list[tuple[str, str]] = [(_LABEL, "line--faint")]
    for at, word in enumerate(words):
        pieces += [(_GAP, "")] * bool(at) + [(word, "line--link")]
    room = width - size_of(tuple(pieces)) - size_of(((hint, ""),)) - 1
    if hint and room >= len(_GAP):
        return (*pieces, (" " * room, ""), (f"{hint} ", "line--faint"))
    shown = cut_pieces(tuple(pieces), width)
    return (*shown, (" " * (width - size_of(shown)), ""))


def word_at(words: Sequence[str], x: int) -> int | None:
    """Return the index of the word in column *x* of the line; None if none is there."""
    start = len(_LABEL)
    for at, word in enumerate(words):
        end = start + size_of(((word, ""),))
        if start <= x < end:
            return at
        start = end + len(_GAP)
    return None
