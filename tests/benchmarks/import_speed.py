"""The time to import a programme, compared with only parsing its file.

Usage: ``python tests/benchmarks/import_speed.py FILE [--runs 5] [--json]``

Each run is a separate process: it parses the file with ``json.loads`` or ``ElementTree``, reads it with our
reader, stores it in a new library and builds the search index. Each part, and their sum, is printed as a multiple
of the time to parse the file, and to parse it with the separate file of abstracts, if there is one, since reading
includes that. Times are medians of the runs; multiples are computed for each run.
"""

import argparse
import json
import resource
import subprocess
import sys
import tempfile
import time
from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path
from statistics import median
from xml.etree import ElementTree as ET

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from confbrowse.ingest.pipeline import ImportOptions, gather
from confbrowse.search.index_store import IndexStore
from confbrowse.sources.files import sources
from confbrowse.storage.library import LibraryStore

PARTS = ("parsing", "parsing all", "reading", "library", "index")
TARGET = 5.0
"""Times parsing the file: reading, library and index together."""


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("file", type=Path)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--once", action="store_true", help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.once:
        print(json.dumps(once(arguments.file)))
        return
    command = [sys.executable, __file__, str(arguments.file), "--once"]
    runs = [
        json.loads(subprocess.run(command, capture_output=True, check=True).stdout)
        for _ in range(arguments.runs)
    ]
    figures = {name: median(run[name] for run in runs) for name in runs[0]}
    print(json.dumps(figures) if arguments.json else table(figures))


def once(file: Path) -> dict[str, float]:
    """Return seconds of each part, multiples, and the memory that reading took, by the file's size."""
    raw = file.read_bytes()
    beside = [path.read_bytes() for path in file.parent.glob("*abstracts*.json") if path != file]
    times = [time.perf_counter()]
    parse(raw)
    times.append(time.perf_counter())
    for other in beside:
        parse(other)
    times.append(time.perf_counter())
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    gathered = gather(sources([str(file)]), ImportOptions(datetime.now(UTC).date()))
    taken = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    times.append(time.perf_counter())
    with tempfile.TemporaryDirectory() as folder:
        library = LibraryStore.at(Path(folder) / "library.db")
        for programme in gathered.programmes:
            library.put(programme)
        times.append(time.perf_counter())
        IndexStore(library).catch_up()
        times.append(time.perf_counter())
    spent = dict(zip(PARTS, (after - before for before, after in pairwise(times)), strict=True))
    spent["parsing all"] += spent["parsing"]
    spent["sum"] = spent["reading"] + spent["library"] + spent["index"]
    by_file = {f"{part} by file": spent[part] / spent["parsing"] for part in spent}
    by_all = {f"{part} by all": spent[part] / spent["parsing all"] for part in spent}
    return {**spent, **by_file, **by_all, "memory": taken * 1024 / len(raw)}


def parse(raw: bytes) -> None:
    if raw.lstrip()[:1] in (b"{", b"["):
        json.loads(raw)
    else:
        ET.fromstring(raw)  # noqa: S314 - a file of the person who measures


def table(figures: dict[str, float]) -> str:
    lines = [
        f"{part:<12}{figures[part]:>9.3f} s{figures[f'{part} by file']:>9.1f} x the file"
        f"{figures[f'{part} by all']:>9.1f} x all that is parsed"
        for part in (*PARTS, "sum")
    ]
    met = "met" if figures["sum by file"] <= TARGET else "not met"
    return "\n".join(
        [
            *lines,
            f"{'target':<12}{TARGET:>20.1f} x the file: {met}",
            f"{'memory':<12}{figures['memory']:>20.1f} x the file, beyond parsing",
        ]
    )


if __name__ == "__main__":
    main()
