"""SQLite's full text search by words and prefixes."""

from collections.abc import Sequence

from benchmarks.engines.fts5 import Table


class Engine(Table):
    """Accents are folded; prefixes of up to three letters have a separate index."""

    name = "fts5_words.db"
    tokenizer = "tokenize = 'unicode61 remove_diacritics 2', prefix = '1 2 3'"

    def asked(self, words: Sequence[str]) -> str:
        """Ask for every word as a prefix."""
        return " ".join(f'"{word}"*' for word in words)
