"""From the agenda to the text of a file, with all that an exporter is to be told about each talk."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from confbrowse.agenda.clashes import Plan
from confbrowse.exchange.called_off import called_off
from confbrowse.exporters import MOST_NAMED, Exporter, Item, Revision
from confbrowse.model import Talk
from confbrowse.stores.agenda import Agenda, Entry
from confbrowse.stores.exchange import Exchange
from confbrowse.stores.library import Library


@dataclass(frozen=True, slots=True)
class TakenOut:
    """What a file is to hold."""

    text: str
    items: tuple[Item, ...]
    """What is in it."""
    left_out: tuple[Talk, ...]
    """What has no place in it: without a time in a calendar."""


def take_out(
    exporter: Exporter,
    entries: Iterable[Entry],
    agenda: Agenda,
    library: Library,
    now: datetime,
    alarm: int | None = None,
    mine: Sequence[Entry] | None = None,
) -> TakenOut:
    """Return *entries* as *exporter* writes them.

    What calendars are given is remembered, so that they can tell the new from the old: a talk that
    is different has a new version from *now* on. A calendar is to ring *alarm* minutes before.
    *mine* is what the agenda holds, where that has been read.
    """
    every = items(entries, agenda, library, alarm, mine)
    held = [item for item in every if item.talk.start or not exporter.needs_time]
    left_out = tuple(item.talk for item in every if exporter.needs_time and not item.talk.start)
    if exporter.fingerprint:
        prints = {item.talk.id: exporter.fingerprint(item) for item in held}
        known = Exchange(agenda.database).revisions(prints, now)
        held = [replace(item, revision=Revision(*known[item.talk.id])) for item in held]
    return TakenOut(exporter.write(held), tuple(held), left_out)


def items(
    entries: Iterable[Entry],
    agenda: Agenda,
    library: Library,
    alarm: int | None = None,
    mine: Sequence[Entry] | None = None,
) -> tuple[Item, ...]:
    """Return *entries* with what each clashes with on the *agenda*, and whether it is cancelled."""
    plan = Plan(entry.talk for entry in (agenda.entries() if mine is None else mine))
    chosen = tuple(entries)
    off = called_off([entry.talk for entry in chosen], library)
    return tuple(
        Item(
            entry.talk,
            entry.mark,
            plan.firm(entry.talk, MOST_NAMED),
            plan.weak(entry.talk, MOST_NAMED),
            entry.talk.id in off,
            alarm,
        )
        for entry in chosen
    )
