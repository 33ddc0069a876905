"""Every reader, with the made-up programme of its format: recognised, and read field by field."""

import json
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from sample_formats import ABSTRACTS, NAMES, SAMPLES, VIRTUAL_SITE
from sample_formats_rare import ABSTRACT, PAPERS

from confbrowse import talk_json
from confbrowse.errors import ProgrammeError
from confbrowse.model import Talk
from confbrowse.readers import READERS, Hints, Reading, read

HINTS = Hints(date(2025, 1, 1), source="made-up", location="/somewhere/made-up")
OF_ONE_TALK = "proceedings post (Markdown)"
OF_ONE_SESSION = {"session page (text)", "virtual site (HTML)", OF_ONE_TALK}


def talks_of(name: str, hints: Hints = HINTS) -> tuple[Talk, ...]:
    return read(SAMPLES[name], hints).programme.talks


def as_lines(reading: Reading) -> bytes:
    written = (json.dumps(talk_json.write(talk)) for talk in reading.programme.talks)
    return "\n".join(written).encode()


def test_there_is_a_sample_for_every_reader() -> None:
    assert set(SAMPLES) == set(NAMES)


@pytest.mark.parametrize("name", NAMES)
def test_a_sample_is_recognised_by_its_own_reader_first(name: str) -> None:
    first = next(reader for reader in READERS if reader.recognises(SAMPLES[name]))
    assert first.name == name


@pytest.mark.parametrize("name", NAMES)
def test_a_sample_has_three_talks_in_its_sessions(name: str) -> None:
    reading = read(SAMPLES[name], HINTS)
    sessions = [talk.session for talk in reading.programme.talks]
    assert len(sessions) == (1 if name == OF_ONE_TALK else 3)
    assert len(set(sessions)) == (1 if name in OF_ONE_SESSION else 2)
    assert set(reading.programme.sessions) == set(sessions)


@pytest.mark.parametrize("name", NAMES)
def test_ids_are_unique_and_of_the_programme(name: str) -> None:
    programme = read(SAMPLES[name], HINTS).programme
    ids = [talk.id for talk in programme.talks]
    assert len(set(ids)) == len(ids)
    assert all(talk_id.startswith(f"{programme.id}/") for talk_id in ids)


@pytest.mark.parametrize("name", NAMES)
def test_what_confbrowse_writes_of_it_is_read_again_as_it_was(name: str) -> None:
    once = as_lines(read(SAMPLES[name], HINTS))
    assert as_lines(read(once, HINTS)) == once


@pytest.mark.parametrize(
    ("name", "sessions"),
    [
        ("virtual site (JSON)", ["Poster Session 1", "Oral 1A", "Oral 1A"]),
        ("schedule XML (frab, Pentabarf)", ["Insects", "Insects", "Hall 2"]),
        ("schedule JSON (frab, pretalx)", ["Insects", "Insects", "Hall 2"]),
        ("list of papers (JSON)", ["Orals", "Orals", "Posters"]),
        ("OpenReview notes (JSON)", ["insects", "insects", "Programme"]),
        ("iCalendar", ["Janson", "Janson", "Programme"]),
        ("MiniConf site data", ["Mon Session 1", "Mon Session 1", "Programme"]),
        ("table (CSV, TSV)", ["Insects", "Insects", "Mammals"]),
        ("pretalx widget (JSON)", ["Insects", "Insects", "Janson"]),
        ("Indico (JSON)", ["Insects", "Insects", "Programme"]),
        ("EuroPython XML", ["Insects", "Insects", "B05"]),
        ("aclpub2 (YAML)", ["Insects", "Insects", "Programme"]),
        ("proceedings post (Markdown)", ["Insects"]),
        ("pretalx API (JSON)", ["Insects", "Insects", "Programme"]),
        ("Sessionize (JSON)", ["Insects", "Insects", "Programme"]),
        ("event page (JSON-LD)", ["Insects", "Insects", "Programme"]),
        ("ACL site data (JSON)", ["Session 1: Insects", "Session 1: Insects", "Programme"]),
        ("list of talks (JSON)", ["Insects", "Insects", "Hall 2"]),
        ("SIGCHI programme (JSON)", ["Insects", "Insects", "Break"]),
        ("list of papers (Markdown)", ["Insects", "Insects", "Mammals"]),
        ("dblp (JSON)", ["MothCon", "MothCon", "BatCon, MothCon"]),
        ("dblp (XML)", ["MothCon", "MothCon", "BatJournal"]),
        ("BibTeX", ["Insects", "Insects", "Proceedings of MothCon 2025"]),
        ("MiniConf calendar (JSON)", ["Insects", "Insects", "Calendar"]),
    ],
)
def test_sessions_are_what_the_format_has_for_them(name: str, sessions: list[str]) -> None:
    assert [talk.session.title for talk in talks_of(name)] == sessions


