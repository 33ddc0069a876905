"""JSON of anybody: the lists of talks in it, found by what their objects are called and contain.

Talks may be in lists, in objects by id, in sessions, days and rooms; people and rooms may be ids of
objects elsewhere. Which name gives which field is said by ``columns``, as for tables.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from itertools import count

from confbrowse.errors import ProgrammeError
from confbrowse.readers.base import (
    MAX_TALKS,
    Draft,
    Hints,
    RawLink,
    Reader,
    Reading,
    Remark,
    build_reading,
    too_many_talks,
)
from confbrowse.readers.columns import Column, assign, described, normalised
from confbrowse.readers.dates import day_in
from confbrowse.readers.naming import programme_name, split_names
from confbrowse.readers.parsing import LEAD, Object, first, mapping, parse_json, string
from confbrowse.readers.records import LINK_FIELDS, context_of, drafts_of, read_records
from confbrowse.text.clean import clean_line
from confbrowse.text.patterns import lazy_pattern
from confbrowse.text.times import find_zone, years_in

_HEAD_BYTES = 65_536
_START = lazy_pattern(
    LEAD + rb"(?:(?:export\s++(?:default\s++)?)?+(?:(?:var|let|const)\s++)?+[\w.$]++\s*+=\s*+)?+"
    rb"(?:\[\s*+[\[{]|\{\s*+\")"
)
"""A list of objects or an object, which a script may assign to a variable."""
_ASSIGNED = lazy_pattern(
    rb"^(?:export\s++(?:default\s++)?)?+(?:(?:var|let|const)\s++)?+(?P<name>[\w.$]++)\s*+=\s*+(?=[\[{])",
    re.MULTILINE,
)
_KEY = lazy_pattern(rb'"[^"\\\n]{1,60}+"\s*+:')
_MAX_DEPTH = 12
_MAX_LOOKUPS = 200_000

Path = tuple[str, ...]
"""Keys from the root down; ``*`` for any item of a list or of objects by id."""
_STRONG = frozenset(["authors", "person", "coauthors", "affiliated", "start", "session"])
"""Fields that a list of anything but talks does not have."""
_EVIDENCE = _STRONG | frozenset(
    ["abstract", "track", "decision", "paper", "video", "slides", "keywords", "date", "room"]
)
_PEOPLE = frozenset(["authors", "coauthors", "chairs", "person"])
_THINGS = frozenset(
    ["authors", "coauthors", "chairs", "person", "room", "track", "kind", "keywords"]
)
"""What objects with a name and an id may be, other than talks, by the name of their list."""
_NO_TALKS = frozenset(
    [
        "affiliations",
        "articles",
        "badges",
        "banners",
        "blog",
        "booth",
        "booths",
        "city",
        "companies",
        "committee",
        "config",
        "countries",
        "exhibitors",
        "faq",
        "faqs",
        "floors",
        "images",
        "institutions",
        "job",
        "jobs",
        "languages",
        "levels",
        "links",
        "logos",
        "maps",
        "media",
        "menu",
        "meta",
        "metadata",
        "news",
        "organisations",
        "organizations",
        "pages",
        "partners",
        "pictures",
        "questions",
        "references",
        "related",
        "see_also",
        "settings",
        "similar",
        "sites",
        "social",
        "socials",
        "sponsors",
        "sponsor_levels",
        "stats",
        "team",
        "themes",
        "users",
        "venues",
    ]
)
_ANY_LIST = frozenset(
    [
        "contents",
        "data",
        "days",
        "entries",
        "events",
        "items",
        "list",
        "papers",
        "presentations",
        "programme",
        "program",
        "records",
        "result",
        "results",
        "rows",
        "schedule",
        "sessions",
        "slots",
        "submissions",
        "talks",
        "timeslots",
    ]
)
_CHAIR = lazy_pattern(r"(?:session\s++)?(?:chairs?|moderators?)(?:\(s\))?\s*+:\s*+", re.IGNORECASE)
_META = ("conference", "event", "meta", "info", "metadata", "congress", "config")
_PERSON_NAMES = (
    *("name", "fullname", "full_name", "fullName", "display_name", "displayName"),
    *("public_name", "publicName"),
)
_NAMES = (*_PERSON_NAMES, "title", "label", "text", "value", "preferred_name", "username")
_URLS = ("url", "href", "uri", "link", "src", "download_url")
_TIMES = frozenset(["start", "end", "date", "end_date"])
_DAYS = frozenset(["date", "day"])
_DAY_NUMBER = lazy_pattern(r"\ADay \d{1,2} ?[—–:,-] ?(?=\w)", re.IGNORECASE)
"""Before a date: ``Day 2 — June 30``."""
_INHERITED = ("date", "day", "room", "track", "timezone", "kind")
_LANGUAGE = lazy_pattern(r"[a-z]{2}(?:[-_][A-Za-z]{2,4})?")


@dataclass(slots=True)
class _Step:
    """Something that contains a talk: an object, or a key under which talks are listed."""

    key: str
    """The last key with a meaning above it: ``days``."""
    name: str = ""
    """The key itself, of one object or list among many: ``2024-07-10``."""
    is_list: bool = False
    object: Object = field(default_factory=dict)
    path: Path = ()


@dataclass(slots=True)
class _Item:
    """An object and what contains it, from the root down."""

    object: Object
    key: str
    above: tuple[_Step, ...]
    number: int
    """Counted in the order of the source."""

    @property
    def own_key(self) -> str:
        """Its key, if it is one of several objects by id; else empty."""
        return self.above[-1].name if self.above and not self.above[-1].is_list else ""


@dataclass(slots=True)
class _Shape:
    """What the objects at one path have in common."""

    path: Path
    items: list[_Item] = field(default_factory=list)
    columns: dict[str, Column] = field(default_factory=dict)
    """The fields that their keys give."""

    renamed: frozenset[str] = frozenset()
    """Keys that give the title here, but not wherever there is a better one: ``event``."""

    @property
    def key(self) -> str:
        """What the list of these objects is called; empty for the root and for lists by name."""
        return self.items[0].key

    @property
    def fields(self) -> set[str]:
        return {column.field for column in self.columns.values()}


def _recognises(raw: bytes) -> bool:
    head = raw[:_HEAD_BYTES]
    return bool(_START.match(head)) and bool(_KEY.search(head))


def _read(raw: bytes, hints: Hints) -> Reading:
    data = _parse(raw, hints)
    shapes = _shapes(data, hints)
    talks = _talk_shapes(shapes)
    if not talks:
        raise ProgrammeError(
            f"{hints.source} is JSON without a list of talks: objects with a title and authors, a time "
            "or an abstract. State what it calls them with --map title=NAME,authors=NAME."
        )
    lookups = _lookups(shapes)
    containers = {
        id(step.object)
        for shape in talks
        for item in shape.items
        if _has_title(item, shape)
        for step in item.above
        if step.object
    }
    shapes_of = {shape.path: shape for shape in shapes}
    rows = _rows(talks, containers, shapes_of, lookups, hints)
    names = list(dict.fromkeys(name for row in rows for name in row.cells))
    records, remarks = read_records(
        names,
        _in_columns(rows, names, hints),
        hints.columns,
    )
    by_where = {row.where: row for row in rows}
    records = [
        replace(
            one,
            authors=[*people, *one.authors]
            if (people := by_where[one.where].people)
            else one.authors,
        )
        for one in records
    ]
    zone = hints.timezone or _zone(data)
    context = context_of(records, replace(hints, timezone=zone))
    drafts, more = drafts_of(records, context, hints)
    drafts = [_completed(one, by_where[one.where], zone) for one in drafts]
    others = _other_lists(shapes, talks, lookups)
    remarks = [replace(one, line=None) for one in remarks]
    reading = build_reading(_name(data, hints), drafts, hints, [*remarks, *others, *more])
    given = ((key, column.field) for shape in talks for key, column in shape.columns.items())
    return replace(reading, columns=tuple(dict.fromkeys(described(given))))


READER = Reader("list of talks (JSON)", _recognises, _read)


def _parse(raw: bytes, hints: Hints) -> object:
    """Return the JSON in *raw*: a value, what a script assigns to variables, or one object a line."""
    text = raw.lstrip(b"\xef\xbb\xbf \t\r\n")
    if text[:1] not in (b"{", b"["):
        starts = list(_ASSIGNED.finditer(text))
        ends = [*(start.start() for start in starts[1:]), len(text)]
        return {
            start["name"].decode(): parse_json(
                text[start.end() : end].strip(b"; \t\r\n"), hints.source
            )
            for start, end in zip(starts, ends, strict=False)
        }
    try:
        return parse_json(text, hints.source)
    except ProgrammeError:
        lines = text.splitlines()
        if len(lines) < 2 or not all(line[:1] in (b"{", b"") for line in lines):
            raise
        return parse_json(b"[" + b",".join(filter(None, lines)) + b"]", hints.source)


# Where the talks are.


def _shapes(data: object, hints: Hints) -> list[_Shape]:
    """Return the objects in *data* by path, in order of appearance."""
    found: dict[Path, _Shape] = {}
    numbers = count()

    def walk(value: object, path: Path, key: str, above: tuple[_Step, ...]) -> None:
        if len(above) > _MAX_DEPTH:
            return
        if isinstance(value, list):
            for one in value:
                if isinstance(one, dict | list):
                    walk(one, (*path, "*"), key, above)
        elif isinstance(value, dict) and _is_by_id(value, key):
            for name, one in value.items():
                step = _Step(key, str(name), is_list=isinstance(one, list))
                walk(one, (*path, "*"), "" if step.is_list else key, (*above, step))
        elif isinstance(value, dict):
            hints.check_time()
            shape = found.setdefault(path, _Shape(path))
            shape.items.append(_Item(value, key, above, next(numbers)))
            step = _Step(key, object=value, path=path)
            for name, one in value.items():
                if isinstance(one, dict | list):
                    walk(one, (*path, name), name, (*above, step))

    walk(data, (), "", ())
    for shape in found.values():
        keys = list(dict.fromkeys(key for item in shape.items for key in item.object))
        given = zip(keys, assign(keys, hints.columns), strict=True)
        shape.columns = {key: column for key, column in given if column}
        titles = (key for key, column in shape.columns.items() if column.field == "title")
        shape.renamed = frozenset(
            key
            for key in titles
            if next(one and one.field for one in assign([key, "title"], hints.columns)) != "title"
        )
    return list(found.values())


def _is_by_id(value: Mapping[str, object], key: str) -> bool:
    """Return whether *value*, under *key*, has things by id, day or name, not fields with a meaning."""
    inner = list(value.values())
    if not inner or not (
        all(isinstance(one, dict) for one in inner) or all(isinstance(one, list) for one in inner)
    ):
        return False
    if all(any(map(str.isdigit, key)) or _is_day(key) for key in value):
        return True
    if isinstance(inner[0], list) and _field_of(key) in ("room", "track", "session", "kind", "day"):
        return True
    keys = [set(one) for one in inner if isinstance(one, dict)]
    if len(keys) < 2:
        return False
    return all(len(keys[0] & one) * 2 >= len(keys[0] | one) for one in keys[1:50])


def _is_day(text: str) -> bool:
    weekdays = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
    return text.lower() in weekdays or day_in(text, 2000) is not None


def _talk_shapes(shapes: Sequence[_Shape]) -> list[_Shape]:
    """Return those of *shapes* whose objects are talks, or sessions with talks."""
    found = [shape for shape in shapes if _may_be_talks(shape)]
    strong = [shape for shape in found if shape.fields & _STRONG] or found
    return [shape for shape in shapes if shape in strong or _has_sessions(shape, strong)]


def _has_sessions(shape: _Shape, talks: Sequence[_Shape]) -> bool:
    """Return whether objects of *shape* contain *talks*, and may be talks themselves: breaks."""
    is_above = any(one.path[: len(shape.path)] == shape.path for one in talks)
    return is_above and _field_of(shape.key) == "session" and "title" in shape.fields


def _may_be_talks(shape: _Shape) -> bool:
    name = shape.key
    if _field_of(name) in _THINGS or (shape.path == (name,) and name in _META):
        return False
    if any(normalised(part) in _NO_TALKS for part in shape.path if part != "*"):
        return False
    titled = sum(_has_title(item, shape) for item in shape.items)
    is_listed = "*" in shape.path or len(shape.items) > 1 or len(shape.path) == 1
    return is_listed and bool(shape.fields & _EVIDENCE) and titled * 2 >= len(shape.items)


def _field_of(key: str) -> str:
    """Return the field that a list called *key* is about, ``authors`` for people; empty if none."""
    (column,) = assign([key]) if key else (None,)
    name = column.field if column else ""
    return "authors" if name in _PEOPLE else name


def _has_title(item: _Item, shape: _Shape) -> bool:
    return any(
        _text(item.object.get(key))
        for key, column in shape.columns.items()
        if column.field == "title"
    )


def _lookups(shapes: Sequence[_Shape]) -> dict[str, dict[str, str]]:
    """Return names by id of the people, rooms and the like that have lists of their own, by field."""
    found: dict[str, dict[str, str]] = {}
    for shape in shapes:
        name = _field_of(shape.key)
        if name not in (*_THINGS, "session"):
            continue
        names = found.setdefault(name, {})
        for item in shape.items:
            label = _person(item.object)
            for own in ("id", "_id", "uid", "code", "key", "slug", "guid"):
                if (number := string(item.object.get(own))) and label and len(names) < _MAX_LOOKUPS:
                    names.setdefault(number, label)
            if item.own_key and label:
                names.setdefault(item.own_key, label)
    return found


# A talk as a row of a table.


@dataclass(slots=True)
class _Row:
    where: str
    cells: dict[str, str]
    people: list[str]
    links: list[RawLink]
    chairs: list[str]
    session_abstract: str = ""
    session: str = ""
    """What the list is called, if there are several and the talk is in no session."""


def _rows(
    talks: Sequence[_Shape],
    containers: set[int],
    shapes: Mapping[Path, _Shape],
    lookups: Mapping[str, Mapping[str, str]],
    hints: Hints,
) -> list[_Row]:
    several = len(talks) > 1
    found = sorted(
        (
            (item, shape)
            for shape in talks
            for item in shape.items
            if id(item.object) not in containers
        ),
        key=lambda one: one[0].number,
    )
    if len(found) > MAX_TALKS:
        raise too_many_talks(hints)
    rows = []
    for number, (item, shape) in enumerate(found, 1):
        hints.check_time()
        row = _row(f"entry {number}", item, shape, lookups)
        _inherit(row, item, shape, shapes, lookups)
        if several and not _given(row, shape, "session", "track"):
            row.session = _as_title(shape.key)
        rows.append(row)
    return rows


def _row(where: str, item: _Item, shape: _Shape, lookups: Mapping[str, Mapping[str, str]]) -> _Row:
    row = _Row(where, {}, [], [], [])
    for key, value in _flat(item.object, shape.columns):
        column = shape.columns.get(key)
        name = column.field if column else ""
        if name in _PEOPLE and isinstance(value, list | dict):
            people = _people(value, lookups.get("authors", {}))
            if name == "chairs":
                row.chairs = people
            elif len(people) == 1 and isinstance(value, list) and isinstance(value[0], str):
                row.cells[key] = people[0]  # perhaps several in one string
            elif name == "coauthors" or not row.people:
                row.people += people
        elif name in LINK_FIELDS and isinstance(value, list | dict):
            row.links += _links(value, None if name == "link" else name)
        elif text := _cell(value, name, lookups):
            row.cells["title" if name == "title" and key in shape.renamed else key] = text
    if item.own_key and not _given(row, shape, "id"):
        row.cells.setdefault("id", item.own_key)
    return row


def _flat(value: Object, columns: Mapping[str, Column]) -> Iterator[tuple[str, object]]:
    """Yield the fields of a talk, and those of objects in it that are no field themselves."""
    for key, inner in value.items():
        one = inner[0] if isinstance(inner, list) and len(inner) == 1 else inner
        is_field = key in columns and not (
            columns[key].field in ("start", "date") and isinstance(one, dict)
        )
        if isinstance(one, dict) and not is_field and not _is_translated(one):
            if normalised(key) not in _NO_TALKS:
                yield from ((name, deep) for name, deep in one.items() if name not in value)
        else:
            yield key, inner


def _is_translated(value: Object) -> bool:
    return bool(value) and all(_LANGUAGE.fullmatch(str(key)) for key in value)


def _given(row: _Row, shape: _Shape, *names: str) -> bool:
    return any(
        column.field in names for key, column in shape.columns.items() if row.cells.get(key)
    ) or any(name in row.cells for name in names)


def _cell(value: object, name: str, lookups: Mapping[str, Mapping[str, str]]) -> str:
    """Return *value* as the text of the field *name*."""
    known = lookups.get("authors" if name in _PEOPLE else name, {})
    if isinstance(value, list):
        parts = [_cell(one, name, lookups) for one in value]
        return ("|" if name == "keywords" else ", ").join(part for part in parts if part)
    if name in _TIMES and isinstance(value, int | float) and not isinstance(value, bool):
        return _moment(value)
    text = _text(value)
    if name in _DAYS:
        text = _DAY_NUMBER.sub("", text, count=1)
    return "" if name == "track" and text.lower() == "uncategorized" else known.get(text, text)


def _in_columns(
    rows: Iterable[_Row], names: Sequence[str], hints: Hints
) -> Iterator[tuple[str, None, list[str]]]:
    """Yield the cells of *rows* under *names*. Raises ProgrammeError if the time is up."""
    for row in rows:
        hints.check_time()
        yield row.where, None, [row.cells.get(name, "") for name in names]


def _text(value: object, depth: int = 0) -> str:
    """Return *value* as text: that of an object is its name, or its translation into English."""
    if depth > _MAX_DEPTH:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, dict) and not _is_translated(value):
        return next((text for key in _NAMES if (text := _text(value.get(key), depth + 1))), "")
    return string(value).strip()


def _moment(value: float) -> str:
    """Return seconds or milliseconds since 1970 as a time in ISO 8601; other numbers as they are."""
    if not 10**8 < value < 10**14:
        return string(value)
    seconds = value / 1000 if value > 10**11 else value
    return datetime.fromtimestamp(seconds, UTC).isoformat()


def _people(value: object, known: Mapping[str, str]) -> list[str]:
    """Return the names in *value*: texts, ids, or objects."""
    if isinstance(value, dict) and not _person(value):
        return [name for one in value.values() for name in _people([one], known)]
    found = []
    for one in value if isinstance(value, list) else [value]:
        name = _person(one) if isinstance(one, dict) else string(one).strip()
        if isinstance(one, dict) and not name:
            name = known.get(first(one, "id", "code", "personId", "person_id", "speakerId"), "")
        if name := known.get(name, name):
            found.append(name)
    return found


def _person(value: Object) -> str:
    """Return the name of a person or a thing; empty if it has none."""
    if name := next(
        (text for key in _PERSON_NAMES if (text := string(value.get(key)).strip())), ""
    ):
        return name
    parts: dict[str, str] = {}
    for key, column in zip(value, assign(list(map(str, value))), strict=True):
        if column and column.field == "person" and column.part:
            parts.setdefault(column.part, string(value.get(key)).strip())
    if name := " ".join(parts[part] for part in ("first", "middle", "last") if parts.get(part)):
        return name
    for key in ("person", "author", "speaker", "user", "profile"):
        inner = value.get(key)
        if name := _person(inner) if isinstance(inner, dict) else string(inner).strip():
            return name
    return next((text for key in _NAMES if (text := string(value.get(key)).strip())), "")


def _links(value: object, kind: str | None) -> Iterator[RawLink]:
    """Yield the links in *value*: addresses, objects, or addresses by label."""
    if isinstance(value, list):
        for one in value:
            yield from _links(one, kind)
    elif isinstance(value, dict):
        if url := first(value, *_URLS):
            yield RawLink(url, first(value, *_NAMES, "description", "type") or None, kind)
        else:
            yield from (
                RawLink(one, str(label), kind)
                for label, one in value.items()
                if isinstance(one, str)
            )
    elif isinstance(value, str):
        yield RawLink(value, None, kind)


# What a talk has from its session, its day, its room.


def _inherit(
    row: _Row,
    item: _Item,
    shape: _Shape,
    shapes: Mapping[Path, _Shape],
    lookups: Mapping[str, Mapping[str, str]],
) -> None:
    """Give *row* what it lacks and what the things that contain it have, the nearest first."""
    for index, step in enumerate(reversed(item.above)):
        if step.name:
            if index or not item.own_key:
                _inherit_name(row, shape, step)
            continue
        if len(step.path) == 0 and not isinstance(step.object.get("sessions"), str):
            names: tuple[str, ...] = ("timezone",)
        else:
            names = _INHERITED
        columns = shapes[step.path].columns
        has_time = _given(row, shape, "start", "end")
        for key, column in sorted(columns.items(), key=lambda one: one[1].rank):
            value = step.object.get(key)
            if column.field in names and not _given(row, shape, column.field):
                text = _cell(value, column.field, lookups)
                if text:
                    row.cells[column.field] = text
            elif (
                step.path
                and not has_time
                and column.field in ("start", "end")
                and (text := _cell(value, column.field, lookups))
            ):
                row.cells.setdefault(column.field, text)
        if step.path:
            _inherit_session(row, shape, step, columns, lookups)


def _inherit_name(row: _Row, shape: _Shape, step: _Step) -> None:
    """Use the key of an object among many: a day, a room, a session."""
    kind = _field_of(step.key)
    if _is_day(step.name):
        name = "date" if any(map(str.isdigit, step.name)) else "day"
    elif kind in ("room", "track", "kind", "day"):
        name = kind
    else:
        name = "session"
    if not _given(row, shape, name):
        row.cells[name] = step.name


def _inherit_session(
    row: _Row,
    shape: _Shape,
    step: _Step,
    columns: Mapping[str, Column],
    lookups: Mapping[str, Mapping[str, str]],
) -> None:
    title = next(
        (
            text
            for key, column in sorted(columns.items(), key=lambda one: one[1].rank)
            if column.field == "title" and (text := _text(step.object.get(key)))
        ),
        "",
    )
    kind = _field_of(step.key)
    if not title or _is_day(title):
        return
    name = kind if kind in ("room", "track") else "session"
    is_day = step.key in ("days", "day") and any(one.field in _DAYS for one in columns.values())
    if _given(row, shape, name) or is_day:
        return
    row.cells[name] = title
    if name != "session":
        return
    for key, column in columns.items():
        value = step.object.get(key)
        if column.field in _PEOPLE and not row.chairs:
            known = lookups.get("authors", {})
            is_text = not isinstance(value, list | dict)
            row.chairs = (
                split_names(_CHAIR.sub("", _text(value), count=1))
                if is_text
                else _people(value, known)
            )
        elif column.field == "abstract" and not row.session_abstract:
            row.session_abstract = _text(value)


def _completed(draft: Draft, row: _Row, zone_name: str) -> Draft:
    """Return *draft* with its links, its session's chairs, and its times in the zone of the source."""
    zone = find_zone(draft.timezone or zone_name)
    start, end = draft.start, draft.end
    if zone:
        start, end = (one and one.astimezone(zone) for one in (start, end))
    session = draft.session or row.session or draft.room
    chairs = draft.chairs or tuple(row.chairs)
    return replace(
        draft,
        session=session,
        chairs=chairs if session else (),
        authors=draft.authors or (() if session else chairs),
        start=start,
        end=end,
        timezone=draft.timezone or (zone_name if zone and start else None),
        session_abstract=row.session_abstract,
        links=[*draft.links, *row.links],
    )


