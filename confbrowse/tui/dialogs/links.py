"""Dialog that opens or copies one of the links of a talk."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from rich.cells import cell_len
from rich.style import Style
from textual import on

from confbrowse.model import Link
from confbrowse.text.cells import Drawn, fit
from confbrowse.text.links import shown_address
from confbrowse.tui.commands import LINKS_DIALOG, bindings
from confbrowse.tui.dialogs.base import MenuDialog, Rows
from confbrowse.tui.widgets.detail import link_label
from confbrowse.tui.widgets.lines import LineList

_KEYS = "1-9 or Enter open · y copy · Esc close"
_LABEL_CELLS = 24
_FRAME_LINES = 9
"""Lines of the window besides its rows: border, title, keys, spare ones, and some for a long address."""


@dataclass(frozen=True, slots=True)
class LinkChoice:
    """A link and what to do with it."""

    link: Link
    copy: bool
    """Whether to copy the link; otherwise to open it."""


class LinksDialog(MenuDialog[LinkChoice]):
    """Shows the numbered links; returns the selected one."""

    BINDINGS = bindings(LINKS_DIALOG)

    def __init__(
        self, title: str, links: Sequence[Link], address_of: Callable[[Link], str]
    ) -> None:
        """Show *links*; *address_of* returns the checked address of one, empty if it is refused."""
        self._links, self._address_of = links, address_of
        labels = min(max(cell_len(link_label(link)) for link in links), _LABEL_CELLS)
        rows = tuple(link_row(number, link, labels) for number, link in enumerate(links, 1))
        super().__init__(title, rows, "")

    def on_mount(self) -> None:
        """Make place for the whole address."""
        window = self.query_one("#window")
        window.styles.height = len(self.rows) + _FRAME_LINES
        rows = self.query_one(Rows)
        rows.styles.min_height = 1
        rows.hyperlinks = [Style(link=self._address_of(link) or None) for link in self._links]

    @on(LineList.Highlighted)
    def _show_address(self, event: LineList.Highlighted) -> None:
        """Show the whole address of the link at the cursor."""
        self.set_hint(f"{self._links[event.at].url}\n{_KEYS}")

    def action_choose(self) -> None:
        self.dismiss(LinkChoice(self._links[self.query_one(Rows).cursor], copy=False))

    def action_copy(self) -> None:
        self.dismiss(LinkChoice(self._links[self.query_one(Rows).cursor], copy=True))

    def action_choose_number(self, number: int) -> None:
        """Open the link with *number*, counted from 1."""
        if number <= len(self._links):
            self.dismiss(LinkChoice(self._links[number - 1], copy=False))


def link_row(number: int, link: Link, label_cells: int) -> Drawn:
    """Return number, label and address of *link* as a row."""
    key = f" {number if number < 10 else ' '} "
    return (
        (key, "line--when"),
        (f"{fit(link_label(link), label_cells)}  ", "line--kind"),
        (shown_address(link.url), "line--link"),
    )
