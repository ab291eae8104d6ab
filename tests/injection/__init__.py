"""What people write can do nothing but be shown."""
