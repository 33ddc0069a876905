"""The status bar: the most important parts are never pushed out, and an ellipsis marks what was cut."""

from collections.abc import Sequence
from dataclasses import replace

import pytest
from factories import lines
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.cells import cell_len

from confbrowse.text.cells import ELLIPSIS, Drawn, text_of
from confbrowse.tui.widgets.glyphs import CLASH
from confbrowse.tui.widgets.status_bar import (
    Bar,
    BarKey,
    Rule,
    Status,
    bar_line,
    keys_that_fit,
    path,
    status_pieces,
)

unhurried = settings(deadline=None)
label = lines | st.text(st.sampled_from("ab 蛾灯🎉e\u0301"), max_size=40)
drawn = st.lists(st.tuples(label, st.sampled_from(["", "line--faint"])), max_size=4).map(tuple)
widths = st.integers(1, 200) | st.integers(1, 20)
KEYS = [
    BarKey(*one) for one in (("s", "Star"), ("/", "Filter"), ("Ctrl-p", "Palette"), ("灯", "蛾"))
]
LONG = ("NeurIPS 2020", "Tue 8 Dec 2020", "Orals & Spotlights Track 08: Deep Learning")
STATUS = Status(("ICML 2021", "Tue 20 July"), at=3, shown=12, total=12, timezone="PDT")


def plain(text: str) -> Drawn:
    return ((text, ""),)


def shown_keys(keys: Sequence[BarKey], width: int) -> str:
    return "".join(text_of(one.pieces) for one in keys_that_fit(keys, width))


def told(status: Status, width: int = 120) -> str:
    return text_of(bar_line(*status_pieces(status, width), width))


@unhurried
@given(drawn, drawn, widths)
def test_ribbon_is_exactly_as_wide_as_asked(left: Drawn, right: Drawn, width: int) -> None:
    assert cell_len(text_of(bar_line(left, right, width))) == width


@unhurried
@given(drawn, drawn, widths)
def test_left_is_whole_or_cut_with_an_ellipsis(left: Drawn, right: Drawn, width: int) -> None:
    shown = text_of(bar_line(left, right, width))
    assert shown.startswith(text_of(left)) or ELLIPSIS in shown


@unhurried
@given(drawn, drawn, widths)
def test_right_stands_at_the_end_whole_or_not_at_all(left: Drawn, right: Drawn, width: int) -> None:
    shown = bar_line(left, right, width)
    assert shown == bar_line(left, (), width) or text_of(shown).endswith(text_of(right))


@pytest.mark.parametrize(
    ("width", "shown"),
    [(20, "Moths          Lamps"), (9, "Moths    "), (4, "Mot…"), (1, "…")],
)
def test_right_makes_way_for_left(width: int, shown: str) -> None:
    assert text_of(bar_line(plain("Moths"), plain("Lamps"), width)) == shown


def test_pieces_of_a_ribbon_keep_their_looks() -> None:
    left, right = (("a", "line--when"), ("b", "line--star")), (("c", "line--faint"),)
    pieces = [piece for piece in bar_line(left, right, 30) if piece[0].strip()]
    assert pieces == [*left, *right]


@unhurried
@given(st.lists(st.builds(BarKey, label, label), max_size=8), widths)
def test_keys_take_no_more_than_the_width(keys: list[BarKey], width: int) -> None:
    assert cell_len(shown_keys(keys, width)) <= width


def test_keys_are_shown_whole_from_the_first_as_many_as_fit() -> None:
    shown = [shown_keys(KEYS, width).split() for width in range(1, 60)]
    whole = [word for one in KEYS for word in (one.key, one.label)]
    assert all(words == whole[: len(words)] and len(words) % 2 == 0 for words in shown)
    assert [len(words) for words in shown] == sorted(len(words) for words in shown)
    assert shown[-1] == whole


def test_status_says_where_we_are_and_what_zone_times_are_in() -> None:
    shown = told(STATUS)
    assert shown.startswith(" ICML 2021 › Tue 20 July ")
    assert "times in PDT" in shown
    assert shown.rstrip().endswith("3 of 12")


def test_status_says_which_filter_is_on_and_what_it_leaves() -> None:
    filtered = Status(("ICML 2021",), 1, 12, 6500, query="moths [red]", timezone="PDT")
    shown = told(filtered)
    assert "search: moths [red]" in shown
    assert "12 of 6,500" in shown
    assert "filter" not in told(STATUS)


def test_status_says_when_the_source_names_no_zone() -> None:
    assert "time zone not given" in told(Status(("ICML 2021",), 1, 1, 1))


def test_status_marks_an_assumed_year() -> None:
    guessed = Status(("ICML 2021",), 1, 1, 1, timezone="PDT", year_assumed=True)
    assert "year assumed" in told(guessed)
    assert "assumed" not in told(STATUS)


