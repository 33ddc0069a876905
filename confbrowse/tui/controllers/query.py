"""The query of the main screen: the search bar with its hints and completions, its history, and filters.

Modules that only a key needs are imported when it is pressed, so that the start is fast.
"""

from collections.abc import Callable, Coroutine, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Protocol, get_args

from textual.app import App
from textual.css.query import DOMQuery
from textual.widget import AwaitMount, Widget

from confbrowse.model import Scope
from confbrowse.search.known_values import KnownValues, known_values
from confbrowse.search.saved import parse_with_saved, saved_key
from confbrowse.search.value_store import values_in
from confbrowse.settings import save_search
from confbrowse.storage.library import CountBy
from confbrowse.text.cells import cut
from confbrowse.tui.background_read import ReadFailedError, read, show_notice
from confbrowse.tui.context import AppContext
from confbrowse.tui.controllers.search import SearchController, with_query
from confbrowse.tui.view_state import ViewState
from confbrowse.tui.widgets.lines import LineList

if TYPE_CHECKING:
    from confbrowse.search.completion import Completion
    from confbrowse.tui.dialogs.filter import FilterAction
    from confbrowse.tui.widgets.line_editor import LineBuffer
    from confbrowse.tui.widgets.search_bar import SearchBar

_LONGEST_CHOICE = 32
"""Cells of a suggested value; a longer one is cut."""


class QueryHost(Protocol):
    """The screen that owns a QueryController."""

    state: ViewState
    """It holds the query and the history of searches."""
    main_list: LineList

    @property
    def app(self) -> App[object]:
        """The application, which shows the dialogs."""

    def ask(self, *, at_once: bool = False) -> bool:
        """Search and list the results; with *at_once* now, if they arrive soon. Return whether they did."""

    @property
    def results_of_searches(self) -> Mapping[str, int | None]:
        """The number of results of each saved search, by ``@name``; None if it is not known yet."""

    def searches_changed(self) -> None:
        """Show the saved searches, which have changed."""

    def focus_pane(self, pane: Widget) -> None:
        """Focus *pane* once it is on the screen."""

    def show_bar(self, bar: Widget) -> AwaitMount:
        """Show *bar* above the panes."""

    def query(self, selector: str) -> DOMQuery[Widget]:
        """Return the widgets that match *selector*."""

    def call_after_refresh(self, callback: Callable[..., object], *args: object) -> bool:
        """Call *callback* after the next frame."""

    def run_worker(
        self,
        work: Coroutine[Any, Any, None],  # as Textual writes it
        *,
        group: str = "default",
        exclusive: bool = False,
    ) -> object:
        """Run *work* in a worker of the screen."""


