"""The application: connects its parts, switches between views, saves everything on exit."""

import asyncio
import gc
import os
import signal
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import datetime
from functools import partial
from importlib import import_module
from pathlib import Path

from rich.text import Text
from textual import on, work
from textual.app import App
from textual.binding import Binding
from textual.events import Event, Key, MouseDown, Paste, Resize
from textual.notifications import Notify
from textual.screen import Screen
from textual.worker import WorkerFailed

from confbrowse.errors import ConfbrowseError
from confbrowse.model import Scope
from confbrowse.paths import shipped
from confbrowse.schedule.clock import EVENT, find_clock
from confbrowse.schedule.rooms import Walks
from confbrowse.settings import Settings
from confbrowse.storage.library import LibraryStore
from confbrowse.storage.marks import MarkStore
from confbrowse.tui import splash, view_state
from confbrowse.tui.background import UNASKED_SECONDS, BackgroundTasks, Intervals, OpenFileSync
from confbrowse.tui.commands import COMMANDS
from confbrowse.tui.context import AppContext, utc_now
from confbrowse.tui.controllers.marks import Hits, MarksController
from confbrowse.tui.driver import SendsModes, capabilities, driver_for
from confbrowse.tui.input_queue import InputQueue
from confbrowse.tui.keymap import ascii_key_name, key_name, keymap
from confbrowse.tui.message_log import LoggedMessage, MessageLog
from confbrowse.tui.screens.base import TalkScreen
from confbrowse.tui.screens.browse import BrowseScreen
from confbrowse.tui.themes import THEMES, initial_theme
from confbrowse.tui.view_state import DEFAULT_VIEW, ViewState
from confbrowse.tui.widgets.line_editor import one_line
from confbrowse.tui.widgets.message_line import MessageLine

_VIEWS = {
    "agenda": "agenda.AgendaScreen",
    "now": "now.NowScreen",
    "timeline": "timeline.TimelineScreen",
    "people": "people.PeopleScreen",
    "like": "similar.SimilarScreen",
    "for-you": "recommend.ForYouScreen",
    "overview": "overview.OverviewScreen",
}
"""The screens of the views, in modules of ``screens``; a module is loaded when its view is shown."""
_DEFAULTS = Settings()
_DEFAULT_INTERVALS = Intervals()
_LONGEST_LINE = 4096
"""Characters of a pasted line that an input accepts: a URL, a file name."""
_SAVE_SECONDS = 1.0
"""How often a changed view state is saved, in case the program is killed."""
_SECOND_CTRL_C_SECONDS = 2.0
"""The time within which a second Ctrl-c quits."""


