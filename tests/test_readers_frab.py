"""Schedules of frab and similar systems, as XML and as JSON, with the variations of real ones."""

import json
from datetime import UTC, date, datetime
from typing import Any

import pytest

from confbrowse.errors import ProgrammeError
from confbrowse.model import Talk, listed_day
from confbrowse.readers import Hints, Reading, read

HINTS = Hints(date(2025, 1, 1), source="made-up", location="/somewhere/made-up")
Fields = dict[str, Any]  # as in JSON


def schedule(
    *events: str, head: str = "<title>MothCon 2023</title>", day: str = "2023-09-12"
) -> Reading:
    rows = "".join(events)
    xml = f"""<?xml version="1.0" encoding="UTF-8"?><schedule>
        <conference>{head}</conference><day index="1" date="{day}"><room name="Janson">
        {rows}</room></day></schedule>"""
    return read(xml.encode(), HINTS)


def event(inner: str, number: int = 1, title: str = "Moths") -> str:
    return f'<event id="{number}" guid="g{number}"><title>{title}</title>{inner}</event>'


def talk(inner: str, **more: str) -> Talk:
    return schedule(event(inner), **more).programme.talks[0]


def as_json(fields: Fields, **conference: Any) -> Talk:
    days = [{"index": 1, "date": "2023-09-12", "rooms": {"Janson": [{"title": "Moths"} | fields]}}]
    told = {"schedule": {"conference": {"title": "MothCon 2023", "days": days} | conference}}
    return read(json.dumps(told).encode(), HINTS).programme.talks[0]


def flat(fields: Fields, **conference: Any) -> Talk:
    events = [{"guid": "g1", "title": "Moths"} | fields]
    about = {"title": "MothCon 2023"} | conference
    told = {"$schema": "x", "schedule": {"conference": about, "events": events}}
    return read(json.dumps(told).encode(), HINTS).programme.talks[0]


def test_the_date_is_the_instant_and_the_zone_that_is_named_the_clock() -> None:
    found = talk(
        "<date>2023-09-12T10:00:00+00:00</date><start>15:30</start><duration>00:45</duration>",
        head="<title>MothCon</title><time_zone_name>Asia/Kolkata</time_zone_name>",
    )
    assert found.start == datetime(2023, 9, 12, 10, tzinfo=UTC)
    assert found.start and found.start.isoformat() == "2023-09-12T15:30:00+05:30"
    assert found.timezone == "Asia/Kolkata"


def test_without_a_date_the_clock_counts_on_the_day_it_is_listed_under() -> None:
    reading = schedule(event("<start>10:00</start><duration>1:00</duration>"))
    found = reading.programme.talks[0]
    assert (found.start, found.timezone) == (datetime(2023, 9, 12, 10, tzinfo=UTC), None)
    assert "--timezone" in reading.warnings[0].reason


def test_a_date_without_a_zone_is_not_moved_to_the_next_day() -> None:
    found = talk("<date>2023-09-13T01:00:00</date><start>01:00</start>")
    assert found.start == datetime(2023, 9, 13, 1, tzinfo=UTC)
    assert talk("<date>2023-09-13</date><start>01:00</start>").start == found.start


@pytest.mark.parametrize(
    ("clock", "change", "day"),
    [
        ("04:30", "", 13),
        ("05:30", "", 12),
        ("05:30", "06:00:00", 13),
        ("08:30", "09:00:00", 12),
        ("00:30", "00:00", 12),
    ],
)
def test_a_clock_before_the_change_of_day_is_in_the_night(
    clock: str, change: str, day: int
) -> None:
    head = f"<title>MothCon</title><day_change>{change}</day_change>"
    found = talk(f"<start>{clock}</start>", head=head)
    assert found.start and found.start.day == day


@pytest.mark.parametrize(("clock", "day"), [("10:00", "2023-09-13"), ("01:00", "2023-09-12")])
def test_a_day_under_the_date_before_is_the_one_its_talks_are_on(clock: str, day: str) -> None:
    head = "<title>MothCon</title><time_zone_name>Asia/Kolkata</time_zone_name>"
    found = talk(f"<date>2023-09-13T{clock}:00+05:30</date><start>{clock}</start>", head=head)
    assert listed_day(found) == day


def test_a_talk_in_the_night_stays_under_its_day() -> None:
    found = talk("<date>2023-09-13T01:00:00+02:00</date><start>01:00</start>")
    assert (found.day, found.start and found.start.day) == ("2023-09-12", 13)


@pytest.mark.parametrize(
    ("duration", "minutes"),
    [
        ("00:30", 30),
        ("1:00", 60),
        ("12:59", 779),
        ("1:00:00:00", 1440),
        ("PT1H30M", 90),
        ("45", 45),
        ("00:00", None),
        ("soon", None),
        ("", None),
    ],
)
def test_durations_come_in_many_shapes(duration: str, minutes: int | None) -> None:
    found = talk(f"<date>2023-09-12T10:00:00Z</date><duration>{duration}</duration>")
    lasting = found.duration
    assert (lasting and lasting.total_seconds() / 60) == minutes


