"""JSON: the sync file, and JSON Lines.

The sync file is one JSON list that Git or Syncthing can carry between machines: a header, then one
talk per line, sorted by id, so that a changed mark is a changed line. Fields that differ between
machines (where a programme was read from) or can be derived are left out.
"""

import json
from collections.abc import Sequence

from confbrowse import sync_header, talk_json
from confbrowse.exporters.base import Exporter, ExportItem
from confbrowse.model import TriagePosition

_OMITTED_KEYS = ("text", "source")


def write_sync_file(
    items: Sequence[ExportItem],
    watched: Sequence[str] | None = None,
    positions: Sequence[TriagePosition] = (),
) -> str:
    """Return the sync file of *items*, of the watch list, None leaves it out, and of the *positions* of triages."""
    header = sync_header.header(len(items), watched, positions)
    lines = [json.dumps(header, ensure_ascii=False)]
    lines += [_line(item) for item in sorted(items, key=lambda item: item.talk.id)]
    return "[\n" + ",\n".join(lines) + "\n]\n"


def _line(item: ExportItem) -> str:
    record = talk_json.write(item.talk, item.mark)
    kept = {key: value for key, value in record.items() if key not in _OMITTED_KEYS}
    day = {"day": item.talk.day} if item.talk.day else {}
    return json.dumps(kept | day, ensure_ascii=False)


MIRROR_EXPORTER = Exporter(
    "mirror", ".json", "Sync file (all stars, notes, interest)", write_sync_file
)


# JSON Lines: the objects of ``list --json``, one per line. confbrowse can import them.


def _write_json_lines(items: Sequence[ExportItem]) -> str:
    objects = (talk_json.write(item.talk, item.mark) for item in items)
    return "".join(f"{json.dumps(one, ensure_ascii=False)}\n" for one in objects)


JSON_EXPORTER = Exporter("json", ".jsonl", "JSON, one object per line", _write_json_lines)
