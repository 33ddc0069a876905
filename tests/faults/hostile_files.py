"""Files for readers: thousands of mutated ones, and bombs, each read in a child process with limits."""

import json
import resource
import signal
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from functools import cache
from pathlib import Path
from random import Random
from time import process_time
from types import FrameType
from typing import Any

from command_line import CHECKOUT, PAGE, controls
from faults.bombs import BOMBS, plain
from faults.fork_server import Say
from mutations import INSTEAD
from sample_formats import SAMPLES
from virtual_pages import PAGES

from confbrowse.errors import ConfbrowseError, ProgrammeError
from confbrowse.exchange import importing
from confbrowse.ingest.pipeline import ImportOptions, gather
from confbrowse.readers import Hints, read
from confbrowse.sources.files import sources

HINTS = Hints(date(2025, 1, 1), source="mutated", location="/somewhere/mutated")
_WISHES = ImportOptions(date(2025, 1, 1))
_LARGEST_SAMPLE = 100_000
_REAL = CHECKOUT.parent / "shared" / "data"
"""Real files, if available."""
_OFTEN_REAL = 0.1
_ROOM = 2 << 30
"""Bytes of memory allowed for one file, in addition to what a child has from the start."""
_DEEPER = 0.8
"""How often a nested value is replaced rather than the outer one."""
_SECONDS = 30.0
"""Seconds of CPU time after which reading a small file counts as endless."""
_TOKENS = (
    *(b"\0", b"\x1b[31m", b"\x9b", b"\r", b"\n\n\n", b"<", b">", b"&", b"&#x1b;", b"&#0;", b"<!--"),
    *(b"-->", b"<![CDATA[", b"<script>", b"</div>", b'"', b"'", b"[", b"]", b"{", b"}", b",", b":"),
    *(
        b"\xff\xfe",
        b"\xef\xbb\xbf",
        b"\xf0\x9f\x92\xa5",
        b"\xe2\x80\xae",
        b"\xed\xa0\x80",
        b"\\u0000",
    ),
    *(b"9" * 40, b"-1", b"1e999", b"NaN", b"null", b"true", b"0000-00-00", b"9999-12-31T23:59:60Z"),
    *(
        b"BEGIN:VEVENT\n",
        b"END:VEVENT\n",
        b"DTSTART;TZID=X:1\n",
        b"RRULE:FREQ=SECONDLY\n",
        b"- ",
        b"---\n",
    ),
    *(
        b"&a [*a,*a]",
        b"!!python/object:os.system",
        b"http://",
        b"25:61",
        b"Tue 20 July 7:00 - 7:20 PDT\n",
    ),
)


class TooSlowError(Exception):
    """A file took more CPU time than allowed."""


@cache
def corpus() -> tuple[tuple[bytes, ...], tuple[bytes, ...]]:
    """Return the made-up files to mutate, and the real ones."""
    real = sorted(one for one in _REAL.rglob("*") if one.is_file()) if _REAL.exists() else []
    made = (*SAMPLES.values(), *PAGES.values(), PAGE.encode(), _CALENDAR_OF_OURS)
    return made, tuple(one.read_bytes()[:_LARGEST_SAMPLE] for one in real)


_CALENDAR_OF_OURS = b"""BEGIN:VCALENDAR\r\nVERSION:2.0\r\nBEGIN:VEVENT\r\nUID:a@b\r\nX-CONFBROWSE-ID:icml-2021/moths\r
SUMMARY:Moths\r\nDTSTART:20210720T090000Z\r\nDTEND:20210720T092000Z\r\nPRIORITY:1\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"""


def mutated(seed: int, number: int) -> bytes:
    """Return the file with this *number* of those that *seed* makes."""
    random = Random(f"{seed}/{number}")
    made, real = corpus()
    raw = random.choice(real if real and random.random() < _OFTEN_REAL else made)
    for _ in range(random.choice((1, 1, 2, 3, 8))):
        raw = random.choice(_MUTATIONS)(raw, random)
    return raw


def _cut(raw: bytes, random: Random) -> tuple[int, int]:
    """Return where a piece begins and ends, usually a small one."""
    begin = random.randrange(len(raw) + 1)
    longest = random.choice((1, 4, 40, 400, len(raw)))
    return begin, min(len(raw), begin + random.randint(0, longest))


def _flip(raw: bytes, random: Random) -> bytes:
    if not raw:
        return raw
    at = random.randrange(len(raw))
    return raw[:at] + bytes([raw[at] ^ (1 << random.randrange(8))]) + raw[at + 1 :]


def _delete(raw: bytes, random: Random) -> bytes:
    begin, end = _cut(raw, random)
    return raw[:begin] + raw[end:]


def _repeat(raw: bytes, random: Random) -> bytes:
    begin, end = _cut(raw, random)
    times = random.choice((2, 2, 3, 200 if end - begin < 100 else 2))
    return raw[:begin] + raw[begin:end] * times + raw[end:]


