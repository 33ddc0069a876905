"""Find your way through a conference, in the terminal."""

__version__ = "0.1.0"
