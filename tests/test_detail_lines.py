"""The detail pane shows everything about a talk, in lines as wide as the pane."""

from dataclasses import replace

import pytest
from factories import SESSION, at, lines, talk, talks, texts
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.cells import cell_len

from confbrowse.model import NO_MARK, NOTHING_AROUND, Link, Mark, Neighbours, Talk
from confbrowse.schedule.clashes import Partners, TalkSample
from confbrowse.schedule.clock import EVENT, Clock
from confbrowse.text.cells import Drawn, text_of
from confbrowse.tui.widgets.detail import (
    DetailPane,
    lay_out_talk,
    listed_links,
    when_and_where,
    with_numbers,
)
from confbrowse.tui.widgets.glyphs import STAR, MatchSpans, no_matches

LINKS = (
    Link("code", "https://github.com/moths/lamps"),
    Link("paper", "https://example.org/moths.pdf", "PDF"),
)
MOTHS = talk(
    "Moths and Lamps",
    session=replace(SESSION, chairs=("Shuicheng Yan", "Ada")),
    kind="Oral",
    authors=("Grace Hopper", "Jürgen Groß"),
    start=at(7),
    end=at(7, 20),
    timezone="PDT",
    room="Hall 3",
    position="#36",
    keywords=("insects", "light"),
    abstract="Why moths fly in circles.\n\n- They see the moon\n- They are late",
    links=LINKS,
    source="page.txt, line 12",
)


def detail_lines(
    one: Talk,
    mark: Mark,
    found: Partners,
    width: int,
    hits: MatchSpans = no_matches,
    *,
    clock: Clock = EVENT,
    raw: bool = False,
) -> list[Drawn]:
    """Return the pane's lines."""
    return [line for line, _ in lay_out_talk(one, mark, found, width, hits, clock=clock, raw=raw)]


unhurried = settings(deadline=None)
marks = st.builds(Mark, starred=st.booleans(), note=st.none() | texts)


def clashes(titles: tuple[str, ...]) -> Partners:
    """Return clashes with talks of these *titles*, every second of them weak."""
    firm, weak = ([talk(title) for title in titles[first::2]] for first in (0, 1))
    return Partners(TalkSample(tuple(firm), len(firm)), TalkSample(tuple(weak), len(weak)))


def shown(
    one: Talk,
    width: int = 80,
    mark: Mark = NO_MARK,
    clashing: tuple[str, ...] = (),
    *,
    raw: bool = False,
) -> str:
    """Return the pane's lines, stripped."""
    made = detail_lines(one, mark, clashes(clashing), width, raw=raw)
    return "\n".join(text_of(line).strip() for line in made)


def squeezed(text: str) -> str:
    return "".join(text.split())


@unhurried
@given(talks, marks, st.lists(lines, max_size=3).map(tuple), st.integers(1, 200))
def test_lines_are_exactly_as_wide_as_asked(
    one: Talk, mark: Mark, clashing: tuple[str, ...], width: int
) -> None:
    made = detail_lines(one, mark, clashes(clashing), width)
    assert all(cell_len(text_of(line)) == width for line in made)


@pytest.mark.parametrize("text", ["蛾と灯火 " * 9, "e\u0301tude " * 30, "🎉🇩🇪 " * 30, "x" * 300])
def test_wide_combining_and_endless_words_keep_the_width(text: str) -> None:
    one = replace(MOTHS, title=text.strip(), abstract=text)
    for width in range(1, 201):
        made = detail_lines(one, NO_MARK, clashes((text,)), width)
        assert {cell_len(text_of(line)) for line in made} == {width}


@unhurried
@given(talks, marks, st.lists(lines, max_size=3).map(tuple), st.integers(6, 200))
def test_nothing_that_is_known_of_a_talk_is_left_out(
    one: Talk, mark: Mark, clashing: tuple[str, ...], width: int
) -> None:
    found = squeezed(shown(one, width, mark, clashing, raw=True))
    session = one.session
    told = [one.title, one.kind, one.room, one.position, one.abstract, one.source, mark.note]
    told += [session.title, session.programme, *session.chairs]
    told += [*one.authors, *one.keywords, *clashing, *(link.url for link in one.links)]
    told += [link.label for link in one.links]
    assert [text for text in told if text and squeezed(text) not in found] == []


def test_pane_reads_from_what_to_where_to_why() -> None:
    assert shown(MOTHS).splitlines() == [
        "Moths and Lamps",
        "Oral · Tue 20 July 2021 · 07:00–07:20 PDT · Hall 3 · #36",
        "Deep Learning 1 · ICML 2021",
        "Chairs: Shuicheng Yan, Ada",
        "",
        "Grace Hopper, Jürgen Groß",
        "Keywords: insects, light",
        "",
        "Why moths fly in circles.",
        "",
        "•  They see the moon",
        "•  They are late",
        "",
        "[1] Code        github.com/moths/lamps",
        "[2] Paper: PDF  example.org",
    ]
    assert shown(MOTHS, raw=True).splitlines()[-2:] == ["", "Source: page.txt, line 12"]


