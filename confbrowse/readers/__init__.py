"""Bytes to programmes: one module per input format, listed in ``READERS``.

To add a format, write a module with a ``READER`` and name it below. Readers are pure: no file, no
network, no clock; what they need beside the bytes comes in ``Hints``.
"""

from collections.abc import Sequence

from confbrowse.errors import ProgrammeError
from confbrowse.model import Programme, Session, Talk
from confbrowse.readers import (
    acl_site,
    aclpub2,
    calendar_file,
    calendar_page,
    europython,
    event_page,
    frab_json,
    frab_xml,
    indico,
    miniconf,
    miniconf_calendar,
    openreview,
    own_json,
    paper_list,
    pmlr,
    pretalx_rest,
    pretalx_widget,
    session_page,
    sessionize,
    table,
    virtual_page,
    virtual_site,
)
from confbrowse.readers.encodings import in_utf8
from confbrowse.readers.reader import Hints, Reader, Reading, Remark

__all__ = [
    "READERS", "Hints", "Programme", "Reader", "Reading", "Remark", "Session", "Talk", "read",
]  # fmt: skip

READERS: tuple[Reader, ...] = (
    own_json.READER,
    virtual_site.READER,
    frab_json.READER,
    sessionize.READER,
    pretalx_rest.READER,
    miniconf_calendar.READER,
    acl_site.READER,
    paper_list.READER,
    openreview.READER,
    indico.READER,
    pretalx_widget.READER,
    europython.READER,
    frab_xml.READER,
    calendar_file.READER,
    virtual_page.READER,
    event_page.READER,
    miniconf.READER,
    pmlr.READER,
    aclpub2.READER,
    table.READER,
    calendar_page.READER,
    session_page.READER,
)
"""The pickiest first; the session page takes any text, so it stays last."""


def read(raw: bytes, hints: Hints, others: Sequence[Reader] = ()) -> Reading:
    """Return what *raw* holds, by the first reader that recognises it; *others* are asked first.

    Raises ProgrammeError where none does, or where the one that does finds no programme.
    """
    if not raw.strip():
        raise ProgrammeError(f"{hints.source} is empty.")
    raw = in_utf8(raw)
    for reader in (*others, *READERS):
        if reader.recognises(raw):
            return reader.read(raw, hints)
    names = (reader.name.partition(" (")[0] for reader in (*others, *READERS))
    known = ", ".join(dict.fromkeys(names))
    raise ProgrammeError(f"{hints.source} is in no format I can read. I know: {known}.")