def test_one_event_that_is_listed_twice_is_one_talk_and_reported() -> None:
    same = event("<date>2023-09-12T10:00:00Z</date>")
    other = event("<date>2023-09-12T12:00:00Z</date>")
    reading = schedule(same, same, other)
    assert [one.start and one.start.hour for one in reading.programme.talks] == [10, 12]
    assert [one.reason for one in reading.remarks if one.left_out] == ["event 1 is listed twice"]


def test_links_without_an_address_and_addresses_as_text_are_minded() -> None:
    found = talk(
        "<links><link>https://a.example/x</link><link href=''>https://b.example/</link>"
        "<link href='https://c.example/c.pdf'>Paper</link><link/></links><attachments>"
        "<attachment type='slides' href='/system/d.pdf'>Slides</attachment></attachments>",
        head="<title>MothCon 2023</title><base_url>https://moth.example/2023/</base_url>",
    )
    assert [link.url for link in found.links] == [
        "https://a.example/x",
        "https://b.example/",
        "https://c.example/c.pdf",
        "https://moth.example/system/d.pdf",
    ]


def test_empty_fields_say_nothing_and_titles_lose_their_blanks() -> None:
    found = schedule(
        event("<track/><type></type><language/><subtitle/>", title=" Moths ")
    ).programme
    assert (found.talks[0].title, found.talks[0].kind, found.talks[0].track) == (
        "Moths",
        None,
        None,
    )
    assert found.talks[0].keywords == ()
    assert found.talks[0].session.title == "Janson"


@pytest.mark.parametrize(
    ("abstract", "description", "shown"),
    [
        ("", "Long.", "Long."),
        ("Short.", "", "Short."),
        ("Short.", "Short. And long.", "Short. And long."),
        ("Short.", "Long.", "Short.\n\nLong."),
        ("&lt;p&gt;A &amp;amp; b&lt;/p&gt;", "&lt;p&gt;c&lt;/p&gt;", "A & b\n\nc"),
        ("One.\n\nTwo.", "&lt;p&gt;Three.&lt;/p&gt;", "One.\n\nTwo.\n\nThree."),
        ("**Bold** ![](x.png)", "", "**Bold** ![](x.png)"),
        ("One.&#13;\n&#13;\nTwo.", "", "One.\n\nTwo."),
    ],
)
def test_abstract_and_description_are_both_kept(
    abstract: str, description: str, shown: str
) -> None:
    found = talk(f"<abstract>{abstract}</abstract><description>{description}</description>")
    assert found.abstract == shown


def test_links_in_one_of_two_texts_are_kept() -> None:
    html = "&lt;p&gt;See &lt;a href='https://a.example'&gt;this&lt;/a&gt;&lt;/p&gt;"
    found = talk(f"<abstract>Plain.</abstract><description>{html}</description>")
    assert [link.url for link in found.links] == ["https://a.example"]


def test_the_room_of_an_event_goes_before_that_of_its_list() -> None:
    assert talk("<room>Lameere</room>").room == "Lameere"
    assert talk("<room/>").room == "Janson"


def test_people_are_read_whatever_their_numbers() -> None:
    found = talk("<persons><person id='0'>Ada</person><person id='0'> Bo </person></persons>")
    assert found.authors == ("Ada", "Bo")


def test_what_is_kept_off_the_record_is_a_keyword() -> None:
    found = talk(
        "<recording><license/><optout>true</optout></recording><do_not_stream>true</do_not_stream>"
    )
    assert found.keywords == ("not recorded", "not streamed")
    assert talk("<recording><optout>false</optout></recording>").keywords == ()


def test_a_guid_is_what_an_event_is_called_for_good() -> None:
    assert talk("").uid == "g1"
    assert as_json({"guid": "x", "id": 7}).uid == "x"


def test_markup_in_the_name_of_a_conference_is_no_part_of_it() -> None:
    head = "<title>&lt;b&gt;MothCon&lt;/b&gt; &amp;amp; 2023</title>"
    assert schedule(event(""), head=head).programme.name == "MothCon & 2023"


@pytest.mark.parametrize(
    "start",
    [
        '\ufeff<?xml version="1.0"?><schedule>',
        '<?xml version="1.0"?><schedule xmlns="http://moth.example/ns">',
        '<schedule xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:noNamespaceSchemaLocation="x">',
        '<?xml version="1.0"?><!-- by frab --><!DOCTYPE schedule SYSTEM "x.dtd"><schedule>',
        '<schedule><generator name="wafer" version="1"/><version>2</version>',
        '<schedule><generator name="pretalx"/><tracks><track>x</track></tracks>',
    ],
)
def test_a_schedule_may_begin_in_many_ways(start: str) -> None:
    rest = f"""<conference><title>MothCon 2023</title></conference><day date="2023-09-12">
        <room name="Janson">{event("")}</room><room/></day></schedule>"""
    assert len(read((start + rest).encode(), HINTS).programme.talks) == 1


