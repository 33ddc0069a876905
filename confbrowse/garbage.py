"""The garbage collector, held off while very many values are made that all stay.

It looks at all there is again and again while they become more, and finds nothing: values of the
model, and what JSON is parsed to, never go in circles.
"""

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def uncollected() -> Iterator[None]:
    """Hold the collector off; it goes on afterwards where it was on before."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
