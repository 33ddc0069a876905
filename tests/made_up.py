"""Talks for tests: one in a line, and any that hypothesis can think of."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone

from hypothesis import strategies as st

from confbrowse.model import LINK_KINDS, Link, Programme, Session, Talk
from confbrowse.text.clean import clean_line, clean_text
from confbrowse.text.slugs import slug

SESSION = Session("ICML 2021", "Deep Learning 1")


def at(hour: int, minute: int = 0, day: int = 20) -> datetime:
    """Return a time in July 2021."""
    return datetime(2021, 7, day, hour, minute, tzinfo=UTC)


def talk(title: str = "A talk", **more: object) -> Talk:
    """Return a talk, in ``SESSION`` and without a time unless *more* says otherwise."""
    made = Talk(f"icml-2021/{slug(title)}", SESSION, title)
    return replace(made, **more)  # type: ignore[arg-type]  # dataclasses.replace takes any


def programme(*talks: Talk, name: str = "ICML 2021") -> Programme:
    """Return a programme of *talks*, with the sessions they are in, under its *name*."""
    sessions = dict.fromkeys(one.session for one in talks)
    own = {old: replace(old, programme=name) for old in sessions}
    made = tuple(
        replace(one, id=f"{slug(name)}/{one.id.partition('/')[2]}", session=own[one.session])
        for one in talks
    )
    return Programme(slug(name), name, tuple(own.values()), made)


lines = st.text(max_size=30).map(clean_line)
words = lines.filter(bool)
texts = st.text(max_size=200).map(clean_text)
zones = st.integers(-14 * 60, 14 * 60).map(lambda minutes: timezone(timedelta(minutes=minutes)))
times = st.datetimes(datetime(1900, 1, 1), datetime(2200, 1, 1), timezones=zones)  # noqa: DTZ001
links = st.builds(
    Link,
    st.sampled_from(LINK_KINDS),
    st.sampled_from(["https://arxiv.org/abs/2101.00001", "http://example.org/a?b=c&d=%20#e"]),
    st.none() | words,
)
sessions = st.builds(
    Session,
    programme=st.just("ICML 2021"),
    title=lines,
    chairs=st.lists(words, max_size=3).map(tuple),
    room=st.none() | words,
    abstract=texts,
    source=lines,
)


def _in_the_night(talk: Talk, is_listed_before: bool) -> Talk:
    """Return *talk*, under the day before if it *is_listed_before* and has a time."""
    day = (talk.start - timedelta(days=1)).date() if talk.start and is_listed_before else None
    return replace(talk, day=day.isoformat() if day else "")


_on_their_days = st.builds(
    Talk,
    id=words,
    session=sessions,
    title=lines,
    kind=st.none() | words,
    authors=st.lists(words, max_size=4).map(tuple),
    start=st.none() | times,
    end=st.none() | times,
    timezone=st.none() | words,
    year_assumed=st.booleans(),
    room=st.none() | words,
    position=st.none() | words,
    track=st.none() | words,
    keywords=st.lists(words, max_size=3).map(tuple),
    abstract=texts,
    links=st.lists(links, max_size=3).map(tuple),
    source=lines,
    uid=st.none() | words,
)
talks = st.builds(_in_the_night, _on_their_days, st.booleans())
"""Any talk, as readers could make it."""
