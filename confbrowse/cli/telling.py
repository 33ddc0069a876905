"""Sentences for people, on standard error, so that they mix with no output."""

import sys

from confbrowse.text.clean import clean_line


def tell(sentence: str) -> None:
    """Print *sentence*, cleaned: it may hold the name of a file, or what a system says."""
    print(f"confbrowse: {clean_line(sentence)}", file=sys.stderr)
