"""The screens and widgets of the browser. Only this part of confbrowse knows Textual."""
