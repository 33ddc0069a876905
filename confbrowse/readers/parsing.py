"""Bounded parsing of JSON, XML and YAML from outside, and detection of encodings."""

import codecs
import json
import math
import re
from collections.abc import Iterator, Mapping
from typing import Any
from xml.etree import ElementTree as ET

from confbrowse.errors import ProgrammeError
from confbrowse.readers.base import Remark

Object = Mapping[str, Any]  # JSON values have any type

_MAX_MEMORY = 320 * 1024 * 1024
"""Bytes of memory for parsing, the source included; building talks takes less."""
_FOUR_BYTE = re.compile(rb"[\xf0-\xf4]")
"""A string with one of these characters takes four bytes per character..."""
_TWO_BYTE = re.compile(rb"[\xc4-\xef]")
"""... and with one of these, two."""
_PERSON_IDS = ("id", "guid", "code", "username", "url")
_LANGUAGES = ("en", "en-US", "en-GB")
"""Preferred translations of a field."""


def parse_json(raw: bytes, source: str) -> Any:  # JSON values have any type
    """Return *raw* as JSON values.

    Raises ProgrammeError, naming *source*, if it is not valid JSON.
    """
    if _estimated_memory(raw) > _MAX_MEMORY:
        raise ProgrammeError(f"{source} is too large: parsing its JSON would take too much memory.")
    try:
        return json.loads(raw.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise ProgrammeError(
            f"{source} is not JSON in UTF-8: byte {error.start + 1} is invalid. Fetch it again."
        ) from error
    except json.JSONDecodeError as error:
        raise ProgrammeError(
            f"{source} is not valid JSON: it is cut off or damaged in line {error.lineno}, "
            f"column {error.colno}. Fetch it again."
        ) from error
    except (
        RecursionError,
        ValueError,
    ) as error:  # a number with thousands of digits raises ValueError
        raise ProgrammeError(
            f"{source} is JSON that is nested too deeply, or has too long a number."
        ) from error


def _estimated_memory(raw: bytes) -> int:
    """Return an upper estimate of the bytes of memory needed to parse *raw*.

    Values are counted by the ``[``, ``{``, ``,`` and ``:`` before them. Those in strings count as
    well, but they are few for the length of a text. The whole source is held as a string and again
    as values.
    """
    widest = 4 if _FOUR_BYTE.search(raw) else 2 if _TWO_BYTE.search(raw) else 1
    objects, lists = raw.count(b"{"), raw.count(b"[")
    values = raw.count(b",") + raw.count(b":")
    return (1 + 2 * widest) * len(raw) + 200 * objects + 80 * lists + 40 * values


def mapping(value: object) -> Object:
    """Return *value* if it is an object, else an empty one."""
    return value if isinstance(value, dict) else {}


def items(value: object) -> list[Any]:
    """Return *value* if it is a list; a single value becomes a list of one, null an empty list."""
    if isinstance(value, list):
        return value
    return [] if value is None or value == "" else [value]


def objects(value: object) -> Iterator[Object]:
    """Yield the objects among the items of *value*, or among the values of a mapping."""
    values = value.values() if isinstance(value, dict) else items(value)
    return (one for one in values if isinstance(one, dict))


def string(value: object) -> str:
    """Return *value* as a string: a number as written, a translated text preferably in English."""
    if isinstance(value, str):
        return value
    if isinstance(value, dict):
        translations = {key: text for key, text in value.items() if isinstance(text, str) and text}
        return next(
            (translations[key] for key in _LANGUAGES if key in translations),
            next(iter(translations.values()), ""),
        )
    if isinstance(value, bool) or not isinstance(value, int | float):
        return ""
    return f"{value:g}" if isinstance(value, int) and abs(value) < 10**6 else _number(value)


def _number(value: float) -> str:
    return str(value) if abs(value) < 10**18 and math.isfinite(value) else ""


def first(record: Object, *keys: str) -> str:
    """Return the first non-empty field of *record* among *keys*; empty if there is none."""
    for key in keys:
        if text := string(record.get(key)).strip():
            return text
    return ""


def names(value: object, *keys: str) -> list[str]:
    """Return the names in *value*: strings, or objects with a name under one of *keys*.

    An object with the id and name of an earlier one is the same person.
    """
    found = []
    seen: set[tuple[str, str]] = set()
    for one in items(value):
        name = first(one, *keys) if isinstance(one, dict) else string(one).strip()
        person = (first(one, *_PERSON_IDS) if isinstance(one, dict) else "", name)
        if name and not (person[0] and person in seen):
            found.append(name)
        seen.add(person)
    return found


# XML: entities are not expanded, nothing is fetched, depth is bounded.

_ENTITY_DECLARATION = re.compile(
    rb"[^<]*(?:<(?:\?|!--)[^<]*)*<!\s*(?:DOCTYPE[^>\[]*\[|ENTITY)", re.IGNORECASE
)
"""Matches a declaration in the prologue only."""
_MAX_DEPTH = 200
"""Depth of nested elements."""
_MAX_XML_MEMORY = 192 * 1024 * 1024
"""Bytes of memory for the source and its tree, without the talks built from it."""


class _BoundedBuilder(ET.TreeBuilder):
    """Builds a tree without namespaces, and refuses deep nesting."""

    depth = 0

    def start(self, tag: str, attrs: dict[str, str]) -> ET.Element:
        self.depth += 1
        if self.depth > _MAX_DEPTH:
            raise RecursionError
        return super().start(tag.rpartition("}")[2], attrs)

    def end(self, tag: str) -> ET.Element:
        self.depth -= 1
        return super().end(tag.rpartition("}")[2])


def parse_xml(raw: bytes, source: str) -> ET.Element:
    """Return the root of *raw*. Raises ProgrammeError, naming *source*, if it is not valid XML."""
    if _ENTITY_DECLARATION.match(raw.replace(b"\0", b"")):
        raise ProgrammeError(f"{source} declares its own XML entities, which are not safe to read.")
    # estimated from the number of tags and attributes before anything is built
    if len(raw) + 150 * raw.count(b"<") + 200 * raw.count(b"=") > _MAX_XML_MEMORY:
        raise ProgrammeError(f"{source} has too many XML elements for a programme.")
    try:
        return ET.fromstring(raw, ET.XMLParser(target=_BoundedBuilder()))  # noqa: S314 - guarded above
    except ET.ParseError as error:
        line, column = error.position
        raise ProgrammeError(
            f"{source} is not valid XML: it is cut off or damaged in line {line}, "
            f"column {column + 1}. Fetch it again."
        ) from error
    except (RecursionError, ValueError, LookupError) as error:
        raise ProgrammeError(
            f"{source} is XML that is nested too deeply, or in an unknown encoding."
        ) from error


def element_text(element: ET.Element) -> str:
    """Return all text in *element*, stripped."""
    return "".join(element.itertext()).strip()


# YAML: plain values only, few references, no tags.

_ANCHOR = re.compile(rb"(?:^|[\s\[{,:-])[&*][A-Za-z0-9_]+\s*(?:$|[\s\]},])", re.MULTILINE)
_MAX_REFERENCES = 200
_MAX_YAML_BYTES = 16 * 1024 * 1024
_VALUE_SIGNS = (b":", b",", b"-", b"[", b"{", b"\n")
_MAX_VALUE_SIGNS = 1_000_000
"""Most characters of the kinds above: a rough count of values, each of which takes 1 KB to parse."""


def parse_yaml(raw: bytes, source: str) -> Any:  # YAML values have any type, like JSON values
    """Return *raw* as YAML values.

    Raises ProgrammeError, naming *source*, if it is not valid YAML.
    """
    import yaml  # late: only needed for YAML

    is_large = len(raw) > _MAX_YAML_BYTES or sum(map(raw.count, _VALUE_SIGNS)) > _MAX_VALUE_SIGNS
    if is_large or len(_ANCHOR.findall(raw)) > _MAX_REFERENCES:
        raise ProgrammeError(f"{source} is YAML that is too long or too complex.")
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    try:
        return yaml.load(raw.decode("utf-8-sig", errors="replace"), Loader=loader)  # noqa: S506 - safe
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        where = f" in line {mark.line + 1}" if mark else ""
        raise ProgrammeError(f"{source} is not valid YAML: it is damaged{where}.") from error
    except (RecursionError, ValueError, TypeError) as error:
        raise ProgrammeError(
            f"{source} is YAML that is nested too deeply, or has invalid values."
        ) from error


# Encodings.

LEAD = rb"\s*+(?:\xef\xbb\xbf\s*+)?+"
"""Pattern for white space and a byte order mark before the first character of a format."""
COMMENTS = rb"(?:<!--(?:(?!-->).)*+-->\s*+)*+"
"""Pattern of any number of HTML comments, for use with ``re.DOTALL``."""
_BYTE_ORDER_MARKS = {b"\xff\xfe": "utf-16-le", b"\xfe\xff": "utf-16-be"}
_GUESSED = "not in UTF-8; read as Western European, so some characters may be wrong"
_DAMAGED = "some characters are damaged and shown as \ufffd"
_REPLACEMENT = "\ufffd"
_CHUNK = 1_048_576
"""Bytes decoded at a time."""


def to_utf8(raw: bytes) -> bytes:
    """Return *raw* in UTF-8 if its byte order mark says UTF-16; XML declares its own encoding."""
    encoding = _BYTE_ORDER_MARKS.get(raw[:2])
    if encoding is None:
        return raw
    text = raw[2:].decode(encoding, errors="replace")
    return raw if text.lstrip().startswith("<?xml") else text.encode(errors="replace")


def detect_encoding(raw: bytes) -> tuple[str, list[Remark]]:
    """Return the encoding to read *raw* with, and a warning if it is not all UTF-8.

    It is decoded in chunks, so that the whole text is never held in memory.
    """
    decoder = codecs.getincrementaldecoder("utf-8-sig")(errors="replace")
    lost_chars = valid_chars = 0
    end = ""
    for start in range(0, len(raw), _CHUNK):
        text = decoder.decode(raw[start : start + _CHUNK], final=start + _CHUNK >= len(raw))
        missing = text.count(_REPLACEMENT)
        lost_chars += missing
        valid_chars += (
            0 if text.isascii() else len(text) - len(text.encode("ascii", "ignore")) - missing
        )
        end = text[-1:] or end
    if not lost_chars or (end == _REPLACEMENT and lost_chars == 1):  # cut off inside a character
        return "utf-8-sig", []
    is_guessed = valid_chars < lost_chars
    why = _GUESSED if is_guessed else _DAMAGED
    return "cp1252" if is_guessed else "utf-8-sig", [Remark(None, "", why, left_out=False)]


def decode(raw: bytes) -> tuple[str, list[Remark]]:
    """Return *raw* as text without NULs, and a warning if it is not all UTF-8."""
    encoding, remarks = detect_encoding(raw)
    text = raw.decode(encoding, errors="replace").replace("\0", "")
    return text if remarks else text.removesuffix(_REPLACEMENT), remarks
