"""What can be wrong with files, as data: one table and one way of mutating, for the tests and for the harnesses."""
