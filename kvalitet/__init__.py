"""Systematic quality work under SOSFS 2011:9 as small YAML records in a git repository."""

__version__ = "0.1.0"
