"""The command line: everything confbrowse does without a screen. Only these modules print."""
