"""Judging in pandas: the grid of pairings and periods, in whole-column steps.

Columns are read through Arrow; a day's period is taken from a small table by position; records
are counted by one number a cell. pandas has no streaming: a province has to fit into memory.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import numpy as np
import pandas as pd

from benchmarks.answers import PARENT
from benchmarks.answers import STATES
from benchmarks.answers import Answer
from benchmarks.answers import answer_from_table
from benchmarks.answers import together
from benchmarks.contender import Contender
from benchmarks.flat import PAIRINGS
from benchmarks.flat import RECORDS
from benchmarks.flat import WAIVERS
from benchmarks.flat import file_of
from benchmarks.flat import provinces_in
from benchmarks.workload import LEVELS
from benchmarks.workload import Asked

SLOTS = 512  # days of one duty in the table of slots; the first stands for day -16


@dataclass(frozen=True)
class Calendar:
    """The periods as columns, and of each duty's each day its period."""

    periods: pd.DataFrame
    slots: np.ndarray

    @classmethod
    def read(cls, folder: Path, asked: Asked) -> Calendar:
        periods = pd.read_parquet(folder / "calendar.parquet")
        periods["period"] = np.arange(len(periods), dtype=np.int32)
        day = asked.day
        past = [day < periods["start"], day <= periods["due"], day < periods["closes"]]
        periods["otherwise"] = np.select(past, ["ahead", "open", "overdue"], "missed")
        slots = np.zeros(SLOTS * (int(periods["duty"].max()) + 1), np.int32)
        for one in periods.itertuples():
            begin = int(one.duty) * SLOTS + 16
            slots[begin + one.start : begin + one.until] = one.period
        return cls(periods, slots)

    def of_days(self, duty: pd.Series, day: pd.Series) -> np.ndarray:
        return self.slots[duty.to_numpy(np.int32) * SLOTS + 16 + day.to_numpy()]

    def of_periods(self, name: str, period: np.ndarray) -> np.ndarray:
        return self.periods[name].to_numpy()[period]


def contender(folder: str) -> Contender:
    """A province after the other; pandas uses one thread but for reading."""
    root = Path(folder)
    asked = Asked.read(root)
    return Contender(partial(judge, root, Calendar.read(root, asked), asked), answer)


def judge(folder: Path, calendar: Calendar, asked: Asked) -> list[pd.DataFrame]:
    return [province(folder, one, calendar, asked) for one in provinces_in(folder)]


def province(folder: Path, name: str, calendar: Calendar, asked: Asked) -> pd.DataFrame:
    pairs = pd.read_parquet(file_of(folder, PAIRINGS, name)).set_index("pairing").sort_index()
    waivers = pd.read_parquet(file_of(folder, WAIVERS, name))
    records = pd.read_parquet(file_of(folder, RECORDS, name))
    excused = excused_of(waivers, pairs, calendar)
    parts = [owed_of(pairs, calendar), less(excused, counted="excused")]
    parts += done_of(cells(records, calendar, asked), excused, pairs, calendar)
    villages = pd.concat(parts).groupby(["place", "duty"], sort=False).sum()
    return with_ranks(villages.reindex(columns=list(STATES)).fillna(0).astype(np.int64))


def cells(records: pd.DataFrame, calendar: Calendar, asked: Asked) -> pd.DataFrame:
    """How many records each (pairing, period) has, on time and in all, by cell."""
    records = records[records["day"] <= asked.day]
    day, makes_up = records["day"].to_numpy(), records["makes_up"].to_numpy()
    period = calendar.of_days(records["duty"], records["day"])
    asks = np.flatnonzero(makes_up >= 0)
    some = records.iloc[asks]
    earlier = calendar.of_days(some["duty"], some["makes_up"])
    in_grace = calendar.of_periods("until", earlier) <= day[asks]
    in_grace &= day[asks] < calendar.of_periods("closes", earlier)
    period[asks[in_grace]] = earlier[in_grace]
    good = day <= calendar.of_periods("due", period)
    good[asks[in_grace]] = False
    free = records["received"] < calendar.of_periods("until", period) + asked.lock_days
    cell = records["pairing"].to_numpy() * np.int32(128) + period
    grouped = pd.Series(good)[free.to_numpy()].groupby(cell[free.to_numpy()], sort=False)
    return grouped.agg(["sum", "size"])


