"""Classify the lines of a session page, each from itself and at most its neighbours.

Nothing is dropped here; a line without a known form is ``TEXT``.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import Enum, auto
from itertools import pairwise

from confbrowse.errors import ProgrammeError
from confbrowse.readers.base import Hints
from confbrowse.text.clean import clean_text
from confbrowse.text.patterns import lazy_pattern
from confbrowse.text.times import PrintedTime, printed_time

# Words for kinds of talk and for links, to distinguish them from titles. They never split a page, as a
# paragraph of an abstract may be the word ``Poster``.

_KINDS = """
oral, spotlight, poster, invited talk, talk, keynote, keynote talk, introduction, discussion, panel,
panel discussion, tutorial, workshop, affinity workshop, affinity event, affinity poster session,
oral session, poster session, session, break, coffee break, lunch break, lunch, q&a, live q&a, social,
registration desk, registration, reception, remarks, opening remarks, closing remarks, town hall,
test of time, test of time award, expo talk panel, expo demonstration, expo workshop, poster spotlights,
competition, demonstration, mentorship, ceremony, demo, journal track, contributed talk,
lightning talk, spotlight talk, award, award ceremony, plenary
"""
KNOWN_KINDS = frozenset(" ".join(kind.split()) for kind in _KINDS.split(","))
_OF_PAPERS = frozenset(
    (
        *("oral", "spotlight", "spotlight talk", "poster", "talk", "contributed talk"),
        *("lightning talk", "tutorial", "workshop", "journal track", "demo", "demonstration"),
    )
)
_WITHOUT_PEOPLE = frozenset(
    (
        *("break", "coffee break", "lunch break", "lunch", "q&a", "live q&a"),
        *("social", "reception", "registration", "registration desk"),
    )
)
_LINK_WORD = lazy_pattern(
    r"posters?|(?:open)?review|papers?|pdf|slides?|video|code|abstract|project(?: page)?|website|visit\b.*"
    r"|ical|openreview|supplementary.*|arxiv|recording|link",
    re.IGNORECASE,
)
_PLACE_LINE = lazy_pattern(
    r"\b(?:hall|room|ballroom|auditorium|theat(?:er|re)|level|floor|foyer|exhibit)\b", re.IGNORECASE
)
_NUMBERED = lazy_pattern(r"(?P<room>(?:.*?\S)?)\s*+(?P<number>#[A-Z]{0,3}-?\d{1,5})", re.IGNORECASE)


def is_kind(text: str) -> bool:
    """Return whether *text* is a kind of talk that the sites print."""
    return len(text) <= 60 and " ".join(text.lower().split()) in KNOWN_KINDS


def kind_spelling(kind: str) -> str:
    """Return *kind* without capitals from a style sheet: ``Poster`` for ``POSTER``."""
    return kind.title() if kind.isupper() and kind.replace(" ", "").isalpha() else kind


def always_has_title(kind: str) -> bool:
    """Return whether a talk of *kind* always has its own title; opening remarks may have none."""
    return " ".join(kind.lower().split()) in _OF_PAPERS


def has_people(kind: str | None) -> bool:
    """Return whether a talk of *kind* can have people; a break cannot."""
    return kind is None or " ".join(kind.lower().split()) not in _WITHOUT_PEOPLE


def is_link_word(text: str) -> bool:
    """Return whether *text* is a link label of the sites: ``OpenReview``, ``Visit ...``."""
    return _LINK_WORD.fullmatch(text) is not None


def split_room(text: str) -> tuple[str, str]:
    """Split *text* into room and poster number: ``HALL A #2108``."""
    match = _NUMBERED.fullmatch(text)
    return (match["room"], match["number"]) if match else (text, "")


def is_place(text: str) -> bool:
    """Return whether *text* is a room: it has a word such as ``Hall``, or is just a number."""
    short = len(text) <= 60 and not text.endswith(".")
    return short and (text.isdecimal() or _PLACE_LINE.search(text) is not None)


# People: authors, speakers and moderators as printed on session pages.

