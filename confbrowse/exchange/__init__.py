"""Export, import and sync of the agenda."""
