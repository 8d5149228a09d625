"""Files in a ZIP whose bytes depend on nothing but them."""

import zipfile
from collections.abc import Mapping
from io import BytesIO

_EPOCH = (1980, 1, 1, 0, 0, 0)  # the first day that ZIP knows


def zip_files(files: Mapping[str, str | bytes], comment: str, kind: str = "") -> bytes:
    """A ZIP of these files; `kind` says at its beginning what it is, to be read without unpacking."""
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        if kind:
            archive.writestr(zipfile.ZipInfo("mimetype", _EPOCH), kind)
        for name, data in sorted(files.items()):
            info = zipfile.ZipInfo(name, _EPOCH)
            info.create_system = 3  # otherwise the value depends on the system
            archive.writestr(info, data, zipfile.ZIP_DEFLATED, 9)
        archive.comment = comment.encode()
    return out.getvalue()
