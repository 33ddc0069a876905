"""Readers from other packages: what they offer under the entry-point group ``confbrowse.readers``.

A plugin is somebody else's code: whatever goes wrong in it is told with its name, and ends nothing.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

from confbrowse.errors import ProgrammeError
from confbrowse.readers import Hints, Reader, Reading

if TYPE_CHECKING:
    from importlib.metadata import EntryPoint

GROUP = "confbrowse.readers"
_Given = TypeVar("_Given")
_Made = TypeVar("_Made")


@dataclass(frozen=True, slots=True)
class Plugins:
    """The readers that other packages bring, and what is wrong with those that do not work."""

    readers: tuple[Reader, ...] = ()
    faults: tuple[str, ...] = ()
    """Sentences for the reader of the screen."""


def installed() -> Plugins:
    """Return the plugins of this installation, in the order of their names."""
    from importlib.metadata import entry_points  # takes as long as reading a page

    readers, faults = [], []
    for entry in sorted(entry_points(group=GROUP), key=lambda entry: entry.name):
        try:
            readers.append(guarded(entry.name, _loaded(entry)))
        except ProgrammeError as error:
            faults.append(str(error))
    return Plugins(tuple(readers), tuple(faults))


def guarded(name: str, reader: Reader) -> Reader:
    """Return *reader* so that its errors are ProgrammeErrors that tell its *name*."""

    def recognises(raw: bytes) -> bool:
        return bool(_safely(name, reader.recognises, raw))

    def read(raw: bytes, hints: Hints) -> Reading:
        return _safely(name, lambda raw: reader.read(raw, hints), raw)

    return Reader(reader.name, recognises, read)


def _loaded(entry: "EntryPoint") -> Reader:
    """Return the reader that *entry* names. Raises ProgrammeError where it is none."""
    found = _safely(entry.name, lambda _: entry.load(), b"")
    if not isinstance(found, Reader):
        raise ProgrammeError(
            f"The plugin {entry.name} is no reader: {entry.value} should be a confbrowse Reader."
        )
    return found


def _safely(name: str, call: Callable[[_Given], _Made], given: _Given) -> _Made:
    try:
        return call(given)
    except ProgrammeError:
        raise
    except Exception as error:
        kind = type(error).__name__
        raise ProgrammeError(
            f"The plugin {name} has failed ({kind}); remove or update it."
        ) from error
