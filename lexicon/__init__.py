"""Builders of the lexicons in pipeline/lexicons: run by hand, not part of the installed package."""
