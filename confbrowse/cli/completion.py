"""The command ``completion``: scripts for shells, and the words they ask for."""

from argparse import SUPPRESS, Action, ArgumentParser, Namespace
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import islice
from shlex import quote
from typing import get_args

from confbrowse.cli.output import print_result
from confbrowse.cli.parser import build_parser, commands

FILES = "files"
"""Arguments that the shell completes by itself."""
SOURCES = "sources"
"""Files, and names of the catalogue."""
QUERY = "searches"
"""A query: its last word is completed. The name is older than the fields and values that are offered too."""
_WORDS_COMMAND = "confbrowse completion --words"


@dataclass(frozen=True, slots=True)
class CompletedOption:
    """An option of a command as shells complete it."""

    names: tuple[str, ...]
    help: str
    takes_value: bool
    choices: tuple[str, ...] = ()
    kind: str = ""


@dataclass(frozen=True, slots=True)
class CompletedCommand:
    """A command as shells complete it."""

    name: str
    help: str
    options: tuple[CompletedOption, ...]
    choices: tuple[str, ...] = ()
    kind: str = ""
    """What its arguments are: files, a kind of words, or empty if they cannot be completed."""


def _flags(command: CompletedCommand) -> str:
    return " ".join(name for option in command.options for name in option.names)


def _valued(commands: Iterable[CompletedCommand]) -> dict[str, CompletedOption]:
    """Return the options that take a value, by name; a name has one meaning in all commands."""
    return {
        name: option
        for command in commands
        for option in command.options
        if option.takes_value
        for name in option.names
    }


def _names(commands: Iterable[CompletedCommand]) -> str:
    return " ".join(command.name for command in commands if command.name)


def _bash(commands: Sequence[CompletedCommand]) -> str:
    return "\n".join(
        (
            "# confbrowse completion bash > ~/.local/share/bash-completion/completions/confbrowse",
            "_confbrowse() {",
            "    local IFS=$' \\n' cur=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD-1]} command= i",
            "    COMPREPLY=()",
            "    for ((i = 1; i < COMP_CWORD; i++)); do",
            "        [[ ${COMP_WORDS[i]} != -* ]] && command=${COMP_WORDS[i]} && break",
            "    done",
            '    case "$before" in',
            *_bash_values(commands),
            "    esac",
            '    case "$command" in',
            *_bash_commands(commands),
            "    esac",
            "}",
            *_BASH_QUERY.splitlines(),
            "complete -F _confbrowse confbrowse",
        )
    )


_BASH_QUERY = rf"""
_confbrowse_query() {{
    # bash splits words at colons and the like, and replaces only what comes after the last of them
    local line=${{COMP_LINE:0:COMP_POINT}} i=$COMP_CWORD typed=$cur quote= text rest one prefix
    local breaks=${{COMP_WORDBREAKS//[[:space:]\"\']/}}; breaks=${{breaks:-:}}
    while ((i > 1)) && [[ $line == *"${{COMP_WORDS[i-1]}}$typed" ]]; do
        typed=${{COMP_WORDS[--i]}}$typed
    done
    case $typed in
        [\"\']*) quote=${{typed:0:1}} text=${{typed:1}} rest=$text prefix= ;;
        *) text=${{typed//\\/}} rest=${{typed##*[$breaks]}}; prefix=${{typed%"$rest"}} ;;
    esac
    local -a found
    mapfile -t found < <({_WORDS_COMMAND} {QUERY} --start "$text" 2> /dev/null)
    for one in "${{found[@]}}"; do
        case $quote in
            \') one=${{one//\'/\'\\\'\'}} ;;
            \") one=${{one//\"/\\\"}} ;;
            *) printf -v one %q "$one" ;;
        esac
        [[ $one == "$prefix"* ]] && COMPREPLY+=("${{one#"$prefix"}}")
    done
    [[ ${{COMPREPLY[0]}} == *: ]] && compopt -o nospace 2> /dev/null
    for one in "${{COMPREPLY[@]}}"; do  # where they do not all begin as typed, nothing typed is replaced
        [[ ${{#COMPREPLY[@]}} -gt 1 && $one != "$rest"* ]] && COMPREPLY+=(" ") && break
    done
}}""".lstrip()
_BASH_FILES = 'mapfile -t -O "${#COMPREPLY[@]}" COMPREPLY < <(compgen -f -- "$cur"); compopt -o filenames 2> /dev/null'


def _bash_words(words: str) -> str:
    return f'COMPREPLY+=($(compgen -W "{words}" -- "$cur"))'


