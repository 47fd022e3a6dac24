"""Bands by points, vetoes, and the quota that limits how many a band may hold."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import groupby
from typing import Literal

from tongxing.rules.plan.model import Band
from tongxing.rules.plan.model import Quota
from tongxing.rules.plan.model import Score
from tongxing.rules.scoring.inputs import Subject
from tongxing.rules.scoring.items import Table
from tongxing.rules.scoring.misuse import LowestBandLimitedError
from tongxing.rules.scoring.misuse import UnknownBandError
from tongxing.rules.scoring.results import Line
from tongxing.rules.scoring.results import Result
from tongxing.rules.scoring.results import points_text

WHOLE = 10_000  # shares are in ten-thousandths


def band_at(bands: Sequence[Band], points: int) -> int:
    """Position of the band `points` falls in; below every band means the lowest one.

    Points can be negative where deductions have no floor (扣分不保底).
    """
    for position, band in enumerate(bands):
        if points >= band.from_:
            return position
    return len(bands) - 1


def position_of(bands: Sequence[Band], title: str) -> int:
    """Position of the band called `title`; raises UnknownBandError."""
    for position, band in enumerate(bands):
        if band.title == title:
            return position
    raise UnknownBandError(title)


def with_band(table: Table, result: Result, subject: Subject) -> Result:
    """`result` with its band by points and vetoes, the quota not yet applied."""
    bands = table.score.bands
    if not bands:
        return result
    position = band_at(bands, result.points) if result.complete else None
    lines = [_band_line(table.score, result, position)]
    for veto in table.score.veto:
        found = [kind for kind in veto.counts if subject.counts.get(kind, 0)]
        if not found:
            continue
        lowest = position_of(bands, veto.band)
        position = lowest if position is None else max(position, lowest)
        below = tuple(
            Line(f"{table.title(kind)}{subject.counts[kind]}条", source=f"kind:{kind}")
            for kind in found
        )
        lines.append(Line(f"一票否决：等次为“{bands[position].title}”", below=below))
    band = "" if position is None else bands[position].title
    return replace(result, band=band, band_lines=tuple(lines))


def _band_line(score: Score, result: Result, position: int | None) -> Line:
    if position is None:
        return Line(
            f"目前{points_text(result.points)}，已评项目满分{points_text(result.out_of)}；"
            "还有项目未评，暂不定等次"
        )
    text = f"总分{points_text(result.points)}，等次为“{score.bands[position].title}”"
    return Line(f"{text}（{_range(score.bands, position)}）")


def _range(bands: Sequence[Band], position: int) -> str:
    """What points a band holds, half-open: "80分以上（含），不满90分"."""
    above = f"不满{points_text(bands[position - 1].from_)}" if position else ""
    if position == len(bands) - 1:
        return above or "不分高低"
    from_ = f"{points_text(bands[position].from_)}及以上"
    return f"{from_}，{above}" if above else from_


def limit_of(quota: Quota, number: int) -> int:
    """How many of `number` subjects the quota's band may hold."""
    return rounded(quota.at_most * number, WHOLE, quota.rounding)


def rounded(amount: int, unit: int, how: Literal["down", "up", "half-up"]) -> int:
    """Whole units in `amount`, rounded as told."""
    added = {"down": 0, "up": unit - 1, "half-up": unit // 2}[how]
    return (amount + added) // unit


def apply_quota(score: Score, results: Sequence[Result]) -> tuple[Result, ...]:
    """Moves those beyond the quota one band down.

    The better points come first. Where the limit cuts through equal points, the whole tie
    falls out, so the band never holds more than the limit and nobody is drawn by lot.
    """
    quota = score.quota
    if quota is None:
        return tuple(results)
    position = position_of(score.bands, quota.band)
    if position == len(score.bands) - 1:
        raise LowestBandLimitedError(quota.band)
    limit = limit_of(quota, len(results))
    kept, tied = _within(limit, [one for one in results if one.band == quota.band])
    lower = score.bands[position + 1].title
    return tuple(
        one
        if one.band != quota.band or one.subject in kept
        else _moved(one, quota, limit, lower, tied=one.subject in tied)
        for one in results
    )


def _within(limit: int, candidates: Sequence[Result]) -> tuple[frozenset[str], frozenset[str]]:
    """Who stays, and who falls out only because the limit cuts through their tie."""
    kept: list[str] = []
    ordered = sorted(candidates, key=lambda one: -one.points)
    for _, group in groupby(ordered, key=lambda one: one.points):
        tie = [one.subject for one in group]
        if len(kept) + len(tie) > limit:
            cut = len(kept) < limit
            return frozenset(kept), frozenset(tie if cut else ())
        kept.extend(tie)
    return frozenset(kept), frozenset()


def _moved(result: Result, quota: Quota, limit: int, lower: str, *, tied: bool) -> Result:
    share = points_text(quota.at_most).removesuffix("分")
    text = f"“{quota.band}”不超过{share}%，即{limit}个，"
    if tied:
        text += f"名额落在同分之中，同分的都不列入，改为“{lower}”"
    else:
        text += f"名额已满，改为“{lower}”"
    return replace(result, band=lower, band_lines=(*result.band_lines, Line(text)))
