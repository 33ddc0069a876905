"""Every sign that stands for something in a line; each takes one cell."""

STAR, NO_TIME = "★", "·"
CLASH, WEAK_CLASH = "!", "~"
INTEREST = (" ", "▂", "▅", "█")
"""By how much the talk interests the reader, 0 to 3."""
NOTE, SEEN, HIDDEN = "✎", "✓", "x"
SELECTED = "◂"
"""At the end of a line that is one of several selected."""
