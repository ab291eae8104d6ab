"""Files on disk, whole or not at all: a new record, a changed record, several at once, a report."""
