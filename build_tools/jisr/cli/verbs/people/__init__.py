"""The verbs of people who work together."""
