"""Completion for bash, zsh and fish, written from what the grammar tells; no shell needs extras for it."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from shlex import quote

FILES = "files"
"""The kind of arguments that a shell knows by itself."""
SOURCES = "sources"
"""Files, and names of the catalogue."""
_ASK = "confbrowse completion --words"


@dataclass(frozen=True, slots=True)
class Option:
    """An option of a command."""

    names: tuple[str, ...]
    help: str
    takes_value: bool
    choices: tuple[str, ...] = ()
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Command:
    """A command as shells complete it."""

    name: str
    help: str
    options: tuple[Option, ...]
    choices: tuple[str, ...] = ()
    kind: str = ""
    """What its arguments are: files, a kind of words, or nothing that can be completed."""


def _flags(command: Command) -> str:
    return " ".join(name for option in command.options for name in option.names)


def _valued(commands: Iterable[Command]) -> dict[str, Option]:
    """Return the options that take a value, by each of their names: they mean one thing everywhere."""
    return {
        name: option
        for command in commands
        for option in command.options
        if option.takes_value
        for name in option.names
    }


def _names(commands: Iterable[Command]) -> str:
    return " ".join(command.name for command in commands if command.name)


def _bash(commands: Sequence[Command]) -> str:
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
            "complete -F _confbrowse confbrowse",
        )
    )


_BASH_FILES = 'mapfile -t -O "${#COMPREPLY[@]}" COMPREPLY < <(compgen -f -- "$cur"); compopt -o filenames 2> /dev/null'


def _bash_words(words: str) -> str:
    return f'COMPREPLY+=($(compgen -W "{words}" -- "$cur"))'


def _bash_of(kind: str, choices: Sequence[str]) -> str:
    """Return what completes arguments of *kind*, or of *choices*; ``:`` does nothing."""
    if choices:
        return _bash_words(" ".join(choices))
    if kind == FILES:
        return _BASH_FILES
    if kind == SOURCES:
        return f"{_bash_of('catalogue', ())}; {_BASH_FILES}"
    return _bash_words(f'$({_ASK} {kind} --start "$cur" 2> /dev/null)') if kind else ":"


def _bash_values(commands: Sequence[Command]) -> Iterator[str]:
    for name, option in _valued(commands).items():
        yield f"        {name}) {_bash_of(option.kind, option.choices)}; return ;;"


def _bash_commands(commands: Sequence[Command]) -> Iterator[str]:
    browser, *others = commands
    for command in others:
        flags = f"[[ $cur == -* ]] && {_bash_words(_flags(command))} && return"
        yield f"        {command.name}) {flags}; {_bash_of(command.kind, command.choices)} ;;"
    words = _bash_words(f"{_names(commands)} {_flags(browser)}")
    yield f"        *) [[ -z $command ]] && {words}; {_BASH_FILES} ;;"


def _zsh(commands: Sequence[Command]) -> str:
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
            "compdef _confbrowse confbrowse",
        )
    )


def _zsh_of(kind: str, choices: Sequence[str]) -> str:
    if choices:
        return f"compadd -- {' '.join(choices)}"
    if kind == FILES:
        return "_files"
    if kind == SOURCES:
        return f"{_zsh_of('catalogue', ())}; _files"
    return f'compadd -- ${{(f)"$({_ASK} {kind} --start "$PREFIX" 2> /dev/null)"}}' if kind else ":"


def _zsh_commands(commands: Sequence[Command]) -> Iterator[str]:
    browser, *others = commands
    for command in others:
        flags = f"[[ $PREFIX == -* ]] && compadd -- {_flags(command)} && return"
        yield f"        {command.name}) {flags}; {_zsh_of(command.kind, command.choices)} ;;"
    yield f"        *) [[ -z $command ]] && compadd -- {_names(commands)} {_flags(browser)}; _files ;;"


def _fish(commands: Sequence[Command]) -> str:
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
    asked = "catalogue" if kind == SOURCES else kind
    return f"-a '({_ASK} {asked} --start (commandline -ct) 2> /dev/null)'" if asked else ""


def _fish_option(option: Option) -> str:
    names = " ".join(
        f"-l {name[2:]}" if name.startswith("--") else f"-s {name[1:]}" for name in option.names
    )
    if not option.takes_value:
        return names
    words = "" if option.kind == FILES else _fish_words(option.kind, option.choices)
    return f"{names} -r {'-f ' if option.kind != FILES else ''}{words}".strip()


def _fish_line(condition: str, rest: str, help_text: str) -> str:
    said = f" -d {quote(help_text)}" if help_text else ""
    return f"complete -c confbrowse -n {quote(condition)} {rest}{said}"


SCRIPTS = {"bash": _bash, "zsh": _zsh, "fish": _fish}
"""What writes the script of each shell."""
