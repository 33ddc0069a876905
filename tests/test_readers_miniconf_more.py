"""The other files of a MiniConf: plenaries, workshops, events, late-breaking demos."""

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from miniconf_folders import ACL, CALENDAR, gathered, talks_of

ISMIR = (
    "UID,day,session,title,Abstract,primary_author,authors_and_affil,authors,primary_subject,pdf_path\n"
    '1,3,5,Moths,Short.,Ada Byron,Ada Byron (Uni)*,"Byron, Ada*",Insects,https://a.example/1.pdf\n'
    '2,2,5,Lamps,Long.,Bo Lund,"B. Lund (Uni)*; C. Ray (Inc., Ltd)","Lund, Bo*; Ray, Cy",Light,\n'
)


def test_family_names_first_are_turned_and_stars_go(tmp_path: Path) -> None:
    talks = talks_of(tmp_path / "ismir2024", {"papers.csv": ISMIR})
    assert talks["Moths"].authors == ("Ada Byron",)
    assert talks["Lamps"].authors == ("Bo Lund", "Cy Ray")
    assert (talks["Moths"].abstract, talks["Moths"].track) == ("Short.", "Insects")


def test_late_breaking_demos_and_events_beside_the_papers_are_talks(tmp_path: Path) -> None:
    def entry(title: str, start: str, end: str, location: str = "") -> dict[str, str]:
        day = "2024-11-11"
        return {
            "title": title,
            "start": f"{day}T{start}:00-08:00",
            "end": f"{day}T{end}:00-08:00",
            "location": location,
            "calendarId": "onsite",
        }

    calendar = [
        entry("Posters V", "10:15", "11:45", "/papers.html?session=5"),
        entry("Orals V", "09:00", "10:15", "/papers.html?session=5"),
        entry("Registration", "01:38", "09:00", "/day_1.html#desk"),
    ]
    files = {
        "papers.csv": ISMIR,
        "lbd.csv": "UID,Paper Title,Author Names,Abstract,Poster link\n"
        '4,Bats,"Cy Ray (Uni, Inc.)*; Bo Lund (Uni)",Late.,https://a.example/poster.pdf\n',
        "events.csv": "uid,title,day,start_date,start_time,end_time,category,description,organiser\n"
        "1,Registration,1,2024-11-11,8:00,9:00,Desk,Come!,\n,,,,,,,,\n"
        '2,Replay,1,2024-11-11,21:00,6:00,Online,,"Ada, Bo and Cy"\n',
        "main_calendar.json": json.dumps(calendar),
        "config.yml": "name: Society of Moths\npage_title:\n  prefix: 'ISMIR 2024'\n",
    }
    found = gathered(tmp_path / "sitedata", files)
    (programme,) = found.programmes
    talks = {talk.title: talk for talk in programme.talks}
    assert programme.name == "ISMIR 2024"
    assert sorted(talks) == ["Bats", "Lamps", "Moths", "Posters V", "Registration", "Replay"]
    assert (talks["Moths"].session.title, talks["Bats"].session.title) == (
        "Orals V",
        "Late-breaking demos",
    )
    assert talks["Bats"].authors == ("Cy Ray", "Bo Lund")
    assert [link.kind for link in talks["Bats"].links] == ["poster"]
    assert str(talks["Registration"].start) == "2024-11-11 08:00:00-08:00"
    assert (str(talks["Replay"].end), talks["Replay"].authors) == (
        "2024-11-12 06:00:00-08:00",
        ("Ada", "Bo", "Cy"),
    )


def test_plenaries_are_a_talk_at_each_of_their_times(tmp_path: Path) -> None:
    files = {
        "papers.csv": f"{ACL}main.1,Moths,Ada,,,,,\n",
        "plenary_sessions.yml": "- UID: keynote\n  title: On light\n  presenter: 'Host: Di Ray'\n"
        "  abstract: |\n    All of it.\n  bio: |\n    Di lives.\n  sessions:\n"
        "  - {name: Talk, start_time: 2020-07-06_14:30:00, end_time: 2020-07-06_15:15:00}\n"
        "  - {name: QA, start_time: 2020-07-06_15:15:00}\n",
    }
    talks = gathered(tmp_path / "acl2020", files).programmes[0].talks[1:]
    assert [(t.kind, t.start) for t in talks] == [
        ("Talk", datetime(2020, 7, 6, 14, 30, tzinfo=UTC)),
        ("QA", datetime(2020, 7, 6, 15, 15, tzinfo=UTC)),
    ]
    assert (talks[0].authors, talks[0].abstract) == (("Di Ray",), "All of it.\n\nDi lives.")


@pytest.mark.parametrize(
    ("day", "clock", "hour"),
    [("Jul 5", "9:00 AM", 9), ("July 5th", "1:10 PM", 13), ("5 July", "8:30", 8)],
)
def test_workshops_have_the_year_of_the_calendar(
    tmp_path: Path, day: str, clock: str, hour: int
) -> None:
    talk = {
        "id": "",
        "title": "Welcome",
        "speakers": "Ada Byron, Bo Lund and Cy Ray",
        "type": "LIVE",
        "date": day,
        "startTime": clock,
        "endTime": "11:30 PM",
        "subsession": "Session 1",
    }
    files = {
        "papers.csv": f"{ACL}main.1,Moths,Ada,,,,,\n",
        "workshop_schedules.json": json.dumps({"W1": [talk]}),
        "main_calendar.json": CALENDAR,
    }
    found = gathered(tmp_path / "acl2020", files)
    (welcome,) = [t for t in found.programmes[0].talks if t.title == "Welcome"]
    assert welcome.start and (welcome.start.year, welcome.start.hour) == (2020, hour)
    assert welcome.authors == ("Ada Byron", "Bo Lund", "Cy Ray")
    assert welcome.session.title == "W1: Session 1"
    assert welcome.timezone is None
    assert "--timezone" in found.warnings[0][1].reason


def test_workshops_without_any_year_are_shown_without_times_and_reported(tmp_path: Path) -> None:
    talk = {"title": "Welcome", "date": "Jul 5", "startTime": "9:00 AM", "endTime": "9:10 AM"}
    files = {
        "papers.csv": f"{ACL}main.1,Moths,Ada,,,,,\n",
        "workshop_schedules.json": json.dumps({"W1": [talk]}),
    }
    found = gathered(tmp_path / "winlp", files)
    assert found.programmes[0].talks[1].start is None
    assert "--year" in found.warnings[0][1].reason
