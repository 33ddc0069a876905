"""The formats that talks can be taken out in, one pure module each."""

from confbrowse.exporters import bibtex, calendar_file, json_lines, markdown, mirror, table
from confbrowse.exporters.item import MOST_NAMED, Exporter, Item, Revision

EXPORTERS: dict[str, Exporter] = {
    exporter.name: exporter
    for exporter in (
        calendar_file.EXPORTER,
        markdown.EXPORTER,
        table.EXPORTER,
        json_lines.EXPORTER,
        bibtex.EXPORTER,
        mirror.EXPORTER,
    )
}
"""Every format by the name it is asked for with."""

__all__ = ["EXPORTERS", "MOST_NAMED", "Exporter", "Item", "Revision"]
