"""The command ``help``: the guide that ships with the program."""

import os
import sys
from argparse import Namespace
from io import StringIO

from confbrowse.cli.output import line_width, print_result
from confbrowse.guide_topics import topic, topics
from confbrowse.system.pager import show_paged

_WIDEST = 100
"""Columns of text; longer lines are hard to read."""


def print_guide(args: Namespace) -> None:
    """Print a topic of the guide, rendered and paged on a terminal; or the list of topics."""
    if args.topic is None:
        _print_topics()
        return
    text = topic(args.topic).text
    if sys.stdout is None or not sys.stdout.isatty():
        print_result(text.rstrip("\n"))
        return
    rendered = _rendered(text, min(line_width() or _WIDEST, _WIDEST))
    if not show_paged(rendered):
        print_result(rendered.rstrip("\n"))


def _print_topics() -> None:
    known = topics()
    widest = max(len(one.name) for one in known)
    for one in known:
        print_result(f"{one.name:{widest}}  {one.title}")
    if sys.stdout is not None and sys.stdout.isatty():
        print_result("\nShow one with: confbrowse help TOPIC. Options: confbrowse COMMAND --help.")


def _rendered(text: str, width: int) -> str:
    """Return the Markdown *text* as lines of at most *width* columns, with colours unless NO_COLOR is set."""
    # slow to import, and for terminals only
    from rich.console import Console
    from rich.markdown import Markdown  # as above
    from rich.theme import Theme  # as above

    console = Console(
        file=StringIO(),
        width=width,
        force_terminal=True,
        no_color=bool(os.environ.get("NO_COLOR")),
        legacy_windows=False,
        theme=Theme({"markdown.code": "bold", "markdown.h2": "bold underline"}),
    )
    with console.capture() as captured:
        console.print(Markdown(text, hyperlinks=False))
    return captured.get()
