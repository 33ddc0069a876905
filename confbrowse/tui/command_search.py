"""The commands as help and the palette list them, and the search among them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from heapq import nlargest

from textual.binding import ActiveBinding

from confbrowse.search.saved import saved_key
from confbrowse.text.slugs import folded
from confbrowse.text.slugs import words as words_of
from confbrowse.tui.commands import COMMANDS, EVERYWHERE, LIST, SCOPES, Command, KeyScope
from confbrowse.tui.keymap import ascii_key_name, key_name, keymap

_MOST_KEYS = 4
"""The most keys of a command that are listed one by one."""
_LAST = (EVERYWHERE.heading, LIST.heading)
"""The sections that everyone knows."""
_NEAREST = 6
"""Commands that are proposed where none matches."""
_WEAKEST = 4
"""The rank of a command whose help alone matches."""
_SCREENS = {
    "browse": "in the programme",
    "agenda": "in the agenda",
    "free time": "in free time",
    "now": "in Now",
    "timeline": "in the timetable",
    "people": "in People",
    "similar": "in More like this",
    "for you": "in For you",
    "compare": "in a comparison",
    "clash": "with clashing talks",
    "search bar": "in the search line",
    "find line": "in the search line",
    "note": "in a note",
    "import": "in an import",
    "export": "in the export dialog",
    "links": "in the list of links",
    "copy": "in the copy menu",
}
_PANES = {
    "sidebar": "in the sidebar",
    "abstract": "in the abstract",
    "drawing": "in the timetable",
}


@dataclass(frozen=True, slots=True)
class CommandLine:
    """One command, as help and the palette list it."""

    id: str
    keys: str
    """As people write them, separated by blanks; empty if it has none."""
    label: str
    help: str
    heading: str
    """Of its section."""
    synonyms: str = ""
    unavailable: str = ""
    """Why it cannot be run now, such as ``only in the agenda``; empty if it can."""


def command_lines(
    active: Mapping[str, ActiveBinding],
    chosen_keys: Iterable[tuple[str, Sequence[str]]] = (),
    *,
    ascii_only: bool = False,
) -> tuple[CommandLine, ...]:
    """Return every command: first those that the *active* bindings of a screen run now.

    First come those of a single pane, last those that everyone knows. *chosen_keys* are the user's own, as the settings hold
    them. Commands that do the same share a line.
    """
    write_key = ascii_key_name if ascii_only else key_name
    own_keys = keymap(chosen_keys).keys
    working: dict[str, list[str]] = {}
    for key, found in active.items():
        if found.enabled and found.binding.id in COMMANDS:
            working.setdefault(found.binding.id, []).append(write_key(key))
    here, elsewhere = [], []
    for scope in sorted(SCOPES, key=_place_in_list):
        reason = _reason(scope, working)
        for command in scope.commands:
            if keys := working.get(command.id):
                here.append(_line(command, keys, scope.heading, ""))
            else:
                keys = [write_key(key) for key in own_keys.get(command.id, command.default_keys)]
                elsewhere.append(_line(command, keys, scope.heading, reason))
    return tuple(_merged((*here, *elsewhere)))


def saved_searches(searches: Iterable[tuple[str, str]]) -> tuple[CommandLine, ...]:
    """Return a line for each of the user's *searches*, pairs of name and query; its id is its name after an @."""
    return tuple(
        CommandLine(
            f"@{name}", "", f"@{name}", f"Search for {query}", "Saved searches", "saved search"
        )
        for name, query in ((saved_key(name), query) for name, query in searches)
    )


def matching(lines: Sequence[CommandLine], words: str) -> tuple[CommandLine, ...]:
    """Return those of *lines* that match every one of *words*, best first; all if there are no words.

    A line whose key is typed comes first; then follow labels and synonyms, of what works now before others, and
    the help. Only where none of these matches are misspelt words and abbreviations looked up. ``^r`` means
    Ctrl-r.
    """
    key = _as_key(words)
    wanted = tuple(folded(words).split())
    if not key:
        return tuple(lines)
    ranked = [(rank, line) for line in lines if (rank := _rank(line, key, wanted)) is not None]
    if not ranked:
        ranked = [(0, line) for line in lines if _resembles(line, wanted)]
    # sorting keeps the order of equals
    ranked.sort(key=lambda one: (one[0] == _WEAKEST, one[1].unavailable > "", one[0]))
    return tuple(line for _, line in ranked)


def with_key(lines: Iterable[CommandLine], words: str) -> tuple[CommandLine, ...]:
    """Return those of *lines* that have *words* as a key."""
    key = _as_key(words)
    return tuple(line for line in lines if key and _has_key(line, key))


