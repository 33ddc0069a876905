"""Lists of papers in Markdown, as "awesome" lists: headings are sessions, list items and table rows papers."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial

from confbrowse.readers.base import Draft, Hints, RawLink, Reader, Reading, Remark, build_reading
from confbrowse.readers.columns import assign
from confbrowse.readers.naming import programme_name, split_names
from confbrowse.readers.parsing import decode
from confbrowse.readers.records import LINK_FIELDS, context_of, drafts_of, read_records
from confbrowse.text.clean import clean_line
from confbrowse.text.html import html_to_text
from confbrowse.text.links import kind_of
from confbrowse.text.patterns import lazy_pattern
from confbrowse.text.times import years_in

_HEAD_BYTES = 262_144
_HEADING = lazy_pattern(r" {0,3}(?P<level>#{1,6})\s++(?P<text>[^\n]++)")
_ITEM = lazy_pattern(r"(?P<indent>[ \t]*+)(?:[-*+•]|\d{1,4}[.)])[ \t]++(?P<text>\S[^\n]*+)")
_FENCE = lazy_pattern(r"\s{0,3}(?:```|~~~)")
_ROW = lazy_pattern(r"\s*+\|[^\n]*\|\s*")
_RULE = lazy_pattern(r"\s*+\|?(?:\s*+:?-++:?\s*+\|?)++\s*+")
_REFERENCE = lazy_pattern(
    r" {0,3}\[(?P<name>[^\[\]\n]{1,100}+)\]:\s*+<?(?P<url>https?://[^\s<>]++)"
)
_BADGE = lazy_pattern(r"\[!\[(?P<text>[^\[\]]*+)\]\([^()\s]*+\)\]\((?P<url>[^()\s]++)\)")
_IMAGE = lazy_pattern(r"!\[[^\[\]]*+\](?:\([^()]*+\)|\[[^\[\]]*+\])")
_LINK = lazy_pattern(
    r"\[{1,2}(?P<text>(?:[^\[\]\n]|\[[^\[\]\n]*+\]){0,600}?)\]{1,2}"
    r"\(\s*+<?(?P<url>(?:[^\s()<>]|\([^\s()<>]*+\))++)>?(?:\s++\"[^\"\n]*+\")?\s*+\)\]?"
)
_BY_NAME = lazy_pattern(
    r"\[{1,2}(?P<text>[^\[\]\n]{1,600}+)\]{1,2} ?\[(?P<name>[^\[\]\n]{0,100}+)\]"
)
_ANCHOR = lazy_pattern(
    r"<a\s[^<>]{0,300}?href\s*+=\s*+[\"'](?P<url>[^\"'<>\s]++)[\"'][^<>]{0,300}+>(?P<text>[^<]*+)</a>",
    re.IGNORECASE,
)
_TAG = lazy_pattern(r"</?[a-z][^<>]{0,500}+>", re.IGNORECASE)
_COMMENT = lazy_pattern(r"<!--(?:(?!-->|<!--).)*+-->", re.DOTALL)
_BARE_URL = lazy_pattern(r"<?(?P<url>https?://[^\s<>()\[\]\"']++)>?")
_BOLD = lazy_pattern(r"\*\*(?P<text>(?:[^*\n]|\*(?!\*)){3,600}+)\*\*|__(?P<under>[^_\n]{3,600}+)__")
_ITALIC = lazy_pattern(r"(?<![*\w])[*_](?P<text>[^*_\n]{2,1500}+)[*_](?![*\w])")
_MARKS = lazy_pattern(r"\*{1,3}|(?<!\w)_{1,3}|_{1,3}(?!\w)|`|~~")
_LABEL = lazy_pattern(
    r"[\W_]*(?:link|paper|pdf|arxiv|openreview|code|github|gitlab|project(?: page)?|page|website|web|site|video|youtube"
    r"|slides?|poster|blog|demo|data(?:set)?|supp\w*|doi|url|html|talk|abs(?:tract)?|bib(?:tex)?|acm|ieee|hugging ?face"
    r"|model|homepage|official|pytorch|tensorflow|here|star|stars|appendix)(?:[\W_]+\w{1,12})?[\W_]*",
    re.IGNORECASE,
)
"""The text of a link that is not the title of what it leads to."""
_NAMES = lazy_pattern(r"(?:by\s++|authors?:\s*+)?(?P<names>[^.:;!?]{3,1500}+)\.?", re.IGNORECASE)
_BY = lazy_pattern(r"(?<=[\s,(])by\s++", re.IGNORECASE)
_NAME = lazy_pattern(r"[^\W\d_a-z][\w.'’-]*+(?:[ -][\w.'’-]++){1,4}")
_BARS = lazy_pattern(r"(?<!\\)\|")
"""Between two cells; with a backslash before it, a bar is part of one."""
_EDGES = " \t,.;:|-–—·•()[]"
_MIN_ITEMS = 3
_MIN_SHARE = 0.15
_MAX_LEVELS = 6


@dataclass(slots=True)
class _ListItem:
    """A list item, with the lines below it that belong to it."""

    line: int
    indent: int
    lines: list[str]
    headings: tuple[str, ...]
    is_category: bool = False


@dataclass(slots=True)
class _Page:
    """What a file contains."""

    items: list[_ListItem] = field(default_factory=list)
    tables: list[tuple[int, tuple[str, ...], list[str]]] = field(default_factory=list)
    """The number of the first line, the headings above, and the rows."""
    remarks: list[Remark] = field(default_factory=list)
    references: dict[str, str] = field(default_factory=dict)
    categories: list[tuple[int, str]] = field(default_factory=list)
    """Indent and name of the items above whose items are papers."""
    title: str = ""


def _recognises(raw: bytes) -> bool:
    """Return whether most lines of *raw* are headings and items that link to papers."""
    text = raw[:_HEAD_BYTES].decode(errors="replace")
    lines = [line for line in text.splitlines() if line.strip()]
    if not any(map(_HEADING.match, lines)):
        return False
    listed = [line for line in lines if (_ITEM.match(line) or _ROW.fullmatch(line))]
    linked = [line for line in listed if "http" in line and _paper_links(line)]
    return len(linked) >= _MIN_ITEMS and len(linked) >= _MIN_SHARE * len(lines)


def _paper_links(line: str) -> bool:
    urls = (found["url"] for found in _BARE_URL.finditer(line))
    return any(kind_of(url) in ("paper", "code", "video") for url in urls)


def _read(raw: bytes, hints: Hints) -> Reading:
    text, remarks = decode(raw)
    page = _page(text, hints)
    drafts = []
    for item in page.items:
        hints.check_time()
        if item.is_category:
            continue
        made = _draft(item, page.references)
        if made is None:
            shown = clean_line(_plain(item.lines[0]))
            page.remarks.append(
                Remark(item.line, shown, "a list item without a link to another site")
            )
        else:
            drafts.append(made)
    for first_line, headings, rows in page.tables:
        found, more = _table(first_line, headings, rows, page.references, hints)
        drafts += found
        page.remarks += more
    drafts.sort(key=lambda one: int(one.where.removeprefix("line ")))
    return build_reading(_name(page.title, hints), drafts, hints, [*page.remarks, *remarks])


READER = Reader("list of papers (Markdown)", _recognises, _read)


def _name(title: str, hints: Hints) -> str:
    if hints.name or not title:
        return programme_name(hints)
    return title if years_in(title) or not hints.year else f"{title} {hints.year}"


def _page(text: str, hints: Hints) -> _Page:
    """Return the items and tables of *text*, and every other line as a remark."""
    page = _Page()
    headings: list[tuple[int, str]] = []
    is_code = False
    item: _ListItem | None = None
    text = _COMMENT.sub(lambda found: "\n" * found[0].count("\n"), text)
    for number, line in enumerate(text.splitlines(), 1):
        hints.check_time()
        names = tuple(name for level, name in headings if level > 1)
        if _FENCE.match(line):
            is_code, item = not is_code, None
        elif is_code:
            page.remarks.append(Remark(number, clean_line(line), "program text"))
        elif found := _HEADING.fullmatch(line):
            level, name = len(found["level"]), _plain(found["text"].rstrip("# "))
            headings = [one for one in headings if one[0] < level][:_MAX_LEVELS]
            headings.append((level, name))
            page.categories.clear()
            page.title = page.title or (name if level == 1 else "")
            item = None
        elif found := _ITEM.fullmatch(line):
            item = _add_item(page, found, number, names, item)
        elif found := _REFERENCE.match(line):
            page.references[found["name"].lower()] = found["url"]
        elif _ROW.fullmatch(line):
            _add_row(page, line, number, names)
        elif item and line[:1].isspace() and line.strip():
            item.lines.append(line.strip())
        elif line.strip():
            item = None
            if any(map(str.isalnum, shown := _plain(line))):
                page.remarks.append(Remark(number, clean_line(shown), "not in a list"))
    return page


def _add_item(
    page: _Page,
    found: re.Match[str],
    number: int,
    headings: tuple[str, ...],
    above: _ListItem | None,
) -> _ListItem:
    """Add a list item; below one with a title it is a detail of that, below others they are its heading."""
    indent = len(found["indent"].expandtabs(4))
    if above and indent > above.indent and not above.is_category:
        if _links_of(above.lines[0], page.references)[0]:
            above.lines.append(found["text"])
            return above
        above.is_category = True
        page.categories.append((above.indent, _plain(above.lines[0]).strip(_EDGES)))
    while page.categories and page.categories[-1][0] >= indent:
        page.categories.pop()
    names = (*headings, *(name for _, name in page.categories[:_MAX_LEVELS]))
    item = _ListItem(number, indent, [found["text"]], names)
    page.items.append(item)
    return item


def _add_row(page: _Page, line: str, number: int, headings: tuple[str, ...]) -> None:
    if page.tables:
        first_line, above, rows = page.tables[-1]
        if above == headings and number == first_line + len(rows):
            rows.append(line)
            return
    page.tables.append((number, headings, [line]))


# An item: its title, its people, its links.


def _links_of(text: str, references: Mapping[str, str]) -> tuple[list[tuple[str, str]], str]:
    r"""Return label and URL of each link to another site in *text*, and *text* with ``\0`` for each.

    Links within the page and images are taken out.
    """
    found: list[tuple[str, str]] = []

    def take(match: re.Match[str]) -> str:
        url = match["url"]
        if not url.lower().startswith(("http://", "https://")):
            return "" if url.startswith("#") else match["text"]
        found.append((_plain(match["text"]), url))
        return f"\0{len(found) - 1}\0"

    def take_by_name(match: re.Match[str]) -> str:
        url = references.get((match["name"] or match["text"]).lower())
        if url is None:
            return match[0]
        found.append((_plain(match["text"]), url))
        return f"\0{len(found) - 1}\0"

    def take_bare(match: re.Match[str]) -> str:
        found.append(("", match["url"].rstrip(".,;")))
        return f"\0{len(found) - 1}\0"

    text = text.replace("\0", "")
    text = _IMAGE.sub("", _BADGE.sub(take, text))
    text = _LINK.sub(take, _ANCHOR.sub(take, text))
    text = _BARE_URL.sub(take_bare, _BY_NAME.sub(take_by_name, text))
    order = [int(place[1]) for place in _PLACE.finditer(text)]
    places = iter(range(len(order)))
    return [found[one] for one in order], _PLACE.sub(lambda _: f"\0{next(places)}\0", text)


_PLACE = lazy_pattern(r"\0(\d++)\0")


def _draft(item: _ListItem, references: Mapping[str, str]) -> Draft | None:
    """Return the paper of *item*; None if it links to nothing."""
    links, text = _links_of("\n".join(item.lines), references)
    if not links:
        return None
    title, text, used = _title(text, links)
    people, rest = _people(text)
    return Draft(
        title=title,
        where=f"line {item.line}",
        session=" / ".join(item.headings[-2:])
        if len(item.headings) > 1
        else "".join(item.headings),
        authors=people,
        abstract=rest,
        links=[
            RawLink(url, None if number == used else label or None)
            for number, (label, url) in enumerate(links)
        ],
    )


def _title(text: str, links: Sequence[tuple[str, str]]) -> tuple[str, str, int]:
    """Return the title, *text* without it, and the number of the link whose text it is, or -1."""
    bold = _BOLD.search(text)
    linked = next(
        (
            place
            for place in _PLACE.finditer(text)
            if len(links[int(place[1])][0]) > 2 and not _LABEL.fullmatch(links[int(place[1])][0])
        ),
        None,
    )
    before = _plain(text[: linked.start()]).strip(_EDGES) if linked else ""
    if linked and (not before or not bold or linked.start() <= bold.end()) and len(before) < 25:
        number = int(linked[1])
        return links[number][0], f"{text[: linked.start()]}\n{text[linked.end() :]}", number
    if bold and (name := _plain(_PLACE.sub("", bold["text"] or bold["under"])).strip(_EDGES)):
        return name, f"{text[: bold.start()]}\n{text[bold.end() :]}", -1
    head, _, tail = text.partition("\0")
    first_line, _, lines = head.partition("\n")
    title = _plain(_ITALIC.split(first_line)[0]).strip(_EDGES)
    if not title and linked:
        number = int(linked[1])
        return links[number][0], f"{text[: linked.start()]}\n{text[linked.end() :]}", number
    end = len(_ITALIC.split(first_line)[0])
    rest = f"{first_line[end:]}\n{lines}\0{tail}"
    if title:
        by = list(_BY.finditer(title))
        if by and _names(f"by {title[by[-1].end() :]}")[0]:
            title, rest = title[: by[-1].start()], f"by {title[by[-1].end() :]}\n{rest}"
        return title.strip(f'{_EDGES}"“”'), rest, -1
    after, _, lines = _PLACE.sub("", text).strip(f"{_EDGES}\n").partition("\n")
    return _plain(after).strip(_EDGES) or links[0][1], lines, -1


def _people(text: str) -> tuple[list[str], str]:
    """Return the names in *text*, what follows a title, and the rest of it."""
    text = _PLACE.sub("", text)
    italics = ((one["text"], one.span()) for one in _ITALIC.finditer(text))
    lines = ((line[0], line.span()) for line in re.finditer(r"[^\n]++", text))
    for part, (start, end) in (*italics, *lines):
        names, other = _names(_plain(part).strip(_EDGES))
        if names:
            return names, _rest(f"{text[:start]}{text[end:]}\n{', '.join(other)}")
    return [], _rest(text)


def _names(text: str) -> tuple[list[str], list[str]]:
    """Return the names in *text*, a list of at least two or one after ``by``, and its other parts.

    A part with digits is a venue or a year. Without names both are empty.
    """
    found = _NAMES.fullmatch(text)
    parts = split_names(found["names"]) if found else []
    other = [part for part in parts if any(map(str.isdigit, part)) or part.lower() == "et al"]
    names = [part for part in parts if part not in other]
    are_names = bool(names) and all(_NAME.fullmatch(name) for name in names)
    is_list = len(names) > 1 or text.lower().startswith(("by ", "author"))
    return (names, other) if are_names and is_list else ([], [])


def _rest(text: str) -> str:
    """Return what else an item says, without marks and empty brackets."""
    lines = map(_plain, text.split("\n"))
    kept = (
        line.strip(" ,;:|-–—·•") if line.count(" ") > 2 else line.strip(_EDGES) for line in lines
    )
    return "\n\n".join(line for line in kept if any(map(str.isalnum, line)))


def _plain(text: str) -> str:
    """Return *text* without marks, tags and links within the page."""
    text = _LINK.sub(lambda found: found["text"], _IMAGE.sub("", text))
    return " ".join(html_to_text(_MARKS.sub("", _TAG.sub(" ", text))).text.split())


# A table: a row is a paper.


def _table(
    first_line: int,
    headings: tuple[str, ...],
    rows: Sequence[str],
    references: Mapping[str, str],
    hints: Hints,
) -> tuple[list[Draft], list[Remark]]:
    """Return the papers in the rows of a table, if a rule follows its header."""
    if len(rows) < 3 or not _RULE.fullmatch(rows[1]):
        shown = clean_line(_plain(rows[0]))
        return [], [Remark(first_line, shown, "a table without a header, or without rows")]
    names = [_plain(cell) for cell in _cells(rows[0])]
    is_link = [one is not None and one.field in LINK_FIELDS for one in assign(names, hints.columns)]
    links: dict[str, list[RawLink]] = {}
    cells = []
    for number, row in enumerate(rows[2:], first_line + 2):
        where, texts = f"line {number}", []
        links[where] = []
        for name, cell, is_address in zip(names, _cells(row), is_link, strict=False):
            found, text = _links_of(cell, references)
            whole = _PLACE.fullmatch(text.strip())  # its label is the text of the cell
            links[where] += [RawLink(url, None if whole else label or name) for label, url in found]
            shown = "" if is_address else _PLACE.sub(partial(_label_at, found), text)
            texts.append(_plain(shown))
        cells.append((where, number, texts))
    records, remarks = read_records(names, cells, hints.columns)
    drafts, more = drafts_of(records, context_of(records, hints), hints)
    session = " / ".join(headings[-2:])
    return [
        replace(one, session=one.session or session, links=[*links[one.where], *one.links])
        for one in drafts
        if one.title or one.authors
    ], [*remarks, *more]


def _label_at(links: Sequence[tuple[str, str]], place: re.Match[str]) -> str:
    return links[int(place[1])][0]


def _cells(row: str) -> list[str]:
    inner = row.strip().removeprefix("|")
    cells = _BARS.split(inner.removesuffix("|") if not inner.endswith("\\|") else inner)
    return [cell.replace("\\|", "|").strip() for cell in cells]
