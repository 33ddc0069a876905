"""Site data of MiniConf as ACL, EMNLP, COLT, ISMIR and SIGDIAL had it, each with its own columns."""

import json
from collections.abc import Mapping
from datetime import UTC, date, datetime
from pathlib import Path
from zipfile import ZipFile

import pytest

from confbrowse.fetch import sources
from confbrowse.ingest import Gathered, Wishes, gather
from confbrowse.model import Talk

WISHES = Wishes(date(2026, 11, 24))
ACL = "UID,title,authors,abstract,keywords,track,paper_type,pdf_url\n"
CALENDAR = json.dumps(
    [
        {
            "title": "Session 1A",
            "start": "2020-07-06T05:00:00+00:00",
            "end": "2020-07-06T06:00:00+00:00",
            "link": "papers.html?session=1A&filter=keywords",
            "type": "QA Sessions",
        },
        {
            "title": "T1: Lamps <br/> <br/> <i>Ada Byron, Bo Lund and Cy Young</i>",
            "start": "2020-07-05T13:00:00+00:00",
            "end": "2020-07-05T16:30:00+00:00",
            "link": "tutorial_T1.html",
            "location": "tutorial_T1.html",
            "type": "Tutorials",
        },
    ]
)


def gathered(folder: Path, files: Mapping[str, str]) -> Gathered:
    folder.mkdir(exist_ok=True)
    for name, text in files.items():
        (folder / name).write_text(text, encoding="utf-8")
    return gather(sources([str(folder)]), WISHES)


def talks_of(folder: Path, files: Mapping[str, str]) -> dict[str, Talk]:
    (programme,) = gathered(folder, files).programmes
    return {talk.title: talk for talk in programme.talks}


def test_a_paper_is_in_each_of_its_sessions_and_the_calendar_gives_their_ends(
    tmp_path: Path,
) -> None:
    files = {
        "main_papers.csv": f"{ACL}main.1,Moths,Ada|Bo,Short.,light,Insects,Long,https://a.example/1.pdf\n",
        "paper_sessions.yml": "1A:\n  date: 2020-07-06_05:00:00\n  papers: [main.1]\n"
        "2B:\n  date: 2020-07-06_17:00:00\n  papers:\n  - main.1\n",
        "main_calendar.json": CALENDAR,
    }
    talks = gathered(tmp_path / "sitedata_acl2020", files).programmes[0].talks
    assert [(t.title, t.session.title, t.start, t.end) for t in talks] == [
        (
            "Moths",
            "Session 1A",
            datetime(2020, 7, 6, 5, tzinfo=UTC),
            datetime(2020, 7, 6, 6, tzinfo=UTC),
        ),
        ("Moths", "Session 2B", datetime(2020, 7, 6, 17, tzinfo=UTC), None),
        (
            "T1: Lamps",
            "Tutorials",
            datetime(2020, 7, 5, 13, tzinfo=UTC),
            datetime(2020, 7, 5, 16, 30, tzinfo=UTC),
        ),
    ]
    assert [talk.uid for talk in talks] == ["main.1", "main.1", None]
    assert talks[2].authors == ("Ada Byron", "Bo Lund", "Cy Young")


def test_sessions_with_a_zone_and_a_long_name_are_read_as_well(tmp_path: Path) -> None:
    files = {
        "main_papers.csv": f"{ACL}main.1,Moths,Ada,,,,,\n",
        "paper_sessions.yml": "z1A:\n  name: z1A\n  long_name: 'Zoom Q&A 1A: Insects'\n"
        "  start_time: 2020-11-16 16:00:00+00:00\n  end_time: 2020-11-16 17:00:00+00:00\n"
        "  zoom_link: https://zoom.example/1\n  papers:\n  - main.1\n",
    }
    moths = talks_of(tmp_path / "sitedata_emnlp2020", files)["Moths"]
    assert moths.session.title == "Zoom Q&A 1A: Insects"
    assert moths.start == datetime(2020, 11, 16, 16, tzinfo=UTC)
    assert moths.end == datetime(2020, 11, 16, 17, tzinfo=UTC)


def test_several_tables_of_papers_are_one_programme_and_its_calendar_counts_once(
    tmp_path: Path,
) -> None:
    files = {
        "demo_papers.csv": f"{ACL}demo.1,Lamps,Bo,,,,,\n",
        "main_papers.csv": f"{ACL}main.1,Moths,Ada,,,,,\n",
        "srw_papers.csv": f"{ACL}srw.1,Bats,Cy,,,,,\n",
        "main_calendar.json": CALENDAR,
    }
    (programme,) = gathered(tmp_path / "sitedata_acl2020", files).programmes
    assert sorted(talk.title for talk in programme.talks) == [
        "Bats",
        "Lamps",
        "Moths",
        "Session 1A",
        "T1: Lamps",
    ]


