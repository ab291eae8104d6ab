"""The pace of our tool beside that of others: the same records, measured in turns in one run."""
