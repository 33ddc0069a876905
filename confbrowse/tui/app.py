"""The application: it wires the parts together and decides nothing else."""

import gc
import os
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import datetime
from functools import partial
from importlib import import_module
from pathlib import Path

from rich.text import Text
from textual import on
from textual.app import App, SystemCommand
from textual.binding import Binding
from textual.screen import Screen

from confbrowse.agenda.timetable import Timetable
from confbrowse.agenda.zones import EVENT, clock_called
from confbrowse.errors import ConfbrowseError
from confbrowse.last_view import keep
from confbrowse.model import Scope
from confbrowse.paths import shipped
from confbrowse.place import NOWHERE, Place, save
from confbrowse.settings.fields import Settings
from confbrowse.stores.agenda import Agenda
from confbrowse.stores.library import Library
from confbrowse.tui.alongside import AlongsideApp
from confbrowse.tui.bearings import Bearings, present
from confbrowse.tui.keeping_up import Begin
from confbrowse.tui.keys import shown, shown_in_ascii
from confbrowse.tui.marking import Marking
from confbrowse.tui.screens.browse import BrowseScreen
from confbrowse.tui.screens.talk_screen import Desk
from confbrowse.tui.terminal import abilities, driver_for
from confbrowse.tui.themes import THEMES, begun_with

_VIEWS = {
    "agenda": "agenda.AgendaScreen",
    "now": "now.NowScreen",
    "timeline": "timeline.TimelineScreen",
    "people": "people.PeopleScreen",
    "like": "like.LikeScreen",
}
"""The screens of the views, in modules of ``screens``: loaded when they are gone to."""
_DEFAULTS = Settings()
_KEEP_SECONDS = 1.0
"""How often the place is kept, if it changed, in case the end comes without a key."""


