"""The tables of the query language, in Markdown, made from the fields themselves.

``python tests/query_table.py`` prints them, where confbrowse is installed.
"""

import sys

from confbrowse.search.fields import FIELDS, FORMS, Field, QueryForm


def forms() -> str:
    """Return in Markdown how words are written."""
    rows = (f"| {_code(form.example)} | {_cell(_help(form))} |" for form in FORMS)
    return "\n".join(["| you type | it matches |", "|---|---|", *rows])


def fields() -> str:
    """Return in Markdown which fields and conditions there are."""
    head = ["| field | it matches | values | example |", "|---|---|---|---|"]
    return "\n".join([*head, *map(_row, FIELDS)])


def _help(form: QueryForm) -> str:
    return f"{form.help}; the same as `{form.meaning}`" if form.meaning else form.help


def _row(field: Field) -> str:
    also = f" (or {', '.join(f'`{name}:`' for name in field.aliases)})" if field.aliases else ""
    takes = field.values.description if field.values else "a word or phrase"
    return f"| `{field.name}:`{also} | {field.help} | {takes} | {_code(field.example)} |"


def _code(example: str) -> str:
    return f"`{_cell(example)}`"


def _cell(text: str) -> str:
    """Return *text* without a bar that would end its cell."""
    return text.replace("|", "\\|")


if __name__ == "__main__":
    sys.stdout.write(f"{forms()}\n\n{fields()}\n")
