"""The pages of an article."""
