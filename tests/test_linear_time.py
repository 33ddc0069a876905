"""The time for any kind of input grows no faster than its length.

Times are compared with each other, never with a limit (``growth``).
"""

import re
import signal
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from functools import cache, partial

import pytest
from growth import TOO_SHORT, grows_too_fast, seconds
from regexes import Found, all_patterns, attacks
from sample_formats import SAMPLES
from virtual_pages import PAGES

from confbrowse import people
from confbrowse.errors import ProgrammeError
from confbrowse.readers import READERS, Hints, aclpub2, calendar_lines, dates, pmlr, read
from confbrowse.readers.virtual_html import pages
from confbrowse.text import clean, links
from confbrowse.tui.widgets import detail

HINTS = Hints(date(2025, 1, 1), source="made-up", location="/somewhere/made-up")
SIZE = 3_000
"""Characters of an attack."""
FOR_EVER = 1.0
"""Seconds of CPU time after which an exploding pattern is stopped."""
BUILT: Mapping[str, Callable[[], object]] = {
    "confbrowse.people:find_people": lambda: people.find_people(["Ada Owl"], [(1, ["Ada Owl"])]),
    "confbrowse.readers.aclpub2:": lambda: (aclpub2._PROGRAMME, aclpub2._PAPERS),
    "confbrowse.readers.frab:_name": lambda: re.compile(r"(?<!\d)25(?!\d)"),
    "confbrowse.readers.pmlr:": lambda: pmlr._KEYS,
    "confbrowse.readers.virtual_html.pages:_field": lambda: [
        re.compile(rf"(?:^|\W)(?:{names})(?:\W|$)") for names in pages._COLUMNS.values()
    ],
    "confbrowse.readers.dates:": lambda: dates._DAYS,
    "confbrowse.text.clean:_joiner_pattern": clean._joiner_pattern,
    "confbrowse.text.links:_location_rules": lambda: [
        pattern for _, _, pattern in links._location_rules()
    ],
    "confbrowse.text.patterns:__getattr__": lambda: (),  # those are where lazy_pattern is called
    "confbrowse.text.latex.tokenizer:end_of": lambda: re.compile(r"\\end\s*\{matrix\*?\}"),
    "confbrowse.tui.widgets.detail:_with_numbers_of_labels": lambda: re.compile(
        r"(?<!\w)the\ code(?!\w)"
    ),
    "confbrowse.tui.widgets.detail:_with_numbers_of_addresses": lambda: re.compile(
        rf"(?<![\w.@/-])(?:({'|'.join(detail._forms('https://arxiv.org/abs/1234.5678'))}))"
        rf"{detail._NOT_LONGER}",
        re.IGNORECASE,
    ),
    "confbrowse.tui.widgets.detail:_forms": lambda: [
        re.compile(path) for _, path in detail._PAPER_NAMES.values()
    ],
}
"""The functions that build patterns which are not literals in the source, by place."""
PARTS = 8
"""Of the patterns, for workers to share."""
PUMPS = (
    *(
        "\n",
        " ",
        "\r\n",
        "\t",
        "a",
        "0",
        "é",
        "\u0301",
        "\x1b[31m",
        "a\n",
        "#",
        "# a\n",
        "- ",
        "- a\n",
    ),
    *(
        "<!-- x -->",
        "<!--",
        "<",
        "<div>",
        "<p>",
        "</",
        "<a href=",
        "<script>",
        "<room>",
        "<x a='b' ",
    ),
    *(
        "[",
        "{",
        "(",
        "[x](",
        "[1]",
        "[[",
        "{}",
        "{},",
        "[],",
        "0,",
        '"',
        '"a",',
        "'",
        "`",
        "|",
        "*",
        "_",
    ),
    *(
        "\\",
        "$",
        "$x$ ",
        "{\\a ",
        "^",
        "\\frac",
        "\\begin{x}",
        "&",
        "&amp;",
        "&#x41;",
        "---\n",
        "a: b\n",
    ),
    *(
        "https://",
        "https://a.b/",
        "www.",
        "a.b.",
        "@",
        "#1 ",
        "Monday ",
        "10:00 ",
        "10:00 a\n",
        ", and ",
    ),
    *("BEGIN:VEVENT\n", "END:VEVENT\n", "BEGIN:VALARM\n", " folded\n", "a,b\n", "title,"),
)
"""Parts that hostile files repeat."""
IN_A_TEXT = (
    "\\",
    "[x](",
    "<",
    "{\\a ",
    "$x$ ",
    "a.b.",
    "\u0301",
    "&#x41;",
    "https://a.b/",
    " ",
    "| a ",
)
"""Texts that are hard to process in a title or an abstract."""


def made(found: Found, start: str, pump: str, end: str, size: int) -> str | bytes:
    text = start + pump * max(1, size // len(pump)) + end
    return text.encode() if isinstance(found.pattern.pattern, bytes) else text


@contextmanager
def stopped_when_it_explodes() -> Iterator[None]:
    """Raise TimeoutError if the block takes too long; regex matching checks for signals."""

    def stop(_signal: int, _frame: object) -> None:
        raise TimeoutError

    before = signal.signal(signal.SIGVTALRM, stop)
    signal.setitimer(signal.ITIMER_VIRTUAL, FOR_EVER)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)


