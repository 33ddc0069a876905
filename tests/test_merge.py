"""Programmes that come in again or in parts, and the ids that outlive it."""

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st
from pages import reading

from confbrowse.identity import identified
from confbrowse.merge import merge
from confbrowse.model import Programme, Session, Talk
from confbrowse.text.slugs import same_title_key, slug, talk_slug

PAGE = """Session

Moths

Eve Eff · Gee Haitch

Abstract:

Tue 20 July 7:00 - 7:20 PDT

Oral
Of Moths and Lamps

Ann Bee · Cee Dee

They fly.

Tue 20 July 7:20 - 7:30 PDT

Break
Break

Tue 20 July 7:30 - 7:50 PDT

Spotlight
Of Owls

Ann Bee · Eve Eff

They see.
"""
OTHER = PAGE.replace("Moths\n\nEve", "Birds\n\nEve").replace("Moths and Lamps", "Birds and Trees")
OTHER = OTHER.replace("Of Owls", "Of Herons").replace("July 7", "July 9")
POSTERS = PAGE.replace("Moths\n\nEve", "Posters\n\nEve").replace("Oral\n", "Poster\n")


def programme(page: str, location: str = "/p/a.txt") -> Programme:
    return reading(page, location=location, year=2021, name="ICML 2021").programme


def ids(programme: Programme) -> dict[str, str]:
    return {talk.id: talk.title for talk in programme.talks}


def test_ids_are_readable() -> None:
    names = [one.rpartition("-")[0] for one in ids(programme(PAGE))]
    assert names == ["icml-2021/moths-lamps", "icml-2021/break", "icml-2021/of-owls"]
    perceiver = talk_slug("Perceiver: General Perception with Iterative Attention")
    assert perceiver.rpartition("-")[0] == "perceiver-general-perception"


def test_ids_stay_when_time_abstract_people_and_session_change() -> None:
    changed = PAGE.replace("7:00 - 7:20", "10:00 - 10:20").replace("They fly.", "They hover.")
    changed = changed.replace("Ann Bee · Cee Dee", "Ann Bee").replace(
        "Moths\n\nEve", "Lepidoptera\n\nEve"
    )
    again = merge(programme(PAGE), programme(changed))
    assert ids(again) == ids(programme(PAGE))
    assert [one.title for one in again.sessions] == ["Lepidoptera"]
    assert again.talks[0].abstract == "They hover."


def test_same_page_again_changes_nothing() -> None:
    assert merge(programme(PAGE), programme(PAGE)) == programme(PAGE)


def test_pages_of_one_programme_stand_side_by_side_and_breaks_keep_apart() -> None:
    both = merge(programme(PAGE), programme(OTHER, "/p/b.txt"))
    assert [one.title for one in both.sessions] == ["Moths", "Birds"]
    assert len(both.talks) == len(ids(both)) == 6
    again = merge(both, programme(OTHER.replace("They see.", "They wade."), "/p/b.txt"))
    assert ids(again) == ids(both)
    assert merge(again, programme(PAGE)) == again


def test_posters_of_the_same_papers_are_talks_of_their_own() -> None:
    both = merge(programme(PAGE), programme(POSTERS, "/p/posters.txt"))
    assert len(both.talks) == len(ids(both)) == 6
    starred = next(one.id for one in both.talks if one.kind == "Oral")
    again = merge(both, programme(PAGE.replace("They fly.", "Anew."), "/p/a.txt"))
    (talk,) = [one for one in again.talks if one.id == starred]
    assert (talk.kind, talk.abstract) == ("Oral", "Anew.")


def test_another_part_of_a_session_is_added_to_it() -> None:
    rest = OTHER.replace("Birds\n\nEve", "Moths\n\nEve")
    both = merge(programme(PAGE), programme(rest, "/p/b.txt"))
    assert len(both.sessions) == 1
    assert len(both.talks) == len(ids(both))
    assert {"Of Moths and Lamps", "Of Birds and Trees"} <= set(ids(both).values())


def test_talk_that_is_on_the_page_no_more_goes() -> None:
    shorter = PAGE[: PAGE.index("Tue 20 July 7:30")]
    assert "Of Owls" not in ids(merge(programme(PAGE), programme(shorter))).values()


def test_every_talk_belongs_to_a_session_of_its_programme() -> None:
    both = merge(
        merge(programme(PAGE), programme(OTHER, "/p/b.txt")), programme(POSTERS, "/p/c.txt")
    )
    assert all(talk.session in both.sessions for talk in both.talks)


TITLES = st.lists(
    st.sampled_from(("Break", "Q&A", "Of Moths", "Of moths!", "日本", "Ω", "—")), max_size=12
)


@given(TITLES, TITLES)
def test_ids_are_unique_and_kept(first: list[str], second: list[str]) -> None:
    session = Session("P", "S")
    old = identified("p", [Talk("", session, title) for title in first])
    new = identified("p", [Talk("", session, title) for title in second], known=old)
    for talks in (old, new):
        assert len({talk.id for talk in talks}) == len(talks)
    titles = {talk.id: same_title_key(talk.title) for talk in old}
    for talk in new:
        assert titles.get(talk.id, same_title_key(talk.title)) == same_title_key(talk.title)
    kept = {talk.id for talk in old} & {talk.id for talk in new}
    both = Counter(titles.values()) & Counter(same_title_key(talk.title) for talk in new)
    assert len(kept) == both.total()


def test_slugs_are_ascii_words() -> None:
    assert slug("ICML 2021") == "icml-2021"
    assert slug("Łódź & Straße") == "lodz-strasse"
    assert slug("日本") == "untitled"
    assert talk_slug("What’s in the Box?") == talk_slug("WHATS IN THE BOX")
