"""The best plan for a day or for all days, proposed: what to attend, and what is left out and why."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from textual import work

from confbrowse.discovery.plan import Plan, PlanWishes, nothing_planned, propose_plan
from confbrowse.errors import ConfbrowseError
from confbrowse.marks import MarkUpdate
from confbrowse.model import Mark, Talk
from confbrowse.schedule.clock import Clock, by_clock
from confbrowse.schedule.timetable import by_day
from confbrowse.text.cells import Drawn
from confbrowse.text.humanize import count
from confbrowse.tui.background_read import ReadFailedError, read, show_error
from confbrowse.tui.commands import PLAN, bindings
from confbrowse.tui.context import AppContext
from confbrowse.tui.screens.grouped import GroupedScreen
from confbrowse.tui.widgets.agenda_list import AgendaLine, line_place
from confbrowse.tui.widgets.sidebar import day_label
from confbrowse.tui.widgets.status_bar import status_pieces


class PlanScreen(GroupedScreen):
    """Proposes a plan, again after each change of a mark; nothing changes until it is applied."""

    BINDINGS = bindings(PLAN)

    def __init__(self, ctx: AppContext, day: str) -> None:
        """*day* is the one to plan, by the clock of *ctx*; empty for all days."""
        super().__init__(ctx, "plan", "Planning ...")
        self._day = day
        self._last_day = day
        """The day to plan again after all days."""
        self._plan: Plan | None = None
        """None while it is made."""

    def marks_changed(self) -> None:
        """Show the new marks, and plan again."""
        super().marks_changed()
        self._propose()

    def library_changed(self) -> None:
        """Plan again: the programmes have changed."""
        self._propose()

    def clock_changed(self) -> None:
        """Show times by the new clock, and plan the day of that clock."""
        super().clock_changed()
        self._propose()

    def _propose(self) -> None:
        self._plan = None
        self._make_plan()

    @work(exclusive=True, group="plan")
    async def _make_plan(self) -> None:
        settings, marks = self.ctx.settings, self.marks
        wishes = PlanWishes(
            self._day,
            self.ctx.programme,
            self.clock,
            self.clashes.walks,
            settings.agenda.breaks,
            settings.discovery.for_you,
            self.ctx.now(),
        )
        try:
            plan = await read(self, propose_plan, self.ctx.library, self.starred, marks, wishes)
        except ReadFailedError:
            self.listed.empty_text = "The plan could not be made. Esc goes back."
            raise
        self._plan = plan
        listed, cursor = self.listed, self.listed.cursor
        listed.empty_text = f"{nothing_planned(wishes)} Esc goes back."
        terms = {talk_id: liking.terms for talk_id, liking in plan.likings.items()}
        listed.reasons = {
            talk_id: (why, terms.get(talk_id, ()))
            for talk_id, why in plan.reasons(marks).items()
            if why
        }
        listed.words = {
            **{talk.id: "to star" for talk in plan.to_star(marks)},
            **{talk.id: "to unstar" for talk in plan.to_unstar(marks)},
        }
        before = listed.lines[cursor] if cursor < len(listed.lines) else None
        lines = plan_lines(plan, marks, self.clock)
        self.show_lines(lines, line_place(before, lines, cursor) if before else 0)

    def status_pieces(self) -> tuple[Drawn, Drawn]:
        """Return the day and what applying the plan changes, and the time zone."""
        where = ["Plan", day_label(self._day) if self._day else "all days"]
        if self._plan and (changed := _changed(self._plan, self.marks)):
            where.append(changed)
        return status_pieces(replace(self.talk_status(), where=tuple(where)), self.size.width)

    def first_labels(self) -> Sequence[str]:
        """Name the key that applies the plan next to the way back."""
        return (*super().first_labels(), "Apply")

    def action_apply(self) -> None:
        """Make the agenda of these days the plan."""
        if self._plan is None:
            self.show_message("The plan is not ready yet.")
        elif changes := self._plan.changes(self.marks):
            self._apply(changes)
        else:
            self.show_message("Your agenda is this plan already.")

    @work(group="marks")
    async def _apply(self, changes: Sequence[tuple[Talk, MarkUpdate]]) -> None:
        """Change the stars, and go back to the agenda."""
        try:
            sentence = await self.ctx.marks.apply_plan(changes)
        except ConfbrowseError as error:
            show_error(self, error)
        else:
            self.show_message(sentence)
            self.dismiss()

    def action_whole(self) -> None:
        """Plan all days, or the last single day again."""
        days = self._plan.days if self._plan else ()
        self._show_day("" if self._day else self._last_day or next(iter(days), ""))

    def action_day(self, step: int) -> None:
        """Plan the next or previous day."""
        days = self._plan.days if self._plan else ()
        later = [day for day in days if day > self._day]
        earlier = [day for day in days if day < (self._day or "~")]
        if step > 0 and later:
            self._show_day(later[0])
        elif step < 0 and earlier:
            self._show_day(earlier[-1])
        else:
            self.show_message(f"There is no {'later' if step > 0 else 'earlier'} day.")

    def _show_day(self, day: str) -> None:
        self._day, self._last_day = day, day or self._last_day
        self._propose()


def plan_lines(plan: Plan, marks: Mapping[str, Mark], clock: Clock) -> tuple[AgendaLine, ...]:
    """Return what to attend day by day, each day followed by what is left out of it."""
    return tuple(_lines(plan, marks, clock))


def _lines(plan: Plan, marks: Mapping[str, Mark], clock: Clock) -> Iterator[AgendaLine]:
    own = {talk.id: talk for talk in (*plan.talks, *(one.talk for one in plan.left_out))}
    left_out = {one.talk.id for one in plan.left_out}
    to_star = {talk.id for talk in plan.to_star(marks)}
    for day, talks in by_day(by_clock(talk, clock) for talk in own.values()):
        label = day_label(day.isoformat() if day else "")
        kept = [own[talk.id] for talk in talks if talk.id not in left_out]
        others = [own[talk.id] for talk in talks if talk.id in left_out]
        if kept:
            new = sum(talk.id in to_star for talk in kept)
            yield f"{label} · {count(len(kept), 'talk')}" + (f", {new:,} to star" if new else "")
            yield from kept
        if others:
            yield f"{label} · Left out"
            yield from others


def _changed(plan: Plan, marks: Mapping[str, Mark]) -> str:
    """Return what applying *plan* changes; empty for nothing."""
    parts = ((plan.to_star(marks), "to star"), (plan.to_unstar(marks), "to unstar"))
    return ", ".join(f"{len(talks):,} {what}" for talks, what in parts if talks)
