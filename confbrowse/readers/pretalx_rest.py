"""What the interface of pretalx answers: a page of submissions or talks, expanded or not."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from confbrowse.model import instant
from confbrowse.readers.draft import Address, Draft, assembled
from confbrowse.readers.json_values import Object, first, items, mapping, objects, parsed, string
from confbrowse.readers.naming import programme_name
from confbrowse.readers.paging import records_of
from confbrowse.readers.reader import Hints, Reader, Reading, Remark
from confbrowse.readers.wall_clocks import after
from confbrowse.text.clean import clean_line

_LOOKED_AT = 65_536
_START = re.compile(rb"\s*(?:\xef\xbb\xbf)?\s*[\[{]")
_EVENT = re.compile(r"/api/events/(?P<event>[\w.-]+)/")
_DEEPEST = 8
_OUT = re.compile(r"reject|cancel|withdrawn|draft|deleted", re.IGNORECASE)


def _recognises(raw: bytes) -> bool:
    head = raw[:_LOOKED_AT]
    return bool(_START.match(head)) and b'"code"' in head and b'"submission_type' in head


def _read(raw: bytes, hints: Hints) -> Reading:
    page = parsed(raw, hints.source)
    is_page = isinstance(page, dict) and "results" in page
    talks = list(_talks(list(records_of(page, hints)) if is_page else page, _DEEPEST))
    remarks = [
        Remark(None, clean_line(string(talk.get("title"))), f"it is {first(talk, 'state')}")
        for talk in talks
        if _OUT.search(first(talk, "state"))
    ]
    kept = [talk for talk in talks if not _OUT.search(first(talk, "state"))]
    remarks += _shortcomings(mapping(page), talks)
    drafts = [draft for talk in kept for draft in _drafts(talk)]
    return assembled(_name(mapping(page), hints), drafts, hints, remarks)


READER = Reader("pretalx interface (JSON)", _recognises, _read)


def _talks(value: object, deeper: int) -> Iterator[Object]:
    """Yield what has a code and a title in *value*, wherever it stands: sites sort it anew."""
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    if isinstance(value, dict) and "code" in value and "title" in value:
        yield value
    elif deeper:
        for one in inner:
            yield from _talks(one, deeper - 1)


def _shortcomings(page: Object, talks: Sequence[Object]) -> Iterator[Remark]:
    """Yield warnings about what *page* leaves to other pages and other questions."""
    count = page.get("count")
    if isinstance(count, int) and count > len(talks):
        why = f"the file holds only {len(talks)} of {count} talks; give its other pages as well"
        yield Remark(None, "", why, left_out=False)
    if any(isinstance(one, int) for talk in talks for one in items(talk.get("slots"))):
        why = "it names its times by numbers; ask for it with ?expand=slots.room,speakers,track"
        yield Remark(None, "", why, left_out=False)


def _name(page: Object, hints: Hints) -> str:
    """Return the event in the addresses of the pages around *page*, where there is one."""
    for key in ("next", "previous"):
        if event := _EVENT.search(first(page, key)):
            return hints.name or programme_name(replace(hints, location=event["event"]))
    return programme_name(hints)


def _drafts(talk: Object) -> Iterator[Draft]:
    """Yield *talk* at each of its times, or without one."""
    made = _draft(talk)
    slots = list(objects(talk.get("slots"))) or [mapping(talk.get("slot"))]
    for slot in slots:
        start = instant(slot.get("start"))
        room = _called(slot.get("room"))
        yield replace(
            made,
            start=start,
            end=after(start, instant(slot.get("end"))),
            room=room,
            session=made.track or room,
        )


def _draft(talk: Object) -> Draft:
    code = first(talk, "code")
    abstract, description = first(talk, "abstract"), first(talk, "description")
    language = first(talk, "content_locale")
    people = (_called(one) for one in items(talk.get("speakers")))
    return Draft(
        title=string(talk.get("title")),
        where=f"talk {code or '?'}",
        kind=_called(talk.get("submission_type")),
        authors=[name for name in people if name],
        track=_called(talk.get("track")),
        keywords=[
            f"language: {language}" if language else "",
            *(name for one in items(talk.get("tags")) if (name := _called(one))),
        ],
        abstract="\n\n".join(dict.fromkeys(text for text in (abstract, description) if text)),
        links=[
            Address(first(one, "resource", "link", "url"), first(one, "description") or None)
            for one in objects(talk.get("resources"))
        ],
        uid=code,
    )


def _called(value: object) -> str:
    """Return the name of *value*: itself, in a language, or that of an object; numbers name nothing."""
    if isinstance(value, dict) and ("name" in value or "id" in value or "code" in value):
        return string(value.get("name") or value.get("tag"))
    return "" if isinstance(value, int) else string(value)
