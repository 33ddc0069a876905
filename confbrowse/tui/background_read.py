"""Blocking work for a screen or dialog, done in a thread so that keys are handled meanwhile.

Both functions are for async methods under ``@work``. An exclusive worker is cancelled at its ``await`` when a
newer one starts, so that the code after the ``await`` never handles an outdated result. The thread itself runs
to its end: *fn* must return its result and never touch the screen. Like Textual's thread workers, it delays the
end of the program while it runs. Writes must not be in an exclusive worker: none may be skipped.
"""

import asyncio
from collections.abc import Callable
from typing import ParamSpec, TypeVar

from textual.widget import Widget
from textual.worker import get_current_worker

from confbrowse.errors import ConfbrowseError

P = ParamSpec("P")
T = TypeVar("T")


class ReadFailedError(asyncio.CancelledError):
    """The work failed, and the error has been shown. Uncaught, it ends the worker as a cancellation does."""


async def read(node: Widget, fn: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    """Return what *fn* returns, run in a thread for *node*.

    A ConfbrowseError is shown as a notification, then ReadFailedError is raised. Catch that only where
    something must still be done without the result. Anything else that *fn* raises is a bug and passes through.
    """
    try:
        return await read_or_raise(node, fn, *args, **kwargs)
    except ConfbrowseError as error:
        show_error(node, error)
        raise ReadFailedError from error


async def read_or_raise(node: Widget, fn: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    """Return what *fn* returns, run in a thread for *node*; its errors are for the caller to handle.

    Raises CancelledError when *node* has been removed in the meantime. Raises NoActiveWorker outside a worker.
    """
    get_current_worker()  # a handler that is cancelled would stop its screen
    try:
        found = await asyncio.to_thread(fn, *args, **kwargs)
    except ConfbrowseError:
        _require_shown(node)
        raise
    _require_shown(node)
    return found


def show_notice(node: Widget, sentence: str) -> None:
    """Show *sentence* in the message line until the next key.

    An empty one takes away what an earlier key of the same burst said, which may no longer be true.
    """
    node.notify(sentence, markup=False)


def show_error(node: Widget, error: ConfbrowseError) -> None:
    """Show *error* in the message line until the next key."""
    node.notify(str(error), severity="error", markup=False)


def _require_shown(node: Widget) -> None:
    # a node loses its children some time before its workers are cancelled
    if node._pruning or not node.is_attached:
        raise asyncio.CancelledError