@pytest.mark.parametrize(
    ("name", "programme"),
    [
        ("confbrowse JSON", "MothCon 2025"),
        ("virtual site (JSON)", "ICML 2026"),
        ("virtual site (HTML)", "ICML 2026"),
        ("schedule XML (frab, Pentabarf)", "MothCon 2025"),
        ("schedule JSON (frab, pretalx)", "MothCon 2025"),
        ("list of papers (JSON)", "ICML 2019"),
        ("OpenReview notes (JSON)", "ICLR 2024"),
        ("iCalendar", "MothCon 2025"),
        ("pretalx widget (JSON)", "MothCon 2025"),
        ("event page (JSON-LD)", "MothCon 2025"),
        ("BibTeX", "MothCon 2025"),
        ("list of papers (Markdown)", "Awesome MothCon 2025"),
        ("SIGCHI programme (JSON)", "MothCon 2025"),
        ("list of talks (JSON)", "MothCon 2025"),
    ],
)
def test_a_programme_is_called_what_its_source_calls_it(name: str, programme: str) -> None:
    assert read(SAMPLES[name], HINTS).programme.name == programme


@pytest.mark.parametrize("name", sorted(set(NAMES) - {"confbrowse JSON"}))
def test_a_name_that_is_given_goes_first(name: str) -> None:
    assert read(SAMPLES[name], replace(HINTS, name="Mine")).programme.name == "Mine"


@pytest.mark.parametrize(
    "name",
    [
        "schedule XML (frab, Pentabarf)",
        "schedule JSON (frab, pretalx)",
        "list of papers (JSON)",
        "OpenReview notes (JSON)",
        "iCalendar",
        "MiniConf site data",
        "table (CSV, TSV)",
        "pretalx widget (JSON)",
        "Indico (JSON)",
        "EuroPython XML",
        "aclpub2 (YAML)",
        "proceedings post (Markdown)",
        "pretalx API (JSON)",
        "Sessionize (JSON)",
        "event page (JSON-LD)",
        "ACL site data (JSON)",
        "BibTeX",
        "list of talks (JSON)",
        "SIGCHI programme (JSON)",
        "list of papers (Markdown)",
    ],
)
def test_markup_becomes_paragraphs(name: str) -> None:
    assert talks_of(name)[0].abstract == ABSTRACT


@pytest.mark.parametrize(
    "name",
    [
        "schedule XML (frab, Pentabarf)",
        "schedule JSON (frab, pretalx)",
        "iCalendar",
        "table (CSV, TSV)",
        "pretalx widget (JSON)",
        "Indico (JSON)",
        "list of talks (JSON)",
        "SIGCHI programme (JSON)",
    ],
)
def test_the_instant_is_right_and_the_clock_is_the_venue_s(name: str) -> None:
    first, night, _ = talks_of(name)
    assert first.start == datetime(2025, 2, 1, 9, 30, tzinfo=UTC)
    assert first.end == datetime(2025, 2, 1, 9, 50, tzinfo=UTC)
    assert first.start.utcoffset() == timedelta(hours=1)
    assert first.timezone == "Europe/Brussels"
    assert night.start == datetime(2025, 2, 1, 23, 30, tzinfo=UTC)


def test_an_oral_and_its_poster_lead_to_each_other() -> None:
    poster, oral, _ = talks_of("virtual site (JSON)")
    assert ("Oral", "https://icml.cc/virtual/2026/oral/12") in labelled(poster)
    assert ("Poster", "https://icml.cc/virtual/2026/poster/11") in labelled(oral)


def labelled(talk: Talk) -> set[tuple[str | None, str]]:
    return {(link.label, link.url) for link in talk.links}


def test_a_virtual_site_s_record_is_read_field_by_field() -> None:
    hints = replace(HINTS, beside=lambda pattern: [ABSTRACTS] if "abstracts" in pattern else [])
    poster = read(VIRTUAL_SITE, hints).programme.talks[0]
    assert poster.title == "Moths & lamps"
    assert poster.authors == ("Ada Ångström", "Bo O'Hara")
    assert poster.kind == "Poster"
    assert poster.keywords == ("Spotlight",)
    assert poster.position == "#12"
    assert poster.abstract == ABSTRACT


