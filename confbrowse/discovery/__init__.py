"""Ways from thousands of talks to a few."""
