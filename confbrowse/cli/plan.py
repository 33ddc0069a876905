"""The command ``plan``: the best clash-free plan, which can be applied to the agenda."""

from argparse import Namespace
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime

from confbrowse.cli.context import agenda, library, settings, sync_files
from confbrowse.cli.inputs import EMPTY_LIBRARY
from confbrowse.cli.output import line_width, print_result, warn
from confbrowse.cli.recommend import library_vectors
from confbrowse.cli.talk_text import Entry, ListingLayout, talk_as_json
from confbrowse.discovery.plan import Plan, PlanWishes, nothing_planned, propose_plan
from confbrowse.errors import NothingFoundError
from confbrowse.marks import describe_changes
from confbrowse.model import NO_MARK, Mark, Talk
from confbrowse.schedule.clock import by_clock
from confbrowse.schedule.rooms import Walks
from confbrowse.text.humanize import count


def print_plan(args: Namespace) -> None:
    """Print what to attend and what is left out, day by day; with ``--apply`` make it the agenda."""
    marked, store, wanted = agenda(), library(), settings()
    if not store.programmes():
        raise NothingFoundError(EMPTY_LIBRARY)
    for_you = wanted.discovery.for_you
    if for_you:
        library_vectors()
    marks = marked.marks()
    starred = {entry.talk.id: entry.talk for entry in marked.entries()}
    wishes = PlanWishes(
        args.day.isoformat() if args.day else "",
        clock=args.zone,
        walks=Walks.of_minutes(wanted.agenda.travel, wanted.agenda.walk),
        breaks=wanted.agenda.breaks,
        for_you=for_you,
        now=datetime.now(UTC),
    )
    plan = propose_plan(store, starred, marks, wishes)
    if not (plan.talks or plan.left_out):
        raise NothingFoundError(nothing_planned(wishes))
    for line in (_json_lines if args.json else _lines)(plan, marks, args):
        print_result(line)
    if args.apply:
        changes = marked.mark_each(plan.changes(marks))
        sync_files(marked)
        said = f"{describe_changes(changes)}. To undo: confbrowse undo" if changes else "Unchanged."
        (warn if args.json else print_result)(said)


def _lines(plan: Plan, marks: Mapping[str, Mark], args: Namespace) -> Iterator[str]:
    """Yield the talks by day, each with the reason, and then what is left out."""
    layout, reasons = ListingLayout(args.zone, line_width()), plan.reasons(marks)

    def entries(talks: Sequence[Talk]) -> Iterator[Entry]:
        for talk in talks[: args.limit]:
            why = reasons[talk.id]
            yield Entry(talk, marks.get(talk.id, NO_MARK), (why,) if why else ())

    yield from layout.by_day(entries(plan.talks))
    if left_out := [one.talk for one in plan.left_out][: _left(plan, args)]:
        yield layout.heading("Left out", is_first=not plan.talks)
        yield from layout.by_day(entries(left_out))
    to_star, to_unstar = len(plan.to_star(marks)), len(plan.to_unstar(marks))
    if not args.apply and (to_star or to_unstar):
        yield f"{count(to_star, 'talk')} to star, {to_unstar:,} to unstar. To do so: --apply"


def _left(plan: Plan, args: Namespace) -> int | None:
    """Return how many talks may be printed after those of *plan*; None without a limit."""
    return None if args.limit is None else max(args.limit - len(plan.talks), 0)


def _json_lines(plan: Plan, marks: Mapping[str, Mark], args: Namespace) -> Iterator[str]:
    reasons = plan.reasons(marks)

    def line(talk: Talk, **more: object) -> str:
        mark = marks.get(talk.id, NO_MARK)
        why = reasons[talk.id] or None
        return talk_as_json(by_clock(talk, args.zone), mark, **more, reason=why)

    for talk in plan.talks[: args.limit]:
        liking = plan.likings.get(talk.id)
        yield line(
            talk,
            planned=True,
            because=liking.because.id if liking else None,
            terms=list(liking.terms) if liking else [],
            clashes=[],
        )
    left_out = plan.left_out[: _left(plan, args)]
    for one in left_out:
        clashes = [other.id for other in one.clashes.first]
        yield line(one.talk, planned=False, because=None, terms=[], clashes=clashes)
