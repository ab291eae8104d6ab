"""What in text points at a person: found, made unreadable, never shown."""
