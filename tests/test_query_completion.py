"""What the piece that is being typed may become is offered, and nothing else."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from queries_made_up import syntax

from confbrowse.search.completion import MOST, complete, saved
from confbrowse.search.fields import FIELDS
from confbrowse.search.parse import LONGEST, parse


def offered(text: str, at: int | None = None) -> list[str]:
    """Return what is offered with the cursor at *at*, or behind *text*."""
    return [one.text for one in complete(text, len(text) if at is None else at)]


def taken(text: str, at: int | None = None) -> str:
    """Return *text* once the first offer has been taken."""
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
    assert offered(f"{name}:") == listed[:MOST]
    assert offered(f"gan {name}: ") == listed[:MOST]


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
    ],
)
def test_taking_an_offer_leaves_the_rest_as_it_is(text: str, at: int, expected: str) -> None:
    assert taken(text, at) == expected


def test_only_the_piece_at_the_cursor_is_completed() -> None:
    assert offered("autor:x has:co gan", 8) == []
    assert offered("autor:x has:co gan", 14) == ["has:code"]
    assert offered("autor:x has:co gan", 18) == []


def test_every_field_is_offered_by_the_beginning_of_each_of_its_names() -> None:
    for field in FIELDS:
        for name in (field.name, *field.aliases):
            assert f"{field.name}:" in offered(name[:-1])


@given(syntax | st.text(), st.integers(-5, LONGEST + 50))
def test_whatever_is_typed_offers_are_few_different_and_change_something(
    text: str, at: int
) -> None:
    found = complete(text, at)
    assert len(found) <= MOST
    assert len({one.text for one in found}) == len(found)
    for one in found:
        assert 0 <= one.start <= at
        assert one.start <= one.end <= len(text)
        assert text[one.start : one.end] != one.text
        assert one.help


@given(syntax)
def test_taking_an_offer_makes_no_new_fault(text: str) -> None:
    before = len(parse(text).faults)
    for one in complete(text, len(text)):
        after = text[: one.start] + one.text + text[one.end :]
        assert len(parse(after).faults) <= before


@pytest.mark.parametrize(
    ("text", "at", "found"),
    [
        ("@", 1, ["is:starred", "has:code"]),
        ("@mi", 3, ["is:starred"]),
        ("owls @CO", 8, ["has:code"]),
        ("me@mi", 5, []),
        ("@x", 2, []),
        ("owls", 4, []),
    ],
)
def test_a_saved_search_is_called_by_its_name(text: str, at: int, found: list[str]) -> None:
    offered = saved(text, at, (("mine", "is:starred"), ("code", "has:code")))
    assert [one.text for one in offered] == found
    assert all(text[one.start : one.end] == text[text.rindex("@") :] for one in offered)
