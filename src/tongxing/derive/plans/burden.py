"""What one edition asks in a year of the pairings there are, beside what is asked already."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from tongxing.derive.facts import PairingFact
from tongxing.rules.plan import burden
from tongxing.rules.plan import overlaps
from tongxing.rules.plan import shipped_kinds
from tongxing.rules.plan.burden import Burden
from tongxing.rules.plan.model import Edition

SUPPOSED = "没有在续的这类结对，按每类结对各1对估算"
FEW_HOURS = 10  # below it tenths of an hour are said


@dataclass(frozen=True, slots=True)
class Asks:
    """A year's burden; `supposed` where no such pairing runs and one of each kind is taken."""

    burden: Burden
    supposed: bool

    def say(self) -> str:
        """One line: records and hours a year, and for each village where there are any."""
        return f"{SUPPOSED}：{self.whole()}" if self.supposed else self.whole()

    def whole(self) -> str:
        """The same without saying that it is supposed."""
        found = self.burden
        hours = f"{found.hours:.0f}" if found.hours >= FEW_HOURS else f"{found.hours:.1f}"
        whole = f"每年{found.records}条记录，约{hours}小时"
        if self.supposed or found.records_a_village is None or found.hours_a_village is None:
            return whole
        return f"{whole}，每村约{found.records_a_village:.0f}条、{found.hours_a_village:.1f}小时"


def asks_of(edition: Edition, pairings: Iterable[PairingFact], on: date) -> Asks:
    """The burden of an edition on the pairings that run on a day."""
    running = [one for one in pairings if one.runs(on)]
    counts = Counter(one.kind for one in running)
    asked = {duty.of for duty in edition.duties.values()}
    if asked.isdisjoint(counts):
        return Asks(burden(edition, dict.fromkeys(asked, 1), 1), supposed=True)
    villages = {one.place for one in running if one.kind in asked}
    return Asks(burden(edition, counts, len(villages)), supposed=False)


def overlaps_said(edition: Edition, others: Sequence[Edition]) -> tuple[str, ...]:
    """What other plans' editions already ask for, in sentences."""
    titles = {kind.id: kind.title for kind in shipped_kinds().values()}
    by_duty = {(one.plan, duty): one for one in others for duty in one.duties}
    return tuple(
        one.say(edition, by_duty[one.plan, one.other_duty], titles[one.kind])
        for one in overlaps(edition, others)
    )
