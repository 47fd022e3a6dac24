"""A few pictures on demo records, drawn and plainly marked as a demonstration.

They show fields, a road and a pond, so that pages look as they will; no photo of anybody.
"""

from __future__ import annotations

import io
from datetime import datetime
from importlib.resources import files
from random import Random

from PIL import Image
from PIL import ImageDraw

from tongxing.actions.attach_evidence import attach_evidence
from tongxing.actions.keep_file import keep_file
from tongxing.project.demo.gaozhou import BOOK as GAOZHOU
from tongxing.project.demo.towns import BOOKS
from tongxing.records.accounts.access import everything
from tongxing.records.ledger.ids import new_id
from tongxing.records.ledger.models import Book
from tongxing.records.ledger.models import Record

SIZE = (960, 720)
GRAIN = (34, 26)
LATEST = 80  # records looked at in a book
SHOWN = {GAOZHOU: 14}  # records with pictures in a book; two in any other
CAPTIONS = {
    "labour-day": "村道清理后",
    "courtyard": "整治后的庭院",
    "planting": "新栽的树苗",
    "livelihood-item": "完工现场",
}
LEAVES = ("#4f7a52", "#3f6b58", "#6f8f4a")
SKIES, FIELDS = ("#cfe3ee", "#dbe7ea", "#e9e4d4"), ("#8fae6b", "#a4b56a", "#7f9e62", "#b9a567")


def hang_pictures() -> int:
    """Give the latest records of some kinds a picture or two each; how many pictures."""
    return sum(_hang(book, SHOWN.get(book, 2)) for book in (*BOOKS, GAOZHOU))


def _hang(book: str, most: int) -> int:
    """One record a village; the last one shows the first one's picture again, as a hint to find."""
    at = Book.objects.get(pk=book).head_recorded
    records = _chosen(book, most)
    if at is None:
        return 0
    for n, record in enumerate(records):
        again = 0 if n and n == len(records) - 1 else n
        seeds = [f"{book}.{again}", *([f"{book}.{n}.b"] if n % 3 == 0 else [])]
        _attach(record, seeds, at)
    return len(records)


def _chosen(book: str, most: int) -> list[Record]:
    found = Record.objects.filter(book=book, kind__in=CAPTIONS, replaced_by_rows=None)
    villages: dict[str, Record] = {}
    for record in found.order_by("-happened", "-seq")[:LATEST]:
        villages.setdefault(record.place, record)
    return list(villages.values())[:most]


def _attach(record: Record, seeds: list[str], at: datetime) -> None:
    acting = everything(record.recorded_by)
    kept = [
        keep_file(
            acting=acting, at=at, name=f"演示{number}.jpg",
            data=drawn(seed), caption=f"演示图片：{CAPTIONS[record.kind]}",
        )
        for number, seed in enumerate(seeds, 1)
    ]  # fmt: skip
    attach_evidence(acting=acting, at=at, id=new_id(at), of=record.id, files=kept)


def drawn(seed: str) -> bytes:
    """A plain landscape as PNG, another for every seed."""
    draw = Random(seed)  # noqa: S311  the same pictures every time
    made = Image.new("RGB", SIZE, draw.choice(SKIES))
    pen = ImageDraw.Draw(made)
    horizon = draw.randint(200, 460)
    _hills(pen, draw)
    pen.rectangle((0, horizon, *SIZE), draw.choice(FIELDS))
    for _ in range(draw.randint(4, 8)):
        _plot(pen, draw, horizon)
    near, far = draw.randint(0, 800), draw.randint(0, 900)
    pen.polygon(((near, 720), (near + 150, 720), (far + 20, horizon), (far, horizon)), "#cfc8b8")
    for _ in range(draw.randint(1, 4)):
        _tree(pen, draw)
    made = _weathered(made, draw)
    _mark(made)
    out = io.BytesIO()
    made.save(out, "PNG", compress_level=1)
    return out.getvalue()


def _weathered(made: Image.Image, draw: Random) -> Image.Image:
    """Light and shade over it all, as no two real views have them alike."""
    spots = Image.frombytes("L", GRAIN, draw.randbytes(GRAIN[0] * GRAIN[1]))
    shade = spots.resize(SIZE, Image.Resampling.BICUBIC).convert("RGB")
    return Image.blend(made, shade, 0.16)


def _hills(pen: ImageDraw.ImageDraw, draw: Random) -> None:
    for shade in ("#a9bfc0", "#93aca6", "#7d9a8c"):
        top, at = draw.randint(130, 250), draw.randint(0, 900)
        pen.ellipse((at - 420, top, at + 420, top + 500), fill=shade)


def _tree(pen: ImageDraw.ImageDraw, draw: Random) -> None:
    x, y, crown = draw.randint(60, 900), draw.randint(420, 680), draw.randint(60, 150)
    pen.rectangle((x - 10, y - crown, x + 10, y), fill="#6d5642")
    pen.ellipse((x - crown, y - 3 * crown, x + crown, y - crown), fill=draw.choice(LEAVES))


def _plot(pen: ImageDraw.ImageDraw, draw: Random, horizon: int) -> None:
    """A plot of land, a pond or a house."""
    x, y = draw.randint(-60, 900), draw.randint(horizon, 660)
    width, height = draw.randint(90, 300), draw.randint(30, 110)
    (kind,) = draw.choices(("pond", "house", "land"), (2, 2, 6))
    if kind == "pond":
        pen.ellipse((x, y, x + width, y + height), fill="#8fb4c4")
    elif kind == "house":
        pen.rectangle((x, y - 60, x + 90, y), fill="#e7ded0")
        pen.polygon(((x - 8, y - 60), (x + 98, y - 60), (x + 45, y - 105)), fill="#8c5a4a")
    else:
        pen.polygon(
            ((x, y), (x + width, y - 12), (x + width + 50, y + height), (x - 30, y + height)),
            fill=draw.choice(FIELDS),
        )


def _mark(made: Image.Image) -> None:
    """The two characters 演示 on a band, large enough to be read on a small picture."""
    where = files("tongxing.catalogue") / "demo" / "mark.png"
    with Image.open(io.BytesIO(where.read_bytes())) as sign:
        mark = sign.convert("L").resize((sign.width * 2, sign.height * 2))
    made.paste("#ffffff", (0, 20, mark.width + 60, mark.height + 60))
    made.paste("#a3261d", (30, 40), mark)
