"""Which talks will not be: their programmes, as the library has them, hold them no more."""

from collections.abc import Sequence

from confbrowse.agenda.days import cancelled
from confbrowse.model import Talk
from confbrowse.stores.library import Library


def called_off(talks: Sequence[Talk], library: Library) -> frozenset[str]:
    """Return the ids of *talks* that their programmes, as the *library* has them, hold no more."""
    programmes = {one.id for one in library.shelves()}
    return cancelled(talks, programmes, library.numbered(talk.id for talk in talks).keys())
