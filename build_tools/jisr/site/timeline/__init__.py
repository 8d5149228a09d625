"""The timeline of dates that articles name."""
