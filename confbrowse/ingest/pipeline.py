"""From sources to programmes in the library: ``gather``, ``add`` and ``update_programme``."""

from collections.abc import Callable, Iterable, Iterator, Sequence, Set
from dataclasses import dataclass, replace
from datetime import date
from itertools import groupby
from pathlib import Path

from confbrowse import readers
from confbrowse.errors import ConfbrowseError, ProgrammeError, SourceError
from confbrowse.gc_pause import paused_gc
from confbrowse.ingest.diff import TalkChange, changes
from confbrowse.ingest.merge import merge
from confbrowse.model import Programme, ProgrammeSummary, SourceRef
from confbrowse.readers import Hints, Reader, Reading, Remark, plugins
from confbrowse.readers.columns import NAMES
from confbrowse.sources.catalogue import Conferences
from confbrowse.sources.files import Source, sources
from confbrowse.sources.http import HttpClient
from confbrowse.sources.loader import SourceLoader, no_conferences
from confbrowse.storage.library import LibraryStore
from confbrowse.storage.marks import MarkStore
from confbrowse.text.clean import clean_line
from confbrowse.text.times import find_zone

_LEFT = 0.9
"""Share of its talks that a programme must keep to be updated without question."""

SourceProgress = Callable[[int, int], None]
"""Called after each source with the number read and the total."""


@dataclass(frozen=True, slots=True)
class ImportOptions:
    """What the user states about the sources; None means to detect it."""

    today: date
    name: str | None = None
    year: int | None = None
    timezone: str | None = None
    all_decisions: bool = False
    """Whether rejected and withdrawn papers are wanted as well."""
    columns: tuple[tuple[str, str], ...] = ()
    """Fields and what the sources call them, for tables and lists with unusual names."""
    conferences: Conferences = no_conferences
    """Known conferences: other sources of a site, and time zones of venues."""


@dataclass(frozen=True, slots=True)
class SourceReading:
    """One source and what was read from it."""

    source: Source
    reading: Reading


@dataclass(frozen=True, slots=True)
class IngestResult:
    """What several sources contain together."""

    programmes: tuple[Programme, ...]
    """One for each name, in order of appearance; pages of one name are merged."""
    readings: tuple[SourceReading, ...]
    skipped: tuple[tuple[Source, str], ...] = ()
    """Files in folders that contain no programme, and why."""
    notices: tuple[str, ...] = ()
    """Other sentences for the user: on plugins and outdated copies of pages."""

    @property
    def whole(self) -> frozenset[str]:
        """Locations of the sources that contain everything of their part."""
        found = (one.source for one in self.readings if one.reading.is_whole)
        return frozenset(location for one in found if (location := clean_line(one.location)))

    @property
    def warnings(self) -> tuple[tuple[Source, Remark], ...]:
        """Return the remarks that the user must see, with their sources."""
        return tuple(
            (found.source, remark) for found in self.readings for remark in found.reading.warnings
        )


@paused_gc()
def gather(
    sources: Sequence[Source],
    options: ImportOptions,
    progress: SourceProgress | None = None,
    web: HttpClient | None = None,
) -> IngestResult:
    """Return what *sources* contain, fetching URLs with *web*. Nothing is stored.

    Raises SourceError or ProgrammeError if a source that the user named cannot be read, or if no
    file in the named folders is a programme.
    """
    hints = _hints(options)
    installed = plugins.installed()
    found: list[SourceReading] = []
    failed: list[tuple[Source, ConfbrowseError]] = []
    loader = SourceLoader(sources, web, options.conferences)
    for done, source in enumerate(sources, 1):
        try:
            if source.location not in loader.used:  # several files may make up one programme
                found.append(_read(source, hints, loader, installed.readers))
        except (SourceError, ProgrammeError) as error:
            failed.append((source, _without_traceback(error)))
        if progress:
            progress(done, len(sources))
    found, skipped = _select_readings(found, failed, loader.used)
    programmes = _merged_by_name(
        replace(one, origins=_origins(item.source, options))
        for item in found
        for one in (item.reading.programme, *item.reading.more)
    )
    notices = (*installed.faults, *loader.notices, *_offer_of_one_name(found))
    return IngestResult(programmes, tuple(found), skipped, notices)


def _offer_of_one_name(found: Sequence[SourceReading]) -> Iterator[str]:
    """Yield how to import several sources without a name as one programme."""
    unnamed = sum(item.reading.is_unnamed for item in found)
    if unnamed > 1:
        yield (
            f"{unnamed} of these sources have no name of a conference. "
            "To import them as one programme: --name NAME"
        )


