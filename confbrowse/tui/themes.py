"""The themes confbrowse adds to Textual's own."""

from textual.theme import Theme

THEMES = (
    Theme(
        name="lecture-hall",
        primary="#7aa6d6",
        secondary="#8fb5a3",
        accent="#e8b15c",
        warning="#e8b15c",
        error="#e07a6e",
        success="#8fb58f",
        foreground="#d8dee6",
        background="#12161b",
        surface="#171c22",
        panel="#222a33",
        dark=True,
    ),
)
