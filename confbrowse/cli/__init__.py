"""Everything confbrowse does without a screen; the only modules that print."""
