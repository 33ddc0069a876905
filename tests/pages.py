"""Session pages for the tests: read with a fixed day as today, put together from small parts."""

from datetime import date
from pathlib import Path

import pytest

from confbrowse.model import Session, Talk
from confbrowse.readers import Hints, Reading, read

TODAY = date(2026, 11, 22)
FRAME = "Skip to yearly menu bar Skip to main content\n\n\n"
REAL = Path(__file__).parents[2] / "shared" / "data" / "session-pages"


def reading(
    page: str | bytes,
    *,
    location: str = "/pages/page.txt",
    year: int | None = None,
    timezone: str | None = None,
    name: str | None = None,
) -> Reading:
    """Return what the session-page reader makes of *page*."""
    raw = page.encode() if isinstance(page, str) else page
    source = location.rpartition("/")[2]
    return read(raw, Hints(TODAY, source, location, name, year, timezone))


def talks(page: str | bytes, *, year: int | None = 2021) -> tuple[Talk, ...]:
    """Return the talks of *page*."""
    return reading(page, year=year).programme.talks


def session(page: str) -> Session:
    """Return the one session of *page*."""
    (one,) = reading(page, year=2021).programme.sessions
    return one


def entry(body: str, time: str = "Tue 20 July 7:00 - 7:20 PDT") -> Talk:
    """Return the talk on a page with one entry, whose lines after the time are *body*."""
    (talk,) = talks(f"{FRAME}Session\n\nMoths\n\nAbstract:\n\n{time}\n\n{body}\n")
    return talk


def real_page(name: str) -> str:
    """Return the real page whose file name begins with *name*; skip where it is not at hand."""
    found = sorted(REAL.glob(f"{name}*.txt"))
    if not found:
        pytest.skip("the real session pages are not beside the checkout")
    return found[0].read_text(encoding="utf-8")
