"""Parts of screens: plain objects that a screen owns, such as its search and its links."""
