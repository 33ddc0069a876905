"""Session pages for tests: built from small parts, and read with a fixed date as today."""

from datetime import date
from pathlib import Path

import pytest

from confbrowse.model import Session, Talk
from confbrowse.readers import Hints, Reading, Remark, read

TODAY = date(2026, 11, 22)
FRAME = "Skip to yearly menu bar Skip to main content"
HEAD = f"{FRAME}\n\n\nSession\n\nDeep Learning 1\n\nModerator: Ada Byron\n\nAbstract:\n\nChat is not available."
LONG = (
    "We study how learners forget, and show on nine public benchmarks that a small memory, kept "
    "for as long as it is needed and not a step longer, does as well as one that is ten times as large."
)
"""An abstract, too long for a title or a name."""
TIME = "Tue 20 July 7:00 - 7:20 PDT"
ORAL = f"{TIME}\n\nOral\nLearning to Forget\n\nAnna Ek · Bo Li\n\n{LONG}"
BREAK = "Tue 20 July 7:20 - 7:30 PDT\n\nBreak\nBreak"
REAL = Path(__file__).parents[2] / "shared" / "data" / "session-pages"


def paragraphs(*parts: str) -> str:
    """Return *parts* with a blank line between them."""
    return "\n\n".join(parts) + "\n"


def reading(
    page: str | bytes,
    *,
    source: str = "page.txt",
    location: str = "",
    name: str | None = None,
    year: int | None = 2021,
    timezone: str | None = None,
) -> Reading:
    """Return the reading of *page*; the year is 2021 unless it states another."""
    raw = page.encode() if isinstance(page, str) else page
    return read(raw, Hints(TODAY, source, location, name, year, timezone))


def talks(
    page: str | bytes, *, year: int | None = 2021, timezone: str | None = None
) -> tuple[Talk, ...]:
    """Return the talks of *page*."""
    return reading(page, year=year, timezone=timezone).programme.talks


def only(page: str | bytes, *, year: int | None = 2021) -> Talk:
    """Return the single talk of *page*."""
    (talk,) = talks(page, year=year)
    return talk


def entry(*lines: str) -> Talk:
    """Return the talk with *lines* on a page, below its time and before a break."""
    first, *_ = talks(paragraphs(HEAD, TIME, *lines, BREAK))
    return first


def session(page: str) -> Session:
    """Return the session of *page*, a single one."""
    (found,) = reading(page).programme.sessions
    return found


def left_out(found: Reading) -> dict[str, str]:
    """Return the reasons of the lines left out of *found*, by their text."""
    return {remark.text: remark.reason for remark in found.remarks if remark.left_out}


def warned(found: Reading, reason: str) -> Remark:
    """Return the warning of *found* whose reason contains *reason*."""
    (remark,) = (remark for remark in found.warnings if reason in remark.reason)
    return remark


def real_page(name: str) -> bytes:
    """Return the real page in the file *name*; skip the test if it is not available."""
    path = REAL / name
    if not path.is_file():
        pytest.skip("the real session pages are not beside the checkout")
    return path.read_bytes()
