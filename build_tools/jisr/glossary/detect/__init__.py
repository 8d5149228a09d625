"""Finds names in Arabic texts that the glossary does not know yet."""
