"""The board of one pairing."""

from __future__ import annotations

from datetime import date
from datetime import datetime

from tongxing.derive.boards.figures import Choice
from tongxing.derive.boards.figures import indicator_sums
from tongxing.derive.boards.figures import money_sums
from tongxing.derive.boards.group import group_of
from tongxing.derive.boards.group import strips_of
from tongxing.derive.boards.group import timeline
from tongxing.derive.boards.ladder import draft_of
from tongxing.derive.boards.ladder import rows_of
from tongxing.derive.boards.ladder import step_lines
from tongxing.derive.boards.ladder import steps_due
from tongxing.derive.boards.scores import pairing_scores
from tongxing.derive.boards.shapes import WaiverLine
from tongxing.derive.boards.subjects import PairingBoard
from tongxing.derive.boards.view import NotInView
from tongxing.derive.boards.view import View
from tongxing.derive.boards.view import duty_head
from tongxing.derive.boards.view import kept_board
from tongxing.derive.boards.view import view_of
from tongxing.derive.facts import PairingFact
from tongxing.records.accounts.access import Scope
from tongxing.records.pairings.models import Pairing
from tongxing.records.pairings.queries import grounds_of


def pairing_board(
    scope: Scope, *, key: str, as_of: date, known_at: datetime | None = None
) -> PairingBoard:
    """One pairing by its key. At most 12 queries; raises NotInView."""
    book = Pairing.objects.filter(key=key).values_list("book", flat=True).first()
    if book is None:
        raise NotInView
    view = view_of(scope, book=book, as_of=as_of, known_at=known_at)
    return kept_board(view, ("pairing", key), lambda: _pairing(view, key))


def _pairing(view: View, key: str) -> PairingBoard:
    row = view.row_of(key)
    fact = view.pairings[row]
    group = group_of(
        view, lambda one: one.place == fact.place or not {*one.actors}.isdisjoint(fact.actors)
    )
    line = group.line(row)
    others = sorted(
        (other for other in (*group.running, *group.ended) if other != row),
        key=lambda other: (view.pairings[other].since, view.pairings[other].key),
        reverse=True,
    )
    choice = Choice(pairing=key)
    return PairingBoard(
        stand=view.stand,
        pairing=line,
        strips=strips_of(view, row),
        steps=step_lines(view, steps_due(view).get(row, ())),
        draft=draft_of(view, row, line, rows_of(view, (row,)).get(row, ())),
        waivable=bool(view.asked_of(fact.kind)),
        waivers=_waivers(view, fact),
        history=group.lines(others),
        money=money_sums(view, choice),
        figures=indicator_sums(view, choice),
        scores=pairing_scores(view, row),
        timeline=timeline(view, choice),
    )


def _waivers(view: View, fact: PairingFact) -> tuple[WaiverLine, ...]:
    waivers = [one for one in view.judged.facts.waivers if one.concerns(fact)]
    grounds = grounds_of(one.key for one in waivers)
    return tuple(
        WaiverLine(
            key=one.key,
            since=one.since,
            until=one.until,
            duties=tuple(
                duty_head(view.judged.plans, one.plan, duty, view.as_of).title
                for duty in sorted(one.duties)
            ),
            reason=grounds[one.key].reason,
            basis=grounds[one.key].basis,
            approver=grounds[one.key].approver,
        )
        for one in waivers
    )
