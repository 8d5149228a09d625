"""Reads a page in HTML: a row of tags and words, put right, then Markdown made of it."""
