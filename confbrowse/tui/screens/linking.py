"""What leads out of a talk: its links are opened, chosen from, copied.

What a key needs that few press is loaded when it is pressed: a start must not wait for it.
"""

from typing import TYPE_CHECKING

from textual import work
from textual.binding import Binding

from confbrowse.errors import LinkError
from confbrowse.model import Link
from confbrowse.text.readable import readable_line
from confbrowse.tui.screens.talk_screen import TalkScreen

if TYPE_CHECKING:
    from confbrowse.tui.screens.links import LinkChoice


class LinkingScreen(TalkScreen):
    """Hands out what belongs to the talk in view."""

    BINDINGS = [
        Binding("o", "open", "Open", tooltip="Open the talk's best link: code, else paper, else the first.", id="talk.open"),
        Binding("O", "links", "Links", tooltip="Show the talk's links, to open or copy one by its number.", id="talk.links", show=False),
        Binding("y", "copy_citation", "Copy", tooltip="Copy the talk's title, authors, session and link.", id="talk.copy", show=False),
        Binding("Y", "copy_link", "Copy link", tooltip="Copy the talk's best link.", id="talk.copy-link", show=False),
    ]  # fmt: skip

    def action_open(self) -> None:
        """Open the best link of the talk."""
        if self.talk and (link := self.talk.best_link):
            self.open_link(link)
        elif self.talk:
            self.say("This talk has no link in its source.")

    def action_links(self) -> None:
        """Let the reader choose one of the links."""
        from confbrowse.tui.screens.links import LinksScreen  # see above

        if self.talk and self.talk.links:
            self.app.push_screen(LinksScreen(self.talk.links), self._use_link)
        elif self.talk:
            self.say("This talk has no link in its source.")

    def _use_link(self, choice: "LinkChoice | None") -> None:
        if choice and choice.copy:
            self._copy(choice.link.url, "link")
        elif choice:
            self.open_link(choice.link)

    @work(thread=True, group="open")
    def open_link(self, link: Link) -> None:
        """Open *link* in the browser, or show where it leads."""
        from confbrowse import opening  # see above

        try:
            sentence = opening.open_link(link.url)
        except LinkError as error:
            self.app.call_from_thread(self._show_link, link, str(error))
        else:
            self.app.call_from_thread(self.say, sentence)

    def _show_link(self, link: Link, why: str) -> None:
        """Show an address that cannot be opened here, and hand it to the terminal's clipboard."""
        self.app.copy_to_clipboard(link.url)
        self._show_text(why)

    def _show_text(self, text: str) -> None:
        from confbrowse.tui.screens.text import TextScreen  # see above

        self.app.push_screen(TextScreen("Sent to the terminal's clipboard", text))

    def action_copy_link(self) -> None:
        """Copy the best link of the talk."""
        if self.talk and (link := self.talk.best_link):
            self._copy(link.url, "link")
        elif self.talk:
            self.say("This talk has no link in its source.")

    def action_copy_citation(self) -> None:
        """Copy title, authors, session and link of the talk."""
        if talk := self.talk:
            lines = [
                readable_line(talk.title),
                readable_line(", ".join(talk.authors)),
                f"{readable_line(talk.session.title)}, {talk.session.programme}",
            ]
            lines += [talk.best_link.url] if talk.best_link else []
            self._copy("\n".join(line for line in lines if line), "talk")

    @work(thread=True, group="copy")
    def _copy(self, text: str, what: str) -> None:
        from confbrowse import clipboard  # see above

        if clipboard.copy(text):
            self.app.call_from_thread(self.say, f"Copied the {what}.")
            return
        self.app.call_from_thread(self.app.copy_to_clipboard, text)
        self.app.call_from_thread(self._show_text, text)
