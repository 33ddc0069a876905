"""What the menus of a list offer: its orders, and conditions that talks must meet."""

from collections.abc import Mapping, Sequence

from confbrowse.place import Order
from confbrowse.search.parse import parse
from confbrowse.search.query import Query
from confbrowse.tui.screens.choosing import Choice
from confbrowse.tui.widgets.sidebar import day_label

_ORDERS: Mapping[Order, tuple[str, str]] = {
    "relevance": ("Best first", "what answers a search best; without one, by time"),
    "time": ("Time", "the first to begin first"),
    "title": ("Title", "by its letters"),
    "session": ("Session", "by its title, in it by time"),
    "interest": ("Interest", "what interests you most first"),
}
_CONDITIONS = {
    "is:starred": "what you starred",
    "is:new": "what you have not starred, hidden or seen",
    "is:free": "what you can go to beside what you starred",
    "is:clash": "what you starred and cannot all go to",
    "interest:>=1": "what interests you",
    "on:now": "what is on now",
    "day:today": "what is on today",
    "has:code": "what has code",
    "has:paper": "what has a paper",
    "has:video": "what has a video",
    "has:slides": "what has slides",
    "has:abstract": "what has an abstract",
    "has:note": "what you wrote a note on",
}
_MOST_PARTS = 30
"""Kinds, and days, that the menu offers."""


def orders(now: Order) -> Sequence[Choice]:
    """Return what a list can be ordered by; it is ordered by *now*."""
    return [Choice(one, label, said, one == now) for one, (label, said) in _ORDERS.items()]


def conditions(query: str, kinds: Mapping[str, int], days: Mapping[str, int]) -> Sequence[Choice]:
    """Return what can be demanded of the talks of a list, which answers *query* now."""
    clauses = {str(clause) for clause in parse(query).clauses}
    found = list(_CONDITIONS.items())
    for kind, count in sorted(kinds.items(), key=lambda one: -one[1])[:_MOST_PARTS]:
        found.append((_of_kind(kind), f"{count:,} of this kind"))
    for day, count in list(days.items())[:_MOST_PARTS]:
        found.append((f"day:{day}", f"{count:,} on {day_label(day)}"))
    return [Choice(one, one, said, _written(one) in clauses) for one, said in found]


def toggled(query: str, condition: str) -> str:
    """Return *query* with *condition*, or without it where it demands that already."""
    clauses = parse(query).clauses
    wanted = _written(condition)
    kept = tuple(clause for clause in clauses if str(clause) != wanted)
    return str(Query(kept)) if len(kept) < len(clauses) else f"{query.rstrip()} {condition}".strip()


def _written(condition: str) -> str:
    return str(parse(condition))


def _of_kind(kind: str) -> str:
    word = kind.replace('"', " ").lower()
    return f'kind:"{word}"' if " " in word or "|" in word else f"kind:{word}"
