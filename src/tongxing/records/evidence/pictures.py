"""Pictures made safe to keep: drawn anew, so that nothing but the picture itself is left.

Whatever a camera wrote beside the picture (place, device, preview, profile) is not carried
over (C1); neither is anything somebody hid behind it.
"""

from __future__ import annotations

import io
import struct
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from PIL import Image
from PIL import ImageOps
from PIL import UnidentifiedImageError

from tongxing.records.evidence.files import Unusable
from tongxing.records.evidence.files import type_of
from tongxing.rules.pictures import GRID
from tongxing.rules.pictures import dhash

JPEG = "image/jpeg"
LARGEST_PICTURE = 1_000_000  # bytes, as kept
LONGEST_SIDE = 2560  # pixels, as kept
MOST_PIXELS = 80_000_000  # as sent
MOST_DRAWN = LONGEST_SIDE**2  # pixels, as sent by a phone that has made it small already
MOST_SCANS = 64  # of a JPEG: a few bytes make one, and each goes over all its points
LARGEST_SENT = 40_000_000  # bytes, as sent
SMALL_SIDE = 400
TOO_MANY_PIXELS = "照片尺寸过大（超过8000万像素），请在手机或电脑上调小后再传"
TOO_MANY_SCANS = "照片的存储方式异常，没有收下；请另存为普通的 jpg，或先截屏再选"
QUALITIES = (85, 75, 65, 50)
SHRINK = 0.75
READ = ("JPEG", "PNG", "WEBP", "BMP", "GIF")
PHONE_BRANDS = (b"heic", b"heix", b"hevc", b"heim", b"heis", b"mif1", b"msf1", b"avif", b"avis")
NAMES = (".jpg", ".jpeg", ".jpe", ".png", ".webp", ".bmp", ".gif", ".heic", ".heif", ".svg")
BEGINNINGS = (b"\xff\xd8\xff", b"\x89PNG\r\n", b"GIF8", b"BM")
START_OF_SCAN = b"\xff\xda"
SENT = ("JPEG", "PNG")  # as kept
FAULTS = (OSError, ValueError, SyntaxError, TypeError, KeyError, IndexError, OverflowError,
          MemoryError, EOFError, struct.error)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Prepared:
    """A file as it will be kept; the last four only of pictures."""

    data: bytes
    media_type: str
    width: int | None = None
    height: int | None = None
    likeness: bytes | None = None
    mirrored: bytes | None = None


def prepared(name: str, data: bytes) -> Prepared:
    """What is kept of a file somebody sent; raises `Unusable` with what to tell them."""
    if not data:
        raise Unusable("文件是空的，可能没有传完，请重新选择")
    if _looks_like_picture(name, data):
        return picture(data)
    return Prepared(data, type_of(name, data))


def _looks_like_picture(name: str, data: bytes) -> bool:
    webp = data[:4] == b"RIFF" and data[8:12] == b"WEBP"
    named = name.lower().endswith(NAMES)
    return named or webp or _phone_format(data) or data.startswith(BEGINNINGS)


def _phone_format(data: bytes) -> bool:
    return data[4:8] == b"ftyp" and data[8:12] in PHONE_BRANDS


def picture(data: bytes) -> Prepared:
    """A picture drawn anew as a JPEG of at most 1 MB; raises `Unusable`."""
    if _phone_format(data):
        raise Unusable(
            "这是苹果手机的 heic 格式，暂不能收；请在手机“设置—相机—格式”里选“兼容性最佳”，"
            "或先另存为 jpg 再传"
        )
    if len(data) > LARGEST_SENT:
        raise Unusable("照片超过40MB，请先压缩再传")
    clean = _drawn_anew(data)
    written = _small_enough(clean)
    grey = np.asarray(clean.convert("L").resize(GRID, Image.Resampling.BOX))
    final = written[1]
    return Prepared(written[0], JPEG, final[0], final[1], dhash(grey), dhash(grey, mirrored=True))


