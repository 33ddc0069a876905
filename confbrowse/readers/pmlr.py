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


def _recognises(raw: bytes) -> bool:
    matter = _MATTER.match(raw[:_LOOKED_AT])
    keys = (rb"^title:", rb"^author:", rb"^(?:abstract|pdf|section|openreview):")
    return bool(matter) and all(re.search(key, raw[:_LOOKED_AT], re.MULTILINE) for key in keys)


def _read(raw: bytes, hints: Hints) -> Reading:
    matter = _MATTER.match(raw)
    if matter is None:
        raise ProgrammeError(f"{hints.source} breaks off in its front matter. Fetch it again.")
    post = mapping(parsed_yaml(matter["matter"], hints.source))
    book = _EDITION.search(first(post, "booktitle", "series", "container-title"))
    name = programme_name(
        hints, book["name"] if book else None, int(book["year"]) if book else None
    )
    return assembled(name, [_draft(post)], hints)


READER = Reader("proceedings post (Markdown)", _recognises, _read)


def _draft(post: Object) -> Draft:
    people = objects(post.get("author"))
    return Draft(
        title=first(post, "title"),
        where="front matter",
        session=first(post, "section"),
        authors=[f"{first(one, 'given')} {first(one, 'family')}".strip() for one in people],
        abstract=string(post.get("abstract")),
        links=[
            Address(first(post, "openreview"), "OpenReview"),
            Address(first(post, "pdf"), "PDF", "paper"),
            Address(first(post, "code", "software"), None, "code"),
            Address(first(post, "video"), None, "video"),
        ],
    )
