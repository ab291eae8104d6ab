"""Bytes to plain values that know their place: the only door to the YAML libraries.

`files` opens a file safely, `text` judges bytes and characters, `plain` reads what is plainly right
and fast, `exact` reads anything with places, `document` puts them together, `emitting` writes values.
"""
