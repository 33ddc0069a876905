"""Speed of search engines, letter by letter, and how often the wanted paper comes first.

Usage: ``python tests/benchmarks/search.py --corpus F.jsonl[.gz] --queries Q.jsonl --engines all
[--seconds 60] [--json]``

A query has one wanted paper (``title``, as in ``queries.py``) or several right answers (``titles``, as in
``natural_queries.jsonl``: queries as people write them, each with papers judged to be an answer); ``form`` names its
kind, and ``--half tuning`` or ``--half held-back`` takes every other query of each kind.

Each engine runs in a separate process; they take turns, query by query, so that whatever else the
machine does affects all equally. Queries are typed letter by letter; an engine that has used up its
seconds gets whole queries only, and none after as many seconds again. The number of queries that each has
answered is printed.
"""

import argparse
import json
import subprocess
import sys
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from importlib import import_module
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from benchmarks.engines import BEST, NAMES, Engine, MissingError
from benchmarks.measure import percentile
from benchmarks.papers import read

SHARES = {"p50": 0.5, "p90": 0.9, "p99": 0.99, "max": 1.0}
WARMING = "warming up"
HALVES = ("tuning", "held-back")


@dataclass(slots=True)
class Measured:
    """What is known of one engine."""

    name: str
    worker: "subprocess.Popen[str]"
    facts: dict[str, float]
    """Seconds to build, milliseconds to load, MiB of memory and disk."""
    letters: list[float] = field(default_factory=list)
    """Milliseconds of each keystroke."""
    ranks: dict[str, list[int]] = field(default_factory=lambda: defaultdict(list))
    """For each form, the rank of the wanted paper; 0 if it is not among the best."""
    spent: float = 0.0
    """Seconds."""
    is_dead: bool = False


class EngineDiedError(Exception):
    """The process of an engine has ended."""


@dataclass(frozen=True, slots=True)
class Query:
    """What is typed, and the titles of the papers that answer it."""

    text: str
    titles: frozenset[str]
    form: str


def read_queries(path: Path, half: str | None = None) -> list[Query]:
    """Return the queries in *path*; with *half* every other one of each form, so that some can be held back."""
    found: list[Query] = []
    seen: Counter[str] = Counter()
    for line in path.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        titles = row.get("titles") or [row["title"]]
        query = Query(row["query"], frozenset(titles), row.get("form", "all"))
        if half is None or seen[query.form] % 2 == HALVES.index(half):
            found.append(query)
        seen[query.form] += 1
    return found


def main() -> None:
    arguments = _arguments()
    if arguments.serve:
        serve(arguments.serve, arguments.corpus, arguments.folder)
        return
    titles = [paper.title for paper in read(arguments.corpus)]
    queries = read_queries(arguments.queries, arguments.half)
    names = NAMES if arguments.engines == "all" else arguments.engines.split(",")
    if unknown := [name for name in names if name not in NAMES]:
        sys.exit(f"There is no engine {', '.join(unknown)}. Engines: {', '.join(NAMES)}.")
    with tempfile.TemporaryDirectory() as folder:
        engines = [one for name in names if (one := started(name, arguments.corpus, Path(folder)))]
        for at, query in enumerate(queries):
            for engine in engines[at % len(engines) :] + engines[: at % len(engines)]:
                try_typed(engine, query, titles, arguments.seconds)
        for engine in engines:
            engine.worker.terminate()
            engine.worker.wait()
    for engine in engines:
        print(json.dumps(figures(engine)) if arguments.json else table(figures(engine)))


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--corpus", type=Path, required=True)
    parser.add_argument("--queries", type=Path)
    parser.add_argument("--engines", default="all", help=f"all, or some of {','.join(NAMES)}")
    parser.add_argument("--half", choices=HALVES, help="every other query of each form")
    parser.add_argument("--seconds", type=float, default=60.0)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--serve", help=argparse.SUPPRESS)
    parser.add_argument("--folder", type=Path, help=argparse.SUPPRESS)
    return parser.parse_args()


def serve(name: str, corpus: Path, folder: Path) -> None:
    """Run as the worker of one engine: reads one query per line, writes its results."""
    papers = list(read(corpus))
    before = time.perf_counter()
    try:
        engine: Engine = import_module(f"benchmarks.engines.{name}").Engine()
        engine.build(papers, folder)
    except (ImportError, MissingError) as error:
        print(json.dumps({"missing": str(error)}), flush=True)
        return
    built = time.perf_counter()
    engine.load(papers, folder)
    loaded = time.perf_counter()
    del papers
    engine.search(WARMING)
    disk = sum(file.stat().st_size for file in folder.rglob("*") if file.is_file())
    facts = {
        "build_s": built - before,
        "load_ms": (loaded - built) * 1000,
        "disk_mib": disk / 2**20,
    }
    print(json.dumps(facts), flush=True)
    for line in sys.stdin:
        asked = json.loads(line)
        began = time.perf_counter()
        found = engine.search(asked) if asked else []
        spent = (time.perf_counter() - began) * 1000
        print(json.dumps({"ms": spent, "found": found, "rss_mib": resident()}), flush=True)


