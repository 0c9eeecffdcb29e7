"""What people write by hand about their area and their habits: configuration and area profile."""
