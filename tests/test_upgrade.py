"""A home written by an earlier confbrowse, with another database schema, opens without loss.

``homes/before-storage.zip`` is that home, as it was on disk: one imported programme, six marks and an
undo, an index, a configuration, and a view state with a search, another theme and another time zone.
"""

import json
import sqlite3
import sys
import zipfile
from contextlib import closing
from pathlib import Path

import pytest
from command_line import Run
from terminal import Terminal

from confbrowse import settings
from confbrowse.tui.view_state import DEFAULT_VIEW, ViewState, load

EARLIER = Path(__file__).parent / "homes" / "before-storage.zip"
EQUILIBRIUM = "neurips-2020/multiscale-deep-equilibrium-972e"
GAIT = "neurips-2020/gait-prop-biologically-293b"
HYPERNETWORKS = "neurips-2020/modularity-hypernetworks-651d"
MESH = "neurips-2020/meshsdf-differentiable-iso-c218"
MONOTONE = "neurips-2020/monotone-operator-equilibrium-001a"
MEMORY = "neurips-2020/h-mem-harnessing-93ee"
BREAK = "neurips-2020/break-4f9c"


@pytest.fixture
def earlier(run: Run, home_folder: Path) -> Run:
    """Return what calls confbrowse on the earlier home."""
    with zipfile.ZipFile(EARLIER) as archive:
        archive.extractall(home_folder)
    return run


def place(home: Path) -> ViewState:
    return load(home / "state" / "place.json")


def test_every_mark_is_there(earlier: Run) -> None:
    marked = {talk["id"]: talk for talk in earlier("search", "is:starred", "--json").objects}
    assert set(marked) == {EQUILIBRIUM, GAIT}
    found = {talk["id"]: talk for talk in earlier("list", "--json").objects}
    assert [talk_id for talk_id, talk in found.items() if talk["hidden"]] == [BREAK]
    assert found[MESH]["seen"]
    assert found[HYPERNETWORKS]["interest"] == 2
    assert found[MONOTONE]["note"] == "Ask about existence of the fixed point"


def test_undo_and_redo_go_on_where_they_were(earlier: Run) -> None:
    assert earlier("redo").code == 0
    starred = [talk["id"] for talk in earlier("agenda", "--json").objects]
    assert sorted(starred) == sorted([EQUILIBRIUM, GAIT, MEMORY])
    assert earlier("undo").code == 0
    assert earlier("undo").code == 0
    assert earlier("show", MONOTONE, "--json").objects[0]["note"] is None


def test_all_talks_are_listed_and_found(earlier: Run, home_folder: Path) -> None:
    (index,) = (home_folder / "data" / "index").iterdir()
    index.write_bytes(b"\0" * index.stat().st_size)
    assert len(earlier("list", "--json").lines) == 15
    for _ in range(2):  # with a damaged index, and with the one that replaced it
        assert (
            earlier("search", "phase diagram", "--json")
            .objects[0]["title"]
            .startswith("The phase diagram")
        )


def test_the_databases_become_todays_and_are_whole(earlier: Run, home_folder: Path) -> None:
    assert earlier("star", MEMORY).code == 0
    assert earlier("list").code == 0
    for name in ("agenda.db", "library.db"):
        with closing(sqlite3.connect(home_folder / "data" / name)) as db:
            assert db.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    assert not list((home_folder / "data").glob("*damaged*"))
    assert earlier("doctor").code == 0


def test_the_configuration_holds(earlier: Run, home_folder: Path) -> None:
    loaded = settings.load(home_folder / "config" / "config.toml")
    assert not loaded.faults
    found = loaded.settings
    assert (found.screen.rows, found.screen.measure, found.agenda.remind) == ("detailed", 72, 5)
    assert dict(found.searches) == {"mine": "is:starred"}
    assert [talk["id"] for talk in earlier("search", "@mine", "--json").objects] == [
        EQUILIBRIUM,
        GAIT,
    ]


@pytest.mark.usefixtures("earlier")
def test_the_screen_opens_where_it_was_left_and_leaves_it_so(home_folder: Path) -> None:
    before = json.loads((home_folder / "state" / "place.json").read_text())
    command = (sys.executable, "-m", "confbrowse")
    env = {"CONFBROWSE_HOME": str(home_folder)}
    with Terminal(command, env=env, columns=120, rows=35) as terminal:
        terminal.read_until(lambda one: "Monotone operator equilibrium networks" in one.text)
        terminal.settle()
        terminal.send(b"Q")
        assert terminal.wait() == 0
        assert terminal.restored()
    after = json.loads((home_folder / "state" / "place.json").read_text())
    assert before["sidebar_width"] == 30, "the default of then"
    changed = {key: after[key] for key in before if after[key] != before[key]}
    assert changed == {"sidebar_width": DEFAULT_VIEW.sidebar_width}
    kept = place(home_folder)
    assert (kept.query, kept.talk, kept.list_share) == ("networks", MONOTONE, 55)
    assert (kept.sidebar, kept.detailed, kept.clock, kept.theme) == (
        False,
        True,
        "Japan",
        "blackboard",
    )
