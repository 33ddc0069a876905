"""The first element of a sync file: format, version and number of talks.

The count distinguishes a truncated file from one whose talks were removed. The oldest files have no
header.
"""

from collections.abc import Mapping

from confbrowse.errors import ProgrammeError

_KEY, _FORMAT = "confbrowse", "sync file"
VERSION = 1


class NewerFormatError(ProgrammeError):
    """The file was written by a newer confbrowse, in a version that this one does not know."""


def header(talks: int) -> dict[str, object]:
    """Return the header of a sync file with this number of *talks*."""
    return {_KEY: _FORMAT, "version": VERSION, "talks": talks}


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
