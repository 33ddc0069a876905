"""Any text parses as a query as well as possible, and its canonical form parses to the same query."""

from dataclasses import dataclass
from itertools import compress, product

import guide_tables
import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st
from query_strategies import queries, syntax

from confbrowse.search.fields import FIELDS, FORMS, Field
from confbrowse.search.parser import MAX_CLAUSES, MAX_DEPTH, MAX_QUERY_CHARS, parse
from confbrowse.search.query import Clause, Condition, Conjunction, Phrase, Query, Term, Word
from confbrowse.search.saved import parse_with_saved

UNDERSTOOD: tuple[tuple[str, tuple[Term, ...]], ...] = (
    ("", ()),
    ("  deep \t learning\n", (Word("deep"), Word("learning"))),
    ("Self-Supervised", (Word("Self-Supervised"),)),
    ('"deep   learning "', (Phrase("deep learning"),)),
    ('"deep lear', (Phrase("deep lear", closed=False),)),
    ("“deep learning”", (Phrase("deep learning"),)),
    ("„tiefes Lernen“ «réseau»", (Phrase("tiefes Lernen"), Phrase("réseau"))),
    ('"deep"learning', (Phrase("deep"), Word("learning"))),
    ('"a|b -c title:d"', (Phrase("a|b -c title:d"),)),
    ("=perceiver", (Word("perceiver", exact=True),)),
    ("title:gan", (Word("gan", "title"),)),
    ("TITLE:Gan", (Word("Gan", "title"),)),
    ("title:=gan", (Word("gan", "title", exact=True),)),
    ("=title:gan", (Word("gan", "title", exact=True),)),
    ('author:"yoshua bengio"', (Phrase("yoshua bengio", "author"),)),
    ('author:"yoshua', (Phrase("yoshua", "author", closed=False),)),
    ("author: bengio", (Word("bengio", "author"),)),
    ("speaker:bengio", (Word("bengio", "author"),)),
    ("abstract:x conf:icml", (Word("x", "text"), Word("icml", "programme"))),
    ("link:https://arxiv.org/abs/1", (Word("https://arxiv.org/abs/1", "link"),)),
    ("title:day:tue", (Word("day:tue", "title"),)),
    (":day:tue", (Word("day:tue"),)),
    ("day:tue", (Condition("day", "tue"),)),
    ("day:Tuesday", (Condition("day", "tue"),)),
    ("day:thurs", (Condition("day", "thu"),)),
    ('day:"tue"', (Condition("day", "tue"),)),
    ("day: today", (Condition("day", "today"),)),
    ("day:2021-07-20", (Condition("day", "2021-07-20"),)),
    ("after:14:00", (Condition("after", "14:00"),)),
    ("after:14", (Condition("after", "14:00"),)),
    ("after:9", (Condition("after", "09:00"),)),
    ("after:2PM", (Condition("after", "14:00"),)),
    ("after:12am before:12pm", (Condition("after", "00:00"), Condition("before", "12:00"))),
    ("before:9.30", (Condition("before", "09:30"),)),
    ("before:2021-07-20", (Condition("before", "2021-07-20"),)),
    ("on:now", (Condition("on", "now"),)),
    ("has:Code", (Condition("has", "code"),)),
    ("interest:>=2", (Condition("interest", ">=2"),)),
    ("interest:2", (Condition("interest", "=2"),)),
    ("interest:=2", (Condition("interest", "=2"),)),
    ("interest:=>2", (Condition("interest", ">=2"),)),
    ("interest:≤1", (Condition("interest", "<=1"),)),
)  # fmt: skip


@pytest.mark.parametrize(("text", "terms"), UNDERSTOOD, ids=[text for text, _ in UNDERSTOOD])
def test_what_is_typed_is_understood(text: str, terms: tuple[Term, ...]) -> None:
    assert parse(text) == Query(tuple(Clause((term,)) for term in terms))


@pytest.mark.parametrize(
    "text",
    [
        "-",
        "=",
        '"',
        ":",
        "|",
        "-=",
        '-"',
        '"" ',
        "+++",
        "–",
        "_",
        "title:",
        "-day:",
        "||",
        "()",
        "-(",
        "NOT",
        "OR",
        "(",
    ],
)
def test_what_holds_no_word_demands_nothing_and_is_no_fault(text: str) -> None:
    assert parse(text) == Query()


