"""fzf, run once for each query, over whole lines with their abstracts."""

import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path

from benchmarks.engines import BEST, MissingError
from benchmarks.papers import Paper


class Engine:
    """No index: fzf reads a file of lines each time."""

    def build(self, papers: Sequence[Paper], folder: Path) -> None:
        """Write the lines."""
        if shutil.which("fzf") is None:
            raise MissingError("there is no program called fzf")
        lines = (f"{at}\t{paper.line}\n" for at, paper in enumerate(papers))
        with (folder / "fzf.lines").open("w", encoding="utf-8") as file:
            file.writelines(lines)

    def load(self, papers: Sequence[Paper], folder: Path) -> None:  # noqa: ARG002 - it reads them itself
        """Remember where the lines are."""
        self._lines = folder / "fzf.lines"

    def search(self, text: str) -> list[int]:
        """Return the first lines that fzf prints."""
        command = ["fzf", "--delimiter=\t", "--nth=2", "--filter", text]
        with self._lines.open("rb") as lines:
            found = subprocess.run(command, stdin=lines, capture_output=True, check=False)
        return [int(line.partition(b"\t")[0]) for line in found.stdout.split(b"\n")[:BEST] if line]
