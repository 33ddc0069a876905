"""Proceedings posts (PMLR and similar): a Markdown page whose front matter is one paper."""

import re

from confbrowse.errors import ProgrammeError
from confbrowse.readers.base import Draft, Hints, RawLink, Reader, Reading, build_reading
from confbrowse.readers.naming import programme_name
from confbrowse.readers.parsing import LEAD, Object, first, mapping, objects, parse_yaml, string
from confbrowse.text.patterns import lazy_pattern

_FRONT_MATTER = lazy_pattern(
    LEAD + rb"---[ \t]*\r?\n(?P<matter>.*?)\r?\n---[ \t]*(?:\r?\n|\Z)", re.S
)
_KEYS = tuple(
    lazy_pattern(rb"^(?:" + names + rb"):", re.MULTILINE)
    for names in (b"title", b"author", b"abstract|pdf|section|openreview")
)
_HEAD_BYTES = 65_536
_EDITION = lazy_pattern(r"(?P<name>[A-Z](?:[\w' ]*[\w'])?)[ -]*+(?P<year>(?:19|20)\d\d)")
_ORDINAL = r"(?:\d+(?:st|nd|rd|th)|(?:twent|thirt|fort|fift|sixt)(?:y|ieth)(?:[- ]\w+)?|\w*?(?:first|second|third|th))"
_PROCEEDINGS = lazy_pattern(
    rf"^Proceedings of (?:the )?(?:{_ORDINAL} )?(?:annual )?", re.IGNORECASE
)
_SHORT_NAMES = {
    "International Conference on Machine Learning": "ICML",
    "International Conference on Artificial Intelligence and Statistics": "AISTATS",
    "Conference on Learning Theory": "COLT",
    "Conference on Uncertainty in Artificial Intelligence": "UAI",
    "Asian Conference on Machine Learning": "ACML",
    "Conference on Robot Learning": "CoRL",
    "International Conference on Medical Imaging with Deep Learning": "MIDL",
    "Learning for Dynamics and Control Conference": "L4DC",
}
"""Short names of conferences, by their full names."""
_SITE = "https://openreview.net/forum?id="


def _recognises(raw: bytes) -> bool:
    matter = _FRONT_MATTER.match(raw[:_HEAD_BYTES])
    return bool(matter) and all(key.search(raw[:_HEAD_BYTES]) for key in _KEYS)


def _read(raw: bytes, hints: Hints) -> Reading:
    matter = _FRONT_MATTER.match(raw)
    if matter is None:
        raise ProgrammeError(f"{hints.source} is cut off in its front matter. Fetch it again.")
    post = mapping(parse_yaml(matter["matter"], hints.source))
    return build_reading(_name(post, hints), [_draft(post)], hints)


READER = Reader("proceedings post (Markdown)", _recognises, _read)


def _name(post: Object, hints: Hints) -> str:
    """Return the conference of the proceedings, with the year in its name or that of the post."""
    book = " ".join(first(post, "booktitle", "container-title", "series").split())
    conference = _PROCEEDINGS.sub("", book)
    if edition := _EDITION.fullmatch(conference):
        return programme_name(hints, edition["name"], int(edition["year"]))
    year = re.match(r"(?:19|20)\d\d", str(post.get("date") or post.get("year") or ""))
    short = _SHORT_NAMES.get(conference, conference)
    return programme_name(hints, short or None, int(year[0]) if year else None)


def _draft(post: Object) -> Draft:
    forum = first(post, "openreview")
    people = objects(post.get("author"))
    return Draft(
        title=first(post, "title"),
        where="front matter",
        session=first(post, "section"),
        authors=[_person(one) for one in people],
        abstract=string(post.get("abstract")),
        links=[
            RawLink(forum if "://" in forum or not forum else f"{_SITE}{forum}", "OpenReview"),
            RawLink(first(post, "pdf"), "PDF", "paper"),
            RawLink(first(post, "code", "software"), None, "code"),
            RawLink(first(post, "video"), None, "video"),
            *(
                RawLink(first(extra, "link"), first(extra, "label") or None)
                for extra in objects(post.get("extras"))
            ),
        ],
        uid=first(post, "id"),
    )


def _person(author: Object) -> str:
    parts = (first(author, key) for key in ("given", "prefix", "family", "suffix"))
    return " ".join(part for part in parts if part) or first(author, "name", "literal")
