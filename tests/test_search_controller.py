"""The state of the search between two keys, tested without a screen."""

from collections.abc import Iterator
from pathlib import Path
from queue import SimpleQueue

import pytest
from factories import at, programme, talk
from stories import BATS, ICML, MOTHS, TINY, home_with

from confbrowse.errors import ConfbrowseError
from confbrowse.model import EVERYTHING, NO_MARK, Mark, Programme, Scope, Session
from confbrowse.schedule.talk_groups import TalkLines, closed_groups
from confbrowse.search.marks import NO_MARK_SETS
from confbrowse.storage.library import LibraryStore
from confbrowse.tui.context import AppContext
from confbrowse.tui.controllers.marks import MarksController
from confbrowse.tui.controllers.search import (
    SearchController,
    results_depend_on_marks,
    with_query,
)
from confbrowse.tui.search_worker import (
    Question,
    SearchResults,
    Sorter,
    exclude,
    programme_parts,
)
from confbrowse.tui.view_state import MOST_SEARCHES, Order
from confbrowse.tui.widgets.glyphs import no_matches

HIDDEN = {MOTHS.id: Mark(hidden=True)}
_SECONDS = 60.0


class Search:
    """A controller, and the results that its worker delivers."""

    def __init__(self, folder: Path, query: str = "", *others: Programme) -> None:
        home = home_with(folder, *others, ICML)
        self.library = home.library
        self.delivered: SimpleQueue[SearchResults] = SimpleQueue()
        self.errors: SimpleQueue[ConfbrowseError] = SimpleQueue()
        ctx = AppContext(home.library, MarksController(home.agenda, home.library))
        self.controller = SearchController(ctx, query, self.delivered.put, self.errors.put)

    def results(self, query: str) -> SearchResults:
        """Return the first results that the worker delivers for *query*."""
        question = Question(EVERYTHING, query)
        self.controller.ask(question)
        while True:
            found = self.delivered.get(timeout=_SECONDS)
            if found.question is question:
                return found


@pytest.fixture
def search(tmp_path: Path) -> Iterator[Search]:
    made = Search(tmp_path)
    yield made
    made.controller.close()


POSTERS = tuple(
    talk(
        f"Poster {number:02}",
        session=Session("UAI 2021", "Posters"),
        kind="Poster",
        start=at(9),
        end=at(10),
    )
    for number in range(25)
)
UAI = programme(
    *POSTERS,
    *(
        talk(
            f"Talk {n}",
            session=Session("UAI 2021", "Talks"),
            start=at(11, 10 * n),
            end=at(11, 10 * n + 10),
        )
        for n in range(4)
    ),
    name="UAI 2021",
)


@pytest.mark.parametrize("order", ["relevance", "time", "room"])
def test_the_groups_near_a_talk_are_those_of_the_whole_list(tmp_path: Path, order: Order) -> None:
    library = home_with(tmp_path, TINY, UAI, ICML).library  # listed the other way round
    every, programmes = library.numbers(EVERYTHING), library.programmes()
    hidden = set(library.numbered((MOTHS.id, POSTERS[0].id)).values())
    shown = exclude(every, hidden)
    sorter = Sorter(library)
    numbers, groups = sorter.arrange(shown, order, every, NO_MARK_SETS, None)
    parts = programme_parts(programmes, hidden)
    for at_talk in range(len(shown)):
        found = Sorter(library).arrange_around(shown, parts, order, at_talk, 3)
        assert sorted(found[0]) == sorted(shown)
        lines = TalkLines(groups, closed_groups(groups, frozenset(), at_first=True))
        line = lines.line_of(at_talk)
        for near in range(max(line - 3, 0), min(line + 4, len(lines))):
            one = lines.first_talk(near)
            assert found[0][one] == numbers[one]
            same, own = found[1].group_of(one), groups.group_of(one)
            assert found[1].groups[same] == groups.groups[own]
            assert found[1].talks_of(same) == groups.talks_of(own)


@pytest.mark.parametrize("order", ["relevance", "time", "room"])
@pytest.mark.parametrize("scope", [EVERYTHING, Scope("icml-2021"), Scope("uai-2021", "2021-07-20")])
def test_the_first_list_is_the_one_that_a_search_returns(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, order: Order, scope: Scope
) -> None:
    if scope != EVERYTHING:  # a programme may have any number of talks
        monkeypatch.setattr("confbrowse.tui.controllers.search._MOST_IN_FIRST_FRAME", 1)
    search = Search(tmp_path, "", TINY, UAI)  # listed the other way round
    library = search.library
    for hidden in ((), (MOTHS.id,), tuple(one.id for one in POSTERS)):
        within, numbers = library.numbers(scope), set(library.numbered(hidden).values())
        first = search.controller.first_list(scope, order, numbers, library.programmes(), None, 3)
        shown, groups = Sorter(library).arrange(
            exclude(within, numbers), order, within, NO_MARK_SETS, scope.programme
        )
        assert first.is_whole
        assert first.total == len(within) > 0
        assert [*first.numbers] == [*shown]
        assert [*first.groups.starts] == [*groups.starts]
        assert [*first.groups.groups] == [*groups.groups]


