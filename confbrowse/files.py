"""Atomic file writes: a reader of the file sees either the old content or the new.

The new content is written to a temporary file in the same folder, ``.NAME.HEX.part``, which is then
renamed. A writer that is killed leaves its temporary file behind; the next writer of the same name
deletes it, or ``delete_leftovers_in`` for a whole folder. A live writer locks its temporary file from
its creation to the rename, and the system releases the lock when the process ends, however it ends:
a leftover is a temporary file that can be locked. Between creation and lock another process can
mistake the file for a leftover, so the writer checks afterwards that it still exists, and starts over
if not. Windows has no such lock, but refuses to delete an open file. On file systems without locks,
leftovers stay.
"""

import errno
import os
import stat
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

from confbrowse.errors import StoreError

Signature = tuple[int, int, int]
"""Modification time in ns, size and inode: changes whenever the file is written."""
_HEXADECIMAL = frozenset("0123456789abcdef")
_LONGEST_NAME = 150
"""Bytes of a file's name that the name of its temporary file repeats."""
_NO_ROOM = {
    errno.ENOSPC: "the disk is full",
    errno.EDQUOT: "the disk is full: your quota is used up",
    errno.EFBIG: "the disk is full, or a file may not grow so large here",
}


class ChangedMeanwhileError(StoreError):
    """Another program changed the file that was about to be replaced."""


def write_atomic(
    path: Path,
    content: bytes | Iterable[bytes | memoryview],
    is_unchanged: Callable[[], bool] | None = None,
    *,
    durable: bool = True,
    make_folder: bool = False,
) -> Signature | None:
    """Create or replace the file at *path*; return its new signature, None for a pipe or device.

    A symbolic link stays a link, and an existing file keeps its permissions. With *durable*, the
    content is on the disk when the call returns; without, a power cut can leave the file empty.
    *make_folder* creates the folder. *is_unchanged* is called right before the rename.

    Raises StoreError if the file cannot be written, and ChangedMeanwhileError if *is_unchanged*
    returns False; the old file is untouched then.
    """
    file = Path(os.path.realpath(path))
    pieces = (content,) if isinstance(content, bytes) else content
    try:
        if make_folder:
            file.parent.mkdir(parents=True, exist_ok=True)
        if file.is_dir():
            raise StoreError(f"Cannot write {path}: it is a folder. Name a file in it.")
        if not file.parent.is_dir() and not path.exists():
            raise StoreError(f"Cannot write {path}: there is no folder {file.parent}.")
        if path.exists() and not path.is_file():
            with path.open("wb") as stream:
                stream.writelines(pieces)
            return None
        return _replace(path, file, pieces, is_unchanged, durable)
    except OSError as error:
        raise StoreError(f"Cannot write {path}: {reason(error)}. Nothing was changed.") from error


def write_new(file: Path, content: bytes, mode: int) -> None:
    """Create *file* durably with the permissions *mode* from the start. Raises OSError."""
    with _temporary(file, mode) as (unfinished, target):
        _fill(target, (content,), durable=True)
        _rename(unfinished, target, file)
    sync_folder(file.parent)


def no_room(error: OSError) -> str | None:
    """Return in words that there is no room on the disk; None for any other error."""
    return _NO_ROOM.get(error.errno or 0)


def reason(error: OSError) -> str:
    """Return in words why *error* was raised."""
    return no_room(error) or error.strerror or str(error)


def signature(found: os.stat_result) -> Signature:
    """Return the signature of a file, given its status."""
    return found.st_mtime_ns, found.st_size, found.st_ino


def delete_leftovers(path: Path) -> None:
    """Delete the temporary files that killed writers of *path* left beside it, where possible."""
    file = Path(os.path.realpath(path))
    _delete_leftovers(file.parent, _stem(file))


def delete_leftovers_in(folder: Path) -> None:
    """Delete the temporary files that killed writers left in *folder*, where possible."""
    _delete_leftovers(folder)


