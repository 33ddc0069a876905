"""Calendars as programs and conferences write them, including broken ones."""

from datetime import UTC, date, datetime

import pytest

from confbrowse.model import Talk
from confbrowse.readers import Hints, Reading, read

HINTS = Hints(date(2025, 1, 1), source="made-up", location="/somewhere/made-up")
AT_TEN = "DTSTART:20250201T100000Z\n"


def event(lines: str, summary: str = "Moths", uid: str = "1") -> str:
    return f"BEGIN:VEVENT\nUID:{uid}\nSUMMARY:{summary}\n{lines.strip()}\nEND:VEVENT\n"


def calendar(*events: str, head: str = "", newline: str = "\r\n") -> Reading:
    text = f"BEGIN:VCALENDAR\nVERSION:2.0\n{head}{''.join(events)}END:VCALENDAR\n"
    return read(text.replace("\n", newline).encode(), HINTS)


def talk(lines: str, **more: str) -> Talk:
    return calendar(event(lines), **more).programme.talks[0]


@pytest.mark.parametrize(
    ("line", "start", "named"),
    [
        ("DTSTART:20250201T100000Z", "2025-02-01T10:00:00+00:00", "UTC"),
        ("DTSTART;TZID=Europe/Paris:20250201T100000", "2025-02-01T10:00:00+01:00", "Europe/Paris"),
        ('DTSTART;TZID="Asia/Tokyo":20250201T100000', "2025-02-01T10:00:00+09:00", "Asia/Tokyo"),
        (
            "DTSTART;TZID=Australia/Brisbane;VALUE=DATE-TIME:20250201T100000",
            "2025-02-01T10:00:00+10:00",
            "Australia/Brisbane",
        ),
        (
            "DTSTART;TZID=W. Europe Standard Time:20250201T100000",
            "2025-02-01T10:00:00+01:00",
            "UTC+01:00",
        ),
        ("DTSTART;TZID=Nowhere:20250201T100000", "2025-02-01T10:00:00+00:00", None),
        ("DTSTART:20250201T100000", "2025-02-01T10:00:00+00:00", None),
        ("DTSTART;VALUE=DATE:20250201", "2025-02-01T00:00:00+00:00", None),
        ("DTSTART:20250201", "2025-02-01T00:00:00+00:00", None),
    ],
)
def test_a_start_has_the_zone_that_is_named(line: str, start: str, named: str | None) -> None:
    found = talk(line)
    assert (found.start and found.start.isoformat(), found.timezone) == (start, named)


@pytest.mark.parametrize(
    "head", ["X-WR-TIMEZONE:Europe/Rome\n", "VTIMEZONE: Europe/Rome\n", "TIMEZONE-ID:Europe/Rome\n"]
)
@pytest.mark.parametrize("line", ["DTSTART:20250201T110000", "DTSTART:20250201T100000Z"])
def test_a_calendar_s_zone_is_that_of_its_clocks_and_shows_its_instants(
    head: str, line: str
) -> None:
    found = talk(line, head=head)
    assert found.start and found.start.isoformat() == "2025-02-01T11:00:00+01:00"
    assert found.timezone == "Europe/Rome"


def test_a_zone_that_the_file_defines_counts() -> None:
    head = (
        "BEGIN:VTIMEZONE\nTZID:Moth Time\nBEGIN:STANDARD\nDTSTART:19700101T000000\n"
        "TZOFFSETFROM:+0300\nTZOFFSETTO:+0300\nEND:STANDARD\nEND:VTIMEZONE\n"
    )
    found = talk("DTSTART;TZID=Moth Time:20250201T100000", head=head)
    assert found.start == datetime(2025, 2, 1, 7, tzinfo=UTC)


@pytest.mark.parametrize(
    ("line", "hours"), [("DURATION:PT1H00M", 1), ("DTEND:20250201T120000Z", 2), ("X-A:1", None)]
)
def test_a_talk_lasts_until_its_end_or_for_its_length(line: str, hours: int | None) -> None:
    lasting = talk(AT_TEN + line).duration
    assert (lasting and lasting.total_seconds() / 3600) == hours


@pytest.mark.parametrize("newline", ["\r\n", "\n", "\r"])
def test_folds_are_undone_even_in_the_middle_of_a_letter(newline: str) -> None:
    whole = event(AT_TEN, summary="Ångström ☃").encode()
    at = whole.index("☃".encode()) + 1
    folded = whole[:at] + b"\n " + whole[at:]
    text = b"BEGIN:VCALENDAR\n" + folded + b"END:VCALENDAR\n"
    reading = read(text.replace(b"\n", newline.encode()), HINTS)
    assert reading.programme.talks[0].title == "Ångström ☃"


