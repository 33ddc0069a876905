"""The user's own editor: its text is returned, and a failure loses nothing."""

import re
import sys
from pathlib import Path

import pytest

from confbrowse.errors import NoteError
from confbrowse.system.editor import edited

if sys.platform == "win32":
    pytest.skip("The editors are shell scripts.", allow_module_level=True)


@pytest.fixture(autouse=True)
def drafts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the folder where the editors' files are made."""
    folder = tmp_path / "drafts"
    folder.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(folder))
    return folder


def editor(folder: Path, script: str) -> dict[str, str]:
    """Return an environment whose editor, in a folder with a blank in its name, runs *script*."""
    place = folder / "my editors"
    place.mkdir(exist_ok=True)
    file = place / "ed"
    file.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
    file.chmod(0o755)
    return {"EDITOR": f"'{file}' --wait"}


@pytest.mark.parametrize(
    ("begun", "script", "made"),
    [
        ("", 'printf "ask\\n" > "$2"', "ask"),
        ("ask", 'printf " twice\\n" >> "$2"', "ask twice"),
        ("ask\n", 'printf "twice\\n" >> "$2"', "ask\ntwice\n"),
        ("é蛾", "true", "é蛾"),
        ("ask", ': > "$2"', ""),
        ("ask", 'cp "$2" "$2~"', "ask"),
    ],
)
def test_what_the_editor_makes_of_a_text_comes_back(
    tmp_path: Path, drafts: Path, begun: str, script: str, made: str
) -> None:
    assert edited(begun, editor(tmp_path, f'[ "$1" = --wait ] && {script}')) == made
    assert list(drafts.iterdir()) == []


def test_visual_comes_before_editor(tmp_path: Path) -> None:
    environ = {"VISUAL": "true", **editor(tmp_path, "exit 1")}
    assert edited("ask", environ) == "ask"


@pytest.mark.parametrize("environ", [{}, {"EDITOR": " "}, {"VISUAL": "", "EDITOR": ""}])
def test_without_an_editor_the_user_is_asked_to_set_one(environ: dict[str, str]) -> None:
    with pytest.raises(NoteError, match="No editor is set"):
        edited("ask", environ)


@pytest.mark.parametrize(
    ("environ", "why"),
    [
        ({"EDITOR": "no-such-editor"}, "no-such-editor failed: no such file or directory."),
        ({"EDITOR": "false"}, "false failed: it exited with code 1."),
        ({"EDITOR": "'ed"}, "EDITOR is not a valid command: 'ed"),
    ],
)
def test_an_editor_that_fails_is_reported_and_leaves_nothing_behind(
    drafts: Path, environ: dict[str, str], why: str
) -> None:
    with pytest.raises(NoteError, match=f"^{re.escape(why)}$"):
        edited("ask", environ)
    assert list(drafts.iterdir()) == []


@pytest.mark.parametrize("script", ['printf "new" > "$2"; exit 3', 'printf "\\377new" > "$2"'])
def test_what_a_failing_editor_wrote_is_kept_and_named(tmp_path: Path, script: str) -> None:
    with pytest.raises(NoteError) as failed:
        edited("ask", editor(tmp_path, script))
    kept = Path(str(failed.value).partition("Your text was saved in ")[2].removesuffix("."))
    assert kept.read_bytes().endswith(b"new")


def test_a_note_is_nobody_elses_to_read(tmp_path: Path) -> None:
    seen = tmp_path / "seen"
    edited("ask", editor(tmp_path, f'ls -ld "$(dirname "$2")" > "{seen}"'))
    assert seen.read_text().startswith("drwx------")
