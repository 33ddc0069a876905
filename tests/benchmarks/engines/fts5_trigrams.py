"""SQLite's full text search by trigrams."""

from collections.abc import Sequence

from benchmarks.engines.fts5 import Table


class Engine(Table):
    """Finds words inside others, but none shorter than three letters."""

    name = "fts5_trigrams.db"
    tokenizer = "tokenize = 'trigram'"

    def asked(self, words: Sequence[str]) -> str:
        """Ask for every word that is long enough."""
        return " ".join(f'"{word}"' for word in words if len(word) >= 3)
