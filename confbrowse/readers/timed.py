"""Entries of a page with their times as it prints them, and what those times are.

What the pages of the virtual sites have in common, whichever way they were saved.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from confbrowse.readers.draft import Draft
from confbrowse.readers.reader import Hints, Remark
from confbrowse.readers.session_page.clocks import Slot, settle
from confbrowse.readers.session_page.lines import Form, Line
from confbrowse.text.clean import clean_line
from confbrowse.text.times import Printed


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry of a page, before its day and zone are settled."""

    draft: Draft
    time: Printed | None = None
    printed: str = ""
    """The time as the page prints it; empty where it prints none."""


def settled(
    entries: Sequence[Entry], hints: Hints, zone: str | None, years: Sequence[int]
) -> tuple[list[Draft], list[Remark]]:
    """Return the drafts of *entries* with their instants, and what is unsure about those.

    A draft without a session is put into that of its day.
    """
    lines = [
        Line(number, clean_line(entry.printed), Form.TIME, time=entry.time)
        for number, entry in enumerate(entries, 1)
    ]
    found = settle(lines, hints, zone, years)
    drafts = [_at(entry.draft, found.slots.get(n, Slot())) for n, entry in enumerate(entries, 1)]
    unread = [
        Remark(None, line.source, "a time that I cannot read", left_out=False)
        for line in lines
        if line.source and line.time is None
    ]
    return drafts, [*(replace(remark, line=None) for remark in found.remarks), *unread]


def _at(draft: Draft, slot: Slot) -> Draft:
    day = f"{slot.start:%A} {slot.start.day} {slot.start:%B}" if slot.start else ""
    return replace(
        draft,
        session=draft.session or day,
        start=slot.start,
        end=slot.end,
        timezone=slot.timezone,
        year_assumed=slot.year_assumed,
    )
