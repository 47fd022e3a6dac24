"""What is kept of a picture: the picture alone, upright, small enough; anything odd is refused."""

from __future__ import annotations

import io
import random
import struct
import zlib

import numpy as np
import pytest
from PIL import Image

from tests.records.evidence.drawn import document
from tests.records.evidence.drawn import noise
from tests.records.evidence.drawn import scene
from tests.records.evidence.drawn import sent
from tests.records.evidence.drawn import with_a_place
from tongxing.records.evidence.as_sent import picture_as_sent
from tongxing.records.evidence.files import Unusable
from tongxing.records.evidence.pictures import LARGEST_PICTURE
from tongxing.records.evidence.pictures import LONGEST_SIDE
from tongxing.records.evidence.pictures import MOST_SCANS
from tongxing.records.evidence.pictures import prepared
from tongxing.records.evidence.pictures import small
from tongxing.rules.pictures import AGAIN
from tongxing.rules.pictures import SAME
from tongxing.rules.pictures import distances


def kept(data: bytes, name: str = "现场.jpg") -> Image.Image:
    return Image.open(io.BytesIO(prepared(name, data).data))


def test_where_and_with_what_a_photo_was_taken_is_gone():
    """C1: a GPS position never reaches the store, nor anything else beside the picture."""
    before = with_a_place(scene())
    assert b"SECRET-CAMERA" in before
    assert Image.open(io.BytesIO(before)).getexif().get_ifd(0x8825)
    ready = prepared("IMG_0001.JPG", before)
    for hidden in (b"SECRET", b"Exif", b"xmp", b"ICC", b"GPS", b"Photoshop"):
        assert hidden not in ready.data
    after = Image.open(io.BytesIO(ready.data))
    assert dict(after.getexif()) == {}
    assert set(after.info) <= {
        "jfif",
        "jfif_version",
        "jfif_unit",
        "jfif_density",
        "progressive",
        "progression",
    }


def test_a_photo_taken_sideways_stands_upright():
    """The camera's note of how it was held goes; the picture itself is turned."""
    lying = Image.new("RGB", (400, 200), "white")
    lying.paste((255, 0, 0), (0, 0, 200, 200))  # red on the left, as the sensor saw it
    upright = kept(with_a_place(lying, turned=6))  # 6: the camera was turned clockwise
    assert upright.size == (200, 400)
    assert upright.getpixel((100, 50)) > (200, 0, 0)
    assert upright.getpixel((100, 50))[1] < 60


@pytest.mark.parametrize("size", [(4000, 3000), (600, 5200)])
def test_a_large_photo_is_made_smaller(size):
    ready = prepared("大.jpg", sent(scene(2, size), quality=98))
    assert max(ready.width, ready.height) == LONGEST_SIDE
    assert ready.width * size[1] == pytest.approx(ready.height * size[0], rel=0.01)
    assert len(ready.data) <= LARGEST_PICTURE


def test_a_photo_that_will_not_shrink_is_drawn_smaller_yet():
    ready = prepared("雪花.png", sent(noise((2600, 2000)), "PNG"))
    assert len(ready.data) <= LARGEST_PICTURE
    assert ready.width < LONGEST_SIDE


@pytest.mark.parametrize("form", ["PNG", "WEBP", "BMP", "GIF"])
def test_other_kinds_of_picture_become_jpeg(form):
    ready = prepared(f"图.{form.lower()}", sent(scene(), form))
    assert ready.media_type == "image/jpeg"
    assert ready.data.startswith(b"\xff\xd8\xff")


def test_what_can_be_seen_through_stands_on_white():
    clear = Image.new("RGBA", (80, 80), (0, 0, 0, 0))
    assert min(kept(sent(clear, "PNG"), "图.png").getpixel((40, 40))) > 250
    palette = clear.convert("P")
    assert kept(sent(palette, "GIF", transparency=palette.getpixel((1, 1))), "a.gif").mode == "RGB"


def test_sixteen_bits_a_point_stay_a_picture():
    ramp = np.linspace(0, 65535, 256 * 64).reshape(64, 256).astype(np.uint16)
    grey = kept(sent(Image.fromarray(ramp), "PNG"), "扫描.png").convert("L")
    assert grey.getpixel((10, 2)) < 30
    assert grey.getpixel((250, 62)) > 225


def test_colours_of_a_printing_house_are_turned_into_those_of_a_screen():
    assert kept(sent(scene().convert("CMYK"))).mode == "RGB"


def test_the_same_photo_twice_gives_the_same_bytes():
    data = with_a_place(scene())
    assert prepared("a.jpg", data).data == prepared("b.jpg", data).data


def png(*chunks: tuple[bytes, bytes]) -> bytes:
    """A PNG of these chunks, whatever they say."""
    made = b"\x89PNG\r\n\x1a\n"
    for kind, body in chunks:
        made += struct.pack(">I", len(body)) + kind + body
        made += struct.pack(">I", zlib.crc32(kind + body))
    return made


def bomb(width: int, height: int) -> bytes:
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return png((b"IHDR", head), (b"IDAT", zlib.compress(b"\0" * 1000)), (b"IEND", b""))


