"""A picture a phone has drawn already, looked through and kept byte for byte.

Its sha256 stands in the chain, so nothing may be taken off it here: what the camera wrote beside
the picture (C1) must not be there any more. A JPEG is walked through and not drawn; what it looks
like is worked out when somebody first asks (`looks`).
"""

from __future__ import annotations

import io
import struct
from collections.abc import Generator
from collections.abc import Iterator

from PIL import Image

from tongxing.records.evidence.files import Unusable
from tongxing.records.evidence.jpeg import COMMENT
from tongxing.records.evidence.jpeg import START
from tongxing.records.evidence.jpeg import Behind
from tongxing.records.evidence.jpeg import Broken
from tongxing.records.evidence.jpeg import jpeg
from tongxing.records.evidence.pictures import FAULTS
from tongxing.records.evidence.pictures import JPEG
from tongxing.records.evidence.pictures import LARGEST_PICTURE
from tongxing.records.evidence.pictures import MOST_DRAWN
from tongxing.records.evidence.pictures import MOST_SCANS
from tongxing.records.evidence.pictures import TOO_MANY_SCANS
from tongxing.records.evidence.pictures import Prepared

PNG = "image/png"
PNG_END = b"IEND\xaeB`\x82"
TELLS_MORE = (
    "照片里还带有拍摄设备、地点等信息，或夹带了别的内容，没有收下；"
    "请在手机页里重新选择这张照片，手机页会去掉这些信息"
)
TOO_LONG = "照片超过1MB，没有收下；请重新选择这张照片，手机页会把它调小"
TOO_LARGE = "照片尺寸过大，没有收下；请重新选择这张照片，手机页会把它调小"
SPOILT = "照片不完整或已损坏，没有收下；请在手机上重新选择这张照片"
INNER_TAGS = 0x8769
# Turning, resolution, colour space, size and version, and where the inner tags begin.
HARMLESS = frozenset({0x0112, 0x011A, 0x011B, 0x0128, 0x0213, INNER_TAGS, 0x9000, 0x9101, 0xA000,
                      0xA001, 0xA002, 0xA003})  # fmt: skip
TAGS, OTHER_DATA = b"Exif\0\0", 0xE1
ORDERS = {b"II*\0": "<", b"MM\0*": ">"}
UNREADABLE = -1
MOST_TAGS = 1_000  # bytes: a preview of what the camera saw has no room
USUAL = {0xE0: (b"JFIF\0",), 0xE2: (b"ICC_PROFILE\0",), 0xEE: (b"Adobe",)}  # how to show it
MOST_MARKS = 100  # bytes: an empty block of the program that drew it


def picture_as_sent(data: bytes) -> Prepared:
    """The picture as it is, if it is whole, small and nothing but a picture; raises `Unusable`."""
    if len(data) > LARGEST_PICTURE:
        raise Unusable(TOO_LONG)
    try:
        return _jpeg(data) if data.startswith(START) else _png(data)
    except Unusable:
        raise
    except Behind:
        raise Unusable(TELLS_MORE) from None
    except (Broken, Image.DecompressionBombError, *FAULTS):
        raise Unusable(SPOILT) from None


def _jpeg(data: bytes) -> Prepared:
    found = jpeg(data)
    if found.scans > MOST_SCANS:
        raise Unusable(TOO_MANY_SCANS)
    _refuse_large(found.width, found.height)
    further = 0
    for mark, said in found.beside:
        if mark == OTHER_DATA and said.startswith(TAGS):
            if len(said) > MOST_TAGS or not HARMLESS.issuperset(_tags(said[len(TAGS) :])):
                raise Unusable(TELLS_MORE)
        elif not said.startswith(USUAL.get(mark, ())):
            further += len(said)
            if mark in {COMMENT, OTHER_DATA} or further > MOST_MARKS:
                raise Unusable(TELLS_MORE)
    return Prepared(data, JPEG, found.width, found.height)


def _png(data: bytes) -> Prepared:
    """Drawn to tell whether it is whole: phones hardly ever send one."""
    with Image.open(io.BytesIO(data), formats=("PNG",)) as sent:
        if getattr(sent, "is_animated", False):
            raise Unusable("这是会动的图，不能作照片；请截取一张静止的图再传")
        _refuse_large(*sent.size)
        sent.load()
        if not data.endswith(PNG_END) or getattr(sent, "text", {}):
            raise Unusable(TELLS_MORE)
        if not HARMLESS.issuperset(_tags(sent.info.get("exif", b""))):
            raise Unusable(TELLS_MORE)
        return Prepared(data, PNG, *sent.size)


def _refuse_large(width: int, height: int) -> None:
    if width * height > MOST_DRAWN:
        raise Unusable(TOO_LARGE)


def _tags(block: bytes) -> Iterator[int]:
    """The tags of an Exif block, the inner ones with them; one that nobody can read is a tag too.

    What browsers write when they draw (size, turning, colours) tells nothing.
    """
    if not block:
        return
    order = ORDERS.get(block[:4])
    if order is None:
        yield UNREADABLE
        return
    try:
        (first,) = struct.unpack_from(f"{order}L", block, 4)
        inner = yield from _table(block, order, first)
        if inner:
            yield from _table(block, order, inner)
    except struct.error:
        yield UNREADABLE


def _table(block: bytes, order: str, at: int) -> Generator[int, None, int]:
    """The tags of one table; returns where the inner one lies, 0 for nowhere."""
    (count,) = struct.unpack_from(f"{order}H", block, at)
    inner = 0
    for n in range(count):
        tag, _, _, value = struct.unpack_from(f"{order}HHLL", block, at + 2 + 12 * n)
        yield tag
        inner = value if tag == INNER_TAGS else inner
    (further,) = struct.unpack_from(f"{order}L", block, at + 2 + 12 * count)
    if further:  # a preview of what the camera saw
        yield UNREADABLE
    return inner