SEPARATORS = "·⋅"
"""U+00B7 on pages up to 2024, U+22C5 since."""
_SPLIT = lazy_pattern(rf"[{SEPARATORS}]")
_ORNAMENTS = " |🔗,;\t"
_NAME_WORD = lazy_pattern(r"(?:[^\W\d_]|[.'’()-])+,?")
_PARTICLES = frozenset(
    (
        *("van", "von", "der", "den", "de", "del", "della", "di", "da", "dos", "la", "le"),
        *("bin", "ibn", "al", "el", "ten", "ter", "y"),
    )
)


def is_people(text: str) -> bool:
    """Return whether *text* is clearly a list of people, by its separators.

    Every part must be a possible name: at most eight words, with a capital or at most three words.
    A formula such as ``the product a · b of two vectors`` is not.
    """
    parts = [part.strip(_ORNAMENTS) for part in _SPLIT.split(text)]
    return len(parts) > 1 and any(parts) and all(_may_be_person(part) for part in parts if part)


def names(text: str) -> tuple[str, ...]:
    """Return the people in *text*, separated by middle dots, else by commas."""
    parts = _SPLIT.split(text)
    if len(parts) == 1:
        parts = text.split(",")
    return tuple(name for part in parts if (name := part.strip(_ORNAMENTS)))


def looks_like_name(text: str, fewest_words: int = 2) -> bool:
    """Return whether *text*, alone on its line, may be one person.

    Two to six words of letters, all or none of them capitalised; not a sentence or an address.
    """
    found = text[:200].strip(_ORNAMENTS).split()
    if not fewest_words <= len(found) <= 6 or not all(map(_NAME_WORD.fullmatch, found)):
        return False
    sentence = found[-1].endswith(".") and len(found[-1].rstrip(".")) > 2
    if sentence or found[0].startswith("("):
        return False
    bare = [word.strip("().'’") for word in found if word.lower() not in _PARTICLES]
    capital = [word[:1].isupper() for word in bare if word]
    return all(capital) or (len(found) <= 3 and (capital[:1] == [True] or not any(capital)))


def looks_like_name_list(text: str) -> bool:
    """Return whether *text* may be several people separated by commas."""
    parts = [part.strip() for part in text.split(",")] if len(text) <= 2_000 else []
    return len(parts) > 1 and all(looks_like_name(part) for part in parts)


def people_lines(paragraph: Sequence[str]) -> int:
    """Return how many of the first lines of *paragraph* are a list of people, wrapped or not.

    The list continues after a separator, and on lines that contain some. A last line without
    separators belongs to it if it is short.
    """
    if not paragraph or not is_people(paragraph[0]):
        return 0
    count = 1
    while count < len(paragraph):
        before, line = paragraph[count - 1], paragraph[count]
        open_end = before.rstrip(_ORNAMENTS).endswith(tuple(SEPARATORS)) and _may_be_person(line)
        last_words = count == len(paragraph) - 1 and len(line.split()) <= 2
        closing = last_words and looks_like_name(line, fewest_words=1)
        if not (open_end or is_people(line) or closing):
            break
        count += 1
    return count


def _may_be_person(text: str) -> bool:
    words = text[:200].split()
    capital = any(letter.isupper() for letter in text) or not text.islower()
    return len(text) <= 90 and len(words) <= 8 and (capital or len(words) <= 3)


