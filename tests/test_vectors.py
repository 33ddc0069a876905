"""The vectors of talks: what they say of likeness, and the file that keeps them beside the index."""

from dataclasses import fields
from pathlib import Path

import numpy as np
import pytest
from factories import programme, talk
from stories import home_with

from confbrowse.discovery import vector_store
from confbrowse.discovery.vector_store import VectorStore
from confbrowse.discovery.vectors import Vectors
from confbrowse.search.index_store import IndexStore

PLANETS = [talk(f"Planet {name}", abstract="Planet, moons, rings.") for name in "ABCDEF"]
TREES = [talk(f"Tree {name}", abstract="Tree, leaves, roots.") for name in "GHIJKL"]
MOONS = talk("Icy Moons", abstract="Their rings melt.")
"""It never says planet."""
SKY = programme(*PLANETS, *TREES, MOONS, name="Sky 2026")


@pytest.fixture
def store(tmp_path: Path) -> VectorStore:
    store = VectorStore(home_with(tmp_path, SKY).library)
    store.ready()
    return store


def learned(store: VectorStore) -> Vectors:
    found = store.load()
    assert found
    return found.vectors


def files(store: VectorStore) -> list[Path]:
    return sorted(store.folder.glob("*.vectors"))


def test_the_same_talk_is_entirely_similar_and_another_subject_is_not(store: VectorStore) -> None:
    vectors = learned(store)
    found = vectors.similarities(vectors.of_talk(PLANETS[0]))
    assert found.max() == pytest.approx(1.0, abs=0.02)
    assert found[: len(PLANETS)].min() > 0.5 > found[len(PLANETS) : -1].max()


def test_words_of_one_subject_are_near_each_other(store: VectorStore) -> None:
    vectors = learned(store)
    wanted = [vectors.known[word] for word in ("planet", "leaves")]
    near = vectors.neighbours_of_words(wanted[:1])
    assert {vectors.word(word) for word, _, _ in near[:2]} == {"moons", "rings"}
    nearest = {vectors.word(word): at for word, at, _ in vectors.neighbours_of_words(wanted)}
    assert (nearest["rings"], nearest["roots"]) == (0, 1)
    assert "planet" not in nearest


def test_the_same_library_has_the_same_vectors(store: VectorStore, tmp_path: Path) -> None:
    other = VectorStore(home_with(tmp_path / "other", SKY).library)
    other.ready()
    for one in fields(Vectors):
        assert np.array_equal(getattr(learned(store), one.name), getattr(learned(other), one.name))


@pytest.mark.parametrize("damage", ["flipped", "cut", "emptied"])
def test_a_damaged_file_is_made_again(store: VectorStore, damage: str) -> None:
    (file,) = files(store)
    data = bytearray(file.read_bytes())
    data[-65] ^= 0xFF
    file.unlink()  # it is mapped
    file.write_bytes({"flipped": bytes(data), "cut": bytes(data[:-100]), "emptied": b""}[damage])
    assert store.load() is None
    store.catch_up()
    assert learned(store).size == len(SKY.talks)


def test_a_file_of_another_version_is_made_again(
    store: VectorStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(vector_store, "_VERSION", 0)
    assert not store.is_current()
    assert store.load() is None
    store.catch_up()
    assert store.is_current()


def test_of_a_library_that_changed_the_rest_is_known_until_all_is_learned_again(
    store: VectorStore,
) -> None:
    store.library.put(programme(talk("A Comet", abstract="It has a tail."), name="Comets 2026"))
    assert not store.is_current()
    outdated = store.load()
    assert outdated
    assert (outdated.missing, (outdated.numbers >= 0).sum()) == (1, len(SKY.talks))
    store.library.remove("sky-2026")
    IndexStore(store.library).catch_up()
    store.catch_up()
    assert learned(store).size == 1
    assert len(files(store)) == 1


def test_whoever_stops_it_finds_no_half_made_file(tmp_path: Path) -> None:
    store = VectorStore(home_with(tmp_path, SKY).library)
    IndexStore(store.library).catch_up()
    with pytest.raises(InterruptedError):
        store.catch_up(lambda: False)
    assert files(store) == []
