"""The law read aloud: slow, obvious loops over days, records and pairings.

It follows “How the work is judged” line by line and shares nothing with the kernel but the
list of periods. Days are compared one by one; nothing is clever here on purpose.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from dataclasses import field
from datetime import date
from datetime import timedelta

from tongxing.rules.periods import Period
from tongxing.rules.periods import Span
from tongxing.rules.periods import periods_of
from tongxing.rules.plan.model import Duty
from tongxing.rules.plan.model import Edition
from tongxing.rules.plan.model import Plan
from tongxing.rules.plan.model import Step
from tongxing.rules.plan.model import Where
from tongxing.rules.standing.build import Amount
from tongxing.rules.standing.build import BookBuilder
from tongxing.rules.standing.build import Doer
from tongxing.rules.standing.build import PairingRow
from tongxing.rules.standing.build import RecordRow

ONE_DAY = timedelta(days=1)


@dataclass
class Cell:
    """One period of one pairing: what it is, what came in, which records."""

    period: Period
    edition: str
    owed: bool
    need: int
    state: str = ""
    on_time: int = 0
    late: int = 0
    approx: bool = False
    hits: set[tuple[int, bool]] = field(default_factory=set)
    locked_out: set[int] = field(default_factory=set)


Judged = dict[tuple[str, str, str], list[Cell]]  # (plan, duty, pairing key) -> cells by start


def judge_slowly(book: BookBuilder, plans: list[Plan], as_of: date, ahead_days: int) -> Judged:
    counts = effective(book, as_of)
    judged: Judged = {}
    for plan in plans:
        for name in {duty for edition in plan.editions for duty in edition.duties}:
            kinds = {e.duties[name].of for e in plan.editions if name in e.duties}
            for pairing in book.pairings:
                if pairing.kind in kinds:
                    cells = cells_of(book, plan, name, pairing, as_of, ahead_days)
                    fill(book, plan, name, pairing, cells, counts)
                    for cell in cells:
                        cell.state = state_of(book, plan, name, pairing, cell, as_of)
                    cells.sort(key=lambda cell: cell.period.start)
                    judged[plan.id, name, pairing.key] = cells
    return judged


# --- 1. Take -----------------------------------------------------------------------------


def valid(rows: list[RecordRow]) -> list[bool]:
    winner: dict[int, int] = {}
    chain: list[bool] = []
    for number, row in enumerate(rows):
        for old in row.replaces:
            winner.setdefault(old, number)
        wins_all = all(winner[old] == number for old in row.replaces)
        extends = any(chain[old] for old in row.replaces)
        chain.append(not row.replaces or (wins_all and extends))
    return [
        in_chain and not (number in winner and chain[winner[number]])
        for number, in_chain in enumerate(chain)
    ]


def effective(book: BookBuilder, as_of: date) -> list[bool]:
    stands = valid(book.records)
    returned = {row.returns for row, ok in zip(book.records, stands, strict=True) if ok}
    return [
        ok and number not in returned and row.happened <= as_of
        for number, (row, ok) in enumerate(zip(book.records, stands, strict=True))
    ]


def is_accepted(book: BookBuilder, number: int) -> bool:
    stands = valid(book.records)
    return any(ok and row.accepts == number for row, ok in zip(book.records, stands, strict=True))


# --- 2. Match ----------------------------------------------------------------------------


def groups(code: str) -> list[str]:
    """The 2+2+2+3+3 groups of a code, zeros at the end left out: they mean everything within."""
    full = code.ljust(12, "0")
    parts = [full[0:2], full[2:4], full[4:6], full[6:9], full[9:12]]
    while parts and not parts[-1].strip("0"):
        parts.pop()
    return parts


def within(place: str, code: str) -> bool:
    wide = groups(code)
    return groups(place)[: len(wide)] == wide


def roles_for(row: RecordRow, pairing: PairingRow) -> set[str]:
    """Roles of the doers that are, or act for, an actor of the pairing."""
    roles = set()
    for doer in row.doers:
        one = Doer(doer) if isinstance(doer, str) else doer
        if one.who in pairing.actors or (one.of and one.of in pairing.actors):
            roles.add(one.role)
    return roles


def matches(row: RecordRow, duty: Duty, pairing: PairingRow) -> bool:
    roles = roles_for(row, pairing)
    at_target = any(
        within(row.place, target) if target.isdigit() else target in row.about
        for target in pairing.targets
    )
    kinds = duty.counts or (duty.need.sum.split(".")[0],)
    return (
        pairing.kind == duty.of
        and row.kind in kinds
        and bool(roles)
        and at_target
        and row.happened in Span(pairing.start, pairing.until)
        and (not duty.where.by_role or duty.where.by_role in roles)
        and where_holds(row, duty.where)
    )


def where_holds(row: RecordRow, where: Where) -> bool:
    if where.place_within and not within(row.place, where.place_within):
        return False
    for test in where.fields:
        if test.field not in row.values:
            return False
        value = row.values[test.field]
        if isinstance(value, Amount):
            value = value.value
        if test.values and value not in test.values:
            return False
        if test.min is not None and not value >= test.min:
            return False
        if test.max is not None and not value <= test.max:
            return False
    return True


def counts_for(row: RecordRow, edition: Edition, duty: Duty, pairing: PairingRow) -> bool:
    if not matches(row, duty, pairing):
        return False
    if any(matches(row, edition.duties[other], pairing) for other in duty.not_also):
        return False
    if duty.need.sum:
        kind, name = duty.need.sum.split(".")
        return row.kind == kind and name in row.values
    return True


# --- 3. Assign ---------------------------------------------------------------------------


def fill(
    book: BookBuilder,
    plan: Plan,
    name: str,
    pairing: PairingRow,
    cells: list[Cell],
    counts: list[bool],
) -> None:
    for number, row in enumerate(book.records):
        if not counts[number]:
            continue
        offers = []
        for order, edition in enumerate(plan.editions):
            duty = edition.duties.get(name)
            if duty is None or not counts_for(row, edition, duty, pairing):
                continue
            mine = [cell for cell in cells if cell.edition == edition.edition]
            found = period_for(row, mine)
            if found is not None:
                cell, late, made_up = found
                day = row.makes_up if made_up else row.happened
                rank = (made_up, cell.owed, day in edition.effective, order)
                offers.append((rank, cell, late, edition, duty))
        if offers:
            _, cell, late, edition, duty = max(offers, key=lambda offer: offer[0])
            receive(book, number, cell, late, edition, duty)


def period_for(row: RecordRow, cells: list[Cell]) -> tuple[Cell, bool, bool] | None:
    for cell in cells:
        period = cell.period
        if (
            row.makes_up is not None
            and period.start <= row.makes_up < period.until
            and period.until <= row.happened < period.closes
        ):
            return cell, True, True
    for cell in cells:
        if cell.period.start <= row.happened < cell.period.until:
            return cell, row.happened > cell.period.by, False
    return None


def receive(
    book: BookBuilder, number: int, cell: Cell, late: bool, edition: Edition, duty: Duty
) -> None:
    row = book.records[number]
    end = cell.period.until - ONE_DAY
    locked = (row.received or row.happened) > end + timedelta(days=edition.lock_days)
    if locked and not is_accepted(book, number):
        cell.locked_out.add(number)
        return
    amount = 1
    if duty.need.sum:
        value = row.values[duty.need.sum.split(".")[1]]
        amount = value.value if isinstance(value, Amount) else value
        cell.approx |= isinstance(value, Amount) and value.approx
    if late:
        cell.late += amount
    else:
        cell.on_time += amount
    cell.hits.add((number, late))


# --- 4. Owe ------------------------------------------------------------------------------


def days_of(period: Period) -> Iterator[date]:
    day = period.start
    while day < period.until:
        yield day
        day += ONE_DAY


def cells_of(
    book: BookBuilder, plan: Plan, name: str, pairing: PairingRow, as_of: date, ahead: int
) -> list[Cell]:
    cells = []
    horizon = as_of + timedelta(days=ahead + 1)
    for edition in plan.editions:
        duty = edition.duties.get(name)
        if duty is None:
            continue
        until = min(edition.effective.until or horizon, horizon)
        over = Span(edition.effective.start, until)
        for period in periods_of(duty.rhythm, anchor=plan.span, over=over):
            owes = is_owed(book, plan, edition, duty, pairing, period)
            cells.append(Cell(period, edition.edition, owes, duty.need.amount))
    return cells


def is_owed(
    book: BookBuilder,
    plan: Plan,
    edition: Edition,
    duty: Duty,
    pairing: PairingRow,
    period: Period,
) -> bool:
    covered = [
        day
        for day in days_of(period)
        if day in Span(pairing.start, pairing.until)
        and any(day in one.effective for one in plan.editions)
    ]
    length = len(list(days_of(period)))
    enough = 2 * len(covered) >= length if duty.partial == "half" else len(covered) == length
    months = duty.rhythm.only_months
    return (
        pairing.kind == duty.of
        and enough
        and covered[0] in edition.effective
        and (not months or period.start.month in months)
        and all(
            has_attribute(book, pairing, attribute, values, period.start)
            for attribute, values in duty.attributes.items()
        )
    )


def has_attribute(
    book: BookBuilder, pairing: PairingRow, name: str, values: tuple[str, ...], day: date
) -> bool:
    return any(
        one.pairing == pairing.key
        and one.name == name
        and one.value in values
        and day in Span(one.start, one.until)
        for one in book.attributes
    )


# --- 5. State ----------------------------------------------------------------------------


def state_of(  # noqa: PLR0911 - one line of the law each
    book: BookBuilder, plan: Plan, name: str, pairing: PairingRow, cell: Cell, as_of: date
) -> str:
    period = cell.period
    days = list(days_of(period))
    waived = [day for day in days if is_waived(book, plan, name, pairing, day)]
    if not cell.owed:
        return "NOT_OWED"
    if cell.on_time >= cell.need:
        return "KEPT"
    if cell.on_time + cell.late >= cell.need:
        return "LATE"
    if 2 * len(waived) >= len(days):
        return "EXCUSED"
    if as_of < period.start:
        return "AHEAD"
    if as_of <= period.by:
        return "OPEN"
    if as_of < period.closes:
        return "OVERDUE"
    return "MISSED"


def is_waived(book: BookBuilder, plan: Plan, name: str, pairing: PairingRow, day: date) -> bool:
    return any(
        one.pairing == pairing.key
        and one.plan == plan.id
        and (not one.duties or name in one.duties)
        and day in Span(one.start, one.until)
        for one in book.waivers
    )


# --- 6. Sums and the ladder --------------------------------------------------------------


def rolled_up(
    book: BookBuilder, judged: Judged, digits: int
) -> dict[tuple[str, str, str, str], int]:
    """(prefix, plan, duty, state) -> periods."""
    sums: dict[tuple[str, str, str, str], int] = {}
    places = {one.key: (one.place or one.targets[0]).ljust(12, "0") for one in book.pairings}
    for (plan, duty, pairing), cells in judged.items():
        for cell in cells:
            key = (places[pairing][:digits], plan, duty, cell.state)
            sums[key] = sums.get(key, 0) + 1
    return sums


def ladder_on(plan: Plan, as_of: date) -> tuple[Step, ...]:
    """What an ended plan's ladder said is nobody's next step."""
    in_force = [one for one in plan.editions if as_of in one.effective]
    return in_force[0].ladder if in_force else ()


def steps_slowly(
    judged: Judged, plans: list[Plan], as_of: date
) -> set[tuple[str, str, str, str, date, tuple[str, ...]]]:
    """(plan, duty, pairing, step, day reached, missed periods cited)."""
    found = set()
    for (plan_id, duty, pairing), cells in judged.items():
        plan = next(one for one in plans if one.id == plan_id)
        ladder = ladder_on(plan, as_of)
        missed: list[Period] = []
        for cell in cells:
            if cell.state in {"KEPT", "LATE"}:
                missed = []
            elif cell.state == "MISSED":
                missed.append(cell.period)
        reached: dict[str, date] = {}
        for order, step in enumerate(ladder):
            if len(missed) < step.missed_in_row or (step.after and step.after not in reached):
                continue
            day = missed[step.missed_in_row - 1].closes
            before = [ladder[order - 1]] if order else []
            before += [one for one in ladder if one.step == step.after]
            for one in before:
                if one.step in reached:
                    day = max(day, reached[one.step] + timedelta(days=one.cure_days))
            reached[step.step] = day
            if day <= as_of:
                cited = tuple(one.key for one in missed if one.closes <= day)
                found.add((plan_id, duty, pairing, step.step, day, cited))
    return found