def _insert(raw: bytes, random: Random) -> bytes:
    at = random.randrange(len(raw) + 1)
    return raw[:at] + random.choice(_TOKENS) * random.choice((1, 1, 1, 50)) + raw[at:]


def _move(raw: bytes, random: Random) -> bytes:
    begin, end = _cut(raw, random)
    rest = raw[:begin] + raw[end:]
    at = random.randrange(len(rest) + 1)
    return rest[:at] + raw[begin:end] + rest[at:]


def _splice(raw: bytes, random: Random) -> bytes:
    other = random.choice(corpus()[0])
    begin, end = _cut(other, random)
    at = random.randrange(len(raw) + 1)
    return raw[:at] + other[begin:end] + raw[at:]


def _noise(raw: bytes, random: Random) -> bytes:
    begin, end = _cut(raw, random)
    return raw[:begin] + random.randbytes(end - begin) + raw[end:]


def _lines(raw: bytes, random: Random) -> bytes:
    lines = raw.splitlines(keepends=True)
    random.shuffle(lines)
    return b"".join(lines[: random.randint(0, len(lines))])


def _value(raw: bytes, random: Random) -> bytes:
    """Replace a value in JSON, or all of it, by another."""
    try:
        root: Any = [json.loads(raw)]
    except (ValueError, RecursionError):
        return _insert(raw, random)
    holder, key = root, 0
    while isinstance(inner := holder[key], dict | list) and inner and random.random() < _DEEPER:
        keys = list(inner) if isinstance(inner, dict) else range(len(inner))
        holder, key = inner, random.choice(keys)
    holder[key] = random.choice((*INSTEAD, [holder[key]] * 3, {"x": holder[key]}))
    return json.dumps(root[0]).encode()


_MUTATIONS: Sequence[Callable[[bytes, Random], bytes]] = (
    *(_flip, _delete, _repeat, _insert, _insert, _move, _splice, _noise, _lines, _value, _value),
)


@contextmanager
def _within_limits() -> Iterator[None]:
    """Raise TooSlowError or MemoryError in a block that takes more than any file may."""

    def stop(_number: int, _frame: FrameType | None) -> None:
        raise TooSlowError

    signal.signal(signal.SIGVTALRM, stop)
    signal.setitimer(signal.ITIMER_VIRTUAL, _SECONDS)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)


def _limit_memory() -> None:
    used = int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()
    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    resource.setrlimit(resource.RLIMIT_AS, (used + _ROOM, hard))


def read_mutated(say: Say, *, seed: int, first: int, count: int, folder: str) -> dict[str, Any]:
    """Read *count* mutated files from number *first* on; those that fail are saved in *folder*."""
    _limit_memory()
    understood, slowest, troubles = 0, (0.0, 0), []
    for number in range(first, first + count):
        if number % 100 == 0:
            say({"at": number})
        raw = mutated(seed, number)
        began = process_time()
        try:
            with _within_limits():
                understood += _is_understood(raw)
        except Exception as error:  # noqa: BLE001 - any error is a finding
            file = Path(folder) / f"{seed}-{number}"
            file.write_bytes(raw)
            troubles.append(f"{type(error).__name__}: {error} on reading {file}")
        slowest = max(slowest, (process_time() - began, number))
    return {"understood": understood, "slowest": slowest, "troubles": troubles}


def _is_understood(raw: bytes) -> bool:
    """Return whether *raw* is read, at least in part; checks that a refusal is a sentence."""
    understood = False
    for reader in (_programme, _agenda):
        try:
            understood |= reader(raw)
        except ConfbrowseError as error:
            said = str(error)
            assert said.endswith(".") and said.isprintable() and len(said) < 600, said
    return understood


def _programme(raw: bytes) -> bool:
    programme = read(raw, HINTS).programme
    assert programme.talks, "a reading without a talk"
    texts = [text for talk in programme.talks for text in (talk.title, talk.id, *talk.authors)]
    assert not any(controls(text) for text in texts), "a control character came through"
    assert all(talk.title.strip() for talk in programme.talks), "a talk without a title"
    return True


def _agenda(raw: bytes) -> bool:
    if not importing.is_ours(raw):
        raise ProgrammeError("It is no agenda.")
    return bool(importing.read(raw, "mutated").entries)


def read_bomb(_: Say, *, name: str, size: int, folder: str, is_plain: bool) -> dict[str, Any]:
    """Read the bomb of this *name*, or a plain file of its *size*, as ``add`` does; return its cost."""
    path = Path(folder) / ("plain.csv" if is_plain else BOMBS[name].file)
    raw = plain(size) if is_plain else BOMBS[name].make(size)
    path.write_bytes(raw)
    length = len(raw)
    del raw
    _limit_memory()
    before, began = _memory(), process_time()
    said = ""
    try:
        if importing.is_ours(path.read_bytes()[: importing.HEAD]):
            importing.read(path.read_bytes(), path.name)
        gather(sources([str(path)]), _WISHES)
    except ConfbrowseError as error:
        said = str(error)
    return {
        "seconds": process_time() - began,
        "kib": _memory() - before,
        "size": length,
        "said": said,
    }


def _memory() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
