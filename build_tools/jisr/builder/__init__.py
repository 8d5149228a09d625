"""From rendered pages to `site/`, by MkDocs."""