class Form(Enum):
    """The form of a line."""

    BLANK = auto()
    PAGE_HEADER = auto()
    """``Skip to yearly menu bar Skip to main content``: the first line of a page."""
    NAVIGATION = auto()
    """``* [ Schedule ][12]``, ``Main Navigation``"""
    SITE_TEXT = auto()
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
    """A ``[words]``, with its target: a URL, the number of a reference, or nothing."""

    words: str
    target: str = ""
    line: int = 0
    """Its line number."""


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the page, or several that an extractor split."""

    number: int
    """Counted from 1; that of the first line if several were joined."""
    source: str
    """The line as on the page, cleaned and stripped."""
    form: Form
    text: str = ""
    """Its text, without the markup of its form."""
    label: str = ""
    """For LABEL: the label in lower case; for REFERENCE and NUMBER: the number."""
    kind: str = ""
    """For NUMBER: the kind of talk beside it."""
    time: PrintedTime | None = None
    brackets: tuple[Bracket, ...] = ()


_SKIP = r"\[?Skip to (?:yearly menu bar|main content)\]?(?:\[\d+\]|\([^)\s]*\))?"
_PAGE_HEADER = lazy_pattern(rf"{_SKIP}(?:\s*{_SKIP}){{0,3}}")
_HEADER_AT_END = lazy_pattern(
    r"(?P<before>.*?[^\s\[])\s*(?P<frame>\[?Skip to yearly menu bar.{0,200}?)\s*"
)
_NAVIGATION = lazy_pattern(r"[*+-]\s+\[[^\]]*\](?:\[\d+\]|\([^)]*\))|(?:#+ )?Main Navigation")
_SITE_TEXTS = frozenset(
    ("Chat is not available.", "Show more", "»", "[iCal]", "SlidesLive Video »", "🔗")
)
_SECTIONS = frozenset(("Abstract", "Video", "Schedule"))
"""Section headings; other words on a separate line may be anything."""
_CARD = lazy_pattern(r"\[?View full details\]?(?:\[\d+\]|\([^)\s]*\))?\W{0,3}|\d{1,5} Events?")
"""Other text in lists of cards."""
_EDITION = lazy_pattern(r"(?:19|20)\d\d (?P<kind>\S.{0,40})")
_FOOTER = lazy_pattern(
    r"(?:\|\s*)?(?:Successful Page Load$|Log in and register to view live content"
    r"|\S{1,30} uses cookies for essential functions|Our Privacy Policy »"
    r"|The \S.{0,40} Logo above may be used|(?:#+ )?Useful links$)",
    re.IGNORECASE,
)
_REFERENCE = lazy_pattern(r"\[(\d{1,6})\]:\s*(\S*)")
_NUMBER = lazy_pattern(r"(?:^|(?<=\s))#[A-Z]{0,3}-?\d{1,5}(?=\s|$)")
_PLACE = lazy_pattern(
    r"[A-Z0-9][A-Z0-9 ,.&-]{0,40}|(?:(?i:hall|room|exhibit|ballroom|level))\b.{0,40}"
)
_HEADING = lazy_pattern(r"(#{1,6})\s+(\S.*)")
_TARGET = r"(?:\[(?P<number>\d+)\]|\((?P<url>[^()\s]*)(?:\s+\"(?P=words)\")?\))"
_LINKED = lazy_pattern(rf"\[(?P<words>.+)\]{_TARGET}")
_BRACKET = lazy_pattern(rf"\[ ?(?P<words>[^\[\]]{{1,80}}?) ?\]{_TARGET}?")
_LABEL = lazy_pattern(
    r"(?P<label>moderators?|(?:session )?chairs?|abstract|time ?zone|speakers?):\s*(?P<rest>.*)",
    re.IGNORECASE,
)
_RULE = lazy_pattern(r"[─━═│┃┌┐└┘├┤┬┴┼╭╮╰╯_=* -]{3,}")
_MAX_LINES = 200_000
"""The longest real page has 3,000."""
_MAX_MARKUP_CHARS = 1_000
"""Longest heading, bracket or page header, in characters; a longer line is text."""


def scan(text: str, hints: Hints) -> tuple[Line, ...]:
    """Return the lines of *text*, cleaned and classified.

    Raises ProgrammeError if there are more than any page has.
    """
    if text.count("\n") + text.count("\r") > _MAX_LINES:
        raise ProgrammeError(f"{hints.source} has too many lines for a session page.")
    lines = []
    for number, source in _join_split_lines(list(_numbered(text))):
        hints.check_time()
        lines.append(_classify(number, source))
    return tuple(_in_context(lines))


def _numbered(text: str) -> Iterator[tuple[int, str]]:
    """Yield the lines with their numbers; a page header at the end of a line starts a new line."""
    for number, raw in enumerate(re.split(r"\r\n?|\n", text), 1):
        for line in clean_text(raw, limit=3 * len(raw) + 1).split("\n"):
            glued = _HEADER_AT_END.fullmatch(line)
            parts = glued.groups() if glued and _PAGE_HEADER.fullmatch(glued["frame"]) else (line,)
            yield from ((number, part) for part in parts)


def _join_split_lines(sources: Sequence[tuple[int, str]]) -> Iterator[tuple[int, str]]:
    """Yield the numbered lines, with split brackets and linked headings joined."""
    texts = [text.strip() for _, text in sources]
    index = 0
    while index < len(sources):
        count = _broken_bracket(texts, index) or _broken_heading(texts, index) or 1
        parts = [texts[index], *(text.lstrip("# ") for text in texts[index + 1 : index + count])]
        yield sources[index][0], " ".join(parts)
        index += count


def _broken_bracket(texts: Sequence[str], index: int) -> int:
    """Return how many lines a bracket split over three takes, else 0."""
    words, closing = (*texts[index + 1 : index + 3], "", "")[:2]
    return 3 if words and texts[index] + closing in ("[]", "()") else 0


def _broken_heading(texts: Sequence[str], index: int) -> int:
    """Return how many lines a wrapped linked heading takes, else 0."""
    if not re.match(r"#{2,6}\s+(?:\*\*)?\[[^\]]*$", texts[index][:_MAX_MARKUP_CHARS]):
        return 0
    for size, rest in enumerate(texts[index + 1 : index + 5], 2):
        if not rest or len(rest) > _MAX_MARKUP_CHARS:
            return 0
        if re.search(r"\](?:\[\d+\]|\([^()\s]*+\))(?:\*\*)?$", rest):
            return size
    return 0


def _classify(number: int, text: str) -> Line:
    for recognise in _RECOGNISERS:
        if line := recognise(number, text):
            return line
    return Line(number, text, Form.TEXT, text)


def _in_context(lines: Sequence[Line]) -> Iterator[Line]:
    """Yield *lines* with section headings recognised, which depends on their neighbours."""
    for index, line in enumerate(lines):
        before = lines[index - 1] if index else None
        following = lines[index + 1] if index + 1 < len(lines) else None
        alone = before is None or before.form is not Form.TEXT or is_people(before.text)
        last = following is not None and following.form in (Form.SITE_TEXT, Form.FOOTER)
        if line.form is Form.TEXT and line.text in _SECTIONS and (alone or last):
            yield replace(line, form=Form.SITE_TEXT)
        else:
            yield line


def _not_content(number: int, text: str) -> Line | None:
    """Recognise the forms that are not part of a talk."""
    form = None
    if not text:
        form = Form.BLANK
    elif text in _SITE_TEXTS or _RULE.fullmatch(text) or _CARD.fullmatch(text[:_MAX_MARKUP_CHARS]):
        form = Form.SITE_TEXT
    elif _FOOTER.match(text):
        form = Form.FOOTER
    elif len(text) <= _MAX_MARKUP_CHARS and _PAGE_HEADER.fullmatch(text):
        form = Form.PAGE_HEADER
    elif len(text) <= _MAX_MARKUP_CHARS and _NAVIGATION.fullmatch(text):
        form = Form.NAVIGATION
    elif (edition := _EDITION.fullmatch(text)) and is_kind(edition["kind"]):
        form = Form.SITE_TEXT
    return Line(number, text, form) if form else None


def _reference(number: int, text: str) -> Line | None:
    match = _REFERENCE.fullmatch(text)
    return Line(number, text, Form.REFERENCE, match[2], label=match[1]) if match else None


def _time(number: int, text: str) -> Line | None:
    printed = printed_time(text)
    return Line(number, text, Form.TIME, printed.title, time=printed) if printed else None


def _number(number: int, text: str) -> Line | None:
    """Recognise a poster's number, alone or with a room before it and a kind on either side."""
    found = list(_NUMBER.finditer(text)) if len(text) <= 100 else []
    if len(found) != 1:
        return None
    before, after = text[: found[0].start()].strip(), text[found[0].end() :].strip()
    kind = next((words for words in (before, after) if is_kind(words)), "")
    split_room = "" if before == kind else before
    if after not in ("", kind) or (split_room and not _PLACE.fullmatch(split_room)):
        return None
    return Line(number, text, Form.NUMBER, split_room, label=found[0][0], kind=kind)


