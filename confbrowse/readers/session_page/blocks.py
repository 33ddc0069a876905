"""How a text is split: into pages, and a page into its head, its entries and its foot.

    text  := page+
    page  := head entry* foot
    entry := marker+ ...
    marker := time | number | linked heading

A page is split at its markers only, never at words such as ``Poster``: a paragraph of an abstract
can be any word. The page of a single talk needs no marker: its kind, title and people make it one.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise, takewhile

from confbrowse.readers.session_page.cards import card_starts
from confbrowse.readers.session_page.head import is_page_kind, is_title
from confbrowse.readers.session_page.kinds import is_kind, is_place
from confbrowse.readers.session_page.lines import Form, Line
from confbrowse.readers.session_page.people import is_people, looks_like_name

MARKERS = (Form.TIME, Form.NUMBER, Form.LINKED_HEADING)
_NOTHING = (Form.BLANK, Form.FRAME, Form.FURNITURE, Form.FOOTER, Form.REFERENCE)


@dataclass(frozen=True, slots=True)
class Parts:
    """A page, split."""

    head: Sequence[Line]
    entries: Sequence[Sequence[Line]]
    """Each a run of lines that begins with a marker, or as a card does; it holds one of each form."""
    foot: Sequence[Line]
    titled: bool = True
    """Whether the head says what the session is called: not on a day's page or a single talk's."""


def pages(lines: Sequence[Line]) -> list[Sequence[Line]]:
    """Return *lines* by page: a frame begins the next, once there is a talk."""
    frames = [at for at, line in enumerate(lines) if line.form is Form.FRAME]
    starts = [0]
    for last, frame in pairwise((0, *frames)):
        if _has_talk(lines[last:frame]):
            starts.append(frame)
    return [lines[start:end] for start, end in pairwise((*starts, len(lines)))]


def _has_talk(lines: Sequence[Line]) -> bool:
    return any(line.form in MARKERS for line in lines) or _lone_at(lines) is not None


def split(page: Sequence[Line]) -> Parts:
    """Return the parts of *page*; it has no entry where nothing tells one."""
    end = _foot_at(page)
    body, foot = page[:end], page[end:]
    lone = _lone_at(body)
    starts = [lone] if lone is not None else card_starts(body) or _starts(body)
    if not starts:
        return Parts(body, (), foot)
    entries = [body[start:end] for start, end in pairwise((*starts, len(body)))]
    time = body[starts[0]].time
    titled = lone is None and not (time and time.title)
    return Parts(body[: starts[0]], entries, foot, titled)


def _foot_at(page: Sequence[Line]) -> int:
    """Return where the foot begins: at the first line known to stand there behind the last marker."""
    last = max((at for at, line in enumerate(page) if line.form in MARKERS), default=0)
    foot = (at for at in range(last, len(page)) if page[at].form is Form.FOOTER)
    return next(foot, len(page))


def _lone_at(body: Sequence[Line]) -> int | None:
    """Return where the talk begins on the page of a single talk: at its kind; None on other pages.

    There its kind, its title and its people follow each other, no marker comes twice, and no kind
    follows one, as it does where an entry begins.
    """
    marks = Counter(line.form for line in body if line.form in MARKERS)
    if marks[Form.LINKED_HEADING] or any(count > 1 for count in marks.values()):
        return None
    first = next((at for at, line in enumerate(body) if line.form in MARKERS), len(body))
    content = [at for at, line in enumerate(body) if line.form not in (*_NOTHING, *MARKERS)]
    behind = [at for at in content if at > first][:1]
    if any(is_kind(body[at].text) for at in behind):
        return None
    beside = max((at for at in content if at < first), default=-1) if marks else -1
    for kind, title, people in zip(content, content[1:], content[2:], strict=False):
        if kind > first or body[kind].text.lower() == "session":
            return None
        near = beside in (kind, people)
        if _are_of_one_talk(body[kind], body[title], body[people], near):
            return kind
    return None


def _are_of_one_talk(kind: Line, title: Line, people: Line, near: bool) -> bool:
    """Return whether the three are what they are called; *near* a marker a name or a room will do."""
    if not (is_page_kind(kind) and is_kind(kind.text) and is_title(title)):
        return False
    weak = people.form is Form.BRACKETS or looks_like_name(people.text)
    return is_people(people.text) or (near and weak)


def _starts(body: Sequence[Line]) -> list[int]:
    """Return where the entries begin.

    The leading form of marker always begins one. A marker of another form belongs to the entry
    under way, unless that already has what it gives: a time, a number, a title.
    """
    marks = [at for at, line in enumerate(body) if line.form in MARKERS]
    if marks and _is_of_session(body, marks):
        del marks[0]
    leader = _leader([body[at].form for at in marks])
    starts: list[int] = []
    seen: set[Form] = set()
    for at in marks:
        gives = {body[at].form}
        if body[at].time and body[at].text:
            gives.add(Form.LINKED_HEADING)
        if leader in gives or gives & seen or not starts:
            starts.append(at)
            seen = set()
        seen |= gives
    return starts


def _leader(forms: Sequence[Form]) -> Form | None:
    """Return the form that begins every entry: the first, or the number if it leads the headings."""
    numbered = [form for form in forms if form is not Form.TIME]
    if forms and forms[0] is Form.LINKED_HEADING and Form.NUMBER in numbered:
        return Form.NUMBER if numbered[-1] is Form.LINKED_HEADING else Form.LINKED_HEADING
    return forms[0] if forms else None


def _is_of_session(body: Sequence[Line], marks: Sequence[int]) -> bool:
    """Return whether the first marker is the session's own time, in its head, and begins no entry.

    So it is if it is the only time above several posters, if it is a mere start above rows that
    name the weekday only, or if what follows it is the head's ``Abstract:`` or nothing at all.
    """
    first = body[marks[0]].time
    if first is None or first.title:
        return False
    second = next((at for at in marks[1:] if body[at].time), None)
    if second is None:
        return max(Counter(body[at].form for at in marks).values()) > 1
    later = body[second].time
    if first.dated and first.end is None and later and not later.dated:
        return True
    behind = [line for line in body[marks[0] + 1 : second] if line.form not in _NOTHING]
    of_head = list(takewhile(lambda line: not _is_of_talk(line), behind))
    return len(of_head) == len(behind) or any(line.label == "abstract" for line in of_head)


def _is_of_talk(line: Line) -> bool:
    """Return whether *line*, right behind a time, begins a talk, and is none of the session's head."""
    return line.form in (*MARKERS, Form.TEXT, Form.HEADING) and not is_place(line.text)
