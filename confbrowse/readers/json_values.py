"""JSON from outside: parsed within bounds, and read without trusting any of its types."""

import json
import math
from collections.abc import Iterator, Mapping
from typing import Any

from confbrowse.errors import ProgrammeError

Object = Mapping[str, Any]  # JSON is what Any is for

_LANGUAGES = ("en", "en-US", "en-GB")
"""Which of several translations of one field is taken, where there is one."""


def parsed(raw: bytes, source: str) -> Any:  # JSON is what Any is for
    """Return what *raw* holds. Raises ProgrammeError, naming *source*, where it is no JSON."""
    try:
        return json.loads(raw.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise ProgrammeError(
            f"{source} is not JSON in UTF-8: byte {error.start + 1} is no text. Fetch it again."
        ) from error
    except json.JSONDecodeError as error:
        raise ProgrammeError(
            f"{source} is not complete JSON: it breaks off or is damaged in line {error.lineno}, "
            f"column {error.colno}. Fetch it again."
        ) from error
    except (RecursionError, ValueError) as error:  # a number of thousands of digits is a ValueError
        raise ProgrammeError(
            f"{source} is JSON that no programme is: too deep or too long."
        ) from error


def mapping(value: object) -> Object:
    """Return *value* where it is an object, else an empty one."""
    return value if isinstance(value, dict) else {}


def items(value: object) -> list[Any]:
    """Return *value* where it is a list; what stands alone is a list of one, null is none."""
    if isinstance(value, list):
        return value
    return [] if value is None or value == "" else [value]


def objects(value: object) -> Iterator[Object]:
    """Yield what is an object among the items of *value*, or among the values of a mapping."""
    values = value.values() if isinstance(value, dict) else items(value)
    return (one for one in values if isinstance(one, dict))


def string(value: object) -> str:
    """Return *value* as a string: a number as written, a translated text in English if it can be."""
    if isinstance(value, str):
        return value
    if isinstance(value, dict):
        told = {key: text for key, text in value.items() if isinstance(text, str) and text}
        return next((told[key] for key in _LANGUAGES if key in told), next(iter(told.values()), ""))
    if isinstance(value, bool) or not isinstance(value, int | float):
        return ""
    return f"{value:g}" if isinstance(value, int) and abs(value) < 10**6 else _number(value)


def _number(value: float) -> str:
    return str(value) if abs(value) < 10**18 and math.isfinite(value) else ""


def first(record: Object, *keys: str) -> str:
    """Return the first of the fields *keys* of *record* that says something; empty if none does."""
    for key in keys:
        if text := string(record.get(key)).strip():
            return text
    return ""


def names(value: object, *keys: str) -> list[str]:
    """Return the names in *value*: strings, or objects that have one under one of *keys*."""
    found = (
        first(one, *keys) if isinstance(one, dict) else string(one).strip() for one in items(value)
    )
    return [name for name in found if name]
