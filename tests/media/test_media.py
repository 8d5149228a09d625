"""Whatever is published beside texts shows and sounds as before, and tells of nobody."""

import random
import re
import struct
import zlib
from io import BytesIO
from pathlib import PurePosixPath
from typing import Any

import pypdf
import pypdfium2
import pytest
from PIL import Image, ImageCms, ImageOps

from jisr.media import CLEANERS, MediaError, clean
from jisr.media.boxes import strip_jp2
from jisr.media.icc import without_device
from jisr.media.jpeg import strip_jpeg
from tests.media import marked
from tests.media.marked import BYTES, FIXTURES

pytestmark = pytest.mark.filterwarnings("ignore:Image appears to be a malformed MPO")

FILES = marked.FILES
IMAGES = [name for name in FILES if name.startswith("a.") and name not in ("a.pdf", "a.ico", "a.svg")]
PLAYED = [path.name for path in sorted(FIXTURES.iterdir())]
PROGRAMS = re.compile(rb"Lav[fc]\d|x264 - core \d|LAME\d")


def suffix(name: str) -> str:
    return PurePosixPath(name).suffix


def inflated(data: bytes) -> bytes:
    """A file, and what is packed in its streams."""
    parts = [data]
    for packed in re.findall(rb"stream\r?\n(.*?)endstream", data, re.DOTALL):
        try:
            parts.append(zlib.decompress(packed))
        except zlib.error:
            parts.append(packed)
    return b"\n".join(parts)


def dots(data: bytes) -> list[tuple[bytes, Any]]:
    """The frames of an image as they are seen, each with its time."""
    with Image.open(BytesIO(data)) as image:
        frames = []
        for n in range(getattr(image, "n_frames", 1)):
            image.seek(n)
            frames.append((image.convert("RGBA").tobytes(), image.info.get("duration")))
        return frames


@pytest.mark.parametrize("name", FILES)
def test_nothing_is_told_of_people_and_machines(name: str) -> None:
    assert BYTES in inflated(FILES[name]), "else this test shows nothing"
    made = clean(FILES[name], suffix(name))
    assert BYTES not in inflated(made)
    assert not PROGRAMS.search(made)
    assert clean(FILES[name], suffix(name)) == made
    assert clean(made, suffix(name)) == made


def test_every_kind_is_tried() -> None:
    assert {suffix(name) for name in FILES} == set(CLEANERS)


@pytest.mark.parametrize("name", [name for name in IMAGES if name not in ("a.jpg", "a.jpeg")])
def test_an_image_has_the_same_dots(name: str) -> None:
    assert dots(clean(FILES[name], suffix(name))) == dots(FILES[name])


@pytest.mark.parametrize("name", [".png", ".webp", ".avif", ".gif"])
def test_what_is_seen_through_stays_so(name: str) -> None:
    shown = marked.picture().convert("RGBA").rotate(30)
    data = marked.image(name, shown=shown)
    made = clean(data, name)
    assert BYTES not in made
    assert dots(made) == dots(data)
    assert min(dots(made)[0][0][3::4]) == 0


@pytest.mark.parametrize("more", [{}, {"progressive": True}, {"subsampling": 0}, {"restart_marker_rows": 1}])
def test_a_jpeg_is_not_coded_a_second_time(more: dict[str, Any]) -> None:
    data = marked.image(".jpg", **more)
    made = clean(data, ".jpg")
    bare = BytesIO()
    marked.picture().save(bare, "JPEG", quality=85, **more)
    assert made == bare.getvalue()


@pytest.mark.parametrize("mode", ["L", "CMYK"])
def test_a_jpeg_keeps_its_channels(mode: str) -> None:
    data = marked.image(".jpg", shown=marked.picture().convert(mode), icc_profile=b"")
    with Image.open(BytesIO(clean(data, ".jpg"))) as image, Image.open(BytesIO(data)) as before:
        assert image.mode == mode
        assert image.tobytes() == before.tobytes()


