"""Discovery: talks that are alike, talks that the user may like, and the way through many talks.

Pure functions over talks, marks and vectors; only ``vector_store`` knows files. ``triage`` does without
numpy.
"""
