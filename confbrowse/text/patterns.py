"""Regular expressions that are compiled when they are first used.

Compiling takes longer than importing a module, and most runs of the program use few of its patterns.
"""

import re
from typing import AnyStr, Generic, cast

_METHODS = ("match", "fullmatch", "search", "sub", "subn", "split", "findall", "finditer")


class LazyPattern(Generic[AnyStr]):
    """Stands for a pattern; the methods of the compiled one become its own when one is asked for."""

    def __init__(self, pattern: AnyStr, flags: int) -> None:
        self.pattern: AnyStr = pattern
        self.flags = flags

    def __getattr__(self, name: str) -> object:
        compiled = re.compile(self.pattern, self.flags)
        for method in _METHODS:
            setattr(self, method, getattr(compiled, method))
        return getattr(compiled, name)


def lazy_pattern(pattern: AnyStr, flags: int = 0) -> re.Pattern[AnyStr]:
    """Return what behaves like ``re.compile(pattern, flags)``, for use in a module's own names.

    The functions of ``re`` do not accept it; its methods do the same. A *pattern* that is invalid
    raises ``re.error`` at the first use.
    """
    return cast("re.Pattern[AnyStr]", LazyPattern(pattern, int(flags)))