def test_a_jpeg_goes_on_saying_which_colours_its_channels_are() -> None:
    out = BytesIO()
    marked.picture().save(out, "JPEG", keep_rgb=True, comment=BYTES)
    made = clean(out.getvalue(), ".jpg")
    assert made.count(b"Adobe") == out.getvalue().count(b"Adobe") == 1
    assert dots(made) == dots(out.getvalue())


@pytest.mark.parametrize(
    "data", [b"", b"\xff\xdb\0\x43abc", b"\xff\xdb\0\1", b"\xff\xc0\0\5abc", b"\xff\xda\0\4a"]
)
def test_a_jpeg_without_a_whole_scan_is_none(data: bytes) -> None:
    with pytest.raises(MediaError, match="no JPEG file"):
        strip_jpeg(b"\xff\xd8" + data)


def test_what_stands_alone_in_a_jpeg_is_passed_over_and_an_end_is_put_to_it() -> None:
    scan = b"\xff\xda\0\4ab" + b"code\xff\0\xff\xd0code"
    assert strip_jpeg(b"\xff\xd8\xff\1" + scan) == b"\xff\xd8" + scan + b"\xff\xd9"
    reserved = b"".join(
        bytes([0xFF, marker, 0, 13]) + BYTES for marker in (0x02, 0xBF, 0xC8, 0xDE, 0xF7, 0xFD)
    )
    assert strip_jpeg(b"\xff\xd8" + reserved + scan) == b"\xff\xd8" + scan + b"\xff\xd9"


def test_what_follows_the_end_that_a_webp_says_of_itself_is_none_of_it() -> None:
    webp = marked.FILES["a.webp"]
    assert clean(webp + b"VP8 \x0b\0\0\0" + BYTES + b"\0", ".webp") == clean(webp, ".webp")


@pytest.mark.parametrize("name", [".png", ".gif", ".webp", ".avif"])
def test_what_moves_goes_on_moving(name: str) -> None:
    frames = [marked.picture().rotate(angle) for angle in (0, 90, 180)]
    data = marked.image(
        name, shown=frames[0], save_all=True, append_images=frames[1:], duration=[100, 200, 300], loop=3
    )
    made = clean(data, name)
    assert len(dots(made)) == 3
    assert dots(made) == dots(data)
    assert BYTES not in made
    with Image.open(BytesIO(made)) as image, Image.open(BytesIO(data)) as before:
        assert image.info.get("loop") == before.info.get("loop")


@pytest.mark.parametrize("name", [".png", ".jpg", ".webp"])
@pytest.mark.parametrize("orientation", range(1, 9))
def test_an_image_stands_upright_before_the_note_that_turns_it_goes(name: str, orientation: int) -> None:
    more: dict[str, Any] = {"lossless": True} if name == ".webp" else {}
    data = marked.image(name, orientation, **more)
    made = clean(data, name)
    with Image.open(BytesIO(made)) as image, Image.open(BytesIO(data)) as before:
        upright = ImageOps.exif_transpose(before).convert("RGB")
        assert image.size == upright.size == ((96, 64) if orientation < 5 else (64, 96))
        assert not image.getexif()
        far = max(abs(a - b) for a, b in zip(image.convert("RGB").tobytes(), upright.tobytes(), strict=True))
        assert far <= (60 if name == ".jpg" else 0)
    assert BYTES not in made


def swapped_profile() -> bytes:
    """A profile in which red means green, and green red."""
    made = bytearray(marked.profile())
    red, green = bytes(made).index(b"rXYZ"), bytes(made).index(b"gXYZ")
    made[red : red + 4], made[green : green + 4] = b"gXYZ", b"rXYZ"
    return bytes(made)


