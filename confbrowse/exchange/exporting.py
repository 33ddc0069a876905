"""From marked talks to the text of an exported file."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from confbrowse.exporters import MOST_NAMED, Exporter, ExportItem, Revision
from confbrowse.model import MarkedTalk, Talk
from confbrowse.schedule.clashes import ClashIndex
from confbrowse.schedule.poster_walk import Stop
from confbrowse.storage.library import LibraryStore, cancelled_talks
from confbrowse.storage.marks import MarkStore
from confbrowse.storage.sync_state import SyncState


@dataclass(frozen=True, slots=True)
class Export:
    """The content of a file."""

    text: str
    items: tuple[ExportItem, ...]
    """The talks in it."""
    left_out: tuple[Talk, ...]
    """Talks that the format cannot hold: those without a time, in a calendar."""


def export_talks(
    exporter: Exporter,
    entries: Iterable[MarkedTalk],
    agenda: MarkStore,
    library: LibraryStore,
    now: datetime,
    alarm: int | None = None,
    mine: Sequence[MarkedTalk] | None = None,
    stops: Mapping[str, Stop] | None = None,
) -> Export:
    """Return *entries* in the format of *exporter*.

    Calendar revisions are stored: a talk that changed since its last export gets a new one, made
    *now*. *alarm* is minutes before each talk. *mine* is the agenda, if it was read already.
    *stops* says where posters come on a walk, by id.
    """
    all_items = items(entries, agenda, library, alarm, mine)
    if stops:
        all_items = tuple(replace(item, stop=stops.get(item.talk.id)) for item in all_items)
    exportable = [item for item in all_items if item.talk.start or not exporter.needs_time]
    left_out = tuple(item.talk for item in all_items if exporter.needs_time and not item.talk.start)
    if exporter.fingerprint:
        fingerprints = {item.talk.id: exporter.fingerprint(item) for item in exportable}
        known = SyncState(agenda.database).revisions(fingerprints, now)
        exportable = [replace(item, revision=Revision(*known[item.talk.id])) for item in exportable]
    return Export(exporter.write(exportable), tuple(exportable), left_out)


def items(
    entries: Iterable[MarkedTalk],
    agenda: MarkStore,
    library: LibraryStore,
    alarm: int | None = None,
    mine: Sequence[MarkedTalk] | None = None,
) -> tuple[ExportItem, ...]:
    """Return *entries* with their clashes on the *agenda*, and whether they are cancelled."""
    clashes = ClashIndex(entry.talk for entry in (agenda.entries() if mine is None else mine))
    chosen = tuple(entries)
    cancelled = cancelled_talks([entry.talk for entry in chosen], library)
    return tuple(
        ExportItem(
            entry.talk,
            entry.mark,
            clashes.firm(entry.talk, MOST_NAMED),
            clashes.weak(entry.talk, MOST_NAMED),
            entry.talk.id in cancelled,
            alarm,
        )
        for entry in chosen
    )
