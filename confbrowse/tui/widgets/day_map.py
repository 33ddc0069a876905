"""The map of a day above the agenda: how many talks are on in its hours, and where mine are, in two lines or one."""

from collections.abc import Mapping, Sequence, Set

from textual.reactive import var

from confbrowse.model import Talk
from confbrowse.schedule.day_map import DayMap, Mine, day_map
from confbrowse.text.cells import Drawn, Piece, fit, size_of
from confbrowse.tui.widgets.glyphs import CLASH, STAR
from confbrowse.tui.widgets.lines import LineView

_LEVELS = " ▁▂▃▄▅▆▇█"
"""How many talks are on, from none to the most of the day."""
_SIGNS: Mapping[Mine, Piece] = {"star": (STAR, "line--star"), "clash": (CLASH, "line--warning")}
_LABEL_CELLS = 17
_HOUR_CELLS = 2


class DayMapView(LineView, can_focus=False):
    """Shows the day that the cursor of the agenda is in."""

    has_edge = False

    label: var[str] = var("")
    """The day."""
    talks: var[Sequence[Talk]] = var(())
    """All its talks, by the clock of the screen; empty until they are known."""
    starred: var[Sequence[Talk]] = var(())
    """Those on the agenda, by the same clock."""
    clashing: var[Set[str]] = var(frozenset())
    """The ids of starred talks that clash."""

    def line_count(self) -> int:
        return self.size.height

    def draw_line(self, at: int, width: int) -> Drawn:
        cells, is_one_line = width - _LABEL_CELLS - 1, self.line_count() == 1
        beside = _HOUR_CELLS if is_one_line else 0
        drawn = day_map(self.talks, self.starred, self.clashing, cells, beside)
        if drawn is None:
            return ((fit("" if at else f" {self.label}", width), "line--heading"),)
        if is_one_line:
            return day_map_line(self.label, drawn, width)
        return day_map_lines(self.label, drawn, width)[at]

    def watch_label(self) -> None:
        self.refresh()

    def watch_talks(self) -> None:
        self.refresh()

    def watch_starred(self) -> None:
        self.refresh()

    def watch_clashing(self) -> None:
        self.refresh()


def day_map_lines(label: str, shown: DayMap, width: int) -> tuple[Drawn, Drawn]:
    """Return the hours of the day called *label*, and what is on in them, in lines of *width* cells."""
    hours = "".join(fit(f"{hour:%H}", shown.parts) for hour in shown.hours)
    signs = _signs(shown)
    room = max(width - _LABEL_CELLS - len(signs), 0)
    return (
        (
            (fit(f" {label}", _LABEL_CELLS), "line--heading"),
            (fit(hours, len(signs) + room), "line--when"),
        ),
        (
            (fit(f" {STAR} mine {CLASH} clash", _LABEL_CELLS), "line--faint"),
            *signs,
            (" " * room, "line--faint"),
        ),
    )


def day_map_line(label: str, shown: DayMap, width: int) -> Drawn:
    """Return the day called *label* in one line of *width* cells: each hour, and what is on in its parts."""
    signs = _signs(shown)
    pieces: list[Piece] = [(fit(f" {label}", _LABEL_CELLS), "line--heading")]
    for number, hour in enumerate(shown.hours):
        pieces.append((f"{hour:%H}", "line--when"))
        pieces += signs[number * shown.parts : (number + 1) * shown.parts]
    drawn = tuple(pieces)
    return (*drawn, (" " * max(width - size_of(drawn), 0), "line--faint"))


def _signs(shown: DayMap) -> Sequence[Piece]:
    """Return the sign of each part of the day."""
    most = max(shown.talks, default=0)
    return [
        _SIGNS[own] if own else (_level(talks, most), "line--faint")
        for talks, own in zip(shown.talks, shown.mine, strict=True)
    ]


def _level(talks: int, most: int) -> str:
    return _LEVELS[-(-talks * (len(_LEVELS) - 1) // most)] if most else _LEVELS[0]
