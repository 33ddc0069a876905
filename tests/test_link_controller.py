"""The citation of a talk, as it is copied."""

from dataclasses import replace

from stories import CODE, LAMPS, MOTHS

from confbrowse.tui.controllers.links import citation


def test_a_citation_names_title_authors_session_and_best_link() -> None:
    assert citation(MOTHS).splitlines() == [
        "Moths and Lamps",
        "Grace Hopper, Jürgen Groß",
        "Lamps, ICML 2021",
        CODE.url,
    ]


def test_a_citation_has_no_empty_lines_for_what_is_unknown() -> None:
    assert citation(replace(MOTHS, authors=(), links=())) == "Moths and Lamps\nLamps, ICML 2021"


def test_a_citation_is_readable_where_the_source_is_latex() -> None:
    session = replace(LAMPS, title="$\\alpha$ and $\\beta$")
    found = citation(replace(MOTHS, title="$O(n^2)$ moths", session=session)).splitlines()
    assert (found[0], found[2]) == ("O(n²) moths", "α and β, ICML 2021")
