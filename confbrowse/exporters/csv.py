"""CSV as in RFC 4180, for spreadsheets; no cell can be run as a formula."""

import csv
import io
from collections.abc import Sequence

from confbrowse.exporters.base import Exporter, ExportItem
from confbrowse.model import LinkKind, Talk
from confbrowse.schedule.rooms import room_of
from confbrowse.text.ascii_url import ascii_url

_FORMULA = tuple("=+-@\t\r\n＝＋－＠")
"""Characters that make a spreadsheet treat a cell as a formula, full-width forms included."""
_LINK_COLUMNS: dict[str, tuple[LinkKind, ...]] = {
    "code": ("code",),
    "paper": ("paper",),
    "video": ("video",),
    "slides": ("slides",),
    "poster": ("poster",),
    "project": ("project",),
    "other": ("other", "chat", "feedback"),
}
"""The kinds of the links in each column for links."""
_HEADER = (
    *("id", "title", "authors", "programme", "session", "kind", "start", "end", "timezone"),
    *("room", "position", "track", "keywords", "starred", "interest", "note"),
    *_LINK_COLUMNS,
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
        room_of(talk),
        talk.position or "",
        talk.track or "",
        "; ".join(talk.keywords),
        "yes" if mark.starred else "",
        str(mark.interest or ""),
        mark.note or "",
        *(_links(talk, kinds) for kinds in _LINK_COLUMNS.values()),
        talk.abstract,
    )


def _links(talk: Talk, kinds: Sequence[LinkKind]) -> str:
    return " ".join(ascii_url(link.url) for link in talk.links if link.kind in kinds)


def _safe(cell: str) -> str:
    """Return *cell*, prefixed with an apostrophe if a spreadsheet would run it as a formula."""
    return f"'{cell}" if cell.lstrip(" ").startswith(_FORMULA) else cell
