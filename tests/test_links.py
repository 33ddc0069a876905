"""Links are found completely in any prose, resolved, and refused when invalid."""

import re
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from confbrowse.model import LINK_KINDS, Link
from confbrowse.text.clean import clean_line
from confbrowse.text.links import kind_of, links_in, make_link, resolve_url, title_searches

SESSION_PAGES = Path(__file__).parents[2] / "shared" / "data" / "session-pages"

PROSE: tuple[tuple[str, list[str]], ...] = (
    # among the marks of a sentence
    ("Code is at https://github.com/anna/tool.", ["https://github.com/anna/tool"]),
    ("(code: https://github.com/anna/tool).", ["https://github.com/anna/tool"]),
    ("Is it https://a.org/x#part-2.1?", ["https://a.org/x#part-2.1"]),
    ("https://openreview.net/forum?id=aB-c_1&n=2!", ["https://openreview.net/forum?id=aB-c_1&n=2"]),
    ("(https://a.org/b; https://c.org/d)", ["https://a.org/b", "https://c.org/d"]),
    ("https://a.org/b, https://c.org/d and x", ["https://a.org/b", "https://c.org/d"]),
    ("“https://a.org/b”", ["https://a.org/b"]),
    ("'https://a.org/b'", ["https://a.org/b"]),
    ('"https://a.org/b"', ["https://a.org/b"]),
    ("<https://a.org/b>", ["https://a.org/b"]),
    ("https://a.org/b…", ["https://a.org/b"]),
    ("https://a.org/b...", ["https://a.org/b"]),
    ("https://a.org/b—and more", ["https://a.org/b"]),
    ("見よ「https://a.org/b」。", ["https://a.org/b"]),
    ("代码：https://a.org/b。", ["https://a.org/b"]),
    # brackets
    ("https://en.wikipedia.org/wiki/Tea_(drink) ok", ["https://en.wikipedia.org/wiki/Tea_(drink)"]),
    ("(https://en.wikipedia.org/wiki/Tea_(drink))", ["https://en.wikipedia.org/wiki/Tea_(drink)"]),
    ("https://goo.gl/AbC12)", ["https://goo.gl/AbC12"]),
    ("(https://a.org/b), (https://c.org/d)", ["https://a.org/b", "https://c.org/d"]),
    ("https://a.org/b(see below)", ["https://a.org/b"]),
    ("https://a.org/b[12] and [https://c.org/d]", ["https://a.org/b", "https://c.org/d"]),
    # TeX
    (r"at \url{https://github.com/anna/tool}.", ["https://github.com/anna/tool"]),
    (r"\href{https://a.org/b}{here}", ["https://a.org/b"]),
    (r"x\footnote{https://a.org/b.}\footnote{https://c.org}", ["https://a.org/b", "https://c.org"]),
    (r"https://a.org/\~anna/my\_file\%20x\#y", ["https://a.org/~anna/my_file%20x#y"]),
    (r"https://a.org/a{\_}b\_{}c?d\&e", ["https://a.org/a_b_c?d&e"]),
    (r"https://a.org/$\sim$anna", ["https://a.org/~anna"]),
    (r"https://a.org/\textasciitilde{}anna", ["https://a.org/~anna"]),
    ("https://a.org/∼anna", ["https://a.org/~anna"]),
    (r"https://a.org/b{$x$} and https://a.org/c\\", ["https://a.org/b", "https://a.org/c"]),
    ("$https://a.org/b$", ["https://a.org/b"]),
    # Markdown and HTML
    ("[site](https://a.org/b_c) text", ["https://a.org/b_c"]),
    ("[a](https://a.org/b),[c](https://c.org/d)", ["https://a.org/b", "https://c.org/d"]),
    ("[https://a.org/b](https://c.org/d).", ["https://a.org/b", "https://c.org/d"]),
    ('[a](https://a.org/b "title")', ["https://a.org/b"]),
    ("**https://a.org/b** and _https://a.org/c_", ["https://a.org/b", "https://a.org/c"]),
    ("https://a.org/_c_", ["https://a.org/_c_"]),
    ('<a href="https://a.org/?x=1&amp;y=2">x</a>', ["https://a.org/?x=1&y=2"]),
    ("&lt;https://a.org/b&gt; &quot;https://a.org/c&quot;", ["https://a.org/b", "https://a.org/c"]),
    # without a scheme
    ("see github.com/anna/tool.", ["https://github.com/anna/tool"]),
    ("arxiv.org/abs/2101.00001v2;", ["https://arxiv.org/abs/2101.00001v2"]),
    ("page: anonymous.4open.science/r/ab-1/.", ["https://anonymous.4open.science/r/ab-1/"]),
    ("bit.ly/3abc.", ["https://bit.ly/3abc"]),
    ("visit www.example.org.", ["https://www.example.org"]),
    ("visit WWW.EXAMPLE.NET/A", ["https://www.example.net/A"]),
    ("on anna.github.io (new)", ["https://anna.github.io"]),
    ("Code:github.com/anna/tool", ["https://github.com/anna/tool"]),
    ("we use GitHub.com, arxiv.org and github.com/", []),
    ("me@github.com/x and you.there@www.example.org", []),
    ("b.github.com.evil.org/x and notgithub.com/x", []),
    # identifiers
    ("as in arXiv:2101.00001.", ["https://arxiv.org/abs/2101.00001"]),
    ("(ArXiv: 2101.00001v3)", ["https://arxiv.org/abs/2101.00001v3"]),
    ("arXiv:math.GT/0309136", ["https://arxiv.org/abs/math.GT/0309136"]),
    ("doi:10.1000/ab(1).", ["https://doi.org/10.1000/ab(1)"]),
    ("DOI: 10.1000/182, and", ["https://doi.org/10.1000/182"]),
    ("https://doi.org/10.1000/182, and", ["https://doi.org/10.1000/182"]),
    # nothing
    ("ResNet-50 vs. i.i.d. et al. CIFAR-10.Our setting.In PyTorch.The 91.1/92.2", []),
    ("Fig.2, Node.js, main.py, README.md, train.py/test.py, and/or, e.g./i.e.", []),
    ("mail a.b@cs.example.edu", []),
    ("javascript:alert(1) file:///etc/passwd data:text/html,x ftp://a.org/b mailto:a@b.org", []),
    ("hxxps://github.com/anna/tool hxxp://www.example.org/", []),
    ("https:// and http://, https://. or https://)", []),
    ("https://user:word@a.org/b and https://github.com@a.org/", []),
    # odd, but links
    ("HTTPS://GitHub.com/Anna/Tool", ["https://github.com/Anna/Tool"]),
    ("https://例え.jp/テスト です", ["https://例え.jp/テスト"]),
    ("https://हिन्दी.भारत/x", ["https://हिन्दी.भारत/x"]),
    ("http://localhost:8000/x", ["http://localhost:8000/x"]),
    ("http://127.0.0.1/x", ["http://127.0.0.1/x"]),
    ("https://a.org:8443/b:c", ["https://a.org:8443/b:c"]),
    ("available athttps://a.org/b or 11https://a.org/c", ["https://a.org/b", "https://a.org/c"]),
    ("https:// a.org/b https //a.org/c https//a.org/d", [f"https://a.org/{x}" for x in "bcd"]),
    ("https://a.org/web/2020/http://b.org", ["https://a.org/web/2020/http://b.org"]),
    # cut, rather than guessed
    ("https://github.com/anna/\ntool.", ["https://github.com/anna/"]),
    ("https://a.org/x\u202egpj.exe", ["https://a.org/x"]),
    ("https://a.org/\x1b[31mx", ["https://a.org/"]),
    ("https://a.org/x\u200by", ["https://a.org/x"]),
    # one of each
    ("https://a.org/b https://c.org https://a.org/b/", ["https://a.org/b", "https://c.org"]),
)

