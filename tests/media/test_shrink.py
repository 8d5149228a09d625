"""Pictures made smaller: the same each time, within their room, on white, without notes."""

from io import BytesIO

import pytest
from PIL import Image

from jisr.media.errors import MediaError
from jisr.media.shrink import shrink_image


def picture(size: tuple[int, int], mode: str = "RGB", kind: str = "PNG") -> bytes:
    out = BytesIO()
    Image.new(mode, size, 0 if mode == "RGBA" else "navy").save(out, kind)
    return out.getvalue()


@pytest.mark.parametrize(
    ("size", "made"),
    [((2400, 1600), (1200, 800)), ((300, 3000), (80, 800)), ((3000, 300), (1200, 120)), ((90, 60), (90, 60))],
)
def test_a_picture_fits_into_its_room_in_its_own_form(size: tuple[int, int], made: tuple[int, int]) -> None:
    data = shrink_image(picture(size), 1200, 800)
    assert data == shrink_image(picture(size), 1200, 800)
    with Image.open(BytesIO(data)) as image:
        assert (image.format, image.size) == ("JPEG", made)
        assert not {"exif", "icc_profile", "comment"} & image.info.keys()


def test_where_nothing_is_painted_there_is_white() -> None:
    with Image.open(BytesIO(shrink_image(picture((30, 20), "RGBA"), 1200, 800))) as image:
        assert image.getpixel((5, 5)) == (255, 255, 255)


def test_what_is_no_picture_is_refused() -> None:
    with pytest.raises(MediaError):
        shrink_image(b"text", 1200, 800)