def _bash_of(kind: str, choices: Sequence[str]) -> str:
    """Return the shell code that completes arguments of *kind* or *choices*; ``:`` does nothing."""
    if choices:
        return _bash_words(" ".join(choices))
    if kind == FILES:
        return _BASH_FILES
    if kind == SOURCES:
        return f"{_bash_of('catalogue', ())}; {_BASH_FILES}"
    if kind == QUERY:
        return "_confbrowse_query"
    return _bash_words(f'$({_WORDS_COMMAND} {kind} --start "$cur" 2> /dev/null)') if kind else ":"


def _bash_values(commands: Sequence[CompletedCommand]) -> Iterator[str]:
    for name, option in _valued(commands).items():
        yield f"        {name}) {_bash_of(option.kind, option.choices)}; return ;;"


def _bash_commands(commands: Sequence[CompletedCommand]) -> Iterator[str]:
    browser, *others = commands
    for command in others:
        flags = f"[[ $cur == -* ]] && {_bash_words(_flags(command))} && return"
        yield f"        {command.name}) {flags}; {_bash_of(command.kind, command.choices)} ;;"
    words = _bash_words(f"{_names(commands)} {_flags(browser)}")
    yield f"        *) [[ -z $command ]] && {words}; {_BASH_FILES} ;;"


def _zsh(commands: Sequence[CompletedCommand]) -> str:
    return "\n".join(
        (
            "#compdef confbrowse",
            "# confbrowse completion zsh > a file _confbrowse in a folder of $fpath",
            "_confbrowse() {",
            "    local command word",
            "    for word in ${words[2,CURRENT-1]}; do",
            "        [[ $word != -* ]] && command=$word && break",
            "    done",
            "    case ${words[CURRENT-1]} in",
            *(
                f"        {name}) {_zsh_of(option.kind, option.choices)}; return ;;"
                for name, option in _valued(commands).items()
            ),
            "    esac",
            "    case $command in",
            *_zsh_commands(commands),
            "    esac",
            "}",
            *_ZSH_QUERY.splitlines(),
            "compdef _confbrowse confbrowse",
        )
    )


_ZSH_QUERY = f"""
_confbrowse_query() {{
    local text=${{(Q)PREFIX}}
    local -a found fields values
    found=(${{(f)"$({_WORDS_COMMAND} {QUERY} --start "$text" 2> /dev/null)"}})
    fields=(${{(M)found:#*:}}) values=(${{found:#*:}})
    (( $#fields )) && compadd -U -S '' -- $fields
    (( $#values )) && compadd -U -- $values
    # where they do not all begin as typed, nothing typed is replaced
    (( $#found > 1 && ${{#${{(M)found:#${{(b)text}}*}}}} < $#found )) && compstate[insert]=
}}""".lstrip()


def _zsh_of(kind: str, choices: Sequence[str]) -> str:
    if choices:
        return f"compadd -- {' '.join(choices)}"
    if kind == FILES:
        return "_files"
    if kind == SOURCES:
        return f"{_zsh_of('catalogue', ())}; _files"
    if kind == QUERY:
        return "_confbrowse_query"
    return (
        f'compadd -- ${{(f)"$({_WORDS_COMMAND} {kind} --start "$PREFIX" 2> /dev/null)"}}'
        if kind
        else ":"
    )


def _zsh_commands(commands: Sequence[CompletedCommand]) -> Iterator[str]:
    browser, *others = commands
    for command in others:
        flags = f"[[ $PREFIX == -* ]] && compadd -- {_flags(command)} && return"
        yield f"        {command.name}) {flags}; {_zsh_of(command.kind, command.choices)} ;;"
    yield f"        *) [[ -z $command ]] && compadd -- {_names(commands)} {_flags(browser)}; _files ;;"


def _fish(commands: Sequence[CompletedCommand]) -> str:
    browser, *others = commands
    lines = [
        "# confbrowse completion fish > ~/.config/fish/completions/confbrowse.fish",
        "complete -c confbrowse -e",
    ]
    for option in browser.options:
        lines.append(_fish_line("__fish_use_subcommand", _fish_option(option), option.help))
    for command in others:
        seen = f"__fish_seen_subcommand_from {command.name}"
        lines.append(_fish_line("__fish_use_subcommand", f"-a {command.name}", command.help))
        lines += [_fish_line(seen, _fish_option(option), option.help) for option in command.options]
        if command.kind != FILES:
            words = _fish_words(command.kind, command.choices)
            files = "" if command.kind == SOURCES else "-f "
            lines.append(_fish_line(seen, f"{files}{words}".strip() or "-f", ""))
    return "\n".join(lines)


def _fish_words(kind: str, choices: Sequence[str]) -> str:
    if choices:
        return f"-a {quote(' '.join(choices))}"
    if not kind:
        return ""
    words_kind = "catalogue" if kind == SOURCES else kind
    # fish hands over the quote before a word; what is between quotes is a query of several words
    typed = "(commandline -ct)"
    if kind == QUERY:
        typed = rf"(string trim -lc \\\'\" -- {typed})"
    return f"-a '({_WORDS_COMMAND} {words_kind} --start {typed} 2> /dev/null)'"


