"""Fetching and reading a web page share one time limit; the user can stop both."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hostile_server import LIMITS, serving, web
from sample_formats import NAMES, SAMPLES

from confbrowse.errors import SourceError
from confbrowse.ingest.pipeline import ImportOptions, gather
from confbrowse.readers import Hints, read
from confbrowse.sources.files import Source
from confbrowse.sources.http import HttpClient, Response
from confbrowse.sources.http_cache import HttpCache

WISHES = ImportOptions(date(2025, 1, 1))


class OutOfTime(HttpClient):
    """Fetches a page at the last possible moment."""

    def get(self, url: str) -> Response:
        """Return the page at *url*; no time is left to read it then."""
        page = super().get(url)
        self.limits = replace(self.limits, seconds=-1.0)
        return page


class Stopped(HttpClient):
    """Fetches a page that is cancelled when it has arrived."""

    def get(self, url: str) -> Response:
        """Return the page at *url*; the user stops then."""
        page = super().get(url)
        self.should_continue = bool
        return page


@pytest.fixture
def source() -> Iterator[Source]:
    with serving() as address:
        yield Source(f"{address}/table", None, url=f"{address}/table")


def test_a_page_is_fetched_and_read_in_its_time(source: Source, tmp_path: Path) -> None:
    gathered = gather([source], WISHES, None, web(tmp_path))
    assert len(gathered.programmes[0].talks) == 50


def test_a_page_for_which_no_time_is_left_is_given_up_with_one_sentence(
    source: Source, tmp_path: Path
) -> None:
    way = OutOfTime(HttpCache(tmp_path / "cache"), LIMITS)
    with pytest.raises(SourceError) as told:
        gather([source], WISHES, None, way)
    assert str(told.value).startswith(f"{source.url} takes longer than")
    assert str(told.value).endswith("Save it and add the file, which has no time limit.")


def test_a_page_can_be_stopped_while_it_is_read(source: Source, tmp_path: Path) -> None:
    with pytest.raises(InterruptedError):
        gather([source], WISHES, None, Stopped(HttpCache(tmp_path / "cache"), LIMITS))


@pytest.mark.parametrize("name", NAMES)
def test_every_reader_looks_at_the_clock_between_records(name: str) -> None:
    looks = 0

    def look() -> None:
        nonlocal looks
        looks += 1

    def give_up() -> None:
        nonlocal looks
        looks -= 1
        if not looks:
            raise SourceError("Time is up.")

    hints = Hints(date(2025, 1, 1), source="made-up", location="/somewhere/made-up")
    read(SAMPLES[name], replace(hints, check_time=look))
    assert looks > NAMES.index(name) + 1  # once for each format that it is not, and then
    with pytest.raises(SourceError, match="Time is up"):
        read(SAMPLES[name], replace(hints, check_time=give_up))
