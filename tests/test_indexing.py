"""The indexes follow the library, whatever becomes of their files; until then titles are searched."""

from pathlib import Path

import pytest
import unwritable
from stories import ICML, TINY

from confbrowse.errors import StoreError
from confbrowse.indexing import Indexes
from confbrowse.model import EVERYTHING, Programme, Session, Talk
from confbrowse.search.parse import parse
from confbrowse.stores.library import Library


@pytest.fixture
def indexes(tmp_path: Path) -> Indexes:
    library = Library.at(tmp_path / "library.db")
    library.put(ICML)
    library.put(TINY)
    return Indexes(library)


def programme(name: str, *talks: str) -> Programme:
    slug = name.lower().replace(" ", "-")
    session = Session(name, "Main")
    made = (
        Talk(f"{slug}/{at}", session, title, abstract="Gnus.") for at, title in enumerate(talks)
    )
    return Programme(slug, name, (session,), tuple(made))


def found(indexes: Indexes, query: str) -> list[str]:
    """Return the titles that answer *query*, as the library has them."""
    within = indexes.library.numbers(EVERYTHING)
    numbers, _ = indexes.searched().index.search(parse(query), within).ranked()
    return [talk.title for talk in indexes.library.talks(numbers).values()]


def files(indexes: Indexes) -> list[Path]:
    return sorted(indexes.folder.iterdir()) if indexes.folder.exists() else []


def test_before_there_is_an_index_titles_and_people_are_searched(indexes: Indexes) -> None:
    searched = indexes.searched()
    assert searched.missing == len(ICML.talks) + len(TINY.talks)
    assert found(indexes, "title:moths") == ["Moths and Lamps"]
    assert found(indexes, "turing") == ["Bats and Echoes"]
    assert files(indexes) == []


def test_an_index_finds_what_stands_in_abstracts(indexes: Indexes) -> None:
    assert found(indexes, "text:why") == []
    indexes.catch_up()
    assert indexes.searched().missing == 0
    assert "Moths and Lamps" in found(indexes, "text:why")
    assert len(files(indexes)) == 2


def test_a_programme_that_changed_is_read_anew_and_its_old_index_goes(indexes: Indexes) -> None:
    indexes.library.put(programme("Zoo 2021", "Zebras", "Lions"))
    indexes.catch_up()
    before = set(files(indexes))
    indexes.library.put(programme("Zoo 2021", "Tigers"))
    assert found(indexes, "zebras") == []
    assert found(indexes, "tigers") == ["Tigers"]
    indexes.catch_up()
    assert found(indexes, "text:gnus") == ["Tigers"]
    assert len(before - set(files(indexes))) == 1


def test_the_index_of_a_programme_that_was_removed_goes_too(indexes: Indexes) -> None:
    indexes.catch_up()
    indexes.library.remove(ICML.id)
    assert found(indexes, "moths") == []
    indexes.catch_up()
    assert len(files(indexes)) == 1


@pytest.mark.parametrize("damage", ["flipped", "cut", "emptied", "nonsense"])
def test_a_damaged_index_is_made_anew_and_answers_meanwhile(indexes: Indexes, damage: str) -> None:
    indexes.catch_up()
    for file in files(indexes):
        data = bytearray(file.read_bytes())
        data[-65] ^= 0xFF
        file.write_bytes({"flipped": bytes(data), "cut": bytes(data[:-100]), "emptied": b"",
                          "nonsense": b"x" * 500}[damage])  # fmt: skip
    assert found(indexes, "title:moths") == ["Moths and Lamps"]
    indexes.catch_up()
    assert indexes.searched().missing == 0
    assert "Moths and Lamps" in found(indexes, "text:why")


def test_an_index_of_another_version_is_made_anew(
    indexes: Indexes, monkeypatch: pytest.MonkeyPatch
) -> None:
    indexes.catch_up()
    monkeypatch.setattr("confbrowse.search.segment.VERSION", 0)
    assert indexes.searched().missing > 0
    indexes.catch_up()
    assert indexes.searched().missing == 0


def test_many_indexes_become_one_that_finds_the_same(indexes: Indexes) -> None:
    for at in range(5):
        indexes.library.put(programme(f"Zoo 202{at}", "Zebras", f"Lions {at}"))
    queries = ("zebras", "lions", "title:moths", "text:gnus", "programme:zoo -lions")
    before = [sorted(found(indexes, query)) for query in queries[:3]]
    indexes.catch_up()
    assert len(files(indexes)) == 1
    assert indexes.searched().missing == 0
    assert [sorted(found(indexes, query)) for query in queries[:3]] == before
    assert len(found(indexes, "text:gnus")) == 10
    assert len(found(indexes, "programme:zoo -lions")) == 5


def test_whoever_stops_it_finds_no_half_made_index(indexes: Indexes) -> None:
    with pytest.raises(InterruptedError):
        indexes.catch_up(lambda _done, _of: False)
    assert files(indexes) == []
    asked: list[tuple[int, int]] = []

    def goes_on(done: int, of: int) -> bool:
        asked.append((done, of))
        return True

    indexes.catch_up(goes_on)
    assert asked[-1][0] == asked[-1][1] == len(ICML.talks) + len(TINY.talks)


def test_an_index_that_cannot_be_kept_is_said_and_titles_are_searched() -> None:
    with unwritable.folder() as folder:
        library = Library.at(folder / "library.db")
        library.put(ICML)
        indexes = Indexes(library)
        with unwritable.without_rights(folder):
            with pytest.raises(StoreError, match="Cannot keep the search index"):
                indexes.catch_up()
            assert found(indexes, "title:moths") == ["Moths and Lamps"]
        assert not (folder / "index").exists()
