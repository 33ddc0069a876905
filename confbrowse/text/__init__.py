"""Pure functions on strings: cleaning, links, times, slugs, LaTeX."""
