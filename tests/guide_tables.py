"""The tables of the guide that are made from the program's own tables.

``python tests/guide_tables.py`` writes them again, where confbrowse is installed. They stand between
``<!-- table: NAME -->`` and ``<!-- end -->``; a NAME that is not in ``TABLES`` is written by hand.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import fields as fields_of
from dataclasses import is_dataclass
from pathlib import Path

from confbrowse.cli.parser import build_parser, commands
from confbrowse.search.fields import FIELDS, FORMS, Field, QueryForm
from confbrowse.settings import Settings, field_docstrings
from confbrowse.tui.commands import SCOPES
from confbrowse.tui.keymap import key_name

GUIDE = Path(__file__).resolve().parents[1] / "confbrowse" / "guide"
_TABLE = re.compile(r"(<!-- table: ([a-z ]+) -->\n)(.*?)(<!-- end -->)", re.DOTALL)


def forms() -> Iterator[str]:
    """Yield how words are written in a query."""
    yield from _head("you type", "it matches")
    for form in FORMS:
        yield _row(_code(form.example), _meaning(form))


def _meaning(form: QueryForm) -> str:
    return f"{form.help}; the same as `{form.meaning}`" if form.meaning else form.help


def fields() -> Iterator[str]:
    """Yield which fields and conditions a query may have."""
    yield from _head("field", "it matches", "values", "example")
    for field in FIELDS:
        takes = field.values.description if field.values else "a word or phrase"
        yield _row(_names(field), field.help, takes, _code(field.example))


def _names(field: Field) -> str:
    also = f" (or {', '.join(f'`{name}:`' for name in field.aliases)})" if field.aliases else ""
    return f"`{field.name}:`{also}"


def settings() -> Iterator[str]:
    """Yield every setting with its default and what it is for."""
    yield from _head("setting", "default", "what it is for")
    defaults = Settings()
    for name in (one.name for one in fields_of(Settings)):
        section = getattr(defaults, name)
        if not is_dataclass(section) or isinstance(section, type):
            continue
        yield _row(f"**[{name}]**", "", "")
        about = field_docstrings(type(section))
        for one in fields_of(section):
            yield _row(f"`{one.name}`", _default(getattr(section, one.name)), about[one.name])


def _default(value: object) -> str:
    match value:
        case bool():
            return _code(str(value).lower())
        case tuple():
            return _code(", ".join(map(str, value))) if value else ""
        case _:
            return _code(str(value)) if value != "" else ""


def keys() -> Iterator[str]:
    """Yield every key and what it does; commands that do the same share a line."""
    yield from _head("key", "what it does")
    rows: dict[tuple[str, str], list[str]] = {}
    for scope in SCOPES:
        for command in scope.commands:
            named = [f"`{key_name(key)}`" for key in command.default_keys]
            rows.setdefault((scope.heading, command.help), []).extend(named)
    last = ""
    for (heading, help_text), named in rows.items():
        if heading != last:
            yield _row(f"**{heading}**", "")
            last = heading
        yield f"| {' '.join(dict.fromkeys(named))} | {help_text} |"


def shell_commands() -> Iterator[str]:
    """Yield every command of the shell and what it does."""
    yield from _head("command", "what it does")
    root, _ = build_parser()
    for name, help_text, _parser in commands(root):
        yield _row(f"`confbrowse {name}`", help_text)


def _head(*cells: str) -> Iterable[str]:
    return (f"| {' | '.join(cells)} |", f"|{'---|' * len(cells)}")


def _row(*cells: str) -> str:
    return f"| {' | '.join(cells)} |".replace("|  |", "| |").replace("|  |", "| |")


def _code(example: str) -> str:
    """Return *example* as code; a bar in it does not end its cell."""
    return "`{}`".format(example.replace("|", "\\|"))


TABLES: dict[str, Callable[[], Iterator[str]]] = {
    "forms": forms,
    "fields": fields,
    "settings": settings,
    "keys": keys,
    "commands": shell_commands,
}


def tables_in(text: str) -> dict[str, str]:
    """Return the tables in the Markdown *text*, by name."""
    return {found[2]: found[3].strip() for found in _TABLE.finditer(text)}


def with_tables(text: str) -> str:
    """Return the Markdown *text* with the tables of ``TABLES`` as the program has them."""

    def made(found: re.Match[str]) -> str:
        lines = "\n".join(TABLES[found[2]]()) + "\n" if found[2] in TABLES else found[3]
        return f"{found[1]}{lines}{found[4]}"

    return _TABLE.sub(made, text)


if __name__ == "__main__":
    for topic in sorted(GUIDE.glob("*.md")):
        topic.write_text(with_tables(topic.read_text(encoding="utf-8")), encoding="utf-8")
