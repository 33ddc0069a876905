"""Sources are imported completely or not at all, and the user's marks on their talks stay."""

import io
import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from command_line import BATS, MOTHS, OWLS, PAGE
from unwritable import no_file_larger_than

from confbrowse.errors import (
    ProgrammeError,
    SourceError,
    StoreError,
)
from confbrowse.ingest.pipeline import AddedProgramme, ImportOptions, IngestResult, add, gather
from confbrowse.model import Mark, Scope
from confbrowse.sources import files
from confbrowse.sources.files import sources
from confbrowse.storage import connection
from confbrowse.storage.library import LibraryStore
from confbrowse.storage.marks import MarkStore

TODAY = ImportOptions(date(2021, 7, 1))
STAR = Mark(starred=True)
PAGES = Path(__file__).parents[2] / "shared" / "data" / "session-pages"


def star(mark: Mark) -> Mark:
    return replace(mark, starred=True)


def written(path: Path, text: str = PAGE) -> str:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return str(path)


def read(*names: str, wishes: ImportOptions = TODAY) -> IngestResult:
    return gather(sources(names), wishes)


@pytest.fixture
def library(tmp_path: Path) -> LibraryStore:
    return LibraryStore.at(tmp_path / "data" / "library.db")


@pytest.fixture
def agenda(tmp_path: Path) -> MarkStore:
    return MarkStore.at(tmp_path / "data" / "agenda.db")


@pytest.fixture
def page(tmp_path: Path) -> str:
    return written(tmp_path / "icml-2021-night.txt")


@pytest.fixture
def bring(library: LibraryStore, agenda: MarkStore) -> Callable[[str], AddedProgramme]:
    """Return a function that imports one source into the library."""

    def bring(name: str) -> AddedProgramme:
        (added,) = add(read(name), library, agenda)
        return added

    return bring


def test_a_file_is_a_programme(page: str) -> None:
    (programme,) = read(page).programmes
    assert (programme.id, programme.name, len(programme.talks)) == ("icml-2021", "ICML 2021", 4)


def test_standard_input_is_a_programme(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(PAGE.encode())))
    gathered = read("-", wishes=replace(TODAY, name="My \x1b[31mown  conference"))
    (programme,) = gathered.programmes
    assert (programme.name, len(programme.talks)) == ("My own conference", 4)
    assert all(talk.source.startswith("standard input, line") for talk in programme.talks)


def test_a_folder_is_read_whole_and_what_is_no_programme_is_reported(tmp_path: Path) -> None:
    written(tmp_path / "pages" / "icml-2021-night.txt")
    written(tmp_path / "pages" / "icml-2021-day.txt", PAGE.replace("Night Shift", "Day Shift"))
    (tmp_path / "pages" / "photo.jpg").write_bytes(b"\xff\xd8\xff\xe0\x00\x10JFIF" * 100)
    gathered = read(str(tmp_path / "pages"))
    assert [len(programme.sessions) for programme in gathered.programmes] == [2]
    assert len(gathered.readings) == 2
    ((source, why),) = gathered.skipped
    assert source.name.endswith("photo.jpg")
    assert why.endswith(".")


def test_every_source_is_reported_as_it_is_read(tmp_path: Path) -> None:
    for number in range(3):
        written(tmp_path / "pages" / f"icml-2021-{number}.txt")
    told: list[tuple[int, int]] = []
    gather(sources([str(tmp_path / "pages")]), TODAY, lambda *now: told.append(now))
    assert told == [(1, 3), (2, 3), (3, 3)]


UNREADABLE = {
    "binary": b"\x7fELF\x02\x01\x01" + bytes(range(256)) * 40,
    "empty": b"",
    "blank": b" \n\t\r\n",
    "prose": b"Dear Ada,\nhow are you?\n",
    "too large": b"x" * (2**20 + 1),
}


