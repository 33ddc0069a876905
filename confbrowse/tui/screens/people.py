"""People: all talks of a person across programmes, under every form of the name."""

from collections.abc import Collection, Sequence
from dataclasses import replace

from textual import work

from confbrowse.model import Talk
from confbrowse.people import Person, find_people, matching_names
from confbrowse.schedule.presentations import counted_once
from confbrowse.storage.library import LibraryStore
from confbrowse.text.cells import Drawn
from confbrowse.text.humanize import count
from confbrowse.tui.background_read import read
from confbrowse.tui.commands import PEOPLE, bindings
from confbrowse.tui.context import AppContext
from confbrowse.tui.dialogs.prompt import PickDialog
from confbrowse.tui.screens.grouped import GroupedScreen
from confbrowse.tui.widgets.agenda_list import AgendaLine
from confbrowse.tui.widgets.status_bar import status_pieces

_MOST_PEOPLE = 40
_MOST_TALKS = 500
"""The most talks of one person."""
_EMPTY = "Star talks to list their authors here. Press / to find a person, Esc to go back."


class PeopleScreen(GroupedScreen):
    """Lists the talks of some people: the authors of a talk, those of the agenda, or one whom the user chose."""

    view = "people"
    BINDINGS = bindings(PEOPLE)

    def __init__(self, ctx: AppContext, names: Sequence[str] = ()) -> None:
        """*names* are the people to show; empty for the authors of the starred talks, of the programme in view if any."""
        super().__init__(ctx, "people", "Searching ...", when="date")
        self._names = tuple(names)
        self._people: Sequence[Person] = ()

    def on_mount(self) -> None:
        """Look the people up, if their names were given."""
        if self._names:
            self._look_up()

    def marks_changed(self) -> None:
        """Show the new marks; the first time, and without names, look up the authors of the starred talks."""
        super().marks_changed()
        if not self._names:
            starred = tuple(self.starred.values())
            here = [talk for talk in starred if talk.programme_id == self.ctx.programme]
            names = (name for talk in here or starred for name in talk.authors)
            self._names = tuple(dict.fromkeys(names))[:_MOST_PEOPLE]
            if self._names:
                self._look_up()
            else:
                self.listed.empty_text = _EMPTY
                self.listed.lines_changed(0)

    @work(exclusive=True, group="people")
    async def _look_up(self) -> None:
        self._people, talks = await read(self, _people_called, self.ctx.library, self._names)
        self.show_lines(people_lines(self._people, talks, self.starred))

    def status_pieces(self) -> tuple[Drawn, Drawn]:
        """Return how many people and talks are listed, and the time zone of the talk."""
        talks, people = sum(isinstance(line, Talk) for line in self.listed.lines), len(self._people)
        counts = f"{people:,} {'person' if people == 1 else 'people'}, {count(talks, 'talk')}"
        where = f"People: {counts}" if people else "People"
        return status_pieces(replace(self.talk_status(), where=(where,)), self.size.width)

    def action_find(self) -> None:
        """Ask for a name, and list that person's talks."""

        def choices(words: str) -> Sequence[str]:
            return matching_names(words, self.ctx.library.authors())

        def show(name: str | None) -> None:
            if name:
                self._names = (name,)
                self._look_up()

        self.app.push_screen(PickDialog("Find a person", "Name or part of it", choices), show)


def _people_called(
    library: LibraryStore, names: Sequence[str]
) -> tuple[Sequence[Person], dict[int, Talk]]:
    """Return the people with these *names*, each once, and their talks by number."""
    people: list[Person] = []
    for person in find_people(names, library.authors()):
        if not any(person.name in other.forms for other in people):
            people.append(person)
    wanted = (number for person in people for number in person.talks[:_MOST_TALKS])
    return people, library.talks(dict.fromkeys(wanted))


def people_lines(
    people: Sequence[Person], talks: dict[int, Talk], starred: Collection[str]
) -> tuple[AgendaLine, ...]:
    """Return *people*, each as a heading with the other forms of the name, above their *talks*.

    Of an oral and its poster, one is listed and counted: the *starred* one, else the oral.
    """
    lines: list[AgendaLine] = []
    for person in people:
        found = [talks[number] for number in person.talks if number in talks]
        if found:
            once = counted_once(found, starred)
            total = len(person.talks) - len(found) + len(once)
            also = f" · also as {', '.join(person.forms)}" if person.forms else ""
            lines += [f"{person.name} · {count(total, 'talk')}{also}", *once]
    return tuple(lines)
