"""The first element of a sync file: format, version and number of talks.

The count distinguishes a truncated file from one whose talks were removed. The oldest files have no
header.
"""

from collections.abc import Iterable, Mapping

from confbrowse.errors import ProgrammeError
from confbrowse.model import LONGEST_WATCHED, MOST_WATCHED
from confbrowse.text.clean import clean_line

_KEY, _FORMAT, _WATCH = "confbrowse", "sync file", "watch"
VERSION = 1


class NewerFormatError(ProgrammeError):
    """The file was written by a newer confbrowse, in a version that this one does not know."""


def header(talks: int, watched: Iterable[str] | None = None) -> dict[str, object]:
    """Return the header of a sync file with this number of *talks* and the watch list, if it is known."""
    found: dict[str, object] = {_KEY: _FORMAT, "version": VERSION, "talks": talks}
    return found if watched is None else {**found, _WATCH: list(watched)}


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
