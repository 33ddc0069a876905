"""Site data of MiniConf as ACL, EMNLP, COLT and SIGDIAL published it, each with its own columns."""

import json
from datetime import UTC, datetime
from pathlib import Path
from zipfile import ZipFile

from miniconf_folders import ACL, CALENDAR, WISHES, gathered, talks_of

from confbrowse.ingest.pipeline import gather
from confbrowse.sources.files import sources


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
