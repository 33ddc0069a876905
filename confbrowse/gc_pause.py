"""Pausing the garbage collector while very many long-lived values are created.

Otherwise it scans all of them again and again and frees nothing: model values and parsed JSON
contain no cycles.
"""

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def paused_gc() -> Iterator[None]:
    """Pause the collector; re-enable it afterwards if it was enabled before."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
