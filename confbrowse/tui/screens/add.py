"""Bringing a programme in: its address, its file, or its name, completed while it is typed."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Union

from textual import on, work
from textual.message import Message
from textual.widgets import Input

from confbrowse.text.amounts import count
from confbrowse.text.cells import Drawn
from confbrowse.tui.screens.errands import ErrandScreen, Said
from confbrowse.tui.screens.proposing import ProposingScreen

if TYPE_CHECKING:
    from confbrowse.exchange.files import Theirs

Added = Union[str, "Theirs"]
Look = Callable[[str], "Theirs | None"]
"""Returns the agenda in the file of such a name; it reads that."""
Complete = Callable[[str], Sequence[str]]
"""Returns what the words typed so far may become, best first; it may look into folders."""
_HINT = "Enter add · Tab complete · ↑ ↓ choose · Esc close"
_MOST_REASONS = 3


class AddScreen(ErrandScreen[Added], ProposingScreen[Added]):
    """Asks for a source and adds it; returns the id of the programme that came in, if one did.

    A file that holds somebody's agenda is no programme, and is returned as what it is.
    """

    @dataclass
    class LookedAt(Message):
        """It is known whether the file holds an agenda."""

        words: str
        theirs: "Theirs | None"

    placeholder = "a file, a folder, an address, or a name such as fosdem-2026"

    def __init__(self, complete: Complete, look: Look) -> None:
        self._complete, self._look = complete, look
        self._looking_at = ""
        """What was typed, while it is looked at."""
        self._came: str | None = None
        super().__init__("Add a programme, or see what somebody's agenda would change", _HINT)

    def propose(self, words: str) -> Sequence[str]:
        """Return conferences and files that *words* may become."""
        return self._complete(words)

    def submit(self, words: str) -> None:
        """Add what is called so; an empty line is completed first."""
        if not words:
            self.action_complete()
            return
        self.query_one(Input).display = False
        self._looking_at = words
        self.set_hint("Esc stops")
        self._look_at(words)

    @work(thread=True, group="look")
    def _look_at(self, words: str) -> None:
        self.post_message(self.LookedAt(words, self._look(words)))

    @on(LookedAt)
    def _go_on(self, event: LookedAt) -> None:
        if event.words != self._looking_at:
            return  # it was stopped meanwhile
        self._looking_at = ""
        if event.theirs:
            self.dismiss(event.theirs)
        else:
            self.send(["add", "--json", "--", event.words])

    @property
    def is_working(self) -> bool:
        """Whether a command is at work, or about to be."""
        return bool(self._looking_at) or super().is_working

    def action_stop_or_close(self) -> None:
        """Stop what works; close the window where nothing does."""
        if self._looking_at:
            self._looking_at, self._was_stopped = "", True
            self.post_message(self.Ended())
        else:
            super().action_stop_or_close()

    def report(self, said: Sequence[Said]) -> list[Drawn]:
        """Return what came in, what was left out and why, and what else was told."""
        lines: list[Drawn] = []
        for one in said:
            if "programme" in one:
                self._came = self._came or str(one.get("id"))
                lines += _came_in(one)
            else:
                lines.append(((str(one.get("told", "")), "line--warning"),))
        return lines or [(("Nothing came in.", "line--warning"),)]

    def ended(self) -> None:
        """Let the reader mend the line where nothing came in."""
        if self._came:
            super().ended()
            return
        line = self.query_one(Input)
        line.display = True
        line.focus()
        self.set_hint(_HINT)

    def close(self) -> None:
        """Close the window, and tell what came in."""
        self.dismiss(self._came)


def _came_in(said: Said) -> list[Drawn]:
    """Return a line on the programme that came in, and one on what was left out of it."""
    verb = "Added" if said.get("first") else "Updated"
    talks, sessions, new, gone = (
        number if isinstance(number := said.get(name), int) else 0
        for name in ("talks", "sessions", "new", "gone")
    )
    words = (
        f"{verb} {said.get('programme')}: {count(talks, 'talk')} in {count(sessions, 'session')}"
    )
    if not said.get("first"):
        words += f", {new:,} new, {gone:,} gone"
    lines: list[Drawn] = [((f"{words}.", "line--heading"),)]
    left_out = said.get("left_out")
    if isinstance(left_out, dict) and left_out:
        most = sorted(left_out.items(), key=lambda one: -one[1])[:_MOST_REASONS]
        why = "; ".join(f"{reason} ({number:,})" for reason, number in most)
        rest = "; ..." if len(left_out) > _MOST_REASONS else ""
        total = sum(left_out.values())
        lines.append(((f"Left out: {total:,}. {why}{rest}", "line--faint"),))
    return lines
