"""The lines of a session page: what each one is, told from the line and at most its neighbours.

The first half of the page's grammar: text in, a tuple of ``Line`` out. Nothing is thrown away here;
a line that has no known form is ``TEXT``.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import Enum, auto

from confbrowse.readers.session_page.kinds import is_kind
from confbrowse.readers.session_page.people import is_people
from confbrowse.text.clean import clean_text
from confbrowse.text.times import Printed, printed_time


class Form(Enum):
    """Every form a line can have."""

    BLANK = auto()
    FRAME = auto()
    """``Skip to yearly menu bar Skip to main content``: the first line of a page."""
    NAVIGATION = auto()
    """``* [ Schedule ][12]``, ``Main Navigation``"""
    FURNITURE = auto()
    """``Chat is not available.``, ``Show more``, ``### Abstract``, ``2025 Poster``"""
    FOOTER = auto()
    """``Successful Page Load``, cookies, logo: the first line of the page's end."""
    REFERENCE = auto()
    """``[33]: /virtual/2025/poster/1``"""
    TIME = auto()
    """``Tue 20 July 7:00 - 7:20 PDT``"""
    NUMBER = auto()
    """``#36``, ``HALL A #2108``"""
    LINKED_HEADING = auto()
    """``##### **[Title][33]**``"""
    HEADING = auto()
    """``## Title``"""
    LABEL = auto()
    """``Moderator: NAME``, ``Abstract:``, ``Timezone: America/Sao_Paulo``"""
    BRACKETS = auto()
    """``[ Room 314 ]``, ``[ Poster] [ OpenReview]``"""
    TEXT = auto()


@dataclass(frozen=True, slots=True)
class Bracket:
    """One ``[words]``, with where it leads: an address, the number of a reference, or nothing."""

    words: str
    target: str = ""
    line: int = 0
    """The number of its line."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the page, or several that an extractor broke apart."""

    number: int
    """Counted from 1, as an editor does; of the first, where several were joined."""
    source: str
    """As it stands on the page, cleaned, without the blanks around it."""
    form: Form
    text: str = ""
    """What it says, without the marks of its form."""
    label: str = ""
    """For LABEL: which, in lower case; for REFERENCE and NUMBER: the number."""
    kind: str = ""
    """For NUMBER: the kind of talk that stood beside it."""
    time: Printed | None = None
    brackets: tuple[Bracket, ...] = ()


_SKIP = r"\[?Skip to (?:yearly menu bar|main content)\]?(?:\[\d+\]|\([^)\s]*\))?"
_FRAME = re.compile(rf"{_SKIP}(?:\s*{_SKIP}){{0,3}}")
_GLUED = re.compile(r"(?P<before>.*?[^\s\[])\s*(?P<frame>\[?Skip to yearly menu bar.{0,200}?)\s*")
_NAVIGATION = re.compile(r"[*+-]\s+\[[^\]]*\](?:\[\d+\]|\([^)]*\))|(?:#+ )?Main Navigation")
_FURNITURE = frozenset(
    ("Chat is not available.", "Show more", "»", "[iCal]", "SlidesLive Video »", "🔗")
)
_SECTIONS = frozenset(("Abstract", "Video", "Schedule"))
"""Heads of a page's sections; other words on a line of their own may be anything."""
_CARD = re.compile(r"\[?View full details\]?(?:\[\d+\]|\([^)\s]*\))?\W{0,3}|\d{1,5} Events?")
"""What lists of cards say beside the talks."""
_EDITION = re.compile(r"(?:19|20)\d\d (?P<kind>\S.{0,40})")
_FOOTER = re.compile(
    r"(?:\|\s*)?(?:Successful Page Load$|Log in and register to view live content"
    r"|\S{1,30} uses cookies for essential functions|Our Privacy Policy »"
    r"|The \S.{0,40} Logo above may be used|(?:#+ )?Useful links$)",
    re.IGNORECASE,
)
_REFERENCE = re.compile(r"\[(\d{1,6})\]:\s*(\S*)")
_NUMBER = re.compile(r"(?:^|(?<=\s))#[A-Z]{0,3}-?\d{1,5}(?=\s|$)")
_PLACE = re.compile(
    r"[A-Z0-9][A-Z0-9 ,.&-]{0,40}|(?:(?i:hall|room|exhibit|ballroom|level))\b.{0,40}"
)
_HEADING = re.compile(r"(#{1,6})\s+(\S.*)")
_TARGET = r"(?:\[(?P<number>\d+)\]|\((?P<url>[^()\s]*)(?:\s+\"(?P=words)\")?\))"
_LINKED = re.compile(rf"\[(?P<words>.+)\]{_TARGET}")
_BRACKET = re.compile(rf"\[ ?(?P<words>[^\[\]]{{1,80}}?) ?\]{_TARGET}?")
_LABEL = re.compile(
    r"(?P<label>moderators?|(?:session )?chairs?|abstract|time ?zone|speakers?):\s*(?P<rest>.*)",
    re.IGNORECASE,
)
_RULE = re.compile(r"[─━═│┃┌┐└┘├┤┬┴┼╭╮╰╯_=* -]{3,}")
_LONGEST = 1_000
"""No heading, bracket or frame is longer, in characters; a longer line is text."""


