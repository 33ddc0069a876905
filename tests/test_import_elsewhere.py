"""Stars from other programs: matched to the library by uid, title and time."""

import base64
import json
import zlib
from pathlib import Path

import pytest
from command_line import Run
from sample_formats import FRAB_XML

START = "BEGIN:VCALENDAR\nVERSION:2.0\n"
NIGHT = "DTSTART:20250201T233000Z\nSUMMARY:Night flight"


def event(uid: str, rest: str) -> str:
    return f"BEGIN:VEVENT\nUID:{uid}\n{rest}\nEND:VEVENT\n"


@pytest.fixture
def moths(run: Run, tmp_path: Path) -> Run:
    (tmp_path / "schedule.xml").write_bytes(
        FRAB_XML.replace(b'guid="g1"', b'guid="350d7bdf-a23e-5293-864f"')
    )
    run("add", str(tmp_path / "schedule.xml"))
    return run


def imported(moths: Run, tmp_path: Path, text: str) -> tuple[list[str], str]:
    """Return the titles that are starred after *text* was imported, and what was warned about."""
    path = tmp_path / "theirs"
    path.write_text(text, encoding="utf-8")
    ran = moths("import", str(path))
    starred = [one["title"] for one in moths("list", "--json").objects if one["starred"]]
    return starred, ran.err


@pytest.mark.parametrize(
    "one",
    [
        event("2@2025@be.digitalia.fosdem", NIGHT),
        event("pretalx-moth25-ABCDEF@moth.example", f"{NIGHT} - Bo\\, Cy"),
        event("anything", NIGHT.replace("T2330", "T2200")),
        event("2@2025@be.digitalia.fosdem", NIGHT.replace("Night", "Nightly")),
        event("x", "DTSTART:20250201T233000Z\nSUMMARY:NIGHT  Flight!"),
    ],
)
def test_an_event_is_found_by_uid_title_and_time(moths: Run, tmp_path: Path, one: str) -> None:
    starred, said = imported(moths, tmp_path, f"{START}{one}END:VCALENDAR\n")
    assert (starred, said) == (["Night flight"], "")


@pytest.mark.parametrize(
    "one",
    [
        event("2@2024@be.digitalia.fosdem", NIGHT.replace("2025", "2024")),
        event("99@2025@be.digitalia.fosdem", "DTSTART:20250201T233000Z\nSUMMARY:Owls"),
        event("3@x", "DTSTART:20250201T090000Z\nSUMMARY:Dentist"),
    ],
)
def test_what_has_no_place_is_reported_and_not_starred(
    moths: Run, tmp_path: Path, one: str
) -> None:
    both = event("b", "DTSTART:20250201T110000Z\nSUMMARY:Bats")
    starred, said = imported(moths, tmp_path, f"{START}{one}{both}END:VCALENDAR\n")
    assert starred == ["Bats"]
    assert len(said.splitlines()) == 1
    assert "no talk of your library has this uid, or this title" in said


def test_the_favourites_that_eventfahrplan_shares_are_starred(moths: Run, tmp_path: Path) -> None:
    lectures = [
        {"lecture_id": "2", "title": "Night flight", "day": 1, "speakers": "Bo", "abstract": ""},
        {"lecture_id": "7", "title": "Owls", "url": "https://moth.example/7"},
    ]
    starred, said = imported(moths, tmp_path, json.dumps({"lectures": lectures}))
    assert starred == ["Night flight"]
    assert "“Owls”" in said


def packed(ids: list[str]) -> str:
    made = base64.urlsafe_b64encode(zlib.compress(json.dumps(ids).encode()))
    return made.decode().rstrip("=")


def test_a_link_that_giggity_shares_stars_and_hides(moths: Run, tmp_path: Path) -> None:
    link = (
        f"https://ggt.gaa.st/#url=https%3A%2F%2Fm.example&see={packed(['350d7bdf-a23e-5293-864f'])}"
    )
    starred, said = imported(moths, tmp_path, f"Look: {link}&rem={packed(['9'])}\n")
    assert len(starred) == 1
    assert starred[0].startswith("Moths & lamps")
    assert "9: no talk of your library" in said


@pytest.mark.parametrize("see", ["eJw", "!!!", "eJyLVkoySzazMDOz0DU3TzbVNU0"])
def test_a_damaged_link_is_refused_in_a_sentence(moths: Run, tmp_path: Path, see: str) -> None:
    path = tmp_path / "theirs"
    path.write_text(f"https://ggt.gaa.st/#url=x&see={see}", encoding="utf-8")
    ran = moths("import", str(path))
    assert ran.code == 2
    assert "Traceback" not in ran.err and len(ran.err.splitlines()) == 1


def test_importing_twice_changes_nothing_more(moths: Run, tmp_path: Path) -> None:
    text = f"{START}{event('2@2025@be.digitalia.fosdem', NIGHT)}END:VCALENDAR\n"
    imported(moths, tmp_path, text)
    assert moths("import", str(tmp_path / "theirs")).out.endswith("contains nothing new.\n")


def test_a_file_with_nearly_a_whole_programme_is_no_choice(run: Run, tmp_path: Path) -> None:
    talks = "".join(
        event(
            f"moth-{at}@moth.example",
            f"DTSTART:20250201T{at // 6:02}{at % 6}000Z\nSUMMARY:Moth {at}",
        )
        for at in range(60)
    )
    path = tmp_path / "MothCon 2025.ics"
    path.write_text(f"{START}{talks}END:VCALENDAR\n", encoding="utf-8")
    run("add", str(path))
    ran = run("import", str(path))
    assert (ran.code, ran.out) == (2, "")
    assert "contains nearly all talks of MothCon 2025, so it is no choice of yours" in ran.err
    assert not [one for one in run("list", "--json").objects if one["starred"]]
