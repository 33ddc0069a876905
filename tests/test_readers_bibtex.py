"""BibTeX: entries as anthologies, publishers and people write them."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from sample_formats_papers import BIBTEX

from confbrowse.errors import ProgrammeError
from confbrowse.exporters import EXPORTERS
from confbrowse.exporters.base import ExportItem
from confbrowse.model import Mark, Talk
from confbrowse.readers import Hints, Reading, read
from confbrowse.text.latex.source import decode_tex

HINTS = Hints(date(2025, 1, 1), source="made-up", location="/somewhere/made-up")


def entries(text: str) -> Reading:
    return read(text.encode(), HINTS)


def paper(fields: str) -> Talk:
    return entries(f"@inproceedings{{moths, title = {{Moths}}, {fields}}}").programme.talks[0]


def test_an_entry_is_read_field_by_field() -> None:
    moths, night, bats = read(BIBTEX, HINTS).programme.talks
    assert moths.title == "Moths & Lamps: an $O(n^{2})$ Über-light"
    assert moths.authors == (
        "Ada Ångström",
        "Bo von Byron Jr.",
        "The Moth and Lamp Team",
        "Văn Nguyễn",
    )
    assert (moths.kind, moths.keywords, moths.uid) == (
        "Oral",
        ("light", "lamp"),
        "angstrom-etal-2025-moths",
    )
    assert [link.url for link in moths.links] == [
        "https://moth.example/a_b",
        "https://doi.org/10.1000/x_y",
    ]
    assert night.authors == ("Ada Owl", "Cy", "Bo van der Bat")
    assert [link.url for link in bats.links] == [
        "https://bat.example/~cy",
        "https://arxiv.org/abs/2401.00001",
    ]


def test_everything_that_is_no_paper_is_reported() -> None:
    assert [(one.line, one.reason) for one in read(BIBTEX, HINTS).remarks] == [
        (None, "fields that are not kept"),
        (1, "the first of 2 lines between entries, which are comments"),
        (26, "a volume of proceedings, not a paper"),
        (5, "not all authors are named in 1 of 3 entries; this is the first"),
    ]


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("Ada Byron", "Ada Byron"),
        ("Byron, Ada", "Ada Byron"),
        ("de la Byron, Ada B.", "Ada B. de la Byron"),
        ("Byron, III, Ada", "Ada Byron III"),
        ("{Moth and Lamp, Inc.}", "Moth and Lamp, Inc."),
        ("{\\'E}lo{\\\"\\i}se Mart{\\'\\i}n", "Éloïse Martín"),
        ("{Byron}, {Ada}", "Ada Byron"),
        ("given=Ada, prefix=von, family=Byron, useprefix=true", "Ada von Byron"),
        ("Ander Andersson", "Ander Andersson"),
    ],
)
def test_a_name_has_any_form_that_bibtex_knows(written: str, name: str) -> None:
    assert paper(f"author = {{{written} and Bo}}").authors == (name, "Bo")


@pytest.mark.parametrize(
    ("fields", "url"),
    [
        ('url = "https://a.example/x\\_y\\%20z"', "https://a.example/x_y%20z"),
        ("url = {https://a.example/x{\\_}y}", "https://a.example/x_y"),
        ("doi = {10.1145/3097983.3098144}", "https://doi.org/10.1145/3097983.3098144"),
        ("doi = {https://doi.org/10.1145/1}", "https://doi.org/10.1145/1"),
        ("openreview = {aBc}", "https://openreview.net/forum?id=aBc"),
        ("eprint = {arXiv:2401.00001v2}", "https://arxiv.org/abs/2401.00001v2"),
        ("note = {\\url{https://a.example/n}}", "https://a.example/n"),
        ("presentation-video = {https://youtu.be/x}", "https://youtu.be/x"),
    ],
)
def test_a_link_is_in_any_of_the_fields_for_it(fields: str, url: str) -> None:
    assert [link.url for link in paper(fields).links] == [url]


def test_a_paper_inherits_what_it_lacks_from_the_volume_it_refers_to() -> None:
    volume = "@proceedings{v, title = {Third {MothCon}}, year = 2025, editor = {Di}, url = {https://v.example/1}}"
    reading = entries(
        f"@inproceedings{{a, title = {{Moths}}, crossref = V}}\n@misc{{b, title = {{Bats}}}}\n{volume}"
    )
    moths, bats = reading.programme.talks
    assert (moths.session.title, moths.authors, moths.links) == ("Third MothCon", ("Di",), ())
    assert bats.session.title == "Programme"


def test_cross_references_in_a_circle_end() -> None:
    reading = entries(
        "@misc{a, title = {A}, crossref = b}\n@misc{b, title = {B}, crossref = a, booktitle = {C}}"
    )
    assert [one.title for one in reading.programme.talks] == ["B"]


@pytest.mark.parametrize(
    "broken",
    [
        "@misc{x, title = {Never {closed, author = {Bo}}",
        '@misc{x, title = "Never closed}',
        "@misc{x, title = }",
        "@misc{no fields at all}",
        "@misc{x}",
        "@misc{}",
    ],
)
def test_a_broken_entry_costs_no_other_and_is_reported(broken: str) -> None:
    reading = entries(f"@misc{{a, title = {{Moths}}}}\n{broken}\n@misc{{c, title = {{Bats}}}}\n")
    assert [one.title for one in reading.programme.talks] == ["Moths", "Bats"]
    assert [(one.line, one.left_out) for one in reading.remarks] == [(2, True)]


def test_braces_after_a_backslash_need_not_match() -> None:
    assert paper(r"abstract = {The set \{1, 2 \ldots}").abstract == "The set {1, 2 …"


def test_an_abbreviation_that_is_not_defined_stays_as_written_with_a_warning() -> None:
    reading = entries(
        "@misc{a, title = {Moths}, journal = JMLR}\n@misc{b, title = {Bats}, year = 2024}"
    )
    assert reading.programme.talks[0].session.title == "JMLR"
    assert [one.text for one in reading.warnings] == ["JMLR"]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("@proceedings{v, shortname = {ICML}, year = {2023}}\n@misc{a, title = {A}}", "ICML 2023"),
        (
            "@misc{a, title = {A}, year = 2018, booktitle = {34th Conference, {ICDE} 2018, Paris}}",
            "ICDE 2018",
        ),
        ("@misc{DBLP:conf/kdd/A17, title = {A}, year = {2017}}", "KDD 2017"),
        ("@misc{a, title = {A}, year = 1999, booktitle = {ICDE 2018}}", "Made up"),
    ],
)
def test_the_programme_is_called_what_its_volume_is_called(text: str, name: str) -> None:
    assert entries(text).programme.name == name


def test_what_confbrowse_exports_is_read_again() -> None:
    written = [
        ("{Braces} & 50% of $x_1$ ~ a^b \\ c", ("Ada van der Byron", "Moth Team and Co.")),
        ("Schrödinger's “cat” – an H₂O thing", ("Ørsted Åse", "Văn Nguyễn")),
    ]
    (model,) = entries("@misc{a, title = {A}}").programme.talks
    items = [
        ExportItem(_titled(model, number, title, authors), Mark())
        for number, (title, authors) in enumerate(written)
    ]
    again = entries(EXPORTERS["bib"].write(items)).programme.talks
    assert [one.authors for one in again] == [authors for _, authors in written]
    assert again[1].title == written[1][0]


def _titled(talk: Talk, number: int, title: str, authors: tuple[str, ...]) -> Talk:
    return replace(talk, id=f"a/b-{number}", title=title, authors=authors)


def test_plain_text_is_not_tex() -> None:
    assert decode_tex("As it is, 5 < 6; a_b") == "As it is, 5 < 6; a_b"


def test_a_file_without_papers_is_refused() -> None:
    with pytest.raises(ProgrammeError, match="without any papers"):
        entries("@string{a = {b}}\n@proceedings{v, title = {Third MothCon}}")


def test_the_golden_export_has_every_talk(request: pytest.FixtureRequest) -> None:
    golden = Path(request.path).parent / "golden" / "samples.bib"
    raw = golden.read_bytes()
    assert len(read(raw, HINTS).programme.talks) == raw.count(b"\n@") + raw.startswith(b"@")
