"""Arabic letters as one byte each, as the pieces of an index have them: whoever searches on a phone waits for
each byte, and in UTF-8 a letter takes two. No stem has capital letters or signs of its own.
"""

LETTERS = "ءآأؤإئابةتثجحخدذرزسشصضطظعغفقكلمنهوىي"
BYTES = "ABCDEFGHIJKLMNOPQRSTUVWXYZ[]^_`{|}~@"
_TABLE = str.maketrans(LETTERS, BYTES)


def in_bytes(text: str) -> str:
    """Stems, or a text of them, with these in place of letters."""
    return text.translate(_TABLE)
