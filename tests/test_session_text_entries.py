"""Kind, title, people and abstract of an entry are separated, and no word is lost."""

import pytest
from session_pages import BREAK, HEAD, LONG, TIME, entry, paragraphs, reading, talks

from confbrowse.model import Talk


def told(talk: Talk) -> tuple[str | None, str, tuple[str, ...], str]:
    """Return kind, title, people and abstract of an entry with these lines."""
    return talk.kind, talk.title, talk.authors, talk.abstract


AB = ("Anna Ek", "Bo Li")
ENTRIES = {
    "type over title": (["Oral\nTo Forget", "Anna Ek · Bo Li", LONG], ("Oral", "To Forget", AB, LONG)),
    "new separator": (["Oral\nTo Forget", "Anna Ek ⋅ Bo Li", LONG], ("Oral", "To Forget", AB, LONG)),
    "no type": (["To Forget", "Anna Ek · Bo Li", LONG], (None, "To Forget", AB, LONG)),
    "type apart": (["Oral", "To Forget", "Anna Ek · Bo Li", LONG], ("Oral", "To Forget", AB, LONG)),
    "type apart, one person": (["Oral", "To Forget", "Anna Ek"], ("Oral", "To Forget", AB[:1], "")),
    "type apart, no people": (["Oral", "To Forget"], ("Oral", "To Forget", (), "")),
    "one block": ([f"Oral\nTo Forget\nAnna Ek · Bo Li\n{LONG}"], ("Oral", "To Forget", AB, LONG)),
    "one block, one person": ([f"Oral\nTo Forget\nAnna Ek\n{LONG}"], ("Oral", "To Forget", AB[:1], LONG)),
    "one block, no people": ([f"Oral\nTo Forget\n{LONG}"], ("Oral", "To Forget", (), LONG)),
    "break": (["Break\nBreak"], ("Break", "Break", (), "")),
    "break, said once": (["Break"], ("Break", "Break", (), "")),
    "break with a place": (["Break\nBreak", "Coffee Lounge"], ("Break", "Break", (), "Coffee Lounge")),
    "break with a sentence": (["Break", "Tea is served."], ("Break", "Break", (), "Tea is served.")),
    "questions": (["Q&A\nJoint Q&A for Preceeding Spotlights"], ("Q&A", "Joint Q&A for Preceeding Spotlights", (), "")),
    "questions with people": (["Q&A\nLive Q&A", "Anna Ek · Bo Li"], ("Q&A", "Live Q&A", AB, "")),
    "remarks of one": (["Opening Remarks", "Anna Ek"], ("Opening Remarks", "Opening Remarks", AB[:1], "")),
    "kind behind": (["Welcome (Introduction)", "Anna Ek"], ("Introduction", "Welcome", AB[:1], "")),
    "kind behind, broken": (["On Time\n(\nTalk\n)", "Anna Ek"], ("Talk", "On Time", AB[:1], "")),
    "unknown kind, broken": (["On Time\n(\nVirtual thing\n)", "Anna Ek"], ("Virtual thing", "On Time", AB[:1], "")),
    "kind below": (["On Time", "(Talk)", "Anna Ek"], ("Talk", "On Time", AB[:1], "")),
    "brackets in the title": (["On Time (part 2)", "Anna Ek"], (None, "On Time (part 2)", AB[:1], "")),
    "brackets in both": (["On Time (part 2) (Talk)"], ("Talk", "On Time (part 2)", (), "")),
    "a remark in brackets": (["On Time", "(joint work)"], (None, "On Time", (), "(joint work)")),
    "heading": (["### Oral\n### To Forget", "Anna Ek · Bo Li"], ("Oral", "To Forget", AB, "")),
    "title underlined": (["To Forget\n=========", "Anna Ek · Bo Li"], (None, "To Forget", AB, "")),
    "people without a title": (["Anna Ek · Bo Li", LONG], (None, "Untitled", AB, LONG)),
    "people behind a label": (["On Time", "Speakers: Anna Ek, Bo Li", LONG], (None, "On Time", AB, LONG)),
    "people with commas": (["On Time", "Anna Ek, Bo Li", LONG], (None, "On Time", AB, LONG)),
    "a title with dots": (["A · B", "Anna Ek · Bo Li"], (None, "A · B", AB, "")),
    "an award that is a title": (["Best Paper Award Ceremony", "Anna Ek · Bo Li"], (None, "Best Paper Award Ceremony", AB, "")),
}  # fmt: skip