LABELLED: tuple[tuple[str, str, str | None], ...] = (
    ("[our code](https://a.org/b)", "https://a.org/b", "our code"),
    ("[**Slides**](<https://a.org/b>)", "https://a.org/b", "Slides"),
    ("[[Video]](https://a.org/b)", "https://a.org/b", "Video"),
    ("[a\u202e\n b](https://a.org/b)", "https://a.org/b", "a b"),
    (r"\href{https://a.org/b}{Project Page} ok", "https://a.org/b", "Project Page"),
    (r"\href{https://a.org/b}{\textbf{here}} ok", "https://a.org/b", "here"),
    ('<a class="x" href="https://a.org/b" target="_blank">Paper</a>', "https://a.org/b", "Paper"),
    ("<a href='https://a.org/b'><b>Pa</b>per</a>", "https://a.org/b", "Paper"),
    ("&lt;a href=&quot;https://a.org/b&quot;&gt;Paper&lt;/a&gt;", "https://a.org/b", "Paper"),
    ("https://a.org/b, that is [Paper](https://a.org/b)", "https://a.org/b", "Paper"),
    ("[Paper](https://a.org/b), that is https://a.org/b", "https://a.org/b", "Paper"),
    ("[https://a.org/b](https://a.org/b)", "https://a.org/b", None),
    (r"\href{https://a.org/b}{a.org/b}", "https://a.org/b", None),
    ("[ ](https://a.org/b)", "https://a.org/b", None),
    ("<a href='https://a.org/b'><img src='x.png'></a>", "https://a.org/b", None),
    ("code (https://a.org/b)", "https://a.org/b", None),
)

