"""From rendered pages to `site/`, by MkDocs."""

PAGES = ".build/pages"
"""The folder of rendered pages in a project."""
RENDERED = "JISR_RENDERED"
"""Set in the environment of MkDocs where the pages are rendered already; the plugin leaves them alone."""
HOOK = "JISR_HOOK"
"""Set there to the events of the Jisr at work; a `mkdocs.yml` of before names them instead of the plugin."""
DISK_IS_FULL = 74
"""The exit code of MkDocs where the disk is full; the last line that it writes then is what the disk said."""
