"""Where MkDocs publishes a file."""


def page_url(path: str) -> str:
    """`articles/x.md` → `articles/x/`, `index.md` → ``: with an address for each folder (directory URLs)."""
    if not path.endswith(".md"):
        return path
    stem = path.removesuffix(".md")
    if stem in ("index", "README"):
        return ""
    folder, _, name = stem.rpartition("/")
    return f"{folder}/" if name in ("index", "README") else f"{stem}/"
