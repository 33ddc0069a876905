"""Small files that need many resources to read, in any size, each with a plain file to compare."""

import io
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from command_line import PAGE
from sample_formats import SAMPLES
from virtual_pages import PAGES

_HTML = PAGES["session of 2024"]


@dataclass(frozen=True, slots=True)
class Bomb:
    """A file called *file*."""

    file: str
    make: Callable[[int], bytes]
    """Returns it in about this many bytes."""


def plain(size: int) -> bytes:
    """Return a list of papers of about *size* bytes."""
    row = b"%d,A talk on moths number %d,Ada Byron; Bo Lund,%s\n"
    words = b"Moths fly in circles around lamps for reasons of their own. " * 8
    length = len(row % (10**5, 10**5, words))
    rows = (row % (number, number, words) for number in range(max(1, size // length)))
    return b"id,title,authors,abstract\n" + b"".join(rows)


def _filled(before: bytes, piece: bytes, after: bytes = b"") -> Callable[[int], bytes]:
    """Return a function that makes files of *piece* repeated between two others."""
    return lambda size: (
        before + piece * max(1, (size - len(before) - len(after)) // len(piece)) + after
    )


def _nested(
    opening: bytes, closing: bytes, within: bytes = b"", before: bytes = b""
) -> Callable[[int], bytes]:
    """Return a function that makes files of *within* nested in pairs."""

    def make(size: int) -> bytes:
        depth = max(1, size // (len(opening) + len(closing)))
        return before + opening * depth + within + closing * depth

    return make


def _laughs(size: int) -> bytes:
    del size
    entities = b"".join(
        b'<!ENTITY l%d "%s">' % (number, b"&l%d;" % (number - 1) * 10) for number in range(1, 12)
    )
    return (
        b'<?xml version="1.0"?><!DOCTYPE s [<!ENTITY l0 "ha">%s]><schedule>&l11;</schedule>'
        % entities
    )


def _yaml_laughs(size: int) -> bytes:
    del size
    lines = [b"a0: &a0 [x, x, x, x, x, x, x, x, x]"]
    lines += [b"a%d: &a%d [%s]" % (n, n, b", ".join([b"*a%d" % (n - 1)] * 9)) for n in range(1, 12)]
    return b"\n".join(lines) + b"\n- id: *a11\n"


def _zip(members: int, each: int) -> Callable[[int], bytes]:
    """Return a function that makes archives of *members* equal files of *each* bytes."""

    def make(size: int) -> bytes:
        del size
        target = io.BytesIO()
        with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
            for number in range(members):
                archive.writestr(f"page-{number}.csv", plain(1000) + b" " * each)
        return target.getvalue()

    return make


def _zip_in_zip(size: int) -> bytes:
    inner = _zip(1, 1_000_000)(size)
    for _ in range(5):
        target = io.BytesIO()
        with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("inner.zip", inner)
        inner = target.getvalue()
    return inner


_EVENT = b"BEGIN:VEVENT\r\nUID:%b@x\r\nSUMMARY:Moths\r\nDTSTART:20210720T090000Z\r\nEND:VEVENT\r\n"
_BEGIN, _END = b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\n", b"END:VCALENDAR\r\n"


def _events(size: int) -> bytes:
    return _BEGIN + b"".join(_EVENT % b"%d" % n for n in range(size // len(_EVENT))) + _END


BOMBS: Mapping[str, Bomb] = {
    "comments before a page": Bomb("page.html", _filled(b"", b"<!-- moth -->\n", _HTML)),
    "forty comments before a page": Bomb(
        "page.html", lambda _: b"<!-- moth -->\n" * 40 + b"<html>"
    ),
    "open comments": Bomb("page.html", _filled(b"<html>", b"<!--", _HTML)),
    "newlines before a page": Bomb("page.html", _filled(b"", b"\n", _HTML)),
    "newlines before a session": Bomb("page.txt", _filled(b"", b"\n", PAGE.encode())),
    "newlines before JSON": Bomb("page.json", _filled(b"", b"\n", SAMPLES["virtual site (JSON)"])),
    "newlines before XML": Bomb("page.xml", _filled(b"", b"\n", SAMPLES["EuroPython XML"])),
    "newlines before YAML": Bomb("page.yml", _filled(b"", b"\n", SAMPLES["aclpub2 (YAML)"])),
    "blanks": Bomb("page.txt", _filled(b"", b" ", PAGE.encode())),
    "blank lines in a session": Bomb("page.txt", _filled(PAGE.encode(), b" \t\n")),
    "one endless line": Bomb("page.txt", _filled(PAGE.encode(), b"moth ")),
    "sessions": Bomb("page.txt", _filled(PAGE.encode(), b"Session\n\n")),
    "times": Bomb("page.txt", _filled(PAGE.encode(), b"Tue 20 July 7:00 - 7:20 PDT\n\n")),
    "people": Bomb("page.txt", _filled(PAGE.encode(), "Grace Hopper · ".encode())),
    "brackets in text": Bomb("page.txt", _filled(PAGE.encode(), b"(" + b"[" + b"{")),
    "links": Bomb("page.txt", _filled(PAGE.encode(), b"https://a.example/(")),
    "TeX": Bomb("page.csv", _filled(plain(2000) + b'9,A,B,"', rb"$\frac{\sqrt{", b'"\n')),
    "less than": Bomb("page.html", _filled(_HTML, b"<")),
    "open elements": Bomb("page.html", _filled(_HTML, b"<div>")),
    "attributes": Bomb("page.html", _filled(b"<html><a ", b"b=c ", b">" + _HTML)),
    "letters as numbers": Bomb("page.html", _filled(_HTML, b"&#109;")),
    "deep JSON lists": Bomb("page.json", _nested(b"[", b"]")),
    "deep JSON objects": Bomb("page.json", _nested(b'{"a":', b"}", b"1")),
    "open JSON lists": Bomb("page.json", _filled(b"", b"[")),
    "a huge number": Bomb("page.json", _filled(b'{"count":', b"9", b',"results":[]}')),
    "escapes in JSON": Bomb("page.json", _filled(b'{"results":[{"name":"', rb"\u006d", b'"}]}')),
    "deep XML": Bomb(
        "page.xml", _nested(b"<day>", b"</day>", before=b"<?xml version='1.0'?><schedule>")
    ),
    "attributes in XML": Bomb(
        "page.xml",
        lambda size: b"<schedule %s/>" % b" ".join(b'a%d="b"' % n for n in range(size // 8)),
    ),
    "a billion laughs": Bomb("page.xml", _laughs),
    "laughs in YAML": Bomb("page.yml", _yaml_laughs),
    "deep YAML": Bomb("page.yml", _nested(b"[", b"]", before=b"- id: 1\n  title: ")),
    "YAML lists in lists": Bomb("page.yml", _filled(b"- id: 1\n  title: x\n", b"- ")),
    "events": Bomb("page.ics", _events),
    "nested events": Bomb("page.ics", _filled(_BEGIN, b"BEGIN:VEVENT\r\n", _END)),
    "a long time zone": Bomb(
        "page.ics",
        _filled(
            _BEGIN + b"BEGIN:VEVENT\r\nUID:a\r\nSUMMARY:x\r\nDTSTART;TZID=",
            b"X",
            b":20210720T090000\r\nEND:VEVENT\r\n" + _END,
        ),
    ),
    "a folded line": Bomb(
        "page.ics",
        _filled(
            _BEGIN + b"BEGIN:VEVENT\r\nUID:a\r\nSUMMARY:x", b"\r\n y", b"\r\nEND:VEVENT\r\n" + _END
        ),
    ),
    "parameters": Bomb(
        "page.ics",
        _filled(
            _BEGIN + b"BEGIN:VEVENT\r\nUID:a\r\nSUMMARY", b";X=Y", b":x\r\nEND:VEVENT\r\n" + _END
        ),
    ),
    "commas": Bomb("page.csv", _filled(b"id,title,authors", b",", b"\n1,A,B\n")),
    "one row": Bomb("page.csv", _filled(b"id,title,authors\n1,A", b",B")),
    "an open quote": Bomb("page.csv", _filled(b'id,title,authors\n1,A,"', b'""\n')),
    "empty rows": Bomb("page.csv", _filled(b"id,title,authors\n1,A,B\n", b"\n")),
    "a zip of zeros": Bomb("pages.zip", _zip(3, 60_000_000)),
    "a zip of many": Bomb("pages.zip", _zip(300, 100)),
    "zips in zips": Bomb("pages.zip", _zip_in_zip),
    "NULs": Bomb("page.bin", _filled(b"", b"\0")),
    "half letters": Bomb("page.txt", _filled(PAGE.encode(), b"\xf0\x9f")),
}
