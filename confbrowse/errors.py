"""The errors a reader of confbrowse may meet, each with a sentence to show them."""


class ConfbrowseError(Exception):
    """Something went wrong that is not a bug.

    ``str(error)`` is one sentence or two for the reader: what, where, what to do next.
    """

    exit_code = 2


class NothingFoundError(ConfbrowseError):
    """The question was understood; nothing answers it."""

    exit_code = 1


class AgendaTouchedError(ConfbrowseError):
    """All went well, and something on the agenda is different now."""

    exit_code = 3


class SourceError(ConfbrowseError):
    """A file, folder or page cannot be had."""


class ProgrammeError(ConfbrowseError):
    """A source holds no programme in any format we know."""


class StoreError(ConfbrowseError):
    """The library or the agenda on disk cannot be used."""


class LinkError(ConfbrowseError):
    """A link cannot be opened."""


class ErrandError(ConfbrowseError):
    """Another confbrowse cannot do what it was sent for."""


class NoteError(ConfbrowseError):
    """A note cannot be taken, or no editor can be had for it."""


class OutputError(ConfbrowseError):
    """Standard output takes no more of what was asked for."""
