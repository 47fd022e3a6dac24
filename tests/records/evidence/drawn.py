"""Pictures drawn for the tests: plain ones, and some that a careless or hostile hand would send."""

from __future__ import annotations

import io
import random
import zipfile

from PIL import Image
from PIL import ImageDraw

GPS_IFD = 0x8825
ORIENTATION = 0x0112
CAMERA = 0x0110
SECRET = "机密相机型号"
PLACE = b"22 deg 55' 10.00"


def scene(seed: int = 1, size: tuple[int, int] = (1200, 900)) -> Image.Image:
    """A picture with large shapes, as different from another seed's as two photos are."""
    draw_of = random.Random(seed)
    made = Image.new("RGB", size, tuple(draw_of.randrange(256) for _ in range(3)))
    pen = ImageDraw.Draw(made)
    for _ in range(40):
        xs = sorted(draw_of.randrange(size[0]) for _ in range(2))
        ys = sorted(draw_of.randrange(size[1]) for _ in range(2))
        pen.rectangle(
            (xs[0], ys[0], xs[1] + 1, ys[1] + 1), tuple(draw_of.randrange(256) for _ in "rgb")
        )
    return made


def noise(size: tuple[int, int]) -> Image.Image:
    """A picture no rendering makes small."""
    return Image.frombytes("RGB", size, random.Random(7).randbytes(size[0] * size[1] * 3))


def sent(image: Image.Image, form: str = "JPEG", **options: object) -> bytes:
    out = io.BytesIO()
    image.save(out, form, **options)
    return out.getvalue()


def with_a_place(image: Image.Image, *, turned: int = 1) -> bytes:
    """A photo as a phone makes it: where it was taken, with what, held how, and a comment."""
    exif = Image.Exif()
    exif[CAMERA] = "SECRET-CAMERA"
    exif[ORIENTATION] = turned
    exif.get_ifd(GPS_IFD)[2] = (22.0, 55.0, 10.0)
    exif.get_ifd(GPS_IFD)[1] = "N"
    packet = b"<x:xmpmeta>SECRET-XMP</x:xmpmeta>"
    return sent(
        image, exif=exif, comment=b"SECRET-COMMENT", icc_profile=b"SECRET-PROFILE" * 9, xmp=packet
    )


def document(part: str = "word/document.xml", *also: str) -> bytes:
    """An office document as small as one can be, the same at every hour."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as packed:
        for name in ("[Content_Types].xml", part, *also):
            packed.writestr(zipfile.ZipInfo(name), "<x/>")
    return out.getvalue()