def fault(
    found: Found,
    run: Callable[[str | bytes], object],
    attack: tuple[str, str, str],
    length: int = SIZE,
) -> str:
    """Return a fault in the time of *run* on about *length* characters; empty if there is none."""

    def work(size: int) -> Callable[[], object]:
        return partial(run, made(found, *attack, size))

    size = int(length * len(attack[1]) ** 0.5)
    begun = time.process_time()
    try:
        with stopped_when_it_explodes():
            work(size)()
    except TimeoutError:
        return f"explodes for {attack}"
    is_short = time.process_time() - begun < TOO_SHORT
    return "" if is_short or not grows_too_fast(work, size) else f"takes far too long for {attack}"


@cache
def patterns() -> tuple[list[Found], list[str]]:
    return all_patterns(BUILT)


def test_every_pattern_is_known_to_this_test() -> None:
    known, unknown = patterns()
    assert not unknown, "name in BUILT what builds the patterns in these places"
    assert len(known) > 300


@pytest.mark.parametrize("part", range(PARTS))
def test_every_pattern_takes_linear_time(part: int) -> None:
    faults = (
        f"{found.where}: {found.pattern.pattern!r} {fault_found}"
        for found in patterns()[0][part::PARTS]
        for attack in attacks(found.pattern)
        for run in found.runs
        if (fault_found := fault(found, run, attack))
    )
    assert not next(faults, "")


@pytest.mark.parametrize(
    "pattern",
    [
        r"(?:<!--.{0,2000}?-->\s*)*<html",
        r"\s*x?\s*y",
        r"<a[^>]*>",
    ],
)
def test_the_attacks_find_patterns_that_explode(pattern: str) -> None:
    found = Found("made-up", re.compile(pattern, re.DOTALL))
    assert any(
        fault(found, run, attack, SIZE // 2)
        for attack in attacks(found.pattern)
        for run in found.runs
    )


def reading(raw: bytes) -> Callable[[], object]:
    def work() -> None:
        try:
            read(raw, HINTS)
        except ProgrammeError:
            return

    return work


def with_pump(raw: bytes, pump: str, size: int) -> bytes:
    """Return *raw* with about *size* bytes of *pump* in one of its texts, else before it."""
    pumped = (pump * (size // len(pump))).encode()
    at = max(raw.find(b"Moths"), 0)
    return raw[:at] + pumped + raw[at:]


@pytest.mark.parametrize("reader", READERS, ids=lambda reader: reader.name)
def test_a_format_is_recognised_in_linear_time(reader: object) -> None:
    assert reader in READERS
    recognises = next(one.recognises for one in READERS if one is reader)
    for pump in PUMPS:
        for head in (b"", b"<!doctype html>", b"- a:", b"BEGIN:VCALENDAR", b"---\n", b'[{"a":'):
            raw = (pump * 4_000).encode()
            if seconds(lambda raw=head + raw: recognises(raw)) > TOO_SHORT:  # type: ignore[misc]  # as above

                def work(size: int, head: bytes = head, pump: str = pump) -> Callable[[], object]:
                    given = head + (pump * size).encode()
                    return lambda: recognises(given)

                assert not grows_too_fast(work, 4_000), (head, pump)


@pytest.mark.parametrize("pump", PUMPS)
def test_a_file_of_one_thing_over_and_over_is_read_in_linear_time(pump: str) -> None:
    assert not grows_too_fast(lambda size: reading((pump * size).encode()), 1_000)


@pytest.mark.parametrize("name", [*SAMPLES, *PAGES])
def test_a_file_with_something_over_and_over_in_it_is_read_in_linear_time(name: str) -> None:
    raw = (SAMPLES | PAGES)[name]

    def work(size: int, pump: str) -> Callable[[], object]:
        return reading(with_pump(raw, pump, size))

    faults = [pump for pump in IN_A_TEXT if grows_too_fast(partial(work, pump=pump), 2_000)]
    assert not faults


@pytest.mark.parametrize("lead", ["\n" * 2_000, "<!-- x -->\n" * 40, " " * 1_000, "\r\n" * 1_000])
@pytest.mark.parametrize("name", [*SAMPLES, *PAGES])
def test_what_comes_before_a_file_costs_no_more_than_its_length(name: str, lead: str) -> None:
    raw = (SAMPLES | PAGES)[name]
    assert not grows_too_fast(lambda size: reading(lead.encode() * (size // 10) + raw), 10)


def events(number: int, lines: str, between: str = "") -> bytes:
    return f"BEGIN:VCALENDAR\n{lines * number}{between}END:VCALENDAR\n".encode()


@pytest.mark.parametrize(
    "lines",
    [
        "BEGIN:VEVENT\n",
        "BEGIN:VEVENT\nSUMMARY:Moths\nEND:VEVENT\n",
        "BEGIN:VEVENT\nSUMMARY:Moths\nBEGIN:VALARM\n",
        "BEGIN:VTIMEZONE\nTZID:a\n",
        "END:VEVENT\n",
    ],
)
def test_a_calendar_is_read_in_linear_time(lines: str) -> None:
    assert not grows_too_fast(lambda size: reading(events(size, lines)), 200)


@pytest.mark.parametrize("lines", ["BEGIN:VEVENT\n", "BEGIN:VEVENT\nSUMMARY:x\nEND:VEVENT\n"])
def test_more_events_than_any_programme_has_are_refused_before_one_is_read(lines: str) -> None:
    raw = events(calendar_lines.MAX_EVENTS + 1, lines)
    with pytest.raises(ProgrammeError, match="more than 50,000 events"):
        read(raw, HINTS)
