"""Whether a list is another one once marks have changed."""

from collections.abc import Mapping

from confbrowse.model import Mark
from confbrowse.place import Order
from confbrowse.search.parse import parse
from confbrowse.search.query import Condition


def heeds(query: str, order: Order, before: Mapping[str, Mark], now: Mapping[str, Mark]) -> bool:
    """Return whether what answers *query*, in *order*, may be another with the marks of *now*."""
    return order == "interest" or _has_condition(query) or _hidden(before) != _hidden(now)


def _hidden(marks: Mapping[str, Mark]) -> set[str]:
    return {talk_id for talk_id, mark in marks.items() if mark.hidden}


def _has_condition(query: str) -> bool:
    terms = (term for clause in parse(query).clauses for term in clause.any_of)
    return any(isinstance(term, Condition) for term in terms)
