"""The sources that a user names become bytes or one sentence; sizes, depths and numbers are limited."""

import io
import os
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from zipfile import ZipFile

import pytest
from unwritable import folder, without_rights

from confbrowse.errors import SourceError
from confbrowse.sources import files as fetching
from confbrowse.sources.files import Source, beside, fetch, sources


def names(found: list[Source]) -> list[str]:
    return [source.name for source in found]


def written(path: Path, text: str = "text") -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def given(text: bytes) -> io.TextIOWrapper:
    """Return a standard input with *text* in it."""
    return io.TextIOWrapper(io.BytesIO(text))


def test_a_file_is_read_as_its_bytes(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(b"\xff\x00\r\n")
    (source,) = sources([str(tmp_path / "a.txt")])
    assert fetch(source) == b"\xff\x00\r\n"
    assert (source.named, source.location) == (True, str(tmp_path / "a.txt"))


def test_a_file_is_called_as_it_was_named_and_known_by_where_it_lies(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    written(tmp_path / "pages" / "a.txt")
    (source,) = sources(["pages/a.txt"])
    assert (source.name, source.location) == ("pages/a.txt", str(tmp_path / "pages" / "a.txt"))


def test_standard_input_is_a_source_without_a_place(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", given(b"a page\xff"))
    (source,) = sources(["-"])
    assert fetch(source) == b"a page\xff"
    assert (source.name, source.path, source.location) == ("standard input", None, "")


def test_a_closed_standard_input_gives_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", None)
    with pytest.raises(SourceError, match="Cannot read standard input: it is closed"):
        fetch(Source("standard input", None))


def test_a_folder_stands_for_its_files_in_order_of_name(tmp_path: Path) -> None:
    for name in ("b.txt", "a.txt", "sub/c.txt", "sub/deeper/d.txt", "another/e.txt"):
        written(tmp_path / "pages" / name)
    found = sources([str(tmp_path / "pages")])
    way = [str(Path(name).relative_to(tmp_path)) for name in names(found)]
    assert way == [
        *("pages/a.txt", "pages/b.txt", "pages/another/e.txt"),
        *("pages/sub/c.txt", "pages/sub/deeper/d.txt"),
    ]
    assert not any(source.named for source in found)


@pytest.mark.parametrize("hidden", [".git/config", ".DS_Store", "sub/.hidden/a.txt"])
def test_hidden_files_and_folders_are_passed_over(tmp_path: Path, hidden: str) -> None:
    written(tmp_path / hidden)
    written(tmp_path / "seen.txt")
    assert names(sources([str(tmp_path)])) == [str(tmp_path / "seen.txt")]


def test_what_a_person_names_is_read_though_it_is_hidden(tmp_path: Path) -> None:
    written(tmp_path / ".pages" / ".a.txt")
    assert len(sources([str(tmp_path / ".pages" / ".a.txt")])) == 1
    with pytest.raises(SourceError, match="contains no file"):
        sources([str(tmp_path / ".pages")])


def test_folders_are_looked_into_only_so_deep(tmp_path: Path) -> None:
    depth = fetching._DEEPEST
    written(tmp_path.joinpath(*"d" * depth) / "deep.txt")
    written(tmp_path.joinpath(*"d" * (depth + 1)) / "too-deep.txt")
    assert [Path(name).name for name in names(sources([str(tmp_path)]))] == ["deep.txt"]


def test_a_folder_that_leads_back_to_itself_ends(tmp_path: Path) -> None:
    written(tmp_path / "a.txt")
    (tmp_path / "again").symlink_to(tmp_path)
    assert len(sources([str(tmp_path)])) == 1


def test_pipes_and_links_to_nowhere_in_a_folder_are_passed_over(tmp_path: Path) -> None:
    written(tmp_path / "a.txt")
    (tmp_path / "nowhere.txt").symlink_to(tmp_path / "gone.txt")
    if hasattr(os, "mkfifo"):
        os.mkfifo(tmp_path / "pipe")
    assert names(sources([str(tmp_path)])) == [str(tmp_path / "a.txt")]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="the system has no pipes with a name")
def test_a_pipe_that_is_named_is_read(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    (source,) = sources([str(tmp_path / "pipe")])
    with ThreadPoolExecutor() as pool:
        reading = pool.submit(fetch, source)
        (tmp_path / "pipe").write_bytes(b"a page")
    assert reading.result() == b"a page"


@pytest.mark.parametrize("beyond", [0, 1])
def test_a_source_may_be_so_large_and_no_larger(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, beyond: int
) -> None:
    monkeypatch.setattr(fetching, "LARGEST", 2**20)
    written(tmp_path / "a.txt", "x" * (2**20 + beyond))
    monkeypatch.setattr(sys, "stdin", given(b"x" * (2**20 + beyond)))
    for source in sources([str(tmp_path / "a.txt"), "-"]):
        if beyond:
            with pytest.raises(
                SourceError, match="is larger than 1 MiB, too large for a programme"
            ):
                fetch(source)
        else:
            assert len(fetch(source)) == 2**20


@pytest.mark.skipif(not Path("/dev/zero").exists(), reason="the system has no endless file")
def test_a_source_without_end_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fetching, "LARGEST", 2**20)
    with pytest.raises(SourceError, match="larger than"):
        fetch(sources(["/dev/zero"])[0])


def test_too_many_files_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fetching, "_MOST_FILES", 3)
    for number in range(4):
        written(tmp_path / "four" / f"{number}.txt")
        written(tmp_path / "two" / f"{number % 2}.txt")
    with pytest.raises(
        SourceError, match=r"four contains more than 3 files\. Name a smaller folder\."
    ):
        sources([str(tmp_path / "four")])
    with pytest.raises(SourceError, match="4 files are too many to read at once\\. Name fewer"):
        sources([str(tmp_path / "two")] * 2)


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("gone.txt", "Cannot read gone.txt: No such file or directory."),
        ("gone/", "Cannot read gone/: No such file or directory."),
        ("a.txt/b.txt", "Cannot read a.txt/b.txt: Not a directory."),
        ("a\0b", "not a valid file name."),
        ("x" * 5_000, "File name too long."),
        ("~nobody-at-all/x", "Cannot read ~nobody-at-all/x: No such file or directory."),
        ("", "The name of a source is empty. Name a file, a folder, a URL or -."),
        ("  ", "The name of a source is empty"),
        ("empty", "empty contains no file."),
    ],
)
def test_what_cannot_be_read_gives_one_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, why: str
) -> None:
    monkeypatch.chdir(tmp_path)
    written(tmp_path / "a.txt")
    (tmp_path / "empty").mkdir()
    with pytest.raises(SourceError) as told:
        sources(["a.txt", name])
    assert str(told.value).endswith(".")
    assert why in str(told.value)