def scan(text: str) -> tuple[Line, ...]:
    """Return the lines of *text*, cleaned, each with its form."""
    lines = [_line(number, source) for number, source in _mended(list(_numbered(text)))]
    return tuple(_in_context(lines))


def _numbered(text: str) -> Iterator[tuple[int, str]]:
    """Yield the lines with their numbers; a page glued to the end of another starts a line."""
    for number, raw in enumerate(re.split(r"\r\n?|\n", text), 1):
        for line in clean_text(raw, limit=3 * len(raw) + 1).split("\n"):
            glued = _GLUED.fullmatch(line)
            parts = glued.groups() if glued and _FRAME.fullmatch(glued["frame"]) else (line,)
            yield from ((number, part) for part in parts)


def _mended(sources: Sequence[tuple[int, str]]) -> Iterator[tuple[int, str]]:
    """Yield the numbered lines, with brackets and linked headings that were broken put together."""
    texts = [text.strip() for _, text in sources]
    at = 0
    while at < len(sources):
        taken = _broken_bracket(texts, at) or _broken_heading(texts, at) or 1
        parts = [texts[at], *(text.lstrip("# ") for text in texts[at + 1 : at + taken])]
        yield sources[at][0], " ".join(parts)
        at += taken


def _broken_bracket(texts: Sequence[str], at: int) -> int:
    """Return how many lines a bracket broken over three takes, 0 where there is none."""
    words, closing = (*texts[at + 1 : at + 3], "", "")[:2]
    return 3 if words and texts[at] + closing in ("[]", "()") else 0


def _broken_heading(texts: Sequence[str], at: int) -> int:
    """Return how many lines a linked heading takes that is wrapped over several, 0 otherwise."""
    if not re.match(r"#{2,6}\s+(?:\*\*)?\[[^\]]*$", texts[at][:_LONGEST]):
        return 0
    for size, rest in enumerate(texts[at + 1 : at + 5], 2):
        if not rest or len(rest) > _LONGEST:
            return 0
        if re.search(r"\](?:\[\d+\]|\([^)\s]*\))(?:\*\*)?$", rest):
            return size
    return 0


def _line(number: int, text: str) -> Line:
    for recognise in _RECOGNISERS:
        if line := recognise(number, text):
            return line
    return Line(number, text, Form.TEXT, text)


