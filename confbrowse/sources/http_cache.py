"""The HTTP cache, for conditional GET: for each URL a file with the page and one with its metadata."""

import hashlib
import json
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from confbrowse import files
from confbrowse.errors import StoreError
from confbrowse.model import instant


@dataclass(frozen=True, slots=True)
class CachedResponse:
    """A page as it was fetched."""

    raw: bytes
    url: str
    """After redirects."""
    fetched: datetime
    """When it was last known to be current; in UTC."""
    etag: str = ""
    modified: str = ""

    @property
    def conditions(self) -> dict[str, str]:
        """Return the headers that request the page only if it has changed."""
        headers = {"If-None-Match": self.etag, "If-Modified-Since": self.modified}
        return {name: value for name, value in headers.items() if value}


@dataclass(frozen=True, slots=True)
class HttpCache:
    """The cached pages in one folder. Failures to read or write it are ignored."""

    folder: Path

    def find(self, url: str) -> CachedResponse | None:
        """Return the copy of *url*; None if there is no intact one."""
        page, metadata_file = self._paths(url)
        try:
            raw = page.read_bytes()
            metadata = json.loads(metadata_file.read_text(encoding="utf-8"))
            fetched = instant(metadata["fetched"])
            if fetched is None or metadata["sha256"] != hashlib.sha256(raw).hexdigest():
                return None
            return CachedResponse(
                raw, str(metadata["url"]), fetched, str(metadata["etag"]), str(metadata["modified"])
            )
        except (OSError, ValueError, KeyError, TypeError):
            return None

    def store(self, url: str, copy: CachedResponse) -> None:
        """Store *copy* for *url*, replacing an earlier one."""
        page, metadata_file = self._paths(url)
        metadata = {
            "url": copy.url,
            "fetched": copy.fetched.isoformat(),
            "etag": copy.etag,
            "modified": copy.modified,
            "sha256": hashlib.sha256(copy.raw).hexdigest(),
        }
        with suppress(StoreError):
            files.write_atomic(page, copy.raw, durable=False, make_folder=True)
            files.write_atomic(metadata_file, json.dumps(metadata).encode(), durable=False)

    def refresh(self, url: str, copy: CachedResponse) -> None:
        """Record that *copy* is still what is at *url*."""
        self.store(url, replace(copy, fetched=datetime.now(UTC)))

    def _paths(self, url: str) -> tuple[Path, Path]:
        name = hashlib.sha256(url.encode()).hexdigest()[:32]
        return self.folder / f"{name}.page", self.folder / f"{name}.json"
