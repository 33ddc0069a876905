"""Files damaged at random are read in part or refused with one sentence; ``-m faults`` has the longer form."""

from datetime import date
from random import Random

import pytest
from mutations import spoilt
from sample_formats import SAMPLES
from virtual_pages import PAGES

from confbrowse.errors import ProgrammeError
from confbrowse.readers import Hints, read

HINTS = Hints(date(2025, 1, 1), source="made-up", location="/somewhere/made-up")
FILES = [*SAMPLES.values(), *PAGES.values()]


@pytest.mark.parametrize("seed", range(40))
def test_a_file_spoilt_at_random_is_read_or_refused(seed: int) -> None:
    random = Random(seed)  # noqa: S311 - a seed is what makes it the same every time
    for _ in range(15):
        try:
            reading = read(spoilt(random, FILES), HINTS)
        except ProgrammeError as error:
            assert str(error).isprintable()
        else:
            assert all(talk.title.isprintable() for talk in reading.programme.talks)