def test_status_of_a_talk_without_a_time_names_no_zone() -> None:
    shown = told(Status(("ICML 2021",), 1, 4, 4, timed=False, year_assumed=True))
    assert "zone" not in shown
    assert "assumed" not in shown
    assert "1 of 4" in shown


def test_status_of_an_empty_list_counts_nothing() -> None:
    shown = told(Status(("ICML 2021",), 1, 0, 12, query="zzz", timed=False))
    assert "0 of 12" in shown
    assert "1/0" not in shown


@pytest.mark.parametrize("width", [40, 60, 80, 120, 160])
@pytest.mark.parametrize("where", [("ICML 2021",), LONG])
def test_filter_count_zone_and_guess_are_on_screen_at_every_size(
    width: int, where: tuple[str, ...]
) -> None:
    filtered = Status(where, 1, 12, 650, query="moths", timezone="PDT", year_assumed=True)
    shown = told(filtered, width)
    assert "moths" in shown
    assert "12 of 650" in shown
    assert "PDT" in shown
    assert "year" in shown


def test_widgets_draw_themselves_as_one_line() -> None:
    ribbon, rule = Bar(), Rule()
    ribbon.left, ribbon.right = plain("Moths"), plain("Lamps")
    assert (ribbon.line_count(), rule.line_count()) == (1, 1)
    assert text_of(ribbon.draw_line(0, 20)) == "Moths          Lamps"
    assert text_of(rule.draw_line(0, 5)) == "─────"


@pytest.mark.parametrize(
    ("width", "shown"),
    [
        (60, "All programmes › ICML 2021 › Deep Learning 1"),
        (40, "All… › ICML 2021 › Deep Learning 1"),
        (30, "ICML 2021 › Deep Learning 1"),
        (20, "ICML… › Deep…"),
        (10, "Deep…"),
        (9, "Deep…"),
        (5, "Deep…"),
        (4, "Dee…"),
        (3, "De…"),
    ],
)
def test_where_we_are_is_cut_from_the_whole_on(width: int, shown: str) -> None:
    where = ("All programmes", "ICML 2021", "Deep Learning 1")
    assert path(where, width) == shown
    assert cell_len(path(where, width)) <= width


FULL = Status(
    ("ICML 2026", "Tue 7 Jul 2026", "Oral 1E Understanding: Interpretability"),
    at=1_204,
    shown=1_631,
    total=6_030,
    hidden=12,
    order="session",
    clashes=2,
    weak_clashes=3,
    timezone="America/Argentina/Buenos_Aires",
    offset="UTC-3",
    year_assumed=True,
)


@pytest.mark.parametrize("width", [60, 70, 80, 100, 120, 200])
def test_position_zone_and_counts_stay_and_the_rest_gives_way(width: int) -> None:
    shown = told(FULL, width)
    assert "1,204 of 1,631" in shown or "1,204/1,631" in shown
    assert "Buenos Aires" in shown
    assert "year" in shown
    assert (CLASH in shown) == (width >= 100)
    found = told(replace(FULL, query="author:(jazbec|kwon) day:tue is:oral"), width)
    assert "1,204/1,631 of 6,030" in found
    assert "Buenos Aires" in found
    assert "author:(jaz" in found


def test_the_path_comes_before_the_search_where_there_is_room() -> None:
    filtered = replace(STATUS, query="moths", total=6500)
    assert told(filtered).startswith(" ICML 2021 › Tue 20 July › search: moths 3/12 of 6,500 ")
    assert told(filtered, 60).startswith(" ICML 2021 › Tue 20 July › /moths 3/12 of 6,500 ")
    assert "/moths 3/12 of 6,500 " in told(filtered, 40)


def test_a_long_search_is_cut_between_its_words() -> None:
    filtered = replace(STATUS, query="learning representations kind:oral", total=6500)
    assert told(filtered, 50).startswith(" /learning representations… 3/12 of 6,500 ")
    assert told(filtered, 40).startswith(" /learning… 3/12 of 6,500 ")


def test_several_zones_are_not_called_the_zone_of_the_list() -> None:
    status = replace(STATUS, timezone="Asia/Seoul", offset="UTC+9", is_one_zone=False)
    assert "event times, here Seoul (UTC+9)" in told(status)
    assert "  Seoul time (UTC+9) · 3 of 12" in told(replace(status, is_one_zone=True))
    assert "  Seoul (UTC+9) · 3/12" in told(replace(status, is_one_zone=True), 60)


def test_clashes_make_way_for_the_zone_and_the_place_in_the_list() -> None:
    where = ("FOSDEM 2024",)
    status = Status(where=where, at=6, shown=876, total=876, timezone="Europe/Brussels", clashes=2)
    assert "6/876" in told(status, 40)
    assert "Brussels" in told(status, 40)
    assert "clashes with 2" in told(status, 120)
