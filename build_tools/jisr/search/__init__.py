"""The search of a built site."""
