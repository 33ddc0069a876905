"""Pure functions of strings: cleaning, links, times, slugs."""