def _without_traceback(error: ConfbrowseError) -> ConfbrowseError:
    """Return *error* without the frames and causes that would keep the source in memory."""
    return type(error)(*error.args)


def _read(
    source: Source, hints: Hints, loader: SourceLoader, others: Sequence[Reader]
) -> SourceReading:
    """Return what is read from *source*, or from where its site has the whole programme.

    Raises SourceError or ProgrammeError.
    """

    def read(one: Source) -> SourceReading:
        return SourceReading(one, readers.read(loader.raw(one), loader.hints(one, hints), others))

    refused = []
    for better in loader.better(source):
        try:
            found = read(better)
        except (SourceError, ProgrammeError) as error:
            refused.append(str(error))
        else:
            loader.notices.append(
                f"{source.name} is one page of a programme; read the whole from {better.url}."
            )
            return found
    found = read(source)
    if refused:
        loader.notices.append(f"{' '.join(refused)} Read only the page {source.name}.")
    return found


def combine(parts: Sequence[IngestResult]) -> IngestResult:
    """Return what *parts* contain together."""
    return IngestResult(
        _merged_by_name(one for part in parts for one in part.programmes),
        tuple(one for part in parts for one in part.readings),
        tuple(one for part in parts for one in part.skipped),
        tuple(dict.fromkeys(one for part in parts for one in part.notices)),
    )


def _origins(source: Source, options: ImportOptions) -> tuple[SourceRef, ...]:
    """Return how to read *source* again; empty for standard input."""
    location = clean_line(source.origin)
    if not location:
        return ()
    return (
        SourceRef(
            location,
            options.name,
            options.year,
            options.timezone,
            options.all_decisions,
            options.columns,
        ),
    )


def _select_readings(
    found: list[SourceReading], failed: Sequence[tuple[Source, ConfbrowseError]], used: Set[str]
) -> tuple[list[SourceReading], tuple[tuple[Source, str], ...]]:
    """Return the readings that count and what was skipped, without files *used* by others.

    Raises the first error of a source that the user named, or one if nothing else was found.
    """
    failed = [(source, error) for source, error in failed if source.location not in used]
    for source, error in failed:
        if source.named:
            raise error
    if failed and not found:
        raise ProgrammeError(f"No programme was found. {failed[0][1]}")
    whole = [one for one in found if one.source.location not in used]
    return whole, tuple((source, str(error)) for source, error in failed)


@dataclass(frozen=True, slots=True)
class AddedProgramme:
    """A programme as it is in the library now, and how it changed."""

    programme: Programme
    first: bool
    """Whether it is new to the library."""
    new: int
    """Number of new talks."""
    gone: int
    """Number of removed talks."""
    before: Programme | None = None
    """As it was in the library."""


@paused_gc()
def add(
    gathered: IngestResult,
    library: LibraryStore,
    agenda: MarkStore,
    *,
    may_shrink: bool = True,
    before_commit: Callable[[], object] | None = None,
) -> tuple[AddedProgramme, ...]:
    """Merge *gathered* into the library, all or nothing; return what became of each programme.

    The agenda's snapshots of its talks are updated; every mark stays. *before_commit* is called
    right before anything is stored. Raises StoreError if library or agenda cannot be written,
    ProgrammeError if not *may_shrink* and a programme lost more than a tenth of its talks; neither
    is changed then.
    """
    before: dict[str, Programme | None] = {}

    def change(old: Programme | None, new: Programme) -> Programme:
        before[new.id] = old
        merged = merge(old, new, gathered.whole)
        if old and not may_shrink and len(merged.talks) < _LEFT * len(old.talks):
            raise ProgrammeError(_shrunk(old, merged))
        return merged

    def refresh(stored: Iterable[Programme]) -> None:
        if before_commit:
            before_commit()
        agenda.refresh(talk for programme in stored for talk in programme.talks)

    stored = library.update(gathered.programmes, change, before_commit=refresh)
    return tuple(_added(before[programme.id], programme) for programme in stored)


def _shrunk(old: Programme, new: Programme) -> str:
    return (
        f"{old.name} was not updated: it would have {len(new.talks)} talks instead of "
        f"{len(old.talks)}. To update it anyway: confbrowse update --force"
    )


