"""Checks for the exercises, one module per chapter: ``from ninetytwo.checks import chapter03``."""
