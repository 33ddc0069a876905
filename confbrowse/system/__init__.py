"""The desktop around the terminal: browser, clipboard, editor, child processes."""
