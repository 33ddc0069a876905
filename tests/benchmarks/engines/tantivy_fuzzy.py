"""tantivy: prefixes, and as many edits as confbrowse allows."""

import re
import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from benchmarks.engines import BEST, MissingError
from benchmarks.papers import Paper

try:
    import tantivy
except ImportError as error:
    raise MissingError("the Python package tantivy is not installed") from error

WORD = re.compile(r"[^\W_]+")
WORTH = {"title": 10.0, "authors": 8.0, "session": 5.0, "abstract": 4.0}


class Engine:
    """Every word in any field, whole, as a prefix or misspelt; a better match counts more."""

    def build(self, papers: Sequence[Paper], folder: Path) -> None:
        """Fill an index on the disk."""
        where = folder / "tantivy"
        shutil.rmtree(where, ignore_errors=True)
        where.mkdir()
        index = tantivy.Index(_schema(), path=str(where))
        _register(index)
        writer = index.writer(heap_size=512_000_000, num_threads=1)
        for at, one in enumerate(papers):
            texts = {"title": one.title, "session": one.session, "abstract": one.abstract}
            writer.add_document(tantivy.Document(place=at, authors=", ".join(one.authors), **texts))
        writer.commit()
        writer.wait_merging_threads()

    def load(self, papers: Sequence[Paper], folder: Path) -> None:  # noqa: ARG002 - all is in the index
        """Open the index."""
        self._index = tantivy.Index.open(str(folder / "tantivy"))
        _register(self._index)
        self._searcher = self._index.searcher()

    def search(self, text: str) -> list[int]:
        """Return the best papers that contain every word, else those that contain most words."""
        words = WORD.findall(text.casefold())
        if not words:
            return []
        either = [self._word(word) for word in words]
        for occur in (tantivy.Occur.Must, tantivy.Occur.Should):
            asked = tantivy.Query.boolean_query([(occur, one) for one in either])
            hits = self._searcher.search(asked, BEST).hits
            if hits:
                return [self._searcher.doc(address)["place"][0] for _, address in hits]
        return []

    def _word(self, word: str) -> Any:
        schema, query = self._index.schema, tantivy.Query
        slips = 0 if len(word) < 4 else 1 if len(word) < 8 else 2
        ways = []
        for field, worth in WORTH.items():
            whole = query.term_query(schema, field, word)
            ways.append(query.boost_query(query.const_score_query(whole, 1.0), 10 * worth))
            for slip in range(slips + 1):
                near = query.fuzzy_term_query(
                    schema, field, word, distance=slip, transposition_cost_one=True, prefix=True
                )
                worth_of = (8.0, 4.0, 3.0)[slip] * worth
                ways.append(query.boost_query(query.const_score_query(near, 1.0), worth_of))
        return query.disjunction_max_query(ways)


def _schema() -> Any:
    builder = tantivy.SchemaBuilder()
    builder.add_integer_field("place", stored=True, indexed=False)
    for field in WORTH:
        builder.add_text_field(field, tokenizer_name="folded")
    return builder.build()


def _register(index: Any) -> None:
    builder = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.simple())
    for each in (tantivy.Filter.lowercase(), tantivy.Filter.ascii_fold()):
        builder = builder.filter(each)
    index.register_tokenizer("folded", builder.build())
