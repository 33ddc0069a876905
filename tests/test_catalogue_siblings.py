"""A page of a known site leads to its whole programme; other pages do not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from confbrowse.sources.catalogue import known, siblings

SERIES = known().series
ICML = "https://icml.cc/static/virtual/data/icml-2025-orals-posters.json"
EVENT = "https://pretalx.com/moths-2025"
CONGRESS = "https://fahrplan.events.ccc.de/congress"
INDICO = "https://indico.cern.ch"


@pytest.mark.parametrize(
    ("page", "found"),
    [
        ("https://icml.cc/virtual/2025/calendar", ICML),
        ("https://www.icml.cc/virtual/2025/calendar?filter_events=x#top", ICML),
        ("https://icml.cc/virtual/2025/papers.html?filter=titles", ICML),
        ("https://icml.cc/virtual/2025/", ICML),
        ("https://icml.cc/virtual/2025", ICML),
        ("https://icml.cc/virtual/2025/loc/some-city/calendar", ICML),
        ("https://icml.cc/Conferences/2025/Schedule?type=Poster", ICML),
        ("https://nips.cc/virtual/2025/", ICML.replace("icml", "neurips")),
        (f"{EVENT}/schedule/", f"{EVENT}/schedule/export/schedule.json"),
        (f"{EVENT}/talk/ABCDEF/", f"{EVENT}/schedule/export/schedule.json"),
        (f"{EVENT}/sneak", f"{EVENT}/schedule/export/schedule.json"),
        (f"{EVENT}/", f"{EVENT}/schedule/export/schedule.json"),
        (
            "https://cfp.moths.example/2025/speaker/X/",
            "https://cfp.moths.example/2025/schedule/export/schedule.json",
        ),
        ("https://fosdem.org/2025/schedule/", "https://fosdem.org/2025/schedule/xml"),
        ("https://fosdem.org/2025/schedule/event/x/", "https://fosdem.org/2025/schedule/xml"),
        (
            f"{CONGRESS}/2024/fahrplan/talk/HQCCYH/",
            f"{CONGRESS}/2024/fahrplan/schedule/export/schedule.xml",
        ),
        (f"{CONGRESS}/2018/Fahrplan/events/9595", f"{CONGRESS}/2018/Fahrplan/schedule.xml"),
        (f"{INDICO}/event/123/", f"{INDICO}/export/timetable/123.json"),
        (f"{INDICO}/event/123/timetable/#all", f"{INDICO}/export/timetable/123.json"),
        ("https://kccnceu2026.sched.com/grid", "https://kccnceu2026.sched.com/all.ics"),
        (
            "https://datatracker.ietf.org/meeting/124/agenda",
            "https://datatracker.ietf.org/meeting/124/agenda.ics",
        ),
        (
            "https://debconf25.debconf.org/schedule/",
            "https://debconf25.debconf.org/schedule/pentabarf.xml",
        ),
    ],
)
def test_a_page_of_a_known_site_has_a_better_sibling(page: str, found: str) -> None:
    assert siblings(page, SERIES)[0] == found


def test_a_congress_has_its_programme_in_two_forms() -> None:
    assert siblings(f"{CONGRESS}/2023/fahrplan/", SERIES) == (
        f"{CONGRESS}/2023/fahrplan/schedule.xml",
        f"{CONGRESS}/2023/fahrplan/schedule.json",
    )


@pytest.mark.parametrize(
    "page",
    [
        ICML,
        "https://icml.cc/virtual/2025/poster/44",
        "https://icml.cc/virtual/2025/session/44",
        "https://icml.cc/virtual/2025/loc/some-city/poster/44",
        "https://me:secret@icml.cc/virtual/2025/calendar",
        "https://icml.cc/virtual/1999/calendar",
        "https://nobody.example/virtual/2025/calendar",
        "https://fosdem.org/2025/schedule/xml",
        "https://fosdem.org/2025/",
        f"{EVENT}/schedule/export/schedule.xml",
        "https://pretalx.com/",
        "https://moths.example/moths-2025/schedule/",
        "https://moths.example/event/123/",
        f"{INDICO}/category/123/",
        "https://[",
        "",
    ],
)
def test_data_single_pages_and_strangers_have_none(page: str) -> None:
    assert siblings(page, SERIES) == ()


@given(
    st.sampled_from(["https://icml.cc", "https://pretalx.com", INDICO, "https://fosdem.org", ""]),
    st.text(max_size=30),
)
def test_whatever_the_page_its_siblings_are_on_a_known_site(site: str, path: str) -> None:
    for found in siblings(f"{site}/{path}", SERIES):
        assert found.startswith(("https://icml.cc/", "https://pretalx.com/", INDICO, "https://f"))
        assert found != f"{site}/{path}"
