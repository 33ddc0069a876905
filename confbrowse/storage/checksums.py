"""Checksums of rows: they find damage that SQLite's own check does not look for."""

from zlib import crc32

SQL_NAME = "row_checksum"
"""Name of ``sql_checksum`` in SQL."""


def checksum(*values: object) -> int | None:
    """Return the CRC-32 of a row's *values*; None if one is a blob.

    Rows with blobs are from other programs: they have no checksum and count as intact.
    """
    if bytes in map(type, values):
        return None
    parts = [f"{len(one)}:{one}" if isinstance(one, str) else str(one) for one in values]
    return crc32("\x1f".join(parts).encode("utf-8", "surrogatepass"))


def is_intact(stored: object, *values: object) -> bool:
    """Whether *values* match the checksum *stored* with them; they do if there is none."""
    return stored is None or (found := checksum(*values)) is None or stored == found


def sql_checksum(*values: object) -> int | None:
    """Return the checksum of *values* as SQLite passes them, each text cast to a blob.

    Python cannot decode text that is not UTF-8; such a row has no checksum either.
    """
    try:
        return checksum(*(one.decode() if isinstance(one, bytes) else one for one in values))
    except UnicodeDecodeError:
        return None
