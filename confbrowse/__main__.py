"""Start confbrowse: a command if one is named, otherwise the browser."""

import os
import sys
from collections.abc import Sequence

from confbrowse import cli
from confbrowse.cli.browsing import list_instead, opened
from confbrowse.cli.telling import tell
from confbrowse.errors import ConfbrowseError

_INTERRUPTED = 130


def main(argv: Sequence[str] | None = None) -> int:
    """Run confbrowse and return its exit code.

    0 done, 1 nothing found, 2 an error, 130 interrupted; errors are one sentence on standard error.
    """
    try:
        args = cli.parse(sys.argv[1:] if argv is None else argv)
        if args.run:
            cli.load(args.run)(args)
        elif sys.stdout.isatty():
            _browse(args.sources)
        else:
            list_instead(args.sources)
        sys.stdout.flush()
    except ConfbrowseError as error:
        tell(str(error))
        return error.exit_code
    except KeyboardInterrupt:
        return _INTERRUPTED
    except BrokenPipeError:
        # whoever read our output has enough; nothing more may be written, not even at exit
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return 0


def _browse(names: list[str]) -> None:
    """Open the browser on the sources called *names*, or on the library."""
    # Textual is loaded only here, so that commands start fast
    from confbrowse.tui.app import ConfbrowseApp

    with opened(names) as found:
        ConfbrowseApp(
            found.library,
            found.agenda,
            found.place,
            place_file=found.place_file,
            title=found.title,
            notices=found.notices,
        ).run()


if __name__ == "__main__":
    sys.exit(main())
