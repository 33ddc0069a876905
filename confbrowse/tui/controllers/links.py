"""Opens and copies the links of a talk, and copies its citation.

Modules that only a rare key needs are imported when it is pressed, so that the start is fast.
"""

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from textual.screen import Screen

from confbrowse.errors import LinkError
from confbrowse.model import Link, Talk
from confbrowse.text.latex import readable, readable_line
from confbrowse.text.links import title_searches
from confbrowse.tui.background_read import read, read_or_raise, show_notice

if TYPE_CHECKING:
    from confbrowse.tui.dialogs.links import LinkChoice

_NO_LINK = "This talk has no link in its source."


class LinkController:
    """Opens and copies the links of any talk for the screen that owns it; has no state.

    Its methods return at once: workers of the screen do the rest, and show the result as a notice.
    """

    def __init__(self, screen: Screen[None], searches: Sequence[str]) -> None:
        """Act for *screen*; *searches* are where the title of a talk without links is searched for."""
        self._screen, self._searches = screen, searches

    def open_best(self, talk: Talk) -> None:
        """Open the best link of *talk*; if it has none, offer to search for its title."""
        if talk.best_link:
            self.open(talk.best_link)
        else:
            self._choose_search(talk)

    def choose(self, talk: Talk) -> None:
        """Let the user open or copy one of the links of *talk*; if it has none, offer to search for its title."""
        if talk.links:
            self._choose("Links", talk.ranked_links)
        else:
            self._choose_search(talk)

    def _choose_search(self, talk: Talk) -> None:
        title = readable_line(talk.title)
        if links := title_searches(title, talk.session.source, self._searches):
            self._choose("No link in the source. Search for the title:", links)
        else:
            show_notice(self._screen, _NO_LINK)

    def _choose(self, title: str, links: Sequence[Link]) -> None:
        from confbrowse.tui.dialogs.links import LinksDialog  # see above

        self._screen.app.push_screen(LinksDialog(title, links, checked_address), self._use)

    def open(self, link: Link) -> None:
        """Open *link* in the browser; if that fails, show its address and send it to the clipboard."""
        self._screen.run_worker(self._open(link), group="open")

    def copy_best(self, talk: Talk) -> None:
        """Copy the best link of *talk*; show a notice if it has none."""
        if link := self._best_link(talk):
            self.copy(link.url, "link")

    def copy_citation(self, talk: Talk) -> None:
        """Copy title, authors, session and best link of *talk*."""
        self.copy(citation(talk), "citation")

    def choose_copy(self, talk: Talk, *, names_keys: bool, last_row: int) -> None:
        """Let the user choose by a key what of *talk* to copy; *names_keys* shows the keys.

        *last_row* is as in ``CopyMenu``.
        """
        from confbrowse.tui.dialogs.copy import CopyMenu  # see above

        copy = partial(self._copy_part, talk)
        self._screen.app.push_screen(CopyMenu(names_keys=names_keys, last_row=last_row), copy)

    def _copy_part(self, talk: Talk, part: str | None) -> None:
        if part == "citation":
            self.copy_citation(talk)
        elif part == "title":
            self.copy(readable_line(talk.title), "title")
        elif part == "link":
            self.copy_best(talk)
        elif part == "abstract" and talk.abstract:
            self.copy(readable(talk.abstract), "abstract")
        elif part:
            show_notice(self._screen, "This talk has no abstract in its source.")

    def copy(self, text: str, what: str) -> None:
        """Copy *text*, called *what* in the notice.

        Without a clipboard tool on this computer, *text* is sent to the terminal's clipboard, and also
        shown, since not every terminal has one.
        """
        self._screen.run_worker(self._copy(text, what), group="copy")

    def _best_link(self, talk: Talk) -> Link | None:
        if talk.best_link is None:
            show_notice(self._screen, _NO_LINK)
        return talk.best_link

    def _use(self, choice: "LinkChoice | None") -> None:
        if choice and choice.copy:
            self.copy(choice.link.url, "link")
        elif choice:
            self.open(choice.link)

    async def _open(self, link: Link) -> None:
        try:
            sentence = await read_or_raise(self._screen, _open_in_browser, link.url)
        except LinkError as error:
            self._send_to_terminal(link.url, shown=str(error))
        else:
            show_notice(self._screen, sentence)

    async def _copy(self, text: str, what: str) -> None:
        if await read(self._screen, _copy_by_tool, text):
            show_notice(self._screen, f"Copied the {what}.")
        else:
            self._send_to_terminal(text, shown=text)

    def _send_to_terminal(self, text: str, *, shown: str) -> None:
        from confbrowse.tui.dialogs.base import MessageDialog  # see above

        self._screen.app.copy_to_clipboard(text)
        self._screen.app.push_screen(MessageDialog("Sent to the terminal's clipboard", shown))


def citation(talk: Talk) -> str:
    """Return title, authors, session and best link of *talk*, one per line; those it lacks are left out."""
    lines = [
        readable_line(talk.title),
        readable_line(", ".join(talk.authors)),
        f"{readable_line(talk.session.title)}, {talk.session.programme}",
        talk.best_link.url if talk.best_link else "",
    ]
    return "\n".join(line for line in lines if line)


def checked_address(link: Link) -> str:
    """Return the address of *link* in plain ASCII, as the browser gets it; empty if it would be refused."""
    from confbrowse.system import browser  # see above

    try:
        return browser.safe_url(link.url)
    except LinkError:
        return ""


def _open_in_browser(url: str) -> str:
    from confbrowse.system import browser  # see above

    return browser.open_link(url)


def _copy_by_tool(text: str) -> bool:
    from confbrowse.system import clipboard  # see above

    return clipboard.copy(text)