FIELDS: tuple[tuple[str, str], ...] = (
    ("https://a.org", "https://a.org"),
    (" https://a.org/b\n", "https://a.org/b"),
    ("HTTP://A.Org:80/B?C#D", "http://a.org:80/B?C#D"),
    ("https://a.org?q={x}|y", "https://a.org?q={x}|y"),
    ("https://a.org/?a=1&amp;amp;b=2&#038;c=3", "https://a.org/?a=1&b=2&c=3"),
    ("https://a.org/(b", "https://a.org/(b"),
    ("//slideslive.com/38917", "https://slideslive.com/38917"),
    ("github.com", "https://github.com"),
    ("GitHub.com/Anna", "https://github.com/Anna"),
    ("www.example.org", "https://www.example.org"),
    ("mega65.org", "https://mega65.org"),
    ("https://a.org/K.1 (La Fontaine)/b c.webm", "https://a.org/K.1%20(La%20Fontaine)/b%20c.webm"),
    ("http://https://a.org/b", "https://a.org/b"),
    ("https://http://a.org/b", "http://a.org/b"),
    ("https:/a.org/b", "https://a.org/b"),
    ("http//a.org/b", "http://a.org/b"),
    ("htttps://a.org/b", "https://a.org/b"),
    ("https://web.archive.org/web/https://a.org", "https://web.archive.org/web/https://a.org"),
    ("example.org/talk", "https://example.org/talk"),
    ("example.org:8080/talk", "https://example.org:8080/talk"),
    ("arXiv:2101.00001", "https://arxiv.org/abs/2101.00001"),
    ("doi:10.1000/182", "https://doi.org/10.1000/182"),
    ("10.1000/182", "https://doi.org/10.1000/182"),
    ("https://例え.jp/テスト", "https://例え.jp/テスト"),
    ("https://a.org/" + "x" * 2_034, "https://a.org/" + "x" * 2_034),
)

