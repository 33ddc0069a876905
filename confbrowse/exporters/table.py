"""CSV as RFC 4180 has it, for spreadsheets; no cell is taken for a formula."""

import csv
import io
from collections.abc import Sequence

from confbrowse.exporters.item import Exporter, Item
from confbrowse.model import LINK_KINDS, Talk

_FORMULA = tuple("=+-@\t\r\n＝＋－＠")
"""What a cell begins with that a spreadsheet would work out, wide letters too."""
_HEADER = (
    *("id", "title", "authors", "programme", "session", "kind", "start", "end", "timezone"),
    *("room", "position", "track", "keywords", "starred", "interest", "note"),
    *LINK_KINDS,
    "abstract",
)


def _write(items: Sequence[Item]) -> str:
    file = io.StringIO(newline="")
    rows = csv.writer(file, lineterminator="\r\n")
    rows.writerow(_HEADER)
    rows.writerows([_safe(cell) for cell in _row(item)] for item in items)
    return file.getvalue()


EXPORTER = Exporter("csv", ".csv", "CSV for spreadsheets", _write)


def _row(item: Item) -> tuple[str, ...]:
    talk, mark = item.talk, item.mark
    return (
        talk.id,
        talk.title,
        "; ".join(talk.authors),
        talk.session.programme,
        talk.session.title,
        talk.kind or "",
        talk.start.isoformat() if talk.start else "",
        talk.end.isoformat() if talk.end else "",
        talk.timezone or "",
        talk.room or "",
        talk.position or "",
        talk.track or "",
        "; ".join(talk.keywords),
        "yes" if mark.starred else "",
        str(mark.interest or ""),
        mark.note or "",
        *(_links(talk, kind) for kind in LINK_KINDS),
        talk.abstract,
    )


def _links(talk: Talk, kind: str) -> str:
    return " ".join(link.url for link in talk.links if link.kind == kind)


def _safe(cell: str) -> str:
    """Return *cell* with an apostrophe before what would be a formula: shown as text, not run."""
    return f"'{cell}" if cell.lstrip(" ").startswith(_FORMULA) else cell
