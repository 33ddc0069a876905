"""JSON Lines: the objects of ``list --json``, one a line. confbrowse reads them again."""

import json
from collections.abc import Sequence

from confbrowse import talk_json
from confbrowse.exporters.item import Exporter, Item


def _write(items: Sequence[Item]) -> str:
    objects = (talk_json.write(item.talk, item.mark) for item in items)
    return "".join(f"{json.dumps(one, ensure_ascii=False)}\n" for one in objects)


EXPORTER = Exporter("json", ".jsonl", "JSON, one object a line", _write)
