"""Readers from other packages, found under the entry-point group ``confbrowse.readers``.

A plugin is foreign code: any error in it is reported with its name and does not stop the program.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

from confbrowse.errors import ProgrammeError
from confbrowse.readers import Hints, Reader, Reading

if TYPE_CHECKING:
    from importlib.metadata import EntryPoint

GROUP = "confbrowse.readers"
_Argument = TypeVar("_Argument")
_Result = TypeVar("_Result")


@dataclass(frozen=True, slots=True)
class Plugins:
    """The readers of other packages, and the errors of those that could not be loaded."""

    readers: tuple[Reader, ...] = ()
    faults: tuple[str, ...] = ()
    """Sentences to show to the user."""


def installed() -> Plugins:
    """Return the installed plugins, sorted by name."""
    from importlib.metadata import entry_points  # late: slow to import

    readers, faults = [], []
    for entry in sorted(entry_points(group=GROUP), key=lambda entry: entry.name):
        try:
            readers.append(guarded(entry.name, _load(entry)))
        except ProgrammeError as error:
            faults.append(str(error))
    return Plugins(tuple(readers), tuple(faults))


def guarded(name: str, reader: Reader) -> Reader:
    """Return *reader* with all its errors turned into ProgrammeErrors that give its *name*."""

    def recognises(raw: bytes) -> bool:
        return bool(_call_safely(name, reader.recognises, raw))

    def read(raw: bytes, hints: Hints) -> Reading:
        return _call_safely(name, lambda raw: reader.read(raw, hints), raw)

    return Reader(reader.name, recognises, read)


def _load(entry: "EntryPoint") -> Reader:
    """Return the reader of *entry*. Raises ProgrammeError if it is not one."""
    found = _call_safely(entry.name, lambda _: entry.load(), b"")
    if not isinstance(found, Reader):
        raise ProgrammeError(
            f"The plugin {entry.name} is not a reader: {entry.value} must be a confbrowse.readers.Reader."
        )
    return found


def _call_safely(name: str, call: Callable[[_Argument], _Result], argument: _Argument) -> _Result:
    try:
        return call(argument)
    except ProgrammeError:
        raise
    except Exception as error:
        kind = type(error).__name__
        raise ProgrammeError(f"The plugin {name} failed ({kind}); remove or update it.") from error
