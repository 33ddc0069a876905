"""Numbers and durations in words."""


def count(number: int, what: str) -> str:
    """Return *number* with *what* in singular or plural: ``1 talk``, ``8 talks``."""
    return f"{number:,} {what}" if number == 1 else f"{number:,} {what}s"


def length(minutes: int) -> str:
    """Return a duration in words: ``25 minutes``, ``1 h 30 min``, ``12 days``."""
    if minutes < 60:
        return count(minutes, "minute")
    hours, rest = divmod(minutes, 60)
    if hours >= 48:
        return count(hours // 24, "day")
    return f"{hours} h {rest} min" if rest else count(hours, "hour")
