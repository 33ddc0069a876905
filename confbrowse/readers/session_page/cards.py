"""Lists of cards, from 2026 on: there the time stands behind the title.

    card := kind title people? time? room? abstract? "Show more"? "View full details"?

A list is known by its times: above each of them stand a kind, a title and at most some people, and
behind the last no kind follows, as it would where a time begins its entry.
"""

from collections.abc import Sequence

from confbrowse.readers.session_page.kinds import is_kind
from confbrowse.readers.session_page.lines import Form, Line

_NOTHING = (Form.BLANK, Form.FRAME, Form.FURNITURE, Form.FOOTER, Form.REFERENCE)
_ABOVE = (Form.TEXT, Form.HEADING, Form.LINKED_HEADING)
_MOST_ABOVE = 4
"""Lines between a kind and its time: the title, wrapped at most once, and people."""
_LONGEST = 600
"""Characters of a title, or of all the people."""


def card_starts(body: Sequence[Line]) -> list[int]:
    """Return where the cards of *body* begin, at their kinds; nowhere where it is no list of cards."""
    content = [at for at, line in enumerate(body) if line.form not in _NOTHING]
    times = [place for place, at in enumerate(content) if body[at].form is Form.TIME]
    kinds = [_kind_above(body, content, place) for place in times]
    if len(times) < 2 or None in kinds or _goes_on(body, content, times[-1]):
        return []
    starts = {kind for kind in kinds if kind is not None}
    starts |= {at for at in content if _is_after_card(body, at)}
    starts |= set(_first_kind(body, content))
    return sorted(starts)


def _kind_above(body: Sequence[Line], content: Sequence[int], place: int) -> int | None:
    """Return where the kind of the card stands whose time is at *place* of *content*."""
    if body[content[place]].text:
        return None
    for above in range(place - 1, max(place - 2 - _MOST_ABOVE, -1), -1):
        line = body[content[above]]
        if line.form not in _ABOVE or len(line.text) > _LONGEST:
            return None
        if _is_kind(line):
            return content[above] if place - above > 1 else None
    return None


def _goes_on(body: Sequence[Line], content: Sequence[int], place: int) -> bool:
    """Return whether an entry follows the last time right away."""
    return any(_is_kind(body[at]) for at in content[place + 1 : place + 2])


def _is_after_card(body: Sequence[Line], at: int) -> bool:
    """Return whether a card may begin at *at*: a kind right behind the end of another card."""
    before = at - 1
    while before >= 0 and body[before].form is Form.BLANK:
        before -= 1
    return before >= 0 and body[before].form is Form.FURNITURE and _is_kind(body[at])


def _first_kind(body: Sequence[Line], content: Sequence[int]) -> list[int]:
    """Return where the first kind stands: a card without a time may come first."""
    return [at for at in content if _is_kind(body[at])][:1]


def _is_kind(line: Line) -> bool:
    return line.form is Form.TEXT and is_kind(line.text) and line.text.lower() != "session"
