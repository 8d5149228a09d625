"""What is known of all articles for lists, filters, full-text find and similar texts: kept, never trusted.

`store` holds it in `.jisr/desk.sqlite3`, which can be deleted at any time; `scan` brings it up to date in the
background; `query` asks it. Whoever saves or decides reads the article's own files.
"""