class ConfbrowseApp(AlongsideApp):
    """confbrowse on a screen."""

    TITLE = "confbrowse"
    CSS_PATH = [shipped("styles") / "app.tcss", shipped("styles") / "panes.tcss"]

    def __init__(
        self,
        library: Library,
        agenda: Agenda,
        place: Place,
        *,
        place_file: Path | None = None,
        view_file: Path | None = None,
        title: str = "All programmes",
        notices: Iterable[str] = (),
        own: Library | None = None,
        now: Callable[[], datetime] = present,
        keeping: Begin | None = None,
        settings: Settings = _DEFAULTS,
        ascii_wanted: bool = False,
    ) -> None:
        """*place_file* keeps the place, *view_file* the look of the screen for the next start.

        Neither is written while another library than the reader's *own* is looked at, which is gone to
        when a programme comes into it. *notices* are said once the screen stands; *now* tells the time;
        *keeping* makes what keeps the reader's own files up to date.
        """
        self._terminal = abilities(ascii_wanted=ascii_wanted or settings.screen.ascii)
        clock = clock_called(place.clock or settings.screen.zone) or EVENT
        if place.detailed is None:
            place = replace(place, detailed=settings.screen.rows == "detailed")
        super().__init__(
            Bearings(now, clock, place.scope.programme, self._terminal.is_plain),
            settings.agenda,
            keeping,
            driver_for(self._terminal, self.get_driver_class()),
        )
        if self.no_color:  # Textual takes it away; those who come after us mind it as well
            os.environ["NO_COLOR"] = "1"
        self._settings = settings
        desk = Desk(library, Marking(agenda), own is None, self.bearings, settings)
        self._browse = BrowseScreen(desk, place, title)
        self._own = own
        self._place_file, self._view_file = place_file, view_file
        self._kept: Place | None = None
        for theme in THEMES:
            self.register_theme(theme)
        self._chosen_theme = place.theme
        begun, fault = begun_with(settings.screen.theme, place.theme, self.available_themes)
        self._notices = (*notices, fault) if fault else tuple(notices)
        # not through the property: that would parse every stylesheet a second time
        self.set_reactive(App.theme, begun)
        self.stylesheet.set_variables(self.get_css_variables())

    def get_default_screen(self) -> Screen[None]:
        """Return the main screen, so that no empty one is made before it."""
        return self._browse

    def on_mount(self) -> None:
        """Say what has to be said, and keep the place from now on."""
        self.call_after_refresh(_collect_from_now_on)
        self.app_resume_signal.subscribe(self, lambda _: self.action_redraw())
        if not self.is_headless:
            self.heed_signals()
        for notice in (*self._notices, *self._take_keys()):
            self.notify(notice, markup=False, timeout=10)
        self.go_alongside()
        if self._place_file:
            self.set_interval(_KEEP_SECONDS, self._keep_place)

    def _take_keys(self) -> tuple[str, ...]:
        """Let the reader's own keys hold; return a sentence on each that cannot be."""
        if not self._settings.keys:
            return ()
        from confbrowse.tui.key_table import commands  # loads every screen
        from confbrowse.tui.keymap import keymap  # as above

        found = keymap(self._settings.keys, commands())
        self.set_keymap({command: ",".join(keys) for command, keys in found.keys.items()})
        return found.faults

    def get_system_commands(self, screen: Screen[object]) -> Iterable[SystemCommand]:
        """Offer every key that works right now in the command palette too."""
        usual = super().get_system_commands(screen)
        yield from (command for command in usual if command.title != "Theme")  # ours shows them
        for name, query in self._settings.searches:
            yield SystemCommand(f"@{name}", f"Search for {query}", partial(self._search, query))
        offered: set[tuple[object, str]] = set()
        for node, binding, enabled, help_text in screen.active_bindings.values():
            done = (node, binding.action)
            if enabled and help_text and binding.id and done not in offered:
                offered.add(done)  # once, however many keys do it
                run = partial(self.run_action, binding.action, default_namespace=node)
                yield SystemCommand(binding.description, help_text, run)

    def get_key_display(self, binding: Binding) -> str:
        """Return the key of *binding* as people write it."""
        write = shown_in_ascii if self.bearings.ascii_only else shown
        return write(binding.key)

    @on(BrowseScreen.CameIn)
    async def _go_home(self, event: BrowseScreen.CameIn) -> None:
        """Show the reader's own library, with the programme that came in."""
        if self._own:
            place = replace(NOWHERE, scope=Scope(event.programme))
            desk = replace(self._browse.desk, library=self._own, is_own=True)
            self._browse = BrowseScreen(desk, place, "All programmes")
            # the one before stays below, unseen: Textual replaces no screen that it began with
            await self.push_screen(self._browse)

    @on(BrowseScreen.ViewAsked)
    async def _show_view(self, event: BrowseScreen.ViewAsked) -> None:
        """Show the view that was asked for, in place of the one that is shown."""
        while self.screen is not self._browse:
            await self.pop_screen()
        if event.view in _VIEWS:
            await self.push_screen(view_called(event.view)(self._browse.desk))

    async def _search(self, query: str) -> None:
        """Go to the programme, and list what answers *query* there."""
        await self._show_view(BrowseScreen.ViewAsked("programme"))
        self._browse.zoomed = False
        self._browse.search_for(query)
        self._browse.go_to(self._browse.main_list)

    @on(BrowseScreen.PeopleAsked)
    async def _show_people(self, event: BrowseScreen.PeopleAsked) -> None:
        """Show the talks of people over the view that asked for them."""
        await self.push_screen(view_called("people")(self._browse.desk, event.names))

    @on(BrowseScreen.LikeAsked)
    async def _show_like(self, event: BrowseScreen.LikeAsked) -> None:
        """Show the talks like one over the view that asked for them."""
        await self.push_screen(view_called("like")(self._browse.desk, event.talk))

    async def keep_all(self) -> None:
        """Wait for the marks, and keep the place. Raises ConfbrowseError where a mark cannot be kept."""
        try:
            await self._browse.desk.marking.done()
        finally:
            self._write(self.place(), self._view())

    async def action_quit(self) -> None:
        """Quit once every mark is on the disk and the place is kept; not if a note cannot be."""
        try:
            await self.keep_all()
        except ConfbrowseError as error:
            self.notify(str(error), severity="error", markup=False, timeout=8)
            return
        words = await self.last_words()
        self.exit(message=Text(words) if words else None)

    @property
    def planned(self) -> Timetable:
        """What the reader starred."""
        return self._browse.plan.timetable

    def action_command_palette(self) -> None:
        """Open the palette, which closes once like every window."""
        from confbrowse.tui.palette import Palette  # loads much that a start need not wait for

        if not isinstance(self.screen, Palette):
            self.push_screen(Palette(id="--command-palette"))

    def action_change_theme(self) -> None:
        """Let the reader choose a theme, ours first."""
        from confbrowse.tui.screens.theme import ThemeScreen  # few change it every day

        others = sorted(set(self.available_themes) - {theme.name for theme in THEMES})
        themes = (*THEMES, *(self.available_themes[name] for name in others))
        self.push_screen(ThemeScreen(themes, self.theme), self._wear)

    def _wear(self, name: str | None) -> None:
        """Keep the theme that was chosen, if one was."""
        self._chosen_theme = name or self._chosen_theme

    def place(self) -> Place:
        """Return where the reader is, and what the screen wears."""
        return replace(self._browse.place(), theme=self._chosen_theme)

    @on(BrowseScreen.Reloaded)
    def _show_files(self) -> None:
        self.look_at_files()

    def _keep_place(self) -> None:
        """Keep the place and the view, off the screen's thread, if the reader went on."""
        place = self.place()
        if place != self._kept:
            self._kept = place
            self.run_worker(partial(self._write, place, self._view()), thread=True, group="place")

    def _write(self, place: Place, view: list[str]) -> None:
        """Write *place* and *view* where they are kept; may be called from any thread."""
        try:
            if not self._browse.desk.is_own:
                return  # nobody comes back there
            if self._place_file:
                save(self._place_file, place)
            if self._view_file and view:
                keep(self._view_file, view, self.size.width)
        except ConfbrowseError as error:
            self.call_later(self.notify, str(error), severity="error", markup=False)

    def _view(self) -> list[str]:
        """Return the rows of the main screen with their colours; none where another is on top."""
        if self._view_file is None or self.screen is not self._browse:
            return []
        # Textual shows its strips to nobody else; the alternative is to draw them all again
        strips = self.screen._compositor.render_strips()
        return [self._terminal.shown(strip.render(self.console)) for strip in strips]


def view_called(name: str) -> Callable[..., Screen[None]]:
    """Return what makes the screen of the view called *name*."""
    module, _, screen = _VIEWS[name].partition(".")
    found: Callable[..., Screen[None]] = getattr(
        import_module(f"confbrowse.tui.screens.{module}"), screen
    )
    return found


def _collect_from_now_on() -> None:
    """Turn the garbage collector on, and spare it what the start has made: that stays to the end."""
    gc.freeze()
    gc.enable()
