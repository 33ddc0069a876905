"""Settings written as TOML, each below what it is for; read back, they are the same."""

import json
import re
from collections.abc import Iterator
from dataclasses import fields
from itertools import pairwise
from typing import Any

from confbrowse.settings.fields import Settings

_BARE = re.compile(r"[A-Za-z0-9_-]+")


def as_toml(settings: Settings) -> str:
    """Return *settings* as a file that can be saved as ``config.toml``, a comment above each."""
    return "\n".join(_lines(settings)).strip() + "\n"


def _lines(settings: Settings) -> Iterator[str]:
    about = described(Settings)
    for name, section in (("screen", settings.screen), ("agenda", settings.agenda)):
        yield from (f"# {about[name]}", f"[{name}]", *_assignments(section), "")
    yield from (f"# {about['keys']}", "[keys]")
    yield from (f"{_key(name)} = {value_as_toml(keys)}" for name, keys in settings.keys)
    yield from ("", f"# {about['searches']}", "[searches]")
    yield from (f"{_key(name)} = {value_as_toml(query)}" for name, query in settings.searches)
    yield from ("", f"# {about['catalogue']}")
    for own in settings.catalogue:
        yield from ("[[catalogue]]", *_assignments(own), "")


def _assignments(section: Any) -> Iterator[str]:  # any of the dataclasses above
    about = described(type(section))
    for one in fields(section):
        yield f"# {about[one.name]}"
        yield f"{one.name} = {value_as_toml(getattr(section, one.name))}"


def described(section: type) -> dict[str, str]:
    """Return for each field of *section* what the docstring under it says."""
    import ast  # only for those who print their settings
    import inspect  # as above

    (of,) = ast.parse(inspect.getsource(section)).body
    body = of.body if isinstance(of, ast.ClassDef) else []
    return {
        field.target.id: " ".join(said.value.value.split())
        for field, said in pairwise(body)
        if isinstance(field, ast.AnnAssign)
        and isinstance(field.target, ast.Name)
        and isinstance(said, ast.Expr)
        and isinstance(said.value, ast.Constant)
        and isinstance(said.value.value, str)
    }


def _key(name: str) -> str:
    return name if _BARE.fullmatch(name) else value_as_toml(name)


def value_as_toml(value: object) -> str:
    """Return *value* as TOML, whose strings, clean as ours are, are written like those of JSON."""
    return json.dumps(value, ensure_ascii=False)
