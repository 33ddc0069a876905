"""The program that children are forked from: all is imported once, so that a child costs next to nothing.

It is given one end of a socket. Each request names a function and carries the end of a pipe, to which
the child writes objects in JSON, a line each: its ``pid`` first, its ``result`` last.
"""

import gc
import json
import os
import resource
import signal
import socket
import sys
import traceback
from collections.abc import Callable, Iterator, Mapping
from importlib import import_module
from pkgutil import walk_packages
from typing import Any

import confbrowse

Say = Callable[[Mapping[str, object]], None]
_LONGEST_REQUEST = 1 << 20
_IMPORTED = (
    "faults.damage",
    "faults.child_tasks",
    "faults.hostile_sites",
    "faults.hostile_texts",
    "faults.hostile_files",
    "faults.failing_calls",
    "_strptime",
    "tomllib",
    "encodings.utf_8_sig",
    "encodings.cp1252",
)


def main() -> None:
    """Serve until the other end of the socket is closed."""
    door = socket.socket(fileno=int(sys.argv[1]))
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # children are waited for by their pipes
    for name in (*_IMPORTED, *_all_of_confbrowse()):
        import_module(name)
    gc.collect()
    gc.freeze()
    while True:
        raw, (*handles,), _, _ = socket.recv_fds(door, _LONGEST_REQUEST, 1)
        if not raw:
            return
        (handle,) = handles
        if os.fork() == 0:
            door.close()
            _work(json.loads(raw), handle)
        os.close(handle)


def _all_of_confbrowse() -> Iterator[str]:
    """Yield the names of all modules: a child without permissions or handles cannot import them."""
    for module in walk_packages(confbrowse.__path__, "confbrowse."):
        if module.name != "confbrowse.__main__":  # that starts it
            yield module.name


def _work(request: Mapping[str, Any], handle: int) -> None:
    """Do what the *request* says, and end."""
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)

    def say(what: Mapping[str, object]) -> None:
        rest = f"{json.dumps(what)}\n".encode()
        while rest:
            rest = rest[os.write(handle, rest) :]

    try:
        say({"pid": os.getpid()})
        os.environ.update(request["env"])
        module, _, function = request["task"].partition(":")
        result = getattr(import_module(module), function)(say, **request["arguments"])
        memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        say({"result": result, "memory": memory})
    except BaseException:  # noqa: BLE001 - the parent reports it
        say({"crash": traceback.format_exc()})
    finally:
        os._exit(0)


if __name__ == "__main__":
    main()
