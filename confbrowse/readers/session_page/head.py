"""The head of a session page: everything before its first entry.

    head := navigation* page-kind? title people? room? "Abstract:"? description

What comes before the title is the site's navigation; what comes after it and has no place of its
own is the session's description, so that no line is lost.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from confbrowse.readers.reader import Remark
from confbrowse.readers.session_page.kinds import is_kind
from confbrowse.readers.session_page.lines import Form, Line
from confbrowse.readers.session_page.people import is_people, looks_like_name, names
from confbrowse.readers.session_page.prose import paragraphs, prose

_PAGE_KINDS = frozenset(("workshops", "tutorials", "posters", "orals", "spotlights", "events"))
_SILENT = (
    *(Form.BLANK, Form.FRAME, Form.FURNITURE, Form.FOOTER, Form.NAVIGATION, Form.REFERENCE),
    Form.TIME,  # the session's own date; talks' times are no part of the head
)


@dataclass(frozen=True, slots=True)
class Head:
    """What the head of a page says of its session."""

    title: str = ""
    chairs: tuple[str, ...] = ()
    room: str | None = None
    abstract: str = ""
    timezone: str | None = None
    remarks: tuple[Remark, ...] = ()


def read_head(lines: Sequence[Line]) -> Head:
    """Return what *lines*, those before the first entry, say of the session."""
    site = [line for line in lines if line.form is Form.NAVIGATION]
    content = [line for line in lines if line.form not in _SILENT]
    at = _title_at(content)
    if at is None:
        return Head(remarks=tuple(_navigation(line) for line in (*site, *content)))
    after = content[at + 1 :]
    chairs, chair_lines = _chairs(after)
    room = next((line for line in after if _is_room(line)), None)
    placed = {line.number for line in (*chair_lines, *([room] if room else []))}
    kept = [
        line
        for line in lines
        if line.number > content[at].number
        and line.number not in placed
        and line.form not in (Form.NAVIGATION, Form.TIME)
    ]
    return Head(
        title=content[at].text,
        chairs=chairs,
        room=room.brackets[0].words if room else None,
        abstract=prose(paragraphs(_description(kept))),
        timezone=next((line.text for line in content if _is_zone(line)), None),
        remarks=tuple(_navigation(line) for line in (*site, *content[:at])),
    )


def _title_at(content: Sequence[Line]) -> int | None:
    """Return where in *content* the session's title stands.

    After the last page kind (``Session``) that a title can follow; else the first heading; else
    the line before people, room or ``Abstract:``; else the first text.
    """
    for at in range(len(content) - 2, -1, -1):
        if _is_page_kind(content[at]) and _is_title(content[at + 1]):
            return at + 1
    for at, line in enumerate(content):
        if line.form is Form.HEADING:
            return at
    for at in range(1, len(content)):
        if not _is_title(content[at]) and _is_title(content[at - 1]):
            return at - 1
    return next((at for at, line in enumerate(content) if _is_title(line)), None)


def _is_page_kind(line: Line) -> bool:
    if line.form not in (Form.TEXT, Form.HEADING):
        return False
    return is_kind(line.text) or line.text.lower() in _PAGE_KINDS


def _is_title(line: Line) -> bool:
    return line.form in (Form.TEXT, Form.HEADING) and not is_people(line.text)


def _is_room(line: Line) -> bool:
    return line.form is Form.BRACKETS and len(line.brackets) == 1 and not line.brackets[0].target


def _is_zone(line: Line) -> bool:
    return line.form is Form.LABEL and line.label == "timezone" and line.text not in ("", "»")


def _is_chair_label(line: Line) -> bool:
    return line.form is Form.LABEL and line.label.startswith(("moderator", "chair", "session"))


def _chairs(after: Sequence[Line]) -> tuple[tuple[str, ...], tuple[Line, ...]]:
    """Return the people who lead the session and the lines that name them.

    They stand behind a label, or bare right after the title.
    """
    for at, line in enumerate(after):
        if _is_chair_label(line):
            taken = after[at : at + 1] if line.text else after[at : at + 2]
            return names(taken[-1].text), tuple(taken)
    first = after[0] if after and after[0].form is Form.TEXT else None
    if first and (is_people(first.text) or looks_like_name(first.text)):
        return names(first.text), (first,)
    return (), ()


def _description(lines: Sequence[Line]) -> list[Line]:
    """Return the lines of the session's own text: all but labels that have their own place."""
    return [
        line
        for line in lines
        if not _is_zone(line) and not (line.form is Form.LABEL and not line.text)
    ]


def _navigation(line: Line) -> Remark:
    what = "kind of the page" if _is_page_kind(line) else "navigation of the site"
    return Remark(line.number, line.source, what)
