"""Who changed what and when: everything that git knows."""
