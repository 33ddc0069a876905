"""Children that do one task each, forked from a program that has imported everything; see ``forking``."""

import json
import os
import select
import signal
import socket
import subprocess
import sys
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from time import monotonic
from types import MappingProxyType, TracebackType
from typing import Any, Self

from command_line import CHECKOUT

PATIENCE = 120.0
"""Seconds after which a child counts as hanging."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a child ended."""

    result: Any = None
    """What its function returned, as in JSON."""
    memory: int = 0
    """The most memory it used, in KiB."""
    crash: str = ""
    """The traceback of an error, or a message that it ended without one."""


@dataclass(slots=True)
class Child:
    """A running child; its reports are read from *handle*."""

    handle: int
    pid: int = 0
    ended: bool = False
    _rest: bytearray = field(default_factory=bytearray)

    def next(self, seconds: float) -> Mapping[str, Any] | None:
        """Return the next object it reports; None after *seconds*, or if it has ended."""
        end = monotonic() + seconds
        while b"\n" not in self._rest:
            left = end - monotonic()
            if self.ended or not select.select([self.handle], [], [], max(0.0, left))[0]:
                return None
            piece = os.read(self.handle, 1 << 16)
            self._rest += piece
            if not piece:
                self.ended = True
                os.close(self.handle)
        line, _, rest = bytes(self._rest).partition(b"\n")
        self._rest = bytearray(rest)
        said: dict[str, Any] = json.loads(line)
        return said

    def kill(self) -> None:
        """Kill it at once, without cleanup; its earlier reports can still be read."""
        with suppress(ProcessLookupError):
            os.kill(self.pid, signal.SIGKILL)

    def outcome(self, seconds: float = PATIENCE) -> Outcome:
        """Wait for its end; kill it after *seconds*."""
        end = monotonic() + seconds
        crash = "It ended without a word."
        while not self.ended:
            said = self.next(end - monotonic())
            if said is None and not self.ended:
                crash = f"It did not end in {seconds:.0f} seconds."
                self.kill()
                end = monotonic() + PATIENCE
            elif said and "result" in said:
                self._drain()
                return Outcome(said["result"], said["memory"])
            elif said and "crash" in said:
                crash = said["crash"]
        return Outcome(crash=crash)

    def _drain(self) -> None:
        while not self.ended:
            self.next(PATIENCE)


class Zygote:
    """The program that children are forked from; it ends with the ``with`` block."""

    def __init__(self, env: Mapping[str, str] = MappingProxyType({})) -> None:
        """Start it with *env* added to the environment of the tests."""
        self._door, theirs = socket.socketpair()
        places = os.pathsep.join([str(CHECKOUT), str(CHECKOUT / "tests")])
        with theirs:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "faults.fork_server", str(theirs.fileno())],
                cwd=CHECKOUT,
                env={**os.environ, "PYTHONPATH": places, **env},
                pass_fds=[theirs.fileno()],
                stdin=subprocess.DEVNULL,
            )

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._door.close()
        self._process.wait(PATIENCE)

    def fork(
        self, task: str, env: Mapping[str, str] = MappingProxyType({}), **arguments: object
    ) -> Child:
        """Let a child call the function *task*, ``module:name``, with a function to report with, and *arguments*."""
        ours, theirs = os.pipe()
        request = {"task": task, "env": dict(env), "arguments": arguments}
        try:
            socket.send_fds(self._door, [json.dumps(request).encode()], [theirs])
        finally:
            os.close(theirs)
        child = Child(ours)
        first = child.next(PATIENCE)
        assert first, "no child was forked"
        child.pid = first["pid"]
        return child

    def call(
        self,
        task: str,
        env: Mapping[str, str] = MappingProxyType({}),
        seconds: float = PATIENCE,
        **arguments: object,
    ) -> Outcome:
        """Let a child call the function *task* and wait for its end."""
        return self.fork(task, env, **arguments).outcome(seconds)
