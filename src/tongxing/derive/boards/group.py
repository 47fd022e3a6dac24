"""Some pairings in view, and what the boards of one thing share."""

from __future__ import annotations

from collections.abc import Callable
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from tongxing.derive.boards.cells import cells
from tongxing.derive.boards.cells import of_year
from tongxing.derive.boards.cells import period_head
from tongxing.derive.boards.cells import tally_year
from tongxing.derive.boards.figures import Choice
from tongxing.derive.boards.figures import chosen_rows
from tongxing.derive.boards.ladder import step_lines
from tongxing.derive.boards.ladder import steps_due
from tongxing.derive.boards.lines import Naming
from tongxing.derive.boards.lines import latest
from tongxing.derive.boards.lines import naming
from tongxing.derive.boards.lines import pairing_line
from tongxing.derive.boards.lines import record_lines
from tongxing.derive.boards.shapes import DutyTally
from tongxing.derive.boards.shapes import PairingLine
from tongxing.derive.boards.shapes import RecordLine
from tongxing.derive.boards.shapes import Strip
from tongxing.derive.boards.subjects import PairingStrips
from tongxing.derive.boards.view import View
from tongxing.derive.facts import PairingFact

TIMELINE_SHOWN = 30


def strips_of(view: View, row: int) -> tuple[Strip, ...]:
    """One strip for each duty the pairing owes, over the year of the board's day."""
    key = view.pairings[row].key
    found = []
    for duty in view.judged.standing.duties:
        own = np.flatnonzero(duty.pairing == row)
        columns = of_year(duty, view.as_of.year)
        periods = duty.periods[columns]
        if not len(own) or not periods:
            continue
        heads = tuple(period_head(period, view.as_of) for period in periods)
        line = cells(view, duty, own, columns)[0]
        found.append(Strip(view.head(duty), key, heads, line, view.stand))
    return tuple(found)


@dataclass(frozen=True, slots=True)
class Group:
    """Some pairings in view, split into running and ended ones, with what boards share."""

    view: View
    running: tuple[int, ...]
    ended: tuple[int, ...]
    names: Naming

    def strips(self, rows: Iterable[int]) -> tuple[PairingStrips, ...]:
        dues = steps_due(self.view)
        return tuple(
            PairingStrips(
                self.line(row), strips_of(self.view, row), step_lines(self.view, dues.get(row, ()))
            )
            for row in rows
        )

    def line(self, row: int) -> PairingLine:
        return pairing_line(self.view, self.view.pairings[row], self.names)

    def lines(self, rows: Iterable[int]) -> tuple[PairingLine, ...]:
        return tuple(self.line(row) for row in rows)

    def duties(self) -> tuple[DutyTally, ...]:
        """The year's tally of every duty any of these pairings owes."""
        among = np.zeros(len(self.view.pairings), np.bool_)
        among[list(self.running + self.ended)] = True
        year = self.view.as_of.year
        tallies = (
            DutyTally(self.view.head(duty), tally_year(self.view, (duty,), year, among))
            for duty in self.view.judged.standing.duties
        )
        return tuple(one for one in tallies if one.tally.asked)


def group_of(view: View, belongs: Callable[[PairingFact], bool], also: Iterable[str] = ()) -> Group:
    rows = [row for row in np.flatnonzero(view.seen).tolist() if belongs(view.pairings[row])]
    running = tuple(row for row in rows if view.pairings[row].runs(view.as_of))
    ended = tuple(row for row in reversed(rows) if not view.pairings[row].runs(view.as_of))
    facts = [view.pairings[row] for row in rows]
    names = naming(
        view,
        (*(one.place for one in facts), *(code for code in also if ":" not in code)),
        (
            *(party for one in facts for party in one.actors),
            *(party for party in also if ":" in party),
        ),
    )
    return Group(view, running, ended, names)


def timeline(view: View, choice: Choice) -> tuple[RecordLine, ...]:
    return record_lines(view, latest(view, chosen_rows(view, choice), TIMELINE_SHOWN))
