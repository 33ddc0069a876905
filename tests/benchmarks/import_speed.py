"""How long a programme takes to come in, against only parsing its file.

Usage: ``python tests/benchmarks/import_speed.py FILE [--runs 3] [--json]``

A run is a process of its own: parse the file with ``json.loads`` or ``ElementTree``, read it with our
reader, put it into a new library, make its search index. Medians of the runs are printed, each part
as a multiple of parsing alone, and the memory that reading took as a multiple of the file's size.
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

from confbrowse.fetch import sources
from confbrowse.indexing import Indexes
from confbrowse.ingest import Wishes, gather
from confbrowse.stores.library import Library

PARTS = ("parsing", "reading", "library", "index")


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("file", type=Path)
    parser.add_argument("--runs", type=int, default=3)
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
    """Return seconds of each part, and the memory that parsing and reading took, by the file's size."""
    raw = file.read_bytes()
    times = [time.perf_counter()]
    if raw.lstrip()[:1] in (b"{", b"["):
        json.loads(raw)
    else:
        ET.fromstring(raw)  # noqa: S314 - a file of the person who measures
    times.append(time.perf_counter())
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    gathered = gather(sources([str(file)]), Wishes(datetime.now(UTC).date()))
    taken = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    times.append(time.perf_counter())
    with tempfile.TemporaryDirectory() as folder:
        library = Library.at(Path(folder) / "library.db")
        for programme in gathered.programmes:
            library.put(programme)
        times.append(time.perf_counter())
        Indexes(library).catch_up()
        times.append(time.perf_counter())
    spent = [after - before for before, after in pairwise(times)]
    return {**dict(zip(PARTS, spent, strict=True)), "memory": taken * 1024 / len(raw)}


def table(figures: dict[str, float]) -> str:
    lines = [
        f"{name:<10}{figures[name]:>9.3f} s{figures[name] / figures['parsing']:>9.1f} x parsing"
        for name in PARTS
    ]
    return "\n".join(
        [*lines, f"{'memory':<10}{figures['memory']:>11.1f} x the file, beyond parsing"]
    )


if __name__ == "__main__":
    main()
