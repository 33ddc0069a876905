"""Each recipe of CONTRIBUTING.md is followed to the letter, in a copy of the checkout."""

import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from command_line import CHECKOUT, PATIENCE

GUIDE = CHECKOUT / ".github" / "CONTRIBUTING.md"
COPIED = ("confbrowse", "styles", "sample_sessions", "tests")
_BLOCK = re.compile(r"^```(python|diff|tcss) (\S+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)

pytestmark = [
    pytest.mark.proof,  # it copies the checkout and starts Python a few times
    pytest.mark.skipif(not GUIDE.exists(), reason="the archive has no CONTRIBUTING.md"),
]


@dataclass(frozen=True, slots=True)
class Step:
    """A file that a recipe writes, or the lines that it changes in one."""

    kind: str
    file: str
    text: str

    def apply(self, root: Path) -> None:
        """Do it to the copy at *root*."""
        file = root / self.file
        if self.kind == "diff":
            file.write_text(patched(file.read_text(encoding="utf-8"), self.text), encoding="utf-8")
        else:
            assert not file.exists()
            file.write_text(self.text, encoding="utf-8")


def patched(text: str, diff: str) -> str:
    """Return *text* with *diff* applied, whose context must occur exactly once."""
    lines = diff.splitlines(keepends=True)
    before = "".join(line[1:] for line in lines if line[0] in " -")
    after = "".join(line[1:] for line in lines if line[0] in " +")
    assert text.count(before) == 1, f"once in the file: {before}"
    return text.replace(before, after)


def recipe(heading: str) -> Iterator[Step]:
    """Yield the steps under *heading*."""
    _, _, rest = GUIDE.read_text(encoding="utf-8").partition(f"\n## {heading}\n")
    for kind, file, text in _BLOCK.findall(rest.partition("\n## ")[0]):
        yield Step(kind, file, text)


@dataclass(frozen=True, slots=True)
class Copy:
    """A copy of the checkout."""

    root: Path

    def follow(self, heading: str) -> None:
        """Follow the recipe under *heading*."""
        steps = list(recipe(heading))
        assert steps
        for step in steps:
            step.apply(self.root)

    def python(self, *argv: str) -> str:
        """Return what ``python`` prints with *argv*, in the copy and with a separate home."""
        ran = subprocess.run(
            [sys.executable, *argv],
            cwd=self.root,
            env={"CONFBROWSE_HOME": str(self.root / "home"), "PATH": ""},
            capture_output=True,
            text=True,
            timeout=PATIENCE,
            check=False,
        )
        assert ran.returncode == 0, ran.stdout + ran.stderr
        return ran.stdout


@pytest.fixture
def copy(tmp_path: Path) -> Copy:
    root = tmp_path / "checkout"
    for name in COPIED:
        left_out = shutil.ignore_patterns("__pycache__", "homes")
        shutil.copytree(CHECKOUT / name, root / name, ignore=left_out)
    shutil.copy(CHECKOUT / "pyproject.toml", root)
    return Copy(root)


def test_a_format_is_added_as_the_guide_says(copy: Copy) -> None:
    copy.follow("Add a format")
    source = copy.root / "talks.txt"
    source.write_text("%talks MothCon 2025\nMoths and lamps|Ada|Insects\n")
    assert "0 lines left out" in copy.python("-m", "confbrowse", "check", str(source))
    copy.python("-m", "confbrowse", "add", str(source))
    assert "Moths and lamps" in copy.python("-m", "confbrowse", "list")
    tests = ("-m", "pytest", "-q", "-p", "no:cacheprovider", "tests/test_readers.py")
    assert "passed" in copy.python(*tests, "-k", "talk or sample or ids")


def test_an_export_is_added_as_the_guide_says(copy: Copy) -> None:
    copy.follow("Add an export")
    written = copy.python("-m", "confbrowse", "export", "titles", "--all")
    assert "Multiscale Deep Equilibrium Models\n" in written
    golden = copy.root / "tests" / "golden" / "samples.txt"
    script = (
        "import sys; sys.path.insert(0, 'tests'); from test_exporters import EXPORTERS, golden_items; "
        "print(EXPORTERS['titles'].write(golden_items()), end='')"
    )
    golden.write_text(copy.python("-c", script))
    tests = ("-m", "pytest", "-q", "-p", "no:cacheprovider", "tests/test_exporters.py")
    assert "passed" in copy.python(*tests, "-k", "titles")


def test_a_command_is_added_as_the_guide_says(copy: Copy) -> None:
    copy.follow("Add a command")
    assert copy.python("-m", "confbrowse", "count").strip() == "0 talks"
    copy.python("-m", "confbrowse", "add", "sample_sessions")
    assert int(copy.python("-m", "confbrowse", "count").split()[0]) > 20
    assert "print how many talks there are" in copy.python("-m", "confbrowse", "--help")
    assert "count" in copy.python("-m", "confbrowse", "completion", "bash")


def test_a_key_is_added_as_the_guide_says(copy: Copy) -> None:
    copy.follow("Add a key")
    assert "list.middle" in copy.python("-m", "confbrowse", "keys")
    own = copy.root / "home" / "config" / "config.toml"
    own.parent.mkdir(parents=True)
    own.write_text('[keys]\n"list.middle" = "Ctrl-g"\n')
    assert "Ctrl-g           list.middle" in copy.python("-m", "confbrowse", "keys")
    tests = ("-m", "pytest", "-q", "-p", "no:cacheprovider", "tests/test_keys.py")
    assert "passed" in copy.python(*tests)


def test_a_screen_is_added_as_the_guide_says(copy: Copy) -> None:
    copy.follow("Add a screen")
    tests = ("-m", "pytest", "-q", "-p", "no:cacheprovider", "tests/test_notes_screen.py")
    assert "1 passed" in copy.python(*tests)
    assert "view.notes" in copy.python("-m", "confbrowse", "keys")


def test_every_recipe_has_a_test() -> None:
    headings = re.findall(
        r"^## Add (?:a|an) (.+)$", GUIDE.read_text(encoding="utf-8"), re.MULTILINE
    )
    assert {name for name in globals() if name.endswith("_is_added_as_the_guide_says")} == {
        f"test_{'an' if name[0] in 'aeiou' else 'a'}_{name}_is_added_as_the_guide_says"
        for name in headings
    }