@pytest.mark.parametrize("raw", UNREADABLE.values(), ids=UNREADABLE)
def test_a_named_source_that_is_no_programme_gives_a_sentence(
    tmp_path: Path, page: str, monkeypatch: pytest.MonkeyPatch, raw: bytes
) -> None:
    monkeypatch.setattr(files, "LARGEST", 2**20)
    (tmp_path / "odd.txt").write_bytes(raw)
    with pytest.raises((ProgrammeError, SourceError)) as told:
        read(page, str(tmp_path / "odd.txt"))
    assert str(told.value).endswith(".")
    assert "odd.txt" in str(told.value)


def test_a_folder_without_any_programme_gives_a_sentence(tmp_path: Path) -> None:
    for name, raw in UNREADABLE.items():
        (tmp_path / name).write_bytes(raw)
    with pytest.raises(ProgrammeError, match=r"^No programme was found\. .*binary.*\.$"):
        read(str(tmp_path))


def test_a_missing_source_gives_a_sentence(page: str) -> None:
    with pytest.raises(SourceError, match=r"Cannot read gone\.txt: No such file or directory\."):
        read(page, "gone.txt")


@pytest.mark.parametrize(
    ("wishes", "why"),
    [
        (replace(TODAY, timezone="IST"), "IST is not a known or unambiguous time zone"),
        (replace(TODAY, timezone="../../etc/passwd"), "not a known or unambiguous time zone"),
        (replace(TODAY, year=0), "0 is not a valid year"),
        (replace(TODAY, year=2100), "Give one from 1990 to 2099"),
    ],
)
def test_a_wish_that_cannot_be_granted_gives_a_sentence(
    page: str, wishes: ImportOptions, why: str
) -> None:
    with pytest.raises(SourceError, match=why):
        read(page, wishes=wishes)


def test_wishes_are_granted(page: str) -> None:
    wishes = replace(TODAY, name="\u202e ", year=2019, timezone="Asia/Tokyo")
    (programme,) = read(page, wishes=wishes).programmes
    assert programme.name == "ICML 2021"
    assert {talk.start.year for talk in programme.talks if talk.start} == {2019}


def test_adding_reports_what_is_new_and_what_is_gone(
    bring: Callable[[str], AddedProgramme], page: str
) -> None:
    first = bring(page)
    assert (first.first, first.new, first.gone, len(first.programme.talks)) == (True, 4, 0, 4)
    again = bring(page)
    assert (again.first, again.new, again.gone, len(again.programme.talks)) == (False, 0, 0, 4)
    written(Path(page), PAGE.replace("Bats and Echoes", "Whales and Songs"))
    changed = bring(page)
    assert (changed.new, changed.gone, len(changed.programme.talks)) == (1, 1, 4)


CHANGES = {
    "times": ("20 July 7:00 - 7:20", "20 July 9:00 - 9:30"),
    "day": ("Tue 20 July 7:00", "Wed 21 July 7:00"),
    "abstract": ("Why moths fly in circles.", "Why moths fly straight."),
    "authors": ("Grace Hopper · Jürgen Groß", "Grace Hopper · Ada Lovelace"),
    "kind": ("Oral\nMoths", "Spotlight\nMoths"),
    "session title": ("Night Shift", "The Late Night Shift"),
    "chair": ("Ada Lovelace", "Charles Babbage"),
    "case of the title": ("Moths and Lamps", "Moths and lamps"),
}


@pytest.mark.parametrize(("old", "new"), CHANGES.values(), ids=CHANGES)
@pytest.mark.parametrize("name", ["icml-2021-night.txt", "icml-2021  mu\u0308d\u00a0night.txt"])
def test_a_mark_survives_a_change_of_its_talk_and_its_copy_is_brought_up_to_date(
    tmp_path: Path, library: LibraryStore, agenda: MarkStore, old: str, new: str, name: str
) -> None:
    page = written(tmp_path / name)
    add(read(page), library, agenda)
    agenda.mark([library.find([MOTHS])[MOTHS][1]], star)
    before = agenda.entries()[0]
    assert PAGE.count(old) == 1 or old == "Ada Lovelace"
    written(tmp_path / name, PAGE.replace(old, new))
    (added,) = add(read(page), library, agenda)
    assert (added.new, added.gone, len(added.programme.sessions)) == (0, 0, 1)
    (entry,) = agenda.entries()
    kept = library.find([MOTHS])[MOTHS][1]
    held = replace(kept.session, source="", room=None, abstract="")
    assert entry.talk == replace(kept, session=held) != before.talk
    assert (entry.talk.id, entry.mark) == (MOTHS, STAR)