@pytest.mark.parametrize(("lines", "expected"), ENTRIES.values(), ids=ENTRIES)
def test_the_parts_of_an_entry_are_distinguished(
    lines: list[str], expected: tuple[str | None, str, tuple[str, ...], str]
) -> None:
    assert told(entry(*lines)) == expected


def test_an_award_above_the_kind_is_a_keyword() -> None:
    found = entry("Outstanding Paper\nOral\nTo Forget", "Anna Ek · Bo Li", LONG)

    assert (told(found), found.keywords) == (
        ("Oral", "To Forget", AB, LONG),
        ("Outstanding Paper",),
    )


MANY = tuple(f"Anna {letter}." for letter in "ABCDEFGHIJKLMNOPQRSTUVWXYZABCD")


@pytest.mark.parametrize(
    ("lines", "names"),
    [
        ("Anna Ek · Bo Li · Cy Wu", ("Anna Ek", "Bo Li", "Cy Wu")),
        ("Anna Ek ⋅ Bo Li ⋅\nCy Wu", ("Anna Ek", "Bo Li", "Cy Wu")),
        ("Anna Ek ⋅ Bo Li ⋅\nCy Wu ⋅ Di\nMarco", ("Anna Ek", "Bo Li", "Cy Wu", "Di Marco")),
        ("Anna Ek ⋅\nBo Li ⋅\nCy Wu ⋅", ("Anna Ek", "Bo Li", "Cy Wu")),
        ("MINMIN CHEN · Xi ruida · J. Zico Kolter", ("MINMIN CHEN", "Xi ruida", "J. Zico Kolter")),
        ("Rex (Zhitao) Ying · Facebook Rob Fergus", ("Rex (Zhitao) Ying", "Facebook Rob Fergus")),
        ("Dana Pe'er · AndreeaIoana · Ed Van der Sar", ("Dana Pe'er", "AndreeaIoana", "Ed Van der Sar")),
        ("Anna Ek · Bo Li 🔗", ("Anna Ek", "Bo Li")),
        ("Anna Ek · Bo Li |", ("Anna Ek", "Bo Li")),
        ("王小明 · 李雷", ("王小明", "李雷")),
        ("Anna Ek", ("Anna Ek",)),
        ("Marcel A. J. van Gerven", ("Marcel A. J. van Gerven",)),
        ("Anna Ek 🔗", ("Anna Ek",)),
        ("Prince", ("Prince",)),
        (" · ".join(MANY), MANY),
    ],
)  # fmt: skip
def test_people_are_read_as_printed(lines: str, names: tuple[str, ...]) -> None:
    found = entry("Oral\nTo Forget", lines, LONG)

    assert (found.authors, found.abstract) == (names, LONG)


@pytest.mark.parametrize(
    "first",
    [
        "We consider the product a · b of two vectors and what follows from it.",
        "Let f · g be given, and let h be their bound on every bounded set of the plane.",
        "TL;DR: nothing is forgotten.",
        "How do learners forget?",
        "1. We forget.",
        "https://example.org/forget",
        "Keywords: memory  learning",
    ],
)
def test_an_abstract_is_no_list_of_people(first: str) -> None:
    found = entry("Oral\nTo Forget", first, LONG)

    assert (found.authors, found.abstract) == ((), f"{first}\n\n{LONG}")


@pytest.mark.parametrize(
    ("title", "shown"),
    [
        (
            "A Long Title That an Extractor Wrapped at the Width of\nIts Window",
            "A Long Title That an Extractor Wrapped at the Width of Its Window",
        ),
        ("A Long Title: $O(n^2)$ and \\textsc{More}", "A Long Title: $O(n^2)$ and \\textsc{More}"),
        ("[Re] A Title", "[Re] A Title"),
        ("Poster", "Poster"),
        ("#MeToo in Context", "#MeToo in Context"),
    ],
)
def test_a_title_may_be_wrapped_and_of_any_words(title: str, shown: str) -> None:
    found = entry(f"Oral\n{title}", "Anna Ek · Bo Li", LONG)

    assert told(found) == ("Oral", shown, AB, LONG)


