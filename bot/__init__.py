"""A bot for supervision groups: a weekly prompt, a secret ballot, themes for the next meeting."""

__version__ = "0.1.0"
