"""Programmes read again from where they came: what has changed, my talks first."""

from collections.abc import Sequence

from confbrowse.text.cells import Drawn
from confbrowse.tui.screens.errands import ErrandScreen, Said


class RenewalScreen(ErrandScreen[None]):
    """Renews one programme, or all, and tells what changed."""

    def __init__(self, programme: str | None, name: str) -> None:
        """Renew the programme whose id is *programme*, all where it is None; *name* is their title."""
        self._programme = programme
        super().__init__(f"Update of {name}", "Esc stops")

    def on_mount(self) -> None:
        """Begin at once."""
        self.send(["update", "--json", "--", *([self._programme] if self._programme else [])])

    def report(self, said: Sequence[Said]) -> list[Drawn]:
        """Return each change on a line, those of my talks marked and first."""
        changes = [one for one in said if "change" in one]
        told = [str(one["told"]) for one in said if one.get("told")]
        mine = [one for one in changes if one.get("mine")]
        others = [one for one in changes if not one.get("mine")]
        lines: list[Drawn] = [((sentence, "line--warning"),) for sentence in told]
        if not changes and not told:
            return [(("Nothing has changed.", "line--title"),)]
        if mine:
            lines.append((("Talks that you have marked", "line--heading"),))
            lines += [((f"* {one.get('sentence')}", "line--star"),) for one in mine]
        if others:
            lines.append(((f"Other talks ({len(others):,})", "line--heading"),))
            lines += [((str(one.get("sentence")), "line--title"),) for one in others]
        return lines