class QueryController:
    """Opens and closes the search bar, and changes the query for it and for the filters."""

    def __init__(self, host: QueryHost, ctx: AppContext, search: SearchController) -> None:
        self._host, self._ctx, self._search = host, ctx, search
        self._offered: Sequence[Completion] = ()
        """The completions that Tab goes through; empty before the first Tab."""
        self._chosen = -1
        """The index of the one that was inserted last."""
        self._known: Mapping[str, KnownValues] = {}
        """The values of fields in the part of the library in view, by field, as far as they were needed."""
        self._known_in: Scope | None = None
        self._loading: set[str] = set()
        """The fields whose values are being read."""
        self._asked: bool | None = None
        """A Tab that waits for values, False, or a Shift+Tab, True; else None."""

    @property
    def _bar(self) -> "SearchBar | None":
        # queried by name: its module is not loaded before the bar is opened
        for bar in self._host.query("SearchBar"):
            return bar  # type: ignore[return-value]  # found by its name
        return None

    async def open(self) -> None:
        """Open the search bar, or go to it, with the search selected: what is typed replaces it."""
        # not needed before the first frame
        from confbrowse.tui.widgets.search_bar import SearchBar

        bar, state = self._bar, self._host.state
        if bar is None:
            bar = SearchBar(state.query, self._typed, on_moved=self._cursor_moved)
            await self._host.show_bar(bar)
            self.show_hint()
        bar.history = state.history[::-1]
        bar.select_all()
        self._host.focus_pane(bar)

    def close(self) -> None:
        """Go to the list; an empty bar is closed."""
        self._remember()
        if not self._host.state.query:
            self._host.query("SearchBar").remove()
        self._host.focus_pane(self._host.main_list)

    async def clear(self) -> None:
        """Clear the search, and close its bar."""
        await self._host.query("SearchBar").remove()
        self._remember()
        self._set("")
        self._host.ask()
        self._host.focus_pane(self._host.main_list)

    def search_for(self, text: str) -> None:
        """Search for *text*, as if it had been typed."""
        if bar := self._bar:
            bar.replace(0, len(bar.text), text)
        else:
            self._set(text)
            self._remember()
            self._host.ask()

    def show_hint(self) -> None:
        """Show in the bar, if it is open, the faults of its text, and completions or else hints."""
        if not (bar := self._bar):
            return
        # not needed before the first frame
        from confbrowse.search.completion import complete_saved, complete_value

        faults = parse_with_saved(bar.text, self._ctx.settings.searches).faults
        sentences = [fault.sentence for fault in faults]
        offered = self._offered
        if not offered and not self._is_loading(bar):
            at, own = bar.buffer.cursor, self._ctx.settings.searches
            offered = complete_saved(
                bar.text, at, own, self._host.results_of_searches
            ) or complete_value(bar.text, at, self._known)
        bar.show(
            faults=[(fault.start, fault.end) for fault in faults],
            hint=" ".join([*sentences, *self._search.hints(self._host.state.query)]),
            choices=[_choice(one) for one in offered],
            chosen=self._chosen if self._offered else None,
        )

    def library_changed(self) -> None:
        """Count the values of fields again when they are needed."""
        self._known_in = None

    @property
    def is_completing(self) -> bool:
        """Whether a completion that the user asked for waits for the values of a field."""
        return self._asked is not None

    def complete(self, *, back: bool) -> None:
        """Insert the next completion, with *back* the previous one."""
        if not (bar := self._bar):
            return
        if not self._offered and self._is_loading(bar):
            self._asked = back
            return
        # not needed before the first frame
        from confbrowse.search.completion import complete, complete_saved

        offered, chosen = self._offered, self._chosen
        if not offered:
            at, own = bar.buffer.cursor, self._ctx.settings.searches
            offered, chosen = (
                complete_saved(bar.text, at, own, self._host.results_of_searches)
                or complete(bar.text, at, self._known),
                -1,
            )
        if not offered:
            return
        before = offered[chosen] if chosen >= 0 else None
        chosen = (chosen + (-1 if back else 1)) % len(offered)
        one = offered[chosen]
        end = before.start + len(before.text) if before else one.end
        bar.replace(one.start, end, one.text)  # drops the completions, as typing does
        self._offered, self._chosen = offered, chosen
        self.show_hint()

    def _is_loading(self, bar: "SearchBar") -> bool:
        """Return whether the values of the field at the cursor are being read; start that if need be."""
        from confbrowse.search.completion import field_at  # as above

        self._forget_other_scope()
        field = field_at(bar.text, bar.buffer.cursor)
        name = next((name for name in get_args(CountBy) if field and name == field.name), None)
        if not name or name in self._known:
            return False
        if name not in self._loading:
            self._loading.add(name)
            self._host.run_worker(self._load(name, self._host.state.scope), group="values")
        return True

    def _forget_other_scope(self) -> None:
        """Forget the values of another part of the library than the one in view."""
        if self._known_in != self._host.state.scope:
            self._known, self._known_in = {}, self._host.state.scope

    async def _read_values(
        self, names: Sequence[CountBy], scope: Scope
    ) -> Mapping[str, KnownValues]:
        """Return the values that the fields *names* have in *scope*, and keep them."""
        if not names:
            return {}
        found = await read(self._host.main_list, values_in, self._ctx.library, scope, names)
        if scope == self._known_in:
            self._known = {**self._known, **found}
        return found

    async def _load(self, name: CountBy, scope: Scope) -> None:
        """Read which values the field *name* has in *scope*, and offer them."""
        try:
            await self._read_values((name,), scope)
        except ReadFailedError:
            self._known = {**self._known, name: known_values(name, {})}  # no error for each letter
        finally:
            self._loading.discard(name)
        asked, self._asked = self._asked, None
        if asked is None:
            self.show_hint()
        else:
            self.complete(back=asked)

    def _set(self, query: str) -> None:
        self._host.state = replace(self._host.state, query=query)

    def _remember(self) -> None:
        state = self._host.state
        self._host.state = replace(state, history=with_query(state.history, state.query))

    def _typed(self, typed: "LineBuffer") -> None:
        self._offered = ()
        self._set(typed.text if typed.text.strip() else "")
        # after the letter is drawn
        self._host.call_after_refresh(self._search_typed, self._host.state.query)

    def _search_typed(self, text: str) -> None:
        """List what matches *text*, unless another letter has been typed meanwhile."""
        if text == self._host.state.query and not self._host.ask(at_once=True):
            self.show_hint()  # results come with one

    def _cursor_moved(self, typed: "LineBuffer") -> None:  # noqa: ARG002 - the bar's
        self._offered = ()
        self.show_hint()

    def filter(self) -> None:
        """Count the kinds and days of the talks, and let the user choose a condition."""
        self._host.run_worker(self._filter(), group="filter", exclusive=True)

    def save(self) -> None:
        """Ask for a name, and save the search under it."""
        from confbrowse.tui.dialogs.save_search import SaveSearchDialog  # see above

        query, searches = self._host.state.query, self._ctx.settings.searches

        def save_as(name: str | None) -> None:
            if name:
                is_own = f"@{saved_key(name)}" in query.casefold()  # it would mean itself
                saved = str(parse_with_saved(query, searches)) if is_own else query
                self._host.run_worker(self._save(name, saved), group="save search")

        self._host.app.push_screen(SaveSearchDialog(query, searches), save_as)

    async def _save(self, name: str, query: str | None) -> None:
        """Save *query* as the search *name*, or remove that with None."""
        before = dict(self._ctx.settings.searches).get(name)
        found = await read(self._host.main_list, save_search, self._ctx.settings_file, name, query)
        self._ctx.settings = replace(self._ctx.settings, searches=found)
        self._host.searches_changed()
        show_notice(
            self._host.main_list,
            f"Removed @{name}: {before}" if query is None else f"Saved. @{name} finds it again.",
        )

    async def _filter(self) -> None:
        from confbrowse.tui.dialogs.filter import FIELDS, FilterDialog, Filters  # see above

        scope = self._host.state.scope
        self._forget_other_scope()
        missing = [name for name in FIELDS if name not in self._known]
        every = {**self._known, **await self._read_values(missing, scope)}
        known = {str(name): every[name] for name in FIELDS}
        filters = Filters(self._host.state.query, self._ctx.settings.searches, known)
        self._host.app.push_screen(FilterDialog(filters), self._act)

    def _act(self, action: "FilterAction | None") -> None:
        from confbrowse.tui.dialogs.filter import toggled  # see above

        match action:
            case "toggle", condition:
                self.search_for(toggled(self._host.state.query, condition))
            case "save", _:
                self.save()
            case "remove", key:
                names = (name for name, _ in self._ctx.settings.searches)
                name = next(name for name in names if saved_key(name) == key)
                self._host.run_worker(self._save(name, None), group="save search")


def _choice(completion: "Completion") -> str:
    """Return *completion* as the bar shows it: a value with its number of talks, else with its help."""
    if completion.label:
        return f"{cut(completion.label, _LONGEST_CHOICE)} · {completion.help}"
    return f"{completion.text}  {completion.help}"