@pytest.mark.parametrize(
    "text",
    [
        "C++",
        "http://x",
        "x:y",
        "3:14",
        "foo|",
        "a.b",
        'learning"',
        "SE(3)-nets",
        "O(n)",
        "A*-search",
        "what's",
        "&c",
        ".net",
        "c#",
        "or",
        "Not",
    ],
)
def test_what_only_looks_like_syntax_is_a_word(text: str) -> None:
    assert parse(text) == Query((Clause((Word(text.strip("|")),)),))


@pytest.mark.parametrize(
    "title", ["Language: a study", "DAN: all you need", "LINE: large networks", "ROM: a memory"]
)
def test_a_pasted_title_is_words(title: str) -> None:
    found = parse(title)
    assert not found.faults
    assert str(found) == title.replace(":", "")


@pytest.mark.parametrize(
    ("text", "term"),
    [
        ("-gan", Word("gan")),
        ("--gan", Word("gan")),
        ("-=gan", Word("gan", exact=True)),
        ('-"a b"', Phrase("a b")),
        ("-title:gan", Word("gan", "title")),
        ("title:-gan", Word("gan", "title")),
        ("-is:seen", Condition("is", "seen")),
    ],
)
def test_a_minus_says_not(text: str, term: Term) -> None:
    assert parse(text) == Query((Clause((term,), negated=True),))


@pytest.mark.parametrize(
    ("text", "terms"),
    [
        ("a|b", (Word("a"), Word("b"))),
        ("a | b", (Word("a"), Word("b"))),
        ("|a||b|", (Word("a"), Word("b"))),
        ('"a b"|=c', (Phrase("a b"), Word("c", exact=True))),
        ("title:a|b", (Word("a", "title"), Word("b", "title"))),
        ("title:a|:b", (Word("a", "title"), Word("b"))),
        ("a|title:b", (Word("a"), Word("b", "title"))),
        ('title:"a b"|author:c', (Phrase("a b", "title"), Word("c", "author"))),
        ("day:mon|tue", (Condition("day", "mon"), Condition("day", "tue"))),
        ("is:starred|is:clash", (Condition("is", "starred"), Condition("is", "clash"))),
        ("day:mon|gan", (Condition("day", "mon"),)),
        ("interest:3|=0", (Condition("interest", "=3"), Condition("interest", "=0"))),
    ],
)
def test_alternatives_share_the_name_before_them(text: str, terms: tuple[Term, ...]) -> None:
    assert parse(text).clauses == (Clause(terms),)
    assert parse(f"-{text.lstrip('|')}").clauses == (Clause(terms, negated=True),)


@pytest.mark.parametrize(
    "text",
    ["day:", "day:tu", "day:2021-07", "has:co", "is:", "interest:", "interest:>", "after:14:3", "after:2p", "on:n"],
)  # fmt: skip
def test_a_value_is_nothing_yet_while_it_is_typed_but_missing_once_it_is_finished(
    text: str,
) -> None:
    assert parse(f"gan {text}") == parse("gan")
    finished = parse(f"{text} gan") if not text.endswith(":") else parse(f"{text} ")
    (fault,) = finished.faults
    assert finished.clauses == parse("gan").clauses[: len(finished.clauses)]
    assert (fault.start, fault.end) == (0, len(text))


@pytest.mark.parametrize(
    ("text", "offer"),
    [
        ("is:stared", "is:starred"),
        ("is:star ", "is:starred"),
        ("has:codes", "has:code"),
        ("after:25:00", "after:23:00"),
        ("before:14:75", "before:14:59"),
        ("day:tuseday", "day:tue"),
        ("interest:>=9", "interest:>=3"),
        ("on:noww", "on:now"),
        ("day:yesterdayish", None),
        ("day:2021-02-30", None),
        ("after:lunch", None),
    ],
)
def test_a_wrong_value_demands_nothing_and_the_nearest_is_offered(
    text: str, offer: str | None
) -> None:
    found = parse(text)
    (fault,) = found.faults
    assert not found.clauses
    assert (fault.start, fault.end) == (0, len(text.strip()))
    assert fault.suggestion == offer
    assert fault.message.startswith(text.partition(":")[0])


def test_only_the_wrong_alternative_is_at_fault() -> None:
    found = parse("day:mon|tuu gan")
    (fault,) = found.faults
    assert str(found) == "day:mon gan"
    assert (fault.start, fault.end, fault.suggestion) == (8, 11, "tue")


