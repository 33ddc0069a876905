"""Expected errors, each with a sentence to show to the user."""


class ConfbrowseError(Exception):
    """An expected error, not a bug.

    ``str(error)`` is one or two sentences for the user: what is wrong, where, and what to do next.
    """

    exit_code = 2


class NothingFoundError(ConfbrowseError):
    """The request was valid, but nothing matches."""

    exit_code = 1


class AgendaChangedError(ConfbrowseError):
    """Not a failure: an update changed something on the agenda."""

    exit_code = 3


class SourceError(ConfbrowseError):
    """A file, folder or page cannot be read."""


class ProgrammeError(ConfbrowseError):
    """A source contains no programme in a supported format."""


class StoreError(ConfbrowseError):
    """The library or the agenda cannot be used, or a file cannot be written."""


class LinkError(ConfbrowseError):
    """A link cannot be opened."""


class ChildCommandError(ConfbrowseError):
    """A confbrowse command in a child process failed."""


class NoteError(ConfbrowseError):
    """A note cannot be stored, or no editor is available for it."""


class OutputError(ConfbrowseError):
    """Standard output cannot be written to."""


class WatchError(ConfbrowseError):
    """A query cannot be put on the watch list."""
