"""Conferences by name: each has a URL, is found in any spelling, and files have priority."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from command_line import PAGE, Run, written
from hypothesis import given
from hypothesis import strategies as st

from confbrowse.cli.inputs import resolve_editions
from confbrowse.readers import READERS
from confbrowse.settings import OwnSeries
from confbrowse.sources.catalogue import Series, address, complete, known, read, search, venue_zone
from confbrowse.text.links import make_link
from confbrowse.text.slugs import slug

SERIES = known().series
TODAY = date(2026, 11, 25)
MOTHS = OwnSeries("Moth Con", "https://moths.example/{year}.xml", 2019, zone="Europe/Vienna")


@pytest.mark.parametrize("series", SERIES, ids=lambda series: series.name)
def test_every_edition_has_an_address_that_is_found_by_its_name(series: Series) -> None:
    editions = series.until(TODAY.year)
    assert editions
    for edition in editions:
        found = series.address(edition)
        assert found
        assert "{" not in found
        assert make_link(found)
        assert address(series.edition_name(edition), SERIES) == found
        assert address(series.edition_word(edition), SERIES) == found


def test_every_series_is_in_a_format_that_is_read() -> None:
    assert {series.format for series in SERIES} <= {reader.name for reader in READERS}


def test_no_shipped_entry_is_wrong_and_names_are_unique() -> None:
    assert not known().faults
    assert len({slug(series.name) for series in SERIES}) == len(SERIES)


@pytest.mark.parametrize("name", ["fosdem-2025", "FOSDEM 2025", "Fosdem_2025", "fosdem25"])
def test_an_edition_is_known_in_any_spelling(name: str) -> None:
    assert address(name, SERIES) == "https://fosdem.org/2025/schedule/xml"


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("ietf-124", "https://datatracker.ietf.org/meeting/124/agenda.ics"),
        ("gpn23", "https://cfp.gulas.ch/gpn23/schedule/export/schedule.xml"),
        ("ccc-2019", "https://fahrplan.events.ccc.de/congress/2019/Fahrplan/schedule.xml"),
        ("kubecon-eu-2025", "https://kccnceu2025.sched.com/all.ics"),
    ],
)
def test_numbers_and_single_editions_have_addresses_of_their_own(name: str, found: str) -> None:
    assert address(name, SERIES) == found


@pytest.mark.parametrize(
    "name",
    ["fosdem", "fosdem-1999", "nobody-2025", "fosdem-2025-2", "ccc-2021", "iccv-2026", "", "2025"],
)
def test_what_is_no_edition_is_none(name: str) -> None:
    assert address(name, SERIES) is None


@pytest.mark.parametrize(
    ("query", "name"), [("fosdm", "FOSDEM"), ("chaos", "CCC"), ("nips", "NeurIPS")]
)
def test_a_series_is_found_by_a_like_name(query: str, name: str) -> None:
    assert search(query, SERIES)[0].name == name


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("fosd", ["FOSDEM 2026", "FOSDEM 2025"]),
        ("fosdem-202", ["FOSDEM 2026", "FOSDEM 2025"]),
        ("FOSDEM 2024", ["FOSDEM 2024"]),
        ("fosdem-2027", ["FOSDEM 2027"]),
        ("icml 25", ["ICML 2025"]),
        ("ietf", ["IETF 127", "IETF 126"]),
        ("iccv", ["ICCV 2025"]),
        ("", ["ICML 2026", "NeurIPS 2026"]),
        ("qqqq", []),
    ],
)
def test_what_is_typed_becomes_editions_the_newest_first(typed: str, first: list[str]) -> None:
    found = complete(typed, SERIES, TODAY)
    assert found[: len(first)] == first
    assert bool(found) == bool(first)


@given(st.text(max_size=20))
def test_whatever_is_typed_every_proposal_can_be_added(typed: str) -> None:
    assert all(address(name, SERIES) for name in complete(typed, SERIES, TODAY))


@pytest.mark.parametrize(
    ("told", "zone"),
    [
        ("ICML 2026", "Asia/Seoul"),
        ("NIPS 2025", None),
        ("https://nips.cc/virtual/2025/poster/1", "America/Los_Angeles"),
        ("https://icml.cc/static/virtual/data/icml-2025-orals-posters.json", "America/Vancouver"),
        ("FOSDEM 2031", "Europe/Brussels"),
        ("ICML 2021", None),
        ("https://pretalx.com/moths-2025/schedule/", None),
        ("https://[", None),
        ("Moths", None),
    ],
)
def test_the_zone_of_a_venue_is_known_by_name_and_address(told: str, zone: str | None) -> None:
    assert venue_zone(told, SERIES) == zone


GOOD: dict[str, object] = {"name": "Good", "url": "https://good.example/{year}", "since": 2020}


@pytest.mark.parametrize(
    "wrong",
    [
        {},
        {**GOOD, "url": "gopher://x"},
        {**GOOD, "url": "https://x.example/{day}"},
        {**GOOD, "zone": "Moon/Tycho"},
        {**GOOD, "zones": {"2020": "Moon/Tycho"}},
        {**GOOD, "zones": 3},
        {**GOOD, "editions": {"soon": "https://x.example"}},
        {**GOOD, "since": "2020"},
        {**GOOD, "name": 3},
        {**GOOD, "colour": "red"},
        {**GOOD, "every": 0},
        {**GOOD, "hosts": "x"},
        {**GOOD, "numbered": {"first": 1}},
    ],
)
def test_one_wrong_entry_is_named_and_the_others_work(wrong: dict[str, object]) -> None:
    found = read([wrong, GOOD])
    assert [one.name for one in found.series] == ["Good"]
    (fault,) = found.faults
    assert fault.startswith("Ignored ")


def test_my_own_series_go_first_and_replace_shipped_ones() -> None:
    mine = known([MOTHS, replace(MOTHS, name="fosdem")]).series
    assert address("moth-con-2026", mine) == "https://moths.example/2026.xml"
    assert address("fosdem-2026", mine) == "https://moths.example/2026.xml"
    assert venue_zone("Moth Con 2026", mine) == "Europe/Vienna"
    assert complete("moth", mine, TODAY)[0] == "Moth Con 2026"


def test_the_command_prints_what_is_known(run: Run) -> None:
    assert len(run("catalogue").lines) == len(SERIES)
    assert run("catalogue", "fosdem").lines[0].startswith("FOSDEM 2")
    found = run("catalogue", "fosdem", "--json").objects[0]
    assert found["since"] == 2013
    assert "fosdem-2020" in found["editions"]
    assert run("catalogue", "qqqq").code == 1


def test_the_catalogue_fits_a_terminal_of_80_columns(run: Run) -> None:
    assert max(map(len, run("catalogue").lines)) <= 80


@pytest.mark.parametrize(
    ("name", "meant"), [("fosdem-1999", "FOSDEM 20"), ("fosdm-2025", "FOSDEM 2025")]
)
def test_a_slip_in_the_name_of_an_edition_is_reported_with_what_is_meant(
    run: Run, name: str, meant: str
) -> None:
    ran = run("add", name)
    assert ran.code == 2
    assert f"No file or known conference is called {name}; did you mean {meant}" in ran.err


def test_the_command_knows_my_own(run: Run, home_folder: Path) -> None:
    (home_folder / "config").mkdir(parents=True)
    written(
        home_folder / "config" / "config.toml",
        '[[catalogue]]\nname = "Moth Con"\nurl = "https://moths.example/{year}.xml"\n[[catalogue]]\n',
    )
    ran = run("catalogue", "moth con")
    assert ran.lines[0].startswith("Moth Con ")
    assert ran.err.count("needs a name and a url") == 1


@pytest.mark.parametrize(
    ("names", "found"),
    [
        (["NeurIPS", "2024"], ["neurips-2024"]),
        (["x.txt", "Capitole", "du", "Libre", "2024", "icml-2025"],
         ["x.txt", "capitole-du-libre-2024", "icml-2025"]),
        (["nobody", "2024"], ["nobody", "2024"]),
    ],
)  # fmt: skip
def test_an_edition_can_be_typed_as_it_is_printed(names: list[str], found: list[str]) -> None:
    assert resolve_editions(names, lambda: SERIES) == [address(one, SERIES) or one for one in found]


def test_a_file_of_that_name_goes_first(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    written(tmp_path / "fosdem-2025", PAGE)
    assert run("add", "fosdem-2025", "--year", "2021").out.startswith("Added FOSDEM 2025: 4 talks")