@pytest.mark.parametrize(
    ("text", "left", "offer"),
    [
        ("autor:bengio", "bengio", "author:"),
        ("autor:bengio|hinton", "bengio|hinton", "author:"),
        ('-autor:"y bengio"', '-"y bengio"', "author:"),
        ("Titel:gan", "gan", "title:"),
        ("speeker:x", "x", "author:"),
        ("dya:tue|mon", "", "day:"),
        ("programm:", "", "programme:"),
        ("rom:janson", "janson", "room:"),
        ("venue:janson", "janson", "room:"),
        ("language:en", "en", "lang:"),
    ],
)
def test_a_misspelt_name_leaves_the_words_and_the_nearest_is_offered(
    text: str, left: str, offer: str
) -> None:
    found = parse(text)
    (fault,) = found.faults
    assert str(found) == left
    assert fault.suggestion == offer
    assert text[fault.start : fault.end].lstrip("-") == f"{text.lstrip('-').partition(':')[0]}:"
    assert fault.sentence.endswith(f" Did you mean {offer}?")


@pytest.mark.parametrize(
    ("text", "ranks"),
    [
        *[
            (text, True)
            for text in (
                "gan",
                '"a b"',
                "=gan day:sat",
                "title:a|:b",
                "room:aula gan",
                "(gan vae)|room:x",
                "c++",
                "gan -(vae day:sat)",
            )
        ],
        *[
            (text, False)
            for text in (
                "",
                "room:aula day:sat",
                "kind:oral",
                "-gan",
                "day:sat|:gan",
                "room:(aula OR janson)",
                "NOT (gan vae)",
                "(gan day:sat)|vae",
            )
        ],
    ],
)
def test_only_words_without_a_field_rank_talks(text: str, ranks: bool) -> None:
    assert parse(text).has_free_words is ranks


def test_a_name_that_is_like_no_field_is_reported_and_its_words_are_searched() -> None:
    found = parse("zorp:janson")
    assert found.clauses == (Clause((Word("zorp:janson"),)),)
    assert [fault.sentence for fault in found.faults] == ["No field zorp:. Its words are searched."]


def test_a_minus_inside_a_group_is_a_fault() -> None:
    assert [fault.start for fault in parse("a|-b c").faults] == [2]
    assert str(parse("a|-b c")) == "a c"
    assert not parse("a|-").faults


def test_a_name_is_not_the_value_of_the_name_before_it() -> None:
    found = parse("title: day:tue")
    assert str(found) == "day:tue"
    assert [(fault.start, fault.end) for fault in found.faults] == [(0, 6)]


def test_so_many_demands_are_read_and_the_rest_is_at_fault() -> None:
    text = " ".join("abc" for _ in range(MAX_CLAUSES + 2))
    found = parse(text)
    assert len(found.clauses) == MAX_CLAUSES
    assert [(fault.start, fault.end) for fault in found.faults] == [(4 * MAX_CLAUSES, len(text))]


def test_so_many_characters_are_read_and_the_rest_is_at_fault() -> None:
    found = parse("x" * MAX_QUERY_CHARS + "y" * 10**6)
    assert found.clauses == (Clause((Word("x" * MAX_QUERY_CHARS),)),)
    assert [(fault.start, fault.end) for fault in found.faults] == [
        (MAX_QUERY_CHARS, MAX_QUERY_CHARS + 10**6)
    ]


def test_what_is_understood_is_never_longer_than_what_is_read() -> None:
    found = parse("conf:abc " * 22 + "after:" + "1|" * 90)
    assert found.faults
    assert parse(str(found)) == Query(found.clauses)


@pytest.mark.parametrize("text", [row.example for row in (*FIELDS, *FORMS)])
def test_examples_of_the_table_are_right(text: str) -> None:
    assert not parse(text, is_complete=True).faults
    meanings = {form.example: form.meaning for form in FORMS if form.meaning}
    assert str(parse(text)) == meanings.get(text, text)


@pytest.mark.parametrize("field", FIELDS, ids=lambda field: field.name)
def test_every_spelling_of_a_listed_value_means_it(field: Field) -> None:
    for value in field.values.listed if field.values else ():
        for spelling in (value.text, *value.spellings):
            expected = Clause((Condition(field.name, value.text),))
            assert parse(f"{field.name}:{spelling.upper()} ") == Query((expected,))


