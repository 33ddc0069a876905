"""The commands ``check``, ``catalogue``, ``config`` and ``paths``."""

from argparse import Namespace
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from itertools import groupby

from confbrowse.cli.context import settings
from confbrowse.cli.inputs import conferences, http_client, import_options, resolve_editions
from confbrowse.cli.output import as_json, print_result, warn
from confbrowse.errors import NothingFoundError
from confbrowse.ingest.pipeline import SourceReading, gather
from confbrowse.paths import app_dirs
from confbrowse.readers import Remark
from confbrowse.settings import as_toml
from confbrowse.sources import catalogue
from confbrowse.sources.files import sources
from confbrowse.text.clean import clean_line
from confbrowse.text.humanize import count


def check(args: Namespace) -> None:
    """Print what would be imported from each source, and every line left out, by number."""
    options = import_options(args)
    gathered = gather(
        sources(resolve_editions(args.sources, options.conferences)), options, web=http_client()
    )
    for notice in gathered.notices:
        warn(notice)
    for found in gathered.readings:
        print_result(as_json(_check_data(found)) if args.json else "\n".join(_check_lines(found)))
    for source, error in gathered.skipped:
        name, why = clean_line(source.name), clean_line(error)
        if args.json:
            print_result(as_json({"source": name, "programme": None, "error": why}))
        else:
            print_result(f"{name}: {why}")


def print_catalogue(args: Namespace) -> None:
    """Print the known conferences, which can be added by name. Raises NothingFoundError."""
    found = catalogue.search(args.query or "", conferences())
    if not found:
        raise NothingFoundError(f"No known conference matches {args.query}. Add it by its URL.")
    this_year = datetime.now(UTC).year
    for one in found:
        editions = one.until(this_year)
        newest = editions[0] if editions else one.since
        data = {
            "name": one.name,
            "title": one.title or one.name,
            "since": min(editions, default=one.since),
            "url": one.url or one.address(newest),
            "editions": [one.edition_word(edition) for edition in editions],
            "format": one.format or None,
        }
        line = f"{one.edition_name(newest):<26} since {data['since']:<4} {one.title or one.name}"
        print_result(as_json(data) if args.json else line)


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
    fields = dict(_fields(found))
    return {
        "source": source, "programme": name, **_counts(found), "fields": fields, "remarks": remarks
    }  # fmt: skip


def _fields(found: SourceReading) -> Iterator[tuple[str, str]]:
    """Yield each field of a talk that a table or list has, and what it is called there."""
    for field in dict.fromkeys(field for _, field in found.reading.columns):
        yield field, ", ".join(name for name, one in found.reading.columns if one == field)


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
    if found.reading.columns:
        yield "  fields: " + ", ".join(f"{field} = {name}" for field, name in _fields(found))
    for talk in programme.talks:
        when = f"{talk.start:%Y-%m-%d %H:%M}" if talk.start else "no time given"
        yield f"    {talk.source.rpartition(', ')[2]}: {when}  {talk.kind or 'no kind'}: {talk.title}"
    for remark in found.reading.warnings:
        yield f"  ! {_remark_line(remark)}"
    left_out = [remark for remark in found.reading.remarks if remark.left_out]
    yield f"  {count(len(left_out), 'line')} left out{':' if left_out else ''}"
    yield from _ranges(left_out)


def _ranges(remarks: Iterable[Remark]) -> Iterator[str]:
    """Yield the lines left out; more than three in a row with the same reason become one."""
    for reason, group in groupby(remarks, key=lambda remark: remark.reason):
        run = list(group)
        if len(run) > 3 and run[0].line is None:
            yield f"    {reason} ({len(run)} entries)"
        elif len(run) > 3:
            yield f"    lines {run[0].line} to {run[-1].line}: {reason} ({len(run)} lines)"
        else:
            yield from (f"    {_remark_line(one)}" for one in run)


def _remark_line(remark: Remark) -> str:
    where = f"line {remark.line}: " if remark.line else ""
    return f"{where}{remark.reason}" + (f" ({remark.text})" if remark.text else "")


def print_config(_args: Namespace) -> None:
    """Print the current settings in the format of ``config.toml``."""
    found = settings()
    if found.keys:
        from confbrowse.cli.keys import checked_keymap  # loads parts of Textual

        checked_keymap(found.keys)
    print_result(as_toml(found).rstrip())


def print_paths(args: Namespace) -> None:
    """Print where files are stored."""
    dirs = app_dirs()
    files = {
        "agenda": dirs.agenda,
        "library": dirs.library,
        "config": dirs.config,
        "cache": dirs.cache,
        "state": dirs.state,
    }
    if args.json:
        print_result(as_json({what: str(path) for what, path in files.items()}, ascii_only=True))
        return
    for what, path in files.items():
        print_result(f"{what:<8} {clean_line(str(path))}")
