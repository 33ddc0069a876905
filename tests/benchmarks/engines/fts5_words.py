"""SQLite's full text search by words and their beginnings."""

from collections.abc import Sequence

from benchmarks.engines.fts5 import Table


class Engine(Table):
    """Accents are folded, beginnings of up to three letters have an index of their own."""

    name = "fts5_words.db"
    tokenizer = "tokenize = 'unicode61 remove_diacritics 2', prefix = '1 2 3'"

    def asked(self, words: Sequence[str]) -> str:
        """Ask for every word as a beginning."""
        return " ".join(f'"{word}"*' for word in words)
