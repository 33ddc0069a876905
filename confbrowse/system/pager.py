"""Shows a long text in the user's pager."""

import os
import shlex
import shutil
import subprocess
from collections.abc import Mapping


def show_paged(text: str, environ: Mapping[str, str] = os.environ) -> bool:
    """Show *text*, which may contain colours, in the program named by PAGER, else in ``less``.

    Returns False if there is none, or it cannot be started: nothing was shown then.
    """
    command = _command(environ)
    if not command:
        return False
    own = {"LESS": "FRX", "LV": "-c"}  # keeps colours, ends by itself if all is on one screen
    try:
        pager = subprocess.Popen(  # noqa: S603 - the user's own command
            command, stdin=subprocess.PIPE, env={**own, **environ}, encoding="utf-8"
        )
    except OSError:
        return False
    pager.communicate(text)
    return True


def _command(environ: Mapping[str, str]) -> list[str]:
    try:
        wanted = shlex.split(environ.get("PAGER", ""))
    except ValueError:  # an open quote
        wanted = []
    found = shutil.which(wanted[0] if wanted else "less")
    return [found, *wanted[1:]] if found else []
