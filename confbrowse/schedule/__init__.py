"""Pure functions over talks and time: clashes, free time, what is on now, the timetable of a day.

The current time, time zones and widths are passed in.
"""
