"""Checks of the words of a block, in both languages or in English alone."""
