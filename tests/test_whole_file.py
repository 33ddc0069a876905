"""Files are written whole or not at all."""

import os
import stat
import threading
from pathlib import Path

import pytest
from command_line import contents
from unwritable import folder, no_file_larger_than, without_rights

from confbrowse import whole_file
from confbrowse.errors import StoreError


def test_a_file_is_written_and_nothing_lies_beside_it(tmp_path: Path) -> None:
    whole_file.write(tmp_path / "agenda.ics", b"one")
    whole_file.write(tmp_path / "agenda.ics", b"two\r\n")
    assert contents(tmp_path) == {"agenda.ics": b"two\r\n"}


def test_a_full_disk_leaves_the_old_file_and_is_told_in_one_sentence(tmp_path: Path) -> None:
    file = tmp_path / "agenda.ics"
    file.write_bytes(b"old")
    with no_file_larger_than(1000), pytest.raises(StoreError) as caught:
        whole_file.write(file, b"x" * 5000)
    assert str(caught.value).startswith(f"Cannot write {file}: ")
    assert str(caught.value).endswith(". Nothing was changed.")
    assert contents(tmp_path) == {"agenda.ics": b"old"}


def test_a_folder_is_refused_and_a_folder_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match=r"it is a folder\. Name a file in it"):
        whole_file.write(tmp_path, b"")
    with pytest.raises(StoreError, match=r"there is no folder .*nowhere"):
        whole_file.write(tmp_path / "nowhere" / "agenda.ics", b"")
    assert contents(tmp_path) == {}


def test_a_folder_that_may_not_be_written_is_told() -> None:
    with folder() as place:
        with without_rights(place), pytest.raises(StoreError, match="Permission denied"):
            whole_file.write(place / "agenda.ics", b"")
        assert contents(place) == {}


@pytest.mark.skipif(os.name == "nt", reason="rights and links in the way of Unix")
def test_a_link_stays_a_link_and_a_file_keeps_its_rights(tmp_path: Path) -> None:
    file, link = tmp_path / "agenda.ics", tmp_path / "link.ics"
    file.write_bytes(b"old")
    file.chmod(0o640)
    link.symlink_to(file)
    whole_file.write(link, b"new")
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
    whole_file.write(pipe, b"through")
    reader.join()
    assert read == [b"through"]