@pytest.mark.parametrize(("reads", "order"), [("groups", "relevance"), ("names", "title")])
def test_what_was_read_while_the_library_changed_is_not_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, reads: str, order: Order
) -> None:
    library = home_with(tmp_path, TINY).library
    sorter, read = Sorter(library), getattr(LibraryStore, reads)

    def read_then_change(store: LibraryStore, *given: object) -> object:
        monkeypatch.undo()
        found = read(store, *given)
        found = [*found] if reads == "names" else found
        library.put(ICML)
        sorter.forget()
        return found

    def arranged() -> list[int]:
        every = library.numbers(EVERYTHING)
        return [*sorter.arrange(every, order, every, NO_MARK_SETS, None)[0]]

    monkeypatch.setattr(LibraryStore, reads, read_then_change)
    arranged()
    every = library.numbers(EVERYTHING)
    expected = Sorter(library).arrange(every, order, every, NO_MARK_SETS, None)[0]
    assert arranged() == [*expected]
    assert len(expected) > len(TINY.talks)


def test_a_query_is_new_until_it_is_listed(search: Search) -> None:
    moths = search.results("moths")
    assert search.controller.is_searching("moths")
    assert search.controller.show(moths)
    assert not search.controller.is_searching("moths")
    assert not search.controller.show(moths)
    assert search.controller.is_searching("bats")
    assert not search.controller.show(search.results(""))


def test_the_query_of_the_last_run_is_not_new(tmp_path: Path) -> None:
    search = Search(tmp_path, "moths")
    assert not search.controller.show(search.results("moths"))
    search.controller.close()


def test_words_are_found_in_texts_while_there_is_a_query(search: Search) -> None:
    search.controller.show(search.results("moths"))
    assert search.controller.match_spans("Moths and Lamps", "title") == [(0, 5)]
    search.controller.show(search.results(""))
    assert search.controller.match_spans is no_matches


def test_what_is_delivered_is_what_was_asked_for(search: Search) -> None:
    assert search.results("echoes").answer.total == 1
    assert search.results("").total == len(ICML.talks)
    assert search.errors.empty()


def test_only_marks_that_the_list_has_not_seen_count(search: Search) -> None:
    search.controller.listed_marks = HIDDEN
    assert not search.controller.list_depends_on("", "time", HIDDEN)
    assert not search.controller.list_depends_on("", "time", dict(HIDDEN))
    assert search.controller.list_depends_on("", "time", {})
    assert not search.controller.list_depends_on("", "time", {MOTHS.id: NO_MARK})


@pytest.mark.parametrize(
    ("query", "order", "before", "now", "depends"),
    [
        ("", "relevance", {}, {MOTHS.id: Mark(starred=True)}, False),
        ("moths", "relevance", {}, {MOTHS.id: Mark(starred=True)}, False),
        ("is:starred", "relevance", {}, {MOTHS.id: Mark(starred=True)}, True),
        ("moths -is:seen", "title", {}, {MOTHS.id: Mark(seen=True)}, True),
        ("moths OR (bats -is:seen)", "title", {}, {MOTHS.id: Mark(seen=True)}, True),
        ("(moths bats) OR owls", "title", {}, {MOTHS.id: Mark(seen=True)}, False),
        ("moths @mine", "title", {}, {MOTHS.id: Mark(seen=True)}, True),
        ("", "interest", {}, {MOTHS.id: Mark(interest=1)}, True),
        ("", "relevance", {}, HIDDEN, True),
        ("", "relevance", HIDDEN, {BATS.id: Mark(hidden=True)}, True),
        ("", "relevance", HIDDEN, {MOTHS.id: Mark(hidden=True, seen=True)}, False),
    ],
)
def test_a_mark_changes_the_list_only_where_the_list_goes_by_it(
    query: str, order: Order, before: dict[str, Mark], now: dict[str, Mark], depends: bool
) -> None:
    assert results_depend_on_marks(query, order, before, now) is depends


def test_a_query_goes_to_the_front_of_the_history_once() -> None:
    assert with_query(("owls", "moths"), " moths ") == ("moths", "owls")
    assert with_query(("owls",), "  ") == ("owls",)
    many = tuple(map(str, range(MOST_SEARCHES)))
    assert with_query(many, "new") == ("new", *many[:-1])
