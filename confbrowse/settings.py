"""The settings in ``config.toml``: schema, reading and printing; and saving a search there.

An invalid setting is reported in a sentence and has its default; the others apply. The docstring of
a field is also the comment above it in the output of ``confbrowse config``.
"""

import json
import os
import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import Field, dataclass, field, fields
from datetime import time
from difflib import get_close_matches
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any, TypeVar

from confbrowse import files
from confbrowse.errors import StoreError
from confbrowse.model import LONGEST_WATCHED, MOST_WATCHED
from confbrowse.paths import expand_user
from confbrowse.text.clean import clean_line
from confbrowse.text.links import SEARCHES, make_link
from confbrowse.text.patterns import lazy_pattern
from confbrowse.text.times import find_zone as zone_called

_HOLES = lazy_pattern(r"\{(?:year|yy|number)\}")


@dataclass(frozen=True, slots=True)
class Constraint:
    """A constraint on a setting besides its type."""

    fits: Callable[[Any], bool]  # the value has the type of the field, or is a ``raw``
    must: str
    """The end of a sentence: the setting must be ..."""
    raw: type | None = None
    """The type in TOML, if that is not the type of the field."""
    made: Callable[[Any], object] = lambda value: value
    """Makes a value of the field from one that fits."""
    written: Callable[[Any], str] = lambda value: value_as_toml(value)
    """Returns a value of the field as TOML."""


def _rule(fits: Callable[[Any], bool], must: str) -> Mapping[str, Constraint]:
    return {"rule": Constraint(fits, must)}


def _within(least: int, most: int) -> Mapping[str, Constraint]:
    return _rule(lambda value: least <= value <= most, f"a number from {least} to {most}")


def _one_of(*words: str) -> Mapping[str, Constraint]:
    return _rule(lambda value: value in words, f"one of {', '.join(words)}")


def _is_zone(value: str) -> bool:
    return zone_called(value) is not None


def _is_pattern(value: str) -> bool:
    return bool(make_link(_HOLES.sub("1", value))) and "{" not in _HOLES.sub("", value)


def _is_file(value: str) -> bool:
    return not value or (expand_user(value).is_absolute() and not value.endswith(("/", os.sep)))


_LONGEST_WALK = 120
Walk = tuple[str, str, int]
"""The beginnings of the names of two rooms, and the minutes between them."""


def _are_walks(value: Mapping[str, object]) -> bool:
    return all(
        isinstance(others, dict)
        and clean_line(room)
        and all(
            clean_line(other) and type(minutes) is int and 0 <= minutes <= _LONGEST_WALK
            for other, minutes in others.items()
        )
        for room, others in value.items()
    )


def _walks(value: Mapping[str, Mapping[str, int]]) -> tuple[Walk, ...]:
    known = {
        (clean_line(room), clean_line(other)): minutes
        for room, others in value.items()
        for other, minutes in others.items()
    }
    return tuple((room, other, minutes) for (room, other), minutes in known.items())


def _walks_as_toml(walks: tuple[Walk, ...]) -> str:
    others: dict[str, dict[str, int]] = {}
    for room, other, minutes in walks:
        others.setdefault(room, {})[other] = minutes
    inner = {room: _inline({o: str(m) for o, m in ways.items()}) for room, ways in others.items()}
    return _inline(inner)


def _inline(table: Mapping[str, str]) -> str:
    return "{" + ", ".join(f"{value_as_toml(key)} = {value}" for key, value in table.items()) + "}"


_WALKS: Mapping[str, Constraint] = {
    "rule": Constraint(
        _are_walks,
        f'minutes from 0 to {_LONGEST_WALK} between two rooms, as in {{"Janson" = {{"K.1" = 12}}}}',
        dict,
        _walks,
        _walks_as_toml,
    )
}
_MOST_BREAKS = 20
Break = tuple[time, time]
"""When it begins and ends, by the clock of the event."""


