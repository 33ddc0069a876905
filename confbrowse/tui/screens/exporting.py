"""Talks are taken out: the agenda, or what is selected or listed, into a file or the clipboard.

What a key needs that few press is loaded when it is pressed: a start must not wait for it.
"""

from collections.abc import Sequence
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from textual import work
from textual.binding import Binding

from confbrowse.errors import ConfbrowseError, NothingFoundError
from confbrowse.model import NO_MARK
from confbrowse.text.amounts import count
from confbrowse.text.clean import clean_line
from confbrowse.tui.screens.planning import PlanningScreen

if TYPE_CHECKING:
    from confbrowse.exchange.taking_out import TakenOut
    from confbrowse.tui.screens.export import Choice, Portion

_MIRROR = "mirror"


class ExportingScreen(PlanningScreen):
    """Takes talks out; subclasses say which there are beside the agenda."""

    BINDINGS = [
        Binding("E", "export", "Export", tooltip="Take your agenda out, or the talks selected or in view: to a file or the clipboard.", id="browse.export", show=False),
    ]  # fmt: skip

    def portions(self) -> "Sequence[Portion]":
        """Return what can be taken out beside the agenda, what the reader rather wants first."""
        return ()

    def action_export(self) -> None:
        """Let the reader choose what is taken out, and how."""
        from confbrowse.tui.screens.export import ExportScreen, Portion  # see above

        agenda = Portion(f"your agenda ({count(len(self.starred), 'talk')})", "agenda")
        others = list(self.portions())
        is_first = not self.is_selecting and (self.starred or not others)
        portions = [agenda, *others] if is_first else [*others, agenda]
        self.app.push_screen(ExportScreen(portions), self._take)

    @property
    def is_selecting(self) -> bool:
        """Whether talks are selected."""
        return False

    def _take(self, choice: "Choice | None") -> None:
        from confbrowse.tui.screens.export import FileScreen  # see above

        if choice is None:
            return
        if choice.copy:
            self._copy_out(choice)
            return
        exporter = choice.exporter
        is_mirror = exporter.name == _MIRROR
        again = (
            "Enter again merges it with your marks." if is_mirror else "Enter again overwrites it."
        )
        words = "your marks" if is_mirror else choice.portion.words
        title = f"Write {words} to a file in {_short(Path.cwd())}"
        name = f"{choice.portion.name}{exporter.suffix}"
        write = partial(self._written, choice)
        self.app.push_screen(FileScreen(title, name, write, again), self._tell_written)

    def _tell_written(self, sentence: str | None) -> None:
        if sentence:
            self.notify(sentence, markup=False, timeout=6)

    def _written(self, choice: "Choice", path: Path) -> str:
        """Write *choice* to *path*, off the screen's thread; return the sentence that tells so.

        Raises ConfbrowseError where that cannot be done; nothing is changed then.
        """
        from confbrowse.exchange.files import put, sync_mirror  # see above

        agenda = self.desk.marking.agenda
        if choice.exporter.name == _MIRROR:
            came = len(sync_mirror(path, agenda, self.desk.library).changes)
            marked = count(len(agenda.marks()), "talk")
            more = f"; {count(came, 'talk')} came in, u takes that back" if came else ""
            return f"{_short(path)} mirrors {marked} that you marked{more}."
        taken = self._taken_out(choice)
        put(path, choice.exporter, taken, agenda)
        return f"Wrote {count(len(taken.items), 'talk')} to {_short(path)}{left_out(taken)}."

    def _taken_out(self, choice: "Choice") -> "TakenOut":
        """Return what *choice* means. Raises NothingFoundError where that is nothing."""
        from confbrowse.exchange.taking_out import take_out  # see above
        from confbrowse.stores.agenda import Entry  # see above

        agenda, library = self.desk.marking.agenda, self.desk.library
        if choice.portion.read:
            marks = agenda.marks()
            talks = choice.portion.read()
            entries = [Entry(talk, marks.get(talk.id, NO_MARK)) for talk in talks]
        else:
            entries = list(agenda.entries())
        if not entries:
            raise NothingFoundError("Nothing is on your agenda; star talks with s.")
        taken = take_out(choice.exporter, entries, agenda, library, datetime.now(UTC))
        if not taken.items:
            raise NothingFoundError("None of the talks has a time, so that a calendar holds none.")
        return taken

    @work(thread=True, group="copy")
    def _copy_out(self, choice: "Choice") -> None:
        from confbrowse.clipboard import LONGEST  # see above

        try:
            text = self._taken_out(choice).text
        except ConfbrowseError as error:
            self.post_message(self.Failed(error))
            return
        if len(text) > LONGEST:
            why = f"That is too long to copy: {len(text):,} characters. Write it to a file."
            self.app.call_from_thread(self.say, why)
        else:
            label = choice.exporter.label.partition(",")[0].partition(" ")[0]
            self.app.call_from_thread(self._copy, text, f"{label} of {choice.portion.words}")


def left_out(taken: "TakenOut") -> str:
    """Return the part of a sentence on what a calendar cannot hold, or not for sure."""
    from confbrowse.agenda.zones import is_floating  # see above

    words = ""
    if without := len(taken.left_out):
        words += (
            f"; {count(without, 'talk')} without a time {'is' if without == 1 else 'are'} left out"
        )
        floating = sum(is_floating(item.talk) for item in taken.items)
        words += f"; {floating:,} of no known zone" if floating else ""
    return words


def _short(path: Path) -> str:
    """Return *path* with ``~`` for the reader's own folder."""
    home = Path.home()
    return clean_line(f"~/{path.relative_to(home)}" if path.is_relative_to(home) else str(path))
