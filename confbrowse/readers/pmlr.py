"""Posts of proceedings (PMLR and its kin): a page of Markdown whose front matter is one paper."""

import re

from confbrowse.errors import ProgrammeError
from confbrowse.readers.draft import Address, Draft, assembled
from confbrowse.readers.json_values import Object, first, mapping, objects, string
from confbrowse.readers.naming import programme_name
from confbrowse.readers.reader import Hints, Reader, Reading
from confbrowse.readers.yaml_source import parsed_yaml

_MATTER = re.compile(
    rb"(?:\xef\xbb\xbf)?---[ \t]*\r?\n(?P<matter>.*?)\r?\n---[ \t]*(?:\r?\n|\Z)", re.S
)
_LOOKED_AT = 65_536
_EDITION = re.compile(r"(?P<name>[A-Z][\w' ]*?)[ -]*(?P<year>(?:19|20)\d\d)")
_ORDINAL = r"(?:\d+(?:st|nd|rd|th)|(?:twent|thirt|fort|fift|sixt)(?:y|ieth)(?:[- ]\w+)?|\w*?(?:first|second|third|th))"
_PROCEEDINGS = re.compile(rf"^Proceedings of (?:the )?(?:{_ORDINAL} )?(?:annual )?", re.IGNORECASE)
_SHORT = {
    "International Conference on Machine Learning": "ICML",
    "International Conference on Artificial Intelligence and Statistics": "AISTATS",
    "Conference on Learning Theory": "COLT",
    "Conference on Uncertainty in Artificial Intelligence": "UAI",
    "Asian Conference on Machine Learning": "ACML",
    "Conference on Robot Learning": "CoRL",
    "International Conference on Medical Imaging with Deep Learning": "MIDL",
    "Learning for Dynamics and Control Conference": "L4DC",
}
"""What conferences call themselves, by their names in full."""
_SITE = "https://openreview.net/forum?id="


def _recognises(raw: bytes) -> bool:
    matter = _MATTER.match(raw[:_LOOKED_AT])
    keys = (rb"^title:", rb"^author:", rb"^(?:abstract|pdf|section|openreview):")
    return bool(matter) and all(re.search(key, raw[:_LOOKED_AT], re.MULTILINE) for key in keys)


def _read(raw: bytes, hints: Hints) -> Reading:
    matter = _MATTER.match(raw)
    if matter is None:
        raise ProgrammeError(f"{hints.source} breaks off in its front matter. Fetch it again.")
    post = mapping(parsed_yaml(matter["matter"], hints.source))
    return assembled(_name(post, hints), [_draft(post)], hints)


READER = Reader("proceedings post (Markdown)", _recognises, _read)


def _name(post: Object, hints: Hints) -> str:
    """Return the conference that the book is of, with the year in its name or of the post."""
    book = " ".join(first(post, "booktitle", "container-title", "series").split())
    conference = _PROCEEDINGS.sub("", book)
    if edition := _EDITION.fullmatch(conference):
        return programme_name(hints, edition["name"], int(edition["year"]))
    year = re.match(r"(?:19|20)\d\d", str(post.get("date") or post.get("year") or ""))
    short = _SHORT.get(conference, conference)
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
            Address(forum if "://" in forum or not forum else f"{_SITE}{forum}", "OpenReview"),
            Address(first(post, "pdf"), "PDF", "paper"),
            Address(first(post, "code", "software"), None, "code"),
            Address(first(post, "video"), None, "video"),
            *(
                Address(first(extra, "link"), first(extra, "label") or None)
                for extra in objects(post.get("extras"))
            ),
        ],
        uid=first(post, "id"),
    )


def _person(author: Object) -> str:
    parts = (first(author, key) for key in ("given", "prefix", "family", "suffix"))
    return " ".join(part for part in parts if part) or first(author, "name", "literal")
