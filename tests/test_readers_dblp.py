"""dblp's answers and records."""

from datetime import date

import pytest
from sample_formats_papers import DBLP_JSON, DBLP_XML

from confbrowse.readers import Hints, read

HINTS = Hints(date(2025, 1, 1), source="made-up", location="/somewhere/made-up")


@pytest.mark.parametrize("raw", [DBLP_JSON, DBLP_XML])
def test_a_paper_has_its_people_without_numbers_and_its_links(raw: bytes) -> None:
    reading = read(raw, HINTS)
    moths, night, _ = reading.programme.talks
    assert (moths.title, moths.authors) == ("Moths & lamps", ("Ada Ångström", "Bo"))
    assert [link.url for link in moths.links] == [
        "https://doi.org/10.1000/1",
        "https://dblp.org/rec/conf/moth/AB25",
    ]
    assert (moths.uid, night.title, night.authors) == ("conf/moth/AB25", "Night flight", ("Bo",))
    assert [one.text for one in reading.remarks if one.left_out] == ["Proceedings of MothCon."]


def test_a_page_of_a_longer_answer_says_so() -> None:
    assert "a page with 4 of 5 publications" in read(DBLP_JSON, HINTS).warnings[0].reason


def test_papers_of_one_venue_and_year_are_called_after_them() -> None:
    raw = DBLP_JSON.replace(b'["BatCon", "MothCon"]', b'"MothCon"')
    assert read(raw, HINTS).programme.name == "MothCon 2025"
