"""Read one entry of a session page.

    entry := marker+ award? kind? title people? kind? labels? abstract labels?

Anything else in an entry is kept in its abstract.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import takewhile

from confbrowse.readers.session_text.lines import (
    MARKERS,
    Bracket,
    Form,
    Line,
    Paragraph,
    always_has_title,
    has_people,
    is_kind,
    is_link_word,
    is_people,
    is_place,
    looks_like_name,
    looks_like_name_list,
    names,
    paragraphs,
    people_lines,
    prose,
    split_room,
    words,
)
from confbrowse.text.patterns import lazy_pattern

_AWARD = lazy_pattern(
    r"award|honou?rable mention|best paper|runner[- ]?up|outstanding", re.IGNORECASE
)
_MIN_WRAPPED_CHARS = 50
"""A title line of at least this length may continue on the next line."""
_LONG_LINE = 150
"""Titles and people are shorter than this on one line; abstracts may be longer."""


@dataclass(frozen=True, slots=True)
class PageEntry:
    """One entry of a page, before its day and zone are resolved."""

    line: int
    """The line on which it begins."""
    title: str = ""
    kind: str | None = None
    authors: tuple[str, ...] = ()
    abstract: str = ""
    time_line: int | None = None
    """The number of the line with its time."""
    room: str | None = None
    position: str | None = None
    keywords: tuple[str, ...] = ()
    """An award, or a second kind."""
    brackets: tuple[Bracket, ...] = ()
    """The links of heading and label lines."""


def read_entry(block: Sequence[Line]) -> PageEntry:
    """Read *block*, which starts with a marker and has at most one marker of each form."""
    draft = _EntryParser(block)
    draft.take_award()
    draft.take_kind()
    draft.take_title()
    draft.take_kind_after_title()
    draft.take_people()
    draft.take_late_kind()
    draft.take_room()
    draft.take_labels()
    return draft.entry()


@dataclass(slots=True)
class _EntryParser:
    """Parser of an entry: the remaining paragraphs, and what has been found."""

    block: Sequence[Line]
    left: list[Paragraph] = field(default_factory=list)
    title: str = ""
    kind: str | None = None
    keywords: tuple[str, ...] = ()
    authors: tuple[str, ...] = ()
    room: str | None = None
    brackets: tuple[Bracket, ...] = ()
    is_glued: bool = False
    """Whether people and the following text are in one paragraph."""

    def __post_init__(self) -> None:
        self.left = paragraphs(line for line in self.block if line.form not in MARKERS)
        rooms = [line.text for line in self.block if line.form is Form.NUMBER]
        rooms += [line.time.room for line in self.block if line.time]
        self.room = ", ".join(filter(None, rooms)) or None
        for line in self.block:
            if line.form is Form.LINKED_HEADING:
                self.title, self.brackets = line.text, line.brackets
            elif line.form is Form.TIME and line.text:
                self._split_day_line(line.text)
        kinds_beside = tuple(line.kind for line in self.block if line.kind)
        self.keywords = kinds_beside if self.kind else ()
        self.kind = self.kind or next(iter(kinds_beside), None)

    def take_award(self) -> None:
        """Read an award, on its own line beside a poster number or above the kind."""
        first = self.left[0][0].text if self.left else ""
        second = self._second.text if self._second else ""
        titled = bool(self.title) or not is_people(second)
        if is_kind(second) or (self._is_poster() and titled and second):
            short = len(first) < _LONG_LINE and len(first.split()) <= 8 and not is_kind(first)
            if short and _AWARD.search(first):
                self.keywords += (first,)
                self._drop(1)

    def take_kind(self) -> None:
        """Read the kind: directly above the title, or alone if a title follows."""
        if self.kind or not self.left or not is_kind(self.left[0][0].text):
            return
        same_paragraph = len(self.left[0]) > 1 and not is_people(self.left[0][1].text)
        if self.title or same_paragraph or self._is_title_next():
            self.kind = self.left[0][0].text
            self._drop(1)

    def take_title(self) -> None:
        """Read the title, wrapped or not; without one, the kind is the title."""
        if self.title and self.title != self.kind:
            return
        if self.left and (self._is_sure_title() if self.title else self._is_title()):
            count = self._title_lines([line.text for line in self.left[0]])
            self.title = " ".join(words(line) for line in self.left[0][:count])
            self._drop(count)
        self.title = self.title or self.kind or ""
        if not self.kind and is_kind(self.title):
            self.kind = self.title

    def take_kind_after_title(self) -> None:
        """Read the kind in brackets after the title or below it, as in workshop rows."""
        if self.kind:
            return
        below = self.left[0][0] if self.left else None
        if below and _kind_in_brackets(below.text):
            self.kind = _kind_in_brackets(below.text)
            self._drop(1)
        elif self.title.endswith(")"):
            title, _, kind = self.title[:-1].rpartition("(")
            if title.strip() and is_kind(kind):
                self.title, self.kind = title.strip(), kind.strip()

    def take_people(self) -> None:
        """Read the people: by separators or label, or a name between title and abstract."""
        if not self.left:
            return
        first = self.left[0][0]
        listed = takewhile(lambda ln: ln.form is Form.TEXT and not is_kind(ln.text), self.left[0])
        count = people_lines([line.text for line in listed])
        if first.label.startswith("speaker") and first.text:
            count = max(count, 1)
        elif not count and first is self._beside_time(-1):
            count = 1
        elif not count and first.form is Form.TEXT and has_people(self.kind):
            count = int(self._is_person(first.text))
        self.authors = names(" ".join(line.text for line in self.left[0][:count]))
        self.is_glued = 0 < count < len(self.left[0])
        self._drop(count)

    def take_late_kind(self) -> None:
        """Read a kind after the people, as on pages with linked headings."""
        if self.kind or not self.left or not self._is_poster():
            return
        if (len(self.left[0]) == 1 or self.is_glued) and is_kind(self.left[0][0].text):
            self.kind = self.left[0][0].text
            self._drop(1)

    def take_room(self) -> None:
        """Read the room directly after the time of a card."""
        first = self.left[0][0] if self.left and not self.room else None
        if first and first is self._beside_time(1) and is_place(first.text):
            self.room = first.text
            self._drop(1)

    def take_labels(self) -> None:
        """Read room and links in brackets before the abstract, and links after it."""
        while self.left and _is_label(self.left[0][0]):
            brackets = self.left[0][0].brackets
            only = brackets[0] if len(brackets) == 1 and not self.room else None
            if only and not only.target and not is_link_word(only.words):
                self.room = only.words
            else:
                self.brackets += brackets
            self._drop(1)
        if self.left and all(_is_label(line) for line in self.left[-1]):
            self.brackets += tuple(link for line in self.left.pop() for link in line.brackets)

    def entry(self) -> PageEntry:
        """Return the finished entry; what is left is the abstract."""
        timed = next((line for line in self.block if line.time), None)
        number = next((line for line in self.block if line.form is Form.NUMBER), None)
        room, position = split_room(self.room or "")
        return PageEntry(
            line=self.block[0].number,
            title=self.title,
            kind=self.kind,
            authors=self.authors,
            abstract=prose(self.left),
            time_line=timed.number if timed else None,
            room=room or None,
            position=number.label if number else position or None,
            keywords=self.keywords,
            brackets=self.brackets,
        )

    def _split_day_line(self, text: str) -> None:
        """Split ``TYPE: TITLE``, ``TYPE`` or ``TITLE`` before the time, as on day pages."""
        kind, colon, title = text.partition(": ")
        if colon and is_kind(kind):
            self.kind, self.title = kind, title
        else:
            self.kind, self.title = (text if is_kind(text) else None), text

    def _title_lines(self, texts: Sequence[str]) -> int:
        """Return how many of the first lines of a paragraph are the title."""
        people = next((index for index, text in enumerate(texts) if is_people(text)), 0)
        if 1 <= people <= 3:
            return people
        whole = len(texts) in (2, 3) and all(
            _MIN_WRAPPED_CHARS <= len(t) < _LONG_LINE for t in texts[:-1]
        )
        open_end = len(texts[-1]) < _LONG_LINE and not texts[-1].endswith((".", "…", "!"))
        before_people = len(self.left) > 1 and is_people(self.left[1][0].text)
        return len(texts) if whole and open_end and (before_people or len(self.left) == 1) else 1

    def _is_title(self) -> bool:
        """Return whether the first line can be the title: not a label, and not people."""
        first, second = self.left[0][0], self._second
        untitled = second is not None and is_people(first.text) and not is_people(second.text)
        return not (_is_label(first) or untitled)

    def _is_sure_title(self) -> bool:
        """Return whether a title follows a kind that was alone before the time."""
        first, second = self.left[0][0], self._second
        before_people = second is not None and is_people(second.text)
        return first.form is Form.HEADING or (before_people and not is_people(first.text))

    def _is_title_next(self) -> bool:
        """Return whether the second paragraph is the title for the kind on its own line."""
        if len(self.left) < 2 or len(self.left[0]) > 1 or len(self.left[1]) > 3:
            return False
        text = self.left[1][0].text
        third = self.left[2][0].text if len(self.left) > 2 else ""
        named = is_people(third) or looks_like_name(third)
        sentence = text.endswith(".") or len(text) >= _LONG_LINE
        sure = named or always_has_title(self.left[0][0].text)
        return not (is_people(text) or sentence) and (sure or not looks_like_name(text))

    def _is_person(self, text: str) -> bool:
        """Return whether *text*, directly below the title, is a person or several."""
        second_length = len(self._second.text) if self._second else 0
        before_kind = self._second is not None and is_kind(self._second.text)
        if is_kind(text) or (
            len(self.left[0]) > 1 and second_length <= _MIN_WRAPPED_CHARS and not before_kind
        ):
            return False
        return looks_like_name(
            text, 1 if second_length > _LONG_LINE else 2
        ) or looks_like_name_list(text)

    def _is_poster(self) -> bool:
        return any(line.form in (Form.NUMBER, Form.LINKED_HEADING) for line in self.block)

    @property
    def _second(self) -> Line | None:
        """The second remaining line, ignoring a blank line between."""
        lines = [line for paragraph in self.left[:2] for line in paragraph[:2]]
        return lines[1] if len(lines) > 1 else None

    def _beside_time(self, step: int) -> Line | None:
        """Return the line directly above or below the time of a card."""
        lines = [line for line in self.block if line.form is not Form.BLANK]
        index = next((index for index, line in enumerate(lines) if line.time), 0) + step
        return (
            lines[index] if self.block[0].form not in MARKERS and 0 < index < len(lines) else None
        )

    def _drop(self, count: int) -> None:
        """Remove the first *count* lines of the first paragraph."""
        rest = self.left[0][count:]
        self.left[:1] = [rest] if rest else []


def _kind_in_brackets(text: str) -> str:
    """Return the kind in brackets that *text* consists of; empty if it is not one."""
    kind = text.removeprefix("(").removesuffix(")")
    if len(text) > 40 or f"({kind})" != text or "(" in kind:
        return ""
    return kind.strip() if is_kind(kind) or kind.startswith(" ") else ""


def _is_label(line: Line) -> bool:
    """Return whether *line* contains links or a room; ``[MYSS20]`` is a citation."""
    if line.form is not Form.BRACKETS:
        return False
    known = all(b.target or is_link_word(b.words) or is_place(b.words) for b in line.brackets)
    return known or line.source.startswith("[ ")