@pytest.mark.parametrize("name", [".png", ".jpg", ".webp", ".avif"])
def test_colours_that_a_profile_says_are_those_of_the_web_without_it(name: str) -> None:
    red, out = Image.new("RGB", (32, 32), (255, 0, 0)), BytesIO()
    red.save(out, {".jpg": "JPEG"}.get(name, name[1:].upper()), icc_profile=swapped_profile())
    with Image.open(BytesIO(clean(out.getvalue(), name))) as image:
        assert "icc_profile" not in image.info
        pixel = image.convert("RGB").getpixel((9, 9))
    assert isinstance(pixel, tuple)
    assert pixel[1] - pixel[0] > 200, "green, as it was seen"


def grey_profile(gamma: int) -> bytes:
    """A profile of greys, in which light grows with a power (in 256ths) of the number."""
    white = b"XYZ \0\0\0\0" + struct.pack(">3i", 63190, 65536, 54061)
    curve = b"curv\0\0\0\0" + struct.pack(">IH", 1, gamma) + b"\0\0"
    at = 128 + 4 + 24
    table = struct.pack(">I4sII4sII", 2, b"wtpt", at, 20, b"kTRC", at + 20, 14)
    header = bytearray(128)
    header[:4] = struct.pack(">I", at + 36)
    header[8:24] = b"\x02\x10\0\0mntrGRAYXYZ "
    header[36:40], header[68:80] = b"acsp", struct.pack(">3i", 63190, 65536, 54061)
    return bytes(header) + table + white + curve


@pytest.mark.parametrize("name", [".png", ".jpg"])
def test_greys_that_a_profile_says_are_those_of_the_web_without_it(name: str) -> None:
    for gamma, low, high in ((256, 183, 192), (563, 126, 130)):  # light itself; much as on the web
        out = BytesIO()
        Image.new("L", (32, 32), 128).save(
            out, {".jpg": "JPEG"}.get(name, "PNG"), icc_profile=grey_profile(gamma)
        )
        with Image.open(BytesIO(clean(out.getvalue(), name))) as image:
            assert (image.mode, "icc_profile" in image.info) == ("L", False)
            (pixel, *_) = image.tobytes()
        assert low <= pixel <= high


@pytest.mark.parametrize("name", [".png", ".webp"])
def test_what_moves_is_turned_upright_and_goes_on_moving(name: str) -> None:
    frames = [marked.picture().rotate(angle) for angle in (0, 90, 180)]
    more: dict[str, Any] = {"lossless": True} if name == ".webp" else {}
    more |= {"save_all": True, "append_images": frames[1:], "duration": [100, 200, 300], "loop": 3}
    made = clean(marked.image(name, 6, shown=frames[0], **more), name)
    assert BYTES not in made
    assert [dots_ for dots_, _ in dots(made)] == [
        frame.transpose(Image.Transpose.ROTATE_270).convert("RGBA").tobytes() for frame in frames
    ]
    with Image.open(BytesIO(made)) as image:
        assert image.info.get("loop") == 3


def test_colours_said_by_number_stay_unless_a_profile_had_their_place() -> None:
    def numbered(profile: bytes) -> bytes:
        out = BytesIO()
        marked.picture().save(out, "PNG", icc_profile=profile or None)
        gamma = b"gAMA" + struct.pack(">I", 45455)
        chunk = struct.pack(">I", 4) + gamma + struct.pack(">I", zlib.crc32(gamma))
        return out.getvalue()[:33] + chunk + out.getvalue()[33:]

    assert b"gAMA" in clean(numbered(b""), ".png")
    assert b"gAMA" not in clean(numbered(marked.profile()), ".png")


def test_a_profile_keeps_its_colours_and_loses_its_device() -> None:
    made = without_device(marked.profile())
    assert "Colours" in ImageCms.getProfileDescription(ImageCms.ImageCmsProfile(BytesIO(made)))
    seen = [
        ImageCms.profileToProfile(
            marked.picture(), ImageCms.ImageCmsProfile(BytesIO(one)), ImageCms.createProfile("LAB"),
            outputMode="LAB",
        )
        for one in (marked.profile(), made)
    ]  # fmt: skip
    assert len({one.tobytes() for one in seen if one}) == 1
    assert without_device(b"no profile") == b""


