"""The watch list: kept with the marks, undone like them, merged with other machines, reported after an update."""

import json
from pathlib import Path

import pytest
from command_line import PAGE, Run
from factories import starred
from stories import (
    BATS,
    ICML,
    MOTHS,
    NIGHTS,
    OWLS,
    WIDE,
    Home,
    all_rows,
    detail,
    home_with,
    opened,
    picture,
    press,
    said,
    settle,
    title,
    titles,
    typed,
    until,
)
from sync_stores import Stores, stores_in

from confbrowse.discovery.watch import find_hits, hits_first, new_hits, new_hits_sentence
from confbrowse.exchange.merge import merge_watched, watched_as_marks
from confbrowse.exchange.sync import sync_mirror
from confbrowse.model import MOST_WATCHED, WatchChange
from confbrowse.search.index_store import IndexStore
from confbrowse.storage.marks import MarkStore, Replayed, read_marks
from confbrowse.tui.widgets.glyphs import WATCHED

HOPPER = 'author:"Grace Hopper"'


@pytest.fixture
def agenda(tmp_path: Path) -> MarkStore:
    return MarkStore.at(tmp_path / "agenda.db")


def test_queries_are_kept_in_their_order_and_undone_between_marks(agenda: MarkStore) -> None:
    assert agenda.watched() == ()
    assert agenda.watch(HOPPER, is_set=True) == (WatchChange(HOPPER, is_watched=True),)
    agenda.mark([MOTHS], starred)
    agenda.watch("bats", is_set=True)
    assert agenda.watch("bats", is_set=True) == ()
    assert MarkStore.at(agenda.database.path).watched() == (HOPPER, "bats")
    assert agenda.undo_step() == Replayed((), (WatchChange("bats", is_watched=False),))
    assert [one.talk.id for one in agenda.undo()] == [MOTHS.id]
    assert agenda.undo_step().watched == (WatchChange(HOPPER, is_watched=False),)
    assert (agenda.watched(), agenda.undo_step()) == ((), Replayed())
    assert agenda.redo_step().watched == (WatchChange(HOPPER, is_watched=True),)
    assert [one.talk.id for one in agenda.redo()] == [MOTHS.id]
    assert agenda.prepare() is None
    assert len(read_marks(agenda.database.path)) == 1


def test_a_damaged_watch_list_is_noticed_and_the_agenda_is_repaired(agenda: MarkStore) -> None:
    agenda.mark([MOTHS], starred)
    agenda.watch("nocturnal", is_set=True)
    raw = agenda.database.path.read_bytes()
    assert raw.count(b"nocturnal20") == 1  # query and time of the row, not of the journal
    agenda.database.path.write_bytes(raw.replace(b"nocturnal20", b"noctornal20"))
    assert "damaged" in (agenda.prepare() or "")
    assert set(agenda.marks()) == {MOTHS.id}


def test_hits_are_found_for_names_words_and_saved_searches(tmp_path: Path) -> None:
    library = home_with(tmp_path, ICML).library
    IndexStore(library).catch_up()
    found = find_hits(
        library, (HOPPER, "owl", "@mine", "(owsl|quokka)", ""), (("mine", "kind:poster"),)
    )
    assert found[MOTHS.id] == (HOPPER,)
    assert found[OWLS.id] == ("owl",)
    assert found[NIGHTS[-1].id] == ("@mine",)
    assert not any("(owsl|quokka)" in queries or "" in queries for queries in found.values())
    assert find_hits(library, (), ()) == {}


def test_hits_come_first_and_only_new_ones_are_reported() -> None:
    hits = {"b": ("q",), "c": ("q", "r")}
    assert hits_first(("a", "b", "c"), hits) == ("b", "c", "a")
    assert new_hits({"b": ("q",)}, hits) == {"q": ["c"], "r": ["c"]}
    assert new_hits_sentence("q", 1) == "1 new talk matches q."
    assert new_hits_sentence("q", 3) == "3 new talks match q."


@pytest.mark.parametrize(
    ("ours", "theirs", "base", "added", "removed"),
    [
        ("a", "ab", "a", "b", ""),
        ("ab", "a", "ab", "", "b"),
        ("ab", "a", "a", "", ""),  # ours is new
        ("a", "ab", "ab", "", ""),  # we removed it
        ("a", "b", "", "b", ""),
    ],
)
def test_only_what_the_other_side_changed_is_merged(
    ours: str, theirs: str, base: str, added: str, removed: str
) -> None:
    assert merge_watched(tuple(ours), tuple(theirs), [watched_as_marks(tuple(base))]) == (
        *(WatchChange(query, is_watched=True) for query in added),
        *(WatchChange(query, is_watched=False) for query in removed),
    )
    assert merge_watched(tuple(ours), None, [watched_as_marks(tuple(base))]) == ()


def stores_of(folder: Path, name: str) -> Stores:
    (folder / name).mkdir()
    return stores_in(folder / name)


