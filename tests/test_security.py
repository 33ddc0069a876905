"""SECURITY.md names the tests that show each promise."""

import re

from command_line import CHECKOUT

_NAMED = re.compile(r"`([\w/]+\.py)::(\w+)`")


def test_every_test_that_security_names_is_there() -> None:
    named = _NAMED.findall((CHECKOUT / ".github" / "SECURITY.md").read_text(encoding="utf-8"))
    assert named
    missing = [
        f"{file}::{test}"
        for file, test in named
        if f"def {test}(" not in (CHECKOUT / "tests" / file).read_text(encoding="utf-8")
    ]
    assert not missing


def test_every_attack_shows_a_promise() -> None:
    text = (CHECKOUT / ".github" / "SECURITY.md").read_text(encoding="utf-8")
    attacks = {f"faults/{one.name}" for one in (CHECKOUT / "tests" / "faults").glob("test_*.py")}
    assert attacks == {file for file, _ in _NAMED.findall(text) if file.startswith("faults/")}
