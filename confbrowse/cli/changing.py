"""The commands that change the library: add, remove."""

from argparse import Namespace
from collections import Counter, defaultdict
from collections.abc import Mapping

from confbrowse import ingest
from confbrowse.cli.keeping import keep_up
from confbrowse.cli.printing import as_json
from confbrowse.cli.shelf import bring_indexes_up_to_date, read, shelves_called
from confbrowse.cli.stores import agenda, library
from confbrowse.cli.telling import say, tell
from confbrowse.ingest import Gathered
from confbrowse.text.amounts import count


def add(args: Namespace) -> None:
    """Bring the programmes of the sources into the library."""
    gathered = read(args.sources, args)
    for source, why in gathered.passed_over:
        tell(f"Passed over {source.name}: {why}")
    left_out = _left_out(gathered)
    for added in ingest.add(gathered, library(), agenda()):
        if args.json:
            say(as_json(_data(added, left_out[added.programme.id])))
        else:
            say(_sentence(added))
    bring_indexes_up_to_date(library())
    keep_up(agenda())


def _left_out(gathered: Gathered) -> dict[str, Counter[str]]:
    """Return how often what was left out of each programme, by its id, for which reason."""
    found: dict[str, Counter[str]] = defaultdict(Counter)
    for one in gathered.readings:
        reasons = (remark.reason for remark in one.reading.remarks if remark.left_out)
        found[one.reading.programme.id].update(reasons)
    return found


def _sentence(added: ingest.Added) -> str:
    programme = added.programme
    talks, sessions = len(programme.talks), len(programme.sessions)
    parts = [f"{count(talks, 'talk')} in {count(sessions, 'session')}"]
    parts += [f"{added.new} new"] if added.new and not added.first else []
    parts += [f"{added.gone} gone"] if added.gone else []
    verb = "Added" if added.first else "Updated"
    return f"{verb} {programme.name}: {', '.join(parts)}."


def _data(added: ingest.Added, left_out: Mapping[str, int]) -> dict[str, object]:
    return {
        "programme": added.programme.name,
        "id": added.programme.id,
        "first": added.first,
        "talks": len(added.programme.talks),
        "sessions": len(added.programme.sessions),
        "new": added.new,
        "gone": added.gone,
        "left_out": left_out,
    }


def remove(args: Namespace) -> None:
    """Take a programme out of the library, by name in any case, or by id.

    The agenda keeps its entries. Raises NothingFoundError where the library has no such programme.
    """
    shelf = library()
    (found,) = shelves_called([args.name], shelf)
    shelf.remove(found.id)
    bring_indexes_up_to_date(shelf)
    keep_up(agenda())
    say(f"Removed {found.name} from the library. Your agenda keeps its talks.")
