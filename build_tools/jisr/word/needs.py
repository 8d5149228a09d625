"""The library that writes Word files, which not everybody has."""

from importlib import import_module


def why_no_word() -> str:
    """Why no Word file can be written here, and on the next line what to do; `""` where one can."""
    try:
        import_module("docx")
    except ImportError:
        return "no Word file: python-docx is not installed\npip install 'jisr[word]', or make install"
    return ""
