"""What Jisr speaks of, as frozen data; a module for each subject, and nothing here does anything."""
