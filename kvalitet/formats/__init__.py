"""Findings as text that other programs read: one module a format, each a pure function from `Findings`."""
