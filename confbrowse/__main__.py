"""Start confbrowse: a command if one is named, otherwise the browser."""

import gc
import os
import sys
from collections.abc import Sequence
from contextlib import nullcontext
from functools import partial

from confbrowse.cli.telling import begin, finish, tell
from confbrowse.errors import ConfbrowseError

_INTERRUPTED = 130


def main(argv: Sequence[str] | None = None) -> int:
    """Run confbrowse and return its exit code.

    0 done, 1 nothing found, 2 an error, 130 interrupted; errors are one sentence on standard error.
    """
    try:
        return _ended(sys.argv[1:] if argv is None else argv)
    except Exception as error:
        if argv is not None:
            raise  # to whoever called us
        from confbrowse.crash import logged  # there is no bug, one hopes
        from confbrowse.paths import places  # as above

        tell(logged(error, places().log))
        return ConfbrowseError.exit_code


def _ended(argv: Sequence[str]) -> int:
    """Do what *argv* asks for and return the exit code."""
    begin()
    try:
        _run(argv)
        finish()
    except ConfbrowseError as error:
        tell(str(error))
        return error.exit_code
    except KeyboardInterrupt:
        return _INTERRUPTED
    except BrokenPipeError:
        return 0  # whoever read our output has enough
    return 0


def _run(argv: Sequence[str]) -> None:
    """Do what *argv* asks for. What the browser would show is listed where there is no screen."""
    on_screen = sys.stdout is not None and sys.stdout.isatty()
    if not argv and on_screen:
        _browse([])
        return
    from confbrowse.cli import grammar  # nothing to a browser that is given no word

    try:
        args = grammar.parse(argv)
    except SystemExit:  # --help and --version: argparse has answered
        return
    if args.run:
        grammar.load(args.run)(args)
    elif on_screen:
        _browse(args.sources, ascii_wanted=args.ascii)
    else:
        _run(["list", *args.sources])


def _browse(names: list[str], *, ascii_wanted: bool = False) -> None:
    """Open the browser on the sources called *names*, or on the library; in ASCII, if that is *wanted*."""
    # what is loaded here and below is nothing to commands, which start fast without it
    from confbrowse.cli.terminal import take_terminal
    from confbrowse.last_view import shown  # as above
    from confbrowse.paths import places  # as above

    if "-" not in names:  # otherwise standard input has to be read first
        take_terminal()
    with nullcontext() if names or ascii_wanted else shown(places().view):
        _open(names, ascii_wanted=ascii_wanted)


def _open(names: list[str], *, ascii_wanted: bool) -> None:
    gc.disable()  # what is made on the way to the first frame stays; the app turns it on again
    os.environ.setdefault("TEXTUAL_FPS", "240")  # a letter, and what it finds, wait for no tick
    from confbrowse.cli.browsing import opened  # as above
    from confbrowse.cli.keeping import keeping  # as above
    from confbrowse.tui.app import ConfbrowseApp  # as above

    with opened(names) as found:
        app = ConfbrowseApp(
            found.library,
            found.agenda,
            found.place,
            place_file=found.place_file,
            view_file=found.view_file,
            title=found.title,
            notices=found.notices,
            own=found.own,
            keeping=partial(keeping, found.agenda, found.settings.agenda),
            settings=found.settings,
            ascii_wanted=ascii_wanted,
        )
        app.run()
    if app.crash:
        raise app.crash
    if app.return_code:
        sys.exit(app.return_code)  # a signal ended it


if __name__ == "__main__":
    sys.exit(main())
