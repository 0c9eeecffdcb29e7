"""Keys: made here, read here, and never shown."""
