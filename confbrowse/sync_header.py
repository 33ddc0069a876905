"""The first element of a sync file: format, version and number of talks.

The count distinguishes a truncated file from one whose talks were removed. The oldest files have no
header.
"""

from collections.abc import Iterable, Mapping
from datetime import UTC

from confbrowse.errors import ProgrammeError
from confbrowse.model import (
    LONGEST_WATCHED,
    MOST_POSITIONS,
    MOST_WATCHED,
    TRIAGE_ORDERS,
    TriagePosition,
    instant,
)
from confbrowse.text.clean import clean_line

_KEY, _FORMAT, _WATCH, _TRIAGE = "confbrowse", "sync file", "watch", "triage"
_LONGEST_POSITION = 5_000
"""Characters of a queue or an id; a longer one is left out."""
VERSION = 1


class NewerFormatError(ProgrammeError):
    """The file was written by a newer confbrowse, in a version that this one does not know."""


def header(
    talks: int,
    watched: Iterable[str] | None = None,
    positions: Iterable[TriagePosition] = (),
) -> dict[str, object]:
    """Return the header of a sync file with this number of *talks*, the watch list, if it is known, and *positions*.

    Earlier versions ignore what they do not know of it.
    """
    found: dict[str, object] = {_KEY: _FORMAT, "version": VERSION, "talks": talks}
    if watched is not None:
        found[_WATCH] = list(watched)
    written = [
        {"queue": one.queue, "talk": one.talk, "order": one.order, "at": one.at.isoformat()}
        for one in positions
    ]
    return {**found, _TRIAGE: written} if written else found


def triage_positions(record: object) -> tuple[TriagePosition, ...]:
    """Return the positions in *record*, a header: one of each queue, the first; invalid ones are left out."""
    found = record.get(_TRIAGE) if isinstance(record, Mapping) else None
    listed = found[:MOST_POSITIONS] if isinstance(found, list) else []
    positions = filter(None, map(_position, listed))
    return tuple({one.queue: one for one in reversed([*positions])}.values())[::-1]


def _position(record: object) -> TriagePosition | None:
    if not isinstance(record, Mapping):
        return None
    queue, talk = record.get("queue"), record.get("talk")
    order = next((one for one in TRIAGE_ORDERS if one == record.get("order")), None)
    at = instant(record.get("at"))
    if not (isinstance(queue, str) and isinstance(talk, str) and order and at):
        return None
    if not queue or max(len(queue), len(talk)) > _LONGEST_POSITION:
        return None
    return TriagePosition(clean_line(queue), clean_line(talk), order, at.astimezone(UTC))


def watched_queries(record: object) -> tuple[str, ...] | None:
    """Return the watch list in *record*, a header; None if it has none, as those of earlier versions."""
    found = record.get(_WATCH) if isinstance(record, Mapping) else None
    if not isinstance(found, list):
        return None
    lines = (
        clean_line(one[:LONGEST_WATCHED]) for one in found[:MOST_WATCHED] if isinstance(one, str)
    )
    return tuple(filter(None, dict.fromkeys(lines)))


def counted_talks(record: object, name: str) -> int | None:
    """Return the number of talks that *record*, the first element of the file *name*, announces.

    None if it is not a header. Raises NewerFormatError if a newer confbrowse wrote it.
    """
    if not isinstance(record, Mapping) or record.get(_KEY) != _FORMAT or "id" in record:
        return None
    version, talks = record.get("version"), record.get("talks")
    if type(version) is int and version > VERSION:
        raise NewerFormatError(
            f"{name} was written by a newer confbrowse. Please upgrade this one."
        )
    return talks if type(talks) is int else 0
