"""The view state is restored; an invalid file gives the default view."""

import json
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from factories import words
from hypothesis import example, given
from hypothesis import strategies as st
from unwritable import folder, no_file_larger_than, without_rights

from confbrowse.errors import StoreError
from confbrowse.model import Scope
from confbrowse.text.clean import clean_line
from confbrowse.tui.view_state import (
    DEFAULT_VIEW,
    LIST_SHARES,
    ORDERS,
    SIDEBAR_WIDTHS,
    ViewState,
    load,
    save,
)

days = st.just("") | st.dates().map(lambda day: day.isoformat())
scopes = st.builds(Scope, st.none() | words, st.none() | days, st.none() | words)
places = st.builds(
    ViewState,
    scope=scopes,
    talk=st.none() | words,
    query=words | st.just(""),
    expanded=st.frozensets(scopes, max_size=3),
    sidebar=st.none() | st.booleans(),
    sidebar_width=st.sampled_from(SIDEBAR_WIDTHS),
    list_share=st.sampled_from(LIST_SHARES),
    stacked_share=st.sampled_from(LIST_SHARES),
    order=st.sampled_from(ORDERS),
    detailed=st.none() | st.booleans(),
    timetable_preview=st.none() | st.booleans(),
    coarse_timetable=st.booleans(),
    theme=words | st.just(""),
)
THERE = ViewState(Scope("icml-2021", "2021-07-20", "Deep Learning 1"), "icml-2021/moths", "owls")
KEYS = (
    *("scope", "talk", "query", "searches", "opened", "sidebar", "sidebar_width", "list_share"),
    *("order", "detailed", "clock", "theme", "timetable_preview", "coarse_timetable"),
    "stacked_share",
)
"""The keys of the file, which earlier and later versions read."""


def kept(tmp_path: Path, **changes: object) -> ViewState:
    """Return the state loaded from a file with *changes* by another program."""
    path = tmp_path / "place.json"
    save(path, THERE)
    path.write_text(json.dumps(json.loads(path.read_text()) | changes), encoding="utf-8")
    return load(path)


@given(places)
@example(DEFAULT_VIEW)
def test_a_place_comes_back_as_it_was(
    tmp_path_factory: pytest.TempPathFactory, place: ViewState
) -> None:
    path = tmp_path_factory.mktemp("home") / "state" / "place.json"
    save(path, place)
    assert load(path) == place
    assert [file.name for file in path.parent.iterdir()] == ["place.json"]


def test_the_keys_of_the_file_are_promised(tmp_path: Path) -> None:
    save(tmp_path / "place.json", ViewState(history=("owls",), expanded=frozenset({Scope("tiny")})))
    data = json.loads((tmp_path / "place.json").read_text())
    assert sorted(data) == sorted(KEYS)
    assert data["searches"] == ["owls"]
    assert data["opened"] == [{"programme": "tiny", "day": None, "session": None}]


def test_what_earlier_versions_saved_unchosen_gives_way_to_the_defaults_of_today(
    tmp_path: Path,
) -> None:
    path = tmp_path / "place.json"
    save(path, replace(THERE, sidebar_width=30, list_share=45, detailed=False))
    data = json.loads(path.read_text())
    assert (load(path).list_share, load(path).detailed) == (45, False)
    del data["timetable_preview"]  # as earlier versions wrote it
    path.write_text(json.dumps(data), encoding="utf-8")
    assert load(path) == THERE
    path.write_text(json.dumps(data | {"list_share": 60, "detailed": True}), encoding="utf-8")
    assert load(path) == replace(THERE, list_share=60, detailed=True), "what was chosen stays"


def test_one_share_for_both_layouts_stays_where_the_user_chose_it(tmp_path: Path) -> None:
    path = tmp_path / "place.json"
    for share, stacked in ((56, DEFAULT_VIEW.stacked_share), (70, 70)):
        save(path, replace(THERE, list_share=share))
        data = json.loads(path.read_text())
        del data["stacked_share"]  # as earlier versions wrote it
        path.write_text(json.dumps(data), encoding="utf-8")
        assert load(path) == replace(THERE, list_share=share, stacked_share=stacked)


