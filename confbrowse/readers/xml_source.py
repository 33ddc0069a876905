"""XML from outside: no entity of its own is expanded, nothing is fetched, depth is bounded."""

import re
from xml.etree import ElementTree as ET

from confbrowse.errors import ProgrammeError

_DECLARES = re.compile(
    rb"[^<]*(?:<(?:\?|!--)[^<]*)*<!\s*(?:DOCTYPE[^>\[]*\[|ENTITY)", re.IGNORECASE
)
"""In the prologue; what stands in a text declares nothing."""
_DEEPEST = 200
"""Elements within each other."""


class _Bounded(ET.TreeBuilder):
    """Builds a tree of names without namespaces, not too deep to be walked or given back."""

    depth = 0

    def start(self, tag: str, attrs: dict[str, str]) -> ET.Element:
        self.depth += 1
        if self.depth > _DEEPEST:
            raise RecursionError
        return super().start(tag.rpartition("}")[2], attrs)

    def end(self, tag: str) -> ET.Element:
        self.depth -= 1
        return super().end(tag.rpartition("}")[2])


def parsed_xml(raw: bytes, source: str) -> ET.Element:
    """Return the root of *raw*. Raises ProgrammeError, naming *source*, where it is no sound XML."""
    if _DECLARES.match(raw.replace(b"\0", b"")):
        raise ProgrammeError(f"{source} declares entities of its own; that is not safe to read.")
    try:
        return ET.fromstring(raw, ET.XMLParser(target=_Bounded()))  # noqa: S314 - guarded above
    except ET.ParseError as error:
        line, column = error.position
        raise ProgrammeError(
            f"{source} is not complete XML: it breaks off or is damaged in line {line}, "
            f"column {column + 1}. Fetch it again."
        ) from error
    except (RecursionError, ValueError, LookupError) as error:
        raise ProgrammeError(f"{source} is XML that no programme is.") from error


def words(element: ET.Element) -> str:
    """Return all text in *element*, without the blanks around it."""
    return "".join(element.itertext()).strip()
