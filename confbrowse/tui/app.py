"""The application: it wires the parts together and decides nothing else."""

import gc
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import replace
from datetime import datetime
from functools import partial
from importlib import import_module
from pathlib import Path

from rich.text import Text
from textual import on
from textual.app import SystemCommand
from textual.notifications import SeverityLevel
from textual.screen import Screen

from confbrowse.agenda.zones import EVENT, clock_called
from confbrowse.errors import ConfbrowseError
from confbrowse.last_view import keep
from confbrowse.model import Scope
from confbrowse.paths import shipped
from confbrowse.place import NOWHERE, Place, save
from confbrowse.settings.fields import Settings
from confbrowse.stores.agenda import Agenda
from confbrowse.stores.library import Library
from confbrowse.tui.bearings import Bearings, present
from confbrowse.tui.keeping_up import Begin, KeepingUp
from confbrowse.tui.marking import Marking
from confbrowse.tui.outfit import OutfitApp
from confbrowse.tui.reminding import Reminders, osc9, reminder
from confbrowse.tui.screens.browse import BrowseScreen
from confbrowse.tui.screens.talk_screen import Desk

_VIEWS = {
    "agenda": "agenda.AgendaScreen",
    "now": "now.NowScreen",
    "timeline": "timeline.TimelineScreen",
    "people": "people.PeopleScreen",
    "like": "like.LikeScreen",
}
"""The screens of the views, in modules of ``screens``: loaded when they are gone to."""
_TWICE_SECONDS = 2.0
"""How soon the second Ctrl-c has to follow."""
_DEFAULTS = Settings()
_REMIND_SECONDS = 1.0
"""How often the clock is looked at for reminders."""
_FILES_SECONDS = 1.0
"""How often the reader's mirror and calendar are looked after, and how long marks rest before that."""
_KEEP_SECONDS = 1.0
"""How often the place is kept, if it changed, in case the end comes without a key."""


