"""``config.toml`` read: what cannot be is named in a sentence and has its default; the rest holds."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import Field, dataclass, fields
from difflib import get_close_matches
from pathlib import Path
from typing import Any, TypeVar

from confbrowse.settings.fields import Agenda, OwnSeries, Rule, Screen, Settings
from confbrowse.settings.writing import value_as_toml
from confbrowse.text.clean import clean_line

_LARGEST = 1_048_576
"""Bytes of a file of settings."""
_DEEPEST = 8
"""Points in the id of a binding."""
_ALL_DEFAULTS = "Every setting has its default."
_TYPES = {str: "words in quotes", bool: "true or false", int: "a number"}

Section = TypeVar("Section")


@dataclass(frozen=True, slots=True)
class Loaded:
    """Settings as they hold, and a sentence on everything in the file that does not."""

    settings: Settings
    faults: tuple[str, ...] = ()


def load(file: Path) -> Loaded:
    """Return the settings in *file*; those that it does not hold, or not rightly, by default."""
    try:
        with file.open("rb") as opened:
            raw = opened.read(_LARGEST + 1)
    except FileNotFoundError:
        return Loaded(Settings())
    except OSError as error:
        return Loaded(Settings(), (f"Cannot read {file}: {error.strerror}. {_ALL_DEFAULTS}",))
    if len(raw) > _LARGEST:
        return Loaded(Settings(), (f"{file} is too large to be settings. {_ALL_DEFAULTS}",))
    return parsed(raw, clean_line(str(file)))


def parsed(raw: bytes, name: str = "config.toml") -> Loaded:
    """Return the settings that *raw*, the file called *name*, holds."""
    import tomllib  # most readers have no such file

    try:
        told = tomllib.loads(raw.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        return Loaded(Settings(), (f"{name}, line {line}, is not UTF-8. {_ALL_DEFAULTS}",))
    except ValueError as error:  # of TOML, or a number of too many digits
        return Loaded(Settings(), (f"{name} is no TOML: {_where(str(error))}. {_ALL_DEFAULTS}",))
    except RecursionError:
        return Loaded(Settings(), (f"{name} is too deep to be settings. {_ALL_DEFAULTS}",))
    reading = _Reading(name)
    return Loaded(reading.settings(told), tuple(reading.faults))


def _where(said: str) -> str:
    """Return what tomllib *said*, the place first: ``line 3, column 5: Invalid value``."""
    place = re.search(r" \(at (line \d+, column \d+|end of document)\)$", said)
    return clean_line(f"{place[1]}: {said[: place.start()]}" if place else said, 200)


class _Reading:
    """The reading of one file; gathers its faults."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.faults: list[str] = []

    def settings(self, told: Mapping[str, object]) -> Settings:
        self._unknown(Settings, told, "")
        return Settings(
            self._section(Screen, told.get("screen", {}), "screen"),
            self._section(Agenda, told.get("agenda", {}), "agenda"),
            tuple(self._keys(self._table(told.get("keys", {}), "keys"))),
            tuple(self._searches(self._table(told.get("searches", {}), "searches"))),
            tuple(self._catalogue(told.get("catalogue", []))),
        )

    def _fault(self, where: str, what: str) -> None:
        end = "" if what.endswith("?") else "."
        self.faults.append(f"{self.name}: {clean_line(where, 200)} {what}{end}")

    def _table(self, told: object, where: str) -> Mapping[str, object]:
        if isinstance(told, dict):
            return told
        self._fault(where, f"must be a table, [{where}]; it is left out")
        return {}

    def _unknown(self, section: type, told: Mapping[str, object], where: str) -> None:
        known = [one.name for one in fields(section)]
        for key in told:
            if key not in known:
                near = get_close_matches(key.lower(), known, 1)
                meant = f"did you mean {near[0]}?" if near else f"known are {', '.join(known)}"
                self._fault(f"{where}{key}", f"is no setting; {meant}")

    def _section(self, section: type[Section], told: object, where: str) -> Section:
        table = self._table(told, where)
        self._unknown(section, table, f"{where}.")
        return section(**self._values(section, table, where))

    def _values(self, section: type, table: Mapping[str, object], where: str) -> dict[str, object]:
        """Return the values in *table* that can be."""
        found = {}
        for one in fields(section):
            if one.name in table:
                value = table[one.name]
                value = clean_line(value) if isinstance(value, str) else value
                if must := _must(one, value):
                    left = f"; it stays {value_as_toml(one.default)}" if _has_default(one) else ""
                    self._fault(f"{where}.{one.name}", f"must be {must}{left}")
                else:
                    found[one.name] = value
        return found

    def _keys(
        self, told: Mapping[str, object], before: str = ""
    ) -> Iterator[tuple[str, tuple[str, ...]]]:
        """Yield each id with its keys; an id without quotes is a table in a table to TOML."""
        for name, value in told.items():
            binding = clean_line(before + name)
            if isinstance(value, dict) and binding.count(".") < _DEEPEST:
                yield from self._keys(value, f"{binding}.")
                continue
            given = value.split(",") if isinstance(value, str) else value
            if isinstance(given, list) and all(isinstance(one, str) for one in given):
                yield binding, tuple(key for one in given if (key := clean_line(one)))
            else:
                self._fault(f"keys.{binding}", 'must be keys, as in "s, space"; it is left out')

    def _searches(self, told: Mapping[str, object]) -> Iterator[tuple[str, str]]:
        for name, value in told.items():
            if isinstance(value, str) and clean_line(value):
                yield clean_line(name), clean_line(value)
            else:
                self._fault(f"searches.{name}", "must be a query in quotes; it is left out")

    def _catalogue(self, told: object) -> Iterator[OwnSeries]:
        if not isinstance(told, list):
            self._fault("catalogue", "must be tables, [[catalogue]]; it is left out")
            return
        for number, entry in enumerate(told, 1):
            where = f"catalogue {number}"
            table = self._table(entry, where)
            self._unknown(OwnSeries, table, f"{where}.")
            values = self._values(OwnSeries, table, where)
            if values.get("name") and values.get("url"):
                yield OwnSeries(**values)  # type: ignore[arg-type]  # checked one by one
            else:
                self._fault(where, "needs a name and a url; it is left out")


def _has_default(one: "Field[Any]") -> bool:
    return isinstance(one.default, str | int)


def _must(one: "Field[Any]", value: object) -> str:
    """Return what the value of a setting must be; empty where *value* is that."""
    wanted = type(one.default) if _has_default(one) else str
    rule = one.metadata.get("rule") or Rule(lambda _value: True, _TYPES[wanted])
    return "" if type(value) is wanted and rule.fits(value) else rule.must