def test_a_mark_taken_back_returns_on_the_talk_as_it_is_now(
    bring: Callable[[str], AddedProgramme], library: LibraryStore, agenda: MarkStore, page: str
) -> None:
    bring(page)
    agenda.mark([library.find([OWLS])[OWLS][1]], star)
    agenda.undo()
    written(Path(page), PAGE.replace("7:10 - 7:30", "8:10 - 8:30"))
    bring(page)
    (change,) = agenda.redo()
    assert change.talk.start
    assert change.talk.start.hour == 8


@pytest.mark.parametrize("broken", ["library", "agenda"])
def test_adding_is_all_or_nothing(
    tmp_path: Path,
    bring: Callable[[str], AddedProgramme],
    library: LibraryStore,
    agenda: MarkStore,
    page: str,
    broken: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    bring(page)
    agenda.mark([library.find([MOTHS])[MOTHS][1]], star)
    before = (library.version(), library.programme("icml-2021"), agenda.entries())
    written(Path(page), PAGE.replace("Why moths", "How moths"))
    other = written(tmp_path / "neurips-2021.txt")
    monkeypatch.setattr(connection, "BUSY_SECONDS", 0.01)
    store = library.database if broken == "library" else agenda.database
    with (
        store.writing(),
        pytest.raises(StoreError, match=f"Cannot write the {broken} .*Nothing was changed"),
    ):
        add(read(other, page), library, agenda)
    assert (library.version(), library.programme("icml-2021"), agenda.entries()) == before
    with no_file_larger_than(4096), pytest.raises(StoreError):
        add(read(other, page), library, agenda)
    assert (library.version(), library.programme("icml-2021"), agenda.entries()) == before


def test_an_agenda_nobody_used_is_not_begun_by_adding(
    bring: Callable[[str], AddedProgramme], agenda: MarkStore, page: str
) -> None:
    bring(page)
    assert not agenda.database.path.exists()


def test_the_agenda_keeps_its_entry_through_a_change_and_the_end_of_the_programme(
    bring: Callable[[str], AddedProgramme], library: LibraryStore, agenda: MarkStore, page: str
) -> None:
    bring(page)
    agenda.mark([library.find([MOTHS])[MOTHS][1], library.find([BATS])[BATS][1]], star)
    agenda.mark([library.find([MOTHS])[MOTHS][1]], lambda mark: replace(mark, note="front row"))
    written(Path(page), PAGE.replace("20 July 7:00 - 7:20", "20 July 9:00 - 9:30"))
    bring(page)
    library.remove("icml-2021")
    assert list(library.numbers(Scope())) == []
    moths, bats = MarkStore.at(agenda.database.path).entries()
    assert moths.mark == Mark(starred=True, note="front row")
    assert (moths.talk.title, moths.talk.start and moths.talk.start.hour) == ("Moths and Lamps", 9)
    assert "fly in circles" in moths.talk.abstract
    assert bats.talk.links[0].url == "https://github.com/bats/echoes"
    written(Path(page), PAGE.replace("Why moths", "How moths"))
    assert bring(page).first
    assert agenda.entries()[0].talk.abstract.startswith("How moths")
    agenda.undo()
    agenda.undo()
    assert agenda.entries() == ()


def test_the_real_pages_are_imported_and_again_without_a_change(
    bring: Callable[[str], AddedProgramme],
) -> None:
    if not PAGES.is_dir():
        pytest.skip("the real pages are not beside this checkout")
    for page in sorted(PAGES.iterdir()):
        first, again = bring(str(page)), bring(str(page))
        assert (again.new, again.gone) == (0, 0)
        assert again.programme.sessions == first.programme.sessions
        assert set(again.programme.talks) == set(first.programme.talks)
