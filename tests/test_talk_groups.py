"""The groups of a list: sessions, start times or rooms below their days, and the lines where some are closed."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from confbrowse.schedule.talk_groups import (
    Group,
    GroupedBy,
    GroupIndex,
    PlacedProgramme,
    PlacedSession,
    Placing,
    TalkGroups,
    TalkLines,
    closed_groups,
    group_index,
)

NINE = datetime(2021, 7, 20, 9, tzinfo=UTC)


def placing(
    number: int,
    session: int,
    minutes: int | None,
    length: int = 20,
    *,
    room: str = "A",
    kind: str = "Oral",
) -> Placing:
    """Return a talk that begins some *minutes* after nine."""
    if minutes is None:
        return Placing(number, session, "", "", "", room, kind)
    start = NINE + timedelta(minutes=minutes)
    end = start + timedelta(minutes=length)
    return Placing(
        number, session, f"{start:%Y-%m-%d}", start.isoformat(), end.isoformat(), room, kind
    )


def index_of(*talks: Placing, by: GroupedBy | None = None) -> GroupIndex:
    """Return the groups of *talks* in sessions called Zebras (0), Apes (1) and Posters (2)."""
    sessions = {
        0: PlacedSession("Zebras", "Z"),
        1: PlacedSession("Apes", ""),
        2: PlacedSession("Posters", ""),
    }
    return group_index([PlacedProgramme("ICML", sessions, talks)], by)


SHORT = (
    placing(1, 0, 0),
    placing(2, 1, 0, room="B"),
    placing(3, 0, 20, room=""),
    placing(4, 1, 20, room="C", kind="Talk"),
    placing(5, 0, 24 * 60),
    placing(6, 0, 24 * 60 + 20),
    placing(7, 0, None),
)
"""Two parallel sessions, one that goes on the next day, and a talk without a time."""


def listed(index: GroupIndex, *numbers: int) -> list[tuple[str, list[int]]]:
    """Return session, start or room of each group with the numbers of its talks."""
    arranged, groups = index.arranged(numbers)
    names = [
        one.session or (f"{one.start:%H:%M}" if one.by == "time" and one.start else one.room)
        for one in groups.groups
    ]
    return [
        (name, [arranged[at] for at in groups.talks_of(group)]) for group, name in enumerate(names)
    ]


def test_short_sessions_are_blocks_by_their_beginning_then_by_name() -> None:
    index = index_of(*SHORT)
    everything = [("Apes", [2, 4]), ("Zebras", [1, 3]), ("Zebras", [5, 6]), ("Zebras", [7])]
    assert listed(index, *range(1, 8)) == everything
    apes, zebras = index.groups[:2]
    assert (apes.room, apes.kind, zebras.room, zebras.kind) == ("", "", "", "Oral")
    assert zebras.start == NINE
    assert zebras.end == NINE + timedelta(minutes=40)
    assert listed(index, 3, 6) == [("Zebras", [3]), ("Zebras", [6])]


def test_long_sessions_are_listed_by_start_time_and_lonely_starts_by_day() -> None:
    long = [
        placing(1, 0, 0),
        placing(2, 1, 0),
        placing(3, 0, 300),
        placing(4, 1, 300),
        placing(5, 1, 300),
    ]
    found = listed(index_of(*long), 1, 2, 3, 4, 5)
    assert found == [("09:00", [1, 2]), ("14:00", [3, 4, 5])]
    lonely = [placing(number, number % 2, 100 * number) for number in range(1, 5)]
    few: tuple[tuple[int, ...], ...] = ((1, 3), (4,))
    lists = [(index_of(*lonely), (1, 2, 3, 4)), *((index_of(*long), numbers) for numbers in few)]
    for index, numbers in lists:
        arranged, groups = index.arranged(numbers)
        assert [(one.by, one.day) for one in groups.groups] == [(None, "2021-07-20")]
        assert [*arranged] == [*numbers]


def test_a_session_of_one_talk_each_is_no_block() -> None:
    assert {one.by for one in index_of(placing(1, 0, 0), placing(2, 1, 0)).groups} == {"time"}


def test_rooms_are_those_of_the_talk_else_of_its_session() -> None:
    found = listed(index_of(*SHORT, by="room"), *range(1, 8))
    assert found == [("A", [1]), ("B", [2]), ("C", [4]), ("Z", [3]), ("A", [5, 6]), ("A", [7])]


def test_posters_that_start_with_talks_are_a_group_of_their_own_and_closed_at_first() -> None:
    posters = [placing(number, 2, 0, 90, kind="Poster") for number in range(10, 40)]
    talks = [placing(1, 0, 0, 400), *posters, placing(50, 1, 0, 400)]
    numbers = [one.number for one in talks]
    index = index_of(*talks, by="time")
    arranged, groups = index.arranged(numbers)
    assert list(arranged) == [1, 50, *range(10, 40)]
    assert groups.groups[1].posters == 30
    assert closed_groups(groups, frozenset(), at_first=True) == [1]
    assert closed_groups(groups, frozenset(), at_first=False) == ()
    assert closed_groups(groups, frozenset(groups.groups), at_first=True) == [0]
    assert closed_groups(groups, frozenset(groups.groups[:1]), at_first=False) == [0]


def test_a_talk_that_the_index_does_not_know_is_left_out() -> None:
    assert listed(index_of(*SHORT), 3, 99, 5) == [("Zebras", [3]), ("Zebras", [5])]
    assert not index_of(*SHORT).arranged(())[1]


@st.composite
def lines(draw: st.DrawFn) -> TalkLines:
    """Any list with some of its groups closed."""
    sizes = draw(st.lists(st.integers(1, 5), min_size=1, max_size=8))
    days = sorted(draw(st.lists(st.integers(1, 3), min_size=len(sizes), max_size=len(sizes))))
    starts = [sum(sizes[:at]) for at in range(len(sizes))]
    made = [Group("ICML", f"2021-07-{day:02}", "session") for day in days]
    closed = draw(st.lists(st.integers(0, len(sizes) - 1), unique=True))
    return TalkLines(TalkGroups(starts, made, sum(sizes)), sorted(closed))


@given(lines())
def test_lines_are_talks_but_for_closed_groups(made: TalkLines) -> None:
    groups = made.groups
    slow: list[tuple[int, int | None]] = []
    for group in range(len(groups.groups)):
        talks = groups.talks_of(group)
        is_closed = group in made.closed
        slow += [(talks[0], group)] if is_closed else [(talk, None) for talk in talks]
    assert len(made) == len(slow)
    assert [(made.first_talk(at), made.closed_group(at)) for at in range(len(made))] == slow
    for talk in range(groups.talks):
        line = made.line_of(talk)
        closed = slow[line][1]
        assert slow[line][0] == talk or (closed is not None and talk in groups.talks_of(closed))
    assert list(made.talks_on(range(len(made)))) == [
        talk for talk, closed in slow if closed is None
    ]


@given(lines(), st.data())
def test_jumps_go_to_the_beginnings_of_groups_and_days(
    made: TalkLines, data: st.DataObject
) -> None:
    at = data.draw(st.integers(0, len(made) - 1))
    groups = made.groups
    sessions = [made.line_of(start) for start in groups.starts]
    days = [sessions[group] for group in groups.day_starts]
    for part, edges in (("session", sessions), ("day", days)):
        onward = next((edge for edge in edges if edge > at), len(made) - 1)
        back = max((edge for edge in edges if edge < at), default=0)
        assert made.jump(at, part, 1) == onward  # type: ignore[arg-type]  # one of the two words
        assert made.jump(at, part, -1) == back  # type: ignore[arg-type]
    assert sum(map(groups.talks_of_day, range(len(groups.day_starts)))) == groups.talks
