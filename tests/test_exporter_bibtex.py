"""BibTeX: other programs parse every entry, LaTeX and capitals are preserved, keys are stable."""

import gzip
import json
import logging
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from bibtexparser.entrypoint import parse_string
from factories import at, talk, talks
from hypothesis import given, settings
from hypothesis import strategies as st

from confbrowse.exporters import EXPORTERS, ExportItem
from confbrowse.exporters.bibtex import _ALLOWED, _ENVIRONMENTS
from confbrowse.identity import assign_ids
from confbrowse.model import Link, Mark, Session, Talk
from confbrowse.text.clean import clean_line, clean_text

CORPUS = Path(__file__).parents[2] / "shared" / "data" / "corpus" / "talks.jsonl.gz"
PAPERS = 1_000
logging.getLogger("bibtexparser").setLevel(logging.ERROR)


def entries(*items: ExportItem) -> list[dict[str, str]]:
    """Return the fields of each entry as another parser reads them."""
    read = parse_string(EXPORTERS["bib"].write(items))
    assert not read.failed_blocks
    found = [{"key": one.key, "type": one.entry_type} for one in read.entries]
    for one, fields in zip(read.entries, found, strict=True):
        fields |= {field.key: str(field.value) for field in one.fields}
    return found


def entry(one: Talk, note: str | None = None) -> dict[str, str]:
    (found,) = entries(ExportItem(one, Mark(note=note)))
    return found


def is_balanced(text: str) -> bool:
    """Return whether braces balance as BibTeX counts them, which knows no escapes."""
    depth = 0
    for sign in re.sub(r"[^{}]", "", text):
        depth += 1 if sign == "{" else -1
        if depth < 0:
            return False
    return depth == 0


def papers() -> Iterator[Talk]:
    """Yield papers with LaTeX in their titles first, then others."""
    with gzip.open(CORPUS, "rt", encoding="utf-8") as file:
        rows = [json.loads(line) for line in file]
    rows.sort(key=lambda row: not re.search(r"[$\\{}&%_^#]", row["title"]))
    session = Session("ICML 2021", "Papers")
    made = (
        Talk(
            "",
            session,
            clean_line(row["title"]),
            authors=tuple(map(clean_line, row["authors"])),
            abstract=clean_text(row.get("abstract") or ""),
        )
        for row in rows[:PAPERS]
    )
    yield from assign_ids("icml-2021", list(made))


@pytest.mark.skipif(not CORPUS.is_file(), reason="the real papers are not here")
def test_a_thousand_real_papers_are_read_with_none_failed() -> None:
    found = list(papers())
    read = entries(*map(ExportItem, found))
    assert len(read) == PAPERS
    assert len({one["key"].lower() for one in read}) == PAPERS
    for one, fields in zip(found, read, strict=True):
        assert all(map(is_balanced, fields.values()))
        assert len(fields["author"].split(" and ")) == len(one.authors)
        assert not re.search(r"(?<!\\)[%#&]", fields["title"] + fields["author"])


@settings(max_examples=40)
@given(st.lists(talks, max_size=3, unique_by=lambda one: one.id.lower()), st.text(max_size=40))
def test_any_talks_are_sound_entries(several: list[Talk], note: str) -> None:
    found = entries(*(ExportItem(one, Mark(note=note)) for one in several))
    assert len(found) == len(several)
    assert all(is_balanced(value) for fields in found for value in fields.values())


