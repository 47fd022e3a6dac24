"""Photos as a phone has drawn them, and as it must not send them."""

from __future__ import annotations

import io
from functools import cache
from hashlib import sha256

from PIL import Image


def key_of(data: bytes) -> str:
    return sha256(data).hexdigest()


@cache
def photo(size: int = 3_000, number: int = 0) -> bytes:
    """A JPEG without anything beside the picture, of about so many bytes; each number another."""
    side = 64
    while True:
        grain = Image.effect_noise((side, side), 90 + number)
        out = io.BytesIO()
        grain.convert("RGB").save(out, "JPEG", quality=80)
        if len(out.getvalue()) >= size:
            return out.getvalue()
        side = int(side * max(1.01, (size / len(out.getvalue())) ** 0.5))


def with_place() -> bytes:
    """A photo that tells where it was taken."""
    out = io.BytesIO()
    exif = Image.Exif()
    exif.get_ifd(0x8825)[1] = "N"
    exif[0x8825] = {1: "N", 2: (21.0, 54.0, 0.0)}
    Image.new("RGB", (64, 64), "green").save(out, "JPEG", exif=exif)
    return out.getvalue()


def with_device() -> bytes:
    out = io.BytesIO()
    exif = Image.Exif()
    exif[0x010F] = "A phone"
    Image.new("RGB", (64, 64), "green").save(out, "JPEG", exif=exif)
    return out.getvalue()


def as_drawn_elsewhere() -> bytes:
    """As some browsers write it: an EXIF block with the size and nothing else."""
    out = io.BytesIO()
    exif = Image.Exif()
    exif[0x0112] = 1
    exif.get_ifd(0x8769)[0xA002] = 64
    Image.new("RGB", (64, 64), "green").save(out, "JPEG", exif=exif)
    return out.getvalue()


def png(*, words: str = "") -> bytes:
    from PIL.PngImagePlugin import PngInfo

    out, info = io.BytesIO(), PngInfo()
    if words:
        info.add_text("Author", words)
    Image.new("RGB", (64, 64), "blue").save(out, "PNG", pnginfo=info)
    return out.getvalue()


def gif() -> bytes:
    out = io.BytesIO()
    Image.new("P", (8, 8)).save(out, "GIF")
    return out.getvalue()
