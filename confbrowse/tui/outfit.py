"""What terminal and settings make of the application: themes, keys, what can be shown, how it ends."""

import asyncio
import os
import signal
from contextlib import suppress

from textual.app import App
from textual.binding import Binding
from textual.worker import WorkerFailed

from confbrowse.settings.fields import Settings
from confbrowse.tui.keys import shown
from confbrowse.tui.terminal import abilities, driver_for
from confbrowse.tui.themes import THEMES, begun_with


class OutfitApp(App[None]):
    """Looks and keys as they are set, on the terminal as it is."""

    def __init__(self, settings: Settings, last_theme: str, *, ascii_wanted: bool) -> None:
        """Begin with the theme that is set, else with the *last* one; *ascii_wanted* goes before what is set."""
        self.settings = settings
        self.terminal = abilities(ascii_wanted=ascii_wanted or settings.screen.ascii)
        super().__init__(driver_class=driver_for(self.terminal, self.get_driver_class()))
        if self.no_color:  # Textual takes it away; those who come after us mind it as well
            os.environ["NO_COLOR"] = "1"
        for theme in THEMES:
            self.register_theme(theme)
        self.chosen_theme = last_theme
        """The theme that the reader chose last, also in an earlier run; empty where none was."""
        begun, fault = begun_with(settings.screen.theme, last_theme, self.available_themes)
        self._faults = (fault,) if fault else ()
        # not through the property: that would parse every stylesheet a second time
        self.set_reactive(App.theme, begun)
        self.stylesheet.set_variables(self.get_css_variables())

    def wear_what_is_set(self) -> tuple[str, ...]:
        """Let the reader's own keys hold; return a sentence on each that cannot be, and on the theme."""
        if not self.settings.keys:
            return self._faults
        from confbrowse.tui.key_table import commands  # loads every screen
        from confbrowse.tui.keymap import keymap  # as above

        found = keymap(self.settings.keys, commands())
        self.set_keymap({command: ",".join(keys) for command, keys in found.keys.items()})
        return (*self._faults, *found.faults)

    def get_key_display(self, binding: Binding) -> str:
        """Return the key of *binding* as people write it."""
        return shown(binding.key)

    def action_change_theme(self) -> None:
        """Let the reader choose a theme, ours first."""
        from confbrowse.tui.screens.theme import ThemeScreen  # few change it every day

        others = sorted(set(self.available_themes) - {theme.name for theme in THEMES})
        themes = (*THEMES, *(self.available_themes[name] for name in others))
        self.push_screen(ThemeScreen(themes, self.theme), self._wear)

    def _wear(self, name: str | None) -> None:
        """Keep the theme that was chosen, if one was."""
        self.chosen_theme = name or self.chosen_theme

    def heed_signals(self) -> None:
        """End in good order when the terminal is closed, or the system asks for it."""
        if self.is_headless:
            return
        loop = asyncio.get_running_loop()
        for name in ("SIGHUP", "SIGTERM"):
            with suppress(AttributeError, NotImplementedError):  # on Windows
                loop.add_signal_handler(getattr(signal, name), self._end_soon, name)

    def _end_soon(self, name: str) -> None:
        self.run_worker(self.end(128 + getattr(signal, name)), group="end", exclusive=True)

    async def end(self, code: int) -> None:
        """End with all kept that can be, and with this exit *code*."""
        raise NotImplementedError

    @property
    def crash(self) -> BaseException | None:
        """Return the bug that ended this, if one did: where it was, not the worker that met it."""
        bug = self._exception
        return bug.error if isinstance(bug, WorkerFailed) else bug

    def _fatal_error(self) -> None:
        """End at once; whoever started this tells of the bug."""
        self._close_messages_no_wait()

    def _print_error_renderables(self) -> None:
        """Keep what Textual would say of a bug off the terminal; what was said at the end stands there."""
        if self._exception:
            self._exit_renderables.clear()
        super()._print_error_renderables()
