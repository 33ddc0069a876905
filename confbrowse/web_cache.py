"""Copies of what was fetched from the web, each a file and a note about it, in the cache folder."""

import hashlib
import json
import os
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from confbrowse.model import instant


@dataclass(frozen=True, slots=True)
class Copy:
    """A page as it was."""

    raw: bytes
    url: str
    """Where it was in the end."""
    fetched: datetime
    """When it was last known to be so; in UTC."""
    etag: str = ""
    modified: str = ""

    @property
    def conditions(self) -> dict[str, str]:
        """Return the headers that ask for the page only if it is another by now."""
        asked = {"If-None-Match": self.etag, "If-Modified-Since": self.modified}
        return {name: value for name, value in asked.items() if value}


@dataclass(frozen=True, slots=True)
class WebCache:
    """The copies in one folder. What cannot be kept or read there is not there, and no error."""

    folder: Path

    def find(self, url: str) -> Copy | None:
        """Return the copy of *url*; None where there is none that is whole."""
        page, note = self._paths(url)
        try:
            raw = page.read_bytes()
            told = json.loads(note.read_text(encoding="utf-8"))
            fetched = instant(told["fetched"])
            if fetched is None or told["sha256"] != hashlib.sha256(raw).hexdigest():
                return None
            return Copy(raw, str(told["url"]), fetched, str(told["etag"]), str(told["modified"]))
        except (OSError, ValueError, KeyError, TypeError):
            return None

    def keep(self, url: str, copy: Copy) -> None:
        """Keep *copy* as that of *url*, in place of an earlier one."""
        page, note = self._paths(url)
        told = {
            "url": copy.url,
            "fetched": copy.fetched.isoformat(),
            "etag": copy.etag,
            "modified": copy.modified,
            "sha256": hashlib.sha256(copy.raw).hexdigest(),
        }
        with suppress(OSError):
            self.folder.mkdir(parents=True, exist_ok=True)
            _write(page, copy.raw)
            _write(note, json.dumps(told).encode())

    def confirm(self, url: str, copy: Copy) -> None:
        """Note that *copy* is still what is at *url*."""
        self.keep(url, replace(copy, fetched=datetime.now(UTC)))

    def _paths(self, url: str) -> tuple[Path, Path]:
        name = hashlib.sha256(url.encode()).hexdigest()[:32]
        return self.folder / f"{name}.page", self.folder / f"{name}.json"


def _write(path: Path, raw: bytes) -> None:
    """Write *raw* so that nobody ever sees half of it."""
    passing = path.with_name(f"{path.name}.{os.getpid()}")
    passing.write_bytes(raw)
    passing.replace(path)