def sync_folder(folder: Path) -> None:
    """Flush the names in *folder* to the disk, on systems that can."""
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _delete_leftovers(folder: Path, stem: str | None = None) -> None:
    """Delete the leftovers in *folder* of the file with this *stem*, or of every file."""
    with suppress(OSError), os.scandir(folder) as entries:
        for entry in entries:
            written = _stem_of_temporary(entry.name)
            is_wanted = written is not None and stem in (None, written)
            if is_wanted and entry.is_file(follow_symlinks=False):
                _delete_unless_live(folder / entry.name)


def _stem_of_temporary(name: str) -> str | None:
    """Return the stem of the file that the temporary file *name* is written for; None for others."""
    if not (name.startswith(".") and name.endswith(".part")):
        return None
    stem, _, unique = name[1:].removesuffix(".part").rpartition(".")
    return stem if stem and unique and set(unique) <= _HEXADECIMAL else None


def _stem(file: Path) -> str:
    return file.name.encode(errors="surrogateescape")[:_LONGEST_NAME].decode(errors="ignore")


def _replace(
    path: Path,
    file: Path,
    pieces: Iterable[bytes | memoryview],
    is_unchanged: Callable[[], bool] | None,
    durable: bool,
) -> Signature:
    delete_leftovers(file)
    mode = stat.S_IMODE(file.stat().st_mode) if file.exists() else None
    with _temporary(file, 0o666 if mode is None else mode) as (unfinished, target):
        _fill(target, pieces, durable=durable)
        if mode is not None:
            unfinished.chmod(mode)
        found = signature(os.fstat(target.fileno()))
        if is_unchanged and not is_unchanged():
            raise ChangedMeanwhileError(
                f"Cannot write {path}: another program keeps writing to it. Please try again."
            )
        _rename(unfinished, target, file)
    if durable:
        sync_folder(file.parent)
    return found


def _fill(target: BinaryIO, pieces: Iterable[bytes | memoryview], *, durable: bool) -> None:
    target.writelines(pieces)
    target.flush()
    if durable:
        os.fsync(target.fileno())


@contextmanager
def _temporary(file: Path, mode: int) -> Iterator[tuple[Path, BinaryIO]]:
    """Yield a new file beside *file*, locked and open; it is deleted on any error."""
    while True:
        unfinished = file.with_name(f".{_stem(file)}.{os.urandom(8).hex()}.part")
        flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
        handle = os.open(unfinished, flags, mode | stat.S_IWUSR)
        if _lock(handle) and _still_exists(unfinished, handle):
            break
        os.close(handle)  # another process mistook it for a leftover
    target = os.fdopen(handle, "wb")
    try:
        yield unfinished, target
    except BaseException:
        with suppress(OSError):
            unfinished.unlink()
        raise
    finally:
        with suppress(OSError):  # after a failed write, close() tries once more
            target.close()


def _still_exists(file: Path, handle: int) -> bool:
    """Whether *file* is still the one that *handle* is open on."""
    with suppress(OSError):
        return os.path.samestat(os.fstat(handle), file.stat())
    return False


if sys.platform == "win32":

    def _lock(handle: int) -> bool:  # noqa: ARG001 - the same signature on every system
        return True

    def _rename(unfinished: Path, target: BinaryIO, file: Path) -> None:
        target.close()  # Windows renames no open file
        unfinished.replace(file)

    def _delete_unless_live(leftover: Path) -> None:
        with suppress(OSError):
            leftover.unlink()

else:
    import fcntl

    def _lock(handle: int) -> bool:
        """Lock the file; return False if another process has locked it."""
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        except OSError:
            return True  # a file system without locks
        return True

    def _rename(unfinished: Path, target: BinaryIO, file: Path) -> None:  # noqa: ARG001 - as above
        unfinished.replace(file)

    def _delete_unless_live(leftover: Path) -> None:
        """Delete *leftover* if it can be locked: its writer is dead then."""
        with suppress(OSError):
            handle = os.open(leftover, os.O_RDONLY)
            try:
                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
                if _still_exists(leftover, handle):
                    leftover.unlink()
            finally:
                os.close(handle)
