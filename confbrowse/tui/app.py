"""The application: it wires the parts together and decides nothing else."""

import gc
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
from textual.notifications import SeverityLevel
from textual.screen import Screen

from confbrowse.agenda.zones import EVENT, clock_called
from confbrowse.errors import ConfbrowseError
from confbrowse.last_view import keep
from confbrowse.model import Scope
from confbrowse.paths import shipped
from confbrowse.place import NOWHERE, Place, save
from confbrowse.stores.agenda import Agenda
from confbrowse.stores.library import Library
from confbrowse.tui.bearings import Bearings, present
from confbrowse.tui.keeping_up import Begin, KeepingUp
from confbrowse.tui.keys import shown
from confbrowse.tui.marking import Marking
from confbrowse.tui.reminding import RemindBy, Reminders, osc9, reminder
from confbrowse.tui.screens.browse import BrowseScreen
from confbrowse.tui.screens.talk_screen import Desk
from confbrowse.tui.themes import THEMES

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
_REMIND_SECONDS = 1.0
"""How often the clock is looked at for reminders."""
_FILES_SECONDS = 1.0
"""How often the reader's mirror and calendar are looked after, and how long marks rest before that."""
_KEEP_SECONDS = 1.0
"""How often the place is kept, if it changed, in case the end comes without a key."""


class ConfbrowseApp(App[None]):
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
        remind_minutes: int = 10,
        remind_by: RemindBy = "notification",
        ascii_only: bool = False,
        keeping: Begin | None = None,
    ) -> None:
        """*place_file* keeps the place, *view_file* the look of the screen for the next start.

        Neither is written while another library than the reader's *own* is looked at, which is gone to
        when a programme comes into it. *notices* are said once the screen stands; *now* tells the time,
        and of a starred talk the reader is reminded *remind_minutes* before, never where that is 0;
        *ascii_only* draws days with ASCII alone; *keeping* makes what keeps the reader's own files up
        to date.
        """
        super().__init__()
        self._marking = Marking(agenda)
        self._bearings = Bearings(now, clock_called(place.clock) or EVENT, place.scope.programme)
        self._bearings.ascii_only = ascii_only
        desk = Desk(library, self._marking, own is None, self._bearings)
        self._browse = BrowseScreen(desk, place, title)
        self._reminders, self._remind_by = Reminders(remind_minutes), remind_by
        self._own = own
        self._place_file, self._view_file = place_file, view_file
        self._kept: Place | None = None
        self._keeping = KeepingUp(keeping) if keeping else None
        self._notices = tuple(notices)
        self._asked_to_quit = False
        for theme in THEMES:
            self.register_theme(theme)
        # not through the property: that would parse every stylesheet a second time
        self.set_reactive(App.theme, THEMES[0].name)
        self.stylesheet.set_variables(self.get_css_variables())

    def get_default_screen(self) -> Screen[None]:
        """Return the main screen, so that no empty one is made before it."""
        return self._browse

    def on_mount(self) -> None:
        """Say what has to be said, and keep the place from now on."""
        self.call_after_refresh(_collect_from_now_on)
        self.app_resume_signal.subscribe(self, lambda _: self.action_redraw())
        for notice in self._notices:
            self.notify(notice, markup=False, timeout=10)
        self.set_interval(_REMIND_SECONDS, self._remind)
        if self._place_file:
            self.set_interval(_KEEP_SECONDS, self._keep_place)
        if self._keeping:
            self._files_timer = self.set_interval(_FILES_SECONDS, self._look_after_files)

    def get_system_commands(self, screen: Screen[object]) -> Iterable[SystemCommand]:
        """Offer every key that works right now in the command palette too."""
        yield from super().get_system_commands(screen)
        offered: set[str] = set()
        for node, binding, enabled, help_text in screen.active_bindings.values():
            if enabled and help_text and binding.id and binding.id not in offered:
                offered.add(binding.id)  # once, however many keys it has
                run = partial(self.run_action, binding.action, default_namespace=node)
                yield SystemCommand(binding.description, help_text, run)

    def get_key_display(self, binding: Binding) -> str:
        """Return the key of *binding* as people write it."""
        return shown(binding.key)

    @on(BrowseScreen.CameIn)
    async def _go_home(self, event: BrowseScreen.CameIn) -> None:
        """Show the reader's own library, with the programme that came in."""
        if self._own:
            place = replace(NOWHERE, scope=Scope(event.programme))
            desk = Desk(self._own, self._marking, bearings=self._bearings)
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
        self._write(self._browse.place(), self._view())
        notices = await self._keeping.look(at_once=True) if self._keeping else ()
        self.exit(message=Text("\n".join(one.sentence for one in notices)) if notices else None)

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
            if self._remind_by == "bell":
                self.bell()
            elif self._remind_by == "osc9" and self._driver:
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
        place = self._browse.place()
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
        return [strip.render(self.console) for strip in strips]


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
