"""Keys explain themselves, stand in the README, and never take what a terminal needs."""

from pathlib import Path

import pytest
from textual.binding import Binding
from textual.dom import DOMNode

import confbrowse.tui.screens.browse  # every screen with keys is a subclass of what this loads
from confbrowse.tui.key_table import OWNERS, bindings, table
from confbrowse.tui.screens.talk_screen import TalkScreen

README = Path(__file__).parents[1] / "README.md"
BINDINGS = [one for _, owners in OWNERS for owner in owners for one in bindings(owner)]
NEVER = {"ctrl+h", "ctrl+i", "ctrl+j", "ctrl+m"}
"""Backspace, Tab and Enter in disguise."""


def subclasses(owner: type[DOMNode]) -> set[type[DOMNode]]:
    found = set(owner.__subclasses__())
    return found.union(*(subclasses(one) for one in found)) if found else found


@pytest.mark.parametrize("binding", BINDINGS, ids=lambda one: one.id)
def test_binding_explains_itself(binding: Binding) -> None:
    assert binding.id
    assert binding.description
    assert binding.tooltip.endswith(".")


def test_ids_are_unique() -> None:
    ids = [binding.id for binding in BINDINGS]
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize("binding", BINDINGS, ids=lambda one: one.id)
def test_no_key_is_one_that_terminals_confuse(binding: Binding) -> None:
    assert not NEVER.intersection(binding.key.split(","))


def test_readme_has_the_key_table() -> None:
    assert table() in README.read_text(encoding="utf-8")


def test_every_class_with_keys_is_in_the_table() -> None:
    assert confbrowse.tui.screens.browse
    told = {owner for _, owners in OWNERS for owner in owners}
    for owner in subclasses(DOMNode) | {TalkScreen}:
        if owner.__module__.startswith("confbrowse.") and any(bindings(owner)):
            assert owner in told, owner
