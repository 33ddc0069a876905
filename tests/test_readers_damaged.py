"""Damaged files: a reader raises one sentence, or returns what can still be read."""

from collections.abc import Callable
from datetime import date
from functools import partial

import pytest
from sample_formats import SAMPLES
from virtual_pages import PAGES

from confbrowse.errors import ProgrammeError
from confbrowse.readers import Hints, read

HINTS = Hints(date(2025, 1, 1), source="made-up", location="/somewhere/made-up")
FILES = SAMPLES | PAGES
TENTHS = range(1, 10)


def cut_off(tenth: int, raw: bytes) -> bytes:
    return raw[: len(raw) * tenth // 10]


DAMAGE: dict[str, Callable[[bytes], bytes]] = {
    "with a mark of its order": lambda raw: b"\xef\xbb\xbf" + raw,
    "in UTF-16": lambda raw: raw.decode().encode("utf-16"),
    "in Latin-1": lambda raw: raw.decode().encode("latin-1", errors="replace"),
    "with NULs": lambda raw: raw.replace(b" ", b"\0"),
    "with nothing but nulls": lambda raw: raw.replace(b'"Moths', b'null,"x":"Moths'),
    "with numbers for strings": lambda raw: raw.replace(b'"title": "', b'"title": 5, "t": "'),
    "with lists for strings": lambda raw: raw.replace(b'": "', b'": ["').replace(b'",', b'"],'),
    "with huge numbers": lambda raw: raw.replace(b"1", b"1" * 5000),
    "with years out of range": lambda raw: raw.replace(b"2025", b"9999").replace(b"2026", b"0001"),
    "twice": lambda raw: raw + raw,
    "deep": lambda raw: raw.replace(b"[", b"[" * 3000).replace(
        b"<room ", b"<room><x>" * 900 + b"<room "
    ),
    "with carriage returns": lambda raw: raw.replace(b"\n", b"\r"),
    "with escape sequences": lambda raw: raw.replace(
        b"Moths", b"\x1b]0;x\x07\x1b[31mMoths\xe2\x80\xae"
    ),
    "backwards": lambda raw: raw[::-1],
    "empty": lambda raw: b"  \n" * (len(raw) > 0),
}


DAMAGE |= {f"cut off at {tenth} tenths": partial(cut_off, tenth) for tenth in TENTHS}


@pytest.mark.parametrize("name", FILES)
def test_damage_gives_a_sentence_or_what_can_be_read(name: str) -> None:
    for damage, apply in DAMAGE.items():
        try:
            programme = read(apply(FILES[name]), HINTS).programme
        except ProgrammeError as error:
            said = str(error)
            assert said.endswith("."), damage
            assert "\n" not in said and said.isprintable(), damage
            assert len(said) < 500, damage
        else:
            assert programme.talks, damage
            told = [talk.title + talk.abstract.replace("\n", "") for talk in programme.talks]
            assert all(text.isprintable() for text in told), damage


def test_xml_that_declares_entities_is_refused() -> None:
    bomb = (
        b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "b">]>'
        + SAMPLES["schedule XML (frab, Pentabarf)"].partition(b"?>\n")[2]
    )
    with pytest.raises(ProgrammeError, match="entities"):
        read(bomb, HINTS)
