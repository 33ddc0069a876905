"""The head of a session page: everything before its first entry.

    head := navigation* page-kind? title people? room? time? "Abstract:"? description

What comes before the title is the site's navigation; what comes after it and has no place of its
own is the session's description, so that no line is lost.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import takewhile

from confbrowse.readers.reader import Remark
from confbrowse.readers.session_page.kinds import is_kind, is_link_word, is_place
from confbrowse.readers.session_page.lines import Form, Line
from confbrowse.readers.session_page.people import is_people, looks_like_name, names, people_lines
from confbrowse.readers.session_page.prose import paragraphs, prose

_PAGE_KINDS = frozenset(("workshops", "tutorials", "posters", "orals", "spotlights", "events"))
_SAYS_NOTHING = (
    *(Form.BLANK, Form.FRAME, Form.FURNITURE, Form.FOOTER, Form.NAVIGATION, Form.REFERENCE),
    Form.TIME,  # the session's own; talks' times are no part of the head
)


@dataclass(frozen=True, slots=True)
class Head:
    """What the head of a page says of its session."""

    title: str = ""
    """Empty where it has none, as on the pages of a day."""
    chairs: tuple[str, ...] = ()
    room: str | None = None
    abstract: str = ""
    timezone: str | None = None
    time_line: int | None = None
    """The number of the line that says when the session is."""
    remarks: tuple[Remark, ...] = ()


def read_head(lines: Sequence[Line], titled: bool = True) -> Head:
    """Return what *lines*, those before the first entry, say of the session, if it is *titled*."""
    content = [line for line in lines if line.form not in _SAYS_NOTHING and not _is_zone(line)]
    in_site = any(line.form is Form.NAVIGATION for line in lines)
    at = _title_at(content, in_site) if titled else None
    title, after = (content[at], content[at + 1 :]) if at is not None else (None, [])
    chairs = _chair_lines(after)
    room = _room(after, chairs)
    told = {line for line in after if line not in (room, *chairs) and not _is_empty(line)}
    return Head(
        title=title.text if title else "",
        chairs=names(" ".join(line.text for line in chairs)),
        room=(room.brackets[0].words if room.brackets else room.text) if room else None,
        abstract=prose(paragraphs(ln for ln in lines if ln in told or ln.form is Form.BLANK)),
        timezone=next((line.text for line in lines if _is_zone(line) and line.text != "»"), None),
        time_line=next((line.number for line in lines if line.form is Form.TIME), None),
        remarks=(*_remarks(lines), *map(_navigation, content[:at])),
    )


def is_page_kind(line: Line) -> bool:
    """Return whether *line* is what the sites print above a title: ``Session``, ``Workshops``."""
    if line.form not in (Form.TEXT, Form.HEADING):
        return False
    return is_kind(line.text) or line.text.lower() in _PAGE_KINDS


def is_title(line: Line) -> bool:
    """Return whether *line* can be a title: no people, no mark of another form."""
    return line.form in (Form.TEXT, Form.HEADING) and not is_people(line.text)


def _title_at(content: Sequence[Line], in_site: bool) -> int | None:
    """Return where in *content* the session's title stands; None where it has none.

    Behind the first ``Session``, else behind the last other page kind before people, room or
    ``Abstract:``; else the first heading. On a page without the site's navigation, which would
    come first, also the line before people, room or ``Abstract:``, else the first text.
    """
    ends = next((at for at, line in enumerate(content) if at and not is_title(line)), len(content))
    titled = [at for at, line in enumerate(content) if at and is_title(line)]
    kinds = [at for at in titled if is_page_kind(content[at - 1])]
    headings = [at for at in titled if content[at].form is Form.HEADING]
    if content and content[0].form is Form.HEADING:
        headings.insert(0, 0)
    session = next((at for at in kinds if content[at - 1].text.lower() == "session"), None)
    other = max((at for at in kinds if at < ends), default=None)
    for found in (session, other, next(iter(headings), None)):
        if found is not None:
            return found
    if content and content[-1].text.lower() in _PAGE_KINDS:
        return len(content) - 1
    if in_site or not content:
        return None
    if ends == len(content) or not is_title(content[ends - 1]):
        return _first(content)
    below_title = ends > 1 and is_place(content[ends - 1].text) and is_title(content[ends - 2])
    return ends - 2 if below_title else ends - 1


def _first(content: Sequence[Line]) -> int | None:
    return next((at for at, line in enumerate(content) if is_title(line)), None)


def _chair_lines(after: Sequence[Line]) -> Sequence[Line]:
    """Return the lines that name who leads the session: labelled, or bare right after the title."""
    for at, line in enumerate(after):
        if _is_chair_label(line):
            run = _adjacent(after[at:])
            count = people_lines([line.text for line in run])
            return run[: max(count, 1)] if line.text else [line, *_bare_people(after[at + 1 :])]
    return _bare_people(after)


def _bare_people(lines: Sequence[Line]) -> Sequence[Line]:
    """Return the first of *lines* if it names people, with those over which the list is wrapped."""
    if not lines or lines[0].form is not Form.TEXT or is_place(lines[0].text):
        return ()
    run = _adjacent(lines)
    return run[: people_lines([ln.text for ln in run]) or int(looks_like_name(run[0].text))]


def _adjacent(lines: Sequence[Line]) -> Sequence[Line]:
    """Return the first of *lines* and the lines of text that stand right below it."""
    below = takewhile(
        lambda pair: pair[1].form is Form.TEXT and pair[1].number == lines[0].number + pair[0],
        enumerate(lines[1:], 1),
    )
    return [lines[0], *(line for _, line in below)]


def _room(after: Sequence[Line], chairs: Sequence[Line]) -> Line | None:
    """Return the line that names the room: in brackets, or bare as the next after the people."""
    bracketed = (line for line in after if len(line.brackets) == 1)
    for line in bracketed:
        if not line.brackets[0].target and not is_link_word(line.brackets[0].words):
            return line
    bare = [line for line in after[:8] if line not in chairs][:1]
    return next((line for line in bare if line.form is Form.TEXT and is_place(line.text)), None)


def _is_zone(line: Line) -> bool:
    return line.form is Form.LABEL and line.label == "timezone" and bool(line.text)


def _is_chair_label(line: Line) -> bool:
    return line.form is Form.LABEL and line.label.startswith(("moderator", "chair", "session"))


def _is_empty(line: Line) -> bool:
    return line.form is Form.LABEL and not line.text


def _remarks(lines: Sequence[Line]) -> list[Remark]:
    """Return the lines that say something of the whole page, and so are in no talk."""
    told = []
    for line in lines:
        if line.form is Form.NAVIGATION:
            told.append(_navigation(line))
        elif line.form is Form.TIME:
            told.append(Remark(line.number, line.source, "time of the session"))
        elif _is_zone(line):
            told.append(Remark(line.number, line.source, "time zone of the page"))
    return told


def _navigation(line: Line) -> Remark:
    what = "kind of the page" if is_page_kind(line) else "navigation of the site"
    return Remark(line.number, line.source, what)
