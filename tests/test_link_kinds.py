"""The kind of a link follows from its label first, then from its URL."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from confbrowse.model import LINK_KINDS, LinkKind
from confbrowse.text.links import kind_of, make_link

PLACES: dict[LinkKind, str] = {
    "code": "https://github.com/anna/tool https://gist.github.com/anna/1 https://codeberg.org/a/b "
    "https://www.gitlab.com/anna/tool https://bitbucket.org/anna/tool github.com:443/anna "
    "https://huggingface.co/anna/model https://anonymous.4open.science/r/ab-1",
    "project": "https://anna.github.io/tool https://sites.google.com/view/tool",
    "paper": "https://arxiv.org/abs/2101.00001 https://openreview.net/forum?id=aB-c_1 "
    "https://dx.doi.org/10.1000/182 https://aclanthology.org/2020.acl-main.1 "
    "http://proceedings.mlr.press/v139/anna21a.html https://a.org/~a/Paper.PDF?load=1#page=2",
    "video": "https://www.youtube.com/watch?v=1 https://youtu.be/1 https://slideslive.com/38917 "
    "https://vimeo.com/1 https://a.org/talk.mp4",
    "slides": "https://a.org/anna-slides.pdf https://github.com/anna/tool/blob/main/slides.pdf "
    "https://a.org/talk.pptx https://speakerdeck.com/a/b https://www.slideshare.net/a/b "
    "https://docs.google.com/presentation/d/1",
    "poster": "https://icml.cc/media/PosterPDFs/ICML%202021/1.png https://a.org/anna-poster.pdf",
    "chat": "https://matrix.to/#/#janson:fosdem.org https://discord.gg/moths https://moths.slack.com/",
    "feedback": "https://pretalx.com/moths/talk/AB/feedback/ https://a.org/feedback?id=1",
    "other": "https://icml.cc/virtual/2021/poster/9177 https://a.org:443/b https://a.org/github.com "
    "https://github.com.a.org/b https://notgithub.com/b https://a.org/?github.com/b.pdf -",
}
"""URLs of each kind, separated by blanks."""

LABELS: dict[LinkKind, tuple[str, ...]] = {
    "code": ("Code", "Paper and code", "Anonymous GitHub"),
    "paper": ("Paper", "[ PDF ]", "OpenReview"),
    "video": ("Video", "SlidesLive Video »"),
    "slides": ("Slides (PDF)",),
    "poster": ("Visit Poster at Spot B2", "Poster PDF"),
    "project": ("Project Page",),
    "other": ("Supplementary PDF",),
    "chat": ("Chat room(web)", "IRC"),
    "feedback": (),
}


@pytest.mark.parametrize("kind", LINK_KINDS)
def test_place_tells_the_kind(kind: LinkKind) -> None:
    assert [url for url in PLACES[kind].split() if kind_of(url) != kind] == []


@pytest.mark.parametrize("kind", LINK_KINDS)
@pytest.mark.parametrize("url", ["https://a.org/b", "https://github.com/b", "https://a.org/b.pdf"])
def test_label_tells_the_kind_before_the_place_does(url: str, kind: LinkKind) -> None:
    assert [label for label in LABELS[kind] if kind_of(url, label) != kind] == []


@pytest.mark.parametrize(
    ("kind", "url", "label", "expected"),
    [
        ("other", "https://chat.fosdem.org/#/room/1", "Chat room(web)", "chat"),
        ("other", "https://pretalx.fosdem.org/talk/AB/feedback/", "Submit Feedback", "feedback"),
        ("paper", "https://fosdem.org/moths.pdf", "Presentation", "slides"),
        ("other", "https://icml.cc/virtual/2026/poster/1", "Poster", "other"),
        ("paper", "https://a.org/human-feedback.pdf", "Learning from feedback", "paper"),
        ("video", "https://chat.a.org/moths.mp4", "Chat", "video"),
        (None, "https://a.org/moths.pdf", "Paper", "paper"),
    ],
)
def test_what_a_source_calls_a_paper_or_nothing_special_may_be_told_better(
    kind: str | None, url: str, label: str, expected: str
) -> None:
    made = make_link(url, label, kind)
    assert made
    assert made.kind == expected


@pytest.mark.parametrize("label", ["here", "", "!", "https://a.org/slides", None])
def test_place_tells_the_kind_where_the_label_does_not(label: str | None) -> None:
    assert kind_of("https://github.com/b", label) == "code"


@pytest.mark.parametrize(
    "url", ["https://a.org" + "/poster" * 100_000, "a." * 100_000, "-" * 100_000]
)
def test_much_of_one_evil_is_other(url: str) -> None:
    assert kind_of(url) == "other"


@settings(deadline=None)
@given(url=st.text(st.characters()), label=st.none() | st.text(st.characters()))
def test_everything_is_of_some_kind(url: str, label: str | None) -> None:
    assert kind_of(url, label) in LINK_KINDS
    assert kind_of(f"https://{url}", label) in LINK_KINDS
