"""Compare what is read of real files with independent readings of them, field by field.

The independent readings use only parsers of XML, CSV and JSON and the raw lines of calendars. Texts
are compared by their words, without mark-up, as cleaning may change blanks and signs only.
"""

import argparse
import csv
import html
import json
import re
import sys
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

from confbrowse.ingest.pipeline import ImportOptions, gather
from confbrowse.model import Talk
from confbrowse.sources.files import sources

DATA = Path(__file__).parents[3] / "shared" / "data"
TODAY = date(2026, 11, 24)
_TAG = re.compile(r"<[^<>]*>|!?\[|\]\([^()]*\)")
_INLINE = re.compile(
    r"</?(?:b|i|u|em|strong|sub|sup|span|tt|code|wbr|font)\b[^<>]*>", re.IGNORECASE
)
"""Tags within words."""
_NO_TRACK = "No Track"
"""What wafer writes for an event without a track."""


@dataclass(frozen=True, slots=True)
class Entry:
    """The values of one entry, as the file has them; a field that the format lacks is None."""

    title: str
    start: datetime | None = None
    authors: tuple[str, ...] | None = None
    abstract: str | None = None
    room: str | None = None
    track: str | None = None
    uid: str | None = None
    links: tuple[str, ...] | None = None
    """Web addresses that must be among the links."""


@dataclass(slots=True)
class Score:
    """How many fields of a file agree."""

    expected: int = 0
    got: int = 0
    left_out: int = 0
    compared: Counter[str] = field(default_factory=Counter)
    differ: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))


def xml_entries(path: Path) -> Iterator[Entry]:
    """Yield the events of a schedule.xml."""
    for event in ET.parse(path).iter("event"):  # noqa: S314 - our own files
        text = {child.tag: (child.text or "").strip() for child in event}
        subtitle = f": {text['subtitle']}" if text.get("subtitle") else ""
        yield Entry(
            text["title"] + subtitle,
            datetime.fromisoformat(text["date"]),
            tuple(one.text or "" for one in event.iterfind("persons/person")),
            f"{text.get('abstract', '')} {text.get('description', '')}",
            text.get("room"),
            "" if text.get("track") == _NO_TRACK else text.get("track"),
            event.get("guid"),
            tuple(one.get("href") or "" for one in event.iterfind("links/link")),
        )


def json_schedule_entries(path: Path) -> Iterator[Entry]:
    """Yield the events of a schedule.json by day and room."""
    for day in _json(path)["schedule"]["conference"]["days"]:
        for event in (one for events in day["rooms"].values() for one in events):
            subtitle = f": {event['subtitle']}" if event["subtitle"] else ""
            yield Entry(
                event["title"] + subtitle,
                datetime.fromisoformat(event["date"]),
                tuple(one["public_name"] for one in event["persons"]),
                f"{event['abstract']} {event['description']}",
                event["room"],
                event["track"],
                event["guid"],
                tuple(one["url"] for one in event["links"]),
            )


def feed_entries(path: Path) -> Iterator[Entry]:
    """Yield the records of the feed of a virtual site, with the abstracts beside it."""
    abstracts = _json(path.with_name(path.name.replace("orals-posters", "abstracts")))
    for one in _json(path)["results"]:
        yield Entry(
            one["name"],
            datetime.fromisoformat(one["starttime"]),
            tuple(author["fullname"] for author in one["authors"]),
            one.get("abstract") or abstracts.get(str(one["id"]), ""),
            one["room_name"],
            one["topic"],
            None,
            (one["paper_url"] or "",),
        )


def paper_entries(path: Path) -> Iterator[Entry]:
    """Yield the papers of a list of a statistics site."""
    for one in _json(path):
        separator = ";" if ";" in one["author"] else ","
        authors = tuple(filter(None, (name.strip() for name in one["author"].split(separator))))
        links = (one.get("pdf") or "", one.get("oa") or "")
        yield Entry(one["title"], None, authors, one.get("abstract"), uid=one["id"], links=links)


