"""The garbage collector pauses while many values are created, and is always enabled again."""

import gc

import pytest

from confbrowse.gc_pause import paused_gc


def test_the_collector_rests_and_goes_on_even_after_an_error() -> None:
    with pytest.raises(LookupError), paused_gc():
        assert not gc.isenabled()
        raise LookupError
    assert gc.isenabled()


def test_one_that_was_off_stays_off() -> None:
    with paused_gc():
        with paused_gc():
            """Nothing to do."""
        assert not gc.isenabled()
    assert gc.isenabled()
