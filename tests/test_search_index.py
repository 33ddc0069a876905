"""The index: its contents, and writing, checking and opening its file."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np
import pytest

from confbrowse.model import Link, Session, Talk
from confbrowse.search import index, index_builder
from confbrowse.search.index_builder import DROP_IN, HAS, MARKERS, NO_TIME
from confbrowse.search.query import FieldName
from confbrowse.search.tokenizer import FIELDS

SESSION = Session("ICML 2021", "Deep Learning 1", room="Hall A")
START = datetime(2021, 7, 20, 14, 30, tzinfo=UTC)
TALKS = (
    Talk(
        "a", SESSION, "Graph neural nets", authors=("Ann Émile", "Łukasz Weiß"), abstract="Graphs."
    ),
    Talk("b", SESSION, "A graph of what's known", start=START, end=START + timedelta(minutes=20)),
    Talk("c", replace(SESSION, title="Posters"), "", links=(Link("code", "https://x.org/y"),)),
)
COVER = index.Cover("icml-2021", "yesterday", len(TALKS))


def built() -> index.IndexSegment:
    return index.build(index_builder.read(TALKS), [COVER])


def held(found: index.IndexSegment, name: FieldName) -> dict[str, set[int]]:
    """Return the talks with each word in the field called *name*."""
    field = dict(zip(FIELDS, found.fields, strict=True))[name]
    edges, vocabulary = found.offsets.tolist(), found.letters.tobytes()
    return {
        vocabulary[edges[word] : edges[word + 1]].decode(): set(
            field.talks[field.edges[0][at] : field.edges[0][at + 1]].tolist()
        )
        for at, word in enumerate(field.words.tolist())
    }


def test_every_word_of_every_field_is_held_by_its_talks() -> None:
    found = built()
    assert held(found, "title")["graph"] == {0, 1}
    assert held(found, "title")["whats"] == {1}
    assert held(found, "author").keys() == {"ann", "emile", "lukasz", "weiss"}
    assert held(found, "session")["posters"] == {2}
    assert held(found, "room")["hall"] == {0, 1, 2}
    assert held(found, "link").keys() == {"code", "https", "x", "org", "y"}
    assert held(found, "text") == {"graphs": {0}}


def test_numbers_of_a_talk_are_kept_in_columns() -> None:
    columns = built().columns
    assert columns["start"].tolist() == [NO_TIME, START.timestamp() // 60, NO_TIME]
    assert columns["duration"].tolist() == [0, 20, 0]
    assert columns["has"].tolist() == [HAS["abstract"], 0, HAS["code"] | DROP_IN]
    assert columns["title_words"].tolist() == [3, 5, 0]


def test_an_index_comes_back_from_its_file_as_it_was(tmp_path: Path) -> None:
    path = tmp_path / "folder" / "one.segment"
    index.write_segment(built(), path)
    found = index.open_segment(path)
    assert found.covers == (COVER,)
    assert held(found, "title") == held(built(), "title")
    assert found.tokens.tolist() == built().tokens.tolist()
    assert index.checksum_matches(path)
    assert [each.name for each in path.parent.iterdir()] == ["one.segment"]


def test_a_changed_byte_is_found(tmp_path: Path) -> None:
    path = tmp_path / "one.segment"
    index.write_segment(built(), path)
    raw = bytearray(path.read_bytes())
    raw[-100] ^= 1
    path.write_bytes(raw)
    assert not index.checksum_matches(path)


@pytest.mark.parametrize("kept", [0, 10, 40, -1])
def test_a_file_cut_short_is_refused(tmp_path: Path, kept: int) -> None:
    path = tmp_path / "one.segment"
    index.write_segment(built(), path)
    path.write_bytes(path.read_bytes()[:kept])
    with pytest.raises(index.DamagedIndexError):
        index.open_segment(path)


def test_joined_streams_are_the_stream_of_all_talks() -> None:
    first, second = index_builder.read(TALKS[:2]), index_builder.read(TALKS[2:])
    keep = [np.ones(2, bool), np.ones(1, bool)]
    both, whole = (
        index_builder.merged(zip((first, second), keep, strict=True)),
        index_builder.read(TALKS),
    )
    assert both.words == whole.words
    assert both.tokens.tolist() == whole.tokens.tolist()
    assert both.begins.tolist() == whole.begins.tolist()


def test_a_talk_that_is_not_kept_leaves_no_token() -> None:
    both = index_builder.merged([(index_builder.read(TALKS), np.array([False, False, True]))])
    assert len(both.begins) == 2
    assert {both.words[at] for at in both.tokens.tolist() if at >= MARKERS} >= {b"posters"}
    assert b"neural" not in {both.words[at] for at in both.tokens.tolist()}


def test_reading_can_be_given_up() -> None:
    with pytest.raises(InterruptedError):
        index_builder.read(TALKS, lambda _done: False)