def resident() -> float:
    """Return the memory of this process, in MiB; it includes what building left behind."""
    status = Path("/proc/self/status").read_text(encoding="utf-8")
    return int(status.partition("VmRSS:")[2].split()[0]) / 1024


def started(name: str, corpus: Path, folder: Path) -> Measured | None:
    """Return the engine called *name*, ready; None, with a message, if it is not installed."""
    mine = folder / name
    mine.mkdir()
    here = [
        sys.executable,
        __file__,
        "--corpus",
        str(corpus),
        "--serve",
        name,
        "--folder",
        str(mine),
    ]
    worker = subprocess.Popen(here, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    try:
        facts = json.loads(_line(worker))
    except EngineDiedError:
        facts = {"missing": "it ended while its index was made"}
    if "missing" in facts:
        print(f"{name} is left out: {facts['missing']}.", file=sys.stderr)
        return None
    return Measured(name, worker, facts)


def ask(engine: Measured, text: str) -> tuple[float, list[int]]:
    """Return how many milliseconds *engine* takes for *text*, and what it finds."""
    assert engine.worker.stdin
    began = time.perf_counter()
    engine.worker.stdin.write(json.dumps(text) + "\n")
    engine.worker.stdin.flush()
    answer = json.loads(_line(engine.worker))
    engine.spent += time.perf_counter() - began
    engine.facts["rss_mib"] = answer["rss_mib"]
    return answer["ms"], answer["found"]


def _line(worker: "subprocess.Popen[str]") -> str:
    assert worker.stdout
    line = worker.stdout.readline()
    if not line:
        raise EngineDiedError
    return line


def try_typed(engine: Measured, query: Query, titles: Sequence[str], seconds: float) -> None:
    """Type *query*; if the engine dies of it, say so and leave it alone from then on."""
    if engine.is_dead:
        return
    try:
        typed(engine, query, titles, seconds)
    except (EngineDiedError, BrokenPipeError):
        engine.is_dead = True
        print(f"{engine.name} died of the query {query.text!r}.", file=sys.stderr)


def typed(engine: Measured, query: Query, titles: Sequence[str], seconds: float) -> None:
    """Type *query*, letter by letter while there is time."""
    text = query.text
    if engine.spent > 2 * seconds:
        return
    if engine.spent <= seconds:
        engine.letters += [ask(engine, text[:end])[0] for end in range(1, len(text))]
    spent, found = ask(engine, text)
    engine.letters.append(spent)
    best = [titles[place] for place in found[:BEST]]
    rank = next((at for at, title in enumerate(best, 1) if title in query.titles), 0)
    for form in {"all", query.form}:
        engine.ranks[form].append(rank)


def figures(engine: Measured) -> dict[str, object]:
    """Return everything that was measured."""
    return {
        "engine": engine.name,
        **{name: round(value, 2) for name, value in engine.facts.items()},
        "keystrokes": len(engine.letters),
        **{
            f"{name}_ms": round(percentile(engine.letters, share), 3)
            for name, share in SHARES.items()
        },
        "forms": dict(_quality(engine.ranks)),
    }


def _quality(ranks: Mapping[str, Sequence[int]]) -> Iterator[tuple[str, dict[str, float]]]:
    for form, found in sorted(ranks.items()):
        yield (
            form,
            {
                "queries": len(found),
                "success@1": round(sum(rank == 1 for rank in found) / len(found), 3),
                "success@10": round(sum(rank > 0 for rank in found) / len(found), 3),
                "mrr@10": round(sum(1 / rank for rank in found if rank) / len(found), 3),
            },
        )


def table(found: dict[str, object]) -> str:
    """Return the figures of one engine for people."""
    forms = found.pop("forms")
    assert isinstance(forms, dict)
    lines = ["  ".join(f"{name} {value}" for name, value in found.items())]
    lines += [
        f"  {form:<12}" + "".join(f"{name} {value:<8}" for name, value in row.items())
        for form, row in forms.items()
    ]
    return "\n".join(lines)


if __name__ == "__main__":
    main()