def test_a_file_called_like_a_home_is_found(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    written(tmp_path / "~nobody-at-all")
    assert fetch(sources(["~nobody-at-all"])[0]) == b"text"


def test_the_home_is_known_by_its_short_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("USERPROFILE", str(tmp_path))
    written(tmp_path / "a.txt")
    (source,) = sources(["~/a.txt"])
    assert (source.name, fetch(source)) == ("~/a.txt", b"text")


def test_a_file_that_vanished_or_became_a_folder_gives_a_sentence(tmp_path: Path) -> None:
    (source,) = sources([str(written(tmp_path / "a.txt"))])
    (tmp_path / "a.txt").unlink()
    with pytest.raises(SourceError, match=r"Cannot read .*a\.txt: No such file or directory\."):
        fetch(source)
    (tmp_path / "a.txt").mkdir()
    with pytest.raises(SourceError, match=r"Cannot read .*a\.txt: (Is a directory|Permission)"):
        fetch(source)


def test_a_folder_that_may_not_be_read_says_so() -> None:
    with folder() as home:
        written(home / "pages" / "a.txt")
        with without_rights(home / "pages", 0), pytest.raises(SourceError, match="Permission"):
            sources([str(home / "pages")])


@pytest.mark.parametrize("mode", [0o000, 0o444])
def test_a_part_of_a_folder_that_may_not_be_read_is_reported_when_it_is_read(mode: int) -> None:
    with folder() as home:
        written(home / "a.txt")
        written(home / "closed" / "b.txt")
        with without_rights(home / "closed", mode):
            found = sources([str(home)])
            assert [source.named for source in found] == [False, False]
            assert fetch(found[0]) == b"text"
            with pytest.raises(SourceError, match=r"Cannot read .*closed.*: (Is a dir|Permission)"):
                fetch(found[1])


def zipped(path: Path, **files: bytes) -> Path:
    """Return an archive at *path* with *files*; ``__`` in a name means a slash."""
    with ZipFile(path, "w") as archive:
        for name, raw in files.items():
            archive.writestr(name.replace("__", "/"), raw)
    return path


def test_an_archive_is_its_files(tmp_path: Path) -> None:
    path = zipped(tmp_path / "conf.zip", b__two=b"2", a=b"1", **{".hidden": b"3"})
    found = sources([str(path)])
    assert [source.name for source in found] == [f"{path}/a", f"{path}/b/two"]
    assert [fetch(source) for source in found] == [b"1", b"2"]
    assert found[1].location == f"{path}/b/two"


def test_what_lies_beside_a_file_of_an_archive_is_in_the_same_folder(tmp_path: Path) -> None:
    path = zipped(tmp_path / "conf.zip", a__x=b"1", a__y=b"2", b__y=b"3")
    first = sources([str(path)])[0]
    assert [fetch(source) for source in beside(first, "y*")] == [b"2"]


def test_a_damaged_archive_is_called_one(tmp_path: Path) -> None:
    path = zipped(tmp_path / "conf.zip", a=b"1" * 1000)
    path.write_bytes(path.read_bytes()[:600])
    with pytest.raises(SourceError, match="the archive is damaged"):
        sources([str(path)])


def test_an_archive_with_a_damaged_file_says_so(tmp_path: Path) -> None:
    path = zipped(tmp_path / "conf.zip", a=b"1" * 1000)
    path.write_bytes(path.read_bytes().replace(b"111", b"222", 1))
    with pytest.raises(SourceError, match="damaged or encrypted"):
        fetch(sources([str(path)])[0])


@pytest.mark.parametrize("address", ["https://icml.cc/virtual/2021", "HTTP://icml.cc"])
def test_an_address_is_a_source_that_lies_there(address: str) -> None:
    (source,) = sources([address])
    assert (source.name, source.location, source.path) == (address, address, None)
