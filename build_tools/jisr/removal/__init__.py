"""Removal for safety: what must go, goes, from everywhere it stands."""