def hotcrp_entries(path: Path) -> Iterator[Entry]:
    """Yield the papers of HotCRP's export."""
    for one in _json(path):
        authors = tuple(f"{who['first']} {who['last']}".strip() for who in one["authors"])
        yield Entry(one["title"], None, authors, one["abstract"], uid=str(one["pid"]))


def calendar_entries(path: Path) -> Iterator[Entry]:
    """Yield the events of a calendar, from its unfolded lines."""
    text = re.sub(r"\r*\n[ \t]", "", path.read_bytes().decode())
    for block in re.findall(r"BEGIN:VEVENT(.*?)END:VEVENT", text, re.DOTALL):
        values: dict[str, str] = {}
        for line in re.split(r"\r*\n", block):
            name, _, value = line.partition(":")
            plain = re.sub(r"\\([,;\\])", r"\1", re.sub(r"\\[nN]", " ", value))
            values.setdefault(name.split(";")[0], plain.strip())
        description = re.sub(r"^(?:Speaker|von): ", "", values.get("DESCRIPTION", ""))
        yield Entry(values["SUMMARY"], None, None, description, room=values.get("LOCATION"))


def table_entries(
    title: str, people: Callable[[dict[str, str]], Sequence[str]], abstract: str = ""
) -> Callable[[Path], Iterator[Entry]]:
    """Return a reading of a CSV whose columns are *title* and *abstract*, with *people* of a row."""

    def entries(path: Path) -> Iterator[Entry]:
        with path.open(encoding="utf-8-sig", newline="") as file:
            for row in csv.DictReader(file):
                links = (row["url"],) if row.get("url") else None
                yield Entry(
                    row[title],
                    None,
                    tuple(filter(None, people(row))),
                    row.get(abstract),
                    row.get("room"),
                    links=links,
                )

    return entries


def _numbered(row: dict[str, str]) -> list[str]:
    return [
        f"{row[f'Author {number} - first']} {row[f'Author {number} - last']}".strip()
        for number in range(1, 14)
    ]


def _json(path: Path) -> Any:
    return json.loads(path.read_text(encoding="utf-8"))


FILES: tuple[tuple[str, str, Callable[[Path], Iterator[Entry]]], ...] = (
    ("schedule XML", "frab-xml/debconf-2023.xml", xml_entries),
    ("schedule XML", "frab-xml/fosdem-2024.xml", xml_entries),
    ("schedule JSON", "frab-json/rc3-2020-pretalx.json", json_schedule_entries),
    ("iCalendar", "ics/linux-conf-au-2020.ics", calendar_entries),
    ("iCalendar", "ics/moca-2024.ics", calendar_entries),
    ("iCalendar", "ics/folded-with-stray-cr.ics", calendar_entries),
    ("virtual site JSON", "virtual-json/icml-2026-orals-posters.json", feed_entries),
    ("list of papers", "paperlists/icml-2019.json", paper_entries),
    ("HotCRP JSON", "refused/hotcrp-ase-2023-nier.json", hotcrp_entries),
    ("table", "tables/vis-2021-full-papers.csv", table_entries("Title", _numbered, "Abstract")),
    (
        "table",
        "tables/neurips-2025-top-papers.csv",
        table_entries("clean_name", lambda row: row["speakers/authors"].split(", ")),
    ),
    (
        "table",
        "tables/icml-2026-workshops.csv",
        table_entries("title", lambda row: row["organizers"].split(" ⋅ "), "abstract"),
    ),
)


def words(text: str | None) -> list[str]:
    """Return the words of *text* without mark-up."""
    plain = html.unescape(_TAG.sub(" ", _INLINE.sub("", html.unescape(text or ""))))
    plain = plain.replace("\xad", "").replace("\u200b", "")
    return re.findall(r"\w+", unicodedata.normalize("NFKC", plain).casefold())