def test_a_zip_of_the_folder_and_its_files_one_by_one_hold_the_same(tmp_path: Path) -> None:
    files = {
        "main_papers.csv": f"{ACL}main.1,Moths,Ada,,,,,\n",
        "main_calendar.json": CALENDAR,
        "paper_sessions.yml": "1A: {date: 2020-07-06_05:00:00, papers: [main.1]}\n",
    }
    folder = tmp_path / "sitedata_acl2020"
    whole = gathered(folder, files).programmes[0]
    with ZipFile(tmp_path / "acl.zip", "w") as archive:
        for name in files:
            archive.write(folder / name, f"sitedata_acl2020/{name}")
    for given in ([tmp_path / "acl.zip"], [folder / name for name in sorted(files, reverse=True)]):
        (programme,) = gather(sources([str(one) for one in given]), WISHES).programmes
        assert [t.id for t in programme.talks] == [t.id for t in whole.talks]


def test_a_session_s_column_may_name_two_sessions_of_the_calendar(tmp_path: Path) -> None:
    calendar = [
        {
            "title": f"Session {name}",
            "start": f"2020-07-{day}T08:30:00-04:00",
            "end": f"2020-07-{day}T11:00:00-04:00",
            "link": f"papers.html?session=Session+{name}",
            "calendarId": "session",
        }
        for name, day in (("1A", "09"), ("1E", "10"))
    ]
    files = {
        "papers.csv": "UID,title,authors,abstract,keywords,session,slideslive_1,zoom_1,position_1\n"
        "54,Moths,Ada|Bo,Short.,light|lamp,Session 1A|Session 1E,389,https://z.example,1\n",
        "main_calendar.json": json.dumps(calendar),
    }
    found = gathered(tmp_path / "COLT-2020", files)
    talks = found.programmes[0].talks
    assert found.programmes[0].name == "COLT 2020"
    assert [t.start.isoformat() if t.start else "" for t in talks] == [
        "2020-07-09T08:30:00-04:00",
        "2020-07-10T08:30:00-04:00",
    ]
    assert [remark.text for remark in found.readings[0].reading.remarks] == [
        "slideslive_1",
        "zoom_1",
        "position_1",
    ]


def test_a_session_is_found_by_the_uid_of_its_entry_with_room_and_chair(tmp_path: Path) -> None:
    calendar = [
        {
            "UID": "oral1",
            "title": "Oral Session 1: Insects",
            "chair": "Di Ray",
            "room": "Sun II",
            "start": "2023-09-13T10:45:00+02:00",
            "end": "2023-09-13T12:30:00+02:00",
            "zoom": "https://zoom.us/j/###Sun II###",
            "calendarId": "oral",
        },
        {
            "UID": "lunch",
            "title": "Lunch",
            "room": "Restaurant",
            "start": "2023-09-13T12:30:00+02:00",
            "end": "2023-09-13T13:30:00+02:00",
            "calendarId": "break",
        },
    ]
    files = {
        "papers.csv": "conference,original_id,UID,title,authors,order,session,abstract,poster\n"
        "inlg,9,inlg9,Moths,Ada|Bo,0,oral1,,static/posters/9.pdf\n",
        "main_calendar.json": json.dumps(calendar),
    }
    talks = talks_of(tmp_path / "sigdial2023", files)
    session = talks["Moths"].session
    assert (session.title, session.room, session.chairs) == (
        "Oral Session 1: Insects",
        "Sun II",
        ("Di Ray",),
    )
    assert talks["Moths"].position is None
    assert (talks["Lunch"].kind, talks["Lunch"].room, talks["Lunch"].links) == (
        "break",
        "Restaurant",
        (),
    )


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
        "lbd.csv": 'Paper Title,Author Names,Abstract\nBats,"Ray, Cy*; Lund, Bo",Late.\n',
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


def test_workshops_without_any_year_are_shown_without_times_and_said_so(tmp_path: Path) -> None:
    talk = {"title": "Welcome", "date": "Jul 5", "startTime": "9:00 AM", "endTime": "9:10 AM"}
    files = {
        "papers.csv": f"{ACL}main.1,Moths,Ada,,,,,\n",
        "workshop_schedules.json": json.dumps({"W1": [talk]}),
    }
    found = gathered(tmp_path / "winlp", files)
    assert found.programmes[0].talks[1].start is None
    assert "--year" in found.warnings[0][1].reason
