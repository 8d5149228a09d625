"""Finds the actors of the glossary in texts."""
