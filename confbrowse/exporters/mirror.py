"""The mirror of an agenda: one JSON list that Git and Syncthing can carry from machine to machine.

One talk a line, in the order of ids, so that a changed mark is a changed line. What differs between
machines though nothing was said (where a programme was read from), or can be worked out, is left out.
"""

import json
from collections.abc import Sequence

from confbrowse import talk_json
from confbrowse.exporters.item import Exporter, Item

_LEFT_OUT = ("text", "source")


def _write(items: Sequence[Item]) -> str:
    lines = [_line(item) for item in sorted(items, key=lambda item: item.talk.id)]
    return "[\n" + ",\n".join(lines) + "\n]\n" if lines else "[\n]\n"


def _line(item: Item) -> str:
    told = talk_json.write(item.talk, item.mark)
    kept = {key: value for key, value in told.items() if key not in _LEFT_OUT}
    day = {"day": item.talk.day} if item.talk.day else {}
    return json.dumps(kept | day, ensure_ascii=False)


EXPORTER = Exporter("mirror", ".json", "a mirror of all your marks", _write)
