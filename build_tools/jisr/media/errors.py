"""Why a file cannot be published: nobody could say what it gives away."""


class MediaError(Exception):
    """What is wrong with a file, in words for whoever put it there, and what to do."""

    def __init__(self, message: str, remedy: str) -> None:
        super().__init__(message)
        self.message = message
        self.remedy = remedy


def broken(kind: str) -> MediaError:
    """The error of a file that cannot be read to its end, or is none of its kind."""
    return MediaError(
        f"this is no {kind} file, whatever its name says, or it is cut off",
        "open it in a program for such files and save it anew, under a suffix that says what it is",
    )
