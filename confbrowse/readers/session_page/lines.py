"""The lines of a session page: what each one is, told from the line alone.

The first half of the page's grammar: text in, a tuple of ``Line`` out. Nothing is thrown away here;
a line that has no known form is ``TEXT``.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from enum import Enum, auto

from confbrowse.readers.session_page.kinds import is_kind
from confbrowse.text.times import Printed, printed_time


class Form(Enum):
    """Every form a line can have."""

    BLANK = auto()
    FRAME = auto()
    """``Skip to yearly menu bar Skip to main content``"""
    NAVIGATION = auto()
    """``* [ Schedule ][12]``"""
    FURNITURE = auto()
    """``Chat is not available.``, ``Show more``, ``SlidesLive Video »``"""
    FOOTER = auto()
    """``Successful Page Load``, cookies, logo: the first line of the page's end."""
    REFERENCE = auto()
    """``[33]: https://icml.cc/virtual/2025/poster/1``"""
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
    """The number of the line it stands on."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the page, or several that an extractor broke apart."""

    number: int
    """Counted from 1; of the first, where several were joined."""
    source: str
    """As it stands on the page, for people to look up."""
    form: Form
    text: str = ""
    """What it says, without the marks of its form."""
    label: str = ""
    """For LABEL: which, in lower case; for REFERENCE and NUMBER: the number."""
    kind: str = ""
    """For NUMBER: the kind of talk that stood beside it."""
    time: Printed | None = None
    brackets: tuple[Bracket, ...] = ()


_FRAME = re.compile(
    r"(?:\[?Skip to (?:yearly menu bar|main content)\]?(?:\[\d+\]|\([^)]*\))?\s*)+$"
)
_NAVIGATION = re.compile(r"[*+]\s+\[[^\]]*\](?:\[\d+\]|\([^)]*\))$")
_FURNITURE = frozenset(
    ("chat is not available.", "show more", "»", "[ical]", "slideslive video »", "video", "🔗")
)
_FOOTER = re.compile(
    r"Successful Page Load|Log in and register to view live content|\S.{0,40} uses cookies\b"
    r"|Our Privacy Policy »|The \S.{0,40} Logo above may be used|Useful links$"
)
_REFERENCE = re.compile(r"\[(\d+)\]:\s*(\S+)$")
_PLACE = r"[A-Z0-9][A-Z0-9 ,.&-]{0,40}|(?:Hall|Room|Exhibit|Ballroom|Level)\b.{0,40}"
_NUMBER = re.compile(rf"(?:(?P<place>{_PLACE})\s+)?(?P<number>#[A-Z]{{0,3}}-?\d{{1,5}})$")
_HEADING = re.compile(r"(#{1,6})\s+(\S.*)$")
_LINKED = re.compile(r"\[(?P<words>.+)\](?:\[(?P<number>\d+)\]|\((?P<url>[^)\s]+)\))$")
_BRACKET = re.compile(r"\[(?P<words>[^\[\]]{1,80})\](?:\[(?P<number>\d+)\]|\((?P<url>[^)\s]*)\))?")
_LABEL = re.compile(
    r"(?P<label>moderators?|(?:session )?chairs?|abstract|time ?zone|speakers?):\s*(?P<rest>.*)$",
    re.IGNORECASE,
)
_RULE = re.compile(r"[─━═│┃┌┐└┘├┤┬┴┼╭╮╰╯_=* -]{3,}$")
_BROKEN = {"[": "]", "(": ")"}
"""Brackets that some extractors put on lines of their own."""


def scan(text: str) -> tuple[Line, ...]:
    """Return the lines of *text*, each with its form. *text* has been cleaned."""
    return tuple(_line(number, source) for number, source in _mended(text.split("\n")))


def _mended(sources: Sequence[str]) -> Iterator[tuple[int, str]]:
    """Yield the numbered lines, with brackets and linked headings that were broken put together."""
    at = 0
    while at < len(sources):
        taken = _broken_bracket(sources, at) or _broken_heading(sources, at) or 1
        whole = sources[at]
        for part in sources[at + 1 : at + taken]:
            whole = f"{whole.rstrip()} {part.strip().lstrip('#').strip()}"
        yield at + 1, whole
        at += taken