@pytest.mark.parametrize("uids", [("1", "1"), ("1", "2")])
def test_events_of_one_uid_are_talks_of_their_own(uids: tuple[str, str]) -> None:
    one, other = uids
    talks = calendar(event(AT_TEN, "Moths", one), event(AT_TEN, "Bats", other)).programme.talks
    assert [one.title for one in talks] == ["Moths", "Bats"]
    assert [one.uid for one in talks] == ([None, None] if one == other else ["1", "2"])


def test_an_alarm_within_an_event_is_no_part_of_it() -> None:
    alarm = "BEGIN:VALARM\nUID:9\nDESCRIPTION:Wake up\nTRIGGER:-PT5M\nACTION:DISPLAY\nEND:VALARM"
    assert talk(AT_TEN + alarm).abstract == ""


@pytest.mark.parametrize(
    ("line", "abstract"),
    [
        ("DESCRIPTION:One\\, two; three, four\\nfive", "One, two; three, four\nfive"),
        ("DESCRIPTION: ", ""),
        ("DESCRIPTION:<ul><li>x&nbsp\\;y</li></ul>", "• x y"),
        ("X-ALT-DESC;FMTTYPE=text/html:<p>Hi</p>", "Hi"),
        ("DESCRIPTION;CHARSET=UTF-8;ENCODING=8BIT:Grüße", "Grüße"),
    ],
)
def test_descriptions_are_read_however_they_are_written(line: str, abstract: str) -> None:
    assert talk(AT_TEN + line).abstract == abstract


@pytest.mark.parametrize(
    ("lines", "authors"),
    [
        ("DESCRIPTION:Speaker: Ada Byron\\nText", ("Ada Byron",)),
        ("DESCRIPTION:von: Ada Byron\\n\\nText", ("Ada Byron",)),
        (
            "DESCRIPTION:Speakers: Ada Byron, Bo Lund and Cy\\n\\nText",
            ("Ada Byron", "Bo Lund", "Cy"),
        ),
        (
            'ATTENDEE;CN="Ada Byron":invalid:nomail\nATTENDEE;CN=Bo:mailto:b@x.example',
            ("Ada Byron", "Bo"),
        ),
        ("ORGANIZER;CN=Ada, Bo, Cy:MAILTO:x@y.example", ("Ada", "Bo", "Cy")),
        ("ORGANIZER;CN=desk@moth.example:MAILTO:desk@moth.example", ()),
    ],
)
def test_speakers_are_found_where_calendars_put_them(lines: str, authors: tuple[str, ...]) -> None:
    assert talk(AT_TEN + lines).authors == authors


def test_categories_are_the_track_and_keywords() -> None:
    found = talk(AT_TEN + "CATEGORIES:Insects,Light\nCATEGORIES:Other")
    assert (found.track, found.keywords) == ("Insects", ("Light", "Other"))


def test_a_place_on_the_web_is_a_link_and_no_room() -> None:
    found = talk(AT_TEN + "LOCATION:https://moth.example/live\nATTACH:https://moth.example/a.pdf")
    assert found.room is None
    assert [link.url for link in found.links] == [
        "https://moth.example/live",
        "https://moth.example/a.pdf",
    ]


def test_a_room_before_the_title_is_no_part_of_it() -> None:
    lines = AT_TEN + "LOCATION:Sala A, 2; B"
    reading = calendar(event(lines, "Sala A, 2; B: Moths"), event(AT_TEN, "187 - Bats"))
    assert [one.title for one in reading.programme.talks] == ["Moths", "187 - Bats"]


def test_what_is_cancelled_is_left_out_and_what_repeats_is_reported() -> None:
    reading = calendar(
        event(AT_TEN + "STATUS:CANCELLED", "Wasps"),
        event(AT_TEN + "RRULE:FREQ=DAILY;COUNT=3\nSTATUS:CONFIRMED"),
    )
    assert [(one.line, one.text, one.reason, one.left_out) for one in reading.remarks] == [
        (3, "Wasps", "it is cancelled", True),
        (9, "Moths", "repeated event; only the first occurrence is shown", False),
    ]


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("this is no line", "one of its lines cannot be read and is left out"),
        ("DTSTART:2025-02-01 at ten", "its DTSTART cannot be read and is left out"),
        ("DTEND:soon", "its DTEND cannot be read and is left out"),
    ],
)
def test_a_bad_line_is_reported_and_the_rest_is_read(line: str, reason: str) -> None:
    reading = calendar(event(f"{line}\nLOCATION: Janson"))
    assert reading.programme.talks[0].room == "Janson"
    assert reading.warnings[0].reason == reason


