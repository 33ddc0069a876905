"""The guide that ships with the program, by topic."""

from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path

from confbrowse.errors import NothingFoundError
from confbrowse.paths import shipped

TOPICS = (
    "start",
    "reading",
    "searching",
    "planning",
    "formats",
    "sharing",
    "settings",
    "keys",
    "scripting",
    "agents",
    "accessibility",
    "troubleshooting",
    "extending",
)
"""In the order of reading; each is a file of the directory ``guide``."""


@dataclass(frozen=True, slots=True)
class Topic:
    """A chapter of the guide."""

    name: str
    text: str
    """In Markdown."""

    @property
    def title(self) -> str:
        """Its heading."""
        return self.text.partition("\n")[0].removeprefix("# ")


def topic(name: str) -> Topic:
    """Return the chapter called *name*, in any case or shortened. Raises NothingFoundError."""
    wanted = name.strip().lower()
    found = [one for one in TOPICS if wanted and one.startswith(wanted)]
    if len(found) != 1 and wanted not in TOPICS:
        meant = get_close_matches(wanted, TOPICS, 1)
        offer = f"Did you mean {meant[0]}?" if meant else f"Topics: {', '.join(TOPICS)}."
        raise NothingFoundError(f"The guide has no topic called {name}. {offer}")
    known = wanted if wanted in TOPICS else found[0]
    return Topic(known, (_folder() / f"{known}.md").read_text(encoding="utf-8"))


def topics() -> tuple[Topic, ...]:
    """Return every chapter, in the order of reading."""
    return tuple(map(topic, TOPICS))


def _folder() -> Path:
    return shipped("guide")
