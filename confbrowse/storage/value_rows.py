"""The values of fields in a large part of the library, as they are offered, stored so that they need not be counted.

They follow from the talks: any change to these deletes them, and they are counted again when there is time.
"""

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass

from confbrowse.storage import rows

TABLE = """
    CREATE TABLE field_values (
        programme TEXT NOT NULL, field TEXT NOT NULL, labels TEXT NOT NULL, texts TEXT NOT NULL,
        words TEXT NOT NULL, talks BLOB NOT NULL, starts BLOB NOT NULL,
        PRIMARY KEY (programme, field))
    """
"""The migration of the library that adds them. The programme is empty for those of the whole library."""


@dataclass(frozen=True, slots=True)
class FieldValues:
    """The values of one field, all in the same order."""

    labels: Sequence[str]
    texts: Sequence[str]
    """Empty, or as many."""
    words: str
    """A line for each, which begins with a line break."""
    talks: Sequence[int]
    starts: Sequence[int]
    """Where each line of ``words`` starts."""


def store_values(db: sqlite3.Connection, programme: str, field: str, values: FieldValues) -> None:
    """Store the *values* of *field* in *programme*."""
    labels, texts = ("\n".join(lines) for lines in (values.labels, values.texts))
    numbers = map(rows.of_integers, (values.talks, values.starts))
    db.execute(
        "INSERT OR REPLACE INTO field_values VALUES (?, ?, ?, ?, ?, ?, ?)",
        (programme, field, labels, texts, values.words, *numbers),
    )


def delete_values(db: sqlite3.Connection, programme: str) -> None:
    """Delete the values of the programme with this id, and of the whole library, since its talks change."""
    db.execute("DELETE FROM field_values WHERE programme IN ('', ?)", (programme,))


def read_values(db: sqlite3.Connection, programme: str, field: str) -> FieldValues | None:
    """Return the values of *field* in *programme*; None if they are not stored, or damaged."""
    query = """
        SELECT labels, texts, words, talks, starts FROM field_values
        WHERE programme = ? AND field = ?
    """
    found = db.execute(query, (programme, field)).fetchone()
    if found is None or [*map(type, found)] != [str, str, str, bytes, bytes]:
        return None
    labels, texts = (text.split("\n") if text else [] for text in found[:2])
    words, talks, starts = found[2], *map(rows.integers, found[3:])
    is_sound = (
        len(labels) == len(talks) == len(starts) == words.count("\n")
        and len(texts) in (0, len(labels))
        and all(map(words.startswith, ["\n"] * len(starts), starts))
        and all(map(str.isprintable, labels))
        and all(map(str.isprintable, texts))
    )
    return FieldValues(labels, texts, words, talks, starts) if is_sound else None


def parts_with_values(db: sqlite3.Connection) -> frozenset[str]:
    """Return the ids of the programmes whose values are stored; an empty one is the whole library."""
    return frozenset(row[0] for row in db.execute("SELECT programme FROM field_values"))
