"""The token at the cursor is completed to everything that it can become, and nothing else."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from query_strategies import syntax

from confbrowse.search.completion import (
    MAX_COMPLETIONS,
    complete,
    complete_saved,
    complete_value,
    field_at,
)
from confbrowse.search.fields import FIELDS
from confbrowse.search.known_values import condition, known_values
from confbrowse.search.parser import MAX_QUERY_CHARS, parse


def offered(text: str, at: int | None = None) -> list[str]:
    """Return the completions with the cursor at *at*, or after *text*."""
    return [one.text for one in complete(text, len(text) if at is None else at)]


def taken(text: str, at: int | None = None) -> str:
    """Return *text* with the first completion inserted."""
    first = complete(text, len(text) if at is None else at)[0]
    return text[: first.start] + first.text + text[first.end :]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("aut", ["author:"]),
        ("AUT", ["author:"]),
        ("gan -aut", ["author:"]),
        ("=tit", ["title:"]),
        ("gan|tit", ["title:"]),
        ("t", ["title:", "track:", "text:", "kind:"]),
        ("spea", ["author:"]),
        ("title", ["title:"]),
        ("has:co", ["has:code"]),
        ("has:p", ["has:paper", "has:poster", "has:project"]),
        ("-is:s", ["is:starred", "is:seen"]),
        ("is:starred|se", ["seen", "session:"]),
        ("day:tu", ["day:tue"]),
        ("day:tues", []),
        ("day:tue", []),
        ("on:", ["on:now"]),
        ("interest:>", ["interest:>=1", "interest:>=2"]),
        ("autor:ben", ["author:"]),
        ("is:stared", ["is:starred"]),
        ("after:25:00", ["after:23:00"]),
        ("after:1", []),
        ("title:ga", []),
        ('"tit', []),
        (":tit", []),
        ("(aut", ["author:"]),
        ("gan OR !(x aut", ["author:"]),
        ("day:(mon|tu", ["tue"]),
        ("day:mon,tu", ["tue"]),
        ("day:mon..w", ["day:mon..wed"]),
        ("day:mon,tue..w", ["tue..wed"]),
        ("-has:(cod", ["code"]),
        ("is:(seen OR st", ["starred"]),
        ("on:(", ["now"]),
        ("on:x,", ["now"]),
        ("no:co", ["-has:"]),
        ("xyz", []),
        ("", []),
        ("gan ", []),
        ("-", []),
    ],
)
def test_what_is_typed_may_become(text: str, expected: list[str]) -> None:
    assert offered(text) == expected


@pytest.mark.parametrize("name", ["has", "is", "day", "interest", "on"])
def test_behind_a_name_its_values_are_offered(name: str) -> None:
    (field,) = (field for field in FIELDS if field.name == name)
    listed = [f"{name}:{value.text}" for value in (field.values.listed if field.values else ())]
    assert offered(f"{name}:") == listed[:MAX_COMPLETIONS]
    assert offered(f"gan {name}: ") == listed[:MAX_COMPLETIONS]


@pytest.mark.parametrize(
    ("text", "at", "expected"),
    [
        ("gan has:co", 10, "gan has:code"),
        ("has:co gan", 6, "has:code gan"),
        ("has:coed gan", 6, "has:code gan"),
        ("tit gan", 3, "title: gan"),
        ("titl:gan", 3, "title:gan"),
        ("autor:bengio x", 9, "author:bengio x"),
        ("-aut", 4, "-author:"),
        ("day:mon|tu", 10, "day:mon|tue"),
        ("day: tu", 7, "day:tue"),
        ("has:(co) x", 7, "has:(code) x"),
        ("has:co,vid x", 6, "has:code,vid x"),
        ("(x autor:y) z", 10, "(x author:y) z"),
    ],
)
def test_a_completion_leaves_the_rest_as_it_is(text: str, at: int, expected: str) -> None:
    assert taken(text, at) == expected


def test_only_the_piece_at_the_cursor_is_completed() -> None:
    assert offered("autor:x has:co gan", 8) == []
    assert offered("autor:x has:co gan", 14) == ["has:code"]
    assert offered("autor:x has:co gan", 18) == []


def test_every_field_is_offered_by_the_beginning_of_each_of_its_names() -> None:
    for field in FIELDS:
        for name in (field.name, *field.aliases):
            assert f"{field.name}:" in offered(name[:-1])


@given(syntax | st.text(), st.integers(-5, MAX_QUERY_CHARS + 50))
def test_whatever_is_typed_offers_are_few_different_and_change_something(
    text: str, at: int
) -> None:
    found = complete(text, at)
    assert len(found) <= MAX_COMPLETIONS
    assert len({one.text for one in found}) == len(found)
    for one in found:
        assert 0 <= one.start <= at
        assert one.start <= one.end <= len(text)
        assert text[one.start : one.end] != one.text
        assert one.help


@given(syntax)
def test_a_completion_makes_no_new_fault(text: str) -> None:
    before = len(parse(text).faults)
    for one in complete(text, len(text)):
        after = text[: one.start] + one.text + text[one.end :]
        assert len(parse(after).faults) <= before


@pytest.mark.parametrize(
    ("text", "at", "found"),
    [
        ("@", 1, ["@mine", "@code-today"]),
        ("@MI", 3, ["@mine"]),
        ("owls @CO", 8, ["@code-today"]),
        ("-@co gan", 4, ["@code-today"]),
        ("@mine", 5, []),
        ("me@mi", 5, []),
        ("(x OR !@co", 10, ["@code-today"]),
        ("a|@mi) b", 5, ["@mine"]),
        ("@x", 2, []),
        ("owls", 4, []),
    ],
)
def test_a_saved_search_is_completed_to_its_name(text: str, at: int, found: list[str]) -> None:
    searches = (("mine", "is:starred"), ("Code today", "has:code"))
    offered = complete_saved(text, at, searches, {"@mine": 1_000, "@code-today": None})
    assert [one.text for one in offered] == found
    assert all(text[one.start : one.end].startswith("@") for one in offered)
    helps = {"@mine": "1,000  is:starred", "@code-today": "has:code"}
    assert all(one.help == helps[one.text] for one in offered)


KNOWN = {
    "room": known_values("room", {"Hall A": 5, "Janson": 30, "H.1302 (Depage)": 10, "AW1.120": 4}),
    "author": known_values("author", {"Samy Bengio": 3, "Yoshua Bengio": 12, "Jürgen Groß": 1}),
    "day": known_values("day", {"2024-02-04": 9, "2024-02-03": 8, "2024-03-03": 7}),
    "kind": known_values("kind", {"Lightning talk": 2, "Oral": 4}),
    "track": known_values("track", {f"Track {number}": number for number in range(900)}),
}


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("room:", ["Janson", '"H.1302 (Depage)"', '"Hall A"', "AW1.120"]),
        ("room:h", ['"H.1302 (Depage)"', '"Hall A"']),
        ("-room:dep", ['"H.1302 (Depage)"']),
        ("room:aw1.1", ["AW1.120"]),
        ("room:jnason", ["Janson"]),
        ("room:jx", []),
        ("room:Janson", []),
        ('room:"ha', ['"Hall A"']),
        ('room:"Hall A"', []),
        ("speaker:ben", ['"Yoshua Bengio"', '"Samy Bengio"']),
        ('author:"yoshua b', ['"Yoshua Bengio"']),
        ("author:samy|gross", ['"Jürgen Groß"']),
        ("author:(samy OR gross", ['"Jürgen Groß"']),
        ("author:(", ['"Yoshua Bengio"', '"Samy Bengio"', '"Jürgen Groß"']),
        ("room:janson,", ["Janson", '"H.1302 (Depage)"', '"Hall A"', "AW1.120"]),
        ("room:janson,dep", ['"H.1302 (Depage)"']),
        ("(x -room:(dep", ['"H.1302 (Depage)"']),
        ("autor:ben", []),
        ("kind:tal", ['"lightning talk"']),
        ("day:s", ["sat", "2024-02-04", "2024-03-03", "sun"]),
        ("day:mar", ["2024-03-03"]),
        ("day:2024-02-03", ["sat"]),
        ("track:890", ['"Track 890"']),
        ("session:x", []),
    ],
)
def test_values_of_the_talks_in_view_are_offered_by_any_of_their_words(
    text: str, values: list[str]
) -> None:
    found = complete_value(text, len(text), KNOWN)
    assert [one.text.partition(":")[2] or one.text for one in found][:4] == values
    for one in found:
        after = text[: one.start] + one.text
        assert not parse(f"{after} ").faults
        assert one.text not in {more.text for more in complete_value(after, len(after), KNOWN)}


def test_a_value_says_how_many_talks_have_it() -> None:
    first = complete("room:ja", 7, KNOWN)[0]
    assert (first.text, first.label, first.help) == ("room:Janson", "Janson", "30")


def test_no_more_values_are_offered_than_fit_the_most_frequent_first() -> None:
    found = complete_value("track:tr", 8, KNOWN)
    assert [int(one.help) for one in found] == list(range(899, 899 - MAX_COMPLETIONS, -1))


def test_the_field_at_the_cursor_is_the_one_that_the_value_belongs_to() -> None:
    named = {
        text: field_at(text, len(text)) for text in ("speaker:a|b", "gan", "room: ", "title:x")
    }
    assert [field.name if field else None for field in named.values()] == [
        "author",
        None,
        "room",
        "title",
    ]


@pytest.mark.parametrize(
    ("name", "value", "written"),
    [
        ("kind", "Invited Talk", 'kind:"invited talk"'),
        ("room", "K.1.105", "room:K.1.105"),
        ("room", 'The "Big" Hall', 'room:"The Big Hall"'),
        ("track", "C++", "track:C++"),
        ("session", "$k$-means", "session:k-means"),
        ("room", "a|b", 'room:"a|b"'),
        ("room", "-1", 'room:"-1"'),
    ],
)
def test_a_value_is_written_so_that_it_is_read_as_one(name: str, value: str, written: str) -> None:
    assert condition(name, value) == written
    assert len(parse(written).clauses) == 1