def _break(text: object) -> Break | None:
    """Return *text*, such as ``12:30-13:30``, as a break; None if it is not one."""
    try:
        begin, end = map(time.fromisoformat, str(text).split("-"))
    except ValueError:
        return None
    is_local = begin.tzinfo is None and end.tzinfo is None
    return (begin, end) if is_local and begin < end else None


def _breaks_as_toml(breaks: tuple[Break, ...]) -> str:
    return value_as_toml([f"{begin:%H:%M}-{end:%H:%M}" for begin, end in breaks])


_BREAKS: Mapping[str, Constraint] = {
    "rule": Constraint(
        lambda value: len(value) <= _MOST_BREAKS and all(map(_break, value)),
        f'a list of at most {_MOST_BREAKS} times of day, as in ["12:30-13:30"]',
        list,
        lambda value: tuple(filter(None, map(_break, value))),
        _breaks_as_toml,
    )
}
_SEARCHED = {
    "rule": Constraint(
        lambda value: all(name in SEARCHES for name in value),
        f"a list of {', '.join(SEARCHES)}",
        list,
        tuple,
    )
}


_QUERIES = {
    "rule": Constraint(
        lambda value: (
            len(value) <= MOST_WATCHED
            and all(isinstance(one, str) and 0 < len(one) <= LONGEST_WATCHED for one in value)
        ),
        f'a list of at most {MOST_WATCHED} queries, as in [\'author:"Grace Hopper"\', "@mine"]',
        list,
        tuple,
    )
}


def _some_of(*words: str) -> Mapping[str, Constraint]:
    return {
        "rule": Constraint(
            lambda value: all(value.count(one) == 1 and one in words for one in value),
            f"a list of some of {', '.join(words)}",
            list,
            tuple,
        )
    }


_ZONE_OR_NAME = _rule(
    lambda value: value in ("event", "local") or _is_zone(value),
    "event, local, or a zone such as Europe/Vienna",
)
_VENUE_ZONE = _rule(lambda value: not value or _is_zone(value), "a zone such as Europe/Vienna")
_FILE = _rule(_is_file, 'an absolute path of a file, as in "~/agenda.json"')
_URL_PATTERN = _rule(
    _is_pattern, "an http or https URL, with {year}, {yy} or {number} for the edition"
)


COLUMNS = ("room", "authors", "kind")
"""What the list shows behind a title by default."""


@dataclass(frozen=True, slots=True)
class ScreenSettings:
    """Appearance."""

    theme: str = ""
    """Colour theme, as C lists them; empty is the one chosen there last."""
    ascii: bool = False
    """Draw in plain ASCII."""
    measure: int = field(default=80, metadata=_within(40, 200))
    """Text width: longest line of an abstract, in columns."""
    rows: str = field(default="detailed", metadata=_one_of("compact", "detailed"))
    """Rows of the list: compact is one line a talk, detailed as many as its title needs, up to three."""
    zone: str = field(default="event", metadata=_ZONE_OR_NAME)
    """Time zone of the times shown: event, local, or a name such as Europe/Vienna."""
    which_key: bool = True
    """Show which keys may follow one such as y, in a panel at the bottom."""
    columns: tuple[str, ...] = field(
        default=COLUMNS, metadata=_some_of("room", "authors", "kind", "session", "track")
    )
    """Shown behind a title as far as there is room: some of room, authors, kind, session and track, in this order."""


