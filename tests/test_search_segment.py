"""An index of words: what it holds, and that its file is written, checked and opened as it was."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np
import pytest

from confbrowse.model import Link, Session, Talk
from confbrowse.search import arrays, building, segment
from confbrowse.search.building import HAS, LOOSE, MARKERS, NO_TIME
from confbrowse.search.query import FieldName
from confbrowse.search.texts import FIELDS

SESSION = Session("ICML 2021", "Deep Learning 1", room="Hall A")
START = datetime(2021, 7, 20, 14, 30, tzinfo=UTC)
TALKS = (
    Talk(
        "a", SESSION, "Graph neural nets", authors=("Ann Émile", "Łukasz Weiß"), abstract="Graphs."
    ),
    Talk("b", SESSION, "A graph of what's known", start=START, end=START + timedelta(minutes=20)),
    Talk("c", replace(SESSION, title="Posters"), "", links=(Link("code", "https://x.org/y"),)),
)
COVER = segment.Cover("icml-2021", "yesterday", len(TALKS))


def index() -> segment.Segment:
    return segment.build(building.read(TALKS), [COVER])


def held(found: segment.Segment, name: FieldName) -> dict[str, set[int]]:
    """Return who holds which word in the field called *name*."""
    field = dict(zip(FIELDS, found.fields, strict=True))[name]
    edges, vocabulary = found.offsets.tolist(), found.letters.tobytes()
    return {
        vocabulary[edges[word] : edges[word + 1]].decode(): set(
            field.talks[field.edges[0][at] : field.edges[0][at + 1]].tolist()
        )
        for at, word in enumerate(field.words.tolist())
    }


def test_every_word_of_every_field_is_held_by_its_talks() -> None:
    found = index()
    assert held(found, "title")["graph"] == {0, 1}
    assert held(found, "title")["whats"] == {1}
    assert held(found, "author").keys() == {"ann", "emile", "lukasz", "weiss"}
    assert held(found, "session")["posters"] == {2}
    assert held(found, "room")["hall"] == {0, 1, 2}
    assert held(found, "link").keys() == {"code", "https", "x", "org", "y"}
    assert held(found, "text") == {"graphs": {0}}


def test_numbers_of_a_talk_are_kept_in_columns() -> None:
    columns = index().columns
    assert columns["start"].tolist() == [NO_TIME, START.timestamp() // 60, NO_TIME]
    assert columns["duration"].tolist() == [0, 20, 0]
    assert columns["has"].tolist() == [HAS["abstract"], 0, HAS["code"] | LOOSE]
    assert columns["title_words"].tolist() == [3, 5, 0]


def test_an_index_comes_back_from_its_file_as_it_was(tmp_path: Path) -> None:
    path = tmp_path / "folder" / "one.segment"
    segment.write(index(), path)
    found = segment.opened(path)
    assert found.covers == (COVER,)
    assert held(found, "title") == held(index(), "title")
    assert found.tokens.tolist() == index().tokens.tolist()
    assert arrays.is_sound(path)
    assert [each.name for each in path.parent.iterdir()] == ["one.segment"]


def test_a_changed_byte_is_found(tmp_path: Path) -> None:
    path = tmp_path / "one.segment"
    segment.write(index(), path)
    raw = bytearray(path.read_bytes())
    raw[-100] ^= 1
    path.write_bytes(raw)
    assert not arrays.is_sound(path)


@pytest.mark.parametrize("kept", [0, 10, 40, -1])
def test_a_file_cut_short_is_refused(tmp_path: Path, kept: int) -> None:
    path = tmp_path / "one.segment"
    segment.write(index(), path)
    path.write_bytes(path.read_bytes()[:kept])
    with pytest.raises(arrays.DamagedError):
        segment.opened(path)


def test_joined_streams_are_the_stream_of_all_talks() -> None:
    first, second = building.read(TALKS[:2]), building.read(TALKS[2:])
    keep = [np.ones(2, bool), np.ones(1, bool)]
    both, whole = building.joined(zip((first, second), keep, strict=True)), building.read(TALKS)
    assert both.words == whole.words
    assert both.tokens.tolist() == whole.tokens.tolist()
    assert both.begins.tolist() == whole.begins.tolist()


def test_a_talk_that_is_not_kept_leaves_no_token() -> None:
    both = building.joined([(building.read(TALKS), np.array([False, False, True]))])
    assert len(both.begins) == 2
    assert {both.words[at] for at in both.tokens.tolist() if at >= MARKERS} >= {b"posters"}
    assert b"neural" not in {both.words[at] for at in both.tokens.tolist()}


def test_reading_can_be_given_up() -> None:
    with pytest.raises(InterruptedError):
        building.read(TALKS, lambda _done: False)