def _heading(number: int, text: str) -> Line | None:
    match = _HEADING.fullmatch(text) if len(text) <= _MAX_MARKUP_CHARS else None
    if not match:
        return None
    words = match[2].removeprefix("**").removesuffix("**")
    if linked := _LINKED.fullmatch(words):
        target = linked["number"] or linked["url"] or ""
        bracket = Bracket(linked["words"].strip(), target, number)
        return Line(number, text, Form.LINKED_HEADING, bracket.words, brackets=(bracket,))
    form = Form.SITE_TEXT if words in _SECTIONS else Form.HEADING
    return Line(number, text, form, words)


def _label(number: int, text: str) -> Line | None:
    match = _LABEL.fullmatch(text)
    if not match:
        return None
    label = match["label"].lower().replace(" ", "")
    return Line(number, text, Form.LABEL, match["rest"].strip(), label=label)


def _bracketed(number: int, text: str) -> Line | None:
    """Recognise a line that consists of brackets, each possibly with its target."""
    if text == "Project Page":
        return Line(number, text, Form.BRACKETS, text, brackets=(Bracket(text, line=number),))
    if (
        not text.startswith("[")
        or len(text) > _MAX_MARKUP_CHARS
        or _BRACKET.sub("", text).strip(" |·[]")
    ):
        return None
    brackets = tuple(
        Bracket(match["words"].strip(), match["number"] or match["url"] or "", number)
        for match in _BRACKET.finditer(text)
    )
    return Line(number, text, Form.BRACKETS, text, brackets=brackets) if brackets else None


