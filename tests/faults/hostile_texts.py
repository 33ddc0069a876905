"""Texts that would control a terminal, wherever a programme, a note or a file name has text."""

import json
from collections.abc import Mapping
from pathlib import Path
from random import Random
from typing import Any

from command_line import controls
from faults.fork_server import Say
from faults.homes import run
from sample_formats import SAMPLES

PIECES = (
    *(
        "\x1b[31m",
        "\x1b]0;owned\x07",
        "\x1b]52;c;bW90aHM=\x07",
        "\x1bP+q544e\x1b\\",
        "\x1b[2J",
        "\x1bc",
    ),
    *(
        "\x1b[6n",
        "\x1b[?1049l",
        "\x1b]8;;http://evil.example\x1b\\",
        "\x9b31m",
        "\x9d0;x\x9c",
        "\x90x\x9c",
    ),
    *(
        "\x00",
        "\x07",
        "\x08\x08",
        "\x0b",
        "\x0c",
        "\x0e",
        "\x7f",
        "\x85",
        "\r",
        "\t",
        "\n",
        "\u2028",
        "\u2029",
    ),
    *("\u202e", "\u2066", "\u2069", "\u200f", "\u061c", "\ufeff", "\u200b", "\u00ad", "\U000e0041"),
    *(
        "\ud800",
        "[bold red]",
        "[/]",
        "[@click=app.quit]x[/]",
        "$(reboot)",
        "`x`",
        "=cmd|x",
        "%0a",
        "&#x1b;[31m",
    ),
    *("\\u001b[31m", "a\u0300" * 30, "‮", "𝕏", "字" * 5, "-" * 3, "--help", "\x1b" * 3),
)
_HOSTILE = 0.7


def programme(random: Random) -> bytes:
    """Return a programme in confbrowse's own format with hostile texts in it."""
    lines = SAMPLES["confbrowse JSON"].decode().splitlines()
    return "\n".join(json.dumps(_spoiled(json.loads(line), random)) for line in lines).encode()


def _spoiled(value: Any, random: Random, key: str = "") -> Any:
    """Return a *value* of JSON with hostile texts in its strings, except those that must be exact."""
    if isinstance(value, dict):
        return {name: _spoiled(inner, random, name) for name, inner in value.items()}
    if isinstance(value, list):
        return [_spoiled(inner, random, key) for inner in value]
    exact = key in {"start", "end", "id", "programme"}
    if isinstance(value, str) and not exact and random.random() < _HOSTILE:
        return text(random, value)
    return value


def text(random: Random, around: str = "Moths") -> str:
    """Return *around* with something hostile in it."""
    at = random.randrange(len(around) + 1)
    return around[:at] + "".join(random.choices(PIECES, k=random.randint(1, 3))) + around[at:]


def leaks(_: Say, *, seed: str, folder: str) -> dict[str, Any]:
    """Add a hostile programme with hostile marks, and print it in every way; return what leaks."""
    random, place = Random(seed), Path(folder)
    place.mkdir()
    name = text(random, "moths").replace("/", "").replace("\0", "").encode(errors="ignore").decode()
    source = place / f"{name}.jsonl"
    source.write_bytes(programme(random))
    found: dict[str, Any] = {"tried": 0, "leaks": [], "bytes": 0, "troubles": []}

    def attempt(*argv: str) -> str:
        found["tried"] += 1
        ran = run(*argv)
        if ran.trouble:
            found["troubles"].append(f"{argv}: {ran.trouble!r}")
        leaked = controls(ran.err) | (controls(ran.out) - _ALLOWED.get(argv[0], set()))
        if leaked:
            found["leaks"].append(f"{argv}: {sorted(map(hex, map(ord, leaked)))}")
            found["bytes"] += len(leaked)
        return ran.out

    attempt("add", str(source))
    ids = [json.loads(line)["id"] for line in attempt("list", "--json").splitlines()]
    for one in ids:
        attempt("note", one, text(random).replace("\0", "").encode(errors="ignore").decode())
        attempt("star", one)
        attempt("show", one)
        attempt("show", one, "--json")
        attempt("like", one)
    for argv in _PRINTING:
        attempt(*argv)
    for kind in ("ics", "md", "csv", "json", "bib", "mirror"):
        attempt("export", kind)
        attempt("export", kind, "-o", str(place / f"{name}.{kind}"))
    attempt("search", text(random).replace("\0", ""))
    attempt("check", str(source))
    attempt("remove", text(random).replace("\0", ""))
    attempt("add", str(place / f"{name}.none"))
    attempt("import", str(place / f"{name}.json"))
    attempt("compare", str(place / f"{name}.json"))
    attempt("undo")
    return found


_PRINTING = (
    *(
        ("list",),
        ("list", "--sessions"),
        ("agenda",),
        ("agenda", "--json"),
        ("search", "moths"),
        ("doctor",),
    ),
    *(
        ("search", "--json", "moths"),
        ("people", "ada"),
        ("now",),
        ("update",),
        ("paths",),
        ("config",),
    ),
)
_ALLOWED: Mapping[str, set[str]] = {"export": {"\r"}}
"""The line ends of a calendar and a table."""
