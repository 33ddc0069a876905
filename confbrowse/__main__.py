"""Entry point: runs a command if one is named, otherwise the browser.

All imports are inside ``main``, so that an interrupt at any moment is handled.
"""

import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

_INTERRUPTED = 130


def main(argv: "Sequence[str] | None" = None) -> int:
    """Run confbrowse and return its exit code.

    0: done; 1: nothing found; 2: an error; 3: done, and the agenda is affected; 130: interrupted. An
    error is one sentence on standard error.
    """
    try:
        return _run_logged(argv)
    except KeyboardInterrupt:
        return _INTERRUPTED
    finally:
        if argv is None:
            _end_at_once_by_interrupt()


def _run_logged(argv: "Sequence[str] | None") -> int:
    """Run the command *argv*, by default that of the command line; log a crash."""
    if argv is None:
        sys.unraisablehook = _Unraised.record
    try:
        code = _exit_code(sys.argv[1:] if argv is None else argv)
    except Exception as error:
        if argv is not None:
            raise  # tests want the traceback
        from confbrowse.cli.output import warn  # nothing is imported before it is needed
        from confbrowse.errors import ConfbrowseError  # as above

        warn(_write_crash_log(error))
        return ConfbrowseError.exit_code
    _Unraised.check()
    return code


def _write_crash_log(error: Exception) -> str:
    """Write the traceback of *error* to the log, replacing an earlier one; return the message."""
    import platform  # nothing is imported before it is needed
    import traceback  # as above
    from datetime import UTC, datetime  # as above

    from confbrowse import __version__, files  # as above
    from confbrowse.errors import StoreError  # as above
    from confbrowse.paths import app_dirs  # as above

    name, log = type(error).__name__, app_dirs().log
    about = (
        f"confbrowse {__version__}, Python {platform.python_version()}, {sys.platform}, "
        f"{datetime.now(UTC):%Y-%m-%d %H:%M:%S} UTC\n"
    )
    text = about + "".join(traceback.format_exception(error))
    try:
        files.write_atomic(log, text.encode(errors="backslashreplace"), make_folder=True)
    except StoreError as trouble:
        return f"confbrowse crashed ({name}). Your marks are saved. No log: {trouble}"
    return f"confbrowse crashed ({name}). Your marks are saved; see {log} for details."


class _Unraised:
    """Handles interrupts that arrive where Python cannot raise an exception: in a callback."""

    interrupted = False

    @classmethod
    def record(cls, unraisable: "sys.UnraisableHookArgs") -> None:
        """Record an interrupt; report everything else as usual."""
        if unraisable.exc_type is KeyboardInterrupt:
            cls.interrupted = True
        else:
            sys.__unraisablehook__(unraisable)

    @classmethod
    def check(cls) -> None:
        """Raise KeyboardInterrupt if an interrupt was recorded."""
        if cls.interrupted:
            raise KeyboardInterrupt


def _end_at_once_by_interrupt() -> None:
    """Let a late interrupt end the process silently: its work is done."""
    import signal  # nothing is imported before it is needed

    signal.signal(signal.SIGINT, signal.SIG_DFL)


def _exit_code(argv: "Sequence[str]") -> int:
    """Run the command *argv* and return the exit code."""
    # nothing is imported where an interrupt would show a traceback
    from confbrowse.cli.output import begin, finish, warn
    from confbrowse.errors import ConfbrowseError  # as above

    begin()
    try:
        _run(argv)
        finish()
    except ConfbrowseError as error:
        warn(str(error))
        return error.exit_code
    except BrokenPipeError:
        return 0  # the reading end of the pipe was closed
    return 0


def _run(argv: "Sequence[str]") -> None:
    """Run the command *argv*; without a terminal, list what the browser would show."""
    on_screen = sys.stdout is not None and sys.stdout.isatty()
    if not argv and on_screen:
        _browse([])
        return
    if [*argv] == ["--version"]:
        from confbrowse import __version__  # the parser would take longer than the answer
        from confbrowse.cli.output import print_result  # as above

        print_result(f"confbrowse {__version__}")
        return
    from confbrowse.cli import parser  # not needed for the browser alone

    try:
        args = parser.parse(argv)
    except SystemExit:  # argparse has printed --help or --version
        return
    if args.run:
        command = parser.load(args.run)
        _Unraised.check()
        command(args)
    elif on_screen:
        _browse(args.sources, ascii_wanted=args.ascii)
    else:
        _run(["list", *args.sources])


def _browse(names: list[str], *, ascii_wanted: bool = False) -> None:
    """Open the browser on the sources called *names*, else on the library."""
    # imported here and below, so that commands start fast
    from contextlib import nullcontext

    from confbrowse.paths import app_dirs  # as above
    from confbrowse.system.terminal_modes import quiet, take_terminal  # as above
    from confbrowse.tui.splash import painted  # as above

    if "-" not in names:  # otherwise standard input is read first
        take_terminal()
    with (
        quiet(signals=True),
        nullcontext() if names or ascii_wanted else painted(app_dirs().splash),
    ):
        _open(names, ascii_wanted=ascii_wanted)


def _open(names: list[str], *, ascii_wanted: bool) -> None:
    import gc  # as above
    import os  # as above
    from functools import partial  # as above

    gc.disable()  # objects made before the first frame stay alive; the app enables it later
    os.environ.setdefault("TEXTUAL_FPS", "240")  # keys and search results do not wait for a frame
    from confbrowse.cli.browse import opened  # as above
    from confbrowse.cli.context import make_file_sync  # as above
    from confbrowse.tui.app import ConfbrowseApp  # as above

    with opened(names) as found:
        app = ConfbrowseApp(
            found.library,
            found.agenda,
            found.state,
            place_file=found.place_file,
            splash_file=found.splash_file,
            title=found.title,
            notices=found.notices,
            own=found.own,
            open_file_sync=partial(make_file_sync, found.agenda, found.settings.agenda),
            settings=found.settings,
            ascii_wanted=ascii_wanted,
        )
        _Unraised.check()
        app.run()
    if app.crash:
        raise app.crash
    if app.return_code:
        sys.exit(app.return_code)  # ended by a signal


if __name__ == "__main__":
    sys.exit(main())