@dataclass(frozen=True, slots=True)
class AgendaSettings:
    """Agenda."""

    travel: int = field(default=0, metadata=_within(0, 120))
    """Minutes to walk between rooms; free time leaves room for them, and talks with less time between them clash."""
    remind: int = field(default=10, metadata=_within(0, 24 * 60))
    """Minutes before a starred talk to show a reminder; 0 is never."""
    remind_by: str = field(default="notification", metadata=_one_of("notification", "bell", "osc9"))
    """Kind of reminder: notification on the screen, bell, or osc9 for a desktop notification."""
    mirror: str = field(default="", metadata=_FILE)
    """Sync file: all stars, notes and interest, merged with what other machines write; empty is none."""
    calendar: str = field(default="", metadata=_FILE)
    """Calendar file, .ics, kept up to date with the agenda; empty is none."""
    walk: tuple[Walk, ...] = field(default=(), metadata=_WALKS)
    """Minutes between rooms that differ from travel, by how their names begin: {"Janson" = {"K.1" = 12}}."""
    breaks: tuple[Break, ...] = field(default=(), metadata=_BREAKS)
    """Times of every day that a plan keeps free of talks, by the event's clock: ["12:30-13:30"]."""
    watch: tuple[str, ...] = field(default=(), metadata=_QUERIES)
    """Queries to watch besides those on the watch list: names in author:"...", words, or @name of a saved search."""


@dataclass(frozen=True, slots=True)
class LinkSettings:
    """Links."""

    search: tuple[str, ...] = field(default=("arxiv", "scholar", "site"), metadata=_SEARCHED)
    """Where o searches for the title of a talk without links: arxiv, scholar, site of the programme; [] is nowhere."""


@dataclass(frozen=True, slots=True)
class DiscoverySettings:
    """Discovery."""

    for_you: bool = True
    """Learn from your marks which talks you may like; nothing leaves this computer."""


@dataclass(frozen=True, slots=True)
class OwnSeries:
    """A conference that the user adds to the catalogue."""

    name: str
    """Short name, as in: confbrowse add NAME-2025."""
    url: str = field(metadata=_URL_PATTERN)
    """URL of the programme, with {year}, {yy} or {number} for the edition."""
    since: int = field(default=2000, metadata=_within(1, 2099))
    """First edition at that URL."""
    title: str = ""
    """Full name."""
    zone: str = field(default="", metadata=_VENUE_ZONE)
    """Time zone of the venue."""


@dataclass(frozen=True, slots=True)
class Settings:
    """All settings."""

    screen: ScreenSettings = field(default_factory=ScreenSettings)
    """Appearance."""
    agenda: AgendaSettings = field(default_factory=AgendaSettings)
    """Agenda."""
    keys: tuple[tuple[str, tuple[str, ...]], ...] = ()
    """Custom keys: a command id and its keys, as in "talk.star" = "s, space"."""
    searches: tuple[tuple[str, str], ...] = ()
    """Saved searches: a name and a query, as in code = "has:code is:starred"."""
    catalogue: tuple[OwnSeries, ...] = ()
    """Own conferences, each a [[catalogue]] with name, url, since, title and zone."""
    links: LinkSettings = field(default_factory=LinkSettings)
    """Links."""
    discovery: DiscoverySettings = field(default_factory=DiscoverySettings)
    """Discovery."""


# Settings as TOML, which read back to the same values.

_BARE = lazy_pattern(r"[A-Za-z0-9_-]+")


def as_toml(settings: Settings) -> str:
    """Return *settings* in the format of ``config.toml``, with a comment above each."""
    return "\n".join(_lines(settings)).strip() + "\n"


def _lines(settings: Settings) -> Iterator[str]:
    comments = field_docstrings(Settings)
    sections = {
        "screen": settings.screen,
        "agenda": settings.agenda,
        "links": settings.links,
        "discovery": settings.discovery,
    }
    for name, section in sections.items():
        yield from (f"# {comments[name]}", f"[{name}]", *_assignments(section), "")
    yield from (f"# {comments['keys']}", "[keys]")
    yield from (f"{_key(name)} = {value_as_toml(keys)}" for name, keys in settings.keys)
    yield from ("", f"# {comments['searches']}", "[searches]")
    yield from (f"{_key(name)} = {value_as_toml(query)}" for name, query in settings.searches)
    yield from ("", f"# {comments['catalogue']}")
    for own in settings.catalogue:
        yield from ("[[catalogue]]", *_assignments(own), "")


def _assignments(section: Any) -> Iterator[str]:  # any of the dataclasses above
    comments = field_docstrings(section.__class__)
    for one in fields(section):
        yield f"# {comments[one.name]}"
        yield f"{one.name} = {_constraint(one).written(getattr(section, one.name))}"


