"""One-line bars: the status line on top and the keys below."""

from collections.abc import Sequence

from rich.cells import cell_len
from textual.reactive import var

from confbrowse.text.cells import Drawn, cut_pieces, size_of
from confbrowse.tui.widgets.line_view import LineView

LEAST_LEFT = 12
"""Cells the left part keeps at least."""


class Ribbon(LineView, can_focus=False):
    """Shows one line: what matters most from the left, the rest from the right end."""

    has_edge = False

    left: var[Drawn] = var(())
    """Cut with an ellipsis where there is no room."""
    right: var[Drawn] = var(())
    """Shown whole, or not at all where it would leave the left next to nothing."""

    def line_count(self) -> int:
        """Return 1: a ribbon is one line."""
        return 1

    def draw_line(self, at: int, width: int) -> Drawn:  # noqa: ARG002 - there is only one
        """Return left and right with a gap between."""
        return ribbon_line(self.left, self.right, width)

    def watch_left(self) -> None:
        """Draw anew."""
        self.refresh()

    def watch_right(self) -> None:
        """Draw anew."""
        self.refresh()


class Rule(LineView, can_focus=False):
    """A line between two panes that stand one above the other."""

    has_edge = False

    def line_count(self) -> int:
        """Return 1."""
        return 1

    def draw_line(self, at: int, width: int) -> Drawn:  # noqa: ARG002 - there is only one
        """Return the line."""
        return (("─" * width, "line--bar"),)

    def is_edge(self, x: int) -> bool:  # noqa: ARG002 - all of it is
        """Return True: it is drawn up and down."""
        return True


def ribbon_line(left: Drawn, right: Drawn, width: int) -> Drawn:
    """Return *left* and *right* in exactly *width* cells with blanks between them."""
    kept = right if size_of(right) + LEAST_LEFT <= width else ()
    room = width - size_of(kept)
    pieces = cut_pieces(left, room)
    return (*pieces, (" " * (room - size_of(pieces)), ""), *kept)


def key_pieces(keys: Sequence[tuple[str, str]], width: int) -> Drawn:
    """Return *keys*, pairs of key and word, as many as fit whole into *width* cells."""
    pieces: list[tuple[str, str]] = []
    room = width
    for key, word in keys:
        size = cell_len(key) + cell_len(word) + 3
        if size > room:
            break
        pieces += [(f" {key} ", "line--when"), (f"{word} ", "line--faint")]
        room -= size
    return tuple(pieces)