def _broken_bracket(sources: Sequence[str], at: int) -> int:
    """Return how many lines a bracket broken over three takes, 0 where there is none."""
    closing = _BROKEN.get(sources[at].strip())
    return 3 if closing and [closing] == [line.strip() for line in sources[at + 2 : at + 3]] else 0


def _broken_heading(sources: Sequence[str], at: int) -> int:
    """Return how many lines a linked heading takes that is wrapped over several, 0 otherwise."""
    if not re.match(r"#{2,6}\s+(?:\*\*)?\[[^\]]*$", sources[at].strip()):
        return 0
    for size in range(2, 5):
        rest = sources[at + size - 1 : at + size]
        if not rest or not rest[0].strip().startswith("#"):
            return 0
        if re.search(r"\](?:\[\d+\]|\([^)\s]*\))(?:\*\*)?$", rest[0].strip()):
            return size
    return 0


def _line(number: int, source: str) -> Line:
    text = source.strip()
    for recognise in _RECOGNISERS:
        if line := recognise(number, text):
            return line
    return Line(number, text, Form.TEXT, text)


def _plain(number: int, text: str) -> Line | None:
    """Recognise the forms that carry nothing of the programme."""
    if not text:
        return Line(number, text, Form.BLANK)
    if _FRAME.match(text):
        return Line(number, text, Form.FRAME)
    if text.lower() in _FURNITURE or _RULE.match(text):
        return Line(number, text, Form.FURNITURE)
    if _FOOTER.match(text):
        return Line(number, text, Form.FOOTER)
    return Line(number, text, Form.NAVIGATION) if _NAVIGATION.match(text) else None


def _reference(number: int, text: str) -> Line | None:
    match = _REFERENCE.match(text)
    return Line(number, text, Form.REFERENCE, match[2], label=match[1]) if match else None


def _time(number: int, text: str) -> Line | None:
    printed = printed_time(text)
    return Line(number, text, Form.TIME, printed.title, time=printed) if printed else None


def _number(number: int, text: str) -> Line | None:
    """Recognise a poster's number, alone or with its room before or its kind on either side."""
    first, _, after_first = text.partition(" ")
    before_last, _, last = text.rpartition(" ")
    for alone, kind in ((text, ""), (first, after_first), (last, before_last)):
        match = _NUMBER.match(alone)
        if match and (not kind or is_kind(kind)):
            return Line(
                number, text, Form.NUMBER, match["place"] or "", label=match["number"], kind=kind
            )
    return None


def _heading(number: int, text: str) -> Line | None:
    match = _HEADING.match(text)
    if not match:
        return None
    words = match[2].strip().removeprefix("**").removesuffix("**")
    if linked := _LINKED.match(words):
        bracket = Bracket(linked["words"].strip(), linked["number"] or linked["url"], number)
        return Line(number, text, Form.LINKED_HEADING, bracket.words, brackets=(bracket,))
    return Line(number, text, Form.HEADING, words)


def _label(number: int, text: str) -> Line | None:
    match = _LABEL.match(text)
    if not match:
        return None
    label = match["label"].lower().replace(" ", "")
    return Line(number, text, Form.LABEL, match["rest"].strip(), label=label)


def _bracketed(number: int, text: str) -> Line | None:
    brackets = _brackets(number, text)
    return Line(number, text, Form.BRACKETS, text, brackets=brackets) if brackets else None


def _brackets(number: int, text: str) -> tuple[Bracket, ...]:
    """Return the brackets that *text* consists of; none where anything else stands between."""
    if not text.startswith("[") or _BRACKET.sub("", text).strip(" |·"):
        return ()
    return tuple(
        Bracket(match["words"].strip(), match["number"] or match["url"] or "", number)
        for match in _BRACKET.finditer(text)
    )


_RECOGNISERS: tuple[Callable[[int, str], Line | None], ...] = (
    *(_plain, _reference, _time, _number, _heading, _label, _bracketed),
)
"""In the order in which they are asked; what none of them knows is text."""
