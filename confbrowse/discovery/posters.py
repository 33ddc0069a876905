"""The walks past the starred posters, as the library and the marks have them."""

from collections.abc import Iterable, Mapping

from confbrowse.model import Mark, Talk
from confbrowse.schedule.poster_walk import Stop, poster_walk, posters_by_session
from confbrowse.storage.library import LibraryStore


def read_stops(
    library: LibraryStore, starred: Iterable[Talk], marks: Mapping[str, Mark]
) -> Mapping[str, Stop]:
    """Return the stops of the walks past the *starred* posters of each session with several, by id.

    Worth a look on the way are posters with an interest, or put off for later. Raises StoreError.
    """
    sessions = posters_by_session(starred, least=2)
    if not sessions:
        return {}
    wanted = [
        talk_id
        for talk_id, mark in marks.items()
        if (mark.interest or mark.later) and not (mark.starred or mark.hidden)
    ]
    rated = sorted(wanted, key=lambda talk_id: (-marks[talk_id].interest, talk_id))
    found = library.find(rated)
    rated_talks = (found[talk_id][1] for talk_id in rated if talk_id in found)
    others = posters_by_session(rated_talks, least=1)
    stops: dict[str, Stop] = {}
    for key, posters in sessions.items():
        positions = library.positions(posters[0].programme_id, posters[0].session.title)
        walk = poster_walk(posters, others.get(key, ()), positions)
        if len(walk) > 1:
            stops |= {stop.talk.id: stop for stop in walk}
    return stops
