"""Papers as HotCRP exports them: a JSON list of submissions with decisions.

It also contains what only a committee may see: conflicts, collaborators and e-mail addresses. They
are counted, never shown or stored.
"""

import re
from collections.abc import Iterable, Iterator, Sequence

from confbrowse.readers.base import Draft, Hints, RawLink, Reader, Reading, Remark, build_reading
from confbrowse.readers.decisions import Refusal, is_refused, kind_of_decision, without_refused
from confbrowse.readers.naming import programme_name
from confbrowse.readers.parsing import (
    LEAD,
    Object,
    first,
    items,
    mapping,
    objects,
    parse_json,
    string,
)
from confbrowse.text.clean import clean_line
from confbrowse.text.humanize import count

_HEAD_BYTES = 65_536
_START = re.compile(LEAD + rb"[\[{]")
_SIGNS = (b'"pc_conflicts"', b'"submitted_at"', b'"submission_class"', b'"collaborators"')
_PRIVATE = ("pc_conflicts", "collaborators", "contacts", "reviews", "comments")
_USED = frozenset(
    [
        *(
            "pid",
            "title",
            "abstract",
            "authors",
            "topics",
            "decision",
            "status",
            "submission_class",
        ),
        *("submission_type", "paper_type", "keywords", "withdrawn", "object"),
    ]
)
_STATE = frozenset(
    [
        *(
            "submitted",
            "submitted_at",
            "draft",
            "withdrawn_at",
            "submission",
            "final",
            "modified_at",
        ),
        *("final_submitted", "final_submitted_at", "tags", "watchers", "metadata", "options"),
    ]
)
"""What describes the submission and not the talk."""
_SAMPLE_CHARS = 60


def _recognises(raw: bytes) -> bool:
    head = raw[:_HEAD_BYTES]
    return bool(_START.match(head)) and b'"pid"' in head and any(sign in head for sign in _SIGNS)


def _read(raw: bytes, hints: Hints) -> Reading:
    found = parse_json(raw, hints.source)
    listed = found.get("papers", [found]) if isinstance(found, dict) else found
    papers = list(objects(listed))
    kept, remarks = without_refused(papers, hints, _refusal)
    remarks += [*_unknown(papers), *_private(papers)]
    return build_reading(programme_name(hints), map(_draft, kept), hints, remarks)


READER = Reader("HotCRP (JSON)", _recognises, _read)


def _refusal(paper: Object) -> Refusal | None:
    title, decision, status = (first(paper, key) for key in ("title", "decision", "status"))
    if paper.get("withdrawn") is True:
        return Refusal(title, "it is withdrawn")
    for word in (decision, status):
        if is_refused(word):
            return Refusal(title, f"its decision is {word}")
    return None


def _draft(paper: Object) -> Draft:
    kind, _, _ = first(paper, "submission_type", "paper_type").partition(" (")
    submission_class = first(paper, "submission_class")
    return Draft(
        title=first(paper, "title"),
        where=f"paper {first(paper, 'pid')}",
        session=submission_class,
        kind=kind_of_decision(first(paper, "decision")) or kind,
        authors=list(filter(None, map(_author, items(paper.get("authors"))))),
        track=submission_class,
        keywords=[*_topics(paper.get("topics")), *_topics(paper.get("keywords"))],
        abstract=string(paper.get("abstract")),
        links=[RawLink(url) for key in paper if (url := _url(paper[key]))],
        uid=first(paper, "pid"),
    )


def _author(author: object) -> str:
    """Return the name of *author*, without affiliation and address; empty if there is none."""
    if isinstance(author, str):
        name = author.partition(" (")[0]
    else:
        parts = mapping(author)
        given, family = (first(parts, *keys) for keys in (("first", "given"), ("last", "family")))
        name = f"{given} {family}".strip() or first(parts, "name")
    return "" if "@" in name else name


def _topics(value: object) -> list[str]:
    """Return the topics in *value*: a list, or an object with those that apply."""
    if isinstance(value, dict):
        return [topic for topic, applies in value.items() if applies]
    return [string(one).strip() for one in items(value)]


def _url(value: object) -> str:
    text = string(value).strip()
    return text if text.startswith(("https://", "http://")) else ""


def _unknown(papers: Sequence[Object]) -> Iterator[Remark]:
    """Yield a remark for each field of unknown meaning, with a sample."""
    seen = set(_USED | _STATE | set(_PRIVATE))
    for paper in papers:
        for key, value in paper.items():
            text = string(value).strip()
            if key not in seen and text and not _url(value):
                seen.add(key)
                sample = "e-mail addresses" if "@" in text else clean_line(text, _SAMPLE_CHARS)
                yield Remark(None, clean_line(key), f"unknown field, for example: {sample}")


def _private(papers: Sequence[Object]) -> Iterator[Remark]:
    """Yield a remark with the numbers of what only a committee may see."""
    people = (author for paper in papers for author in items(paper.get("authors")))
    numbers = {
        "conflict": sum(len(mapping(paper.get("pc_conflicts"))) for paper in papers),
        "collaborator list": sum(bool(paper.get("collaborators")) for paper in papers),
        "review": _total(papers, "reviews"),
        "comment": _total(papers, "comments"),
        "e-mail contact": sum("@" in str(one) for one in people) + _total(papers, "contacts"),
    }
    found = [count(number, what) for what, number in numbers.items() if number]
    if found:
        yield Remark(None, ", ".join(found), "private, so neither shown nor stored")


def _total(papers: Iterable[Object], key: str) -> int:
    return sum(len(items(paper.get(key))) for paper in papers)
