"""The doctor reports each problem in one line, and changes nothing."""

from pathlib import Path

import pytest
from command_line import Run


def about(run: Run, what: str, *words: str) -> tuple[bool, str]:
    """Return whether the check of *what* passed, and its message."""
    (found,) = [one for one in run("doctor", "--json", *words).objects if one["what"] == what]
    return found["ok"], found["says"]


def test_on_a_computer_without_fault_every_line_is_ok(run: Run, home_folder: Path) -> None:
    ran = run("doctor")
    assert ran.code == 0
    assert all(line.startswith("ok ") for line in ran.lines)
    assert not home_folder.exists()


def test_stores_are_sound_or_not(filled: Run, home_folder: Path) -> None:
    ok, says = about(filled, "library")
    assert ok
    assert says.startswith("intact, ")
    raw = (home_folder / "data" / "library.db").read_bytes()
    (home_folder / "data" / "library.db").write_bytes(raw[:2000] + b"moths" * 800)
    ran = filled("doctor")
    assert ran.code == 2
    assert ran.err == "confbrowse: 1 problem (marked !).\n"
    assert [line for line in ran.lines if line.startswith("!")] == [
        f"!  library    {home_folder}/data/library.db is damaged; the next start moves it aside"
    ]
    assert [file.name for file in (home_folder / "data").glob("library*")] == ["library.db"]


def test_faults_of_settings_keys_and_theme_are_reported(run: Run, home_folder: Path) -> None:
    (home_folder / "config").mkdir(parents=True)
    text = '[screen]\ntheme = "nrd"\nmeasure = 3\n[keys]\n"talk.star" = "Ctrl-i"\n'
    (home_folder / "config" / "config.toml").write_text(text)
    ran = run("doctor", "--json")
    wrong = [one["says"] for one in ran.objects if not one["ok"]]
    assert ran.code == 2
    assert [
        "must be a number" in wrong[0],
        "Ctrl-i is the same as Tab" in wrong[1],
        "nord" in wrong[2],
    ] == [
        True,
        True,
        True,
    ]


@pytest.mark.parametrize(
    ("name", "value", "what", "said"),
    [
        ("NO_COLOR", "1", "colours", "none: NO_COLOR is set"),
        ("COLORTERM", "truecolor", "colours", "16 million"),
        ("LC_ALL", "", "encoding", "utf-8"),
        (
            "SSH_TTY",
            "/dev/pts/1",
            "links",
            "shown and copied instead of opened: you are connected over SSH",
        ),
    ],
)
def test_what_the_environment_says_is_reported(
    run: Run, monkeypatch: pytest.MonkeyPatch, name: str, value: str, what: str, said: str
) -> None:
    for other in ("NO_COLOR", "CONFBROWSE_OPENER", "LANG", "LC_CTYPE"):
        monkeypatch.delenv(other, raising=False)
    monkeypatch.setenv(name, value)
    assert about(run, what) == (True, said)


def test_an_opener_that_is_not_there_is_wrong(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CONFBROWSE_OPENER", "no-such-program")
    ok, says = about(run, "links")
    assert not ok
    assert "no-such-program, which was not found" in says


def test_the_network_is_asked_only_when_told_to(run: Run) -> None:
    assert "network" not in [one["what"] for one in run("doctor", "--json").objects]
    ok, _says = about(run, "network", "--network", "http://127.0.0.1:9/")
    assert not ok
