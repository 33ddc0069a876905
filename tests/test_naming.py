"""Name, year and site of a programme come from the most reliable place that states them."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from confbrowse.ingest.pipeline import ImportOptions, gather
from confbrowse.readers import read
from confbrowse.readers.base import Hints
from confbrowse.readers.naming import (
    is_name,
    programme_name,
    series_of_site,
    series_spelling,
    site_base,
    site_url,
    years_in_names,
    years_of_sites,
)
from confbrowse.sources.files import sources

TODAY = date(2026, 11, 22)


def at(location: str, name: str | None = None) -> Hints:
    """Return the hints for a source at *location*."""
    return Hints(TODAY, location=location, name=name)


@pytest.mark.parametrize(
    ("location", "name"),
    [
        ("/x/icml-2021-deep-learning-1.txt", "ICML 2021"),
        ("/x/neurips-2020-track-08.txt", "NeurIPS 2020"),
        ("/x/nips2017.txt", "NeurIPS 2017"),
        ("/x/NeurIPS_2020_track.txt", "NeurIPS 2020"),
        ("/x/mlsys 2025 session.txt", "MLSys 2025"),
        ("/x/interspeech2023.txt", "Interspeech 2023"),
        ("/x/MothCon 2025.ics", "MothCon 2025"),
        ("/x/workshops-2023.txt", "Workshops 2023"),
        ("/x/deep-learning-1.icml-2021.txt", "ICML 2021"),
        ("/x/icml-2021/deep-learning-1.txt", "ICML 2021"),
        ("/x/ICML 2021/deep-learning-1.txt", "ICML 2021"),
        ("/x/deep-learning_1.txt", "Deep learning 1"),
        ("/x/talks-20210720.txt", "Talks 20210720"),
        ("/x/día.txt", "Día"),
        ("", "Programme"),
    ],
)
def test_a_source_names_its_programme(location: str, name: str) -> None:
    assert programme_name(at(location)) == name


def test_the_page_names_it_better_and_the_user_best() -> None:
    assert programme_name(at("/x/icml-2021.txt"), "ICLR", 2020) == "ICLR 2020"
    assert programme_name(at("/x/icml-2021.txt"), "ICLR", None) == "ICML 2021"
    assert programme_name(at("/x/icml-2021.txt", "My week"), "ICLR", 2020) == "My week"


@pytest.mark.parametrize(
    ("addresses", "years"),
    [
        (["/virtual/2021/poster/1", "/virtual/2020/x", "/virtual/2021/y"], [2021, 2020]),
        (["https://icml.cc/virtual/2021/session/12"], [2021]),
        (["/Conferences/2019/Schedule", "/virtual/index", "", "/virtual/20211/x"], []),
        (["/virtual/1066/x"], []),
    ],
)
def test_addresses_of_virtual_sites_name_years(addresses: list[str], years: list[int]) -> None:
    assert years_of_sites(addresses) == years


def test_names_of_file_and_folder_name_years() -> None:
    assert list(years_in_names(at("/x/2020/icml-2021-b.txt", "Week 2019"))) == [2019, 2021, 2020]


@pytest.mark.parametrize(
    ("address", "series"),
    [
        ("https://icml.cc/virtual/2021/session/12", "ICML"),
        ("https://dev.icml.cc/virtual/2023/day/7/28", "ICML"),
        ("https://nips.cc./virtual/2021/session/12", "NeurIPS"),
        ("https://virtual.aistats.org/virtual/2024/poster/1", "AISTATS"),
        ("https://cvpr.thecvf.com/virtual/2025/poster/1", "CVPR"),
        ("https://eccv.ecva.net/virtual/2024/poster/1", "ECCV"),
        ("https://workshop.example.org/virtual/2024/1", "Example"),
        ("https://icml.cc/Conferences/2021", None),
        ("/virtual/2021/session/12", None),
        ("https://[broken/virtual/2021", None),
        ("", None),
    ],
)
def test_the_host_of_a_virtual_site_tells_the_series(address: str, series: str | None) -> None:
    assert series_of_site([address]) == series


def test_the_base_is_the_virtual_site_s_and_no_other() -> None:
    addresses = ["https://proceedings.mlsys.org/papers", "HTTPS://ICML.cc/virtual/2021/session/12"]

    assert site_base(addresses) == "https://icml.cc"
    assert site_base(addresses[:1]) is None


@pytest.mark.parametrize(
    ("series", "location", "site"),
    [
        ("MLSys", "", "https://mlsys.org"),
        (None, "/x/icml-2021-a.txt", "https://icml.cc"),
        (None, "/x/nips-2017.txt", "https://neurips.cc"),
        ("Example", "/x/icml-2021.txt", "https://icml.cc"),
        (None, "/x/pycon-2021.txt", None),
        (None, "", None),
    ],
)
def test_a_known_series_has_a_known_site(
    series: str | None, location: str, site: str | None
) -> None:
    assert site_url(series, at(location)) == site


@pytest.mark.parametrize(
    ("series", "shown"),
    [
        ("icml", "ICML"),
        ("NIPS", "NeurIPS"),
        ("mlsys", "MLSys"),
        ("sigir", "SIGIR"),
        ("example", "Example"),
    ],
)
def test_a_series_is_written_as_its_people_do(series: str, shown: str) -> None:
    assert series_spelling(series) == shown


@pytest.mark.parametrize(
    ("stem", "named"),
    [
        ("icml-2021-deep-learning", True),
        ("MothCon", True),
        ("moth schedule", True),
        ("schedule", False),
        ("download (3)", False),
        ("page 3", False),
        ("54089", False),
        ("d41d8cd98f00b204e9800998ecf8427e", False),
        ("0b9c9a7e-0d0c-4a9e-9f5e-7d1e3f5a9b01", False),
        ("facade", True),
        ("Untitled document - Copy", False),
    ],
)
def test_a_file_names_a_programme_if_its_name_is_a_name(stem: str, named: bool) -> None:
    assert is_name(stem) is named


def test_a_file_without_a_name_is_called_by_its_only_session() -> None:
    page = b"title,session,authors\nMoths,Insects &amp; lamps,Ada\nBats,Insects &amp; lamps,Bo\n"
    hints = Hints(
        date(2025, 1, 1), source="page (3).csv", location="/somewhere/downloads/page (3).csv"
    )
    reading = read(page, hints)
    assert reading.programme.name == "Insects & lamps"
    assert "Set --name" in reading.warnings[0].reason
    assert read(page, replace(hints, name="MothCon")).programme.name == "MothCon"
    two = read(page.replace(b"Bats,Insects", b"Bats,Mammals"), hints)
    assert two.programme.name == "Programme"


def test_several_files_without_a_name_are_offered_as_one_programme(tmp_path: Path) -> None:
    folder = tmp_path / "Downloads"
    folder.mkdir()
    for number in (1, 2):
        text = f"title,session\nMoths {number},Insects {number}\n"
        (folder / f"page ({number}).csv").write_text(text)
    paths = sources([str(folder / f"page ({number}).csv") for number in (1, 2)])
    gathered = gather(paths, ImportOptions(TODAY))
    assert [one.name for one in gathered.programmes] == ["Insects 1", "Insects 2"]
    assert "2 of these sources have no name" in gathered.notices[0]
    named = gather(paths, ImportOptions(TODAY, name="MothCon"))
    assert [(one.name, len(one.talks)) for one in named.programmes] == [("MothCon", 2)]
    assert named.notices == ()
