"""The account of a page: every line that is in no talk and in no session, with the reason."""

from collections.abc import Iterable, Iterator

from confbrowse.readers.reader import Remark
from confbrowse.readers.session_page.blocks import Parts
from confbrowse.readers.session_page.clocks import Settled
from confbrowse.readers.session_page.entries import Entry
from confbrowse.readers.session_page.head import Head
from confbrowse.readers.session_page.lines import Form, Line
from confbrowse.readers.session_page.site import Addresses
from confbrowse.text.links import link

_LEFT_OUT = {
    Form.FRAME: "frame of the page",
    Form.FURNITURE: "furniture of the page",
    Form.FOOTER: "foot of the page",
}


def account(
    parts: Parts, head: Head, entries: Iterable[Entry], addresses: Addresses, settled: Settled
) -> tuple[Remark, ...]:
    """Return what is left out of a page, in its order, then the warnings."""
    entries = tuple(entries)
    body = [*parts.head, *(line for block in parts.entries for line in block)]
    left_out = [
        *(one for one in settled.remarks if one.left_out),
        *head.remarks,
        *_of_no_talk([*body, *parts.foot]),
        *_unused([*body, *parts.foot], addresses, _used(head, entries, addresses)),
        *_foot(parts.foot),
        *_dead_labels(entries, addresses),
    ]
    left_out.sort(key=lambda remark: remark.line or 0)
    return (*left_out, *(one for one in settled.remarks if not one.left_out))


def empty_page(parts: Parts) -> list[Remark]:
    """Return the account of a page without an entry, between others: all its lines."""
    lines = (line for line in (*parts.head, *parts.foot) if line.form is not Form.BLANK)
    return [Remark(line.number, line.source, "page without a talk") for line in lines]


def _of_no_talk(lines: Iterable[Line]) -> Iterator[Remark]:
    """Yield the lines whose form says that they carry nothing of the programme."""
    for line in lines:
        if line.form in _LEFT_OUT:
            yield Remark(line.number, line.source, _LEFT_OUT[line.form])
        elif line.form is Form.LABEL and not line.text and not line.label.startswith("speaker"):
            yield Remark(line.number, line.source, "label with nothing behind it")


def _used(head: Head, entries: Iterable[Entry], addresses: Addresses) -> set[str]:
    """Return the numbers of the references that the programme refers to."""
    used = addresses.used_in(head.abstract)
    for entry in entries:
        used.update(bracket.target for bracket in entry.brackets)
        used.update(addresses.used_in(entry.abstract))
    return used


def _unused(lines: Iterable[Line], addresses: Addresses, used: set[str]) -> Iterator[Remark]:
    for line in lines:
        counts = line.label in used and addresses.references.get(line.label) == line.text
        if line.form is Form.REFERENCE and not counts:
            yield Remark(line.number, line.source, "address that no talk refers to")


def _foot(foot: Iterable[Line]) -> Iterator[Remark]:
    """Yield the lines of the foot that no form tells."""
    for line in foot:
        if line.form not in (Form.BLANK, Form.REFERENCE, *_LEFT_OUT):
            yield Remark(line.number, line.source, "foot of the page")


def _dead_labels(entries: Iterable[Entry], addresses: Addresses) -> Iterator[Remark]:
    """Yield the link labels that lead nowhere, because the text of the page lost the address."""
    for entry in entries:
        for bracket in entry.brackets:
            address = addresses.whole(bracket.target)
            if link(address) is None:
                text = f"[{bracket.words}]({address})" if address else f"[{bracket.words}]"
                yield Remark(bracket.line, text, "label of a link without a whole address")
