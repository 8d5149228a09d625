"""Pictures made smaller for pages."""

from io import BytesIO

from jisr.media.errors import broken

_QUALITY = 80  # of 100: where nobody sees a difference at the size of a page


def shrink_image(data: bytes, width: int, height: int) -> bytes:
    """A picture as a JPEG that fits into `width` by `height`, never larger than it was; no note goes along.

    The same for the same picture and release of Pillow. Raises `MediaError`.
    """
    from PIL import Image

    try:
        with Image.open(BytesIO(data)) as image:
            image.load()
            whole = image.convert("RGBA")
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError) as error:
        raise broken("picture") from error
    whole.thumbnail((width, height), Image.Resampling.LANCZOS)
    paper = Image.new("RGB", whole.size, "white")  # JPEG has nothing that light falls through
    paper.paste(whole, mask=whole.getchannel("A"))
    out = BytesIO()
    paper.save(out, "JPEG", quality=_QUALITY, optimize=True, progressive=True)
    return out.getvalue()