def test_facts_among_the_keywords_are_fields() -> None:
    one = replace(MOTHS, keywords=("language: pt_BR", "Theory: nets", "moderator: Ada"))
    text = shown(one).splitlines()
    assert text[text.index("Language: Portuguese") :][:3] == [
        "Language: Portuguese",
        "Moderator: Ada",
        "Keywords: Theory: nets",
    ]


@pytest.mark.parametrize(
    ("more", "told"),
    [
        ({}, "Tue 20 July 2021 · 07:00–07:20 PDT"),
        ({"end": None}, "07:00 PDT"),
        ({"timezone": None}, "07:00–07:20 (zone not given)"),
        ({"year_assumed": True}, "Tue 20 July 2021 (year assumed)"),
        ({"start": None, "end": None}, "no time given"),
        ({"room": "Hall 3", "position": "#36"}, "Hall 3 · #36"),
        ({"session": replace(SESSION, room="Hall 4")}, "07:00–07:20 PDT · Hall 4"),
    ],
)
def test_time_and_place_say_what_is_known_and_what_is_not(
    more: dict[str, object], told: str
) -> None:
    bare = talk("Moths", start=at(7), end=at(7, 20), timezone="PDT")
    assert told in when_and_where(replace(bare, **more))  # type: ignore[arg-type]  # any field


def test_a_star_is_shown_in_words_too() -> None:
    assert STAR not in shown(MOTHS)
    assert f"{STAR} On your agenda" in shown(MOTHS, mark=Mark(starred=True))


def test_every_clash_is_named() -> None:
    told = shown(MOTHS, clashing=("Owls and Mice", "Posters", "Bats"))
    assert "! Clashes with 2 of yours: Owls and Mice; Bats" in told
    assert "~ Overlaps 1 of yours: Posters" in told
    assert "Clashes" not in shown(MOTHS)


def test_clashes_that_are_not_named_are_counted() -> None:
    many = Partners(weak=TalkSample((talk("Moths"), talk("Bats")), 3_002))
    told = "\n".join(text_of(line) for line in detail_lines(MOTHS, NO_MARK, many, 80))
    assert "~ Overlaps 3,002 of yours: Moths; Bats and 3,000 more" in told


def test_a_note_is_shown() -> None:
    assert "Note: ask about [lamps]" in shown(MOTHS, mark=Mark(note="ask about [lamps]"))


def test_a_talk_without_an_abstract_says_so() -> None:
    assert "No abstract in the source." in shown(replace(MOTHS, abstract=""))


def test_an_abstract_takes_no_wider_lines_than_can_be_read() -> None:
    long = replace(MOTHS, abstract="moths circle the lamp " * 40)
    widest = max(len(line) for line in shown(long, 200).splitlines())
    assert 60 <= widest <= 90


def test_wrapping_keeps_every_word_of_an_abstract() -> None:
    text = "Why do moths, at night, circle every lamp there is?"
    told = shown(replace(MOTHS, abstract=text, links=()), 24)
    assert text in " ".join(told.split())


def test_texts_are_shown_as_they_are_read_or_as_their_source_has_them() -> None:
    one = replace(
        MOTHS,
        title=r"$O(n^2)$ \emph{moths}",
        authors=(r"Erd\H{o}s",),
        abstract="In $O(n^{2})$ steps.",
    )
    read, source = shown(one), shown(one, raw=True)
    for text in ("O(n²) moths", "Erdős", "In O(n²) steps."):
        assert text in read
    for text in (one.title, one.authors[0], one.abstract):
        assert text in source


def test_hits_are_marked_in_the_text_that_is_shown() -> None:
    one = replace(MOTHS, abstract="A $\\epsilon$-greedy moth, see:\n\n- the *bright* lamp")

    def hits(text: str, _field: str) -> list[tuple[int, int]]:
        return [(at, at + 6) for at in (text.find("greedy"), text.find("bright")) if at >= 0]

    lines = detail_lines(one, NO_MARK, Partners(), 60, hits)
    assert [text for line in lines for text, role in line if role == "line--hit"] == [
        "greedy",
        "bright",
    ]


def test_list_items_of_an_abstract_hang_under_their_first_word() -> None:
    one = replace(MOTHS, abstract="- moths see the moon and hold their course by it")
    made = [text_of(line).rstrip() for line in detail_lines(one, NO_MARK, Partners(), 30)]
    at = next(at for at, line in enumerate(made) if line.startswith(" •  moths"))
    assert made[at + 1].startswith("    ")
    assert made[at + 1][4] != " "


def test_markup_is_shown_as_it_stands() -> None:
    texts_in = ("[/]", "[red]x", "[@click=app.quit]x", "\\[b]")
    for text in texts_in:
        one = replace(MOTHS, title=text, abstract=text, authors=(text,))
        assert shown(one, mark=Mark(note=text), clashing=(text,)).count(text) >= 5


