"""The agenda's snapshots of talks, which it keeps independently of their programmes."""

import json
from dataclasses import replace

from confbrowse import talk_json
from confbrowse.errors import ProgrammeError
from confbrowse.model import Session, Talk
from confbrowse.text.clean import clean_line

_SESSION_ROOM = "session_room"
"""The room of the session, where talks may have none of their own. JSON for others has no such key."""


def snapshot_of(talk: Talk) -> str:
    """Return the snapshot of *talk*, as JSON."""
    kept = {**talk_json.write(talk), "day": talk.day}
    if talk.session.room:
        kept[_SESSION_ROOM] = talk.session.room
    return json.dumps(kept, ensure_ascii=False)


def stored_copy(talk: Talk) -> Talk:
    """Return *talk* as it is read back from its snapshot, which does not hold all of its session."""
    return talk_from_snapshot(talk.id, snapshot_of(talk))


def talk_from_snapshot(talk_id: object, snapshot: str) -> Talk:
    """Return the talk in *snapshot*; a stand-in if that is damaged."""
    clean_id = clean_line(str(talk_id))
    try:
        kept = json.loads(snapshot)
        talk = talk_json.read(kept)
    except (ProgrammeError, ValueError, TypeError, RecursionError):
        return stand_in(clean_id)
    room = kept.get(_SESSION_ROOM)
    of_session = clean_line(room) or None if isinstance(room, str) else None
    return replace(talk, id=clean_id, session=replace(talk.session, room=of_session))


def stand_in(talk_id: str) -> Talk:
    """Return what is shown for a talk whose snapshot is damaged."""
    return Talk(
        id=talk_id,
        session=Session(programme=talk_id.partition("/")[0], title=""),
        title=f"Damaged copy of {talk_id}",
        abstract="The agenda's copy of this talk is damaged; your mark is safe. To repair the copy, add "
        "the programme again.",
    )
