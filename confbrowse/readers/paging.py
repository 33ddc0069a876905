"""Feeds that come in pages: the records of all that can be had, one after another."""

from collections.abc import Iterator

from confbrowse.errors import ProgrammeError
from confbrowse.readers.json_values import Object, mapping, objects, parsed, string
from confbrowse.readers.reader import Hints


def records_of(feed: object, hints: Hints) -> Iterator[Object]:
    """Yield the records of *feed*: a list, or a page with ``results`` and the address of the ``next``.

    It ends early where a page cannot be had; a ``count`` in the first page tells how many there are.
    """
    page = feed
    while True:
        yield from objects(mapping(page).get("results") if isinstance(page, dict) else page)
        following = string(mapping(page).get("next"))
        raw = next(iter(hints.follow(following)), b"") if following else b""
        if not raw:
            return
        try:
            page = parsed(raw, following)
        except ProgrammeError:
            return  # as if it could not be had