def test_the_table_of_fields_has_every_name() -> None:
    table = "\n".join(guide_tables.fields())
    assert not [field.name for field in FIELDS if f"`{field.name}:" not in table]


def test_no_name_stands_for_two_fields() -> None:
    names = [name for field in FIELDS for name in (field.name, *field.aliases)]
    assert len(set(names)) == len(names)


@given(queries())
def test_every_query_is_found_again_in_what_it_is_written_as(query: Query) -> None:
    assume(len(str(query)) <= MAX_QUERY_CHARS and len(query.clauses) <= MAX_CLAUSES)
    assert parse(str(query)).clauses == query.clauses


@given(syntax | st.text(max_size=60))
@example("title: //title")
@example("title:" * 80)
@example("a|" * 300)
@example('"' * 401)
@example("after:1|2|3" * 40)
@example("(-a|" * 100)
@example("title:(" * 57)
@example("NOT " * 100)
@example("~2~2 x~1~.~")
@example("((a OR -" * 50)
def test_whatever_is_typed_is_read_and_written_down_the_same(text: str) -> None:
    found = parse(text)
    assert parse(str(found)).clauses == found.clauses
    assert str(parse(str(found))) == str(found)
    assert len(found.clauses) <= MAX_CLAUSES
    assert all(0 <= fault.start < fault.end <= len(text) for fault in found.faults)


@given(syntax)
def test_a_completion_fixes_its_fault(text: str) -> None:
    faults = [fault for fault in parse(text).faults if fault.suggestion]
    for fault in faults:
        mended = text[: fault.start] + (fault.suggestion or "") + text[fault.end :]
        assert fault.message not in [
            left.message for left in parse(mended).faults if left.start == fault.start
        ]


BROUGHT_ALONG = (
    # Google
    ("deep learning OR vision", "deep learning|vision"),
    ('"sparse attention" -survey', '"sparse attention" -survey'),
    ("(graph OR tree) neural", "graph|tree neural"),
    ("intitle:gan", "gan | No field intitle:. Did you mean title:?"),
    ("gan - survey", "gan survey | - applies only to a word right after it; it is ignored."),
    # GitHub
    ("diffusion NOT video", "diffusion -video"),
    ("graph AND neural OR gan", "(graph neural)|gan"),
    ("NOT (a OR b)", "-a|b"),
    ("is:new,starred kind:oral,poster", "is:new|starred kind:oral|poster"),
    ("day:2026-07-07..2026-07-09", "day:2026-07-07..2026-07-09"),
    ("no:code", " | No field no:. Did you mean -has:?"),
    ("label:vision", "vision | No field label:. Did you mean track:?"),
    # fzf
    ("!rust", "-rust"),
    ("'exact wild", "=exact wild"),
    ("!'rust", "-=rust"),
    ("gan | vae", "gan|vae"),
    ("^deep", "^deep | ^ has no meaning; it is ignored."),
    ("learning$", "learning$ | $ has no meaning; it is ignored."),
    # arXiv
    ("au:bengio ANDNOT ti:gan", "bengio -gan | No field au:. Did you mean author:? | No field ti:. Did you mean title:?"),
    ("author:bengio ANDNOT title:gan", "author:bengio -title:gan"),
    ("abs:(deep OR wide)", "deep|wide | No field abs:. Did you mean text:?"),
    # and others
    ("a && b || c", "a b|c"),
    ("diffus* title:trans*", "diffus* title:trans*"),
    ("wo*rd", "wo*rd | * has a meaning only at the end of a word; it is ignored."),
    ("gan~2", "gan | ~2 is not needed: typos are tolerated anyway."),
    ("'sparse attention'", '"sparse attention"'),
    ('"sparse att*"', '"sparse att*"'),
    ("author:(bengio|hinton)", "author:bengio|hinton"),
    ('author:("yoshua bengio" OR hinton)', 'author:"yoshua bengio"|hinton'),
    ("title:(deep -learning)", "title:deep -title:learning"),
    ("day:mon..wed day:wed-fri day:fri..mon", "day:mon..wed day:wed..fri day:fri..mon"),
    ("day:mon,tue day:(wed, thu) day:fri, sat", "day:mon|tue day:wed|thu day:fri|sat"),
    ("day:mon, gan", "day:mon gan"),
    ("room:H(1),K(2) x|kind:SE(3)", "room:H(1)|K(2) x|kind:SE(3)"),
    ("day:today..tomorrow", "day:today..tomorrow"),
    ("C++ c# .NET", "C++ c# .NET"),
    # negation in every place
    ("-(a b)", "-(a b)"),
    ("-a OR b", "(-a)|b"),
    ("-a|b", "-a|b"),
    ("a OR -b c", "a|(-b) c"),
    ("-(-a)", "a"),
    ("-(-(a b))", "a b"),
    ("a AND NOT (b AND NOT c)", "a -(b -c)"),
    ("NOT title:(a|b)", "-title:a|b"),
    # what is not understood
    ("gan)", "gan | This bracket closes none; it is ignored."),
    ("(gan vae", "gan vae | This bracket is not closed; it holds all that follows."),
    ("OR gan", "gan | OR needs a word before and after it; it is ignored."),
    ("gan OR", "gan | OR needs a word before and after it; it is ignored."),
    ("(gan AND) vae", "gan vae | AND needs a word before and after it; it is ignored."),
    ("gan NOT", "gan | NOT needs a word after it; it is ignored."),
    ("author:() x", "x | Missing value after author."),
    ("title:++ x", "x | Missing value after title."),
    ("zorp:(a b)", "zorp a b | No field zorp:. Its words are searched."),
    ("day:mon OR tue", "day:mon|:tue | tue is searched as a word. Did you mean day:tue?"),
    ("day:tue..2026-07-09 x", "x | day: expects a weekday, today, tomorrow or a date such as 2021-07-20, or a range such as mon..wed."),
)  # fmt: skip
"""What people type who know other programs; what is understood, and the sentences about the rest."""