REFUSED = (
    *("", " ", "#", "TBA", "example.local", "slides.pdf", "files/slides.pdf"),
    *("/virtual/2021/poster/9177", "../talk.html", "anna@a.org/b", "mailto:anna@a.org"),
    *("javascript:alert(1)", "JavaScript://a.org/%0aalert(1)", "data:text/html,x"),
    *("file:///etc/passwd", "ftp://a.org/b", "hxxps://a.org/b", "http\u017f://a.org/b"),
    *("https:", "https://", "https:///b", "https://?b", "https://.org/b", "https://a..org/b"),
    *("https://intranet/b", "https://https://", "https://a.org:port/b"),
    *("https://anna:word@a.org/b", "https://github.com@a.org/b", "https://github.com\\@a.org/b"),
    *("https://a.org b", "https://a.org/b\u00a0c", "https://a.org/b\nc"),
    *("https://a.org/b\x1b[2J", "https://a.org/b\u202ec", "https://a.org/b\u200bc"),
    *("https://a.org/b\u3164", "https://a.org/b\ud800", "https://a.org\u2044b.org/"),
    *("https://a.org/<b>", 'https://a.org/"onclick="', "https://a.org/" + "x" * 2_035),
)

EVILS = (
    "https://a.org/x" + ")" * 200_000,
    "https://a.org/x" + "." * 200_000,
    "https://a.org/x" + "(" * 200_000,
    "https://a.org/x " + "http://" * 30_000,
    "https://a.org/x " + "http://b.c/(" * 20_000,
    "https://a.org/x " + "a." * 100_000,
    "https://a.org/x " + "-a" * 100_000,
    "https://a.org/x " + "[" * 200_000 + "](",
    "https://a.org/x " + "<a " * 70_000 + "href=",
    "https://a.org/x " + "\\href{" * 30_000,
    "https://a.org/x " + "$\\sim" * 40_000,
    "https://a.org/x " + "https://" + "b." * 100_000 + "c",
    "https://a.org/x " + "www." * 50_000,
    "https://a.org/x " + "doi:10.1000/" * 20_000,
)

URL_PARTS = ["https://", "HTTP://", "//", "a.org", "github.com/", "www.", "/", ".", "@", ":", "x"]
TEXT_PARTS = ["(", ")", "[", "](", "]", "\\href{", "}{", "}", "\\_", "&amp;", "<a href='", "'>"]
ID_PARTS = ["arXiv:", "2101.00001", "doi:", "10.1000/", " "]

any_part = st.sampled_from([*URL_PARTS, *TEXT_PARTS, *ID_PARTS]) | st.characters()
any_text = st.lists(any_part).map("".join)
unhurried = settings(deadline=None)


def urls(text: str) -> list[str]:
    return [found.url for found in links_in(text)]


def assert_usable(found: Link) -> None:
    assert re.match(r"https?://[^/?#@\s]+", found.url)
    assert len(found.url) <= 2_048
    assert clean_line(found.url, 2_048) == found.url
    assert " " not in found.url
    assert urlsplit(found.url).hostname
    assert urlsplit(found.url).username is None
    assert found.kind in LINK_KINDS
    assert found.label is None or found.label == clean_line(found.label) != ""
    assert make_link(found.url, found.label) == found


@pytest.mark.parametrize(("text", "expected"), PROSE)
def test_links_are_found_in_prose(text: str, expected: list[str]) -> None:
    assert urls(text) == expected


@pytest.mark.parametrize(("text", "url", "label"), LABELLED)
def test_link_in_prose_has_the_words_shown_for_it(text: str, url: str, label: str | None) -> None:
    assert [(found.url, found.label) for found in links_in(text)] == [(url, label)]


def test_label_in_prose_tells_the_kind() -> None:
    (found,) = links_in("[Slides](https://github.com/anna/tool)")
    assert found == Link("slides", "https://github.com/anna/tool", "Slides")


@pytest.mark.parametrize(("field", "url"), FIELDS)
def test_address_in_a_field_is_made_complete(field: str, url: str) -> None:
    found = make_link(field)
    assert found == Link(kind_of(url), url, None)
    assert_usable(found)


