"""Quality and speed of making texts readable.

Usage: ``python tests/benchmarks/latex.py FILE [--json]``

The file, which may be gzipped, has one text a line: a JSON string, or an object with an ``abstract``.
"""

import argparse
import gzip
import json
import re
import sys
import time
import unicodedata
from collections.abc import Iterator
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from confbrowse.text.clean import clean_text
from confbrowse.text.html import html_to_text
from confbrowse.text.latex import readable

NO_WORDS = re.compile(
    r"\\(?:begin|end|label|vspace|hspace|color|textcolor)\s*\{[^{}]*\}|\\{1,2}[A-Za-z]+|\\."
    r"|</?[A-Za-z][^<>]*>|&#?\w+;"
)
"""Commands, including arguments that are not shown, tags and entities."""


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("file", type=Path)
    parser.add_argument("--json", action="store_true")
    arguments = parser.parse_args()
    figures = measured(texts(arguments.file))
    if arguments.json:
        print(json.dumps(figures))
        return
    for name, value in figures.items():
        print(
            f"{name:<24} {value:>10,.3f}"
            if isinstance(value, float)
            else f"{name:<24} {value:>10,}"
        )


def texts(file: Path) -> Iterator[str]:
    """Yield the texts of *file* as a reader would store them."""
    raw = file.read_bytes()
    data = gzip.decompress(raw) if file.suffix == ".gz" else raw
    for line in data.decode().split("\n"):
        found = json.loads(line) if line.strip() else ""
        text = found if isinstance(found, str) else found.get("abstract") or ""
        yield clean_text(html_to_text(text).text)


def measured(given: Iterator[str]) -> dict[str, int | float]:
    """Return the results for the texts *given*."""
    readable("$x$")  # what the first one loads is not its own
    counts = dict.fromkeys(
        ("texts", "changed", "exceptions", "words lost", "leftover \\", "leftover $"), 0
    )
    times = []
    for text in given:
        counts["texts"] += 1
        began = time.thread_time()
        try:
            shown = readable(text)
        except Exception:  # noqa: BLE001 - to be counted, whatever it is
            counts["exceptions"] += 1
            continue
        times.append(time.thread_time() - began)
        counts["changed"] += shown != text
        counts["words lost"] += len(lost(text, shown)) if shown != text else 0
        counts["leftover \\"] += "\\" in shown
        counts["leftover $"] += "$" in shown
    ordered = sorted(times) or [0.0]
    spent = {f"ms each, p{part}": 1e3 * ordered[len(ordered) * part // 100] for part in (50, 99)}
    return {**counts, **spent}


def lost(written: str, shown: str) -> set[str]:
    """Return the words of *written* that are missing in *shown*, ignoring the form of letters."""
    letters = (one for one in unicodedata.normalize("NFKD", shown) if one.isalpha())
    held = "".join(letters).lower()
    words = re.findall(r"[A-Za-z]{3,}", unicodedata.normalize("NFKC", NO_WORDS.sub(" ", written)))
    return {word for word in words if word.lower() not in held}


if __name__ == "__main__":
    main()
