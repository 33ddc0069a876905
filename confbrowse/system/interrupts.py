"""Ctrl-c at a commit: before it, nothing is stored; after it, the report comes first."""

import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType


@contextmanager
def interruptible_until_commit() -> Iterator[Callable[[], None]]:
    """Yield a function that makes SIGINT wait for the end of the block; call it before a commit.

    So an interrupted command either stored nothing, or reported what it stored. KeyboardInterrupt
    is raised at the end of the block if SIGINT arrived meanwhile, unless there is another error.
    """
    interrupted = False

    def defer(_number: int, _frame: FrameType | None) -> None:
        nonlocal interrupted
        interrupted = True

    before = signal.getsignal(signal.SIGINT)

    def begin() -> None:
        # None is a handler that is not Python's; SIGINT interrupts the main thread only
        if before is not None and threading.current_thread() is threading.main_thread():
            signal.signal(signal.SIGINT, defer)

    try:
        yield begin
    finally:
        if signal.getsignal(signal.SIGINT) is defer:
            signal.signal(signal.SIGINT, before)
    if interrupted:
        raise KeyboardInterrupt