def test_what_a_virtual_site_does_not_show_is_left_out_and_reported() -> None:
    remarks = read(VIRTUAL_SITE, HINTS).remarks
    assert [(one.text, one.left_out) for one in remarks] == [("Withheld", True), ("", False)]
    assert "-abstracts.json" in remarks[1].reason


def test_a_feed_that_breaks_off_is_warned_about() -> None:
    short = VIRTUAL_SITE.replace(b'"count": 4', b'"count": 200')
    assert "the first 4 of 200" in read(short, HINTS).warnings[0].reason


def test_a_page_s_talks_keep_the_words_of_the_page() -> None:
    moths, night, bats = talks_of("virtual site (HTML)")
    assert moths.title == "Moths & $\\tau^2$ lamps"
    assert moths.abstract == "Less than <0.5 of **moths** find the lamp."
    assert [link.url for link in moths.links] == ["https://icml.cc/virtual/2026/oral/1"]
    assert night.end and night.start and night.end - night.start == timedelta(minutes=30)
    assert bats.start is None


def test_a_login_wall_is_called_one() -> None:
    wall = b"""<html><body><a href="/virtual/2026/x">x</a><h4>Registration Required</h4>
        You must be <a href="/login">logged in</a> to view this content.</body></html>"""
    with pytest.raises(ProgrammeError, match="is a login page"):
        read(wall, HINTS)


@pytest.mark.parametrize("name", ["list of papers (JSON)", "OpenReview notes (JSON)", "iCalendar"])
def test_what_was_rejected_or_cancelled_is_left_out_and_reported(name: str) -> None:
    assert [one.text for one in read(SAMPLES[name], HINTS).remarks if one.left_out] == ["Wasps"]


def test_a_column_that_is_unknown_is_reported() -> None:
    assert [one.text for one in read(SAMPLES["table (CSV, TSV)"], HINTS).remarks] == ["Mood"]


def test_a_miniconf_calendar_gives_sessions_their_time_and_adds_what_is_no_paper() -> None:
    calendar = b"""[{"title": "Posters 1", "start": "2020-04-27T12:00:00+00:00",
        "end": "2020-04-27T14:00:00+00:00", "link": "papers.html?session=Mon+Session+1"},
        {"title": "Welcome", "start": "2020-04-27T11:00:00+00:00", "link": null, "type": "Plenary"}]"""
    hints = replace(HINTS, beside=lambda pattern: [calendar] if "json" in pattern else [])
    moths, _, bats, welcome = talks_of("MiniConf site data", hints)
    assert (moths.session.title, moths.start) == (
        "Posters 1",
        datetime(2020, 4, 27, 12, tzinfo=UTC),
    )
    assert bats.start is None
    assert (welcome.title, welcome.session.title) == ("Welcome", "Plenary")


def test_clocks_without_a_zone_are_as_printed_and_a_zone_that_is_given_counts() -> None:
    for name in ("EuroPython XML", "aclpub2 (YAML)", "Sessionize (JSON)"):
        printed = read(SAMPLES[name], HINTS)
        assert printed.programme.talks[0].timezone is None
        assert "--timezone" in printed.warnings[0].reason
        (first, *_) = talks_of(name, replace(HINTS, timezone="Europe/Brussels"))
        assert first.start == datetime(2025, 2, 1, 9, 30, tzinfo=UTC)
        assert first.end == datetime(2025, 2, 1, 9, 50, tzinfo=UTC)


def test_papers_beside_a_handbook_fill_in_and_those_in_no_session_are_talks() -> None:
    hints = replace(HINTS, beside=lambda pattern: [PAPERS] if pattern == "papers.yml" else [])
    talks = talks_of("aclpub2 (YAML)", hints)
    assert [(talk.title, talk.authors) for talk in talks[1:]] == [
        ("Night flight", ("Bo",)),
        ("Bats", ()),
        ("Wasps", ()),
    ]


def test_people_rooms_and_translations_of_a_widget_are_looked_up() -> None:
    moths, _, bats = talks_of("pretalx widget (JSON)")
    assert (moths.title, moths.authors, moths.room) == (
        "Moths and lamps",
        ("Ada Ångström", "Bo"),
        "Janson",
    )
    assert bats.authors == ()
    assert [one.left_out for one in read(SAMPLES["pretalx widget (JSON)"], HINTS).remarks] == [True]


def test_two_programmes_in_one_file_of_ours_are_two() -> None:
    both = SAMPLES["confbrowse JSON"] + SAMPLES["confbrowse JSON"].replace(b"2025", b"2024")
    reading = read(both, HINTS)
    assert [one.name for one in (reading.programme, *reading.more)] == [
        "MothCon 2025",
        "MothCon 2024",
    ]