_RECOGNISERS: tuple[Callable[[int, str], Line | None], ...] = (
    *(_not_content, _reference, _time, _number, _heading, _label, _bracketed),
)
"""In the order in which they are tried; anything else is text."""


MARKERS = (Form.TIME, Form.NUMBER, Form.LINKED_HEADING)


# Paragraphs: the lines of an abstract without the page's own markup.

Paragraph = tuple[Line, ...]

IGNORED_FORMS = (Form.PAGE_HEADER, Form.SITE_TEXT, Form.FOOTER, Form.REFERENCE)
"""Forms that may occur within an entry but are not part of it."""
_SEPARATE_LINE = lazy_pattern(
    r"(?:[-*•–‣◦]|\(?(?:\d{1,2}|[a-z]|[ivx]{1,4})[.)])\s+\S|[A-Z][\w ]{0,20}:\s*\S+$|#{1,6}\s"
)
"""The start of a line that is not joined to others: a list item, or ``Website: https://...``."""
_WRAPPED = 160
"""Pages are wrapped at fewer characters than this; a longer line is a paragraph."""


def paragraphs(lines: Iterable[Line]) -> list[Paragraph]:
    """Return *lines* grouped at blank lines; site navigation does not end a group."""
    groups: list[list[Line]] = [[]]
    for line in lines:
        if line.form is Form.BLANK:
            groups.append([])
        elif line.form not in IGNORED_FORMS:
            groups[-1].append(line)
    return [tuple(group) for group in groups if group]


def prose(found: Sequence[Paragraph]) -> str:
    """Return *found* as text: blank lines between paragraphs, wrapped lines joined, lists kept."""
    return "\n\n".join(text for paragraph in found if (text := _join_lines(paragraph)))


def _join_lines(paragraph: Paragraph) -> str:
    parts = [words(paragraph[0])]
    for before, line in pairwise(paragraph):
        apart = _SEPARATE_LINE.match(line.source[:_WRAPPED]) or len(before.source) > _WRAPPED
        parts.append(("\n" if apart else " ") + words(line))
    return "".join(parts).strip()


def words(line: Line) -> str:
    """Return the text of *line* within a paragraph: headings without markup, anything else as printed."""
    if line.form is Form.HEADING or (line.form is Form.LABEL and line.label == "abstract"):
        return line.text
    return line.source
