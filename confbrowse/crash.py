"""What is left of a bug: a log with all that helps to find it, and one sentence that tells its place."""

import platform
import sys
from datetime import UTC, datetime
from pathlib import Path

from confbrowse import __version__


def logged(error: BaseException, file: Path) -> str:
    """Write all about *error* to *file*, in place of what an earlier one left; return what to say."""
    import traceback  # nobody who meets no bug needs it

    told = "".join(traceback.format_exception(error))
    what = type(error).__name__
    about = (
        f"confbrowse {__version__}, Python {platform.python_version()}, {sys.platform}, "
        f"{datetime.now(UTC):%Y-%m-%d %H:%M:%S} UTC\n"
    )
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(about + told, encoding="utf-8", errors="backslashreplace")
    except OSError as trouble:
        return (
            f"A bug in confbrowse ended it ({what}), and {file} cannot be written "
            f"({trouble.strerror}). Your marks are kept."
        )
    return (
        f"A bug in confbrowse ended it ({what}). Your marks are kept; {file} tells what happened."
    )