@pytest.mark.parametrize(
    ("text", "expected"), BROUGHT_ALONG, ids=[text for text, _ in BROUGHT_ALONG]
)
def test_what_people_bring_along_is_understood_or_reported(text: str, expected: str) -> None:
    found = parse(text, is_complete=True)
    assert " | ".join([str(found), *(fault.sentence for fault in found.faults)]) == expected


@pytest.mark.parametrize(
    "text", ["gan OR", "gan OR ", "gan NOT ", "(gan", "day:mon,", "day:mon..", "gan AND -"]
)
def test_a_query_that_goes_on_has_no_fault_yet(text: str) -> None:
    assert not parse(text).faults


def test_a_range_of_days_that_ends_before_it_begins_is_offered_in_order() -> None:
    (fault,) = parse("day:2026-07-09..2026-07-07 ").faults
    assert fault.suggestion == "day:2026-07-07..2026-07-09"


def test_brackets_are_followed_as_deep_as_they_can_matter() -> None:
    deep = "-(a " * MAX_DEPTH + "b" + ")" * MAX_DEPTH
    assert not parse(deep).faults
    assert parse(deep).clauses[0].depth == MAX_DEPTH
    assert [fault.message for fault in parse(f"-(x {deep})").faults] == [
        "Brackets are nested too deeply; this is ignored."
    ]
    assert str(parse("(" * 20 + "a b" + ")" * 20)) == "a b"
    assert parse("(" * 300).faults[0].end == 300


@dataclass(frozen=True)
class Not:
    """What does not hold."""

    part: "Expression"


@dataclass(frozen=True)
class Joined:
    """Parts of which any, or all, hold."""

    any_of: bool
    parts: tuple["Expression", ...]


Expression = str | Not | Joined
expressions: st.SearchStrategy[Expression] = st.recursive(
    st.sampled_from("abcd"),
    lambda inner: (
        st.builds(Not, inner)
        | st.builds(Joined, st.booleans(), st.lists(inner, min_size=2, max_size=3).map(tuple))
    ),
    max_leaves=6,
)


def holds(expression: Expression, known: frozenset[str]) -> bool:
    """Whether a talk with the words *known* is what *expression* asks for."""
    match expression:
        case Not(part):
            return not holds(part, known)
        case Joined(any_of, parts):
            return (any if any_of else all)(holds(part, known) for part in parts)
        case _:
            return expression in known


def is_met(clause: Clause, known: frozenset[str]) -> bool:
    """Whether a talk with the words *known* meets *clause*."""
    found = any(
        all(is_met(one, known) for one in term.clauses)
        if isinstance(term, Conjunction)
        else str(term) in known
        for term in clause.any_of
    )
    return found != clause.negated


