"""Personal identifiers in texts: where they stand, what they are, and by which evidence."""