def test_notes_that_are_packed_against_the_rules_of_their_kind_go_too() -> None:
    gif = marked.FILES["a.gif"]
    at = 13 + (3 << (gif[10] & 7) + 1)
    # XMP is no row of blocks: a tail of all lengths leads every reader to its end
    xmp = b"!\xff\x0bXMP DataXMP<x>" + BYTES + b"</x>\x01" + bytes(range(255, -1, -1)) + b"\0"
    assert clean(gif[:at] + xmp + gif[at:], ".gif") == clean(gif, ".gif")
    loop = b"!\xff\x0bNETSCAPE2.0\x03\x01\x05\0" + b"\x0b" + BYTES + b"\0"
    assert clean(gif[:at] + loop + gif[at:], ".gif").count(loop[:-13] + b"\0") == 1
    jpeg = marked.image(".jpg")
    between = jpeg.index(b"\xff\xdb")
    assert clean(jpeg[:between] + BYTES + b"\xff\xff" + jpeg[between:], ".jpg") == clean(jpeg, ".jpg")


def test_of_several_images_in_a_jpeg_the_first_is_published() -> None:
    out = BytesIO()
    marked.picture().save(
        out, "MPO", save_all=True, append_images=[marked.picture().rotate(9)], exif=marked.exif(6)
    )
    with Image.open(BytesIO(clean(out.getvalue(), ".jpg"))) as image:
        assert (image.format, image.size) == ("JPEG", (64, 96))
        assert BYTES not in clean(out.getvalue(), ".jpg")


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGBA", "I;16"])
def test_an_image_of_any_depth_is_turned_upright(mode: str) -> None:
    grey = mode == "I;16"
    shown = marked.picture().convert("L").convert(mode) if grey else marked.picture().convert(mode)
    with Image.open(BytesIO(clean(marked.image(".png", 6, shown), ".png"))) as image:
        assert image.size == (64, 96)
        assert ("A" in image.mode) is ("A" in mode)


def test_an_image_too_large_to_be_looked_at_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("jisr.media.pixels._MOST_DOTS", 96 * 64 - 1)
    with pytest.raises(MediaError, match="million dots"):
        clean(marked.FILES["a.png"], ".png")


# --- sound and films ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", [name for name in PLAYED if not name.endswith(".mp3")])
def test_samples_stay_where_they_are(name: str) -> None:
    made = clean(FILES[name], suffix(name))
    assert len(made) == len(FILES[name])
    if at := made.find({".webm": b"\x1f\x43\xb6\x75"}.get(suffix(name), b"mdat")) + 1:
        end = made.index(b"moov", at) - 4 if name in ("film.mp4", "tone.m4a") else len(made)
        changed = {new for old, new in zip(FILES[name][at:end], made[at:end], strict=True) if old != new}
        assert changed <= {ord(" ")}, "what encoders say of themselves, and no sample"


def box(name: bytes, content: bytes) -> bytes:
    """A box of MP4, AVIF or JPEG 2000."""
    return struct.pack(">I4s", len(content) + 8, name) + content


def test_boxes_that_nobody_plays_are_free_wherever_they_stand() -> None:
    film, bare = FILES["film.mp4"], clean(FILES["film.mp4"], ".mp4")
    free = box(b"free", bytes(11))
    for name in (b"uuid", b"meta", b"udta", b"sefd", b"skip", b"prft"):
        assert clean(film + box(name, BYTES), ".mp4") == bare + free
    assert clean(film + b"Ruba", ".mp4") == bare + bytes(4)
    wide = struct.pack(">I4sQ", 1, b"mdat", 16 + 11) + BYTES  # its length in 64 bits
    assert clean(film + wide, ".mp4") == bare + wide
    for wrong in (struct.pack(">I4s", 3, b"free"), struct.pack(">I4s", 99, b"free")):
        with pytest.raises(MediaError, match="cut off"):
            clean(film + wrong, ".mp4")
    with pytest.raises(MediaError, match="no MP4 file"):
        clean(box(b"ftyp", b"mp42") + box(b"mdat", BYTES), ".mp4")


