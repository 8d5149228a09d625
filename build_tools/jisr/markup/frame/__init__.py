"""What the theme puts around the pages: what it may run, and how it looks."""