@cache
def field_docstrings(section: type) -> Mapping[str, str]:
    """Return the docstring of each field of *section*."""
    import ast  # only for printing settings
    import inspect  # as above

    (of,) = ast.parse(inspect.getsource(section)).body
    body = of.body if isinstance(of, ast.ClassDef) else []
    return {
        field.target.id: " ".join(message.value.value.split())
        for field, message in pairwise(body)
        if isinstance(field, ast.AnnAssign)
        and isinstance(field.target, ast.Name)
        and isinstance(message, ast.Expr)
        and isinstance(message.value, ast.Constant)
        and isinstance(message.value.value, str)
    }


def _key(name: str) -> str:
    return name if _BARE.fullmatch(name) else value_as_toml(name)


def value_as_toml(value: object) -> str:
    """Return *value* as TOML; our strings are clean, so TOML writes them as JSON does."""
    return json.dumps(value, ensure_ascii=False)


# A saved search, added to or removed from the file; everything else in it is left as the user wrote it.


def save_search(file: Path, name: str, query: str | None) -> tuple[tuple[str, str], ...]:
    """Save *query* as the search *name* in the settings *file*, or remove that with None; return all searches.

    Raises StoreError if the file cannot be read or written, or cannot be changed without a risk to the rest.
    """
    before: files.Signature | None = None
    try:
        with file.open("rb") as opened:
            before, raw = files.signature(os.fstat(opened.fileno())), opened.read(_LARGEST + 1)
    except FileNotFoundError:
        raw = b""
    except OSError as error:
        raise StoreError(f"Cannot read {file}: {files.reason(error)}.") from error
    changed = with_search(raw, name, query, clean_line(str(file)))

    def is_unchanged() -> bool:
        return (files.signature(file.stat()) if file.exists() else None) == before

    files.write_atomic(file, changed, is_unchanged, make_folder=True)
    return parse(changed).settings.searches


def with_search(raw: bytes, name: str, query: str | None, file: str = "config.toml") -> bytes:
    """Return the settings in *raw*, the content of *file*, with the search *name* set to *query*.

    With None it is removed. Comments and all other lines stay. Raises StoreError if that cannot be done.
    """
    import tomllib  # as below

    entry = f"{_key(name)} = {value_as_toml(query)}"
    what = f"remove {name} from" if query is None else f"add {entry} to"
    by_hand = f"Please {what} [searches] by hand."
    try:
        text = raw.decode().removeprefix("\ufeff")
        before = tomllib.loads(text)
    except (ValueError, RecursionError) as error:
        raise StoreError(f"{file} has a mistake and was left as it is. {by_hand}") from error
    searches = before.get("searches", {})
    if isinstance(searches, dict) and searches.get(name) == query:
        return raw
    if isinstance(searches, dict) and len(raw) <= _LARGEST:
        others = {key: value for key, value in searches.items() if key != name}
        wanted = others if query is None else {**others, name: query}
        candidates = (
            _without_entry(text, name, None if query is None else entry)
            if name in searches
            else _with_entry(text, entry)
        )
        for edited in candidates:
            with suppress(ValueError, RecursionError):
                after = tomllib.loads(edited)
                if {"searches": {}, **after} == {**before, "searches": wanted}:
                    return raw[: len(raw) - len(text.encode())] + edited.encode()
    raise StoreError(f"{file} cannot be changed safely and was left as it is. {by_hand}")


# Both know no more of TOML than lines; the caller reads each result to see whether it means what it should.


def _without_entry(text: str, name: str, entry: str | None) -> Iterator[str]:
    """Yield *text* without each line that may set the search *name*, or with *entry* in its place."""
    lines = text.split("\n")
    for at, line in enumerate(lines):
        key, _, value = line.partition("=")
        if name in key and not key.lstrip().startswith("#") and (old := _STRING.match(value)):
            new = () if entry is None else (f"{entry}{value[old.end() :]}",)  # with its comment
            yield "\n".join([*lines[:at], *new, *lines[at + 1 :]])