def _fish_option(option: CompletedOption) -> str:
    names = " ".join(
        f"-l {name[2:]}" if name.startswith("--") else f"-s {name[1:]}" for name in option.names
    )
    if not option.takes_value:
        return names
    words = "" if option.kind == FILES else _fish_words(option.kind, option.choices)
    return f"{names} -r {'-f ' if option.kind != FILES else ''}{words}".strip()


def _fish_line(condition: str, rest: str, help_text: str) -> str:
    description = f" -d {quote(help_text)}" if help_text else ""
    return f"complete -c confbrowse -n {quote(condition)} {rest}{description}"


SCRIPTS = {"bash": _bash, "zsh": _zsh, "fish": _fish}
"""The functions that write the script, by shell."""


_MOST = 200
"""Words offered at once."""
_KINDS = {"SOURCE": FILES, "FILE": FILES, "ID": "ids", "Z": "zones", "QUERY": QUERY}
_KINDS_OF = {
    "add": {"SOURCE": "sources"},
    "update": {"NAME": "programmes"},
    "remove": {"NAME": "programmes"},
    "catalogue": {"QUERY": "catalogue"},
}
"""What a metavar of the parser stands for, with exceptions by command."""


def complete(args: Namespace) -> None:
    """Print the script of a shell, or the words of a kind that start with what was typed."""
    if args.words:
        for word in islice(_words(args.words, args.start), _MOST):
            print_result(word)
    else:
        print_result(SCRIPTS[args.shell](completed_commands()))


def completed_commands() -> tuple[CompletedCommand, ...]:
    """Return the browser, whose name is empty, and every command of the parser."""
    root, _names = build_parser()
    browser = CompletedCommand("", "", _options(root), kind=FILES)
    return (
        browser,
        *(_completed_command(name, text, parser) for name, text, parser in commands(root)),
    )


def _completed_command(name: str, help_text: str, parser: ArgumentParser) -> CompletedCommand:
    kinds = _KINDS | _KINDS_OF.get(name, {})
    places = [one for one in parser._actions if not one.option_strings]
    choices = next((_choices(one) for one in places if one.choices), ())
    kind = next((kinds[one.metavar] for one in places if str(one.metavar) in kinds), "")  # type: ignore[index]
    return CompletedCommand(name, help_text, _options(parser), choices, kind)


def _options(parser: ArgumentParser) -> tuple[CompletedOption, ...]:
    return tuple(
        CompletedOption(
            tuple(one.option_strings),
            one.help or "",
            one.nargs != 0,
            _choices(one),
            _KINDS.get(str(one.metavar), ""),
        )
        for one in parser._actions
        if one.option_strings and one.help != SUPPRESS
    )


def _choices(action: Action) -> tuple[str, ...]:
    return tuple(map(str, action.choices or ()))


def _words(kind: str, start: str) -> Iterator[str]:
    """Yield words of *kind* that start with *start*, ignoring case; of a query, completions of its end."""
    if kind == QUERY:
        return _queries(start)
    wanted = start.casefold()
    every = {"ids": _ids, "programmes": _programmes, "catalogue": _catalogue, "zones": _zones}
    found = every[kind](start)
    return (word for word in found if word.casefold().startswith(wanted) and " " not in word)


def _ids(start: str) -> Iterator[str]:
    from confbrowse.cli.context import library  # each kind loads only what it needs

    yield from library().ids(start, _MOST)


def _programmes(_start: str) -> Iterator[str]:
    from confbrowse.cli.context import library  # as above

    yield from (one.id for one in library().programmes())


def _catalogue(_start: str) -> Iterator[str]:
    from confbrowse.cli.inputs import conferences  # as above

    this_year = datetime.now(UTC).year
    for one in conferences():
        yield from (one.edition_word(edition) for edition in one.until(this_year))


def _zones(_start: str) -> Iterator[str]:
    from confbrowse.schedule.clock import zone_names  # as above

    yield from ("event", "local", *zone_names())


def _queries(start: str) -> Iterator[str]:
    """Yield *start*, a query, with its last word completed to a saved search, a field or a value of one."""
    from confbrowse.cli.context import library, settings  # as above
    from confbrowse.model import EVERYTHING  # as above
    from confbrowse.search.completion import complete, complete_saved, field_at  # as above
    from confbrowse.search.value_store import values_in  # as above
    from confbrowse.storage.library import CountBy  # as above

    end, field = len(start), field_at(start, len(start))
    counted = [name for name in get_args(CountBy) if field and name == field.name]
    known = values_in(library(), EVERYTHING, counted)
    found = complete_saved(start, end, settings().searches, {}) or complete(
        start, end, known, _MOST
    )
    return (start[: one.start] + one.text + start[one.end :] for one in found)
