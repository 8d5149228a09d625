"""The glossary of actors worked on entry by entry: added, changed, made one, parted, left out."""
