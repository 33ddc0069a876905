"""What the user has arranged on the main screen, saved in ``place.json`` for the next start.

If the file cannot be read, the program starts with the defaults.
"""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Literal, get_args

from confbrowse import files
from confbrowse.model import EVERYTHING, Scope, day
from confbrowse.text.clean import clean_line

SIDEBAR_WIDTHS = range(16, 61)
"""The widths of the sidebar, in cells."""
LIST_SHARES = range(20, 81)
"""The shares of the list beside or above the abstract, in per cent."""
Order = Literal["relevance", "time", "title", "session", "interest", "room", "for you"]
"""The sort orders; relevance means that of the programme, unless words are searched for."""
ORDERS: tuple[Order, ...] = get_args(Order)
MOST_SEARCHES = 50
_LARGEST = 1_000_000
_KEYS = {"history": "searches", "expanded": "opened"}
"""Fields that have another key in the file, which must not change."""


@dataclass(frozen=True, slots=True)
class ViewState:
    """What is shown, the talk in view, the sizes of panes: restored at the next start."""

    scope: Scope = EVERYTHING
    talk: str | None = None
    """The id of the highlighted talk."""
    query: str = ""
    history: tuple[str, ...] = ()
    """Earlier queries, latest first; at most MOST_SEARCHES."""
    expanded: frozenset[Scope] = frozenset()
    """The parts of the library that are expanded in the sidebar."""
    sidebar: bool | None = None
    """Whether the sidebar is shown; None if the width of the window decides."""
    sidebar_width: int = 26
    list_share: int = 56
    """The share of the list beside the abstract, in per cent of their width."""
    stacked_share: int = 55
    """The share of the list above the abstract, in per cent of their height."""
    order: Order = "relevance"
    detailed: bool | None = None
    """Whether titles have as many rows as they need, not one; None if the user has not chosen."""
    timetable_preview: bool | None = None
    """Whether the timetable shows the abstract; None if the width of the window decides."""
    coarse_timetable: bool = False
    """Whether the timetable has few rows, so that more of the day is on the screen."""
    clock: str = ""
    """The time zone of all times: ``event``, ``local``, or a zone's name; empty before a choice."""
    theme: str = ""
    """The theme chosen last; empty before a choice."""


DEFAULT_VIEW = ViewState()
"""The view at the first start."""
_ONCE_DEFAULTS = {"sidebar_width": 30, "list_share": 45, "detailed": False}
"""What versions without ``timetable_preview`` saved if the user had chosen nothing: today's default applies."""
_NOW_DEFAULTS = asdict(DEFAULT_VIEW)


def load(path: Path) -> ViewState:
    """Return the view saved at *path*; DEFAULT_VIEW if there is none, or the file is damaged."""
    try:
        with path.open(encoding="utf-8") as file:
            data = json.loads(file.read(_LARGEST))
        if "timetable_preview" not in data:
            data |= {
                key: _NOW_DEFAULTS[key]
                for key, old in _ONCE_DEFAULTS.items()
                if data.get(key) == old
            }
        return ViewState(
            scope=_scope(data["scope"]),
            talk=_text(data["talk"]),
            query=_text(data["query"]) or "",
            history=tuple(clean_line(str(one)) for one in data.get("searches", ())[:MOST_SEARCHES]),
            expanded=frozenset(_scope(part) for part in data["opened"]),
            sidebar=_choice(data["sidebar"]),
            sidebar_width=_within(data["sidebar_width"], SIDEBAR_WIDTHS),
            list_share=_within(data["list_share"], LIST_SHARES),
            stacked_share=_within(data.get("stacked_share", _once_stacked(data)), LIST_SHARES),
            order=next((one for one in ORDERS if one == data.get("order")), ORDERS[0]),
            detailed=_choice(data.get("detailed")),
            timetable_preview=_choice(data.get("timetable_preview")),
            coarse_timetable=data.get("coarse_timetable") is True,
            clock=_text(data.get("clock")) or DEFAULT_VIEW.clock,
            theme=_text(data.get("theme")) or "",
        )
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return DEFAULT_VIEW


def save(path: Path, state: ViewState) -> None:
    """Save *state* to *path*. Raises StoreError."""
    data = asdict(state)
    for name, key in _KEYS.items():
        data[key] = data.pop(name)
    data["opened"] = [asdict(scope) for scope in state.expanded]
    files.write_atomic(path, json.dumps(data).encode(), durable=False, make_folder=True)


def _once_stacked(data: Mapping[str, object]) -> object:
    """Return the share of the list above the abstract in a file of a version that had one share for both ways.

    It is the user's choice, unless that was never made.
    """
    share = data["list_share"]
    return DEFAULT_VIEW.stacked_share if share == DEFAULT_VIEW.list_share else share


def _scope(data: dict[str, object]) -> Scope:
    on = day(data["day"]) if data["day"] is not None else None
    return Scope(_text(data["programme"]), on, _text(data["session"]))


def _text(value: object) -> str | None:
    return clean_line(str(value)) if value is not None else None


def _choice(value: object) -> bool | None:
    return value if isinstance(value, bool) else None


def _within(value: object, limits: range) -> int:
    return max(limits[0], min(limits[-1], int(str(value))))
