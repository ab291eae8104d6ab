"""What a chart shows, in Swedish sentences: its text alternative.

A caption says what a chart is about; these say what one sees in it: shape, highest and lowest by
name, direction, exceptions and total. Each text stands by itself and is at most 500 characters.
"""
