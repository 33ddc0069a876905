"""Every setting there is, with its default, what it may be, and what it is for.

The docstring under a field is what people read above it in the file that ``confbrowse config``
prints.
"""

import os
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from confbrowse.text.links import link
from confbrowse.text.zones import zone as zone_called

_HOLES = re.compile(r"\{(?:year|yy|number)\}")


@dataclass(frozen=True, slots=True)
class Rule:
    """What a setting may be, beside being of its type."""

    fits: Callable[[Any], bool]  # of a value whose type is that of the field
    must: str
    """The end of a sentence: the setting must be ..."""


def _rule(fits: Callable[[Any], bool], must: str) -> Mapping[str, Rule]:
    return {"rule": Rule(fits, must)}


def _within(least: int, most: int) -> Mapping[str, Rule]:
    return _rule(lambda value: least <= value <= most, f"a number from {least} to {most}")


def _one_of(*words: str) -> Mapping[str, Rule]:
    return _rule(lambda value: value in words, f"one of {', '.join(words)}")


def _is_zone(value: str) -> bool:
    return zone_called(value) is not None


def _is_pattern(value: str) -> bool:
    return bool(link(_HOLES.sub("1", value))) and "{" not in _HOLES.sub("", value)


def _is_file(value: str) -> bool:
    path = os.path.expanduser(value)  # noqa: PTH111 - pathlib's fails for ~nobody
    return not value or (Path(path).is_absolute() and not value.endswith(("/", os.sep)))


_A_CLOCK = _rule(
    lambda value: value in ("event", "local") or _is_zone(value),
    "event, local, or a zone such as Europe/Vienna",
)
_A_ZONE = _rule(lambda value: not value or _is_zone(value), "a zone such as Europe/Vienna")
_A_FILE = _rule(_is_file, 'the whole path of a file, as in "~/agenda.json"')
_AN_ADDRESS = _rule(
    _is_pattern, "an http or https address, with {year}, {yy} or {number} where an edition has it"
)


@dataclass(frozen=True, slots=True)
class Screen:
    """How the screen looks."""

    theme: str = ""
    """The colours, by the name that C lists; empty for those chosen there last."""
    ascii: bool = False
    """Whether lines and signs are drawn with plain ASCII."""
    measure: int = field(default=80, metadata=_within(40, 200))
    """The longest line of an abstract, in columns."""
    rows: str = field(default="compact", metadata=_one_of("compact", "detailed"))
    """How talks are listed: compact is one line a talk, detailed is more."""
    zone: str = field(default="event", metadata=_A_CLOCK)
    """Whose clock times are in: event, local, or that of a zone such as Europe/Vienna."""


@dataclass(frozen=True, slots=True)
class Agenda:
    """What the agenda minds."""

    travel: int = field(default=0, metadata=_within(0, 120))
    """Minutes from one room to another; talks closer together clash."""
    remind: int = field(default=10, metadata=_within(0, 24 * 60))
    """Minutes before a starred talk to remind me of it; 0 is never."""
    remind_by: str = field(default="notification", metadata=_one_of("notification", "bell", "osc9"))
    """How to remind: notification on the screen, bell, or osc9 for the terminal's own."""
    mirror: str = field(default="", metadata=_A_FILE)
    """A file that always holds all my marks, and gives me what others write into it; empty is none."""
    calendar: str = field(default="", metadata=_A_FILE)
    """A calendar, .ics, that always holds my agenda; empty is none."""


@dataclass(frozen=True, slots=True)
class OwnSeries:
    """A conference that the reader adds to the catalogue."""

    name: str
    """Its short name, as in: confbrowse add NAME-2025."""
    url: str = field(metadata=_AN_ADDRESS)
    """Where its programme is, with {year}, {yy} or {number} where the edition goes."""
    since: int = field(default=2000, metadata=_within(1, 2099))
    """The first edition whose programme is there."""
    title: str = ""
    """Its name in full."""
    zone: str = field(default="", metadata=_A_ZONE)
    """The time zone of the venue."""


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything that can be set."""

    screen: Screen = field(default_factory=Screen)
    """How the screen looks."""
    agenda: Agenda = field(default_factory=Agenda)
    """What the agenda minds."""
    keys: tuple[tuple[str, tuple[str, ...]], ...] = ()
    """My own keys: the id of a binding, and its keys, as in "talk.star" = "s, space"."""
    searches: tuple[tuple[str, str], ...] = ()
    """Saved searches: a name, and the query, as in code = "has:code is:starred"."""
    catalogue: tuple[OwnSeries, ...] = ()
    """My own conferences, each a [[catalogue]] with name, url, since, title and zone."""
