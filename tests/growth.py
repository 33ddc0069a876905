"""Measures whether the time of some work grows faster than its input.

Times are compared with each other, never with a limit: the CPU time of this process, the least of
several runs, measured again before the result is yes.
"""

import time
from collections.abc import Callable

TOO_SHORT = 0.004
"""Seconds below which nothing is compared."""
TENFOLD = 40
"""The most times as long for ten times the input; quadratic work takes a hundred times."""


def seconds(work: Callable[[], object], tries: int = 3) -> float:
    """Return the CPU time of *work*, the least of *tries*."""
    best = float("inf")
    for _ in range(tries):
        begun = time.process_time()
        work()
        best = min(best, time.process_time() - begun)
        if best < TOO_SHORT / 2:
            break
    return best


def grows_too_fast(work: Callable[[int], Callable[[], object]], size: int) -> bool:
    """Return whether what *work* makes for ten times *size* takes many times as long, twice over."""

    def ratio(tries: int) -> float:
        longer = seconds(work(10 * size), tries)
        return 0.0 if longer < 10 * TOO_SHORT else longer / max(seconds(work(size), tries), 1e-5)

    return ratio(1) > TENFOLD and ratio(3) > TENFOLD