@pytest.mark.parametrize(
    ("title", "written"),
    [
        ("A study", "A study"),
        ("Attention is all", "Attention is all"),
        ("BERT: pre-training of Bayes", "{BERT}: pre-training of {Bayes}"),
        ("On $L_1$ norms", "On {$L_1$} norms"),
        (r"The $\ell_0$ case", r"The $\ell_0$ case"),
        (r"On \'Etale maps", r"On {{\'Etale}} maps"),
        ("{BERT} again", "{{BERT}} again"),
        ("50% of R&D #1", r"50\% of {R\&D} \#1"),
        ("snake_case and x^2", r"snake\_case and x\textasciicircum{}2"),
        ("from $5 to $10 each", r"from \$5 to \$10 each"),
        (r"set \{x\} here", r"set \textbraceleft{}x\textbraceright{} here"),
        (r"set $\{x\}$ here", r"set $\lbrace x\rbrace $ here"),
        ("So A\\! and et\\ Al", r"So {A\!} and {et~Al}"),
        ("open { brace", "open  brace"),
        ("close } brace", "close  brace"),
        ("ends with \\", r"ends with \textbackslash{}"),
        ("Über Größe", "Über {Größe}"),
    ],
)
def test_titles_keep_latex_and_capitals(title: str, written: str) -> None:
    assert entry(talk(title, id="a/b"))["title"] == written


@pytest.mark.parametrize(
    ("name", "written"),
    [
        ("Grace Hopper", "Hopper, Grace"),
        ("Plato", "{Plato}"),
        ("Laurens van der Maaten", "van der Maaten, Laurens"),
        ("Aäron Van Den Oord", "Van Den Oord, Aäron"),
        ("Robert Downey Jr.", "Downey, Jr., Robert"),
        ("van Gogh", "van Gogh"),
        ("Le Song", "Song, Le"),
        ("Jürgen Groß", "Groß, Jürgen"),
        ("Emanuele La Malfa", "La Malfa, Emanuele"),
        ("The LIGO Collaboration", "{The LIGO Collaboration}"),
        ("Research and Development", "{Research and Development}"),
        ("A & B", r"B, A \&"),
    ],
)
def test_names_are_written_family_name_first(name: str, written: str) -> None:
    assert entry(talk(authors=(name,)))["author"] == written
    assert entry(talk(authors=(name, "Ada Lovelace")))["author"] == f"{written} and Lovelace, Ada"


def test_a_key_is_the_talk_s_id_and_nothing_else_can_change_it() -> None:
    one = talk("Moths", id="icml-2021/moths-1826")
    assert entry(one)["key"] == "icml-2021:moths-1826"
    assert entry(talk("Owls", id=one.id, authors=("Ada Lovelace",)))["key"] == entry(one)["key"]
    odd = [entry(talk(id=talk_id))["key"] for talk_id in ("a/b c", "a/b-c", "a:b-c", "A/b-c")]
    assert len(set(odd)) == 4


def test_the_paper_goes_before_the_code_and_the_note_is_plain_text() -> None:
    links = (Link("code", "https://e.org/code"), Link("paper", "https://e.org/p_1?a=%20{b}"))
    found = entry(
        talk(links=links, authors=("Ada Lovelace",), start=at(9)), r"$5 \o/ {50%} a_b #1 ~ ^"
    )
    assert found["url"] == "https://e.org/p_1?a=%20%7Bb%7D"
    assert found["annote"] == (
        r"\$5 \textbackslash{}o/ \textbraceleft{}50\%\textbraceright{} a\_b \#1 "
        r"\textasciitilde{} \textasciicircum{}"
    )
    assert (found["type"], found["booktitle"], found["year"]) == (
        "inproceedings",
        "ICML 2021",
        "2021",
    )


def test_what_nobody_wrote_is_no_paper() -> None:
    found = entry(talk("Coffee", kind="Break"))
    assert (found["type"], found["howpublished"]) == ("misc", "ICML 2021")


HARMFUL = (
    *(
        "input",
        "include",
        "write",
        "immediate",
        "openout",
        "openin",
        "read",
        "catcode",
        "def",
        "edef",
    ),
    *(
        "gdef",
        "let",
        "csname",
        "usepackage",
        "RequirePackage",
        "newcommand",
        "renewcommand",
        "verb",
    ),
    *(
        "directlua",
        "special",
        "expandafter",
        "loop",
        "everypar",
        "includegraphics",
        "lstinputlisting",
    ),
    *("bibliography", "ShellEscape", "write18", "string", "uppercasex", "jobname", "message"),
)
"""Commands that run, read, write or define something; such a list is never complete."""
TRICKS = (
    r"\{0}",
    r"$\{0}$",
    r"$x$ \{0}{{/etc/passwd}}",
    r"{{\{0}",
    r"\{0}}}{{",
    r"^^5c{0}",
    r"$^^5c{0}$",
    r"$^}}^5c{0}$",
    r"\^^5c{0}",
    r"$^^^5c{0}$",
    r"\\\{0}",
    r"\in}}\{0}",
    r"\begin{{{0}}} x \end{{{0}}}",
    r"\ \{0}",
    r"\{0}\{0}",
)


