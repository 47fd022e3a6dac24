"""A photo as a phone sends it: walked through, not drawn; whatever is more than a picture stays out."""

from __future__ import annotations

import io
import random
import struct
from collections.abc import Callable

import pytest
from PIL import Image

from tests.records.evidence.drawn import scene
from tests.records.evidence.drawn import sent
from tests.records.evidence.drawn import with_a_place
from tongxing.records.evidence.as_sent import MOST_MARKS
from tongxing.records.evidence.as_sent import picture_as_sent
from tongxing.records.evidence.files import Unusable
from tongxing.records.evidence.jpeg import Broken
from tongxing.records.evidence.jpeg import jpeg
from tongxing.records.evidence.pictures import looks
from tongxing.records.evidence.pictures import picture

PLAIN = sent(scene(1, (90, 70)))
STEPWISE = sent(scene(1, (90, 70)), progressive=True)
SCAN = b"\xff\xda"


def marked(mark: int, said: bytes) -> bytes:
    return bytes([0xFF, mark]) + (len(said) + 2).to_bytes(2) + said


def behind_the_start(part: bytes, data: bytes = PLAIN) -> bytes:
    return data[:2] + part + data[2:]


def between_scans(part: bytes) -> bytes:
    """Where programs that only read the head of a file do not look."""
    last = STEPWISE.rfind(SCAN)
    at = STEPWISE.rfind(b"\xff\xc4", 0, last)
    return STEPWISE[:at] + part + STEPWISE[at:]


AS_DRAWN: dict[str, dict[str, object]] = {
    "plain": {},
    "stepwise": {"progressive": True, "optimize": True},
    "poor": {"quality": 1, "optimize": True},
    "rich": {"quality": 100, "subsampling": "4:4:4"},
    "in strips": {"subsampling": "4:2:0", "restart_marker_rows": 1},
}


@pytest.mark.parametrize("how", AS_DRAWN)
def test_what_drawing_programs_write_is_taken(how):
    for size in ((1, 1), (17, 9), (90, 70)):
        for colours in ("RGB", "L", "CMYK"):
            data = sent(scene(3, size).convert(colours), **AS_DRAWN[how])
            ready = picture_as_sent(data)
            assert (ready.data, ready.media_type) == (data, "image/jpeg")
            assert (ready.width, ready.height) == size


def test_the_plainest_picture_of_all_holds_enough():
    """One colour takes the fewest bits a block there are."""
    for options in ({"optimize": True}, {"progressive": True}):
        assert picture_as_sent(sent(Image.new("L", (2560, 2560)), **options)).width == 2560


def test_what_it_looks_like_is_worked_out_later_and_is_the_same():
    data = picture(sent(scene(11), quality=95)).data
    ready = picture_as_sent(data)
    assert ready.likeness is ready.mirrored is None
    drawn = picture(data)
    assert looks(data) == (drawn.likeness, drawn.mirrored)
    assert looks(data[:300]) is None


def exif(*tags: int, inner: tuple[int, ...] = (), order: str = "<", further: int = 0) -> bytes:
    """A block of tags, each with a value; those of `inner` where tag 0x8769 says."""
    behind = 8 + 6 + 12 * len(tags)

    def table(some: tuple[int, ...], more: int) -> bytes:
        rows = [struct.pack(f"{order}HHLL", tag, 4, 1, behind) for tag in some]
        counted = struct.pack(f"{order}H", len(some)) + b"".join(rows)
        return counted + struct.pack(f"{order}L", more)

    head = {"<": b"II*\0", ">": b"MM\0*"}[order] + struct.pack(f"{order}L", 8)
    return b"Exif\0\0" + head + table(tags, further) + (table(inner, 0) if inner else b"")


GPS = with_a_place(scene(1, (90, 70)))
LENGTHS = PLAIN.index(SCAN)
MORE = {
    "a place": GPS,
    "a place between two scans": between_scans(marked(0xE1, exif(0x8825))),
    "a device": behind_the_start(marked(0xE1, exif(0x0112, 0x0110))),
    "a device, numbers turned around": behind_the_start(marked(0xE1, exif(0x0110, order=">"))),
    "a device in the inner tags": behind_the_start(marked(0xE1, exif(0x8769, inner=(0xA434,)))),
    "tags nobody can read": behind_the_start(marked(0xE1, b"Exif\0\0II*\0\xff\0\0\0")),
    "no tags at all": behind_the_start(marked(0xE1, b"Exif\0\0GPS")),
    "a second table": behind_the_start(marked(0xE1, exif(0x0112, further=8))),
    "a comment": behind_the_start(marked(0xFE, b"taken at home")),
    "a comment between two scans": between_scans(marked(0xFE, b"x")),
    "words": behind_the_start(marked(0xE1, b"http://ns.adobe.com/xap/1.0/\0<x/>")),
    "a preview": behind_the_start(marked(0xE1, b"Exif\0\0II*\0\x08\0\0\0" + bytes(2_000))),
    "further pictures": behind_the_start(marked(0xE2, b"MPF\0" + bytes(200))),
    "something in a mark of its own": behind_the_start(marked(0xED, bytes(MOST_MARKS + 1))),
    "in many small ones": behind_the_start(marked(0xEB, bytes(60)) * 2),
    "where density is told": behind_the_start(marked(0xE0, b"JFXX\0" + bytes(200))),
    "something behind": PLAIN + b"PK\x03\x04",
    "a second picture behind": PLAIN + PLAIN,
}


