"""What is made of the points: bands without holes, vetoes, a quota, and ranking with a basis."""

from __future__ import annotations

from itertools import pairwise
from typing import Literal

from tongxing.rules.plan.model import Band
from tongxing.rules.plan.model import Quota
from tongxing.rules.plan.model import Ranking
from tongxing.rules.plan.model import Veto
from tongxing.rules.plan.node import Node
from tongxing.rules.plan.references import Kinds
from tongxing.rules.plan.references import kinds_at
from tongxing.rules.plan.references import unknown

HUNDREDTHS = 100
SHARE_SCALE = 10_000
POINTS_MAX = 2000  # totals over 100 with bonus are lawful
_PERSONS = ("person", "persons", "member", "members", "cadre", "cadres")


def read_bands(node: Node, highest: int) -> tuple[Band, ...]:
    """Bands from the best down, each from its `from` up to the one above; the last from 0."""
    bands: list[Band] = []
    for row in node.rows("bands"):
        row.only("title", "from")
        bands.append(Band(row.text("title"), row.scaled("from", 0, POINTS_MAX, scale=HUNDREDTHS)))
    froms = [band.from_ for band in bands]
    if any(below >= above for above, below in pairwise(froms)):
        node.complain("bands", "等次有重叠或次序颠倒", remedy="从高到低写，from一个比一个小")
    elif froms and froms[-1] != 0:
        node.complain("bands", "等次有空档：最低一等没有从0分起", remedy="最低一等写 from = 0")
    if froms and froms[0] > highest:
        node.complain("bands", "最高一等的起点超过满分", allowed=f"不超过{highest // HUNDREDTHS}")
    if len({band.title for band in bands}) < len(bands):
        node.complain("bands", "等次名称重复")
    return tuple(bands)


def read_veto(node: Node, bands: tuple[Band, ...], kinds: Kinds) -> tuple[Veto, ...]:
    """Records of which kinds put a result into which band, whatever its points."""
    found: list[Veto] = []
    for row in node.rows("veto"):
        row.only("counts", "band")
        found.append(Veto(kinds_at(row, "counts", kinds), _band(row, bands)))
    return tuple(found)


def _band(node: Node, bands: tuple[Band, ...]) -> str:
    written = node.text("band")
    titles = [band.title for band in bands]
    if written and written not in titles:
        unknown(node, "band", "等次", written, titles)
    return written


def read_quota(node: Node, bands: tuple[Band, ...]) -> Quota | None:
    """At most which share may stand in a band."""
    child = node.child("quota", required=False)
    if child is None:
        return None
    child.only("band", "at_most", "rounding")
    band = _band(child, bands)
    if bands and band == bands[-1].title and len(bands) > 1:
        child.complain("band", "最低等次不能限额", allowed="、".join(b.title for b in bands[:-1]))
    return Quota(band, child.scaled("at_most", 0, 1, scale=SHARE_SCALE), _rounding(child))


def _rounding(node: Node) -> Literal["down", "up", "half-up"]:
    written = node.one_of("rounding", ("down", "up", "half-up"), default="down")
    return "up" if written == "up" else "half-up" if written == "half-up" else "down"


def read_ranking(node: Node) -> Ranking:
    """Off unless the plan switches it on and names its basis; never of persons (C2)."""
    child = node.child("ranking", required=False)
    if child is None:
        return Ranking()
    if child.table.get("of") in _PERSONS:
        child.complain("of", "不得对个人排名", remedy="删去", rule="C2")
        return Ranking()
    child.only("show", "basis")
    written = child.one_of("show", ("none", "bands", "ranks"), default="none")
    show: Literal["none", "bands", "ranks"] = (
        "ranks" if written == "ranks" else "bands" if written == "bands" else "none"
    )
    basis = child.text("basis", default="")
    if show != "none" and not basis:
        remedy = '加上 basis = "依据的文件"，或改成 show = "none"'
        child.complain("basis", "公开等次或名次要写明依据", remedy=remedy, rule="C2")
    return Ranking(show, basis)