def _with_entry(text: str, entry: str) -> Iterator[str]:
    """Yield *text* with *entry* below each heading that may be that of the searches, then at its end."""
    lines, end = text.split("\n"), "\r" * ("\r\n" in text)
    for at, line in enumerate(lines):
        if _SEARCHES.match(line):
            last = at
            for place in range(at + 1, len(lines)):
                start = lines[place].lstrip()
                if start.startswith("["):
                    break
                last = place if start and not start.startswith("#") else last
            yield "\n".join([*lines[: last + 1], f"{entry}{end}", *lines[last + 1 :]])
    new = f"[searches]{end}\n{entry}{end}\n"
    gap = f"{end}\n" * ((not text.endswith("\n")) + 1) if text.strip() else ""
    yield f"{text}{gap}{new}"


_STRING = lazy_pattern(r"""\s*(?:"(?:[^"\\]|\\.)*"|'[^']*')""")
_SEARCHES = lazy_pattern(r"\s*\[\s*searches\s*\]")
_LARGEST = 1_048_576
"""Most bytes of a settings file."""
_DEEPEST = 8
"""Most dots in a command id."""
_ALL_DEFAULTS = "Using the defaults."
_TYPES = {str: "text in quotes", bool: "true or false", int: "a number", tuple: "a list"}

Section = TypeVar("Section")


@dataclass(frozen=True, slots=True)
class LoadedSettings:
    """The valid settings, and a sentence on each invalid one."""

    settings: Settings
    faults: tuple[str, ...] = ()


def load(file: Path) -> LoadedSettings:
    """Return the settings in *file*; missing and invalid ones have their defaults."""
    try:
        with file.open("rb") as opened:
            raw = opened.read(_LARGEST + 1)
    except FileNotFoundError:
        return LoadedSettings(Settings())
    except OSError as error:
        return LoadedSettings(
            Settings(), (f"Cannot read {file}: {error.strerror}. {_ALL_DEFAULTS}",)
        )
    if len(raw) > _LARGEST:
        return LoadedSettings(
            Settings(), (f"{file} is too large for a settings file. {_ALL_DEFAULTS}",)
        )
    return parse(raw, clean_line(str(file)))


