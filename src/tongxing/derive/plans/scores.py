"""The scores of one plan, of all whom the viewer may know, as far as the plan lets them be shown.

A unit reads its own with how each point came about. The office, supervisors and auditors read
all of their place as working papers, in the order of the registry. What everybody else may
read of the others is bands or ranks only, and only where the plan says so with its basis (C2).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from datetime import datetime
from typing import Literal

from tongxing.derive.boards.lines import naming
from tongxing.derive.boards.lines import pairing_line
from tongxing.derive.boards.lines import pairing_names
from tongxing.derive.boards.scores import Scored
from tongxing.derive.boards.scores import scored_pairings
from tongxing.derive.boards.scores import scored_units
from tongxing.derive.boards.shapes import Named
from tongxing.derive.boards.shapes import ScoreCard
from tongxing.derive.boards.shapes import Stand
from tongxing.derive.boards.view import NotInView
from tongxing.derive.boards.view import View
from tongxing.derive.boards.view import kept_board
from tongxing.derive.boards.view import view_of
from tongxing.records.accounts.access import Scope
from tongxing.rules.plan.model import Edition
from tongxing.rules.plan.words import RANKING_WORDS

OVERSEERS = frozenset({"office", "supervisor", "auditor"})
By = Literal["unit", "pairing"]


@dataclass(frozen=True, slots=True)
class ScoreRow:
    """One subject: its card where the viewer may read it, else band or rank alone."""

    name: str
    party: Named | None
    pairing: str  # key, "" for a unit
    card: ScoreCard | None
    band: str
    rank: int | None


@dataclass(frozen=True, slots=True)
class ScoresBoard:
    stand: Stand
    edition: Edition
    year: int
    by: By
    shows: str  # what the plan lets be made public, in words
    whole: bool  # the viewer reads all results of the place
    rows: tuple[ScoreRow, ...]


def scores_board(
    scope: Scope,
    *,
    book: str,
    plan: str,
    by: By = "unit",
    as_of: date,
    known_at: datetime | None = None,
) -> ScoresBoard:
    """The results of the year so far; raises NotInView where the plan scores nothing."""
    view = view_of(scope, book=book, as_of=as_of, known_at=known_at)
    return kept_board(view, ("scores", plan, by), lambda: _scores(view, plan, by))


def _scores(view: View, plan: str, by: By) -> ScoresBoard:
    scope = view.scope
    edition = next((one for one in view.present() if one.plan == plan), None)
    if edition is None or edition.score is None:
        raise NotInView
    whole = bool(scope.roles & OVERSEERS) and scope.sees_place(view.stand.book)
    rows = _units(view, edition, whole) if by == "unit" else _pairings(view, edition, whole)
    return ScoresBoard(
        stand=view.stand,
        edition=edition,
        year=view.as_of.year,
        by=by,
        shows=RANKING_WORDS[edition.score.ranking.show],
        whole=whole,
        rows=rows,
    )


def _units(view: View, edition: Edition, whole: bool) -> tuple[ScoreRow, ...]:
    found = scored_units(view, edition)
    names = naming(view, (), found)
    rows = []
    for party in found:
        mine = whole or party in view.scope.units
        row = _row(edition, found[party], mine)
        if row is not None:
            named = names.party(party)
            rows.append(ScoreRow(named.name, named, "", *row))
    return tuple(sorted(rows, key=lambda one: one.name))


def _pairings(view: View, edition: Edition, whole: bool) -> tuple[ScoreRow, ...]:
    found = scored_pairings(view, edition)
    facts = [one for one in view.pairings if one.key in found]
    names = pairing_names(view, facts)
    ours = view.ours()
    own = {one.key for row, one in enumerate(view.pairings) if ours[row]}
    rows = []
    for fact in facts:
        row = _row(edition, found[fact.key], whole or fact.key in own)
        if row is not None:
            rows.append(ScoreRow(pairing_line(view, fact, names).title, None, fact.key, *row))
    return tuple(rows)


def _row(
    edition: Edition,
    scored: Scored,
    mine: bool,
) -> tuple[ScoreCard | None, str, int | None] | None:
    """(card, band, rank) as this reader may see them; None when nothing at all."""
    show = edition.score.ranking.show if edition.score else "none"
    rank = scored.rank if show == "ranks" else None
    if mine:
        return scored.card, scored.card.band, rank
    if show == "bands" and scored.card.band:
        return None, scored.card.band, None
    return (None, "", rank) if rank is not None else None
