"""Files are written completely or not at all."""

import errno
import os
import stat
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from command_line import CHECKOUT, PATIENCE, contents
from unwritable import folder, no_file_larger_than, without_rights

from confbrowse import files
from confbrowse.errors import StoreError


def test_a_file_is_written_and_nothing_lies_beside_it(tmp_path: Path) -> None:
    files.write_atomic(tmp_path / "agenda.ics", b"one")
    files.write_atomic(tmp_path / "agenda.ics", b"two\r\n")
    assert contents(tmp_path) == {"agenda.ics": b"two\r\n"}


def test_a_full_disk_leaves_the_old_file_and_is_reported_in_one_sentence(tmp_path: Path) -> None:
    file = tmp_path / "agenda.ics"
    file.write_bytes(b"old")
    with no_file_larger_than(1000), pytest.raises(StoreError) as caught:
        files.write_atomic(file, b"x" * 5000)
    assert str(caught.value) == (
        f"Cannot write {file}: the disk is full, or a file may not grow so large here. Nothing was changed."
    )
    assert contents(tmp_path) == {"agenda.ics": b"old"}


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EDQUOT])
def test_a_disk_without_room_is_called_full(
    tmp_path: Path, number: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(_: int) -> None:
        raise OSError(number, "No space left on device")

    file = tmp_path / "agenda.ics"
    file.write_bytes(b"old")
    monkeypatch.setattr(os, "fsync", refused)
    with pytest.raises(StoreError) as caught:
        files.write_atomic(file, b"new")
    assert f"Cannot write {file}: the disk is full" in str(caught.value)
    assert contents(tmp_path) == {"agenda.ics": b"old"}


def test_what_a_killed_writer_left_is_deleted_and_nothing_else(tmp_path: Path) -> None:
    theirs = [".agenda.ics.part", ".agenda.ics.notes.part", ".other.ics.1f.part", "agenda.ics.part"]
    ours = [".agenda.ics.4711.part", ".agenda.ics.0123456789abcdef.part"]
    for name in (*theirs, *ours):
        (tmp_path / name).write_bytes(b"x")
    files.write_atomic(tmp_path / "agenda.ics", b"new")
    assert set(contents(tmp_path)) == {"agenda.ics", *theirs}


@pytest.mark.skipif(os.name == "nt", reason="locks in the way of Unix")
def test_the_temporary_file_of_a_live_writer_is_not_deleted(tmp_path: Path) -> None:
    file = tmp_path / "agenda.ics"
    with files._temporary(file, 0o644) as (unfinished, target):
        files.write_atomic(file, b"faster")
        assert unfinished.exists()
        target.write(b"slower")
    files.delete_leftovers(file)
    assert contents(tmp_path) == {"agenda.ics": b"faster"}


@pytest.mark.skipif(os.name == "nt", reason="locks in the way of Unix")
def test_a_temporary_file_that_was_tidied_away_before_it_was_locked_is_made_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lock = files._lock

    def late(handle: int) -> bool:
        monkeypatch.undo()
        files.delete_leftovers(tmp_path / "agenda.ics")
        assert contents(tmp_path) == {}
        return lock(handle)

    monkeypatch.setattr(files, "_lock", late)
    files.write_atomic(tmp_path / "agenda.ics", b"new")
    assert contents(tmp_path) == {"agenda.ics": b"new"}


@pytest.mark.skipif(os.name == "nt", reason="a process is killed in the way of Unix")
def test_a_writer_that_is_killed_leaves_what_the_next_one_deletes(tmp_path: Path) -> None:
    program = (
        "import os, sys; from pathlib import Path; from confbrowse import files\n"
        "files._rename = lambda *_: os._exit(7)\n"
        "files.write_atomic(Path(sys.argv[1]), b'half')\n"
    )
    argv = [sys.executable, "-c", program, str(tmp_path / "agenda.ics")]
    assert subprocess.run(argv, cwd=CHECKOUT, timeout=PATIENCE, check=False).returncode == 7
    assert len(contents(tmp_path)) == 1
    files.write_atomic(tmp_path / "agenda.ics", b"new")
    assert contents(tmp_path) == {"agenda.ics": b"new"}


@pytest.mark.parametrize("name", ["議" * 80 + ".ics", "x" * 250])
def test_a_long_name_is_no_trouble(tmp_path: Path, name: str) -> None:
    files.write_atomic(tmp_path / name, b"new")
    assert contents(tmp_path) == {name: b"new"}


def test_a_folder_is_refused_and_a_folder_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match=r"it is a folder\. Name a file in it"):
        files.write_atomic(tmp_path, b"")
    with pytest.raises(StoreError, match=r"there is no folder .*nowhere"):
        files.write_atomic(tmp_path / "nowhere" / "agenda.ics", b"")
    assert contents(tmp_path) == {}


def test_a_folder_that_may_not_be_written_is_reported() -> None:
    with folder() as place:
        with without_rights(place), pytest.raises(StoreError, match="Permission denied"):
            files.write_atomic(place / "agenda.ics", b"")
        assert contents(place) == {}


@pytest.mark.skipif(os.name == "nt", reason="rights and links in the way of Unix")
def test_a_link_stays_a_link_and_a_file_keeps_its_rights(tmp_path: Path) -> None:
    file, link = tmp_path / "agenda.ics", tmp_path / "link.ics"
    file.write_bytes(b"old")
    file.chmod(0o640)
    link.symlink_to(file)
    files.write_atomic(link, b"new")
    assert link.is_symlink()
    assert file.read_bytes() == b"new"
    assert stat.S_IMODE(file.stat().st_mode) == 0o640


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes with names here")
def test_a_pipe_is_written_into(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    read: list[bytes] = []
    reader = threading.Thread(target=lambda: read.append(pipe.read_bytes()))
    reader.start()
    files.write_atomic(pipe, b"through")
    reader.join()
    assert read == [b"through"]