def compare(entry: Entry, talk: Talk, score: Score) -> None:
    """Compare the fields of *entry* with those of *talk*, and count them in *score*."""
    wanted: list[tuple[str, object, object]] = [("title", words(entry.title), words(talk.title))]
    if entry.start:
        wanted.append(("start", entry.start, talk.start))
    if entry.authors is not None:
        names = [words(name) for name in entry.authors]
        wanted.append(("authors", names, [words(name) for name in talk.authors]))
    if entry.abstract is not None:
        lost = Counter(words(entry.abstract)) - Counter(words(talk.abstract))
        # an abstract repeated as the description, and addresses that became links, are not shown twice
        known = {*words(talk.abstract), *words(" ".join(link.url for link in talk.links))}
        known.update(word for name in talk.authors for word in words(name))
        wanted.append(("abstract", [], sorted(set(lost) - known)))
    for name in ("room", "track"):
        value = getattr(entry, name)
        if value is not None:
            shown = words(getattr(talk, name))
            wanted.append((name, words(value), shown or words(value) * (value == "None")))
    if entry.uid is not None:
        wanted.append(("uid", entry.uid, talk.uid))
    if entry.links is not None:
        urls = {link.url.rstrip("/") for link in talk.links}
        given = {url.strip().replace(" ", "%20").rstrip("/") for url in entry.links if url.strip()}
        wanted.append(("links", set(), given - urls))
    for name, expected, got in wanted:
        score.compared[name] += 1
        if expected != got:
            score.differ[name].append(f"{entry.title[:40]!r}: {expected!r} read as {got!r}"[:300])


def check(path: Path, read: Callable[[Path], Iterator[Entry]]) -> Score:
    """Return how the talks read of *path* agree with its entries by *read*."""
    score = Score()
    gathered = gather(sources([str(path)]), ImportOptions(TODAY))
    talks: dict[tuple[str, ...], list[Talk]] = defaultdict(list)
    for programme in gathered.programmes:
        for talk in programme.talks:
            talks[tuple(words(talk.title))].append(talk)
            score.got += 1
    score.left_out = sum(
        remark.left_out for item in gathered.readings for remark in item.reading.remarks
    )
    for entry in read(path):
        score.expected += 1
        same = talks.get(tuple(words(entry.title)), [])
        best = min(same, key=lambda one: _distance(entry, one), default=None)
        if best is None:
            score.compared["title"] += 1
            score.differ["title"].append(f"{entry.title[:60]!r} is missing")
        else:
            same.remove(best)
            compare(entry, best, score)
    return score


def _distance(entry: Entry, talk: Talk) -> int:
    """Return how many fields that tell talks of one title apart differ."""
    differ = [entry.start is not None and entry.start != talk.start]
    differ.append(entry.uid is not None and entry.uid != talk.uid)
    differ.append(bool(entry.room) and words(entry.room) != words(talk.room))
    differ.append(bool(entry.abstract) and words(entry.abstract)[:9] != words(talk.abstract)[:9])
    return sum(differ)


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the table, and differences by file and field; return 1 if the target is missed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=DATA, help="folder with the real files")
    parser.add_argument("--show", type=int, default=3, help="differences to print per field")
    options = parser.parse_args(arguments)
    print("| format | file | entries | read | reported | fields | same | % |")
    print("|---|---|---:|---:|---:|---:|---:|---:|")
    total = wrong = 0
    differences = []
    for name, file, read in FILES:
        score = check(options.data / file, read)
        fields = score.compared.total()
        bad = sum(map(len, score.differ.values()))
        total, wrong = total + fields, wrong + bad
        share = 100 * (1 - bad / fields)
        cells = (score.expected, score.got, score.left_out, fields, fields - bad)
        print(f"| {name} | {file} | {' | '.join(map(str, cells))} | {share:.2f} |")
        differences += [
            f"{file}, {what} ({len(found)}): {one}"
            for what, found in score.differ.items()
            for one in found[: options.show]
        ]
    print(f"\n{total - wrong:,} of {total:,} fields: {100 * (1 - wrong / total):.3f} %\n")
    print("\n".join(differences))
    return 0 if wrong <= total / 1000 else 1


if __name__ == "__main__":
    sys.exit(main())