def test_names_of_properties_may_be_in_small_letters() -> None:
    text = "begin:vcalendar\nbegin:vevent\nsummary:Moths\ndtstart:20250201T100000Z\nend:vevent\n"
    assert read(text.encode(), HINTS).programme.talks[0].start == datetime(
        2025, 2, 1, 10, tzinfo=UTC
    )


def test_a_talk_tells_the_line_of_the_file_and_not_of_what_was_unfolded() -> None:
    folded = event(AT_TEN + "DESCRIPTION:one\n  two\n  three")
    reading = calendar(folded, event(AT_TEN, "Bats"))
    assert [one.source for one in reading.programme.talks] == [
        "made-up, line 3",
        "made-up, line 11",
    ]


def test_an_end_after_the_clocks_are_put_back_is_after_its_start() -> None:
    lines = "DTSTART:20241027T003000Z\nDTEND:20241027T010000Z"  # 02:30, and 02:00 once more
    found = talk(lines, head="X-WR-TIMEZONE:Europe/Brussels\n")
    assert found.start
    assert found.start.hour == 2
    assert found.duration
    assert found.duration.total_seconds() == 30 * 60


@pytest.mark.parametrize("zone", ["A" * 256, "é" * 200, "Europe/", "../" * 90, "a/" * 500, "/etc"])
def test_a_zone_that_no_zone_can_be_called_is_none(zone: str) -> None:
    for named in (zone, f'"{zone}"'):
        found = talk(f"DTSTART;TZID={named}:20250201T100000")
        assert (found.start and found.start.isoformat()) == "2025-02-01T10:00:00+00:00"
        assert found.timezone is None


def test_an_event_without_an_end_costs_only_itself() -> None:
    reading = calendar("BEGIN:VEVENT\nSUMMARY:Moths\n", event(AT_TEN, "Bats"))
    assert [one.title for one in reading.programme.talks] == ["Bats"]
    assert [(one.line, one.text, one.reason) for one in reading.remarks if one.left_out] == [
        (3, "Moths", "its end is missing")
    ]


@pytest.mark.parametrize("depth", [1, 3, 5_000])
def test_what_is_nested_in_an_event_is_passed_over_however_deep(depth: int) -> None:
    nested = "BEGIN:VALARM\nSUMMARY:Alarm\n" * depth + "END:VALARM\n" * depth
    assert talk(f"{nested}LOCATION:Hall\n{AT_TEN}").room == "Hall"


def test_events_within_each_other_are_left_out_one_by_one() -> None:
    reading = calendar("BEGIN:VEVENT\n" * 1_000, event(AT_TEN, "Bats"))
    assert [one.title for one in reading.programme.talks] == ["Bats"]
    assert len(reading.remarks) == 1_000


def test_an_event_with_a_line_far_too_long_is_left_out_with_its_line() -> None:
    reading = calendar(
        event(f"{AT_TEN}DESCRIPTION:{'x' * 300_000}", "Moths"), event(AT_TEN, "Bats")
    )
    assert [one.title for one in reading.programme.talks] == ["Bats"]
    (remark,) = reading.remarks
    assert (remark.line, remark.reason) == (3, "one of its lines is too long")


def test_an_event_with_far_too_many_lines_is_left_out() -> None:
    reading = calendar(event(AT_TEN + "COMMENT:x\n" * 6_000, "Moths"), event(AT_TEN, "Bats"))
    assert [one.title for one in reading.programme.talks] == ["Bats"]
    assert reading.remarks[0].reason == "too many lines"


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        ("DESCRIPTION:One \r\r\n \\nmoth\r\n", "One\nmoth"),
        ("DESCRIPTION:One \r\r\r\n\ttwo\r\n", "One two"),
        ("DESCRIPTION:One\r\\nmoth\r\n", "One\n\nmoth"),
        ("DESCRIPTION:One\rCLASS:PUBLIC\r\n", "One"),
        (
            "DESCRIPTION:One\r\nmoth\r\n\r\nWebsite: none\r\nTRANSP:OPAQUE\r\n",
            "One\nmoth\n\nWebsite: none",
        ),
        ("DESCRIPTION;X=1:One\r\nX-OTHER:no\r\nmoth\r\n", "One"),
    ],
)
def test_lines_that_are_broken_in_other_ways_stay_whole(raw: str, text: str) -> None:
    lines = f"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\n{AT_TEN}SUMMARY:Moths\r\n{raw}UID:7\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
    (found,) = read(lines.encode(), HINTS).programme.talks
    assert (found.abstract, found.uid) == (text, "7")


def test_what_cannot_be_read_is_said_once_with_its_number() -> None:
    events = [event(f"{AT_TEN}DTEND:soon", uid=str(number)) for number in range(5)]
    (told,) = calendar(*events).warnings
    assert told.line == 3
    assert told.reason == "its DTEND cannot be read and is left out (and 4 more like this)"
