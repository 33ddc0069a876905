"""The formats that talks can be exported to, one pure module each."""

from confbrowse.exporters import bibtex, csv, icalendar, json, markdown
from confbrowse.exporters.base import MOST_NAMED, Exporter, ExportItem, Revision

EXPORTERS: dict[str, Exporter] = {
    exporter.name: exporter
    for exporter in (
        icalendar.EXPORTER,
        markdown.EXPORTER,
        csv.EXPORTER,
        json.JSON_EXPORTER,
        bibtex.EXPORTER,
        json.MIRROR_EXPORTER,
    )
}
"""Every export format by its name on the command line."""

__all__ = ["EXPORTERS", "MOST_NAMED", "ExportItem", "Exporter", "Revision"]