def looks(data: bytes) -> tuple[bytes, bytes] | None:
    """What a kept picture looks like, and in a mirror; None when it cannot be drawn."""
    try:
        with Image.open(io.BytesIO(data), formats=SENT) as kept:
            kept.draft("L", (8 * GRID[0], 8 * GRID[1]))  # no larger than needed to tell
            grey = np.asarray(kept.convert("L").resize(GRID, Image.Resampling.BOX))
    except (Image.DecompressionBombError, *FAULTS):
        return None
    return dhash(grey), dhash(grey, mirrored=True)


def _drawn_anew(data: bytes) -> Image.Image:
    """The picture upright, in plain colours on white, without anything written beside it."""
    try:
        with Image.open(io.BytesIO(data), formats=READ) as sent:
            _refuse_unfit(sent, data)
            sent.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))  # a JPEG is read no larger than needed
            sent.load()
            upright = _upright(sent)
            upright.thumbnail((LONGEST_SIDE, LONGEST_SIDE), Image.Resampling.LANCZOS)
            return _plain(upright)
    except Unusable:
        raise
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise Unusable(TOO_MANY_PIXELS) from None
    except UnidentifiedImageError:
        raise Unusable(
            "文件名像照片，内容却不是能识别的照片，没有收下；请重新拍照或另存为 jpg 再传"
        ) from None
    except FAULTS:
        raise Unusable("照片不完整或已损坏，可能没有传完；请重新选择原照片再传") from None


def _refuse_unfit(sent: Image.Image, data: bytes) -> None:
    if getattr(sent, "is_animated", False) and sent.format != "MPO":
        raise Unusable("这是会动的图，不能作照片；请截取一张静止的图再传")
    if sent.width * sent.height > MOST_PIXELS:
        raise Unusable(TOO_MANY_PIXELS)
    if sent.format in {"JPEG", "MPO"} and data.count(START_OF_SCAN) > MOST_SCANS:
        raise Unusable(TOO_MANY_SCANS)


def _upright(sent: Image.Image) -> Image.Image:
    """Turned as the camera says; what it says wrongly is left aside."""
    try:
        return ImageOps.exif_transpose(sent)
    except FAULTS:
        return sent.copy()


def _plain(found: Image.Image) -> Image.Image:
    clean = Image.new("RGB", found.size, "white")
    if found.mode in {"RGBA", "LA", "PA", "La", "RGBa"} or "transparency" in found.info:
        seen = found.convert("RGBA")
        clean.paste(seen, mask=seen.getchannel("A"))
    elif found.mode.startswith("I"):  # 16 bits a point
        points = np.asarray(found).astype(np.float64) / 257
        clean.paste(Image.fromarray(points.clip(0, 255).astype(np.uint8)).convert("RGB"))
    else:
        clean.paste(found.convert("RGB"))
    return clean


def _small_enough(clean: Image.Image) -> tuple[bytes, tuple[int, int]]:
    """The bytes of the best rendering within the limit, and its size."""
    for quality, shown in _ever_smaller(clean):
        data = _jpeg(shown, quality)
        if len(data) <= LARGEST_PICTURE:
            return data, shown.size
    raise AssertionError("a picture can always be made smaller")


def _ever_smaller(clean: Image.Image) -> Iterator[tuple[int, Image.Image]]:
    shown = clean
    while True:
        for quality in QUALITIES:
            yield quality, shown
        size = (max(1, int(shown.width * SHRINK)), max(1, int(shown.height * SHRINK)))
        shown = clean.resize(size, Image.Resampling.LANCZOS)


def _jpeg(shown: Image.Image, quality: int) -> bytes:
    out = io.BytesIO()
    shown.save(out, "JPEG", quality=quality, optimize=True, progressive=True)
    return out.getvalue()


def small(data: bytes) -> bytes:
    """A kept picture at most 400 pixels long, for lists."""
    with Image.open(io.BytesIO(data), formats=SENT) as kept:
        kept.draft("RGB", (SMALL_SIDE, SMALL_SIDE))
        shown = kept.convert("RGB")
    shown.thumbnail((SMALL_SIDE, SMALL_SIDE), Image.Resampling.LANCZOS)
    return _jpeg(shown, 75)