@pytest.mark.parametrize("case", sorted(MORE))
def test_whatever_is_more_than_a_picture_is_refused(case):
    with pytest.raises(Unusable, match="夹带了别的内容"):
        picture_as_sent(MORE[case])


@pytest.mark.parametrize("order", "<>")
def test_tags_that_tell_nothing_are_taken(order):
    some = exif(0x0112, 0x8769, inner=(0xA002, 0xA003), order=order)
    assert picture_as_sent(behind_the_start(marked(0xE1, some))).width == 90


def test_the_empty_block_of_a_drawing_program_is_taken():
    assert picture_as_sent(behind_the_start(marked(0xED, b"Photoshop 3.0\0"))).width == 90


def larger(width: int, height: int) -> bytes:
    """The same bytes, said to be of a larger picture."""
    at = PLAIN.index(b"\xff\xc0") + 5
    return PLAIN[:at] + height.to_bytes(2) + width.to_bytes(2) + PLAIN[at + 4 :]


def without(mark: int) -> bytes:
    """Without the parts of this mark."""
    data, at = PLAIN, 0
    while (at := data.find(bytes([0xFF, mark]), at)) >= 0:
        data = data[:at] + data[at + 2 + int.from_bytes(data[at + 2 : at + 4]) :]
    return data


BROKEN: dict[str, bytes] = {
    "a beginning": PLAIN[:2],
    "the head alone": PLAIN[:LENGTHS],
    "no scan": PLAIN[:LENGTHS] + b"\xff\xd9",
    "cut off in the scan": PLAIN[:-200],
    "cut off at the end": PLAIN[:-1],
    "cut off with an end put on": PLAIN[: LENGTHS + 30] + b"\xff\xd9",
    "more points than it holds": larger(2500, 2500),
    "no points": larger(0, 70),
    "no size": without(0xC0),
    "no steps": without(0xDB),
    "no codes": without(0xC4),
    "a size told twice": behind_the_start(PLAIN[PLAIN.index(b"\xff\xc0") :][:19]),
    "codes no reader could read": behind_the_start(marked(0xC4, b"\0" + b"\xff" * 16)),
    "codes cut short": behind_the_start(marked(0xC4, b"\0\1")),
    "another way of coding": PLAIN.replace(b"\xff\xc0", b"\xff\xc9", 1),
    "twelve bits a point": PLAIN.replace(b"\xff\xc0\0\x11\x08", b"\xff\xc0\0\x11\x0c", 1),
    "bytes between two parts": PLAIN[:LENGTHS] + b"\0\0" + PLAIN[LENGTHS:],
    "a part longer than the rest": behind_the_start(b"\xff\xe0\xff\xff"),
    "a later pass without a first": STEPWISE[: STEPWISE.index(SCAN)]
    + STEPWISE[STEPWISE.rfind(SCAN) :],
}


@pytest.mark.parametrize("case", sorted(BROKEN))
def test_what_is_no_whole_picture_is_refused(case):
    with pytest.raises(Broken):
        jpeg(BROKEN[case])
    with pytest.raises(Unusable, match="不完整"):
        picture_as_sent(BROKEN[case])


@pytest.mark.parametrize(
    ("hidden", "said"),
    [
        (lambda data: data + b"more", "夹带"),
        (lambda data: data[:-40], "不完整"),
        (lambda data: data[:60] + bytes(20) + data[80:], "不完整"),
    ],
)
def test_a_plain_scan_is_drawn_to_tell(hidden: Callable[[bytes], bytes], said: str):
    data = sent(scene(5, (90, 70)), "PNG")
    assert picture_as_sent(data).media_type == "image/png"
    with pytest.raises(Unusable, match=said):
        picture_as_sent(hidden(data))


def test_a_png_that_moves_is_no_photo():
    out = io.BytesIO()
    scene(1, (30, 30)).save(out, "PNG", save_all=True, append_images=[scene(2, (30, 30))])
    with pytest.raises(Unusable, match="会动"):
        picture_as_sent(out.getvalue())


def taken_can_be_drawn(rounds: int) -> None:
    """Bytes changed, taken out and put in at random: what is taken can be drawn, always."""
    draw = random.Random(5)
    whole, taken = [PLAIN, STEPWISE, sent(scene(2, (40, 30)), optimize=True)], 0
    for _ in range(rounds):
        data = bytearray(draw.choice(whole))
        for _ in range(draw.randint(1, 3)):
            at = draw.randrange(len(data))
            data[at : at + draw.randint(0, 3)] = draw.randbytes(draw.randint(0, 4))
        try:
            picture_as_sent(bytes(data))
        except Unusable:
            continue
        taken += 1
        assert looks(bytes(data)) is not None
    assert taken > rounds // 10


def test_damaged_pictures_that_are_taken_can_be_drawn():
    taken_can_be_drawn(300)


@pytest.mark.full
def test_many_damaged_pictures_that_are_taken_can_be_drawn():
    taken_can_be_drawn(20_000)