def _in_context(lines: Sequence[Line]) -> Iterator[Line]:
    """Yield *lines* with the heads of sections known, which only their neighbours tell from text."""
    for at, line in enumerate(lines):
        before = lines[at - 1] if at else None
        behind = lines[at + 1] if at + 1 < len(lines) else None
        alone = before is None or before.form is not Form.TEXT or is_people(before.text)
        last = behind is not None and behind.form in (Form.FURNITURE, Form.FOOTER)
        if line.form is Form.TEXT and line.text in _SECTIONS and (alone or last):
            yield replace(line, form=Form.FURNITURE)
        else:
            yield line


def _plain(number: int, text: str) -> Line | None:
    """Recognise the forms that carry nothing of a talk."""
    form = None
    if not text:
        form = Form.BLANK
    elif text in _FURNITURE or _RULE.fullmatch(text) or _CARD.fullmatch(text[:_LONGEST]):
        form = Form.FURNITURE
    elif _FOOTER.match(text):
        form = Form.FOOTER
    elif len(text) <= _LONGEST and _FRAME.fullmatch(text):
        form = Form.FRAME
    elif len(text) <= _LONGEST and _NAVIGATION.fullmatch(text):
        form = Form.NAVIGATION
    elif (edition := _EDITION.fullmatch(text)) and is_kind(edition["kind"]):
        form = Form.FURNITURE
    return Line(number, text, form) if form else None


def _reference(number: int, text: str) -> Line | None:
    match = _REFERENCE.fullmatch(text)
    return Line(number, text, Form.REFERENCE, match[2], label=match[1]) if match else None


def _time(number: int, text: str) -> Line | None:
    printed = printed_time(text)
    return Line(number, text, Form.TIME, printed.title, time=printed) if printed else None


def _number(number: int, text: str) -> Line | None:
    """Recognise a poster's number, alone or with its room before and its kind on either side."""
    found = list(_NUMBER.finditer(text)) if len(text) <= 100 else []
    if len(found) != 1:
        return None
    before, after = text[: found[0].start()].strip(), text[found[0].end() :].strip()
    kind = next((words for words in (before, after) if is_kind(words)), "")
    place = "" if before == kind else before
    if after not in ("", kind) or (place and not _PLACE.fullmatch(place)):
        return None
    return Line(number, text, Form.NUMBER, place, label=found[0][0], kind=kind)


def _heading(number: int, text: str) -> Line | None:
    match = _HEADING.fullmatch(text) if len(text) <= _LONGEST else None
    if not match:
        return None
    words = match[2].removeprefix("**").removesuffix("**")
    if linked := _LINKED.fullmatch(words):
        target = linked["number"] or linked["url"] or ""
        bracket = Bracket(linked["words"].strip(), target, number)
        return Line(number, text, Form.LINKED_HEADING, bracket.words, brackets=(bracket,))
    form = Form.FURNITURE if words in _SECTIONS else Form.HEADING
    return Line(number, text, form, words)


def _label(number: int, text: str) -> Line | None:
    match = _LABEL.fullmatch(text)
    if not match:
        return None
    label = match["label"].lower().replace(" ", "")
    return Line(number, text, Form.LABEL, match["rest"].strip(), label=label)


def _bracketed(number: int, text: str) -> Line | None:
    """Recognise a line of nothing but brackets; an address may stand in a bracket of its own."""
    if text == "Project Page":
        return Line(number, text, Form.BRACKETS, text, brackets=(Bracket(text, line=number),))
    if not text.startswith("[") or len(text) > _LONGEST or _BRACKET.sub("", text).strip(" |·[]"):
        return None
    brackets = tuple(
        Bracket(match["words"].strip(), match["number"] or match["url"] or "", number)
        for match in _BRACKET.finditer(text)
    )
    return Line(number, text, Form.BRACKETS, text, brackets=brackets) if brackets else None


_RECOGNISERS: tuple[Callable[[int, str], Line | None], ...] = (
    *(_plain, _reference, _time, _number, _heading, _label, _bracketed),
)
"""In the order in which they are asked; what none of them knows is text."""
