"""Records to numbers and pictures: tables, measures and charts."""
