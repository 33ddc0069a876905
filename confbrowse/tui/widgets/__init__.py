"""Widgets show values and post what the user did; they know the model, Textual and each other."""
