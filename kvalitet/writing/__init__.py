"""Files on disk, whole or not at all: one writer at a time in a workspace, whatever stops it on the way."""
