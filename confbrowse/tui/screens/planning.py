"""What the plan tells of the talk in view: what it clashes with, and when it is by which clock.

What a key needs that few press is loaded when it is pressed: a start must not wait for it.
"""

from collections.abc import Sequence
from functools import partial

from textual.binding import Binding

from confbrowse.agenda.clashes import Partners
from confbrowse.agenda.zones import (
    EVENT,
    LOCAL,
    by_clock,
    clock_called,
    is_floating,
    zone_choices,
    zone_words,
)
from confbrowse.marks import turned, with_star
from confbrowse.tui import sentences
from confbrowse.tui.marking import Changes
from confbrowse.tui.screens.linking import LinkingScreen
from confbrowse.tui.screens.talk_screen import Desk
from confbrowse.tui.widgets.status import Status

_MOST_NAMED = 20
"""Talks that one clashes with, as many weakly; beyond that their number is told."""


class PlanningScreen(LinkingScreen):
    """Follows the clock that the reader chose; subclasses show talks by it."""

    BINDINGS = [
        Binding("c", "clash", "Clashes", tooltip="Put the talk beside those of yours that it clashes with, to keep one of them.", id="talk.clash", show=False),
        Binding("T", "clock", "Clock", tooltip="Choose by which clock times are shown: the event's, this computer's, that of any zone.", id="talk.clock", show=False),
    ]  # fmt: skip

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._clock = desk.bearings.clock
        """By which talks are shown here."""

    def on_screen_resume(self) -> None:
        """Go by the clock that was chosen on another screen."""
        if self._clock != self.desk.bearings.clock:
            self._show_clock()

    def partners(self) -> Partners:
        """Return what of mine the talk in view, mine or not, clashes with; as many as are named."""
        return self.plan.partners(self.talk, _MOST_NAMED) if self.talk else Partners()

    def action_star(self) -> None:
        """Star the talk, or take its star away; say what a talk just starred clashes with."""

        def sentence(changes: Changes) -> str:
            return sentences.starred(changes, self.plan)

        self.mark(partial(turned, "starred", with_star), sentence)

    def action_clash(self) -> None:
        """Put the talk beside those it clashes with."""
        from confbrowse.tui.screens.clash import ClashScreen  # see above

        talk, partners = self.talk, self.partners()
        if talk and partners.total:
            self.app.push_screen(ClashScreen(self.desk, talk, partners))
        elif talk:
            self.say("This talk clashes with none of yours.")

    def action_clock(self) -> None:
        """Let the reader choose a clock; the way back to the event's comes first."""
        from confbrowse.tui.screens.pick import PickScreen  # see above

        def choices(words: str) -> Sequence[str]:
            found = zone_choices(words)
            first = LOCAL if self._clock == EVENT else EVENT
            return found if words.strip() else tuple(dict.fromkeys((first.name, *found)))

        self.app.push_screen(
            PickScreen("Show times by which clock?", "event, local, a city or a zone", choices),
            self._go_by,
        )

    def _go_by(self, name: str | None) -> None:
        clock = clock_called(name) if name else None
        if clock:
            self.desk.bearings.clock = clock
            self._show_clock()

    def _show_clock(self) -> None:
        self._clock = self.desk.bearings.clock
        self.clock_changed()

    def clock_changed(self) -> None:
        """Show all times by the clock that is chosen now."""

    def talk_status(self) -> Status:
        """Return what the status line says of the talk in view: clashes, zone, guesses."""
        talk, clock, partners = self.talk, self._clock, self.partners()
        zone = talk.timezone if talk else None
        if talk and talk.start and clock != EVENT and not is_floating(talk):
            zone = zone_words(by_clock(talk, clock))
        return Status(
            where=(),
            clashes=partners.firm.total,
            weak_clashes=partners.weak.total,
            timezone=zone,
            clock=clock.name if clock != EVENT else "",
            as_printed=bool(talk and is_floating(talk)),
            timed=bool(talk and talk.start),
            year_assumed=bool(talk and talk.year_assumed),
        )
