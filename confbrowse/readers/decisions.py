"""What was decided about a paper: rejected and withdrawn ones are no part of a programme."""

import re
from collections.abc import Iterable, Iterator

from confbrowse.readers.base import Remark
from confbrowse.text.clean import clean_line

_REFUSED = re.compile(
    r"reject|withdr[ae]w|retract|declin|refus|cancel|\bdelet|desk|\bnot[ _-]?accept|\bunaccepted"
    r"|\bnot[ _-]selected|\bno[ _-]?show",
    re.IGNORECASE,
)
_NO = re.compile(r"(?:no|n|false|0|[x✗✘])", re.IGNORECASE)
_AS = re.compile(r"accept\w*\W+(?:as\s+)?(?:an?\s+)?(?P<kind>[a-z][a-z -]{2,39})\W*", re.IGNORECASE)
_NO_KIND = frozenset(["regular", "paper", "accept", "accepted", "main", "conference", "revision"])


def is_refused(decision: str) -> bool:
    """Return whether *decision* says that a paper is not presented: ``Reject``, ``no``."""
    return bool(_REFUSED.search(decision) or _NO.fullmatch(decision.strip()))


def kind_of_decision(decision: str) -> str:
    """Return the kind that *decision* names: ``Oral`` for ``Accept (oral)``; empty if it names none."""
    found = _AS.fullmatch(decision.strip())
    kind = found["kind"].strip() if found else ""
    return "" if kind.lower() in _NO_KIND else kind.capitalize()


def refused_remarks(refused: Iterable[tuple[str, str, int | None]]) -> Iterator[Remark]:
    """Yield a remark for each of *refused*, a title, a reason and a line, and one with their number."""
    found = [Remark(line, clean_line(title), clean_line(reason)) for title, reason, line in refused]
    yield from found
    if found:
        what = "1 paper was" if len(found) == 1 else f"{len(found):,} papers were"
        why = f"{what} rejected or withdrawn, so not imported"
        yield Remark(None, "", why, left_out=False)