def test_two_machines_share_it_and_an_earlier_confbrowse_takes_nothing_away(tmp_path: Path) -> None:
    here, there = stores_of(tmp_path, "here"), stores_of(tmp_path, "there")
    file = tmp_path / "agenda.json"
    here[0].watch("moths", is_set=True)
    sync_mirror(file, *here)
    sync_mirror(file, *there)
    assert there[0].watched() == ("moths",)
    there[0].watch("bats", is_set=True)
    there[0].watch("moths", is_set=False)
    sync_mirror(file, *there)
    sync_mirror(file, *here)
    assert here[0].watched() == ("bats",)
    lines = file.read_text(encoding="utf-8").splitlines()
    head = {key: one for key, one in json.loads(lines[1]).items() if key != "watch"}
    file.write_text("\n".join([lines[0], json.dumps(head), *lines[2:]]), encoding="utf-8")
    sync_mirror(file, *here)
    assert here[0].watched() == ("bats",)
    assert '"watch": ["bats"]' in file.read_text(encoding="utf-8")
    here[0].undo_step()
    assert here[0].watched() == ("moths",)


async def test_an_author_is_watched_marked_first_in_triage_and_undone(tmp_path: Path) -> None:
    home = home_with(tmp_path, ICML)
    IndexStore(home.library).catch_up()
    async with opened(home, WIDE) as pilot:
        await press(pilot, "j", "P")
        assert "author:" in picture(pilot)
        await press(pilot, "1")
        assert said(pilot).startswith('Watching author:"Alan Turing": 1 talk matches and is marked')
        assert [BATS.title in row for row in all_rows(pilot) if WATCHED in row] == [True]
        assert f'{WATCHED} Watched: author:"Alan Turing"' in detail(pilot)
        await press(pilot, "X")
        assert title(pilot) == BATS.title
        await press(pilot, "q", "u")
        assert 'author:"Alan Turing" is no longer on the watch list' in said(pilot)
        assert home.agenda.watched() == ()
        assert WATCHED not in picture(pilot)
        await press(pilot, "slash")
        await typed(pilot, "is:watched")
        await press(pilot, "enter")
        assert titles(pilot) == []
        await press(pilot, "ctrl+r")
        assert titles(pilot) == [BATS.title]
        await press(pilot, "p")
        assert WATCHED in picture(pilot)


async def test_a_search_is_watched_and_what_another_process_adds_is_marked(home: Home) -> None:
    IndexStore(home.library).catch_up()
    async with opened(home, WIDE) as pilot:
        await press(pilot, "slash")
        await typed(pilot, "owls")
        await press(pilot, "enter", "P", "enter")
        assert home.agenda.watched() == ("owls",)
        await press(pilot, "P", "enter", "F")
        assert home.agenda.watched() == ()
        home.agenda.watch("kind:poster", is_set=True)
        await until(pilot, lambda: any(WATCHED in row for row in all_rows(pilot)))
        await settle(pilot)


async def test_a_full_watch_list_says_so(home: Home) -> None:
    with home.agenda.database.writing() as db:
        db.executemany(
            "INSERT INTO watch VALUES (?, '', NULL)",
            [(f"title:x{number}",) for number in range(MOST_WATCHED)],
        )
    async with opened(home, WIDE) as pilot:
        await press(pilot, "P", "1")
        assert "The watch list holds 200 queries" in said(pilot)
        assert len(home.agenda.watched()) == MOST_WATCHED


def test_the_shell_lists_adds_and_removes_queries(filled: Run, tmp_path: Path) -> None:
    assert filled("watch").code == 1
    assert filled("watch", "author:hopper").lines == ["2 talks: author:hopper"]
    assert [len(one["talks"]) for one in filled("watch", "--json").objects] == [2]
    page = tmp_path / "page.txt"
    page.write_text(PAGE, encoding="utf-8")
    for source in ((), (str(page),)):
        assert len(filled("search", "is:watched", *source, "--json").objects) == 2
        assert len(filled("search", "NOT is:watched", *source, "--json").objects) == 2
    assert filled("undo").lines == ["Undone: author:hopper is no longer on the watch list."]
    assert filled("redo").lines == ["Redone: author:hopper is on the watch list."]
    assert filled("unwatch", "author:hopper").lines == ["No longer watched: author:hopper"]
    assert filled("unwatch", "author:hopper").code == 1
    ran = filled("watch", " ")
    assert (ran.code, "of 1 to 500 characters" in ran.err) == (2, True)


def test_an_update_reports_new_matches_of_the_list_and_the_settings(
    filled: Run, page: str, home_folder: Path
) -> None:
    (home_folder / "config").mkdir(exist_ok=True)
    config = home_folder / "config" / "config.toml"
    config.write_text("[agenda]\nwatch = ['moon', 3]\n", encoding="utf-8")
    assert "agenda.watch" in filled("watch", "author:knuth").err
    config.write_text("[agenda]\nwatch = ['moon']\n", encoding="utf-8")
    assert filled("watch").lines == ["0 talks: author:knuth", "0 talks: moon"]
    more = "\nTue 20 July 7:40 - 8:00 PDT\n\nOral\nThe Moon\n\nDonald Knuth\n\nHow it shines.\n"
    Path(page).write_text(PAGE + more, encoding="utf-8")
    ran = filled("update")
    assert "  ◎ 1 new talk matches author:knuth." in ran.lines
    assert "  ◎ 1 new talk matches moon." in ran.lines
    assert "◎" not in filled("update").out
