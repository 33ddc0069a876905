"""Where the reader was: what is shown, the talk under the cursor, the sizes of panes.

Nothing here is precious: a file that cannot be read means starting at the top.
"""

import json
import os
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Literal, get_args

from confbrowse.errors import StoreError
from confbrowse.model import EVERYTHING, Scope, day
from confbrowse.text.clean import clean_line

SIDEBAR_WIDTHS = range(16, 61)
"""Cells the sidebar may take."""
LIST_SHARES = range(20, 81)
"""Per cent of the room that the list may take beside or above the abstract."""
Order = Literal["relevance", "time", "title", "session", "interest"]
"""What a list is ordered by; by relevance is by time where nothing is searched for."""
ORDERS: tuple[Order, ...] = get_args(Order)
MOST_SEARCHES = 50
_LARGEST = 1_000_000


@dataclass(frozen=True, slots=True)
class Place:
    """What comes back when the reader does."""

    scope: Scope = EVERYTHING
    talk: str | None = None
    """The id of the highlighted talk."""
    query: str = ""
    """What the list is searched for."""
    searches: tuple[str, ...] = ()
    """What was searched for before, the last first; at most MOST_SEARCHES."""
    opened: frozenset[Scope] = frozenset()
    """The parts of the library that are open in the sidebar."""
    sidebar: bool | None = None
    """Whether the sidebar is shown; None leaves it to the width of the window."""
    sidebar_width: int = 30
    list_share: int = 45
    order: Order = "relevance"
    detailed: bool | None = None
    """Whether each talk of the list has a second row; None before a choice."""
    clock: str = ""
    """By which clock times are shown: ``event``, ``local``, or a zone's name; empty before a choice."""
    theme: str = ""
    """The theme chosen last; empty is the one that everybody begins with."""


NOWHERE = Place()
"""Where a reader is who has not been here before."""


def load(path: Path) -> Place:
    """Return the place kept at *path*; the default one where none is, or what is there is none."""
    try:
        with path.open(encoding="utf-8") as file:
            data = json.loads(file.read(_LARGEST))
        return Place(
            scope=_scope(data["scope"]),
            talk=_text(data["talk"]),
            query=_text(data["query"]) or "",
            searches=tuple(
                clean_line(str(one)) for one in data.get("searches", ())[:MOST_SEARCHES]
            ),
            opened=frozenset(_scope(part) for part in data["opened"]),
            sidebar=data["sidebar"] if isinstance(data["sidebar"], bool) else None,
            sidebar_width=_within(data["sidebar_width"], SIDEBAR_WIDTHS),
            list_share=_within(data["list_share"], LIST_SHARES),
            order=next((one for one in ORDERS if one == data.get("order")), ORDERS[0]),
            detailed=data["detailed"] if isinstance(data.get("detailed"), bool) else None,
            clock=_text(data.get("clock")) or NOWHERE.clock,
            theme=_text(data.get("theme")) or "",
        )
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return NOWHERE


def save(path: Path, place: Place) -> None:
    """Keep *place* at *path*, whole or not at all. Raises StoreError where that cannot be done."""
    data = asdict(place) | {"opened": [asdict(scope) for scope in place.opened]}
    unfinished = path.with_name(f"{path.name}.{os.getpid()}")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        unfinished.write_text(json.dumps(data), encoding="utf-8")
        unfinished.replace(path)
    except OSError as error:
        with suppress(OSError):
            unfinished.unlink()
        raise StoreError(f"Cannot keep your place at {path}: {error.strerror}.") from error


def _scope(data: dict[str, object]) -> Scope:
    on = day(data["day"]) if data["day"] is not None else None
    return Scope(_text(data["programme"]), on, _text(data["session"]))


def _text(value: object) -> str | None:
    return clean_line(str(value)) if value is not None else None


def _within(value: object, limits: range) -> int:
    return max(limits[0], min(limits[-1], int(str(value))))