def test_pane_counts_the_lines_of_its_talk_and_none_without_one() -> None:
    empty, full = DetailPane(), DetailPane()
    full.talk = MOTHS
    assert empty.line_count() == 0
    assert full.line_count() == len(detail_lines(MOTHS, NO_MARK, Partners(), full.text_width))


OTHER = talk("Owls and Mice")


def test_neighbours_are_shown_for_their_talk_alone() -> None:
    pane, found = DetailPane(), Neighbours(None, OTHER, ())
    assert pane.is_complete
    pane.talk = MOTHS
    assert not pane.is_complete
    pane.show_neighbours(OTHER, found)
    assert pane.neighbours_of(MOTHS) is None
    pane.show_neighbours(replace(MOTHS), found)
    assert pane.is_complete, "the same talk, read again"
    assert pane.neighbours_of(MOTHS) is found
    assert pane.neighbours_of(OTHER) is None


def test_another_version_of_a_talk_keeps_its_neighbours_until_they_are_read() -> None:
    pane, found = DetailPane(), Neighbours(None, OTHER, ())
    pane.talk = MOTHS
    pane.show_neighbours(MOTHS, found)
    pane.talk = replace(MOTHS, title="Moths and Moons")
    assert (pane.neighbours, pane.is_complete) == (found, False)
    pane.talk = OTHER
    assert pane.neighbours == NOTHING_AROUND


WEB = [Link("other", f"https://moths.example/{number}") for number in range(1, 21)]


def test_links_are_numbered_best_first_and_a_label_is_before_the_host() -> None:
    links = (
        Link("other", "https://chat.moths.example/#/room/7", "Chat room"),
        Link("video", "https://www.tube.example/watch?v=1", "Video of the talk"),
        Link("code", "https://www.github.com/moths/lamps/"),
    )
    assert shown(replace(MOTHS, links=links)).splitlines()[-3:] == [
        "[1] Code               github.com/moths/lamps",
        "[2] Video of the talk  tube.example",
        "[3] Chat room          chat.moths.example",
    ]
    raw = squeezed(shown(replace(MOTHS, links=links), raw=True))
    assert all(link.url in raw for link in links)


def test_a_label_that_is_the_address_is_not_said_twice() -> None:
    links = (Link("project", "https://moths.example/lamps", "moths.example/lamps"),)
    assert shown(replace(MOTHS, links=links)).splitlines()[-1] == (
        "[1] Project  moths.example/lamps"
    )


def test_links_behind_words_of_the_abstract_are_numbered_there() -> None:
    code, page = (
        Link("code", "https://github.com/moths/lamps", "tool"),
        Link("other", "https://lamps.example", "lamps"),
    )
    abstract = f"A [tool]({code.url}) with toolboxes. No lamps, but [lamps]({page.url})."
    text, found = with_numbers("A tool with toolboxes. No moon, but lamps.", [code, page], abstract)
    assert text == "A tool [1] with toolboxes. No moon, but lamps [2]."
    assert found == {1, 2}
    assert with_numbers("A tool.", [code], "no such address") == ("A tool.", frozenset())


def test_footnotes_do_not_outweigh_the_abstract() -> None:
    abstract = " ".join(link.url for link in WEB)
    page = Link("project", "https://lamps.example")
    found = shown(replace(MOTHS, abstract=abstract, links=(*WEB, page))).splitlines()
    text = " ".join(found)
    assert all(f"{link.url} [{number}]" in text for number, link in enumerate(WEB, 2))
    listed = [line.split()[0] for line in found if line.startswith("[") and "  " in line]
    assert listed == ["[1]", "[2]", "[3]", "[4]"]
    assert "17 more links: O lists them all" in found


@pytest.mark.parametrize(
    ("links", "in_text", "text_lines", "listed"),
    [
        (2, set(), 0, [1, 2]),
        (12, set(), 0, [*range(1, 10)]),
        (5, {1, 2, 3, 4, 5}, 4, [1, 2, 3]),
        (5, {1, 2, 3, 4}, 4, [1, 2, 3, 5]),
        (5, {1, 2, 3, 4, 5}, 40, [1, 2, 3, 4, 5]),
    ],
)
def test_as_many_links_of_an_abstract_are_listed_as_it_has_lines_for(
    links: int, in_text: set[int], text_lines: int, listed: list[int]
) -> None:
    assert listed_links(links, in_text, text_lines) == listed


def test_talks_at_the_same_time_say_their_rooms() -> None:
    other = replace(MOTHS, id="icml-2021/bats", title="Bats", room="K.1.105 (La Fontaine)")
    drawn = lay_out_talk(MOTHS, NO_MARK, Partners(), 60, neighbours=Neighbours(meanwhile=(other,)))
    assert "07:00 K.1.105 Bats" in [text_of(line).strip() for line, _ in drawn]