def _added(old: Programme | None, new: Programme) -> AddedProgramme:
    ids = {talk.id for talk in new.talks}
    earlier = {talk.id for talk in old.talks} if old else set()
    return AddedProgramme(new, old is None, len(ids - earlier), len(earlier - ids), old)


def _merged_by_name(programmes: Iterable[Programme]) -> tuple[Programme, ...]:
    merged: dict[str, Programme] = {}
    for programme in programmes:
        merged[programme.id] = merge(merged.get(programme.id), programme)
    return tuple(merged.values())


def _hints(options: ImportOptions) -> Hints:
    """Return the hints for every source. Raises SourceError if an option is invalid."""
    if options.timezone and find_zone(options.timezone) is None:
        raise SourceError(
            f"{options.timezone} is not a known or unambiguous time zone. "
            "Give a name such as Europe/Vienna, PDT or UTC+2."
        )
    if options.year is not None and not 1990 <= options.year < 2100:
        raise SourceError(f"{options.year} is not a valid year. Give one from 1990 to 2099.")
    unknown = next((field for field, _ in options.columns if field not in NAMES), None)
    if unknown is not None:
        raise SourceError(f"{clean_line(unknown)} is no field. Fields: {', '.join(NAMES)}.")
    name = clean_line(options.name or "") or None
    return Hints(
        options.today,
        name=name,
        year=options.year,
        timezone=options.timezone,
        all_decisions=options.all_decisions,
        columns=options.columns,
    )


def update_programme(
    programme: ProgrammeSummary,
    library: LibraryStore,
    agenda: MarkStore,
    options: ImportOptions,
    web: HttpClient,
    *,
    may_shrink: bool = False,
    progress: SourceProgress | None = None,
    before_commit: Callable[[], object] | None = None,
) -> tuple[tuple[TalkChange, ...], IngestResult]:
    """Import *programme* again and store it; return the changes and what was read.

    Options stated when it was added apply again, unless *options* state others. *before_commit* is
    called as by ``add``. Raises SourceError if it has no source that can be read again, and as
    ``add`` does; nothing is changed then.
    """
    gathered = _gather_origins(
        _readable_origins(library.origins(programme.id)), options, web, progress
    )
    if [one.id for one in gathered.programmes] != [programme.id] and len(gathered.programmes) == 1:
        # its source has changed the name
        named = replace(options, name=programme.name)
        gathered = _gather_origins(
            _readable_origins(library.origins(programme.id)), named, web, progress
        )
    mine = tuple(one for one in gathered.programmes if one.id == programme.id)
    if not mine:
        raise SourceError(f"The source of {programme.name} no longer contains it. Add it again.")
    added = add(
        replace(gathered, programmes=mine),
        library,
        agenda,
        may_shrink=may_shrink,
        before_commit=before_commit,
    )
    found = (changes(one.before, one.programme) for one in added if one.before)
    return next(found, ()), gathered


def _readable_origins(origins: Sequence[SourceRef]) -> list[SourceRef]:
    """Return those of *origins* that can be read again. Raises SourceError if there are none."""
    found = [
        replace(one, source=location)
        for one in origins
        if (location := _existing_location(one.source))
    ]
    if not found:
        where = origins[0].source if origins else "standard input"
        raise SourceError(
            f"It was imported from {where}, which cannot be read again. Add it again."
        )
    return list({one.source: one for one in found}.values())


def _existing_location(source: str) -> str:
    """Return *source* if it is a URL or exists, else the archive that contains it, else ""."""
    if "://" in source:
        return source
    path = Path(source)
    if path.exists():
        return source
    return next((str(one) for one in path.parents if one.is_file()), "")


def _gather_origins(
    origins: Iterable[SourceRef],
    options: ImportOptions,
    web: HttpClient,
    progress: SourceProgress | None,
) -> IngestResult:
    """Return what is at *origins*; those with the same options are read together."""
    parts = [
        gather(sources([one.source for one in group]), group_options, progress, web)
        for group_options, group in groupby(origins, key=lambda one: _options_for(one, options))
    ]
    return combine(parts)


def _options_for(origin: SourceRef, options: ImportOptions) -> ImportOptions:
    """Return *options* completed by those that *origin* was added with."""
    return replace(
        options,
        name=options.name or origin.name,
        year=options.year or origin.year,
        timezone=options.timezone or origin.timezone,
        all_decisions=options.all_decisions or origin.all_decisions,
        columns=options.columns or origin.columns,
    )
