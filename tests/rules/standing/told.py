"""Cases told in a clerk's words: rows of text in, states in words out.

A record is one line, `2024-09-12 labour-day`, followed by what else it says:

    makes_up=DAY  received=DAY  at=PLACE  about=SUBJECT  role=leader
    by=PARTY,PARTY        (default: the forestry bureau; `person:li@org:forestry` acts for it)
    replaces=ROW,ROW      returns=ROW  accepts=ROW       (rows count from 0)
    amount=5000≈          any other word is a field; ≈ marks an approximate figure

An expectation is `state`, or `state 2+1`: two on time and one late, ≈ at the end when approximate.
"""

from __future__ import annotations

from collections.abc import Mapping
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from tests.rules.standing.plans import PLAN
from tests.rules.standing.plans import UNIT_VILLAGE
from tongxing.rules.plan.model import Plan
from tongxing.rules.standing import Amount
from tongxing.rules.standing import AttributeRow
from tongxing.rules.standing import Book
from tongxing.rules.standing import BookBuilder
from tongxing.rules.standing import Doer
from tongxing.rules.standing import PairingRow
from tongxing.rules.standing import RecordRow
from tongxing.rules.standing import Standing
from tongxing.rules.standing import State
from tongxing.rules.standing import WaiverRow
from tongxing.rules.standing import column_of
from tongxing.rules.standing import judge

FORESTRY = "org:forestry"
MARKET = "org:market"
HEDONG = "440981100200"  # a village of the town 440981100
LANGLIAN = "440981101200"  # a village of another town


def day(text: str) -> date:
    return date.fromisoformat(text)


@dataclass(frozen=True)
class Told:
    """One case: what the plan asks, what was written down, what it comes to as of a day."""

    name: str
    plan: Plan
    records: Sequence[str]
    as_of: str
    expect: Mapping[str, str]  # period, or pairing/period
    pairings: Sequence[PairingRow] = ()
    since: str = "2024-01-01"  # the default pairing's span
    until: str = ""
    waivers: Sequence[tuple[str, str]] = ()
    attributes: Sequence[tuple[str, str, str, str]] = ()  # name, value, from, until
    known: int | None = None  # how many records were known; None = all
    ahead_days: int = 31


def pair(
    key: str = "pair",
    *actors: str,
    kind: str = UNIT_VILLAGE,
    targets: Sequence[str] = (HEDONG,),
    since: str = "2024-01-01",
    until: str = "",
    place: str = HEDONG,
) -> PairingRow:
    end = day(until) if until else None
    return PairingRow(key, kind, actors or (FORESTRY,), targets, day(since), end, place)


def record(line: str) -> RecordRow:
    happened, kind, *said = line.split()
    words = dict(one.split("=") for one in said)
    role = words.pop("role", "")
    doers = [doer(one, role) for one in words.pop("by", FORESTRY).split(",")]
    given = {
        "place": words.pop("at", HEDONG),
        "about": [one for one in words.pop("about", "").split(",") if one],
        "makes_up": optional_day(words.pop("makes_up", "")),
        "received": optional_day(words.pop("received", "")),
        "replaces": [int(one) for one in words.pop("replaces", "").split(",") if one],
        "returns": optional_row(words.pop("returns", "")),
        "accepts": optional_row(words.pop("accepts", "")),
    }
    values = {name: value(text) for name, text in words.items()}
    return RecordRow(kind, day(happened), doers, values=values, **given)


def doer(text: str, role: str) -> Doer:
    who, _, of = text.partition("@")
    return Doer(who, role, of)


def optional_day(text: str) -> date | None:
    return day(text) if text else None


def optional_row(text: str) -> int | None:
    return int(text) if text else None


def value(text: str) -> int | str | Amount:
    number = text.rstrip("≈")
    if not number.isdigit():
        return text
    return Amount(int(number), approx=True) if text.endswith("≈") else int(number)


def book_of(case: Told) -> Book:
    builder = BookBuilder("440981")
    builder.pairings.extend(case.pairings or [pair(since=case.since, until=case.until)])
    for line in case.records[: case.known]:
        builder.record(record(line))
    first = builder.pairings[0].key
    for start, until in case.waivers:
        builder.waivers.append(WaiverRow(first, PLAN, day(start), day(until)))
    for name, said, start, until in case.attributes:
        end = day(until) if until else None
        builder.attributes.append(AttributeRow(first, name, said, day(start), end))
    return builder.build()


def judged(case: Told) -> Standing:
    return judge(book_of(case), [case.plan], as_of=day(case.as_of), ahead_days=case.ahead_days)


def came_to(case: Told) -> dict[str, str]:
    """What each expected period came to, as precisely as the case asks."""
    standing = judged(case)
    keys = standing.book.pairings.keys
    found = {}
    for address, expected in case.expect.items():
        *head, key = address.rsplit("//", 1)
        duty, _, name = (head[0] if head else "").rpartition(":")
        standing_of = next(one for one in standing.duties if duty in {"", one.duty})
        row = keys.index(name or keys[0])
        column = column_of(standing_of, row, key)
        if column is None:
            found[address] = "no such period"
            continue
        at = list(standing_of.pairing).index(row)
        said = State(standing_of.state[at, column]).name.lower().replace("_", "-")
        if " " in expected:
            said += f" {standing_of.on_time[at, column]}+{standing_of.late[at, column]}"
            said += "≈" if standing_of.approx[at, column] else ""
        found[address] = said
    return found
