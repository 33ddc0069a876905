"""Known conferences: what they are called, where their programmes are, whose clock their venue has."""

from confbrowse.catalogue.finding import address, complete, find, search, venue_zone
from confbrowse.catalogue.series import Catalogue, Conferences, Series, known
from confbrowse.catalogue.siblings import is_data, siblings

__all__ = [
    "Catalogue", "Conferences", "Series", "address", "complete", "find", "is_data", "known", "search", "siblings",
    "venue_zone",
]  # fmt: skip
