"""The plan: what clashes, what is free, what is on, and how a day is drawn. Pure functions over talks.

The moment it is, zones and widths are passed in.
"""
