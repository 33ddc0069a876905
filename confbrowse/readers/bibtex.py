"""BibTeX: the accepted papers of a conference as an anthology, a publisher or a reader collects them.

There are no times and rooms. Braces are counted as BibTeX counts them, which ignores backslashes.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from confbrowse.errors import ProgrammeError
from confbrowse.readers.base import Draft, Hints, RawLink, Reader, Reading, Remark, build_reading
from confbrowse.readers.naming import programme_name
from confbrowse.readers.parsing import decode
from confbrowse.text.clean import clean_line
from confbrowse.text.humanize import count
from confbrowse.text.latex.source import decode_tex
from confbrowse.text.links import ARXIV_ID
from confbrowse.text.patterns import lazy_pattern

_ENTRY_TYPES = (
    "inproceedings|conference|proceedings|mvproceedings|article|book|mvbook|booklet|inbook|incollection"
    "|misc|manual|online|electronic|www|phdthesis|mastersthesis|thesis|techreport|report|unpublished"
    "|software|dataset|patent|periodical|collection|reference|presentation|string|comment|preamble"
)
_FIRST = lazy_pattern(
    r"\ufeff?+\s*+(?:[%#][^\n]*+\n\s*+)*+(?:[^@{}<\n]{0,200}+\n\s*+){0,3}+"
    rf"@(?:{_ENTRY_TYPES})\s*+[{{(]",
    re.IGNORECASE,
)
"""An entry, after comments or up to three lines of text."""
_HEAD_BYTES = 65_536
_START = lazy_pattern(
    r"(?:^[^\S\n]*+|(?<=[})])|(?<=[})]\s))@[^\S\n]*+(?P<type>[a-z]++)\s*+[{(]",
    re.IGNORECASE | re.MULTILINE,
)
"""The start of an entry: of a line, or directly after another entry."""
_CLOSE = lazy_pattern(r"[\s,]*+[})]")
_KEY = lazy_pattern(r"\s*+(?P<key>[^\s,={}()\"]++)?+\s*+(?P<end>[,})])")
_FIELD = lazy_pattern(r"[\s,]*+(?P<name>[^\s,={}()\"#%]++)\s*+=\s*+")
_BRACES = lazy_pattern(r"[{}]")
_QUOTED = lazy_pattern(r'[{}"]')
_ESCAPED = lazy_pattern(r'\\.|[{}"]', re.DOTALL)
_WORD = lazy_pattern(r"[^\s,={}()\"#]++")
_NEXT = lazy_pattern(r"\s*+(?P<sign>#)?+\s*+")
_MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec"
_MAX_VALUE_CHARS = 1_000_000
_MAX_FIELDS = 500
_MAX_PARENTS = 4
"""Longest chain of cross-references."""
_VOLUMES = frozenset(["proceedings", "mvproceedings", "collection", "mvcollection", "periodical"])
_OTHERS = "others"
_AND = lazy_pattern(r"[{}]|\\.|(?<=\s)and(?=\s)", re.IGNORECASE | re.DOTALL)
_COMMA = lazy_pattern(r"[{}]|\\.|,", re.DOTALL)
_NAME_PART = lazy_pattern(r"\s*+\"?(?P<part>[a-z]++)\s*+=\s*+(?P<value>.++)", re.I)
_BLANK_LINE = lazy_pattern(r"\n[^\S\n]*+\n")
_URLS = lazy_pattern(
    r"\\url\s*+\{([^{}\s]++)\}|(https?://[^\s{},;\\]++(?:\\[_%#&~][^\s{},;\\]*+)*+)"
)
_IN_BRACES = lazy_pattern(r"\{(\\[_%#&~])\}")
_ESCAPED_IN_URL = lazy_pattern(r"\\([_%#&~{}])")
_EDITION = lazy_pattern(
    r"(?<![\w-])(?P<series>[A-Z][A-Za-z]{1,12}+(?:-[A-Z]++)?+)[\s'’]*+(?P<year>(?:19|20)\d\d)(?!\d)"
)
"""``ICML 2019`` or ``MobiCom'2018`` in the title of a volume, if it has two capitals."""
_DBLP_KEY = lazy_pattern(r"(?:DBLP:)?conf/(?P<series>[a-z]+)/", re.IGNORECASE)
_YEAR = lazy_pattern(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_KIND = lazy_pattern(
    r"\W*(?:selected as |accepted as |accepted for )?(?:an? )?"
    r"(?P<kind>oral|spotlight|highlight|poster|best[\w ]{0,30} paper[\w ]{0,20})"
    r"(?: (?:presentation|paper|talk))?\W*",
    re.IGNORECASE,
)
_LINKS = (
    ("url", None, None),
    ("pdf", "PDF", "paper"),
    ("doi", "DOI", "paper"),
    ("ee", None, None),
    ("openreview", "OpenReview", "paper"),
    ("arxiv", "arXiv", "paper"),
    ("code", "Code", "code"),
    ("github", "Code", "code"),
    ("software", "Software", "code"),
    ("slides", "Slides", "slides"),
    ("poster", "Poster", "poster"),
    ("video", "Video", "video"),
    ("presentation-video", "Video", "video"),
    ("website", "Website", "project"),
    ("project", "Project", "project"),
    ("html", None, None),
    ("supp", "Supplement", "other"),
    ("supplementary", "Supplement", "other"),
    ("attachment", "Attachment", "other"),
    ("dataset", "Dataset", "other"),
    ("howpublished", None, None),
    ("biburl", "Bibliography", "other"),
)
"""Fields with a URL, its label, and its kind."""
_USED = frozenset(
    [
        *(name for name, _, _ in _LINKS),
        *[
            "title",
            "subtitle",
            "titleaddon",
            "author",
            "editor",
            "abstract",
            "keywords",
            "keyword",
            "session",
            "section",
            "track",
        ],
        *[
            "booktitle",
            "journal",
            "journaltitle",
            "eventtitle",
            "year",
            "date",
            "note",
            "annote",
            "crossref",
            "xdata",
        ],
        *["eprint", "archiveprefix", "eprinttype", "shortname", "name"],
    ]
)
_NO_TALK = "a volume of proceedings, not a paper"


@dataclass(slots=True)
class _Entry:
    """One entry; its fields are TeX, by name in lower case."""

    type: str
    key: str
    line: int
    fields: dict[str, str]

    def get(self, *names: str) -> str:
        """Return the first non-empty field among *names*; empty if there is none."""
        return next((text for name in names if (text := self.fields.get(name, "").strip())), "")


def _recognises(raw: bytes) -> bool:
    return bool(_FIRST.match(raw[:_HEAD_BYTES].decode(errors="replace")))


def _read(raw: bytes, hints: Hints) -> Reading:
    text, remarks = decode(raw)
    file = _File(text.replace("\r\n", "\n").replace("\r", "\n"), hints)
    entries = list(file.entries())
    remarks = [*file.remarks, *remarks]
    by_key = {entry.key.lower(): entry for entry in entries}
    parents = {key.lower() for entry in entries for key in _parents(entry)}
    papers = []
    for entry in entries:
        if entry.type in _VOLUMES or (entry.key.lower() in parents and not entry.get("booktitle")):
            remarks.append(Remark(entry.line, _shown(entry), _NO_TALK))
        else:
            _inherit(entry, by_key)
            papers.append(entry)
    remarks += _unused_fields(papers)
    name = _name(papers, [entry for entry in entries if entry.type in _VOLUMES], hints)
    if not papers:
        raise ProgrammeError(f"{hints.source} is BibTeX without any papers.")
    has_volumes = len({entry.get("booktitle", "journal", "journaltitle") for entry in papers}) > 1
    drafts = [_draft(entry, has_volumes=has_volumes) for entry in papers]
    if partial := [entry for entry in papers if _is_partial(entry)]:
        why = f"not all authors are named in {len(partial)} of {len(papers)} entries; this is the first"
        remarks.append(Remark(partial[0].line, _shown(partial[0]), why, left_out=False))
    return build_reading(name, drafts, hints, remarks)


READER = Reader("BibTeX", _recognises, _read)


# The file: entries, fields, values, strings.


class _Damaged(Exception):  # noqa: N818 - never leaves this module
    """An entry whose braces or quotes do not match; has the reason."""


class _File:
    """The text of a file, read once from start to end."""

    def __init__(self, text: str, hints: Hints) -> None:
        self.text, self._hints = text, hints
        self.remarks: list[Remark] = []
        self._strings = {name: name.capitalize() for name in _MONTHS.split()}
        self._unknown: set[str] = set()
        self._line, self._counted = 1, 0
        self._comments: list[tuple[int, str]] = []

    def entries(self) -> Iterator[_Entry]:
        """Yield the entries with a key and fields; what is damaged becomes a remark."""
        starts = list(_START.finditer(self.text))
        self._comment(0, starts[0].start() if starts else len(self.text))
        ends = [*(start.start() for start in starts[1:]), len(self.text)]
        position = 0
        for start, end in zip(starts, ends, strict=False):
            self._hints.check_time()
            type_ = start["type"].lower()
            line = self._line_of(start.start(1))
            try:
                found, position = self._entry(type_, line, start.end(), end)
            except _Damaged as damage:
                shown = clean_line(self.text[start.start() : start.start() + 200])
                self.remarks.append(Remark(line, shown, str(damage)))
                continue
            self._comment(position, end)
            if found:
                yield found
        if self._comments:
            line, first = self._comments[0]
            why = f"the first of {count(len(self._comments), 'line')} between entries, which are comments"
            self.remarks.append(Remark(line, first, why))

    def _comment(self, position: int, end: int) -> None:
        """Note the lines between two entries, which BibTeX ignores."""
        for part in self.text[position:end].split("\n"):
            if shown := clean_line(part):
                self._comments.append((self._line_of(position), shown))
            position += len(part) + 1

    def _line_of(self, position: int) -> int:
        self._line += self.text.count("\n", self._counted, position)
        self._counted = position
        return self._line

    def _entry(self, type_: str, line: int, position: int, end: int) -> tuple[_Entry | None, int]:
        """Return the entry whose content begins at *position*, and where it ends."""
        if type_ in ("comment", "preamble"):
            return None, end
        key = ""
        if type_ != "string":
            found = _KEY.match(self.text, position, end)
            if not found:
                raise _Damaged("no key and fields")
            key, position = found["key"] or "", found.end()
            if found["end"] != ",":
                raise _Damaged("no fields")
        fields: dict[str, str] = {}
        while name := _FIELD.match(self.text, position, end):
            value, position = self._value(name.end(), end, line)
            fields.setdefault(name["name"].lower(), value)
            if len(fields) > _MAX_FIELDS:
                raise _Damaged("too many fields")
        close = _CLOSE.match(self.text, position, end)
        if type_ == "string":
            self._strings.update(fields)
            return None, close.end() if close else position
        if not close:
            self._warn(line, self.text[position : position + 200], position, end)
        return _Entry(type_, key, line, fields), close.end() if close else position

    def _warn(self, line: int, rest: str, position: int, end: int) -> None:
        is_over = not self.text[position:end].strip(" \t\n,")
        why = "the entry is cut off" if is_over else "the rest of the entry is not fields"
        self.remarks.append(Remark(line, clean_line(rest), why, left_out=not is_over))

    def _value(self, position: int, end: int, line: int) -> tuple[str, int]:
        """Return the value at *position*, whose parts ``#`` connects, and where it ends."""
        parts, length = [], 0
        while True:
            part, position = self._part(position, end, line)
            parts.append(part)
            length += len(part)
            if length > _MAX_VALUE_CHARS:  # strings can double those before them
                raise _Damaged("a value that is too long")
            connector = _NEXT.match(self.text, position, end)
            if not connector or not connector["sign"]:
                return "".join(parts), position
            position = connector.end()

    def _part(self, position: int, end: int, line: int) -> tuple[str, int]:
        sign = self.text[position : position + 1]
        if sign and sign in '{"':
            for signs in (_BRACES if sign == "{" else _QUOTED, _ESCAPED):
                close = self._close(sign, signs, position, end)
                if close:
                    return self.text[position + 1 : close], close + 1
            raise _Damaged("its braces or quotes do not match")
        word = _WORD.match(self.text, position, end)
        if not word:
            raise _Damaged("a field has no value")
        name = word[0].lower()
        if name not in self._strings and not name[:1].isdigit() and name not in self._unknown:
            self._unknown.add(name)
            why = "the abbreviation is not defined in this file, so it is shown as written"
            self.remarks.append(Remark(line, clean_line(word[0]), why, left_out=False))
        return self._strings.get(name, word[0]), word.end()

    def _close(self, opening: str, signs: re.Pattern[str], position: int, end: int) -> int:
        """Return where the value that *opening* begins at *position* ends; 0 if it does not."""
        depth = 0
        for sign in signs.finditer(self.text, position + 1, end):
            if sign[0] == "{":
                depth += 1
            elif sign[0] == "}":
                if not depth and opening == "{":
                    return sign.start()
                depth -= 1
            elif sign[0] == '"' and opening == '"' and depth <= 0:
                return sign.start()
        return 0


def _parents(entry: _Entry) -> list[str]:
    return [key.strip() for key in entry.get("crossref", "xdata").split(",") if key.strip()]


def _inherit(entry: _Entry, by_key: Mapping[str, _Entry]) -> None:
    """Give *entry* the fields that it lacks from what it refers to; the title of a volume is its booktitle."""
    waiting, depth = _parents(entry), 0
    while waiting and depth < _MAX_PARENTS:
        depth += 1
        parent = by_key.get(waiting.pop(0).lower())
        if parent is None or parent is entry:
            continue
        is_volume = not entry.fields.get("xdata")
        for name, value in parent.fields.items():
            if not is_volume or name not in (
                "title",
                "subtitle",
                "author",
                "url",
                "doi",
                "abstract",
            ):
                entry.fields.setdefault(name, value)
        if is_volume:
            entry.fields.setdefault("booktitle", parent.get("booktitle", "title"))
        waiting += _parents(parent)


def _unused_fields(papers: Sequence[_Entry]) -> Iterator[Remark]:
    """Yield one remark about the fields that have no place in a talk."""
    counts = Counter(
        name for paper in papers for name, value in paper.fields.items() if value.strip()
    )
    unused = [f"{name} ({n})" for name, n in counts.most_common() if name not in _USED]
    if unused:
        yield Remark(None, clean_line(", ".join(unused), 300), "fields that are not kept")


# The name of the programme.


def _name(papers: Sequence[_Entry], volumes: Sequence[_Entry], hints: Hints) -> str:
    """Return the name of the programme: from its volume, its titles, its keys, or from the source."""
    year = _most_common(
        match[0] for one in papers if (match := _YEAR.search(one.get("year", "date")))
    )
    if len(volumes) == 1 and (short := decode_tex(volumes[0].get("shortname"))):
        found = _YEAR.search(volumes[0].get("year", "date"))
        return programme_name(hints, short, int(found[0] if found else year or 0) or None)
    titles = (decode_tex(one.get("booktitle", "eventtitle")) for one in (*papers, *volumes))
    edition = _most_common(
        f"{found['series']} {found['year']}"
        for title in titles
        for found in _EDITION.finditer(title)
        if sum(map(str.isupper, found["series"])) > 1
    )
    if edition and _share(edition, papers):
        series, _, its_year = edition.rpartition(" ")
        return programme_name(hints, series, int(its_year))
    keys = [found["series"] for one in papers if (found := _DBLP_KEY.match(one.key))]
    if year and len(set(keys)) == 1 and len(keys) == len(papers):
        return programme_name(hints, keys[0].upper(), int(year))
    return programme_name(hints)


def _share(edition: str, papers: Sequence[_Entry]) -> bool:
    """Return whether half of *papers* are of *edition*, by year: a reader's own list has many."""
    year = edition.rpartition(" ")[2]
    return sum(year in one.get("year", "date") for one in papers) * 2 >= len(papers) and (
        sum(edition.partition(" ")[0] in decode_tex(one.get("booktitle")) for one in papers) * 2
        >= len(papers)
    )


def _most_common(texts: Iterable[str]) -> str:
    return next((text for text, _ in Counter(texts).most_common(1)), "")


# A paper.


def _draft(entry: _Entry, *, has_volumes: bool) -> Draft:
    note = _prose(entry.get("note", "annote"))
    kind = _KIND.fullmatch(note)
    volume = entry.get("booktitle", "journal", "journaltitle") if has_volumes else ""
    parts = [_prose(entry.get("abstract"))]
    is_link = bool(_URLS.search(entry.get("note")))
    if note and not kind:
        parts.append(f"Note: {note}")
    links = list(_links(entry))
    if is_link:
        links += [RawLink(url) for url in _urls(entry.get("note"))]
    return Draft(
        title=_title(entry),
        where=f"line {entry.line}",
        session=_line(entry.get("session", "section", "track") or volume),
        kind=kind["kind"].capitalize() if kind else "",
        authors=[name for name in _people(entry.get("author", "editor")) if name != _OTHERS],
        track=_line(entry.get("track")),
        keywords=_keywords(entry),
        abstract="\n\n".join(part for part in parts if part),
        links=links,
        uid=entry.key,
    )


def _shown(entry: _Entry) -> str:
    return clean_line(_title(entry) or entry.key)


def _title(entry: _Entry) -> str:
    title, subtitle = _line(entry.get("title")), _line(entry.get("subtitle"))
    return f"{title}: {subtitle}" if title and subtitle else title or subtitle


def _line(text: str) -> str:
    return " ".join(decode_tex(text).split())


def _prose(text: str) -> str:
    """Return TeX *text* as paragraphs: only blank lines separate them."""
    paragraphs = (" ".join(part.split()) for part in _BLANK_LINE.split(text))
    return "\n\n".join(decode_tex(part) for part in paragraphs if part)


def _keywords(entry: _Entry) -> list[str]:
    text = _line(entry.get("keywords", "keyword"))
    return [part.strip() for part in text.split(";" if ";" in text else ",") if part.strip()]


def _is_partial(entry: _Entry) -> bool:
    return _people(entry.get("author"))[-1:] == [_OTHERS]


def _people(text: str) -> list[str]:
    """Return the names in *text*, given name first."""
    return [name for part in _split(f" {text} ", _AND) if (name := _person(part.strip()))]


def _split(text: str, separators: re.Pattern[str]) -> list[str]:
    """Return *text* split at *separators* outside braces."""
    depth, cuts = 0, [0]
    for sign in separators.finditer(text):
        if sign[0] in "{}":
            depth += 1 if sign[0] == "{" else -1
        elif depth <= 0 and not sign[0].startswith("\\"):
            cuts += sign.span()
    cuts.append(len(text))
    return [text[start:end] for start, end in list(pairwise(cuts))[::2]]


def _person(text: str) -> str:
    """Return one name: ``Ada von Byron``, ``von Byron, Ada``, ``Byron, Jr., Ada``, ``family=Byron, ...``."""
    parts = [_line(part) for part in _split(text, _COMMA)]
    named = [found for part in parts if (found := _NAME_PART.fullmatch(part))]
    if len(named) == len(parts) and any(found["part"].lower() == "family" for found in named):
        known = {found["part"].lower(): found["value"].strip(' "') for found in named}
        parts = [known.get(one, "") for one in ("given", "prefix", "family", "suffix")]
        return " ".join(part for part in parts if part)
    if len(parts) == 2:
        return " ".join(part for part in (parts[1], parts[0]) if part)
    if len(parts) == 3:
        return " ".join(part for part in (parts[2], parts[0], parts[1]) if part)
    return ", ".join(part for part in parts if part)


# Links.


def _links(entry: _Entry) -> Iterator[RawLink]:
    for name, label, kind in _LINKS:
        text = entry.get(name)
        if not text:
            continue
        if name == "doi" and "://" not in text:
            yield RawLink(f"https://doi.org/{_url(text).removeprefix('doi:').strip()}", label, kind)
        elif name == "openreview" and "://" not in text:
            yield RawLink(f"https://openreview.net/forum?id={_url(text)}", label, kind)
        elif name == "arxiv" and re.fullmatch(ARXIV_ID, _url(text)):
            yield RawLink(f"https://arxiv.org/abs/{_url(text)}", label, kind)
        else:
            yield from (RawLink(url, label, kind) for url in _urls(text))
    eprint = _url(entry.get("eprint")).removeprefix("arXiv:")
    if re.fullmatch(ARXIV_ID, eprint):
        yield RawLink(f"https://arxiv.org/abs/{eprint}", "arXiv", "paper")


def _urls(text: str) -> list[str]:
    return [_url(found[1] or found[2]) for found in _URLS.finditer(_IN_BRACES.sub(r"\1", text))]


def _url(text: str) -> str:
    r"""Return an address without TeX's backslashes: ``a\_b``, ``{\_}``."""
    return _ESCAPED_IN_URL.sub(r"\1", text.replace("{\\", "\\").strip().strip("{}")).replace(
        "\\", ""
    )