def test_who_has_not_been_here_starts_at_the_top(tmp_path: Path) -> None:
    assert load(tmp_path / "nowhere" / "place.json") == DEFAULT_VIEW
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(
    "raw",
    [
        *(b"", b"{", b"[]", b"null", b"5", b'"word"', b"{}", b"\xff\xfe", b"\x00" * 4096),
        *(b"[" * 100_000, b'{"scope": {}}', b'{"scope": null}', b"9" * 5_000, b"NaN"),
        b" " * 2_000_000 + b"{}",
    ],
)
def test_a_file_that_holds_no_place_means_the_top(tmp_path: Path, raw: bytes) -> None:
    (tmp_path / "place.json").write_bytes(raw)
    assert load(tmp_path / "place.json") == DEFAULT_VIEW
    (tmp_path / "place.json").unlink()
    (tmp_path / "place.json").mkdir()
    assert load(tmp_path / "place.json") == DEFAULT_VIEW


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner),
    max_leaves=5,
)


@given(st.sampled_from(KEYS), json_values)
def test_any_value_in_any_field_is_a_place_that_can_be_shown(
    tmp_path_factory: pytest.TempPathFactory, name: str, value: object
) -> None:
    place = kept(tmp_path_factory.mktemp("home"), **{name: value})
    assert place.sidebar_width in SIDEBAR_WIDTHS
    assert place.list_share in LIST_SHARES
    assert place.sidebar is None or isinstance(place.sidebar, bool)
    assert clean_line(place.query) == place.query


def test_sizes_are_kept_within_the_window(tmp_path: Path) -> None:
    assert kept(tmp_path, sidebar_width=10_000).sidebar_width == max(SIDEBAR_WIDTHS)
    assert kept(tmp_path, list_share=-5).list_share == min(LIST_SHARES)


@pytest.mark.parametrize("day", ["soon", "2021-02-30", "2021-07-20T07:00", "x" * 5_000, 5, []])
def test_a_day_that_is_none_is_no_day(tmp_path: Path, day: object) -> None:
    place = kept(tmp_path, scope={"programme": "icml-2021", "day": day, "session": None})
    assert place.scope == Scope("icml-2021", "")


def test_texts_are_cleaned_and_short(tmp_path: Path) -> None:
    evil = "up\x1b]0;owned\x07\u202edown"
    place = kept(tmp_path, talk=evil, query="x" * 50_000)
    assert (place.talk, len(place.query)) == ("updown", 2_000)


def test_what_was_typed_is_kept_though_it_is_no_text(tmp_path: Path) -> None:
    save(tmp_path / "place.json", ViewState(query="half \ud83d a letter"))
    assert load(tmp_path / "place.json").query == "half a letter"


def test_many_open_parts_come_back(tmp_path: Path) -> None:
    opened = frozenset(Scope("icml-2021", "2021-07-20", f"{n} {'x' * 100}") for n in range(2_000))
    save(tmp_path / "place.json", ViewState(expanded=opened))
    assert load(tmp_path / "place.json").expanded == opened


def test_a_place_that_cannot_be_kept_gives_a_sentence_and_leaves_the_last_one(
    tmp_path: Path,
) -> None:
    path = tmp_path / "place.json"
    save(path, THERE)
    with no_file_larger_than(50), pytest.raises(StoreError, match="Cannot write "):
        save(path, ViewState(query="owls"))
    assert load(path) == THERE
    assert [file.name for file in tmp_path.iterdir()] == ["place.json"]


def test_a_folder_that_may_not_be_written_gives_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("here already")
    with pytest.raises(StoreError, match=r"^Cannot write .*: .*\.$"):
        save(tmp_path / "file" / "place.json", THERE)
    with folder() as home:
        save(home / "place.json", THERE)
        with without_rights(home), pytest.raises(StoreError, match="Permission denied"):
            save(home / "place.json", DEFAULT_VIEW)
        assert load(home / "place.json") == THERE


@pytest.mark.skipif(sys.platform == "win32", reason="links need a right there")
def test_a_place_is_replaced_whole(tmp_path: Path) -> None:
    path = tmp_path / "place.json"
    save(path, DEFAULT_VIEW)
    (tmp_path / "second.json").hardlink_to(path)
    save(path, THERE)
    assert (load(path), load(tmp_path / "second.json")) == (THERE, DEFAULT_VIEW)
