"""Readers turn bytes into programmes: one module per input format, listed in ``READERS``.

To add a format, write a module with a ``READER`` and add it below. Readers are pure: they use no
files, network or clock; what they need besides the bytes is passed in ``Hints``.
"""

from collections.abc import Sequence

from confbrowse.errors import ProgrammeError
from confbrowse.model import Programme, Session, Talk
from confbrowse.readers import (
    acl_site,
    aclpub2,
    bibtex,
    calendar_text,
    confbrowse_json,
    dblp,
    europython,
    frab,
    hotcrp,
    icalendar,
    indico,
    json_ld,
    json_lists,
    markdown_list,
    miniconf,
    openreview,
    paper_list,
    pmlr,
    pretalx,
    session_text,
    sessionize,
    sigchi,
    table,
    virtual_html,
    virtual_json,
)
from confbrowse.readers.base import Hints, Reader, Reading, Remark
from confbrowse.readers.parsing import to_utf8
from confbrowse.readers.refusals import why_unreadable

__all__ = [
    "READERS", "Hints", "Programme", "Reader", "Reading", "Remark", "Session", "Talk", "read",
]  # fmt: skip

READERS: tuple[Reader, ...] = (
    confbrowse_json.READER,
    virtual_json.READER,
    frab.JSON_READER,
    sessionize.READER,
    sigchi.READER,
    dblp.JSON_READER,
    dblp.XML_READER,
    pretalx.READER,
    miniconf.CALENDAR_READER,
    acl_site.READER,
    hotcrp.READER,
    paper_list.READER,
    openreview.READER,
    indico.READER,
    pretalx.WIDGET_READER,
    json_lists.READER,
    europython.READER,
    frab.XML_READER,
    icalendar.READER,
    virtual_html.READER,
    json_ld.READER,
    miniconf.READER,
    bibtex.READER,
    markdown_list.READER,
    pmlr.READER,
    aclpub2.READER,
    table.READER,
    calendar_text.READER,
    session_text.READER,
)
"""The most specific first; session_text accepts any text, so it comes last."""


def read(raw: bytes, hints: Hints, others: Sequence[Reader] = ()) -> Reading:
    """Return what *raw* contains, read by the first reader that recognises it; *others* are tried first.

    Raises ProgrammeError if no reader recognises it, or if it contains no programme.
    """
    if not raw.strip():
        raise ProgrammeError(f"{hints.source} is empty.")
    raw = to_utf8(raw)
    stripped = raw.lstrip()  # formats are recognised by their beginning, after any blank lines
    if table.has_columns(stripped, hints.columns):
        return table.READER.read(raw, hints)
    for reader in (*others, *READERS):
        hints.check_time()
        if reader.recognises(stripped):
            return reader.read(raw, hints)
    if why := why_unreadable(stripped.decode("latin-1")):
        raise ProgrammeError(f"{hints.source} {why}")
    names = (reader.name.partition(" (")[0] for reader in (*others, *READERS))
    known = ", ".join(dict.fromkeys(names))
    raise ProgrammeError(f"Unrecognised format: {hints.source}. Supported: {known}.")
