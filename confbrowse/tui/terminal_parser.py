"""Textual's parser of terminal input, for sequences that are already complete."""

from collections.abc import Iterator

from textual._xterm_parser import XTermParser  # the parser that Textual's drivers use
from textual.message import Message


class SequenceParser(XTermParser):
    """Never waits for more input: each sequence is complete."""

    def parsed(self, sequence: str) -> Iterator[Message]:
        """Yield the messages for *sequence*, which is letters or one complete sequence; nothing stays buffered."""
        yield from self.feed(sequence)
        if self._timeout_time is not None:
            self._timeout_time = 0.0
            yield from self.tick()