def parse(raw: bytes, name: str = "config.toml") -> LoadedSettings:
    """Return the settings in *raw*, the content of the file called *name*."""
    import tomllib  # most users have no such file

    try:
        data = tomllib.loads(raw.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        return LoadedSettings(Settings(), (f"{name} is not UTF-8 in line {line}. {_ALL_DEFAULTS}",))
    except ValueError as error:  # raised by tomllib, or for a number with too many digits
        return LoadedSettings(
            Settings(), (f"{name} is not valid TOML: {_where(str(error))}. {_ALL_DEFAULTS}",)
        )
    except RecursionError:
        return LoadedSettings(Settings(), (f"{name} is nested too deeply. {_ALL_DEFAULTS}",))
    reading = _SettingsReader(name)
    return LoadedSettings(reading.settings(data), tuple(reading.faults))


def _where(message: str) -> str:
    """Return the message of tomllib with the position first: ``line 3, column 5: Invalid value``."""
    place = re.search(r" \(at (line \d+, column \d+|end of document)\)$", message)
    return clean_line(f"{place[1]}: {message[: place.start()]}" if place else message, 200)


class _SettingsReader:
    """Reads one file and collects its faults."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.faults: list[str] = []

    def settings(self, data: Mapping[str, object]) -> Settings:
        self._unknown(Settings, data, "")
        return Settings(
            self._section(ScreenSettings, data.get("screen", {}), "screen"),
            self._section(AgendaSettings, data.get("agenda", {}), "agenda"),
            tuple(self._keys(self._table(data.get("keys", {}), "keys"))),
            tuple(self._searches(self._table(data.get("searches", {}), "searches"))),
            tuple(self._catalogue(data.get("catalogue", []))),
            self._section(LinkSettings, data.get("links", {}), "links"),
            self._section(DiscoverySettings, data.get("discovery", {}), "discovery"),
        )

    def _fault(self, where: str, what: str) -> None:
        end = "" if what.endswith("?") else "."
        self.faults.append(f"{self.name}: {clean_line(where, 200)} {what}{end}")

    def _table(self, data: object, where: str) -> Mapping[str, object]:
        if isinstance(data, dict):
            return data
        self._fault(where, f"must be a table, [{where}]; ignored")
        return {}

    def _unknown(self, section: type, data: Mapping[str, object], where: str) -> None:
        known = [one.name for one in fields(section)]
        for key in data:
            if key not in known:
                near = get_close_matches(key.lower(), known, 1)
                meant = f"did you mean {near[0]}?" if near else f"known: {', '.join(known)}"
                self._fault(f"{where}{key}", f"is not a setting; {meant}")

    def _section(self, section: type[Section], data: object, where: str) -> Section:
        table = self._table(data, where)
        self._unknown(section, table, f"{where}.")
        return section(**self._values(section, table, where))

    def _values(self, section: type, table: Mapping[str, object], where: str) -> dict[str, object]:
        """Return the valid values in *table*."""
        found = {}
        for one in fields(section):
            if one.name in table:
                value = table[one.name]
                value = clean_line(value) if isinstance(value, str) else value
                if must := _must(one, value):
                    left = (
                        f"; using {_constraint(one).written(one.default)}"
                        if _has_default(one)
                        else ""
                    )
                    self._fault(f"{where}.{one.name}", f"must be {must}{left}")
                else:
                    found[one.name] = _constraint(one).made(value)
        return found

    def _keys(
        self, data: Mapping[str, object], before: str = ""
    ) -> Iterator[tuple[str, tuple[str, ...]]]:
        """Yield each id with its keys; TOML reads an id without quotes as nested tables."""
        for name, value in data.items():
            binding = clean_line(before + name)
            if isinstance(value, dict) and binding.count(".") < _DEEPEST:
                yield from self._keys(value, f"{binding}.")
                continue
            given = value.split(",") if isinstance(value, str) else value
            if isinstance(given, list) and all(isinstance(one, str) for one in given):
                yield binding, tuple(key for one in given if (key := clean_line(one)))
            else:
                self._fault(f"keys.{binding}", 'must be keys, as in "s, space"; ignored')

    def _searches(self, data: Mapping[str, object]) -> Iterator[tuple[str, str]]:
        for name, value in data.items():
            if isinstance(value, str) and clean_line(value):
                yield clean_line(name), clean_line(value)
            else:
                self._fault(f"searches.{name}", "must be a query in quotes; ignored")

    def _catalogue(self, data: object) -> Iterator[OwnSeries]:
        if not isinstance(data, list):
            self._fault("catalogue", "must be tables, [[catalogue]]; ignored")
            return
        for number, entry in enumerate(data, 1):
            where = f"catalogue {number}"
            table = self._table(entry, where)
            self._unknown(OwnSeries, table, f"{where}.")
            values = self._values(OwnSeries, table, where)
            if values.get("name") and values.get("url"):
                yield OwnSeries(**values)  # type: ignore[arg-type]  # checked one by one
            else:
                self._fault(where, "needs a name and a url; ignored")


def _has_default(one: "Field[Any]") -> bool:
    return isinstance(one.default, str | int | tuple)


def _constraint(one: "Field[Any]") -> Constraint:
    wanted = type(one.default) if _has_default(one) else str
    return one.metadata.get("rule") or Constraint(lambda _value: True, _TYPES[wanted])


def _must(one: "Field[Any]", value: object) -> str:
    """Return what the value of a setting must be; empty if *value* is valid."""
    rule = _constraint(one)
    wanted = rule.raw or (type(one.default) if _has_default(one) else str)
    return "" if type(value) is wanted and rule.fits(value) else rule.must
