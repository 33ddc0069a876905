"""Which talks hold words side by side, in the order in which they were typed."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from confbrowse.search.building import fields_of
from confbrowse.search.matching import Met
from confbrowse.search.query import FieldName
from confbrowse.search.segment import Segment
from confbrowse.search.texts import ANYWHERE, FIELDS

_AT_ONCE = 4_096
"""Talks that are looked through in one go, so that a phrase of common words takes little memory."""


def side_by_side(
    segment: Segment, words: Sequence[Met], field: FieldName | None
) -> npt.NDArray[np.bool_]:
    """Return for each talk of *segment* whether *words* follow each other in *field*, or ANYWHERE."""
    found = np.zeros(segment.size, np.bool_)
    places = np.flatnonzero(np.minimum.reduce([met.points for met in words]))
    wanted = np.array([name in ((field,) if field else ANYWHERE) for name in FIELDS])
    for begin in range(0, len(places), _AT_ONCE):
        some = places[begin : begin + _AT_ONCE]
        held, before = segment.words_of(some)
        runs = np.ones(max(len(held) - len(words) + 1, 0), np.bool_)
        for at, met in enumerate(words):
            here = held[at : at + len(runs)]
            runs &= (here >= met.first) & (here < met.last)
        starts = np.flatnonzero(runs)
        starts = starts[wanted[fields_of(held)[starts]]]
        found[some[np.searchsorted(before, starts, "right") - 1]] = True
    return found
