"""Discovery: talks that are alike, and talks that the user may like.

Pure functions over talks, marks and vectors; only ``vector_store`` knows files and the library. numpy is
imported by every module but this one.
"""
