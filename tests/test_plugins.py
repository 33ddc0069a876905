"""Readers of other packages: found, tried first, and named in errors."""

from datetime import date
from importlib.metadata import EntryPoint
from unittest.mock import patch

import pytest

from confbrowse.errors import ProgrammeError
from confbrowse.guide_topics import topic
from confbrowse.model import Programme, Session, Talk
from confbrowse.readers import Hints, Reader, Reading, plugins, read

HINTS = Hints(date(2025, 1, 1), source="made-up")
NOTHING = b"nothing that is known"


def _read(raw: bytes, hints: Hints) -> Reading:
    session = Session("Mine", "All")
    talk = Talk("mine/one", session, raw.decode())
    return Reading(Programme("mine", hints.name or "Mine", (session,), (talk,)))


def _broken(_raw: bytes, hints: Hints) -> Reading:
    raise KeyError(hints.source)


MINE = Reader("mine", lambda raw: raw.startswith(b"nothing"), _read)
BROKEN = Reader("broken", lambda _raw: True, _broken)
NO_READER = 5


def installed(*names: str) -> plugins.Plugins:
    entries = [EntryPoint(name, f"{__name__}:{name}", plugins.GROUP) for name in names]
    values = {"MINE": MINE, "BROKEN": BROKEN, "NO_READER": NO_READER}

    def load(entry: EntryPoint) -> object:
        return values[entry.name]

    with (
        patch("importlib.metadata.entry_points", lambda **_group: entries),
        patch.object(EntryPoint, "load", load),
    ):
        return plugins.installed()


def test_a_plugin_reads_what_only_it_knows() -> None:
    found = installed("MINE")
    assert found.faults == ()
    assert read(NOTHING, HINTS, found.readers).programme.talks[0].title == NOTHING.decode()


def test_a_plugin_that_fails_is_named() -> None:
    with pytest.raises(ProgrammeError, match="The plugin BROKEN failed"):
        read(NOTHING, HINTS, installed("BROKEN").readers)


@pytest.mark.parametrize("name", ["NO_READER", "MISSING"])
def test_what_is_no_plugin_is_named_and_the_others_work(name: str) -> None:
    found = installed(name, "MINE")
    assert [reader.name for reader in found.readers] == ["mine"]
    assert len(found.faults) == 1
    assert name in found.faults[0]


def test_the_example_of_the_guide_works() -> None:
    example = topic("extending").text.partition("```python\n")[2].partition("```")[0]
    found: dict[str, Reader] = {}
    exec(example, found)  # noqa: S102 - it is our own text
    moths = read(b"Moth one\nMoth two", HINTS, [found["READER"]])
    assert [talk.title for talk in moths.programme.talks] == ["Moth one", "Moth two"]
