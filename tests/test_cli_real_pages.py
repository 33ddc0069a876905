"""Two real session pages, as the command line lists them."""

from pathlib import Path

import pytest
from command_line import Run

PAGES = Path(__file__).parents[2] / "shared" / "data" / "session-pages"


@pytest.mark.parametrize(
    ("page", "year", "talks", "first", "title"),
    [
        (
            "icml-2021-deep-learning-1.txt",
            "2021",
            8,
            "2021-07-20T07:00:00-07:00",
            "Not All Memories are Created Equal: Learning to Forget by Expiring",
        ),
        (
            "neurips-2020-track-08-deep-learning.txt",
            "2020",
            15,
            "2020-12-08T06:00:00-08:00",
            "Multiscale Deep Equilibrium Models",
        ),
    ],
)
def test_a_real_page_is_listed_with_its_facts(
    run: Run, page: str, year: str, talks: int, first: str, title: str
) -> None:
    source = PAGES / page
    if not source.exists():
        pytest.skip(f"{page} is not ours to ship, and not beside this checkout")
    ran = run("list", str(source), "--json", "--year", year)
    assert ran.code == 0
    assert len(ran.objects) == talks
    assert (ran.objects[0]["start"], ran.objects[0]["title"]) == (first, title)
    assert not any(talk["year_assumed"] for talk in ran.objects)
