"""Modal dialogs; a module is loaded when its dialog is first opened."""
