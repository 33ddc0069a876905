"""Split a text into pages, and a page into head, entries and foot.

    text  := page+
    page  := head entry* foot
    entry := marker+ ...
    marker := time | number | linked heading

A page is split at its markers only, never at words such as ``Poster``, as a paragraph of an
abstract can be any word. A page with a single talk needs no marker: it is recognised by kind, title
and people.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise, takewhile

from confbrowse.readers.session_text.head import is_page_kind, is_title
from confbrowse.readers.session_text.lines import (
    MARKERS,
    Form,
    Line,
    is_kind,
    is_people,
    is_place,
    looks_like_name,
)

# Lists of cards, since 2026: the time comes after the title.
#
#     card := kind title people? time? room? abstract? "Show more"? "View full details"?
#
# A list of cards is recognised by its times: above each there are a kind, a title and possibly people,
# and no kind follows the last one, as it would if a time began its entry.

_NOT_CONTENT = (Form.BLANK, Form.PAGE_HEADER, Form.SITE_TEXT, Form.FOOTER, Form.REFERENCE)
_FORMS_ABOVE_TIME = (Form.TEXT, Form.HEADING, Form.LINKED_HEADING)
_MAX_LINES_ABOVE = 4
"""Most lines between a kind and its time: the title, wrapped at most once, and people."""
_MAX_TITLE_CHARS = 600
"""Longest title or list of people, in characters."""


def card_starts(body: Sequence[Line]) -> list[int]:
    """Return the indices at which the cards of *body* begin; empty if it is not a list of cards."""
    content = [index for index, line in enumerate(body) if line.form not in _NOT_CONTENT]
    times = [position for position, index in enumerate(content) if body[index].form is Form.TIME]
    kinds = [_kind_above(body, content, position) for position in times]
    if len(times) < 2 or None in kinds or _entry_follows(body, content, times[-1]):
        return []
    starts = {kind for kind in kinds if kind is not None}
    starts |= {index for index in content if _is_after_card(body, index)}
    starts |= set(_first_kind(body, content))
    return sorted(starts)


def _kind_above(body: Sequence[Line], content: Sequence[int], position: int) -> int | None:
    """Return the index of the kind above the time at *position* of *content*; None if there is none."""
    if body[content[position]].text:
        return None
    for candidate in range(position - 1, max(position - 2 - _MAX_LINES_ABOVE, -1), -1):
        line = body[content[candidate]]
        if line.form not in _FORMS_ABOVE_TIME or len(line.text) > _MAX_TITLE_CHARS:
            return None
        if _is_kind(line):
            return content[candidate] if position - candidate > 1 else None
    return None


def _entry_follows(body: Sequence[Line], content: Sequence[int], position: int) -> bool:
    """Return whether an entry directly follows the last time."""
    return any(_is_kind(body[index]) for index in content[position + 1 : position + 2])


def _is_after_card(body: Sequence[Line], index: int) -> bool:
    """Return whether a card may begin at *index*: a kind right after the end of a card."""
    before = index - 1
    while before >= 0 and body[before].form is Form.BLANK:
        before -= 1
    return before >= 0 and body[before].form is Form.SITE_TEXT and _is_kind(body[index])


def _first_kind(body: Sequence[Line], content: Sequence[int]) -> list[int]:
    """Return the index of the first kind: a card without a time may come first."""
    return [index for index in content if _is_kind(body[index])][:1]


def _is_kind(line: Line) -> bool:
    return line.form is Form.TEXT and is_kind(line.text) and line.text.lower() != "session"


@dataclass(frozen=True, slots=True)
class Parts:
    """A page, split."""

    head: Sequence[Line]
    entries: Sequence[Sequence[Line]]
    """Each begins with a marker or like a card, and has at most one marker of each form."""
    foot: Sequence[Line]
    titled: bool = True
    """Whether the head has a session title: not on the page of a day or a single talk."""


def pages(lines: Sequence[Line]) -> list[Sequence[Line]]:
    """Return *lines* by page: a page header begins the next page, once there was a talk."""
    headers = [index for index, line in enumerate(lines) if line.form is Form.PAGE_HEADER]
    starts = [0]
    for last, header in pairwise((0, *headers)):
        if _has_talk(lines[last:header]):
            starts.append(header)
    return [lines[start:end] for start, end in pairwise((*starts, len(lines)))]


def _has_talk(lines: Sequence[Line]) -> bool:
    return any(line.form in MARKERS for line in lines) or _single_talk_start(lines) is not None


def split(page: Sequence[Line]) -> Parts:
    """Return the parts of *page*; without entries if nothing marks them."""
    end = _foot_start(page)
    body, foot = page[:end], page[end:]
    single_talk = _single_talk_start(body)
    starts = [single_talk] if single_talk is not None else card_starts(body) or _entry_starts(body)
    if not starts:
        return Parts(body, (), foot)
    entries = [body[start:end] for start, end in pairwise((*starts, len(body)))]
    time = body[starts[0]].time
    titled = single_talk is None and not (time and time.title)
    return Parts(body[: starts[0]], entries, foot, titled)


def _foot_start(page: Sequence[Line]) -> int:
    """Return where the foot begins: the first footer line after the last marker."""
    last = max((index for index, line in enumerate(page) if line.form in MARKERS), default=0)
    foot = (index for index in range(last, len(page)) if page[index].form is Form.FOOTER)
    return next(foot, len(page))


def _single_talk_start(body: Sequence[Line]) -> int | None:
    """Return where the talk begins on a page of a single talk: at its kind; None on other pages.

    There kind, title and people follow each other, no marker occurs twice, and no kind follows a
    marker.
    """
    marks = Counter(line.form for line in body if line.form in MARKERS)
    if marks[Form.LINKED_HEADING] or any(count > 1 for count in marks.values()):
        return None
    first = next((index for index, line in enumerate(body) if line.form in MARKERS), len(body))
    content = [
        index for index, line in enumerate(body) if line.form not in (*_NOT_CONTENT, *MARKERS)
    ]
    following = [index for index in content if index > first][:1]
    if any(is_kind(body[index].text) for index in following):
        return None
    beside_index = max((index for index in content if index < first), default=-1) if marks else -1
    for kind, title, people in zip(content, content[1:], content[2:], strict=False):
        if kind > first or body[kind].text.lower() == "session":
            return None
        near = beside_index in (kind, people)
        if _are_of_one_talk(body[kind], body[title], body[people], near):
            return kind
    return None


def _are_of_one_talk(kind: Line, title: Line, people: Line, near: bool) -> bool:
    """Return whether the three lines are kind, title and people; *near* a marker, a name or room suffices."""
    if not (is_page_kind(kind) and is_kind(kind.text) and is_title(title)):
        return False
    weak = people.form is Form.BRACKETS or looks_like_name(people.text)
    return is_people(people.text) or (near and weak)


def _entry_starts(body: Sequence[Line]) -> list[int]:
    """Return where the entries begin.

    The leading form of marker always begins an entry. Another marker belongs to the current entry,
    unless that already has the time, number or title that it gives.
    """
    marks = [index for index, line in enumerate(body) if line.form in MARKERS]
    if marks and _is_session_time(body, marks):
        del marks[0]
    leader = _leading_form([body[index].form for index in marks])
    starts: list[int] = []
    seen: set[Form] = set()
    for index in marks:
        gives = {body[index].form}
        if body[index].time and body[index].text:
            gives.add(Form.LINKED_HEADING)
        if leader in gives or gives & seen or not starts:
            starts.append(index)
            seen = set()
        seen |= gives
    return starts


def _leading_form(forms: Sequence[Form]) -> Form | None:
    """Return the form that begins every entry: the first, or the number if it precedes the headings."""
    numbered = [form for form in forms if form is not Form.TIME]
    if forms and forms[0] is Form.LINKED_HEADING and Form.NUMBER in numbered:
        return Form.NUMBER if numbered[-1] is Form.LINKED_HEADING else Form.LINKED_HEADING
    return forms[0] if forms else None


def _is_session_time(body: Sequence[Line], marks: Sequence[int]) -> bool:
    """Return whether the first marker is the time of the session, in the head, and begins no entry.

    That is so if it is the only time above several posters, if it is just a start above rows with
    weekdays only, or if it is followed by the head's ``Abstract:`` or nothing.
    """
    first = body[marks[0]].time
    if first is None or first.title:
        return False
    second = next((index for index in marks[1:] if body[index].time), None)
    if second is None:
        return max(Counter(body[index].form for index in marks).values()) > 1
    later = body[second].time
    if first.dated and first.end is None and later and not later.dated:
        return True
    following = [line for line in body[marks[0] + 1 : second] if line.form not in _NOT_CONTENT]
    head_lines = list(takewhile(lambda line: not _begins_talk(line), following))
    return len(head_lines) == len(following) or any(line.label == "abstract" for line in head_lines)


def _begins_talk(line: Line) -> bool:
    """Return whether *line*, directly after a time, begins a talk."""
    return line.form in (*MARKERS, Form.TEXT, Form.HEADING) and not is_place(line.text)
