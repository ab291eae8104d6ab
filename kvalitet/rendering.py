"""Template and plain values to text: the only door to jinja2."""
