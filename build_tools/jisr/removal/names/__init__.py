"""A name that must go, in every spelling that a text may have."""
