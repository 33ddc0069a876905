"""The agenda of a test's home, looked at and written to past the command line."""

from confbrowse.model import Mark
from confbrowse.paths import places
from confbrowse.stores.agenda import Agenda


def mine() -> Agenda:
    """Return the agenda of the test's home."""
    return Agenda.at(places().agenda)


def note(talk_id: str, text: str | None) -> None:
    """Put a note on a talk that is on the agenda."""
    talk = mine().snapshot(talk_id)
    assert talk
    mine().mark([talk], lambda mark: Mark(starred=mark.starred, note=text))


def notes() -> dict[str, str | None]:
    """Return the notes of all talks with marks, by id."""
    return {talk_id: mark.note for talk_id, mark in mine().marks().items()}
