"""The time zones that programmes print, as offsets from UTC.

A closed table: an abbreviation that means different things to different people (``IST``, ``BST``,
``AST``) is not in it, and a programme that prints one must be told which it means.
"""

import re
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from functools import lru_cache

_HOURS: dict[str, float] = {
    "HST": -10,
    "AKST": -9,
    "AKDT": -8,
    "PST": -8,
    "PDT": -7,
    "MST": -7,
    "MDT": -6,
    "CST": -6,
    "CDT": -5,
    "EST": -5,
    "EDT": -4,
    "BRT": -3,
    "UTC": 0,
    "GMT": 0,
    "WET": 0,
    "WEST": 1,
    "CET": 1,
    "CEST": 2,
    "EET": 2,
    "EEST": 3,
    "MSK": 3,
    "SGT": 8,
    "HKT": 8,
    "AWST": 8,
    "JST": 9,
    "KST": 9,
    "ACST": 9.5,
    "ACDT": 10.5,
    "AEST": 10,
    "AEDT": 11,
    "NZST": 12,
    "NZDT": 13,
}
_REGION = {
    **dict.fromkeys(("PST", "PDT"), "America/Los_Angeles"),
    **dict.fromkeys(("MST", "MDT"), "America/Denver"),
    **dict.fromkeys(("CST", "CDT"), "America/Chicago"),
    **dict.fromkeys(("EST", "EDT"), "America/New_York"),
    **dict.fromkeys(("WET", "WEST"), "Europe/Lisbon"),
    **dict.fromkeys(("CET", "CEST"), "Europe/Paris"),
    **dict.fromkeys(("EET", "EEST"), "Europe/Helsinki"),
}
"""Where a pair of winter and summer time is kept, to tell which of the two holds on a day."""
_OFFSET = re.compile(
    r"(?:UTC|GMT)?(?P<sign>[+-])(?P<hours>\d{1,2})(?::?(?P<minutes>[0-5]\d))?",
    re.IGNORECASE | re.ASCII,
)


@lru_cache(256)
def zone(name: str | None) -> tzinfo | None:
    """Return the zone called *name*: an abbreviation (``PDT``), ``UTC+2``, or an IANA name.

    None where *name* is None, unknown or ambiguous.
    """
    if name is None:
        return None
    if name.upper() in _HOURS:
        return timezone(timedelta(hours=_HOURS[name.upper()]), name.upper())
    return _offset(name) or _iana(name)


def holds_on(name: str | None, when: datetime) -> bool:
    """Return False where *name* is a summer or winter time that is not kept on the day of *when*.

    *when* is naive, a clock on the wall. Unknown names hold always.
    """
    if name not in _REGION:
        return True
    from zoneinfo import ZoneInfo  # as for _iana

    local = when.replace(tzinfo=ZoneInfo(_REGION[name]))
    return local.utcoffset() == timedelta(hours=_HOURS[name])


def _offset(name: str) -> tzinfo | None:
    """Return the zone of ``UTC+2``, ``GMT-05:30`` or ``+02:00``."""
    match = _OFFSET.fullmatch(name)
    if match is None:
        return None
    size = timedelta(hours=int(match["hours"]), minutes=int(match["minutes"] or 0))
    if size > timedelta(hours=14):
        return None
    return timezone(-size if match["sign"] == "-" else size) if size else UTC


def _iana(name: str) -> tzinfo | None:
    # it takes a while to load, and most programmes name an offset or an abbreviation
    from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):  # the last for names that are folders
        return None
