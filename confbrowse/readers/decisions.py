"""What was decided about a paper: rejected and withdrawn ones are no part of a programme."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TypeVar

from confbrowse.readers.base import Hints, Remark
from confbrowse.text.clean import clean_line

_REFUSED = re.compile(
    r"reject|withdr[ae]w|retract|declin|refus|cancel|\bdelet|desk|\bnot[ _-]?accept|\bunaccepted"
    r"|\bnot[ _-]selected|\bno[ _-]?show",
    re.IGNORECASE,
)
_NO = frozenset({"no", "n", "false", "0"})
_AS = re.compile(r"accept\w*\W+(?:as\s+)?(?:an?\s+)?(?P<kind>[a-z][a-z -]{2,39})\W*", re.IGNORECASE)
_NO_KIND = frozenset(["regular", "paper", "accept", "accepted", "main", "conference", "revision"])


_Entry = TypeVar("_Entry")


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why an entry is left out."""

    title: str
    reason: str
    line: int | None = None


def is_refused(decision: str) -> bool:
    """Return whether *decision* says that a paper is not presented: ``Reject``, ``Withdrawn``."""
    return bool(_REFUSED.search(decision))


def is_no(answer: str) -> bool:
    """Return whether *answer*, the value of a column such as ``accepted``, is no."""
    return answer.strip().lower() in _NO


def kind_of_decision(decision: str) -> str:
    """Return the kind that *decision* names: ``Oral`` for ``Accept (oral)``; empty if it names none."""
    found = _AS.fullmatch(decision.strip())
    kind = found["kind"].strip() if found else ""
    return "" if kind.lower() in _NO_KIND else kind.capitalize()


def without_refused(
    entries: Iterable[_Entry], hints: Hints, describe: Callable[[_Entry], Refusal | None]
) -> tuple[list[_Entry], list[Remark]]:
    """Return the *entries* to import, and remarks about those that *describe* gives a refusal for."""
    kept: list[_Entry] = []
    left_out: list[Remark] = []
    for entry in entries:
        refusal = None if hints.all_decisions else describe(entry)
        if refusal is None:
            kept.append(entry)
        else:
            title, why = clean_line(refusal.title), clean_line(refusal.reason)
            left_out.append(Remark(refusal.line, title, why))
    if left_out:
        what = "1 paper was" if len(left_out) == 1 else f"{len(left_out):,} papers were"
        why = f"{what} rejected or withdrawn and left out; --all-decisions imports them too"
        left_out.append(Remark(None, "", why, left_out=False))
    return kept, left_out
