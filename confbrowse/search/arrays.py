"""Arrays in one file: written once, mapped into memory, checked when opened.

Layout: MAGIC, the header's length (8 bytes, little-endian), the header, the arrays, each beginning at
a multiple of 64 bytes. The header is JSON and tells name, type, shape and place of each array, the
length of the file, the checksum of everything after the header, and what the writer wants to add.
"""

import json
import mmap
import os
import zlib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from confbrowse.errors import ConfbrowseError

Array = npt.NDArray[Any]  # what an array holds is known to whoever named it
_MAGIC = b"confbrowse arrays 1\n"
_ALIGNED = 64
_CHUNK = 1 << 20
_LONGEST_HEADER = 1 << 24


class DamagedError(ConfbrowseError):
    """A file of arrays is not what was once written."""


def write(path: Path, arrays: Mapping[str, Array], about: Mapping[str, object]) -> None:
    """Write *arrays* and *about*, which must be JSON, to *path*: all of it or nothing.

    Raises OSError where that is not possible; a file that was there is replaced at the end.
    """
    places, length = {}, 0
    for name, array in arrays.items():
        places[name] = [array.dtype.str, array.shape, length]
        length += -(-array.nbytes // _ALIGNED) * _ALIGNED
    header = {"arrays": places, "length": length, "checksum": _checksum(arrays), "about": about}
    head = json.dumps(header).encode()
    part = path.with_name(f"{path.name}.{os.getpid()}.part")
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        with part.open("wb") as file:
            file.write(_MAGIC + len(head).to_bytes(8, "little") + head)
            file.write(bytes(_data_from(len(head)) - file.tell()))
            for array in arrays.values():
                file.write(np.ascontiguousarray(array).data)
                file.write(bytes(-array.nbytes % _ALIGNED))
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)


def _checksum(arrays: Mapping[str, Array]) -> int:
    found = 0
    for array in arrays.values():
        found = zlib.crc32(np.ascontiguousarray(array).data, found)
        found = zlib.crc32(bytes(-array.nbytes % _ALIGNED), found)
    return found


def _data_from(header: int) -> int:
    """Return where the arrays begin in a file whose header is so many bytes long."""
    return -(-(len(_MAGIC) + 8 + header) // _ALIGNED) * _ALIGNED


def _header(path: Path) -> tuple[dict[str, Any], int]:
    """Return the header of *path* and where its arrays begin. Raises OSError, DamagedError."""
    with path.open("rb") as file:
        begin = file.read(len(_MAGIC) + 8)
        size = int.from_bytes(begin[len(_MAGIC) :], "little")
        if not begin.startswith(_MAGIC) or size > _LONGEST_HEADER:
            raise DamagedError(f"{path} holds no arrays of this version.")
        try:
            header = json.loads(file.read(size))
            whole = _data_from(size) + header["length"]
        except (ValueError, KeyError, TypeError) as error:
            raise DamagedError(f"The header of {path} cannot be read.") from error
    if path.stat().st_size != whole:
        raise DamagedError(f"{path} is not as long as it was.")
    return header, _data_from(size)


def about(path: Path) -> dict[str, Any]:
    """Return what the writer of *path* has added. Raises OSError, DamagedError."""
    found = _header(path)[0].get("about")
    return found if isinstance(found, dict) else {}


def mapped(path: Path) -> dict[str, Array]:
    """Return the arrays of *path*, read-only, from the disk where they are looked at.

    Raises OSError, DamagedError; what the arrays hold is not looked at: that is for ``is_sound``.
    """
    header, begin = _header(path)
    with path.open("rb") as file:
        memory = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
    try:
        return {
            name: _view(memory, begin + place, np.dtype(kind), shape)
            for name, (kind, shape, place) in header["arrays"].items()
        }
    except (ValueError, TypeError) as error:
        raise DamagedError(f"The header of {path} does not fit what follows.") from error


def _view(memory: mmap.mmap, place: int, kind: "np.dtype[Any]", shape: list[int]) -> Array:
    count = int(np.prod(shape, dtype=np.int64))
    return np.frombuffer(memory, kind, count, place).reshape(shape)


def is_sound(path: Path) -> bool:
    """Return whether every byte of the arrays of *path* is as it was written; reads all of it."""
    try:
        header, begin = _header(path)
        with path.open("rb") as file:
            file.seek(begin)
            found = 0
            while chunk := file.read(_CHUNK):
                found = zlib.crc32(chunk, found)
    except (OSError, DamagedError):
        return False
    return bool(found == header.get("checksum"))
