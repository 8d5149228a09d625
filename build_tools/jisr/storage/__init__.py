"""Files and folders: whatever is read from disk or written there passes here."""
