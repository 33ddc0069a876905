"""A person is recognised under many forms of a name, and rarely confused with another."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from confbrowse.people import Person, find_people, may_be_same_person, parse_name

SAME = [
    ("Yoshua Bengio", "Y. Bengio"),
    ("Yoshua Bengio", "BENGIO, Yoshua"),
    ("Jürgen Schmidhuber", "Juergen Schmidhuber"),
    ("Jürgen Schmidhuber", "Jurgen Schmidhuber"),
    ("Klaus-Robert Müller", "K.-R. Mueller"),
    ("Klaus-Robert Müller", "Klaus Robert Muller"),
    ("Laurens van der Maaten", "van der Maaten, L."),
    ("Wei Zhang", "Zhang Wei"),
    ("Rex (Zhitao) Ying", "Rex Ying"),
    ("J. R. Smith", "John Smith"),
    ("J.R. Smith", "John Robert Smith"),
    ("Michael I. Jordan", "Michael Jordan"),
    ("Paul Erdős", "Paul Erdos"),
    ("Ø. Hansen", "Øystein Hansen"),
    ("Sammy Davis Jr.", "Sammy Davis"),
    ("Wei Wang 0001", "Wei Wang"),
    ("Arthur Flexer*", "Flexer, Arthur"),
    (r"Paul Erd\H{o}s", "Erdős, P."),
    (r"Bernhard Sch{\"o}lkopf", "Bernhard Schoelkopf"),
    ("Siobhán O’Neill", "Siobhan ONeill"),
]
APART = [
    ("Yoshua Bengio", "Samy Bengio"),
    ("Wei Zhang", "Wei Zhao"),
    ("J. R. Smith", "John Adam Smith"),
    ("Bengio", "Yoshua Bengio"),
    ("Bengio", "Bengio"),
    ("Paul Erdős", "Pál Erdős"),
    ("", "Ada Lovelace"),
]


@pytest.mark.parametrize(("one", "other"), SAME)
def test_forms_of_one_name_are_one_person(one: str, other: str) -> None:
    assert may_be_same_person(parse_name(one), parse_name(other))
    assert may_be_same_person(parse_name(other), parse_name(one))


@pytest.mark.parametrize(("one", "other"), APART)
def test_other_names_are_other_people(one: str, other: str) -> None:
    assert not may_be_same_person(parse_name(one), parse_name(other))


def test_people_are_found_with_their_talks_and_the_forms_of_their_names() -> None:
    listed = [
        (1, ["Y. Bengio", "Ada Lovelace"]),
        (2, ["Yoshua Bengio"]),
        (3, ["Samy Bengio"]),
        (4, ["BENGIO, Yoshua", "Y. Bengio"]),
    ]

    people = find_people(["Yoshua Bengio", "Ada Lovelace", "Nobody Here", "Plato"], listed)

    assert people == (
        Person("Yoshua Bengio", ("Y. Bengio", "BENGIO, Yoshua"), (1, 2, 4)),
        Person("Ada Lovelace", (), (1,)),
        Person("Nobody Here", (), ()),
        Person("Plato", (), ()),
    )


def test_a_single_name_is_found_as_it_is_written() -> None:
    assert find_people(["Plato"], [(1, ["Plato"]), (2, ["Plato Smith"])])[0].talks == (1,)


@given(st.lists(st.sampled_from([name for pair in SAME + APART for name in pair if name])))
def test_nobody_is_passed_over(names: list[str]) -> None:
    listed = [(number, [name]) for number, name in enumerate(names)]

    for person in find_people(names, listed):
        same = [
            may_be_same_person(parse_name(person.name), parse_name(one)) or one == person.name
            for one in names
        ]
        assert person.talks == tuple(number for number, is_one in enumerate(same) if is_one)


@given(st.text(max_size=60), st.text(max_size=60))
def test_any_text_is_taken_apart_and_being_the_same_is_mutual(one: str, other: str) -> None:
    first, second = parse_name(one), parse_name(other)

    assert may_be_same_person(first, second) == may_be_same_person(second, first)
    assert may_be_same_person(first, first) == bool(first.given)
