"""How a pairing goes about its duties: some keep up, some fall behind, a few stop."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from datetime import timedelta
from enum import Enum

from tongxing.project.demo.chance import Chance

TURNING_FROM = date(2025, 8, 1)  # earliest day a pairing begins to fade
STOPPING_FROM = date(2026, 3, 1)  # earliest day one stops altogether
WINDOW_DAYS = 180


class Sort(Enum):
    STEADY = "steady"
    TARDY = "tardy"
    FADING = "fading"
    STOPPED = "stopped"


SHARES = {Sort.STEADY: 0.62, Sort.TARDY: 0.22, Sort.FADING: 0.11, Sort.STOPPED: 0.05}
KEEP = {Sort.STEADY: 0.975, Sort.TARDY: 0.93, Sort.FADING: 0.94, Sort.STOPPED: 0.94}
KEEP_AFTER = {Sort.FADING: 0.6, Sort.STOPPED: 0.02}
LATE = {Sort.STEADY: 0.008, Sort.TARDY: 0.06, Sort.FADING: 0.03, Sort.STOPPED: 0.02}
# Days between doing and typing, by weight.
PROMPT = {0: 60.0, 1: 25.0, 2: 8.0, 4: 4.0, 8: 2.0, 15: 1.0}
SLOW = {0: 20.0, 1: 20.0, 3: 20.0, 6: 18.0, 10: 12.0, 18: 7.0, 27: 3.0}


@dataclass(frozen=True, slots=True)
class Temper:
    """`keep` is the probability that something owed gets done, before `turn` and after."""

    sort: Sort
    keep: float
    turn: date | None
    keep_after: float
    late: float

    def does(self, day: date, chance: Chance) -> bool:
        """Whether what is owed around `day` gets done."""
        turned = self.turn is not None and day >= self.turn
        return chance.happens(self.keep_after if turned else self.keep)

    def delay(self, chance: Chance) -> int:
        """Days until it is typed."""
        return chance.among(PROMPT if self.sort is Sort.STEADY else SLOW)


def temper_of(seed: int, pairing: str, *, named: bool) -> Temper:
    """The temper of a pairing; one that stands in a published report is shown keeping up."""
    chance = Chance(seed, "temper", pairing)
    return of_sort(Sort.STEADY if named else chance.among(SHARES), chance)


def of_sort(sort: Sort, chance: Chance) -> Temper:
    """A temper of this sort; `chance` draws the day it turns, where it does."""
    turn = None
    if sort in KEEP_AFTER:
        first = TURNING_FROM if sort is Sort.FADING else STOPPING_FROM
        turn = first + timedelta(days=chance.randrange(WINDOW_DAYS))
    return Temper(sort, KEEP[sort], turn, KEEP_AFTER.get(sort, KEEP[sort]), LATE[sort])
