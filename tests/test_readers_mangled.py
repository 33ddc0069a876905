"""One defect at a time: every value of a sample replaced, every line deleted, bytes changed."""

import json
from collections.abc import Iterator
from copy import deepcopy
from datetime import date
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from mutations import INSTEAD
from sample_formats import NAMES, SAMPLES

from confbrowse.errors import ProgrammeError
from confbrowse.readers import READERS, Hints, read

HINTS = Hints(date(2025, 1, 1), source="made-up", location="/somewhere/made-up")
OF_JSON = [
    name for name in NAMES if SAMPLES[name].lstrip()[:1] in b"{[" and name != "confbrowse JSON"
]
Place = tuple[str | int, ...]
Value = Any  # as in JSON


def places(value: Value, above: Place = ()) -> Iterator[Place]:
    """Yield the place of every value in *value*, including itself."""
    yield above
    pairs = value.items() if isinstance(value, dict) else ()
    for key, inner in enumerate(value) if isinstance(value, list) else pairs:
        yield from places(inner, (*above, key))


def replaced(value: Value, place: Place, by: Value) -> Value:
    if not place:
        return by
    changed = deepcopy(value)
    holder = changed
    for key in place[:-1]:
        holder = holder[key]
    holder[place[-1]] = by
    return changed


def is_single(value: Value, place: Place) -> bool:
    for key in place:
        value = value[key]
    return not isinstance(value, dict | list)


def sound(raw: bytes) -> bool:
    """Return whether *raw* is read, at least in part; checks that a refusal is one sentence."""
    try:
        programme = read(raw, HINTS).programme
    except ProgrammeError as error:
        said = str(error)
        assert said.endswith(".") and said.isprintable() and len(said) < 400
        return False
    assert programme.talks
    assert all(talk.title.strip() for talk in programme.talks)
    return True


@pytest.mark.parametrize("name", OF_JSON)
def test_any_value_may_be_any_other(name: str) -> None:
    whole = json.loads(SAMPLES[name])
    for place in places(whole):
        for by in INSTEAD:
            sound(json.dumps(replaced(whole, place, by)).encode())


@pytest.mark.parametrize("name", OF_JSON)
def test_a_single_value_that_is_null_does_not_cost_the_others(name: str) -> None:
    whole = json.loads(SAMPLES[name])
    emptied = [replaced(whole, place, None) for place in places(whole) if is_single(whole, place)]
    assert all(sound(json.dumps(one).encode()) for one in emptied)


@pytest.mark.parametrize("name", NAMES)
def test_any_line_may_be_lost_or_come_twice(name: str) -> None:
    lines = SAMPLES[name].replace(b"><", b">\n<").replace(b", ", b",\n ").splitlines(keepends=True)
    for at in range(len(lines)):
        sound(b"".join(lines[:at] + lines[at + 1 :]))
        sound(b"".join(lines[: at + 1] + lines[at:]))


@pytest.mark.parametrize("name", NAMES)
@given(data=st.data())
@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
def test_any_bytes_may_be_turned(name: str, data: st.DataObject) -> None:
    raw = bytearray(SAMPLES[name])
    spots = st.tuples(st.integers(0, len(raw) - 1), st.integers(0, 255))
    for at, byte in data.draw(st.lists(spots, min_size=1, max_size=8)):
        raw[at] = byte
    sound(bytes(raw))


@pytest.mark.parametrize("reader", READERS, ids=lambda reader: reader.name)
@given(raw=st.binary(max_size=200))
@settings(max_examples=25, deadline=None)
def test_what_a_reader_recognises_it_reads_or_refuses_in_a_sentence(
    reader: Any, raw: bytes
) -> None:
    for start in (b"", b"{", b"[{", b"<", b"---\n", b"BEGIN:VCALENDAR\n", b"title,authors\n"):
        try:
            reader.read(start + raw, HINTS)
        except ProgrammeError as error:
            assert str(error).endswith(".")
