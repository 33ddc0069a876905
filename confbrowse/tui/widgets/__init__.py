"""Widgets show values and say what the reader did; they know the model, Textual and each other."""