def owed_of(pairs: pd.DataFrame, calendar: Calendar) -> pd.DataFrame:
    """What each pairing owes by the day alone: worked out once for each span."""
    planned = calendar.periods[calendar.periods["planned"]]
    spans = pairs[["start", "until"]].drop_duplicates()
    each = spans.merge(planned, how="cross", suffixes=("", "_of"))
    each = each[(each["start"] <= each["start_of"]) & (each["until_of"] <= each["until"])]
    counts = each.groupby(["start", "until", "duty", "otherwise"]).size()
    counts = counts.unstack(fill_value=0)  # noqa: PD010 - no pivot: these are counts already
    return pairs.merge(counts.reset_index("duty"), on=["start", "until"]).drop(
        columns=["start", "until"]
    )


def excused_of(waivers: pd.DataFrame, pairs: pd.DataFrame, calendar: Calendar) -> pd.DataFrame:
    """Periods that are owed and half of whose days are waived, one row a cell."""
    planned = calendar.periods[calendar.periods["planned"]]
    each = waivers.merge(planned, how="cross", suffixes=("", "_of"))
    each["days"] = np.minimum(each["until"], each["until_of"]) - np.maximum(
        each["start"], each["start_of"]
    )
    each = each[each["days"] > 0]
    keys = ["pairing", "period", "duty", "otherwise", "start_of", "until_of"]
    sums = each.groupby(keys, as_index=False)["days"].sum()
    sums = sums[2 * sums["days"] >= sums["until_of"] - sums["start_of"]]
    sums = sums.join(pairs, on="pairing")
    sums = sums[(sums["start"] <= sums["start_of"]) & (sums["until_of"] <= sums["until"])]
    sums["cell"] = sums["pairing"] * np.int32(128) + sums["period"]
    return sums


def less(cells: pd.DataFrame, counted: str) -> pd.DataFrame:
    """What cells would have been, taken off; and themselves as `counted`."""
    off = cells.groupby(["place", "duty", "otherwise"], observed=True).size()
    off = off.unstack(fill_value=0)  # noqa: PD010 - no pivot: these are counts already
    off = -off
    off[counted] = off.get(counted, 0) + cells.groupby(["place", "duty"]).size()
    return off.reset_index()


def done_of(
    found: pd.DataFrame, excused: pd.DataFrame, pairs: pd.DataFrame, calendar: Calendar
) -> Sequence[pd.DataFrame]:
    """Owed cells with enough records: the kept and the late ones."""
    cell = found.index.to_numpy()
    pairing, period = cell >> 7, cell & 127
    need = calendar.of_periods("need", period)
    owed = (found["size"].to_numpy() >= need) & calendar.of_periods("planned", period)
    owed &= pairs["start"].to_numpy()[pairing] <= calendar.of_periods("start", period)
    owed &= calendar.of_periods("until", period) <= pairs["until"].to_numpy()[pairing]
    kept = (found["sum"].to_numpy() >= need)[owed]
    cell, pairing, period = cell[owed], pairing[owed], period[owed]
    states = pd.CategoricalDtype(list(STATES))
    codes = calendar.periods["otherwise"].astype(states).cat.codes.to_numpy()[period]
    codes = np.where(np.isin(cell, excused["cell"].to_numpy()), STATES.index("excused"), codes)
    done = pd.DataFrame(
        {
            "place": pairs["place"].to_numpy()[pairing],
            "duty": calendar.of_periods("duty", period),
            "otherwise": pd.Categorical.from_codes(codes, dtype=states),
        }
    )
    return less(done[kept], "kept"), less(done[~kept], "late")


def with_ranks(villages: pd.DataFrame) -> pd.DataFrame:
    """All five levels, each from the one below, with ranks among those of the same parent."""
    found, below, digits = [], villages.reset_index(), LEVELS[0]
    for wanted in LEVELS:
        below["place"] //= 10 ** (digits - wanted)
        below = below.groupby(["place", "duty"], as_index=False).sum()
        digits = wanted
        found.append(below.assign(digits=wanted).join(ranks(below, wanted), on="place"))
    return pd.concat(found)


def ranks(level: pd.DataFrame, digits: int) -> pd.Series:
    sums = level.groupby("place")[["kept", "late", "missed"]].sum()
    good = sums["kept"] + sums["late"]
    rate = (good / (good + sums["missed"])).fillna(-1.0)
    parent = sums.index // 10 ** (digits - PARENT[digits])
    return rate.groupby(parent).rank("min", ascending=False).astype(np.int64).rename("rank")


def answer(found: list[pd.DataFrame]) -> Answer:
    return together([answer_from_table(one) for one in found])