# The source as a whole.


def _meta(data: object) -> list[Object]:
    """Return the objects that describe the whole: the root, and what it has under such a name."""
    root = mapping(data)
    return [*(mapping(root.get(key)) for key in _META), root]


def _zone(data: object) -> str:
    found = (first(one, "timezone", "time_zone", "timeZone", "tz") for one in _meta(data))
    return next((name for name in found if find_zone(name)), "")


def _name(data: object, hints: Hints) -> str:
    """Return the name of the programme, with a year if the source gives one."""
    for one in _meta(data):
        keys = ("name", "title", "shortName", "short_name", "acronym", "conference", "event")
        if not hints.name and (name := first(one, *keys)):
            if years_in(name):
                return name
            said = (first(one, key) for key in ("year", "start", "startDate", "date", "start_date"))
            year = next((years[0] for text in said if (years := list(years_in(text)))), hints.year)
            return f"{name} {year}" if year else name
    return programme_name(hints)


def _other_lists(
    shapes: Sequence[_Shape], talks: Sequence[_Shape], lookups: Mapping[str, Mapping[str, str]]
) -> Iterator[Remark]:
    """Yield a remark for each list that has no talks and is part of none."""
    inside = [shape.path for shape in talks]
    seen: Counter[Path] = Counter()
    for shape in shapes:
        if shape.path in inside or not shape.path:
            continue
        is_part = any(shape.path[: len(path)] == path for path in inside) or any(
            path[: len(shape.path)] == shape.path for path in inside
        )
        is_part |= any(shape.path[: len(path)] == path for path in seen)
        is_used = _field_of(shape.key) in lookups
        if not is_part and not is_used and shape.path[0] not in _META:
            seen[shape.path] = len(shape.items)
    for path, number in seen.items():
        name = ".".join(part for part in path if part != "*")
        what = "1 entry that is" if number == 1 else f"{number:,} entries that are"
        yield Remark(None, clean_line(name), f"{what} not talks")


def _as_title(key: str) -> str:
    """Return the name of a list as the title of a session; empty if it is one for anything."""
    words = normalised(key).replace("_", " ")
    if words in _ANY_LIST:
        return ""
    return words[:1].upper() + words[1:]
