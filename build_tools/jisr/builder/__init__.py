"""From rendered pages to `site/`, by MkDocs."""

PAGES = ".build/pages"
"""The folder of rendered pages in a project."""
RENDERED = "JISR_RENDERED"
"""Set in the environment of MkDocs where the pages are rendered already; the plugin leaves them alone."""
HOOK = "JISR_HOOK"
"""Set there to the events of the Jisr at work; a `mkdocs.yml` of before names them instead of the plugin."""
