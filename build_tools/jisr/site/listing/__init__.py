"""Lists of articles, on pages and in feeds."""
