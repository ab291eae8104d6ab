"""What the gallery of charts draws."""
