"""``confbrowse triage``: answers on standard input, progress kept between runs and shared with the screen."""

import io
from collections.abc import Callable

import pytest
from command_line import BATS, MOTHS, OWLS, Run

START = "For each talk type a letter and Enter"


Answers = Callable[..., None]


@pytest.fixture
def answers(monkeypatch: pytest.MonkeyPatch) -> Answers:
    """Return what puts lines on standard input."""

    def put(*lines: str) -> None:
        monkeypatch.setattr("sys.stdin", io.StringIO("".join(f"{line}\n" for line in lines)))

    return put


def flags(run: Run) -> dict[str, tuple[bool, bool, int]]:
    found = run("list", "--json").objects
    return {one["id"]: (one["starred"], one["hidden"], one["interest"]) for one in found}


def test_each_answer_is_done_and_the_next_run_goes_on(filled: Run, answers: Answers) -> None:
    answers("s", "+", "x")
    ran = filled("triage")
    assert ran.code == 0
    assert ran.lines[0].startswith(START)
    assert "1 of 4, 0 on your agenda" in ran.lines
    assert "“Moths and Lamps” is starred." in ran.lines
    assert "Clashes with 1 of yours: Moths and Lamps" in ran.lines
    assert "“Owls and Mice” has interest 1." in ran.lines
    assert "“Owls and Mice” is hidden." in ran.lines
    assert ran.lines[-1] == "The progress is saved."
    assert (flags(filled)[MOTHS], flags(filled)[OWLS]) == ((True, False, 0), (False, True, 1))
    answers("q")
    assert "3 of 4, 1 on your agenda" in filled("triage").lines
    answers("u", "u", "u", "q")
    ran = filled("triage")
    assert [line for line in ran.lines if " of 4" in line][-1].startswith("1 of 4")
    assert set(flags(filled).values()) == {(False, False, 0)}


def test_only_talks_with_all_words_of_a_query_are_gone_through(
    filled: Run, answers: Answers
) -> None:
    answers("q")
    assert len(filled("search", "grace echoes", "--json").objects) == 2
    assert "1 of 1, 0 on your agenda" in filled("triage", "grace echoes").lines


def test_the_end_is_reported_and_it_begins_again_on_demand(filled: Run, answers: Answers) -> None:
    answers("j", "", "k", "j", "j")
    assert filled("triage", "kind:oral").lines[-1].startswith("You have been through all 2 talks")
    answers()
    assert "1 of 2, 0 on your agenda" in filled("triage", "kind:oral", "--again").lines


def test_an_order_is_chosen_and_the_same_each_time(filled: Run, answers: Answers) -> None:
    def order() -> list[str]:
        answers(*["j"] * 4)
        lines = filled("triage", "--order", "shuffled", "--again").lines
        return [line.partition(", from")[0] for line in lines if line.startswith("icml-2021/")]

    once = order()
    assert set(once) >= {MOTHS, OWLS, BATS}
    assert order() == once


def test_what_is_no_answer_changes_nothing(filled: Run, answers: Answers) -> None:
    answers("star it\x1b[2J", "q")
    ran = filled("triage")
    assert any(line.startswith("“star it” is no answer.") for line in ran.lines)
    assert "\x1b" not in ran.out
    assert set(flags(filled).values()) == {(False, False, 0)}


def test_no_match_is_nothing_found_and_a_wrong_order_is_refused(filled: Run) -> None:
    assert filled("triage", "quokka").code == 1
    assert filled("triage", "--order", "taste").code == 2


def test_an_empty_library_is_said_to_be_empty(run: Run, answers: Answers) -> None:
    answers("s")
    ran = run("triage", "moth")
    assert (ran.code, ran.out) == (1, "")
    assert "The library is empty." in ran.err


def test_what_is_not_understood_of_a_watched_query_is_said(filled: Run) -> None:
    ran = filled("watch", "rom:ears")
    assert ran.code == 0
    assert "rom:" in ran.err