@pytest.mark.parametrize("name", ["tone.ogg", "tone.opus", "tone.oga"])
def test_pages_of_ogg_have_the_sums_of_what_they_hold(name: str) -> None:
    made = clean(FILES[name], suffix(name))
    page = made.index(b"OggS", 4)
    count = made[page + 26]
    end = page + 27 + count + sum(made[page + 27 : page + 27 + count])
    assert made[page:end] != FILES[name][page:end], "the page of the comments"
    bare = bytearray(made[page:end])
    given, bare[22:26] = int.from_bytes(bare[22:26], "little"), b"\0\0\0\0"
    value = 0
    for byte in bare:  # the sum as RFC 3533 says it, bit by bit
        value ^= byte << 24
        for _ in range(8):
            value = (value << 1 ^ (0x04C11DB7 if value >> 31 else 0)) & 0xFFFFFFFF
    assert value == given


def test_mp3_is_its_frames() -> None:
    data = FILES["tone.mp3"]
    bare = clean(data, ".mp3")
    assert bare.startswith(b"\xff")
    middle = len(bare) // 2
    cut = bare.index(b"\xff\xf3", middle)
    tag = b"ID3\x04\0\0\0\0\0\x0b" + b"\xff\xfb\x90\x00" + BYTES[:7]
    for mixed in (bare + b"TAG" + BYTES.ljust(125), bare[:cut] + tag + bare[cut:], tag + tag + bare):
        assert clean(mixed, ".mp3") == bare
    with pytest.raises(MediaError, match="no MP3 file"):
        clean(b"ID3\x04\0\0\0\0\0\x0b" + BYTES, ".mp3")


@pytest.mark.parametrize(
    ("name", "old", "new", "says"),
    [
        ("film.mp4", b"\0\0\0\0vide", b"\0\0\0\0meta", "places where it was taken"),
        ("film.mp4", b"\0\0\0\x0curl \0\0\0\x01", b"\0\0\0\x0curl \0\0\0\0", "in other files"),
        ("film.webm", b"\x83\x81\x01", b"\x83\x81\x21", "holds data"),
        ("tone.opus", b"OpusHead", b"fishead\0", "something else"),
    ],
)
def test_a_film_with_more_than_pictures_and_sound_is_refused(
    name: str, old: bytes, new: bytes, says: str
) -> None:
    assert old in FILES[name]
    with pytest.raises(MediaError, match=says) as refused:
        clean(FILES[name].replace(old, new), suffix(name))
    assert "ffmpeg" in refused.value.remedy


# --- PDF ---------------------------------------------------------------------------------------------------


def pages(data: bytes) -> list[tuple[bytes, str]]:
    """How the pages look, and what is read on them."""
    with pypdfium2.PdfDocument(data) as document:
        return [
            (page.render(scale=1).to_pil().tobytes(), page.get_textpage().get_text_bounded())
            for page in document
        ]


def test_a_pdf_looks_reads_and_leads_as_before() -> None:
    data = marked.document(form=False)  # with one, PDFium draws some notes by itself, and others not
    made = clean(data, ".pdf")
    assert pages(made) == pages(data)
    assert pages(made)[0][1] == "50 % (seen)"
    reader = pypdf.PdfReader(BytesIO(made))
    assert reader.metadata is None
    assert reader.trailer.get("/ID") is None
    assert [getattr(one, "title", "") for one in reader.outline] == ["Chapter"]
    kinds = [
        (str(note["/Subtype"]), "/A" in note, note.get("/Contents"))
        for note in reader.pages[0].annotations or ()
    ]
    assert kinds == [
        ("/Highlight", False, None),
        ("/Link", True, None),
        ("/Link", False, None),
        ("/FreeText", False, "Seen"),
        ("/Widget", False, None),
        ("/Link", False, None),
        ("/Link", False, None),
    ]
    kept = ("Type", "Pages", "Outlines", "Names", "Lang", "StructTreeRoot", "OCProperties")
    assert set(reader.root_object) == {f"/{key}" for key in kept}
    assert {b"(Alt)" in made, b"(Layer)" in made} == {True}, "what is read aloud, and the layers' names"


