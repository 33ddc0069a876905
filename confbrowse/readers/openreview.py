"""OpenReview notes, API versions 1 and 2: the papers of a venue, without times."""

import re
from collections.abc import Iterator, Sequence

from confbrowse.readers.base import Draft, Hints, RawLink, Reader, Reading, Remark, build_reading
from confbrowse.readers.decisions import Refusal, without_refused
from confbrowse.readers.naming import programme_name, series_spelling, split_list
from confbrowse.readers.parsing import Object, first, mapping, names, objects, parse_json, string
from confbrowse.text.clean import clean_line

_SITE = "https://openreview.net"
_HEAD_BYTES = 65_536
_NOTE = (b'"content"', b'"forum"')
_VENUE = re.compile(r"(?P<series>[A-Za-z]{2,12})\.?(?:cc|org|com)?[/ ](?P<year>\d{4})")
_NOT_ACCEPTED = re.compile(r"reject|withdrawn|desk|submitted to", re.IGNORECASE)


def _recognises(raw: bytes) -> bool:
    head = raw[:_HEAD_BYTES]
    return head.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] in (b"{", b"[") and all(
        key in head for key in _NOTE
    )


def _read(raw: bytes, hints: Hints) -> Reading:
    found = parse_json(raw, hints.source)
    notes = found.get("notes", found) if isinstance(found, dict) else found
    papers = [(note, _unwrapped(note)) for note in objects(notes)]
    kept, remarks = without_refused(papers, hints, _refusal)
    count = mapping(found).get("count")
    if isinstance(count, int) and count > len(papers):
        why = f"the file contains only {len(papers)} of {count} notes"
        remarks.append(Remark(None, "", why, left_out=False))
    drafts = (_draft(note, content) for note, content in kept)
    return build_reading(_name(kept, hints), drafts, hints, remarks)


READER = Reader("OpenReview notes (JSON)", _recognises, _read)


def _refusal(paper: tuple[Object, Object]) -> Refusal | None:
    venue = _venue_label(paper[1])
    is_out = _NOT_ACCEPTED.search(venue)
    return Refusal(first(paper[1], "title"), f"its venue is {venue}") if is_out else None


def _unwrapped(note: Object) -> Object:
    """Return the content of *note* in the format of version 1; version 2 wraps every value."""
    content = mapping(note.get("content"))
    return {
        key: value["value"] if isinstance(value, dict) and "value" in value else value
        for key, value in content.items()
    }


def _venue(content: Object) -> str:
    """Return where a paper was accepted: ``ICLR 2024 poster``."""
    return clean_line(first(content, "venue"))


def _venue_label(content: Object) -> str:
    """Return the venue in *content*, with its id if only that says that the paper was rejected."""
    venue, venue_id = _venue(content), clean_line(first(content, "venueid"))
    return f"{venue} ({venue_id})" if _NOT_ACCEPTED.search(venue_id) else venue


def _name(papers: Sequence[tuple[Object, Object]], hints: Hints) -> str:
    for note, content in papers:
        for text in (first(content, "venueid"), _venue(content), first(note, "invitation")):
            if venue := _VENUE.search(text):
                return programme_name(hints, series_spelling(venue["series"]), int(venue["year"]))
    return programme_name(hints)


def _draft(note: Object, content: Object) -> Draft:
    forum = first(note, "forum", "id")
    kind = re.sub(r"^.*\b\d{4}\s*", "", _venue(content)).strip()
    return Draft(
        title=first(content, "title"),
        where=f"note {forum}",
        session=first(content, "primary_area", "track", "subject_areas"),
        kind=kind.capitalize() if kind else "",
        authors=names(content.get("authors"), "fullname", "name"),
        track=first(content, "primary_area", "track"),
        keywords=_keywords(content.get("keywords")),
        abstract=_abstract(content),
        links=list(_links(forum, content)),
        uid=forum,
    )


def _keywords(value: object) -> list[str]:
    return split_list(value, ";,") if isinstance(value, str) else names(value)


def _abstract(content: Object) -> str:
    """Return the abstract, followed by the one-sentence summary if there is one."""
    abstract = string(content.get("abstract"))
    short = first(content, "TLDR", "TL;DR", "one-sentence_summary")
    return f"{abstract}\n\nTL;DR: {short}" if short and short not in abstract else abstract


def _links(forum: str, content: Object) -> Iterator[RawLink]:
    if forum:
        yield RawLink(f"{_SITE}/forum?id={forum}", "OpenReview", "paper")
    pdf = first(content, "pdf")
    yield RawLink(f"{_SITE}{pdf}" if pdf.startswith("/") else pdf, "PDF", "paper")
    for key, kind in (("code", "code"), ("video", "video"), ("spotlight_video", "video")):
        yield RawLink(first(content, key), None, kind)
    for key in ("project_page", "website", "supplementary_material", "code_url"):
        address = first(content, key)
        if address.startswith("/"):
            address = f"{_SITE}{address}"
        if address.startswith("http"):
            yield RawLink(address)
