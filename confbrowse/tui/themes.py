"""The themes that confbrowse adds to Textual's own; the first one is the default.

Their text has enough contrast everywhere, also at the cursor; a test measures that.
"""

from collections.abc import Iterable
from difflib import get_close_matches

from textual.theme import BUILTIN_THEMES, Theme

LECTURE_HALL = Theme(
    name="lecture-hall",
    primary="#7aa6d6",
    secondary="#8fb5a3",
    accent="#e8b15c",
    warning="#e8b15c",
    error="#ee8f84",
    success="#8fb58f",
    foreground="#d8dee6",
    background="#12161b",
    surface="#171c22",
    panel="#222a33",
    dark=True,
    variables={"text-muted": "#a9b1ba"},
)
THEMES = (
    LECTURE_HALL,
    Theme(
        name="reading-room",
        primary="#1f5a94",
        secondary="#2f6350",
        accent="#7d4a00",
        warning="#7d4a00",
        error="#a3261b",
        success="#2d6136",
        foreground="#22262b",
        background="#faf8f4",
        surface="#f3f0ea",
        panel="#e8e4dc",
        dark=False,
        variables={"text-muted": "#464c54"},
    ),
    Theme(
        name="blackboard",
        primary="#8fd0ff",
        secondary="#a8f0c0",
        accent="#ffe05c",
        warning="#ffe05c",
        error="#ffb0a8",
        success="#a8f0a8",
        foreground="#ffffff",
        background="#000000",
        surface="#000000",
        panel="#262626",
        dark=True,
        variables={"text-muted": "#e0e0e0"},
    ),
    Theme(
        name="whiteboard",
        primary="#003a80",
        secondary="#004d2c",
        accent="#5c2e00",
        warning="#5c2e00",
        error="#7d0000",
        success="#004d14",
        foreground="#000000",
        background="#ffffff",
        surface="#ffffff",
        panel="#e6e6e6",
        dark=False,
        variables={"text-muted": "#1f1f1f"},
    ),
    Theme(
        name="ansi",
        ansi=True,
        primary="ansi_blue",
        secondary="ansi_cyan",
        accent="ansi_magenta",
        warning="ansi_magenta",
        error="ansi_red",
        success="ansi_green",
        foreground="ansi_default",
        background="ansi_default",
        surface="ansi_default",
        panel="ansi_default",
        boost="ansi_default",
        dark=True,
        variables={
            "text-muted": "ansi_default",
            "ansi-background": "ansi_default",
            "ansi-foreground": "ansi_default",
            "border-blurred": "ansi_default",
            "input-cursor-text-style": "reverse",
            "input-cursor-background": "ansi_default",
            "input-cursor-foreground": "ansi_default",
            "block-cursor-foreground": "ansi_default",
            "block-cursor-background": "ansi_default",
            "block-cursor-text-style": "reverse",
        },
    ),
)
HIGH_CONTRAST = frozenset({"blackboard", "whiteboard"})


def theme_names() -> tuple[str, ...]:
    """Return the names of all themes, ours first."""
    return (*(theme.name for theme in THEMES), *BUILTIN_THEMES)


def initial_theme(configured: str, last: str, known: Iterable[str]) -> tuple[str, str]:
    """Return the theme at the start, and a sentence for the user if *configured* is not *known*, else "".

    *configured* wins over *last*, the theme last selected on screen; either may be empty.
    """
    names = list(known)
    if configured in names:
        return configured, ""
    theme = last if last in names else LECTURE_HALL.name
    if not configured:
        return theme, ""
    similar = get_close_matches(configured, names, 1)
    advice = f"did you mean {similar[0]}?" if similar else f"available: {', '.join(sorted(names))}."
    return theme, f"config.toml: screen.theme {configured} is not a theme; {advice}"
