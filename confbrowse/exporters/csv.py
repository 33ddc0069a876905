"""CSV as in RFC 4180, for spreadsheets; no cell can be run as a formula."""

import csv
import io
from collections.abc import Sequence

from confbrowse.exporters.base import Exporter, ExportItem
from confbrowse.model import LINK_KINDS, Talk
from confbrowse.text.ascii_url import ascii_url

_FORMULA = tuple("=+-@\t\r\n＝＋－＠")
"""Characters that make a spreadsheet treat a cell as a formula, full-width forms included."""
_HEADER = (
    *("id", "title", "authors", "programme", "session", "kind", "start", "end", "timezone"),
    *("room", "position", "track", "keywords", "starred", "interest", "note"),
    *LINK_KINDS,
    "abstract",
)


def _write(items: Sequence[ExportItem]) -> str:
    file = io.StringIO(newline="")
    rows = csv.writer(file, lineterminator="\r\n")
    rows.writerow(_HEADER)
    rows.writerows([_safe(cell) for cell in _row(item)] for item in items)
    return file.getvalue()


EXPORTER = Exporter("csv", ".csv", "CSV for spreadsheets", _write)


def _row(item: ExportItem) -> tuple[str, ...]:
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
    return " ".join(ascii_url(link.url) for link in talk.links if link.kind == kind)


def _safe(cell: str) -> str:
    """Return *cell*, prefixed with an apostrophe if a spreadsheet would run it as a formula."""
    return f"'{cell}" if cell.lstrip(" ").startswith(_FORMULA) else cell