def nearest(lines: Sequence[CommandLine], words: str) -> tuple[CommandLine, ...]:
    """Return the *lines* whose names are most like *words*, for a user whose words match none."""

    def likeness(line: CommandLine) -> float:
        names = words_of(f"{line.label} {line.synonyms}")
        return max(SequenceMatcher(None, folded(words), name).ratio() for name in names)

    return tuple(nlargest(_NEAREST, lines, key=likeness))


def short_keys(keys: str) -> str:
    """Return *keys*, separated by blanks, as ``1-9`` if there are many."""
    each = keys.split()
    return f"{each[0]}-{each[-1]}" if len(each) > _MOST_KEYS else keys


def _line(command: Command, keys: Sequence[str], heading: str, unavailable: str) -> CommandLine:
    words = " ".join(keys)
    return CommandLine(
        command.id, words, command.label, command.help, heading, command.synonyms, unavailable
    )


def _merged(lines: Iterable[CommandLine]) -> Iterable[CommandLine]:
    """Yield *lines*, with one for those of the same label and help."""
    groups: dict[tuple[str, str, str], list[CommandLine]] = {}
    for line in lines:
        groups.setdefault((line.label, line.help, line.unavailable), []).append(line)
    for first, *others in groups.values():
        keys = list(dict.fromkeys(" ".join(one.keys for one in (first, *others)).split()))
        synonyms = " ".join(one.synonyms for one in (first, *others)).strip()
        yield CommandLine(
            first.id,
            " ".join(keys),
            first.label,
            first.help,
            first.heading,
            synonyms,
            first.unavailable,
        )


def _place_in_list(scope: KeyScope) -> int:
    if scope.heading in _LAST:
        return 1 + _LAST.index(scope.heading)
    panes = {place.partition("/")[2] for place in scope.active_in}
    return -1 if len(panes) == 1 and panes < _PANES.keys() else 0


def _reason(scope: KeyScope, working: Iterable[str]) -> str:
    """Return why the commands of *scope* that are not among the *working* ones cannot be run."""
    works_here = not {one.id for one in scope.commands}.isdisjoint(working)
    return "not available now" if works_here else f"only {_place(scope)}"


def _place(scope: KeyScope) -> str:
    """Return where the keys of *scope* work, in a few words."""
    places = [place.partition("/") for place in sorted(scope.active_in)]
    screens = {screen for screen, _, _ in places}
    panes = {pane for _, _, pane in places}
    if len(panes) == 1 and (pane := _PANES.get(*panes)):
        return pane
    if len(screens) == 1 and (screen := _SCREENS.get(*screens)):
        return screen
    if "list" not in panes:
        return "in the search line" if "search bar" in screens else "in a dialog"
    return "with a list of talks" if "abstract" in panes else "in a list"


def _as_key(words: str) -> str:
    return words.strip().replace("^", "Ctrl-")


def _has_key(line: CommandLine, key: str) -> bool:
    return any(
        key == one or (len(one) > 1 and folded(key) == folded(one)) for one in line.keys.split()
    )


def _rank(line: CommandLine, key: str, wanted: Sequence[str]) -> int | None:
    """Return how well *line* matches, 0 for best; None if it does not."""
    if _has_key(line, key):
        return 0
    label, names = folded(line.label), folded(f"{line.label} {line.synonyms}").split()
    if label.startswith(" ".join(wanted)):
        return 1
    for rank, words in ((2, label.split()), (3, names)):
        if all(any(word.startswith(one) for word in words) for one in wanted):
            return rank
    searched = folded(f"{line.keys} {line.label} {line.help} {line.id} {line.synonyms}")
    return _WEAKEST if all(one.replace("^", "ctrl-") in searched for one in wanted) else None


def _resembles(line: CommandLine, wanted: Sequence[str]) -> bool:
    """Return whether *line* has a word for each one *wanted*, a few typing errors apart, or its letters in order."""
    # not needed before the first frame
    from confbrowse.search.fuzzy import allowed_edits
    from confbrowse.search.highlight import prefix_distance  # as above

    words = words_of(f"{line.label} {line.synonyms}")

    def is_near(one: str, word: str) -> bool:
        edits = allowed_edits(one)
        return prefix_distance(one, word, edits) <= edits

    if all(any(is_near(one, word) for word in words) for one in wanted):
        return True
    letters, initials = iter(folded(line.label)), {word[0] for word in words_of(line.label)}
    typed = "".join(wanted)
    return len(typed) > 1 and typed[0] in initials and all(letter in letters for letter in typed)