class ConfbrowseApp(App[None]):
    """The browser: one main screen, other views on top of it."""

    TITLE = "confbrowse"
    NOTIFICATION_TIMEOUT = 0
    """The seconds for which keys leave a message on the screen: none, unless it is one that no key asked for."""
    CSS_PATH = [shipped("styles") / "app.tcss", shipped("styles") / "panes.tcss"]

    def __init__(
        self,
        library: LibraryStore,
        agenda: MarkStore,
        state: ViewState,
        *,
        place_file: Path | None = None,
        splash_file: Path | None = None,
        title: str = "All programmes",
        notices: Iterable[str] = (),
        own: LibraryStore | None = None,
        now: Callable[[], datetime] = utc_now,
        open_file_sync: OpenFileSync | None = None,
        settings: Settings = _DEFAULTS,
        ascii_wanted: bool = False,
        intervals: Intervals = _DEFAULT_INTERVALS,
    ) -> None:
        """*place_file* stores the view state, *splash_file* the last frame for the next start.

        *own* is the user's library if *library* is another one, such as the samples: neither file is then
        written, and *own* is shown once a programme is added to it. *notices* are shown after the first frame.
        """
        self._terminal = capabilities(ascii_wanted=ascii_wanted or settings.screen.ascii)
        clock = find_clock(state.clock or settings.screen.zone) or EVENT
        super().__init__(driver_class=driver_for(self._terminal, self.get_driver_class()))
        if self.no_color:  # Textual removes it, but child processes need it
            os.environ["NO_COLOR"] = "1"
        self.input_queue = InputQueue(self, self._handle_input)
        self._asked_to_quit = False
        self._messages = MessageLog()
        self._messages_key = COMMANDS["app.messages"].keys
        walks = Walks.of_minutes(settings.agenda.travel, settings.agenda.walk)
        self.ctx = AppContext(
            library,
            MarksController(agenda, library, walks),
            settings,
            is_own=own is None,
            now=now,
            clock=clock,
            programme=state.scope.programme,
            ascii_only=self._terminal.is_plain,
            timetable_preview=state.timetable_preview,
            coarse_timetable=state.coarse_timetable,
        )
        self.ctx.marks.on_change = self._show_changes
        self.ctx.marks.find_hits = partial(_find_hits, self.ctx)
        self.ctx.marks.also_watched = settings.agenda.watch
        self.background = BackgroundTasks(self, self.ctx, open_file_sync, intervals)
        self._browse = BrowseScreen(self.ctx, state, title)
        self._own = own
        self._place_file, self._splash_file = place_file, splash_file
        self._saved: ViewState | None = None
        self._is_frame_old = False
        """Whether the saved frame is older than the saved state."""
        for theme in THEMES:
            self.register_theme(theme)
        self._chosen_theme = state.theme
        theme_name, fault = initial_theme(settings.screen.theme, state.theme, self.available_themes)
        self._notices = (*notices, fault) if fault else tuple(notices)
        # not through the property: that would parse every stylesheet a second time
        self.set_reactive(App.theme, theme_name)
        self.stylesheet.set_variables(self.get_css_variables())

    def get_default_screen(self) -> Screen[None]:
        """Return the main screen, so that Textual makes no empty one first."""
        return self._browse

    async def on_event(self, event: Event) -> None:
        """Queue keys, pastes and clicks, so that each is handled after everything before it."""
        if self.input_queue.takes(event):
            await self.input_queue.receive(event)
        else:
            await super().on_event(event)

    async def _handle_input(self, event: Event) -> None:
        """Pass *event* to Textual, without the last message; of a paste, an input gets only the first line."""
        if isinstance(event, (Key, MouseDown, Paste)):
            self._clear_messages(event.time)
        if isinstance(event, Paste):
            from textual.widgets import Input  # not needed before the first frame

            if isinstance(self.focused, Input):
                event = Paste(one_line(event.text.strip().partition("\n")[0])[:_LONGEST_LINE])
        await super().on_event(event)

    def on_resize(self, event: Resize) -> None:  # noqa: ARG002 - Textual's
        """Send the terminal its modes again: a multiplexer may have moved the program to another terminal."""
        if isinstance(self._driver, SendsModes):
            self._driver.send_modes()

    def on_mount(self) -> None:
        """Show the notices, and start the background tasks."""
        self.call_after_refresh(_enable_gc)
        self.app_resume_signal.subscribe(self, lambda _: self.action_redraw())
        if not self.is_headless:
            self._handle_signals()
        for notice in (*self._notices, *self._apply_keymap()):
            self.notify(notice, markup=False, timeout=UNASKED_SECONDS)
        self.screen_change_signal.subscribe(self, lambda _: self._show_messages())
        self.background.start()
        if self._place_file:
            self.set_interval(_SAVE_SECONDS, self._save_if_changed)

    def _apply_keymap(self) -> tuple[str, ...]:
        """Apply the user's keymap; return a sentence about each key that cannot be used."""
        if not self.ctx.settings.keys:
            return ()
        found = keymap(self.ctx.settings.keys)
        self._messages_key = found.keys.get("app.messages", (self._messages_key,))[0]
        self.set_keymap({command: ",".join(keys) for command, keys in found.keys.items()})
        return found.faults

    def get_key_display(self, binding: Binding) -> str:
        """Return the key of *binding* as the key bar, help and palette show it."""
        write = ascii_key_name if self.ctx.ascii_only else key_name
        return write(binding.key)

    @on(BrowseScreen.ProgrammeAdded)
    async def _show_own_library(self, event: BrowseScreen.ProgrammeAdded) -> None:
        """Show the user's own library, with the programme that was added."""
        if self._own:
            state = replace(DEFAULT_VIEW, scope=Scope(event.programme))
            self.ctx.library, self.ctx.is_own = self._own, True
            self.ctx.marks.watch_library(self._own)
            self._browse = BrowseScreen(self.ctx, state, "All programmes")
            # the first screen stays hidden below: Textual cannot replace it
            await self.push_screen(self._browse)

    @on(BrowseScreen.ViewRequested)
    async def _show_view(self, event: BrowseScreen.ViewRequested) -> None:
        while self.screen is not self._browse:
            await self.pop_screen()
        if event.view in _VIEWS:
            await self.push_screen(_view_class(event.view)(self.ctx))

    async def _search(self, query: str) -> None:
        """Show the programme, and search it for *query*."""
        await self._show_view(BrowseScreen.ViewRequested("programme"))
        self._browse.zoomed = False
        self._browse.query_line.search_for(query)
        self._browse.focus_pane(self._browse.main_list)

    @on(BrowseScreen.TalksRequested)
    async def _show_talks(self, event: BrowseScreen.TalksRequested) -> None:
        await self._show_view(BrowseScreen.ViewRequested("programme"))
        self._browse.show_part_of_overview(event.scope, event.query)

    @on(BrowseScreen.PeopleRequested)
    async def _show_people(self, event: BrowseScreen.PeopleRequested) -> None:
        await self.push_screen(_view_class("people")(self.ctx, event.names))

    @on(BrowseScreen.SimilarRequested)
    async def _show_like(self, event: BrowseScreen.SimilarRequested) -> None:
        await self.push_screen(_view_class("like")(self.ctx, event.talk))

    async def _save_all(self) -> None:
        """Wait until all marks are written, and save the view state.

        Raises ConfbrowseError if a mark cannot be written; the view state is saved even then.
        """
        try:
            await self.ctx.marks.done()
        finally:
            self._write(self.view_state(), self._last_frame())

    async def action_quit(self) -> None:
        """Quit once every mark is on the disk and the view state is saved; stay if a mark cannot be written."""
        try:
            await self._save_all()
        except ConfbrowseError as error:
            self.notify(str(error), severity="error", markup=False)
            return
        words = await self.background.finish()
        self.exit(message=Text(words) if words else None)

    def action_help_quit(self) -> None:
        """Quit on the second of two Ctrl-c in a row; the first shows a notice."""
        if self._asked_to_quit:
            self.run_worker(self.action_quit())
            return
        self._asked_to_quit = True
        self.set_timer(_SECOND_CTRL_C_SECONDS, self._forget_first_ctrl_c)
        self.notify("Press Ctrl-c again to quit. Everything is saved.", markup=False)

    def _forget_first_ctrl_c(self) -> None:
        self._asked_to_quit = False

    def _handle_signals(self) -> None:
        """Save everything and end when the terminal is closed or a signal arrives."""
        loop = asyncio.get_running_loop()
        for name in ("SIGHUP", "SIGTERM", "SIGINT"):
            with suppress(AttributeError, NotImplementedError):  # on Windows
                loop.add_signal_handler(getattr(signal, name), self._on_signal, name)

    def _on_signal(self, name: str) -> None:
        if self._exit or not self.screen_stack:
            return  # already ending
        self.run_worker(
            self._save_and_exit(128 + getattr(signal, name)), group="end", exclusive=True
        )

    async def _save_and_exit(self, code: int) -> None:
        """Save what can be saved, and end: the user cannot be asked about the rest."""
        with suppress(ConfbrowseError):
            await self._save_all()
        self.exit(return_code=code)

    @property
    def crash(self) -> BaseException | None:
        """The unexpected error that ended the application, if any; not the WorkerFailed around it."""
        bug = self._exception
        return bug.error if isinstance(bug, WorkerFailed) else bug

    def _fatal_error(self) -> None:
        """End at once; the caller of ``run`` reports the error."""
        self._close_messages_no_wait()

    def _print_error_renderables(self) -> None:
        """Suppress Textual's own report of a crash."""
        if self.crash:
            self._exit_renderables.clear()
        else:
            super()._print_error_renderables()

    @on(TalkScreen.Resumed)
    def _poll_at_once(self) -> None:
        self.background.poll()

    def _show_changes(self) -> None:
        """Update the screen on top; those below it are updated when they are resumed."""
        if self.screen_stack and isinstance(self.screen, TalkScreen):
            self.screen.catch_up()

    def on_notify(self, event: Notify) -> None:
        """Show a message in one line at the bottom, and keep it to be read again."""
        event.prevent_default()  # Textual's boxes cover what they are about
        notice = event.notification
        if sentence := str(notice.message):
            message = LoggedMessage(self.ctx.now(), sentence, notice.severity)
            until = event.time + notice.timeout if notice.timeout else 0.0
            self._messages.add(message, until)
        else:
            self._messages.replace_outdated()
        self._show_messages()

    def _clear_messages(self, at: float) -> None:
        """Hide the messages that a key pressed *at* this time may hide."""
        if self._messages.key_pressed(at):
            self._show_messages()

    def _show_messages(self) -> None:
        """Show the messages since the last key on the screen on top."""
        shown = self._messages.shown
        if shown and self.screen.is_attached and not self.screen.query(MessageLine):
            self.screen.mount(MessageLine())
        for line in self.screen.query(MessageLine):
            line.hint = (
                f"{key_name(self._messages_key)} shows all"
                if isinstance(self.screen, TalkScreen)
                else ""
            )
            line.is_error = any(one.severity == "error" for one in shown)
            line.words = " ".join(one.words for one in shown)
            line.first = (shown[0] if line.is_error else shown[-1]).words if shown else ""
        if shown:
            self.screen.call_after_refresh(self._messages_drawn, shown)

    def _messages_drawn(self, shown: Sequence[LoggedMessage]) -> None:
        self._messages.drawn(shown, Event().time)  # by the clock that keys are timed by

    def action_messages(self) -> None:
        """Show the last messages."""
        # not needed before the first frame
        from confbrowse.tui.dialogs.messages import MessagesDialog

        self.push_screen(MessagesDialog(self._messages.kept))

    def action_redraw(self) -> None:
        """Draw the whole screen again, over whatever another program left there."""
        self.screen.refresh(repaint=True, layout=True)

    def open_url(self, url: str, *, new_tab: bool = True) -> None:  # noqa: ARG002 - Textual's
        """Refuse: only ``confbrowse.system.browser`` opens links."""
        self.notify(f"Press o to open a link such as {url}.", markup=False)

    def action_command_palette(self) -> None:
        """Open the command palette, unless it is open."""
        self._open_palette()

    @work(exclusive=True, group="palette")
    async def _open_palette(self) -> None:
        # not needed before the first frame
        from confbrowse.tui.command_search import command_lines, saved_searches
        from confbrowse.tui.dialogs.palette import Palette  # as above

        if isinstance(self.screen, Palette):
            return
        if isinstance(self.screen, TalkScreen):
            await self.screen.know_commands()
        active = self.screen.active_bindings
        actions = {one.binding.id or "": one for one in active.values()}
        keys, searches = self.ctx.settings.keys, self.ctx.settings.searches
        lines = command_lines(active, keys, ascii_only=self.ctx.ascii_only)

        async def run(chosen: str | None) -> None:
            if chosen and (found := actions.get(chosen)):
                await self.run_action(found.binding.action, default_namespace=found.node)
            elif chosen:
                await self._search(chosen)  # a saved search

        self.push_screen(Palette((*lines, *saved_searches(searches))), run)

    def action_change_theme(self) -> None:
        """Open the menu of themes, our own first."""
        from confbrowse.tui.dialogs.choice import ThemeDialog  # not needed before the first frame

        others = sorted(set(self.available_themes) - {theme.name for theme in THEMES})
        themes = (*THEMES, *(self.available_themes[name] for name in others))
        self.push_screen(ThemeDialog(themes, self.theme), self._theme_chosen)

    def _theme_chosen(self, name: str | None) -> None:
        self._chosen_theme = name or self._chosen_theme

    def view_state(self) -> ViewState:
        """Return the state to restore at the next start."""
        return replace(self._browse.view_state, theme=self._chosen_theme)

    @on(BrowseScreen.Reloaded)
    def _sync_files(self) -> None:
        self.background.sync_files_now()

    def _save_if_changed(self) -> None:
        """Save the view state in a thread, if it changed; with the last frame, once it does not change any more."""
        state = self.view_state()
        is_new, self._saved = state != self._saved, state
        if is_new or self._is_frame_old:
            # a frame takes as long as a key: not while the user types
            write = partial(self._write, state, [] if is_new else self._last_frame())
            self._is_frame_old = is_new
            self.run_worker(write, thread=True, group="view_state")

    def _write(self, state: ViewState, frame: list[str]) -> None:
        """Save *state* and *frame*. Any thread may call this."""
        try:
            if not self.ctx.is_own:
                return  # the next start shows the user's own library
            if self._place_file:
                view_state.save(self._place_file, state)
            if self._splash_file and frame:
                splash.save(self._splash_file, frame, self.size.width)
        except ConfbrowseError as error:
            self.call_later(self.notify, str(error), severity="error", markup=False)

    def _last_frame(self) -> list[str]:
        """Return the rows of the main screen with their colours; empty while another screen is on top."""
        if self._splash_file is None or self.screen is not self._browse:
            return []
        # Textual has no public access to its strips; the alternative is to render all widgets again
        strips = self.screen._compositor.render_strips()
        plain = replace(self._terminal, hyperlinks=False)
        return [plain.shown(strip.render(self.console)) for strip in strips]


def _find_hits(ctx: AppContext, library: LibraryStore, watched: Sequence[str]) -> Hits:
    # loads numpy; most users watch nothing
    from confbrowse.discovery.watch import find_hits

    return find_hits(library, watched, ctx.settings.searches)


def _view_class(name: str) -> Callable[..., Screen[None]]:
    """Return the class of the screen that shows the view called *name*."""
    module, _, screen = _VIEWS[name].partition(".")
    found: Callable[..., Screen[None]] = getattr(
        import_module(f"confbrowse.tui.screens.{module}"), screen
    )
    return found


def _enable_gc() -> None:
    """Enable the garbage collector; it never scans what the start allocated, which stays alive."""
    gc.freeze()
    gc.enable()