@pytest.mark.parametrize("field", REFUSED, ids=ascii)
def test_field_without_a_usable_address_has_no_link(field: str) -> None:
    assert make_link(field) is None


def test_label_of_a_field_is_cleaned() -> None:
    found = make_link("https://a.org", "\x1b[31m Our\n code ")
    assert found == Link("code", "https://a.org", "Our code")


@pytest.mark.parametrize("label", ["", " ", "\u200b"])
def test_empty_label_is_no_label(label: str) -> None:
    assert make_link("https://a.org", label) == Link("other", "https://a.org", None)


def test_two_hundred_links_are_enough() -> None:
    text = " ".join(f"https://a.org/{number}" for number in range(1_000))
    assert urls(text) == [f"https://a.org/{number}" for number in range(200)]


@pytest.mark.parametrize("text", EVILS, ids=range(len(EVILS)))
def test_much_of_one_evil_hides_no_link(text: str) -> None:
    found = links_in(text)
    assert found[0].url == "https://a.org/x"
    assert len(found) <= 200
    for each in found:
        assert_usable(each)


def test_address_longer_than_any_is_refused_whole() -> None:
    assert urls("https://a.org/" + "x" * 5_000 + " https://c.org") == ["https://c.org"]
    assert make_link("https://" + "a." * 500_000 + "org") is None


@unhurried
@given(text=any_text)
def test_whatever_is_found_in_prose_is_usable(text: str) -> None:
    found = links_in(text)
    assert len({each.url for each in found}) == len(found)
    for each in found:
        assert_usable(each)


@unhurried
@given(url=any_text, label=st.none() | any_text)
def test_whatever_a_field_gives_is_usable(url: str, label: str | None) -> None:
    found = make_link(url, label)
    if found:
        assert_usable(found)


@unhurried
@given(before=any_text, after=st.sampled_from([".", ",", ")", ").", " ", "”", "]", "}", "\n", ""]))
def test_link_is_found_after_anything(before: str, after: str) -> None:
    assert "https://a.org/b/c" in urls(f"{before} https://a.org/b/c{after}")


def test_every_github_link_of_the_session_pages_is_found() -> None:
    if not SESSION_PAGES.is_dir():
        pytest.skip("the two session pages are not here")
    found = 0
    for page in SESSION_PAGES.glob("*.txt"):
        text = page.read_text("utf-8")
        raw = [url.rstrip(".") for url in re.findall(r"(?:https?://)?github\.com/\S+", text)]
        whole = [url if url.startswith("http") else f"https://{url}" for url in raw]
        assert [url for url in urls(text) if "github.com" in url] == whole
        found += len(whole)
    assert found >= 4


def test_an_address_that_cannot_be_taken_apart_is_left_as_it_is() -> None:
    assert resolve_url("https://moth.example/a/", "../b") == "https://moth.example/b"
    assert resolve_url("https://moth.example/", "//[nowhere/x") == "//[nowhere/x"


def test_a_title_is_searched_for_where_the_user_wants_it_and_never_leaves_its_place() -> None:
    title = 'Moths & <lamps>: a "{study}" #7 é\n'
    words = "Moths%20%26%20%3Clamps%3E%3A%20a%20%22%7Bstudy%7D%22%20%237%20%C3%A9%0A"
    page = "https://www.moths.example/2026/schedule.xml"
    found = title_searches(title, page, ("site", "arxiv"))
    assert [(link.label, link.url) for link in found] == [
        (
            "moths.example, by DuckDuckGo",
            f"https://duckduckgo.com/?q=site:moths.example%20{words}",
        ),
        ("arXiv", f"https://arxiv.org/search/?searchtype=title&query={words}"),
    ]
    assert not title_searches(title, "/home/reader/schedule.xml", ("site",))
    assert not title_searches(title, page, ())
