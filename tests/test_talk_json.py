"""A talk as JSON has stable keys, reads back the same, and invalid values are refused."""

import json

import pytest
from factories import at, sessions, talk, talks
from hypothesis import given
from hypothesis import strategies as st

from confbrowse import talk_json
from confbrowse.errors import ProgrammeError
from confbrowse.model import Link, Mark, Session, Talk

KEYS = [
    "id",
    "programme",
    "session",
    "chairs",
    "kind",
    "title",
    "authors",
    "start",
    "end",
    "timezone",
    "year_assumed",
    "room",
    "position",
    "track",
    "keywords",
    "abstract",
    "text",
    "links",
    "starred",
    "interest",
    "hidden",
    "seen",
    "note",
    "later",
    "source",
]
"""The promised keys, in order."""
json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(KEYS), inner),
    max_leaves=20,
)


def test_every_key_that_is_promised_is_there_in_its_order() -> None:
    assert list(talk_json.write(talk())) == KEYS


def test_a_whole_talk_is_written_as_documented() -> None:
    whole = Talk(
        id="icml-2021/memories",
        session=Session("ICML 2021", "Deep Learning 1", ("Shuicheng YAN",)),
        title="Not All Memories",
        kind="Oral",
        authors=("Sainbayar Sukhbaatar", "Da JU"),
        start=at(7),
        end=at(7, 20),
        timezone="UTC",
        abstract="At $O(n)$.",
        links=(Link("code", "https://github.com/x/y"),),
        source="page.txt, line 9",
    )
    mark = Mark(starred=True, interest=2, note="early", later=True)
    assert json.loads(json.dumps(talk_json.write(whole, mark))) == {
        "id": "icml-2021/memories",
        "programme": "ICML 2021",
        "session": "Deep Learning 1",
        "chairs": ["Shuicheng YAN"],
        "kind": "Oral",
        "title": "Not All Memories",
        "authors": ["Sainbayar Sukhbaatar", "Da JU"],
        "start": "2021-07-20T07:00:00+00:00",
        "end": "2021-07-20T07:20:00+00:00",
        "timezone": "UTC",
        "year_assumed": False,
        "room": None,
        "position": None,
        "track": None,
        "keywords": [],
        "abstract": "At $O(n)$.",
        "text": "At O(n).",
        "links": [{"kind": "code", "url": "https://github.com/x/y", "label": None}],
        "starred": True,
        "interest": 2,
        "hidden": False,
        "seen": False,
        "note": "early",
        "later": True,
        "source": "page.txt, line 9",
    }


def test_what_is_not_known_is_null_and_no_key_is_left_out() -> None:
    bare = talk_json.write(talk())
    unknown = [key for key, value in bare.items() if value is None]
    assert unknown == ["kind", "start", "end", "timezone", "room", "position", "track", "note"]


@given(talks, sessions)
def test_a_talk_comes_back_as_it_was(made: Talk, session: Session) -> None:
    kept = Session(session.programme, session.title, session.chairs)  # what the keys hold of it
    beyond = {"session": kept, "day": "", "uid": None}
    whole = talk(**{name: getattr(made, name) for name in Talk.__slots__} | beyond)
    assert talk_json.read(json.loads(json.dumps(talk_json.write(whole)))) == whole


def test_missing_keys_mean_their_defaults() -> None:
    read = talk_json.read({"id": "a/b", "title": "B"})
    assert read == Talk("a/b", Session("", ""), "B")


@given(json_values)
def test_any_json_is_a_talk_or_is_refused_with_a_sentence(value: object) -> None:
    try:
        read = talk_json.read(value)
    except ProgrammeError as error:
        assert str(error).startswith("This is not a talk written by confbrowse")
    else:
        assert talk_json.read(talk_json.write(read)) == read


@pytest.mark.parametrize(
    ("data", "why"),
    [
        ([], "written by confbrowse."),
        ({"title": "B"}, "the id is missing."),
        ({"id": "a/b"}, "the title is missing."),
        ({"id": "a/b", "title": None}, "the title is missing."),
        ({"id": 5, "title": "B"}, "the id is missing."),
        ({"id": "a/b", "title": "B", "start": "soon"}, "the start is not a valid time."),
        (
            {"id": "a/b", "title": "B", "start": "2021-07-20T07:00:00"},
            "the start is not a valid time.",
        ),
        ({"id": "a/b", "title": "B", "end": 1_626_764_400}, "the end is not a valid time."),
        (
            {"id": "a/b", "title": "B", "start": "0001-01-01T00:00:00+14:00"},
            "the start is not a valid time.",
        ),
        (
            {"id": "a/b", "title": "B", "end": "9999-12-31T23:59:59-14:00"},
            "the end is not a valid time.",
        ),
    ],
)
def test_what_is_no_talk_is_refused_and_it_is_said_why(data: object, why: str) -> None:
    with pytest.raises(ProgrammeError) as told:
        talk_json.read(data)
    assert why in str(told.value)


def test_values_of_another_type_mean_their_defaults() -> None:
    odd: dict[str, object] = {key: {"a": ["list"]} for key in KEYS}
    odd |= {"id": "a/b", "title": "B", "start": None, "end": None, "year_assumed": "false"}
    odd |= {"authors": "Ada", "keywords": [None, 5, "kept"], "links": [5, {"url": 5}, None]}
    assert talk_json.read(odd) == Talk("a/b", Session("", ""), "B", keywords=("kept",))


def test_everything_that_comes_in_is_cleaned_and_bounded() -> None:
    evil = "up\x1b]0;owned\x07\u202edown"
    data = {
        "id": evil,
        "title": evil,
        "programme": evil,
        "session": evil,
        "chairs": [evil],
        "kind": evil,
        "authors": [evil] * 20_000,
        "timezone": evil,
        "room": evil,
        "position": evil,
        "track": evil,
        "keywords": [evil],
        "source": evil,
        "abstract": evil * 100_000,
        "links": [{"kind": evil, "url": "https://example.org", "label": evil}] * 300
        + [{"url": "javascript:alert(1)"}],
    }
    read = talk_json.read(data)
    single = {read.id, read.title, read.session.programme, read.session.title, *read.session.chairs}
    single |= {read.kind or "", read.timezone or "", read.room or "", read.position or ""}
    single |= {read.track or "", *read.keywords, read.source, *read.authors}
    single |= {link.label or "" for link in read.links}
    assert single == {"updown"}
    assert set(read.abstract) == set("updown…")
    assert (len(read.authors), len(read.links), len(read.abstract)) == (10_000, 200, 100_000)
