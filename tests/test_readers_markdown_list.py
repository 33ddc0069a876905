"""Lists of papers in Markdown: items as people write them."""

from datetime import date
from pathlib import Path

import pytest
from sample_formats_papers import AWESOME

from confbrowse.model import Talk
from confbrowse.readers import Hints, read

HINTS = Hints(date(2025, 1, 1), source="made-up", location="/somewhere/made-up")
REAL = Path(__file__).parents[2] / "shared" / "data" / "refused" / "awesome-list-iclr-2025.md"
URL = "https://arxiv.org/abs/2401.00001"
OTHERS = "".join(f"- [Other {n}](https://arxiv.org/abs/2402.0000{n})\n" for n in range(3))


def item(text: str) -> Talk:
    return read(f"# A\n## B\n{text}\n{OTHERS}".encode(), HINTS).programme.talks[0]


@pytest.mark.parametrize(
    ("text", "title", "authors", "abstract"),
    [
        (f"- [Moths]({URL})", "Moths", (), ""),
        (f"* [**Moths** and *lamps*]({URL}) ICML 2025", "Moths and lamps", (), "ICML 2025"),
        (f"1. Moths [[pdf]({URL})]", "Moths", (), ""),
        (f"- [[Paper]({URL})] Moths at last", "Moths at last", (), ""),
        (f"- **Moths** <br> *Ada Owl, Bo Bat* [Paper]({URL})", "Moths", ("Ada Owl", "Bo Bat"), ""),
        (
            f"- [Moths]({URL}), Ada Owl and Bo van Bat, 2025",
            "Moths",
            ("Ada Owl", "Bo van Bat"),
            "2025",
        ),
        (f'- "Moths" by Ada Owl. {URL}', "Moths", ("Ada Owl",), ""),
        (f"- (Oral) [Moths]({URL}): they like lamps.", "Moths", (), "Oral they like lamps."),
        (
            f"- [Moths]({URL})\n  - Authors: Ada Owl, Bo Bat\n  - Note",
            "Moths",
            ("Ada Owl", "Bo Bat"),
            "Note",
        ),
        (f'- <a href="{URL}">Moths and lamps</a>', "Moths and lamps", (), ""),
        (f"- [Moths][m]\n\n[m]: {URL}\n", "Moths", (), ""),
    ],
)
def test_an_item_has_a_title_people_and_what_else_it_says(
    text: str, title: str, authors: tuple[str, ...], abstract: str
) -> None:
    talk = item(text)
    assert (talk.title, talk.authors) == (title, authors)
    assert talk.abstract.replace("\n\n", " ") == abstract.replace("\n\n", " ")
    assert URL in [link.url for link in talk.links]


def test_links_keep_their_labels_and_badges_are_links() -> None:
    talk = item(
        f"- [Moths]({URL}) [[Code](https://github.com/a/b)] [![Video](https://i.example/x.svg)](https://youtu.be/x)"
    )
    assert [(link.label, link.kind) for link in talk.links] == [
        (None, "paper"),
        ("Code", "code"),
        ("Video", "video"),
    ]


def test_an_item_with_items_but_no_link_is_a_heading() -> None:
    talk = item(f"- Deep\n    - [Moths]({URL})")
    assert (talk.title, talk.session.title) == ("Moths", "B / Deep")


def test_every_line_that_is_no_paper_is_reported() -> None:
    assert [(one.line, one.reason) for one in read(AWESOME, HINTS).remarks] == [
        (3, "not in a list"),
        (5, "a list item without a link to another site"),
        (6, "a list item without a link to another site"),
        (17, "program text"),
    ]


@pytest.mark.skipif(not REAL.exists(), reason="needs the real files of ../shared/data")
def test_a_real_list_has_a_talk_for_each_linked_item() -> None:
    found = read(REAL.read_bytes(), HINTS).programme
    linked = [
        line
        for line in REAL.read_text().splitlines()
        if line.lstrip()[:2] in ("- ", "* ") and "](http" in line
    ]
    assert len(found.talks) == len(linked) == 493
    assert len(found.sessions) == 34


def test_bars_in_cells_and_rows_without_a_title_are_not_lost() -> None:
    table = r"""# Moths

| Title | Authors | Link |
|---|---|---|
| P(a \| b) of moths | Ada Byron, Bo Lund | [paper](https://arxiv.org/abs/2401.00001) |
| Bats and echoes | Ada Byron | [paper](https://arxiv.org/abs/2401.00002) |
| Owls at night | Ada Byron | [paper](https://arxiv.org/abs/2401.00003) |
|  | Cy Dahl | [paper](https://arxiv.org/abs/2401.00004) |
"""
    reading = read(table.encode(), HINTS)
    assert [one.title for one in reading.programme.talks] == [
        "P(a | b) of moths",
        "Bats and echoes",
        "Owls at night",
    ]
    assert reading.programme.talks[0].authors == ("Ada Byron", "Bo Lund")
    assert [one.reason for one in reading.remarks if one.left_out]