def test_events_outside_rooms_and_days_are_not_lost() -> None:
    xml = f"""<schedule><conference><title>MothCon 2023</title></conference>
        <day date="2023-09-12">{event("<start>10:00</start>", 1, "A")}</day>
        {event("", 2, "B")}</schedule>"""
    talks = read(xml.encode(), HINTS).programme.talks
    assert [(one.title, one.start is None) for one in talks] == [("A", False), ("B", True)]


def test_events_without_a_title_are_left_out_and_reported() -> None:
    reading = schedule(event(""), event("", 2, ""))
    assert [(one.text, one.reason) for one in reading.remarks if one.left_out] == [
        ("event 2", "no title")
    ]


@pytest.mark.parametrize("key", ["public_name", "name", "full_public_name"])
def test_people_of_json_have_one_of_several_names(key: str) -> None:
    assert as_json({"persons": [{"id": 1, key: "Ada", "answers": []}]}).authors == ("Ada",)


def test_the_zone_of_json_goes_before_the_offset_of_its_days() -> None:
    found = as_json({"date": "2023-09-12T10:00:00+01:00"}, time_zone_name="UTC")
    assert found.start and found.start.isoformat() == "2023-09-12T09:00:00+00:00"
    assert found.timezone == "UTC"


@pytest.mark.parametrize("read_as", [as_json, flat])
@pytest.mark.parametrize(
    "key",
    ["date", "start", "duration", "room", "track", "type", "abstract", "persons", "links", "url"],
)
def test_any_field_of_json_may_say_nothing_or_nonsense(read_as: Any, key: str) -> None:
    values: tuple[object, ...] = (None, "", 0, [], {}, "nonsense", {"de": "Motten", "en": "Moths"})
    for value in values:
        assert read_as({key: value}).title == "Moths", value


def test_a_flat_schedule_has_rooms_and_tracks_as_objects_and_texts_in_languages() -> None:
    found = flat(
        {
            "title": {"de": "Motten", "en": "Moths"},
            "abstract": {"de": "Kurz."},
            "start": "2024-12-27T10:30:00+01:00",
            "end": "2024-12-27T11:30:00+01:00",
            "duration": "01:00",
            "room": {"guid": "r", "name": "Saal 1"},
            "track": {"slug": "insects", "name": "Insects"},
            "participants": [
                {"name": "Ada", "role": "speaker"},
                {"name": "Mo", "role": "moderator"},
            ],
        },
        days=[{"index": 1, "start": "2024-12-27T09:30:00+00:00"}],
    )
    assert (found.title, found.abstract, found.room, found.track, found.authors) == (
        "Moths",
        "Kurz.",
        "Saal 1",
        "Insects",
        ("Ada",),
    )
    assert "moderator: Mo" in found.keywords
    assert found.duration and found.duration.total_seconds() == 3600


def test_a_schema_is_no_schedule() -> None:
    with pytest.raises(ProgrammeError):
        read(b'{"$schema": "x", "definitions": {"schedule": {"conference": {}}}}', HINTS)


def test_two_people_of_one_name_are_two_and_one_who_is_listed_twice_is_one() -> None:
    one, other = '<person id="1">Wei Wang</person>', '<person id="2">Wei Wang</person>'
    assert talk(f"<persons>{one}{other}{one}</persons>").authors == ("Wei Wang", "Wei Wang")
    people = [{"id": 1, "name": "Wei Wang"}, {"id": 2, "name": "Wei Wang"}]
    found = as_json({"persons": people, "participants": people[:1]})
    assert found.authors == ("Wei Wang", "Wei Wang")


@pytest.mark.parametrize(
    ("question", "shown"),
    [
        ({"id": 3, "question": {"en": "Level:"}}, "Level: easy & new"),
        (3, "Further answers: easy & new"),
    ],
)
def test_answers_to_questions_of_the_organisers_follow_the_abstract(
    question: object, shown: str
) -> None:
    answers = [
        {"question": question, "answer": "easy & new"},
        {"question": "Empty", "answer": ""},
        {"question": 4, "answer": "False"},
    ]
    plain = as_json({"abstract": "Moths.", "answers": answers})
    assert plain.abstract == f"Moths.\n\n{shown}"
    assert as_json({"abstract": "<p>Moths.</p>", "answers": answers}).abstract == plain.abstract
    written = '<answers><answer question="Level">easy</answer></answers>'
    assert talk(written).abstract == "Level: easy"
