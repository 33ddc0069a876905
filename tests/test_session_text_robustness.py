"""Any page: nothing is dropped silently, no error is raised, and reading takes bounded time."""

import re
from collections.abc import Callable, Iterator
from functools import partial
from itertools import count

import pytest
from growth import grows_too_fast
from hypothesis import example, given, settings
from hypothesis import strategies as st
from session_pages import BREAK, HEAD, ORAL, paragraphs, reading

from confbrowse.errors import ProgrammeError
from confbrowse.model import Talk
from confbrowse.readers import Reading
from confbrowse.text.clean import clean_text
from confbrowse.text.times import printed_time

FORMS = (
    # frames, navigation, feet
    *("Skip to yearly menu bar Skip to main content", "[Skip to main content][2]", "Main Navigation"),
    *("* [ W ][12]", "  + [W W](/y)", "[ Login][11]", "Successful Page Load", "ICML Logo above W"),
    *("The W Logo above may be used W", "W uses cookies for essential functions W", "Useful links"),
    *("──────┬───", "=====", "Show more", "Chat is not available.", "SlidesLive Video »", "2025 Poster"),
    # heads
    *("Session", "### Session", "Workshop", "Poster", "## W W", "W W W", "Moderator: W W", "Moderators:"),
    *("Chair: W W · W W", "[ Room W ]", "[ W ]", "Hall W", "Abstract:", "Abstract: W W.", "Abstract"),
    *("Timezone: America/W", "Timezone: America/Chicago", "Timezone: »", "Schedule", "### Schedule"),
    # markers
    *("Tue 20 July 7:00 - 7:20 PDT", "Tue 8 Dec. 6:00 - 6:15 PST", "Fri 8:30 a.m. - 8:40 a.m."),
    *("Thu 11:40 p.m.  12:00 a.m.", "Tue 20 July 2021 7:00 IST", "Wed 31 June 7:00 - 7:20"),
    *("Social: W W Sat 3 Dec 07:30 a.m.", "W W Sat 3 Dec 07:30 a.m.", "7:00 - 7:20 PDT @ W W"),
    *("#36", "#W-100", "#7 Poster", "HALL A #2108", "##### **[W W][33]**", "### [W W](/virtual/2021/W)"),
    *("##### **[W W", "##### W W][34]**", "W][34]**"),
    # entries
    *("Oral", "Break", "Q&A", "Outstanding Paper W", "W W (Talk)", "(Talk)", "(", ")", "[", "]", "W"),
    *("W W · W W", "W W ⋅ W W ⋅", "W W 🔗", "W, W W", "Speakers: W W, W", "Speakers:", "W " * 40 + "W."),
    *("[ Poster] [ OpenReview]", "[ W][33] [ W][35]", "[W](https://a.org/W)", "[W20]", "Project Page"),
    *('[ [W](https://a.org/W "W")]', "1. W W", "* W", "Website: https://a.org/W", "Video", "See [W][34] W"),
    *("[33]: /virtual/2025/poster/W", "[34]: https://a.org/W", "[35]:", "Keywords: W W", "W.", "--- W ---"),
)  # fmt: skip
"""Every form of line; W is replaced by a word that no other line contains."""

lines = st.one_of(
    st.sampled_from(FORMS),
    st.sampled_from(FORMS),
    st.just(""),
    st.text("[]()#*·⋅:|»- \tWa1.@\u2028\u200b\ue000é中", max_size=12),
)
pages = st.lists(lines, max_size=40)


def with_words(forms: list[str]) -> str:
    """Return the page of *forms*, with a different word for each W."""
    numbers = count()

    def word(_: re.Match[str]) -> str:
        number = next(numbers)
        return "Q" + "".join("abcdefghij"[int(digit)] for digit in str(number))

    return "\n".join(re.sub(r"\bW\b", word, form) for form in forms)


def told(found: Reading) -> Iterator[str]:
    """Yield everything that was read, and everything that was reported as left out."""
    for session in found.programme.sessions:
        yield from (session.title, *session.chairs, session.room or "", session.abstract)
    for talk in found.programme.talks:
        yield from (talk.title, talk.kind or "", *talk.authors, talk.abstract, talk.room or "")
        yield from (talk.position or "", *talk.keywords, talk.timezone or "")
        yield from (text for link in talk.links for text in (link.url, link.label or ""))
    yield from (remark.text for remark in found.remarks)


def words(text: str) -> set[str]:
    """Return the words of *text* without numbers of references."""
    return {word for word in re.findall(r"\w+", text) if not word.isdecimal()}


MARKS = {"Abstract", "Moderator", "Moderators", "Chair", "Speakers"}
"""Words of labels, which are not part of the content."""


def lost(page: str) -> set[str]:
    """Return the words of *page* that its reader dropped silently."""
    found = reading(page)
    kept = {word for text in told(found) for word in words(text)}
    missing = set()
    for line in clean_text(page).split("\n"):
        time = printed_time(line)
        missing |= words(f"{time.title} {time.room}" if time else line) - kept
    return missing - MARKS