MOVING = sent(scene(1, (60, 60)), "GIF", save_all=True, append_images=[scene(2, (60, 60))])
HTML = b"<!doctype html><script>alert(1)</script>"
SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
REFUSED = {
    "nothing at all": ("空.jpg", b"", "是空的"),
    "cut off": ("断.jpg", sent(scene())[:9000], "不完整"),
    "only a beginning": ("头.jpg", b"\xff\xd8\xff\xe0", "不是能识别的照片"),
    "a page in disguise": ("网页.jpg", HTML, "不是能识别的照片"),
    "a drawing with a script": ("图.svg", SVG, "不是能识别的照片"),
    "a phone's own format": ("IMG.HEIC", b"\0\0\0\x18ftypheic" + b"\0" * 40, "兼容性最佳"),
    "the same under another name": ("IMG.jpg", b"\0\0\0\x18ftypmif1" + b"\0" * 40, "兼容性最佳"),
    "a picture that moves": ("动.gif", MOVING, "会动"),
    "more points than a wall": ("墙.png", bomb(30_000, 30_000), "尺寸过大"),
    "rather many points": ("幅.png", bomb(9_300, 9_300), "尺寸过大"),
    "far more than it holds": ("短.png", bomb(5_000, 5_000), "不完整"),
    "a document in disguise": ("合同.jpg", document(), "不是能识别的照片"),
    "another kind of picture": ("图.tiff", sent(scene(), "TIFF"), "附件只收"),
}


@pytest.mark.parametrize("case", sorted(REFUSED))
def test_what_is_no_photo_is_refused_with_a_remedy(case):
    name, data, said = REFUSED[case]
    with pytest.raises(Unusable, match=said) as refused:
        prepared(name, data)
    assert "请" in str(refused.value)


def test_nothing_hidden_behind_a_photo_is_kept():
    """A picture that is also an archive or a page: only what is drawn stays."""
    both = sent(scene()) + document() + HTML
    ready = prepared("两面.jpg", both)
    assert b"PK\x03\x04" not in ready.data
    assert b"script" not in ready.data


def test_a_small_picture_is_small():
    ready = prepared("a.jpg", sent(scene(3, (3000, 1000))))
    shown = Image.open(io.BytesIO(small(ready.data)))
    assert shown.size[0] == 400
    assert abs(shown.size[1] - 133) <= 1
    assert len(small(ready.data)) < 60_000


def apart(one: bytes, other: bytes) -> int:
    return int(distances(np.frombuffer(one, np.uint8).reshape(1, 32), other)[0])


def test_copies_are_near_and_others_far():
    first = prepared("a.jpg", sent(scene(11), quality=95))
    copies = {
        "recompressed": sent(scene(11), quality=35),
        "resized": sent(scene(11).resize((500, 375))),
        "brightened": sent(scene(11).point(lambda v: min(255, int(v * 1.1) + 6))),
    }
    for how, data in copies.items():
        assert apart(first.likeness, prepared("b.jpg", data).likeness) <= SAME, how
    mirrored = prepared("c.jpg", sent(scene(11).transpose(Image.Transpose.FLIP_LEFT_RIGHT)))
    assert apart(first.likeness, mirrored.likeness) > AGAIN
    assert apart(first.likeness, mirrored.mirrored) <= SAME
    for seed in range(12, 30):
        other = prepared("d.jpg", sent(scene(seed)))
        assert apart(first.likeness, other.likeness) > SAME, seed


def damaged(rounds: int) -> None:
    """Bytes changed, taken out and put in at random: an answer every time, never a fault."""
    draw = random.Random(3)
    whole = [with_a_place(scene(1, (90, 70)))] + [
        sent(scene(1, (90, 70)), form) for form in ("PNG", "WEBP", "GIF", "BMP")
    ]
    for _ in range(rounds):
        data = bytearray(draw.choice(whole))
        for _ in range(draw.randint(1, 12)):
            at = draw.randrange(len(data))
            data[at : at + draw.randint(0, 3)] = draw.randbytes(draw.randint(0, 4))
        try:
            ready = prepared("x.jpg", bytes(data))
        except Unusable:
            continue
        assert ready.data.startswith(b"\xff\xd8\xff")


@pytest.mark.filterwarnings("ignore::UserWarning")
def test_damaged_pictures_are_answered():
    damaged(300)


@pytest.mark.full
@pytest.mark.filterwarnings("ignore::UserWarning")
def test_many_damaged_pictures_are_answered():
    damaged(10_000)


def _gone_over(times: int) -> bytes:
    """A picture of 4 million points whose file has it gone over so many times more, in few bytes."""
    out = io.BytesIO()
    Image.new("L", (2000, 2000)).save(out, "JPEG", progressive=True)
    data = out.getvalue()
    last = data.rfind(b"\xff\xc4", 0, data.rfind(b"\xff\xda"))
    return data[:-2] + data[last:-2] * times + b"\xff\xd9"


@pytest.mark.parametrize("taken", [picture_as_sent, lambda data: prepared("1.jpg", data)])
def test_a_small_file_does_not_keep_the_server_busy_for_minutes(taken):
    assert taken(_gone_over(3)).width == 2000
    long = _gone_over(MOST_SCANS)
    assert len(long) < 100_000
    with pytest.raises(Unusable, match="存储方式异常"):
        taken(long)


def test_a_phone_sends_no_picture_of_more_points_than_it_draws():
    out = io.BytesIO()
    Image.new("RGB", (2561, 2560)).save(out, "PNG")  # a hundredth of that as a file
    with pytest.raises(Unusable, match="照片尺寸过大"):
        picture_as_sent(out.getvalue())
    assert prepared("1.png", out.getvalue()).width == 2560
