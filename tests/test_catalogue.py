"""Conferences by name: each has an address, is found however it is spelt, and files go first."""

from pathlib import Path

import pytest
from command_line import PAGE, Run, written

from confbrowse.catalogue import Series, address, search, shipped
from confbrowse.text.links import link

SERIES = shipped()


@pytest.mark.parametrize("series", SERIES, ids=lambda series: series.name)
def test_every_series_has_an_address_for_a_year(series: Series) -> None:
    found = series.address(2025)
    assert "{" not in found
    assert link(found)


def test_names_are_unique() -> None:
    assert len({series.name.lower() for series in SERIES}) == len(SERIES)


@pytest.mark.parametrize("name", ["fosdem-2025", "FOSDEM 2025", "Fosdem_2025"])
def test_an_edition_is_known_in_any_spelling(name: str) -> None:
    assert address(name, SERIES) == "https://fosdem.org/2025/schedule/xml"


@pytest.mark.parametrize("name", ["fosdem", "fosdem-1999", "nobody-2025", "fosdem-2025-2"])
def test_what_is_no_edition_is_none(name: str) -> None:
    assert address(name, SERIES) is None


@pytest.mark.parametrize(
    ("query", "name"), [("fosdm", "FOSDEM"), ("chaos", "CCC"), ("nips", "NeurIPS")]
)
def test_a_series_is_found_by_a_like_name(query: str, name: str) -> None:
    assert search(query, SERIES)[0].name == name


def test_the_command_prints_what_is_known(run: Run) -> None:
    assert len(run("catalogue").lines) == len(SERIES)
    assert run("catalogue", "fosdem").lines[0].startswith("FOSDEM ")
    assert run("catalogue", "fosdem", "--json").objects[0]["since"] == 2013
    assert run("catalogue", "qqqq").code == 1


def test_a_file_of_that_name_goes_first(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    written(tmp_path / "fosdem-2025", PAGE)
    assert run("add", "fosdem-2025", "--year", "2021").out.startswith("Added FOSDEM 2025: 4 talks")
