"""Help: the keys that work on a screen, by section, filtered by key or by word."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain

from textual import on
from textual.app import ComposeResult
from textual.widgets import Input

from confbrowse.guide_topics import topic
from confbrowse.text.cells import Drawn, fit, size_of, wrap
from confbrowse.tui.command_search import CommandLine, matching, nearest, short_keys, with_key
from confbrowse.tui.commands import HELP, bindings
from confbrowse.tui.dialogs.base import MenuDialog, Rows

_KEY_WIDTH, _NAME_WIDTH = 14, 17
"""Cells of the columns before the help text."""
_LEAST_TEXT = 30
"""With fewer cells than these beside the key, the help text is shown below it."""
_ROWS = 40
"""Rows that the dialog asks for; a lower terminal gives it fewer."""
_HINT = "Type to search · ↑ ↓ PgUp PgDn move · Tab guide · Esc close"


class HelpDialog(MenuDialog[None]):
    """Lists keys and what they do; typing filters the list."""

    BINDINGS = bindings(HELP)

    def __init__(self, commands: Sequence[CommandLine]) -> None:
        """*commands* are all commands; those that can be run now are listed."""
        self._commands, self._words = commands, ""
        super().__init__("Keys", (((" ", ""),),) * _ROWS, _HINT)

    def compose_above(self) -> ComposeResult:
        yield Input(placeholder="Key or word", compact=True)

    def on_resize(self) -> None:
        self.call_after_refresh(self._show)

    @on(Input.Changed)
    def _search(self, event: Input.Changed) -> None:
        event.stop()
        self._words = event.value
        self._show()

    def _show(self) -> None:
        lines = self.query_one(Rows)
        lines.rows = key_rows(self._commands, self._words, lines.text_width)

    def action_move(self, lines: int) -> None:
        """Move the highlight by *lines*; the focus stays in the search box."""
        self.query_one(Rows).cursor += lines

    def action_page(self, pages: int) -> None:
        """Move the highlight by *pages*."""
        self.query_one(Rows).action_page(pages)

    def action_guide(self) -> None:
        """Choose a topic of the guide and read it; then the keys are shown again."""
        # Markdown is slow to import
        from confbrowse.tui.dialogs.guide import GuideDialog, topic_choice

        def show(name: str | None) -> None:
            if name is not None:
                self.app.push_screen(GuideDialog(topic(name)))

        self.app.push_screen(topic_choice(), show)


def key_rows(commands: Sequence[CommandLine], words: str, width: int) -> tuple[Drawn, ...]:
    """Return those *commands* that can be run now and match *words*, by section, in lines of *width* cells.

    Words that are a key match that key only; ``^r`` means Ctrl-r. Where nothing matches, the rows say so and
    show commands that work elsewhere, or those with a similar name.
    """
    here = [line for line in commands if not line.unavailable]
    if not words.strip():
        return tuple(_sections(here, width))
    found = set(with_key(here, words) or matching(here, words))
    if found:
        return tuple(_sections((line for line in here if line in found), width))
    elsewhere = matching(commands, words)
    title, others = ("Elsewhere", elsewhere) if elsewhere else ("Similar", nearest(commands, words))
    nothing: Drawn = ((" Nothing here matches this.", "line--warning"),)
    lines = chain.from_iterable(_rows(line, width) for line in others)
    return (nothing, ((" ", ""),), _heading(title, width), *lines)


def _sections(lines: Iterable[CommandLine], width: int) -> Iterator[Drawn]:
    """Yield the rows of *lines* under the headings of their sections, in the order of the first of each."""
    sections: dict[str, list[CommandLine]] = {}
    for line in lines:
        sections.setdefault(line.heading, []).append(line)
    for number, (heading, members) in enumerate(sections.items()):
        if number:
            yield ((" ", ""),)
        yield _heading(heading, width)
        for line in members:
            yield from _rows(line, width)


def _heading(words: str, width: int) -> Drawn:
    """Return the heading of a section."""
    rule = "─" * max(width - len(words) - 3, 0)
    return ((f" {words} ", "line--kind"), (rule, "line--faint"))


def _rows(line: CommandLine, width: int) -> Iterator[Drawn]:
    """Yield the rows of *line*: its help text beside key and label, or below them on a narrow terminal."""
    start: Drawn
    keys = fit(short_keys(line.keys), _KEY_WIDTH)
    head = ((f" {keys}", "line--when"), (fit(line.label, _NAME_WIDTH), "line--heading"))
    text = f"{line.help} ({line.unavailable})" if line.unavailable else line.help
    indent = 1 + _KEY_WIDTH + _NAME_WIDTH
    if width - indent >= _LEAST_TEXT:
        start, rows = head, wrap(text, width - indent)
    else:
        yield (*head, ("", ""))
        indent = 2
        start, rows = ((" " * indent, ""),), wrap(text, width - indent)
    for row in rows[:-1]:
        yield (*start, (row, "line--title"))
        start = ((" " * indent, ""),)
    last = (*start, (rows[-1], "line--title"))
    beside = size_of(last) + len(line.id) + 2 <= width
    yield (*last, (f"  {line.id}", "line--faint")) if beside else last
    if not beside:
        yield ((" " * indent, ""), (line.id, "line--faint"))
