"""The garbage collector rests while many values are made, and never stays off."""

import gc

import pytest

from confbrowse.garbage import uncollected


def test_the_collector_rests_and_goes_on_even_after_an_error() -> None:
    with pytest.raises(LookupError), uncollected():
        assert not gc.isenabled()
        raise LookupError
    assert gc.isenabled()


def test_one_that_was_off_stays_off() -> None:
    with uncollected():
        with uncollected():
            """Nothing to do."""
        assert not gc.isenabled()
    assert gc.isenabled()
