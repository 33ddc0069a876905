"""The values of fields in a part of the library: those of large parts are stored, others are counted when needed."""

from collections.abc import Iterator, Sequence
from typing import get_args

from confbrowse.model import EVERYTHING, Scope
from confbrowse.search.known_values import KnownValues, known_values
from confbrowse.storage.library import CountBy, LibraryStore
from confbrowse.storage.value_rows import FieldValues

_MANY = 10_000
"""The values of parts with more talks than this are stored."""
_FIELDS: Sequence[CountBy] = get_args(CountBy)


def values_in(
    library: LibraryStore, scope: Scope, names: Sequence[CountBy]
) -> dict[str, KnownValues]:
    """Return the values of the fields *names* in *scope*."""
    found: dict[str, KnownValues] = {}
    if scope == Scope(scope.programme):
        stored = library.stored_values(scope.programme or "", names)
        found = {
            name: KnownValues(name, one.labels, one.talks, one.words, one.starts, one.texts)
            for name, one in stored.items()
        }
    missing = [name for name in names if name not in found]
    counts = library.counts(scope, missing) if missing else {}
    return found | {name: known_values(name, counted) for name, counted in counts.items()}


def catch_up(library: LibraryStore) -> None:
    """Store the values of large parts of the library that are missing. Raises StoreError."""
    version, stored = library.version(), library.parts_with_values()
    for scope in _large_parts(library):
        if (scope.programme or "") not in stored:
            found = {
                name: known_values(name, counts)
                for name, counts in library.counts(scope, _FIELDS).items()
            }
            library.store_values(
                scope.programme or "",
                {
                    name: FieldValues(one.labels, one.texts, one.lines, one.talks, one.starts)
                    for name, one in found.items()
                },
                version,
            )


def is_current(library: LibraryStore) -> bool:
    """Whether the values of all large parts of the library are stored."""
    stored = library.parts_with_values()
    return all((scope.programme or "") in stored for scope in _large_parts(library))


def _large_parts(library: LibraryStore) -> Iterator[Scope]:
    programmes = library.programmes()
    if sum(one.talks for one in programmes) > _MANY:
        yield EVERYTHING
    for one in programmes:
        if one.talks > _MANY:
            yield Scope(one.id)
