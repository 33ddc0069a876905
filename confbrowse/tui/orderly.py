"""An application that ends in good order: by key, by signal, by a bug; the terminal is left as it was."""

import asyncio
import signal
from contextlib import suppress

from textual.app import App
from textual.worker import WorkerFailed

from confbrowse.errors import ConfbrowseError

_TWICE_SECONDS = 2.0
"""How soon the second Ctrl-c has to follow."""


class OrderlyApp(App[None]):
    """Ends; its subclass says what has to be kept before."""

    _asked_to_quit = False

    async def keep_all(self) -> None:
        """Bring everything to the disk. Raises ConfbrowseError where a mark cannot be."""
        raise NotImplementedError

    def heed_signals(self) -> None:
        """End in good order when the terminal is closed, or the system asks for it."""
        loop = asyncio.get_running_loop()
        for name in ("SIGHUP", "SIGTERM"):
            with suppress(AttributeError, NotImplementedError):  # on Windows
                loop.add_signal_handler(getattr(signal, name), self._end_soon, name)

    def _end_soon(self, name: str) -> None:
        self.run_worker(self._end(128 + getattr(signal, name)), group="end", exclusive=True)

    async def _end(self, code: int) -> None:
        """End with all kept that can be; there is nobody to ask about the rest."""
        with suppress(ConfbrowseError):
            await self.keep_all()
        self.exit(return_code=code)

    @property
    def crash(self) -> BaseException | None:
        """Return the bug that ended this, if one did: where it was, not the worker that met it."""
        bug = self._exception
        return bug.error if isinstance(bug, WorkerFailed) else bug

    def _fatal_error(self) -> None:
        """End at once; whoever started this tells of the bug."""
        self._close_messages_no_wait()

    def _print_error_renderables(self) -> None:
        """Keep what Textual would say of a bug off the terminal."""
        if self.crash:
            self._exit_renderables.clear()
        else:
            super()._print_error_renderables()

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