def written(draw: st.DrawFn, expression: Expression, most: int = 5) -> str:
    """Return *expression* as somebody may type it, in brackets if it binds weaker than *most*.

    1 is ``|``, 2 is ``NOT``, 3 is ``AND``, 4 is ``OR``, and 5 a blank.
    """
    match expression:
        case Not(part):
            level = 2
            text = draw(st.sampled_from(("-", "!", "NOT "))) + written(draw, part, 1)
        case Joined(any_of, parts):
            signs = {" | ": 1, "|": 1, " OR ": 4} if any_of else {" AND ": 3, " && ": 3, " ": 5}
            sign = draw(st.sampled_from(list(signs)))
            level = signs[sign]
            text = sign.join(written(draw, part, level - 1) for part in parts)
        case _:
            level, text = 0, expression
    return f"({text})" if level > most or draw(st.integers(0, 9)) == 0 else text


@st.composite
def typed_expressions(draw: st.DrawFn) -> tuple[Expression, str]:
    """Return what is meant, and one way to type it."""
    expression = draw(expressions)
    return expression, written(draw, expression)


@given(typed_expressions())
def test_no_way_to_write_a_query_changes_its_meaning(typed: tuple[Expression, str]) -> None:
    expression, text = typed
    found = parse(text, is_complete=True)
    assert not found.faults
    for chosen in product((False, True), repeat=4):
        known = frozenset(compress("abcd", chosen))
        meant = holds(expression, known)
        assert all(is_met(clause, known) for clause in found.clauses) == meant, text


@given(
    st.lists(
        st.sampled_from(
            [
                "gan",
                "title:a|b",
                "(x y)|z",
                "NOT (p|q)",
                "day:mon,tue",
                "-x",
                '"a b"',
                "day:tue",
                "is:new",
            ]
        )
    )
)
def test_blanks_between_demands_do_not_matter(demands: list[str]) -> None:
    assert parse("  \t".join(demands)).clauses == parse(" ".join(demands)).clauses


SAVED = (
    ("mine", "is:starred"),
    ("Code today", "has:code day:today"),
    ("deep", "@mine has:video"),
    ("loop", "@loop gan"),
)


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("@mine gan", "is:starred gan"),
        ("gan -@MINE", "gan -is:starred"),
        ("gan OR !@mine", "gan|(-is:starred)"),
        ("@deep|gan", "(is:starred has:video)|gan"),
        ("x -@deep", "x -(is:starred has:video)"),
        ("(x @mine) OR @code-today", "(x is:starred)|(has:code day:today)"),
        ("@code-today", "has:code day:today"),
        ("@Code today", "has:code day:today"),
        ("@deep @mine", "is:starred has:video"),
        ("@loop x", "gan x"),
        ("@mi", ""),
        ("@zzz x", "@zzz x"),
        ("me@mine", "me@mine"),
        ('"@mine"', '"@mine"'),
        ("title:@mine", "title:@mine"),
    ],
)
def test_a_saved_search_stands_for_its_conditions(text: str, written: str) -> None:
    query = parse_with_saved(text, SAVED)
    assert (str(query), query.faults) == (written, ())


@pytest.mark.parametrize(
    ("text", "start", "end", "message"),
    [
        ("gan @mnie x", 4, 9, "No saved search has this name."),
        ("(gan OR !@mnie)", 9, 14, "No saved search has this name."),
        ("day:xyz @mine", 0, 7, "day: expects a weekday, today, tomorrow or a date such as 2021-07-20, or a range such as mon..wed."),
        (" ".join(("@mine", *"abcdefghijklmnopqrstuvwx")), 52, 53, "The query is too long; the rest is ignored."),
    ],
)  # fmt: skip
def test_faults_beside_a_saved_search_are_in_their_places(
    text: str, start: int, end: int, message: str
) -> None:
    (fault,) = parse_with_saved(text, SAVED).faults
    assert (fault.start, fault.end, fault.message) == (start, end, message)


def test_a_misspelt_saved_search_is_corrected() -> None:
    assert parse_with_saved("@mnie x", SAVED).faults[0].suggestion == "@mine"


@given(syntax | st.text(), st.lists(st.tuples(st.text(max_size=5), syntax), max_size=4))
def test_whatever_is_saved_a_query_can_be_read(text: str, saved: list[tuple[str, str]]) -> None:
    for query in (text, *(f"{text} @{name}" for name, _ in saved)):
        assert len(parse_with_saved(query, saved).clauses) <= MAX_CLAUSES