@settings(max_examples=300, deadline=None)
@given(pages, st.sampled_from([HEAD, "Session\nW W", ""]))
@example(["#1", "[ Poster]"], "")
@example(["Tue 20 July 7:00 - 7:20 PDT", "[ Poster] [ OpenReview]"], "")
def test_no_word_is_dropped_in_silence(forms: list[str], head: str) -> None:
    page = with_words([head, *forms])
    try:
        assert lost(page) == set()
    except ProgrammeError as error:
        assert "page.txt" in str(error)


@settings(max_examples=100, deadline=None)
@given(st.lists(pages, min_size=2, max_size=3))
def test_no_word_is_dropped_between_pages(parts: list[list[str]]) -> None:
    page = with_words([line for part in parts for line in (HEAD, ORAL, *part)])

    assert lost(page) == set()


@settings(max_examples=200, deadline=None)
@given(pages)
def test_what_is_read_is_sound(forms: list[str]) -> None:
    found = reading(paragraphs(HEAD, ORAL) + with_words(forms) + "\n" + BREAK)
    programme = found.programme

    assert len({talk.id for talk in programme.talks}) == len(programme.talks)
    assert {talk.session for talk in programme.talks} <= set(programme.sessions)
    assert all(talk.title and talk.id.startswith(f"{programme.id}/") for talk in programme.talks)
    assert all(talk.start is None or talk.start.tzinfo for talk in programme.talks)
    assert all("\n" not in text for text in told(found) if not is_abstract(text, programme.talks))


def is_abstract(text: str, talks: tuple[Talk, ...]) -> bool:
    """Return whether *text* is one that may have several lines."""
    return text in {talk.abstract for talk in talks} | {talk.session.abstract for talk in talks}


@settings(deadline=None)
@given(st.one_of(st.text(), st.lists(st.sampled_from(FORMS)).map("\n".join)), st.booleans())
def test_any_text_is_read_or_refused(text: str, given_year: bool) -> None:
    try:
        found = reading(text, year=2021 if given_year else None)
    except ProgrammeError as error:
        assert "page.txt" in str(error)
    else:
        assert found.programme.talks


@settings(deadline=None)
@given(st.binary(max_size=400))
def test_any_bytes_are_read_or_refused(raw: bytes) -> None:
    try:
        assert reading(raw + b"\n#1\n").programme.talks
    except ProgrammeError as error:
        assert "page.txt" in str(error)


HOSTILE = {
    "brackets": "[" * 1_000,
    "closing brackets": "[" + "](x" * 300,
    "bracket pairs": "[a]" * 300,
    "nested links": "[ [a](b) " * 100,
    "headings": "# [" + "](" * 450,
    "open heading": "## **[" + "a " * 100,
    "numbers": "#1",
    "digits": "1" * 1_000,
    "dots": "· " * 500,
    "blanks": "a" + " " * 1_000 + "b",
    "blanks in a time": "Tue 20 July" + " " * 500 + "7:00 -",
    "broken times": "Tue 20 July 7:00 - 7:20 " + "Tue 20 July " * 8,
    "times": "Tue 20 July 7:00 - 7:20 PDT",
    "titled times": "A Sat 3 Dec 07:30 a.m.",
    "labels": "Abstract:" + " " * 900,
    "broken brackets": "(",
    "frames": "Skip to yearly menu bar ",
    "glued frames": "a Skip to yearly menu bar " * 30,
    "references": "[1]: /virtual/2021/poster/1",
    "linked words": "[a][1]" * 150,
    "people": "A B ·",
    "kinds": "Poster",
    "brackets behind": "a (" * 300 + ")",
    "rules": "-" * 900 + "a",
}


def hostile_page(line: str, joined: str, length: int) -> str:
    """Return a page with *line* repeated: *length* characters, or one line per hundred of them."""
    times = length // len(line)
    return f"{HEAD}\n\n{(line + joined) * (min(times, length // 100) if joined else times)}\n{ORAL}"


def read_hostile(page: str) -> None:
    talks = reading(page).programme.talks
    assert any(talk.title == "Learning to Forget" for talk in talks)
    assert len({talk.id for talk in talks}) == len(talks)


@pytest.mark.parametrize("line", HOSTILE.values(), ids=HOSTILE)
@pytest.mark.parametrize("joined", ["\n", ""], ids=["lines", "one line"])
def test_hostile_lines_are_read_in_linear_time(line: str, joined: str) -> None:
    def work(length: int) -> Callable[[], None]:
        return partial(read_hostile, hostile_page(line, joined, length))

    assert not grows_too_fast(work, 15_000)


@pytest.mark.proof
@pytest.mark.parametrize("line", HOSTILE.values(), ids=HOSTILE)
@pytest.mark.parametrize("joined", ["\n", ""], ids=["lines", "one line"])
def test_a_megabyte_of_hostile_lines_is_read(line: str, joined: str) -> None:
    """Large enough that quadratic work would not end."""
    read_hostile(hostile_page(line, joined, 1_000_000))
