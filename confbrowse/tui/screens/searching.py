"""What is typed behind ``/``: the search line, its history, and what it finds in the part in view."""

from abc import abstractmethod
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from textual import on
from textual.binding import Binding
from textual.message import Message
from textual.reactive import var

from confbrowse.model import Scope
from confbrowse.place import MOST_SEARCHES, Order
from confbrowse.search.fields import TEXT_FIELDS
from confbrowse.search.parse import parse
from confbrowse.tui.finder import Finder, Question, Reply
from confbrowse.tui.screens.library_screen import LibraryScreen
from confbrowse.tui.screens.talk_screen import Desk
from confbrowse.tui.widgets.hits import Hits, no_hits
from confbrowse.tui.widgets.line_list import LineList

if TYPE_CHECKING:
    from confbrowse.search.completion import Completion
    from confbrowse.tui.widgets.search_line import SearchLine
    from confbrowse.tui.widgets.typed import Typed

_WAIT_SECONDS = 0.004
"""How long the screen waits for what a letter finds, so that list and status are one frame."""


class SearchingScreen(LibraryScreen):
    """Owns the query; its subclass owns the list of what is found."""

    BINDINGS = [
        Binding("slash", "search", "Search", tooltip="Find talks as you type: words of titles, people, sessions and abstracts, and fields such as author: or day:.", id="browse.search"),
        Binding("F", "clear_search", "Clear", tooltip="Take the search away.", id="browse.clear", show=False),
    ]  # fmt: skip

    query_text: var[str] = var("", init=False)
    order: var[Order] = var[Order]("relevance", init=False)
    """What the list is ordered by."""

    @dataclass
    class Replied(Message):
        """An answer has come, or the rest of one."""

        reply: Reply

    def __init__(self, desk: Desk, main_list: LineList, searches: Sequence[str]) -> None:
        """Take *searches*, what was looked for before, the last first."""
        super().__init__(desk, main_list)
        self.searches = tuple(searches)
        self.reply: Reply | None = None
        """What the list shows."""
        self.listed_text = ""
        """The query that the list answers, or will after the start."""
        self._finder = Finder(desk.library, self._send, self.fail)
        self.hits: Hits = no_hits
        self._choices: tuple[tuple[Completion, ...], int] = ((), -1)
        """What Tab may put in, and which it has put in last."""

    def on_unmount(self) -> None:
        """Stop looking."""
        self._finder.close()

    @abstractmethod
    def show_reply(self, reply: Reply, *, from_top: bool) -> None:
        """List what was found; *from_top* puts the cursor on the best."""

    def _send(self, reply: Reply) -> None:
        self.post_message(self.Replied(reply))

    @on(Replied)
    def _show_replied(self, event: Replied) -> None:
        question = event.reply.question
        asked = (question.scope, question.text, question.order)
        if asked == (self.scope, self.query_text, self.order):
            self._show(event.reply)

    def _show(self, reply: Reply) -> None:
        """Show *reply*, unless it is on the screen already."""
        if reply is self.reply:
            return
        text = reply.question.text
        is_typed = bool(text) and text != self.listed_text
        self.reply, self.listed_text = reply, text
        self.hits = self._hits_of(reply)
        self.show_reply(reply, from_top=is_typed)
        self.watch_talk()  # what is marked in it has changed, also where it is the same talk
        self._show_hint()

    def _hits_of(self, reply: Reply) -> Hits:
        """Return what tells where the words of a query stand."""
        if not reply.question.text:
            return no_hits
        from confbrowse.search.wording import Wording  # needs what only a search loads

        wording = Wording(reply.answer.query, slips=reply.answer.is_loose)

        def hits(text: str, field: str) -> list[tuple[int, int]]:
            return [(span.start, span.end) for span in wording.spans(text, TEXT_FIELDS[field])]

        return hits

    @property
    def is_searching(self) -> bool:
        """Whether the answer to what is typed is still to come."""
        return bool(self.query_text) and (
            self.reply is None or self.reply.question.text != self.query_text
        )

    def show_talk(self) -> None:
        """Show the talk, and in it what was found."""
        super().show_talk()
        self.detail.hits = self.hits

    @property
    def is_finding(self) -> bool:
        """Whether an answer is under way, or the rest of one."""
        return self._finder.is_busy

    def ask(self, *, at_once: bool = False) -> None:
        """List the talks in view that answer the query; *at_once* if that takes no time."""
        question = Question(self.scope, self.query_text, self.marks, self.order)
        reply = self._finder.ask(question, _WAIT_SECONDS if at_once else 0.0)
        if reply:
            self._show(reply)

    def warm_search(self) -> None:
        """Load what the first search needs, off the screen's thread."""
        self._finder.warm()

    def search_anew(self) -> None:
        """Ask again, of a library that has changed."""
        self._finder.library_changed()
        self.ask()

    def watch_scope(self, scope: Scope) -> None:  # noqa: ARG002 - Textual's
        """List the talks of the new scope."""
        self.ask()

    async def action_search(self) -> None:
        """Open the search line."""
        # letters count only while somebody types them, and so does what the line costs
        from confbrowse.tui.widgets.search_line import SearchLine

        self.zoomed = False
        for line in self.query(SearchLine):
            self.go_to(line)
            return
        line = SearchLine(self.query_text, self._typed, self.searches[::-1], on_moved=self._moved)
        await self.mount(line, after=self.status)
        self._show_hint()
        self.go_to(line)

    def search_for(self, text: str) -> None:
        """Look for *text*, as if it had been typed."""
        if line := self._line():
            line.replace(0, len(line.text), text)
        else:
            self.query_text = text
            self._remember()
            self.ask()

    async def action_clear_search(self) -> None:
        """Take the search away, and its line."""
        await self.query("SearchLine").remove()
        self._remember()
        self.query_text = ""
        self.ask()
        self.go_to(self.main_list)

    def _typed(self, typed: "Typed") -> None:
        """Find what is typed, best first."""
        self._choices = ((), -1)
        self.query_text = typed.text if typed.text.strip() else ""
        self.call_after_refresh(self._find_typed, self.query_text)  # the letter itself goes first

    def _find_typed(self, text: str) -> None:
        """List what answers *text*, unless another letter has come meanwhile: that asks itself."""
        if text == self.query_text:
            self.ask(at_once=True)
            self._show_hint()

    def _moved(self, typed: "Typed") -> None:  # noqa: ARG002 - the line's
        """Forget what Tab offered for another place."""
        self._choices = ((), -1)
        self._show_hint()

    def _line(self) -> "SearchLine | None":
        # asked for in a list: while the line is closed, its module is not loaded
        for line in self.query("SearchLine"):
            return line  # type: ignore[return-value]  # found by its name
        return None

    def _show_hint(self) -> None:
        """Show in the search line what could not be understood, and what may be meant."""
        line = self._line()
        if line is None:
            return
        faults = parse(line.text).faults
        offered, chosen = self._choices
        said = [f"{fault.sentence}{_meant(fault.offer)}" for fault in faults]
        line.show(
            faults=[(fault.start, fault.end) for fault in faults],
            hint=" ".join([*said, *self._found_hints()]),
            choices=[f"{one.text}  {one.help}" for one in offered],
            chosen=chosen if chosen >= 0 else None,
        )

    def _found_hints(self) -> Iterator[str]:
        """Yield what the answer leaves unsaid."""
        reply = self.reply
        if reply is None or not self.query_text or self.is_searching:
            return
        if reply.offers:
            yield f"No talk matches. Did you mean {' or '.join(reply.offers)}?"
        if reply.answer.nearly:
            yield "No talk holds all of these words: here is what holds most of them."
        if hidden := reply.answer.hidden:
            talks = "1 hidden talk matches" if hidden == 1 else f"{hidden:,} hidden talks match"
            yield f"{talks} (is:hidden)."
        if reply.missing:
            yield "The index is being made; abstracts follow."

    def on_search_line_left(self) -> None:
        """Go to the list; an empty line closes."""
        self._remember()
        if not self.query_text:
            self.query("SearchLine").remove()
        self.go_to(self.main_list)

    def on_search_line_moved(self, event: "SearchLine.Moved") -> None:
        """Move the cursor of the list while the reader types."""
        if event.pages:
            self.main_list.action_page(event.pages)
        self.main_list.action_move(event.lines)

    def on_search_line_completing(self, event: "SearchLine.Completing") -> None:
        """Put in the next of what the piece before the cursor may become."""
        # nobody completes before the first frame
        from confbrowse.search.completion import complete, saved

        line = self._line()
        if line is None:
            return
        offered, chosen = self._choices
        if not offered:
            at, own = line.typed.at, self.desk.settings.searches
            offered, chosen = saved(line.text, at, own) or complete(line.text, at), -1
        if not offered:
            return
        before = offered[chosen] if chosen >= 0 else None
        chosen = (chosen + (-1 if event.back else 1)) % len(offered)
        one = offered[chosen]
        end = before.start + len(before.text) if before else one.end
        line.replace(one.start, end, one.text)  # forgets what is offered, as typing does
        self._choices = (offered, chosen)
        self._show_hint()

    def _remember(self) -> None:
        """Keep what was looked for, the last first."""
        if text := self.query_text.strip():
            others = (one for one in self.searches if one != text)
            self.searches = (text, *others)[:MOST_SEARCHES]

    def leave(self) -> None:
        """Take the search away, if there is one; the main screen is never left by Esc."""
        if self.query_text:
            self.run_worker(self.action_clear_search())


def _meant(offer: str | None) -> str:
    return f" Did you mean {offer}?" if offer and not offer.endswith(":") else ""
