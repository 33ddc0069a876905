"""What may stand behind a name such as ``day:``: how it is written, read and completed."""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

_CLOCK = re.compile(r"([0-9]{1,2})(?:[:.h]([0-9]{2})?)?([ap]m)?")
_CLOCK_BEGUN = re.compile(r"(?:[01]?[0-9]|2[0-3])(?:[:.h](?:[0-5]?|[0-5][0-9][ap])|[ap])")
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_DATE_BEGUN = re.compile(r"[0-9]{1,4}(?:-[0-9]{0,2}(?:-[0-9]?)?)?")
_LEVEL = re.compile(r"(>=|=>|≥|<=|=<|≤|[<>=]?)([0-9]+)")
_LEVEL_BEGUN = re.compile(r"[<>=≥≤]{1,2}")
_SIGNS = {"": "=", "=>": ">=", "≥": ">=", "=<": "<=", "≤": "<="}
_HIGHEST = 3
_NOTHING = re.compile(r"(?!)")


@dataclass(frozen=True, slots=True)
class Value:
    """One of the words that may stand behind a name."""

    text: str
    help: str
    spellings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Values:
    """All that may stand behind a name: words of a list, or what has a certain form."""

    said: str
    """What they are, to follow the name and "is"."""
    listed: tuple[Value, ...] = ()
    forms: tuple[Callable[[str], str | None], ...] = ()
    """Each returns what the value it is given is in its one right form, or None."""
    begun: re.Pattern[str] = _NOTHING
    """What a value with a form looks like while it is typed."""
    mended: Callable[[str], str | None] = lambda _typed: None
    """Returns the nearest value that has a form, or None."""

    def read(self, typed: str) -> str | None:
        """Return the value that *typed*, in small letters, means; None where it is none."""
        found = self._spellings().get(typed)
        return found or next(filter(None, (form(typed) for form in self.forms)), None)

    def is_begun(self, typed: str) -> bool:
        """Whether *typed* is nothing yet, but may become a value."""
        written = any(spelling.startswith(typed) for spelling in self._spellings())
        return written or self.begun.fullmatch(typed) is not None

    def completing(self, typed: str) -> tuple[Value, ...]:
        """Return those of the list that begin with *typed* and are more than it."""
        return tuple(
            value
            for value in self.listed
            if typed not in (spellings := (value.text, *value.spellings))
            and any(one.startswith(typed) for one in spellings)
        )

    def near(self, typed: str) -> str | None:
        """Return the value that was most likely meant; None where none is near."""
        spellings = self._spellings()
        begun = (value.text for value in self.completing(typed))
        slipped = nearest(typed, spellings, most=max(2, len(typed) // 2))
        return self.mended(typed) or next(begun, spellings[slipped] if slipped else None)

    def _spellings(self) -> Mapping[str, str]:
        return {
            spelling: value.text
            for value in self.listed
            for spelling in (value.text, *value.spellings)
        }


def nearest(word: str, known: Iterable[str], most: int) -> str | None:
    """Return the one of *known* that is the fewest slips from *word*, at most *most*; else None."""
    # only a word that is wrong pays for the import
    from rapidfuzz import distance, process

    found = process.extractOne(word, list(known), scorer=distance.OSA.distance, score_cutoff=most)
    return found[0] if found and found[1] < len(word) else None


def clock(typed: str) -> str | None:
    """Return ``2pm``, ``14`` or ``14.00`` as ``14:00``; None where it is no clock."""
    parts = _CLOCK.fullmatch(typed)
    if not parts:
        return None
    hour, minute = int(parts[1]), int(parts[2] or 0)
    if parts[3]:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + 12 * (parts[3] == "pm")
    return f"{hour:02}:{minute:02}" if hour < 24 and minute < 60 else None


def day(typed: str) -> str | None:
    """Return *typed* if it is a day such as 2021-07-20, else None."""
    try:
        return date.fromisoformat(typed).isoformat() if _DATE.fullmatch(typed) else None
    except ValueError:
        return None


def level(typed: str) -> str | None:
    """Return ``2`` as ``=2``, ``=>2`` as ``>=2``; None where it compares with no interest."""
    parts = _LEVEL.fullmatch(typed)
    if not parts or len(parts[2]) > 1 or int(parts[2]) > _HIGHEST:
        return None
    return _SIGNS.get(parts[1], parts[1]) + parts[2]


def _mended_clock(typed: str) -> str | None:
    parts = _CLOCK.fullmatch(typed)
    return f"{min(int(parts[1]), 23):02}:{min(int(parts[2] or 0), 59):02}" if parts else None


def _mended_level(typed: str) -> str | None:
    parts = _LEVEL.fullmatch(typed)
    return f"{_SIGNS.get(parts[1], parts[1])}{_HIGHEST}" if parts else None


def _weekday(name: str) -> Value:
    return Value(
        name[:3], f"on a {name.capitalize()}", tuple(name[:end] for end in range(4, len(name) + 1))
    )


DAYS = Values(
    "a weekday, today, tomorrow or a date such as 2021-07-20",
    (
        Value("today", "on this day"),
        Value("tomorrow", "on the next day"),
        *map(_weekday, ("monday", "tuesday", "wednesday", "thursday")),
        *map(_weekday, ("friday", "saturday", "sunday")),
    ),
    (day,),
    _DATE_BEGUN,
)
TIMES = Values(
    "a time such as 14:00 or 2pm, or a date such as 2021-07-20",
    forms=(clock, day),
    begun=re.compile(f"{_CLOCK_BEGUN.pattern}|{_DATE_BEGUN.pattern}"),
    mended=_mended_clock,
)
LEVELS = Values(
    "a number from 0 to 3, with >=, <=, > or < before it",
    (
        Value(">=1", "you said how interesting it is"),
        Value(">=2", "interesting"),
        Value("=3", "the most interesting"),
        Value("=0", "you have not said"),
    ),
    (level,),
    _LEVEL_BEGUN,
    _mended_level,
)
