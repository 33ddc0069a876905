"""Numbering words by arithmetic gives the same words as splitting and counting."""

from itertools import count, pairwise
from pathlib import Path

import pytest
from factories import at, programme, talk
from hypothesis import given
from hypothesis import strategies as st
from stories import ICML, TINY

from confbrowse.model import Link, Programme, Session, Talk
from confbrowse.search import index_builder
from confbrowse.search.index_builder import MARKERS, TokenStream
from confbrowse.search.tokenizer import encoded, numbered, parts, separated
from confbrowse.storage.library import LibraryStore
from confbrowse.text.slugs import words_with_signs

BITS = st.sampled_from(["a", "b", "abcdefgh", "abcdefg", "学"])
WORDS = st.lists(BITS, min_size=1, max_size=6).map(lambda bits: "".join(bits).encode())
TEXTS = st.sampled_from(["", "—", "moths", "moths' lamp", "moths and lamps", "…?"])
TALKS = st.lists(
    st.builds(
        lambda title, authors, room, text: Talk(
            "",
            Session("ICML", room),
            title,
            authors=tuple(authors),
            abstract=text,
            links=(Link("code", "https://a.org"),) if text else (),
        ),
        TEXTS,
        st.lists(TEXTS, max_size=3),
        TEXTS,
        TEXTS,
    ),
    max_size=5,
)


@given(st.lists(WORDS, max_size=30), st.sampled_from([b" ", b"   "]))
def test_numbers_stand_for_the_words_of_a_text(words: list[bytes], blank: bytes) -> None:
    numbers, once = numbered(blank.join([b"", *words, b""]))
    assert [once[number] for number in numbers] == words
    assert sorted(once) == sorted(set(words))


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("C++ and C++20", ["c++", "and", "c++", "20"]),
        ("(C#, F#) #5 C#7 ab#", ["c#", "f#", "5", "c", "7", "ab"]),
        ("the .NET runtime, ASP.NET, .nets", ["the", "net.", "runtime", "asp", "net", "nets"]),
        ("PointNet++ c+++ ++", ["pointnet++", "c++"]),
    ],
)
def test_names_of_languages_are_words_with_their_signs(text: str, words: list[str]) -> None:
    assert words_with_signs(text) == words


def test_more_words_than_there_are_places_for_are_distinguished() -> None:
    words = [b"%x" % (at * 7919) for at in range(100_000)]
    numbers, once = numbered(b" ".join([*words, *words]))
    assert len(once) == len(words)
    assert [once[number] for number in numbers] == [*words, *words]


def marked(talk: Talk) -> list[bytes]:
    """Return the words of *talk*, with a marker before each text that has any."""
    found = []
    for field, texts in enumerate(parts(talk), 1):
        markers = (bytes([field if at == 0 else 0]) for at in count())
        for text in texts:
            if words := separated(encoded(text)).split():
                found += [next(markers), *words]
    return found


def held(stream: TokenStream) -> list[list[bytes]]:
    spans = pairwise(stream.begins.tolist())
    tokens = [stream.words[token] for token in stream.tokens.tolist()]
    return [tokens[begin:end] for begin, end in spans]


@given(TALKS)
def test_a_stream_is_every_word_of_every_text(talks: list[Talk]) -> None:
    stream = index_builder.read(talks)
    assert held(stream) == [marked(talk) for talk in talks]
    assert stream.words[MARKERS:] == sorted({*stream.words[MARKERS:]})
    assert stream.columns["title_words"].tolist() == [
        len(separated(encoded(t.title)).split()) for t in talks
    ]


def test_talks_are_read_in_several_goes_as_in_one(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = index_builder.read(ICML.talks)
    monkeypatch.setattr(index_builder, "_BATCH", 2)
    parted = index_builder.read(ICML.talks)
    assert (held(parted), parted.words) == (held(whole), whole.words)


AFTER_MIDNIGHT = programme(talk("Night", start=at(1), day="2021-07-19"), name="Night 2021")


@pytest.mark.parametrize("programme", [ICML, TINY, AFTER_MIDNIGHT])
def test_what_the_library_gives_to_search_is_what_it_holds(
    tmp_path: Path, programme: Programme
) -> None:
    library = LibraryStore.at(tmp_path / "library.db")
    library.put(TINY)
    library.put(ICML)
    library.put(AFTER_MIDNIGHT)
    searched = index_builder.read(library.searchable_talks(programme.id))
    shown = index_builder.read(library.programme(programme.id).talks)
    assert (held(searched), searched.words) == (held(shown), shown.words)
    assert {name: kept.tolist() for name, kept in searched.columns.items()} == {
        name: kept.tolist() for name, kept in shown.columns.items()
    }
