"""The indexes follow the library, even if their files are lost; until then titles are searched."""

from pathlib import Path

import pytest
import unwritable
from stories import ICML, TINY

from confbrowse.errors import StoreError
from confbrowse.model import EVERYTHING, Programme, Session, Talk
from confbrowse.search.index_store import IndexStore
from confbrowse.search.parser import parse
from confbrowse.storage.library import LibraryStore


@pytest.fixture
def indexes(tmp_path: Path) -> IndexStore:
    library = LibraryStore.at(tmp_path / "library.db")
    library.put(ICML)
    library.put(TINY)
    return IndexStore(library)


def programme(name: str, *talks: str) -> Programme:
    slug = name.lower().replace(" ", "-")
    session = Session(name, "Main")
    made = (
        Talk(f"{slug}/{at}", session, title, abstract="Gnus.") for at, title in enumerate(talks)
    )
    return Programme(slug, name, (session,), tuple(made))


def found(indexes: IndexStore, query: str) -> list[str]:
    """Return the titles that match *query*, as in the library."""
    within = indexes.library.numbers(EVERYTHING)
    numbers, _ = indexes.load().searcher.search(parse(query), within).ranked()
    return [talk.title for talk in indexes.library.talks(numbers).values()]


def files(indexes: IndexStore) -> list[Path]:
    return sorted(indexes.folder.iterdir()) if indexes.folder.exists() else []


def test_before_there_is_an_index_titles_and_people_are_searched(indexes: IndexStore) -> None:
    searched = indexes.load()
    assert searched.missing == len(ICML.talks) + len(TINY.talks)
    assert found(indexes, "title:moths") == ["Moths and Lamps"]
    assert found(indexes, "turing") == ["Bats and Echoes"]
    assert files(indexes) == []


def test_an_index_finds_what_stands_in_abstracts(indexes: IndexStore) -> None:
    assert found(indexes, "text:why") == []
    indexes.catch_up()
    assert indexes.load().missing == 0
    assert "Moths and Lamps" in found(indexes, "text:why")
    assert len(files(indexes)) == 2


def test_a_programme_that_changed_is_read_again_and_its_old_index_goes(indexes: IndexStore) -> None:
    indexes.library.put(programme("Zoo 2021", "Zebras", "Lions"))
    indexes.catch_up()
    before = set(files(indexes))
    indexes.library.put(programme("Zoo 2021", "Tigers"))
    assert found(indexes, "zebras") == []
    assert found(indexes, "tigers") == ["Tigers"]
    indexes.catch_up()
    assert found(indexes, "text:gnus") == ["Tigers"]
    assert len(before - set(files(indexes))) == 1


def test_the_index_of_a_programme_that_was_removed_goes_too(indexes: IndexStore) -> None:
    indexes.catch_up()
    indexes.library.remove(ICML.id)
    assert found(indexes, "moths") == []
    indexes.catch_up()
    assert len(files(indexes)) == 1


@pytest.mark.parametrize("damage", ["flipped", "cut", "emptied", "nonsense"])
def test_a_damaged_index_is_rebuilt_and_answers_meanwhile(indexes: IndexStore, damage: str) -> None:
    indexes.catch_up()
    for file in files(indexes):
        data = bytearray(file.read_bytes())
        data[-65] ^= 0xFF
        file.write_bytes({"flipped": bytes(data), "cut": bytes(data[:-100]), "emptied": b"",
                          "nonsense": b"x" * 500}[damage])  # fmt: skip
    assert found(indexes, "title:moths") == ["Moths and Lamps"]
    indexes.catch_up()
    assert indexes.load().missing == 0
    assert "Moths and Lamps" in found(indexes, "text:why")


def test_an_index_of_another_version_is_rebuilt(
    indexes: IndexStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    indexes.catch_up()
    monkeypatch.setattr("confbrowse.search.index.VERSION", 0)
    assert indexes.load().missing > 0
    indexes.catch_up()
    assert indexes.load().missing == 0


def test_many_indexes_become_one_that_finds_the_same(indexes: IndexStore) -> None:
    for at in range(5):
        indexes.library.put(programme(f"Zoo 202{at}", "Zebras", f"Lions {at}"))
    queries = ("zebras", "lions", "title:moths", "text:gnus", "programme:zoo -lions")
    before = [sorted(found(indexes, query)) for query in queries[:3]]
    indexes.catch_up()
    assert len(files(indexes)) == 1
    assert indexes.load().missing == 0
    assert [sorted(found(indexes, query)) for query in queries[:3]] == before
    assert len(found(indexes, "text:gnus")) == 10
    assert len(found(indexes, "programme:zoo -lions")) == 5


def test_whoever_stops_it_finds_no_half_made_index(indexes: IndexStore) -> None:
    with pytest.raises(InterruptedError):
        indexes.catch_up(lambda _done, _of: False)
    assert files(indexes) == []
    asked: list[tuple[int, int]] = []

    def should_continue(done: int, of: int) -> bool:
        asked.append((done, of))
        return True

    indexes.catch_up(should_continue)
    assert asked[-1][0] == asked[-1][1] == len(ICML.talks) + len(TINY.talks)


def test_an_index_that_cannot_be_kept_is_reported_and_titles_are_searched() -> None:
    with unwritable.folder() as folder:
        library = LibraryStore.at(folder / "library.db")
        library.put(ICML)
        indexes = IndexStore(library)
        with unwritable.without_rights(folder):
            with pytest.raises(StoreError, match="Cannot write"):
                indexes.catch_up()
            assert found(indexes, "title:moths") == ["Moths and Lamps"]
        assert not (folder / "index").exists()
