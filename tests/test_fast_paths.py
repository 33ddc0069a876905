"""The fast path for ordinary text gives the same result as the full one, whatever the text.

The long way is taken for the sake of something that is to leave no trace: a terminal command that is
cleaned away, an empty tag, a sign of a link that is none.
"""

import unicodedata
from collections import Counter
from urllib.parse import urljoin

from hypothesis import example, given
from hypothesis import strategies as st

from confbrowse.identity import NewIds, assign_ids
from confbrowse.model import Session, Talk
from confbrowse.readers.virtual_json import _resolve_path
from confbrowse.search.tokenizer import encoded, separated
from confbrowse.storage import rows
from confbrowse.text.clean import clean_line, clean_text
from confbrowse.text.html import html_to_text, is_html
from confbrowse.text.latex import readable_line, readable_lines
from confbrowse.text.links import links_in
from confbrowse.text.slugs import folded, words_of_lines, words_with_signs

LETTERS = st.one_of(
    st.sampled_from("aZ09 _'’-–.&<>\n\t\xa0é\u0301ﬁ™𝔼ßıİſKœØαж学ק\u094d\u200d\ufe0f\u2003\u2800가ᅡ"),
    st.characters(exclude_categories=()),
)
TEXTS = st.text(LETTERS, max_size=40)
HTML = st.lists(
    st.one_of(
        st.sampled_from(["<p>", "</p>", "<em>", "</em>", "<strong>", "</strong>", " ", "  ", "\n"]),
        st.text(st.one_of(st.sampled_from("ab •<>&\t\xa0\u2003\x00"), LETTERS), max_size=5),
    ),
    max_size=12,
)
PROSE = st.lists(
    st.one_of(
        st.sampled_from(
            [
                "https://",
                "HTTP://",
                "http//",
                "www.",
                "WWW.x.org",
                "github.com/a",
                "GİTHUB.COM/b",
                "gıthub.io",
                "x.github.io",
                "youtu.be/1",
                "K.de/x",
                "arXiv:2101.00001",
                "arXıv:2101.00001",
                "arxiv:",
                "2101.00001",
                "doi:10.1000/182",
                "DOİ:10.1000/1",
                "10.1000/1",
                "[code](",
                "](https://a.org)",
                "\\href{",
                "}{there}",
                "{\\_}",
                "\\sim",
                "&lt;",
                "a.com",
                "a.com/",
                "e.g.",
                "see",
                ".",
                "/",
                ":",
                ",",
                "ſ",
                "K",
            ]
        ),
        st.sampled_from([" ", "\n", ""]),
        st.text("ab.:/K ", max_size=4),
    ),
    max_size=14,
).map("".join)


@given(TEXTS)
def test_a_text_folds_as_its_letters_do_together(text: str) -> None:
    leaves = str.maketrans(
        dict(zip("ßæœøłđðþı", ["ss", "ae", "oe", "o", "l", "d", "d", "th", "i"], strict=True))
    )
    small = text.casefold().translate(leaves)
    apart = [c for c in unicodedata.normalize("NFKD", small) if not unicodedata.combining(c)]
    assert folded(text) == "".join(apart).casefold().translate(leaves)


SIGNED = st.lists(
    st.sampled_from(
        [*"+#.'_/ aCé学д", "＋", "…", "++", "C++", "c#", ".NET", "net", "Asp.Net", " .net", "’s"]
    ),
    max_size=12,
).map("".join)


@given(TEXTS | SIGNED)
@example("Self-supervised, GPT-4_x!")
@example("what's ’em don’t 'quoted'")
@example("Bjørn Straße Ł")
@example("深い学習 и ещё")
@example("½ ﬁne")
@example("..NET .net++ x.net ．net")
@example("A## c# b#c")
def test_the_words_of_the_index_are_those_of_slugs(text: str) -> None:
    assert [word.decode() for word in separated(encoded(text)).split()] == words_with_signs(text)


@given(st.lists(TEXTS, max_size=4))
@example(["A. B. Smith", "", " -- ", "O'Brien", "Jürgen Groß", "x\ny", "C++", ".NET c#"])
def test_many_lines_become_the_words_and_readable_texts_that_each_line_becomes(
    lines: list[str],
) -> None:
    assert words_of_lines(lines) == [" ".join(words_with_signs(line)) for line in lines]
    assert readable_lines(lines) == [readable_line(line) for line in lines]


@given(st.lists(TEXTS | st.sampled_from(["Ada\n Alan \n\nAda", "Grace\x1b[31m", 7, None])))
def test_lines_are_counted_as_they_are_read_one_by_one(column: list[object]) -> None:
    assert rows.line_counts(column) == Counter(line for text in column for line in rows.lines(text))


@given(TEXTS)
def test_harmless_text_is_cleaned_as_all_text_is(text: str) -> None:
    vanishes = "\x1b[0m"
    assert clean_text(text) == clean_text(vanishes + text)
    assert clean_line(text) == clean_line(vanishes + text)


@given(HTML.map("".join) | HTML.map(lambda parts: f"<p>{'</p> <p>'.join(parts)}</p>"))
def test_paragraphs_are_read_as_the_parser_reads_them(html: str) -> None:
    parsed = f"<span></span>{html}"
    assert html_to_text(html).text == html_to_text(parsed).text or not is_html(html)


@given(PROSE)
def test_links_are_found_as_in_a_text_that_is_searched_from_its_beginning(text: str) -> None:
    assert links_in(text) == links_in(f"// {text}")


@given(st.text("/ab.-?#:%é ", max_size=12), st.sampled_from(["https://icml.cc", "https://a.b/c"]))
def test_a_plain_path_leads_where_any_address_leads(path: str, base: str) -> None:
    assert _resolve_path(base, path) == urljoin(f"{base}/", path)


@given(st.lists(st.sampled_from(["Break", "break", "On Moths", "", "—"])))
def test_ids_given_one_by_one_are_those_given_together(titles: list[str]) -> None:
    ids = NewIds("icml-2021")
    talks = [Talk("", Session("ICML 2021", "Main"), title) for title in titles]
    assert [ids.of(title) for title in titles] == [one.id for one in assign_ids("icml-2021", talks)]
