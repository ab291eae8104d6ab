"""The gate that keeps identity numbers out of the repository: files, what is staged, messages, the whole history."""