class ConfbrowseApp(OutfitApp):
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
        settings: Settings = _DEFAULTS,
        ascii_wanted: bool = False,
        now: Callable[[], datetime] = present,
        keeping: Begin | None = None,
    ) -> None:
        """*place_file* keeps the place, *view_file* the look of the screen for the next start.

        Neither is written while another library than the reader's *own* is looked at, which is gone to
        when a programme comes into it. *notices* are said once the screen stands; *now* tells the time;
        *ascii_wanted* goes before what is set; *keeping* makes what keeps the reader's own files up to date.
        """
        super().__init__(settings, place.theme, ascii_wanted=ascii_wanted)
        self._marking = Marking(agenda)
        place = _as_set(place, settings)
        self._bearings = Bearings(now, clock_called(place.clock) or EVENT, place.scope.programme)
        self._bearings.ascii_only = self.terminal.is_plain
        desk = Desk(library, self._marking, own is None, self._bearings, settings)
        self._browse = BrowseScreen(desk, place, title)
        self._reminders = Reminders(settings.agenda.remind)
        self._own = own
        self._place_file, self._view_file = place_file, view_file
        self._kept: Place | None = None
        self._keeping = KeepingUp(keeping) if keeping else None
        self._asked_to_quit = False
        self._notices = tuple(notices)

    def get_default_screen(self) -> Screen[None]:
        """Return the main screen, so that no empty one is made before it."""
        return self._browse

    def on_mount(self) -> None:
        """Say what has to be said, and keep the place from now on."""
        self.call_after_refresh(_collect_from_now_on)
        self.app_resume_signal.subscribe(self, lambda _: self.action_redraw())
        self.heed_signals()
        for notice in (*self._notices, *self.wear_what_is_set()):
            self.notify(notice, markup=False, timeout=10)
        self.set_interval(_REMIND_SECONDS, self._remind)
        if self._place_file:
            self.set_interval(_KEEP_SECONDS, self._keep_place)
        if self._keeping:
            self._files_timer = self.set_interval(_FILES_SECONDS, self._look_after_files)

    def get_system_commands(self, screen: Screen[object]) -> Iterable[SystemCommand]:
        """Offer every key that works right now in the command palette too."""
        usual = super().get_system_commands(screen)
        yield from (command for command in usual if command.title != "Theme")  # ours shows them
        for name, query in self.settings.searches:
            yield SystemCommand(f"@{name}", f"Search for {query}", partial(self._search, query))
        offered: set[str] = set()
        for node, binding, enabled, help_text in screen.active_bindings.values():
            if enabled and help_text and binding.id and binding.id not in offered:
                offered.add(binding.id)  # once, however many keys it has
                run = partial(self.run_action, binding.action, default_namespace=node)
                yield SystemCommand(binding.description, help_text, run)

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
        self._browse.search_for(query)

    @on(BrowseScreen.PeopleAsked)
    async def _show_people(self, event: BrowseScreen.PeopleAsked) -> None:
        """Show the talks of people over the view that asked for them."""
        await self.push_screen(view_called("people")(self._browse.desk, event.names))

    @on(BrowseScreen.LikeAsked)
    async def _show_like(self, event: BrowseScreen.LikeAsked) -> None:
        """Show the talks like one over the view that asked for them."""
        await self.push_screen(view_called("like")(self._browse.desk, event.talk))

    async def action_quit(self) -> None:
        """Quit once every mark is on the disk and the place is kept; not if a note cannot be."""
        try:
            await self._browse.desk.marking.done()
        except ConfbrowseError as error:
            self.notify(str(error), severity="error", markup=False, timeout=8)
            return
        self._write(self.place(), self._view())
        notices = await self._keeping.look(at_once=True) if self._keeping else ()
        self.exit(message=Text("\n".join(one.sentence for one in notices)) if notices else None)

    async def end(self, code: int) -> None:
        """End with all kept that can be; there is nobody to ask about the rest."""
        with suppress(ConfbrowseError):
            await self._browse.desk.marking.done()
        self._write(self.place(), self._view())
        if self._keeping:
            await self._keeping.look(at_once=True)
        self.exit(return_code=code)

    def action_help_quit(self) -> None:
        """Quit on the second of two Ctrl-c in a row; the first says so."""
        if self._asked_to_quit:
            self.run_worker(self.action_quit())
            return
        self._asked_to_quit = True
        self.set_timer(_TWICE_SECONDS, self._forget_the_first)
        self.notify("Press Ctrl-c again to quit. Everything is kept.", markup=False, timeout=2)

    def _forget_the_first(self) -> None:
        self._asked_to_quit = False

    def place(self) -> Place:
        """Return where the reader is, and what the screen wears."""
        return replace(self._browse.place(), theme=self.chosen_theme)

    def action_redraw(self) -> None:
        """Draw the whole screen anew, over whatever another program left there."""
        self.screen.refresh(repaint=True, layout=True)

    def open_url(self, url: str, *, new_tab: bool = True) -> None:  # noqa: ARG002 - Textual's
        """Refuse: links go through ``confbrowse.opening`` alone."""
        self.notify(url, title="Press o to open a link", markup=False)

    def _remind(self) -> None:
        """Remind the reader of what begins soon."""
        at = self._bearings.now()
        for talk in self._reminders.due(self._browse.plan.timetable, at):
            sentence = reminder(talk, at)
            self.notify(sentence, markup=False, timeout=30)
            if self.settings.agenda.remind_by == "bell":
                self.bell()
            elif self.settings.agenda.remind_by == "osc9" and self._driver:
                self._driver.write(osc9(sentence))

    @on(BrowseScreen.Reloaded)
    def _look_at_files(self) -> None:
        """Look at once what has become of the reader's files."""
        if self._keeping:
            self.run_worker(self._look(self._keeping, at_once=True), group="files")

    def _look_after_files(self) -> None:
        """Bring the reader's files up to date when marks rest; no more where there is none."""
        if self._keeping and self._keeping.is_idle:
            self._files_timer.stop()
        elif self._keeping and not self._keeping.is_busy:
            self.run_worker(self._look(self._keeping), group="files")

    async def _look(self, keeping: KeepingUp, *, at_once: bool = False) -> None:
        for notice in await keeping.look(at_once=at_once):
            severity: SeverityLevel = "error" if notice.failed else "information"
            self.notify(notice.sentence, severity=severity, markup=False, timeout=8)

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
        return [self.terminal.shown(strip.render(self.console)) for strip in strips]


def _as_set(place: Place, settings: Settings) -> Place:
    """Return *place* with what *settings* say of clock and rows, where they say something of their own."""
    wanted = settings.screen
    clock = place.clock if wanted.zone == EVENT.name else wanted.zone
    return replace(place, clock=clock, detailed=place.detailed or wanted.rows == "detailed")


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
