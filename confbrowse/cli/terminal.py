"""The terminal that the browser takes over. Loads next to nothing: it comes before everything else."""

import os
import sys

from confbrowse.errors import OutputError


def take_terminal() -> None:
    """Take keys from the terminal and draw on it, wherever standard input and error lead.

    Standard output is the terminal. Raises OutputError where there is none to take keys from.
    """
    if sys.stdin is None or sys.stderr is None:
        raise OutputError(
            "The browser needs standard input and standard error; confbrowse list needs neither."
        )
    try:
        if not os.isatty(0):  # a programme may have come in there
            keys = os.open("/dev/tty", os.O_RDWR)
            os.dup2(keys, 0)
            os.close(keys)
    except OSError as error:
        raise OutputError(
            "There is no terminal to take keys from; confbrowse list needs none."
        ) from error
    if not os.isatty(2):  # where Textual draws
        os.dup2(1, 2)
