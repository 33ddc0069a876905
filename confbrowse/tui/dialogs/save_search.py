"""The dialog that asks for the name of a search."""

from collections.abc import Sequence

from confbrowse.search.saved import saved_key
from confbrowse.text.cells import Drawn, wrap
from confbrowse.text.patterns import lazy_pattern
from confbrowse.tui.dialogs.base import Rows
from confbrowse.tui.dialogs.prompt import PromptDialog

_NAME = lazy_pattern(r"[\w-][\w.-]*")
_LONGEST = 40
"""Characters of a name."""
_LEAST_ROWS, _MOST_ROWS = 3, 8
_HINT = "Enter save · Esc cancel"


class SaveSearchDialog(PromptDialog[str]):
    """Returns a name for a search; one that is taken has to be confirmed."""

    placeholder = "A name, such as code-today"

    def __init__(self, query: str, searches: Sequence[tuple[str, str]]) -> None:
        """Ask for the name of *query*; *searches* are saved already."""
        self._searches = {saved_key(one[0]): one for one in searches}
        self._confirmed: str | None = None
        """The name in use that a second Enter replaces."""
        rows = max(_LEAST_ROWS, min(len(searches), _MOST_ROWS))
        super().__init__(f"Save the search: {query}", (((" ", ""),),) * rows, _HINT)

    def propose(self, words: str) -> Sequence[str]:
        """Return the names in use that begin with *words*."""
        typed = saved_key(words.lstrip("@"))
        return [f"@{key}" for key in self._searches if key.startswith(typed)]

    def proposal_row(self, proposal: str) -> Drawn:
        """Return a name in use and its query as a row."""
        return ((f" {proposal}  ", "line--title"), (self._searches[proposal[1:]][1], "line--faint"))

    def submit(self, words: str) -> None:
        """Return the name in *words*, unless it has to be another one, or is in use."""
        name = "-".join(words.removeprefix("@").split())
        key = saved_key(name)
        if not _NAME.fullmatch(name) or len(name) > _LONGEST:
            self._explain(f"A name has up to {_LONGEST} letters, digits, dots and hyphens.")
        elif key in self._searches and self._confirmed != key:
            self._confirmed = key
            self._explain(
                f"@{key} is saved for {self._searches[key][1]} already. Press Enter again to replace it."
            )
        else:
            self.dismiss(self._searches[key][0] if key in self._searches else name)

    def _explain(self, sentence: str) -> None:
        rows = self.query_one(Rows)
        self.proposals = ()
        width = max(rows.text_width - 2, 1)
        rows.rows = tuple(((f" {part}", "line--warning"),) for part in wrap(sentence, width))