def runs_nothing(bib: str) -> bool:
    """Return whether *bib* contains only allowed commands and no character codes."""
    found = list(re.finditer(r"\\(?:([A-Za-z]+)(?:\{([A-Za-z]*))?|.)", bib, re.DOTALL))
    commands = [one[1] for one in found if one[1]]
    kinds = [one[2] for one in found if one[1] in ("begin", "end")]
    allowed = _ALLOWED | {"begin", "end", "backslash", "textbraceleft", "textbraceright", "wedge"}
    return allowed.issuperset(commands) and _ENVIRONMENTS.issuperset(kinds) and "^^" not in bib


def everywhere(text: str) -> ExportItem:
    """Return a talk with *text* in every field."""
    shown = replace(
        talk(text, id="a/b"),
        authors=(text, f"Ada {text}", f"{text} Byron, Jr"),
        keywords=(text,),
        abstract=f"{text}\n\n{text}",
        session=Session(text, text),
        links=(Link("paper", "https://moth.example/" + "".join(text.split()), None),),
    )
    return ExportItem(shown, Mark(note=text))


@pytest.mark.parametrize("trick", TRICKS)
def test_no_field_runs_anything(trick: str) -> None:
    for name in HARMFUL:
        text = trick.format(name)
        (found,) = entries(everywhere(text))
        assert all(is_balanced(value) for value in found.values()), text
        assert runs_nothing(EXPORTERS["bib"].write([everywhere(text)])), text


def test_a_brace_that_is_dropped_makes_no_command() -> None:
    bib = EXPORTERS["bib"].write([everywhere(r"a \in}put{/etc/passwd} b \in{x put}")])
    assert r"\input" not in bib


def test_a_letter_in_code_makes_no_command() -> None:
    bib = EXPORTERS["bib"].write([everywhere(r"$\^^69nput$ \^^69nput $\in^^70ut$ $a^^5cinput b$")])
    assert "^^" not in bib
    assert r"\input" not in bib


@settings(max_examples=300)
@given(
    st.lists(
        st.sampled_from(
            [
                *(
                    "\\",
                    "^",
                    "^^",
                    "^^5c",
                    "{",
                    "}",
                    "$",
                    "$$",
                    " ",
                    "%",
                    "&",
                    "#",
                    "_",
                    "~",
                    "in",
                    "put",
                ),
                *(
                    "input",
                    "\\in",
                    "def",
                    "\\alpha",
                    "begin",
                    "{align}",
                    "M",
                    "69",
                    "\n",
                    '"',
                    "'",
                    "é",
                ),
            ]
        ),
        max_size=14,
    ).map("".join)
)
def test_no_text_runs_anything(text: str) -> None:
    bib = EXPORTERS["bib"].write([everywhere(f"x{text}")])
    assert runs_nothing(bib)


@pytest.mark.parametrize(
    "text",
    [
        r"$\alpha$-{M}oths",
        r"{\"o}ber",
        r"\emph{all} of \textbf{it}",
        r"$\mathcal{O}(n\log n)$",
        r"Erd\H{o}s and \v{C}ech",
        r"$\frac{1}{2}\sqrt{x}$",
        r"\begin{equation} x \end{equation}",
    ],
)
def test_what_sets_text_and_formulas_stays(text: str) -> None:
    assert entry(replace(talk("x", id="a/b"), abstract=text))["abstract"] == text


def test_a_command_that_is_not_known_is_printed() -> None:
    assert entry(talk(r"on \input{x}", id="a/b"))["title"] == r"on \textbackslash{}input{x}"
    assert entry(talk(r"on $\input x$", id="a/b"))["title"] == r"on $\backslash input x$"
