"""Who talks: all talks of a person across programmes, under every form of the name."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from textual import on, work
from textual.binding import Binding
from textual.message import Message
from textual.worker import get_current_worker

from confbrowse.errors import ConfbrowseError
from confbrowse.model import Talk
from confbrowse.people import Person, called, found
from confbrowse.text.amounts import count
from confbrowse.text.cells import Drawn
from confbrowse.tui.screens.listed import ListedScreen
from confbrowse.tui.screens.pick import PickScreen
from confbrowse.tui.screens.talk_screen import Desk
from confbrowse.tui.widgets.agenda_list import AgendaLine
from confbrowse.tui.widgets.status import status_pieces

_MOST_PEOPLE = 40
_MOST_TALKS = 500
"""Of one person."""
_NOBODY = "Star talks, and who gives them is listed here. Press / to find anybody, Esc to go back."


class PeopleScreen(ListedScreen):
    """Owns whose talks are listed: the authors of a talk, those of my agenda, or one that was found."""

    view = "people"
    BINDINGS = [
        Binding("slash", "find", "Find", tooltip="Find somebody by name.", id="people.find"),
        Binding("q", "back", "Back", tooltip="Go back to where you came from.", id="people.back"),
    ]  # fmt: skip

    @dataclass
    class Listed(Message):
        """The talks of people have been looked up."""

        people: Sequence[Person]
        talks: dict[int, Talk]

    def __init__(self, desk: Desk, names: Sequence[str] = ()) -> None:
        """*names* are those of the people to show; none for the authors of my agenda."""
        super().__init__(desk, "people", "Looking ...", when="date")
        self._names = tuple(names)
        self._people: Sequence[Person] = ()

    def on_mount(self) -> None:
        """Look the people up, where it is known who."""
        if self._names:
            self._look_up(self._names)

    def marks_changed(self) -> None:
        """Show what is starred now; without names, whose talks those are."""
        super().marks_changed()
        if not self._names:
            self._names = tuple(
                dict.fromkeys(name for talk in self.starred.values() for name in talk.authors)
            )[:_MOST_PEOPLE]
            if self._names:
                self._look_up(self._names)
            else:
                self.listed.empty_text = _NOBODY
                self.listed.lines_changed(0)

    @work(thread=True, exclusive=True, group="people")
    def _look_up(self, names: Sequence[str]) -> None:
        library, worker = self.desk.library, get_current_worker()
        try:
            people = found(names, library.authors())
            wanted = (number for person in people for number in person.talks[:_MOST_TALKS])
            talks = library.talks(dict.fromkeys(wanted))
        except ConfbrowseError as error:
            self.post_message(self.Failed(error))
        else:
            if not worker.is_cancelled:
                self.post_message(self.Listed(people, talks))

    @on(Listed)
    def _show_listed(self, event: Listed) -> None:
        self._people = event.people
        self.show_lines(people_lines(event.people, event.talks))

    def status_pieces(self) -> tuple[Drawn, Drawn]:
        """Return how many people and talks are listed, and the zone of the talk."""
        talks = sum(isinstance(line, Talk) for line in self.listed.lines)
        where = ("People", f"{len(self._people):,} listed", count(talks, "talk"))
        return status_pieces(replace(self.talk_status(), where=where), self.size.width)

    def action_find(self) -> None:
        """Ask for a name, and list the talks of who has it."""

        def choices(words: str) -> Sequence[str]:
            return called(words, self.desk.library.authors())

        def show(name: str | None) -> None:
            if name:
                self._names = (name,)
                self._look_up(self._names)

        self.app.push_screen(PickScreen("Find somebody", "a name, or a part of it", choices), show)


def people_lines(people: Sequence[Person], talks: dict[int, Talk]) -> tuple[AgendaLine, ...]:
    """Return *people*, each as a heading with the other forms of the name, above their *talks*."""
    lines: list[AgendaLine] = []
    for person in people:
        held = [talks[number] for number in person.talks if number in talks]
        if held:
            also = f" · also as {', '.join(person.forms)}" if person.forms else ""
            lines += [f"{person.name} · {count(len(person.talks), 'talk')}{also}", *held]
    return tuple(lines)
