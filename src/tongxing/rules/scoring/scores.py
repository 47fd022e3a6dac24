"""The score of everybody in a plan: items, sum, band, quota, and the order shown."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from tongxing.rules.plan.model import Edition
from tongxing.rules.plan.model import Score
from tongxing.rules.scoring.bands import apply_quota
from tongxing.rules.scoring.bands import position_of
from tongxing.rules.scoring.bands import with_band
from tongxing.rules.scoring.inputs import ScoreInputs
from tongxing.rules.scoring.inputs import Subject
from tongxing.rules.scoring.items import Table
from tongxing.rules.scoring.items import judge_item
from tongxing.rules.scoring.misuse import NotScoredError
from tongxing.rules.scoring.misuse import SubjectTwiceError
from tongxing.rules.scoring.misuse import UnknownDutyError
from tongxing.rules.scoring.results import Result


def score(edition: Edition, inputs: ScoreInputs) -> tuple[Result, ...]:
    """Scores all subjects together; the same whatever order they come in.

    Points are exact and rounded once, item by item, so that the items shown add up to the
    sum shown. Answers ascend by subject; by band, then subject, where the plan shows bands;
    by rank where it shows ranks. Raises the exceptions of `scoring.misuse`.
    """
    if edition.score is None:
        raise NotScoredError(edition.plan, edition.edition)
    table = Table(edition, edition.score, inputs.titles)
    subjects = sorted(inputs.subjects, key=lambda one: one.id)
    for before, after in pairwise(subjects):
        if before.id == after.id:
            raise SubjectTwiceError(after.id)
    banded = [with_band(table, _summed(table, one), one) for one in subjects]
    return _arranged(table.score, apply_quota(table.score, banded))


def _summed(table: Table, subject: Subject) -> Result:
    for duty in subject.duties:
        if duty not in table.edition.duties:
            raise UnknownDutyError(duty)
    items = tuple(judge_item(table, item, subject) for item in table.score.items)
    return Result(
        subject=subject.id,
        points=sum(item.points or 0 for item in items),
        out_of=sum(item.out_of for item in items),
        complete=all(item.points is not None for item in items),
        approx=any(item.approx for item in items),
        items=items,
        band="",
        band_lines=(),
    )


def _arranged(table: Score, results: Sequence[Result]) -> tuple[Result, ...]:
    """In the order the plan allows to show; an order by points only where it shows ranks."""
    if table.ranking.show == "ranks":
        return _ranked(results)
    if table.ranking.show == "bands":
        last = len(table.bands)
        places = {one.title: position_of(table.bands, one.title) for one in table.bands}
        return tuple(sorted(results, key=lambda one: places.get(one.band, last)))
    return tuple(results)


def _ranked(results: Sequence[Result]) -> tuple[Result, ...]:
    """Equal points share a rank and the next ones skip (1, 2, 2, 4); unfinished ones last."""
    complete = sorted((one for one in results if one.complete), key=lambda one: -one.points)
    ranked: list[Result] = []
    for position, one in enumerate(complete, start=1):
        tied = ranked and ranked[-1].points == one.points
        ranked.append(replace(one, rank=ranked[-1].rank if tied else position))
    return (*ranked, *(one for one in results if not one.complete))
