"""The agenda of a test's home, read and written directly instead of through the command line."""

import json
from pathlib import Path
from typing import Any

from confbrowse.model import Mark
from confbrowse.paths import app_dirs
from confbrowse.storage.marks import MarkStore


def mine() -> MarkStore:
    """Return the agenda of the test's home."""
    return MarkStore.at(app_dirs().agenda)


def note(talk_id: str, text: str | None) -> None:
    """Put a note on a talk that is on the agenda."""
    talk = mine().snapshot(talk_id)
    assert talk
    mine().mark([talk], lambda mark: Mark(starred=mark.starred, note=text))


def notes() -> dict[str, str | None]:
    """Return the notes of all talks with marks, by id."""
    return {talk_id: mark.note for talk_id, mark in mine().marks().items()}


def synced(file: Path | None) -> list[dict[str, Any]]:
    """Return the talks in a sync file; its header counts them."""
    assert file
    header, *talks = json.loads(file.read_text(encoding="utf-8"))
    header.pop("watch", None)  # exports have none
    assert header == {"confbrowse": "sync file", "version": 1, "talks": len(talks)}
    assert isinstance(talks, list)
    return talks
