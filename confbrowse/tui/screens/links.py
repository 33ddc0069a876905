"""The links of a talk, to open or copy one."""

from collections.abc import Sequence
from dataclasses import dataclass

from textual.binding import Binding

from confbrowse.model import Link
from confbrowse.text.cells import Drawn, fit
from confbrowse.tui.screens.menu import MenuScreen, Rows


@dataclass(frozen=True, slots=True)
class LinkChoice:
    """What the reader wants done with a link."""

    link: Link
    copy: bool
    """Whether to copy it; otherwise to open it."""


class LinksScreen(MenuScreen[LinkChoice]):
    """Shows links by number; returns the one chosen."""

    BINDINGS = [
        *(
            Binding(str(n), f"take({n})", "Open", tooltip="Open the link with this number.", id=f"links.open-{n}", show=False)
            for n in range(1, 10)
        ),
        Binding("y", "copy", "Copy", tooltip="Copy the highlighted link.", id="links.copy", show=False),
    ]  # fmt: skip

    def __init__(self, links: Sequence[Link]) -> None:
        self._links = links
        rows = tuple(link_row(number, link) for number, link in enumerate(links, 1))
        super().__init__("Links", rows, "1-9 or Enter open · y copy · Esc close")

    def action_choose(self) -> None:
        """Open the highlighted link."""
        self.dismiss(LinkChoice(self._links[self.query_one(Rows).cursor], copy=False))

    def action_copy(self) -> None:
        """Copy the highlighted link."""
        self.dismiss(LinkChoice(self._links[self.query_one(Rows).cursor], copy=True))

    def action_take(self, number: int) -> None:
        """Open the link with *number*, counted from 1."""
        if number <= len(self._links):
            self.dismiss(LinkChoice(self._links[number - 1], copy=False))


def link_row(number: int, link: Link) -> Drawn:
    """Return number, kind, label and address of *link* as a line; the address takes the rest."""
    key = f" {number if number < 10 else ' '} "
    label = f"{link.label} " if link.label else ""
    return (
        (key, "line--when"),
        (fit(link.kind, 8), "line--kind"),
        (f"{label}{link.url}", "line--link"),
    )
