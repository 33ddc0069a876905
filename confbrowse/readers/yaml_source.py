"""YAML from outside: plain values only, no references that could grow, no tags."""

import re
from typing import Any

from confbrowse.errors import ProgrammeError

_ANCHOR = re.compile(rb"(?:^|[\s\[{,:-])[&*][A-Za-z0-9_]+\s*(?:$|[\s\]},])", re.MULTILINE)
_MOST_REFERENCES = 200
_LARGEST = 16 * 1024 * 1024


def parsed_yaml(raw: bytes, source: str) -> Any:  # YAML is what Any is for, as JSON is
    """Return what *raw* holds. Raises ProgrammeError, naming *source*, where it is no sound YAML."""
    import yaml  # only for those who read it

    if len(raw) > _LARGEST or len(_ANCHOR.findall(raw)) > _MOST_REFERENCES:
        raise ProgrammeError(f"{source} is YAML that no programme is: too long or too intricate.")
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    try:
        return yaml.load(raw.decode("utf-8-sig", errors="replace"), Loader=loader)  # noqa: S506 - safe
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        where = f" in line {mark.line + 1}" if mark else ""
        raise ProgrammeError(f"{source} is no sound YAML: it is damaged{where}.") from error
    except (RecursionError, ValueError, TypeError) as error:
        raise ProgrammeError(f"{source} is YAML that no programme is.") from error
