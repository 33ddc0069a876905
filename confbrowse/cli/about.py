"""The commands about confbrowse itself and about sources: check, catalogue, config, paths."""

from argparse import Namespace
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from itertools import groupby

from confbrowse import catalogue
from confbrowse.cli.printing import as_json
from confbrowse.cli.shelf import addressed, conferences, web, wishes
from confbrowse.cli.stores import settings
from confbrowse.cli.telling import say, tell
from confbrowse.errors import NothingFoundError
from confbrowse.fetch import sources
from confbrowse.ingest import SourceReading, gather
from confbrowse.paths import places
from confbrowse.readers import Remark
from confbrowse.settings.writing import as_toml
from confbrowse.text.amounts import count
from confbrowse.text.clean import clean_line


def check(args: Namespace) -> None:
    """Print what was understood of each source, and every line that was left out, by number."""
    said = wishes(args)
    gathered = gather(sources(addressed(args.sources, said.conferences)), said, web=web())
    for notice in gathered.notices:
        tell(notice)
    for found in gathered.readings:
        say(as_json(_check_data(found)) if args.json else "\n".join(_check_lines(found)))
    for source, error in gathered.passed_over:
        name, why = clean_line(source.name), clean_line(error)
        if args.json:
            say(as_json({"source": name, "programme": None, "error": why}))
        else:
            say(f"{name}: {why}")


def print_catalogue(args: Namespace) -> None:
    """Print the conferences whose programmes can be added by name. Raises NothingFoundError."""
    found = catalogue.search(args.query or "", conferences())
    if not found:
        raise NothingFoundError(f"The catalogue has nothing like {args.query}. Give its address.")
    this_year = datetime.now(UTC).year
    for one in found:
        editions = one.until(this_year)
        newest = editions[0] if editions else one.since
        data = {
            "name": one.name,
            "title": one.title or one.name,
            "since": min(editions, default=one.since),
            "url": one.url or one.address(newest),
            "editions": [one.called(edition) for edition in editions],
            "format": one.format or None,
        }
        line = f"{one.called(newest):<26} since {data['since']:<4} {one.title or one.name}"
        say(as_json(data) if args.json else line)


_SHARES = ("with_time", "with_authors", "with_abstract")


def _counts(found: SourceReading) -> dict[str, int]:
    talks = found.reading.programme.talks
    return {
        "sessions": len(found.reading.programme.sessions),
        "talks": len(talks),
        "with_time": sum(1 for talk in talks if talk.start),
        "with_authors": sum(1 for talk in talks if talk.authors),
        "with_abstract": sum(1 for talk in talks if talk.abstract),
        "links": sum(len(talk.links) for talk in talks),
    }


def _check_data(found: SourceReading) -> dict[str, object]:
    remarks = [
        {"line": one.line, "text": one.text, "reason": one.reason, "left_out": one.left_out}
        for one in found.reading.remarks
    ]
    source, name = clean_line(found.source.name), found.reading.programme.name
    return {"source": source, "programme": name, **_counts(found), "remarks": remarks}


def _check_lines(found: SourceReading) -> Iterator[str]:
    programme = found.reading.programme
    counts = _counts(found)
    yield f"{clean_line(found.source.name)}: {programme.name}"
    for session in programme.sessions:
        people = f", chairs: {', '.join(session.chairs)}" if session.chairs else ""
        yield f"  session: {session.title}{people}"
    yield f"  {count(counts['talks'], 'talk')}; " + ", ".join(
        f"{counts[what]} with {what.removeprefix('with_')}" for what in _SHARES
    )
    for talk in programme.talks:
        when = f"{talk.start:%Y-%m-%d %H:%M}" if talk.start else "no time given"
        yield f"    {talk.source.rpartition(', ')[2]}: {when}  {talk.kind or 'no kind'}: {talk.title}"
    for remark in found.reading.warnings:
        yield f"  ! {_told(remark)}"
    left_out = [remark for remark in found.reading.remarks if remark.left_out]
    yield f"  {count(len(left_out), 'line')} left out{':' if left_out else ''}"
    yield from _ranges(left_out)


def _ranges(remarks: Iterable[Remark]) -> Iterator[str]:
    """Yield the lines left out; runs of more than three with one reason are told together."""
    for reason, group in groupby(remarks, key=lambda remark: remark.reason):
        run = list(group)
        if len(run) > 3 and run[0].line is None:
            yield f"    {reason} ({len(run)} entries)"
        elif len(run) > 3:
            yield f"    lines {run[0].line} to {run[-1].line}: {reason} ({len(run)} lines)"
        else:
            yield from (f"    {_told(one)}" for one in run)


def _told(remark: Remark) -> str:
    """Return what *remark* says, with its line and its text where it has them."""
    where = f"line {remark.line}: " if remark.line else ""
    return f"{where}{remark.reason}" + (f" ({remark.text})" if remark.text else "")


def print_config(_args: Namespace) -> None:
    """Print the settings that hold, as a file that can be saved as ``config.toml``."""
    found = settings()
    if found.keys:
        from confbrowse.cli.keys import told_keymap  # loads every screen

        told_keymap(found.keys)
    say(as_toml(found).rstrip())


def print_paths(args: Namespace) -> None:
    """Print where things are kept."""
    here = places()
    kept = {
        "agenda": here.agenda,
        "library": here.library,
        "config": here.config,
        "cache": here.cache,
        "state": here.state,
    }
    if args.json:
        say(as_json({what: str(path) for what, path in kept.items()}, ascii_only=True))
        return
    for what, path in kept.items():
        say(f"{what:<8} {clean_line(str(path))}")
