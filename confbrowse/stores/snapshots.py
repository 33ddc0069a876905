"""The copies of talks that the agenda keeps, so that it outlives their programmes."""

import json
from dataclasses import replace

from confbrowse import talk_json
from confbrowse.errors import ProgrammeError
from confbrowse.model import Session, Talk
from confbrowse.text.clean import clean_line


def snapshot_of(talk: Talk) -> str:
    """Return what is kept of *talk*."""
    kept = {**talk_json.write(talk), "day": talk.day}
    return json.dumps(kept, ensure_ascii=False)


def talk_in(talk_id: object, snapshot: str) -> Talk:
    """Return the talk in *snapshot*, or where that is damaged what is shown in its place."""
    known_as = clean_line(str(talk_id))
    try:
        return replace(talk_json.read(json.loads(snapshot)), id=known_as)
    except (ProgrammeError, ValueError, TypeError, RecursionError):
        return stand_in(known_as)


def stand_in(talk_id: str) -> Talk:
    """Return what is shown of the talk with this id where its copy is damaged."""
    return Talk(
        id=talk_id,
        session=Session(programme=talk_id.partition("/")[0], title=""),
        title=f"Damaged copy of {talk_id}",
        abstract="The agenda's copy of this talk is damaged. Its programme mends it when it is "
        "added again; your mark is safe.",
    )