ABSTRACTS = {
    "paragraphs": (f"{LONG}\n\nAnd more.\n\nEven more.", f"{LONG}\n\nAnd more.\n\nEven more."),
    "a kind as a paragraph": (f"{LONG}\n\nPoster\n\nAnd more.", f"{LONG}\n\nPoster\n\nAnd more."),
    "a kind and a name": (f"{LONG}\n\nOral\nNo Title\n\nCy · Di", f"{LONG}\n\nOral No Title\n\nCy · Di"),
    "a citation alone": (f"{LONG}\n\n[MYSS20]\n\nMore.", f"{LONG}\n\n[MYSS20]\n\nMore."),
    "a citation first": (f"[MYSS20]\n{LONG}", f"[MYSS20] {LONG}"),
    "a citation last": (f"{LONG}\n\n[MYSS20]", f"{LONG}\n\n[MYSS20]"),
    "numbers": (f"{LONG}\n\n1. retains\n2. forgets", f"{LONG}\n\n1. retains\n2. forgets"),
    "points": (f"{LONG}\n\n* one\n* [two](https://a.org)", f"{LONG}\n\n* one\n* [two](https://a.org)"),
    "a website": (f"See us.\nWebsite: https://a.org/b\n\n{LONG}", f"See us.\nWebsite: https://a.org/b\n\n{LONG}"),
    "broken mathematics": (f"{LONG}\n\nup to 22.2\n×\n speedup", f"{LONG}\n\nup to 22.2 × speedup"),
    "a label": (f"Abstract: {LONG}", LONG),
    "a section": (f"Abstract\n\n{LONG}\n\nLay Summary\n\nWell.", f"{LONG}\n\nLay Summary\n\nWell."),
    "long lines without blanks": (f"{LONG}\nAnd more.\nAnd yet more.", f"{LONG}\nAnd more. And yet more."),
    "a heading": (f"{LONG}\n\n### Goals\n\nMore.", f"{LONG}\n\nGoals\n\nMore."),
    "a sentence with a time": (f"{LONG}\n\nWe meet on {TIME}\n\nHere.", f"{LONG}\n\nWe meet on {TIME}\n\nHere."),
    "show more": (f"{LONG[:50]}…\n\nShow more", f"{LONG[:50]}…"),
    "cookies": (f"{LONG}\n\nOur site uses cookies to learn.", f"{LONG}\n\nOur site uses cookies to learn."),
}  # fmt: skip


@pytest.mark.parametrize(("lines", "expected"), ABSTRACTS.values(), ids=ABSTRACTS)
def test_an_abstract_is_kept_as_it_is(lines: str, expected: str) -> None:
    found = entry("Oral\nTo Forget", "Anna Ek · Bo Li", lines)

    assert told(found) == ("Oral", "To Forget", AB, expected)


@pytest.mark.parametrize("width", [20, 40, 72, 120])
def test_wrapped_paragraphs_keep_every_word(width: int) -> None:
    words = (
        f"{LONG} Show more of the schedule in our Video. {LONG} In the end it is a poster".split()
    )
    lines: list[str] = [""]
    for word in words:
        lines[-1:] = (
            [f"{lines[-1]} {word}".strip()] if len(lines[-1]) < width else [lines[-1], word]
        )

    found = entry("Oral\nTo Forget", "Anna Ek · Bo Li", "\n".join(lines))

    assert found.abstract.split() == words
    assert found.authors == AB


def test_a_page_without_any_blank_line_is_read() -> None:
    page = paragraphs(HEAD, TIME, *ENTRIES["type over title"][0], BREAK)
    found = reading("\n".join(filter(None, page.split("\n"))))
    first, second = found.programme.talks

    assert told(first) == ("Oral", "To Forget", AB, LONG)
    assert told(second) == ("Break", "Break", (), "")
    assert found.programme.sessions[0].title == "Deep Learning 1"
    assert found.programme.sessions[0].chairs == ("Ada Byron",)


def test_an_entry_that_says_nothing_is_kept() -> None:
    first, second, third = talks(paragraphs(HEAD, TIME, "On Time", TIME, BREAK))

    assert (first.title, second.title, third.title) == ("On Time", "Untitled", "Break")