@pytest.mark.parametrize(
    ("more", "says"), [({"locked": True}, "a locked PDF"), ({"redacted": True}, "are still in it")]
)
def test_a_pdf_that_cannot_be_cleaned_is_refused(more: dict[str, bool], says: str) -> None:
    with pytest.raises(MediaError, match=says) as refused:
        clean(marked.document(**more), ".pdf")
    assert "print it into a new PDF" in refused.value.remedy


@pytest.mark.parametrize(
    ("content", "left"),
    [
        (b"q % a remark\nQ % another", b"q \nQ "),
        (b"% a (remark\rq", b"\rq"),
        (b"(50 %) Tj % x", b"(50 %) Tj "),
        (b"((50) %) Tj % x", b"((50) %) Tj "),
        (b"(\\( %) Tj % x\nQ", b"(\\( %) Tj \nQ"),
        (b"(\\) %) Tj % (x\n(50 %) Tj", b"(\\) %) Tj \n(50 %) Tj"),
        (b") % x\n(%) Tj", b") \n(%) Tj"),
        (b"BI /W 1 /H 1 ID %(\xff EI % x", b"BI /W 1 /H 1 ID %(\xff EI % x"),  # the first is a pixel
        (b"q Q", b"q Q"),
    ],
)
def test_remarks_of_programs_go_from_what_draws_a_page(content: bytes, left: bytes) -> None:
    page: Any = pypdf.PdfReader(BytesIO(clean(marked.drawn(content), ".pdf"))).pages[0]
    assert page["/Contents"].get_data() == left


def test_a_picture_in_a_pdf_that_is_jpeg_2000_keeps_its_code_alone() -> None:
    kept = [box(b"jP  ", b"\r\n\x87\n"), box(b"ftyp", b"jp2 "), box(b"jp2h", b"x"), box(b"jp2c", b"code")]
    notes = [box(b"xml ", BYTES), box(b"uuid", BYTES), box(b"uinf", BYTES)]
    assert strip_jp2(b"".join([*kept[:3], *notes, kept[3]])) == b"".join(kept)
    assert strip_jp2(b"\xff\x4fcode") == b"\xff\x4fcode"


# --- whatever else -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("old", "new"), [(b"/Filter", b"/Filt"), (b"/DCTDecode", b"/DCT9"), (b"/Root", b"/Roof")]
)
def test_a_pdf_that_says_wrongly_how_it_is_packed_gives_nothing_away(old: bytes, new: bytes) -> None:
    try:
        made = clean(marked.document().replace(old, new), ".pdf")
    except MediaError:
        made = b""
    assert BYTES not in inflated(made)


@pytest.mark.parametrize("name", FILES)
def test_a_damaged_file_is_cleaned_or_refused_in_words(name: str) -> None:
    chance = random.Random(7)
    data, refused = FILES[name], []
    for _ in range(12):
        at = chance.randrange(len(data))
        damaged = [data[:at], data[:at] + b"\xff\0" + data[at:], data[:at] + data[at + 9 :]]
        for one in damaged:
            try:
                made = clean(one, suffix(name))
            except MediaError as error:
                made = b""
                refused.append((error.message, error.remedy))
            assert BYTES not in inflated(made)
    assert all(map(all, refused))


@pytest.mark.parametrize("name", CLEANERS)
@pytest.mark.parametrize("data", [b"", b"no such file", BYTES * 20])
def test_what_is_no_file_of_its_kind_is_refused(name: str, data: bytes) -> None:
    with pytest.raises(MediaError):
        clean(data, name)
