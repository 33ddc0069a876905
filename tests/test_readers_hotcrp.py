"""HotCRP's JSON: accepted papers, and nothing that only a committee may see."""

from dataclasses import replace
from datetime import date

from sample_formats_papers import HOTCRP

from confbrowse.readers import Hints, read

HINTS = Hints(date(2025, 1, 1), source="made-up", location="/somewhere/made-up")


def test_papers_have_their_people_and_topics_and_nothing_private() -> None:
    reading = read(HOTCRP, HINTS)
    moths, night, bats = reading.programme.talks
    assert moths.authors == ("Ada Ångström", "Bo", "Cy Ray")
    assert moths.keywords == ("light", "lamps")
    assert (moths.kind, moths.track, moths.uid) == ("Short", "Insects", "7")
    assert moths.abstract == "Moths find\nthe lamp."
    assert [link.url for link in moths.links] == ["https://github.com/moth/lamp"]
    assert (night.kind, night.keywords, bats.authors) == ("Oral", ("dark",), ())
    assert "example" not in repr([reading.remarks, *reading.programme.talks]).replace(
        "for example", ""
    )


def test_what_is_left_out_is_counted() -> None:
    told = [(one.text, one.reason) for one in read(HOTCRP, HINTS).remarks if one.left_out]
    assert told == [
        ("Wasps", "its decision is Rejected"),
        ("Bees", "it is withdrawn"),
        ("page_limit", "unknown field, for example: 12"),
        (
            "1 conflict, 1 collaborator list, 2 e-mail contacts",
            "private, so neither shown nor stored",
        ),
    ]
    everything = read(HOTCRP, replace(HINTS, all_decisions=True)).programme.talks
    assert [talk.title for talk in everything[3:]] == ["Wasps", "Bees"]
