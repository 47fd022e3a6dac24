"""Judging in Polars: the grid of pairings and periods, lazily and streaming.

The records are counted in cells of (pairing, period), one number a cell, and only cells with
records are made. What made it fast: small tables (the calendar, the pairings) are looked up by
position with `gather` instead of being joined, and the cells stay in the streaming engine.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import numpy as np

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
from benchmarks.flat import read_calendar
from benchmarks.workload import LEVELS
from benchmarks.workload import Asked

os.environ.setdefault("POLARS_MAX_THREADS", "2")
import polars as pl

BY_DAY = STATES[3:]
NUMBER = {state: number for number, state in enumerate(STATES)}
SLOTS = 512  # days of one duty in the table of slots; the first stands for day -16


@dataclass(frozen=True)
class Calendar:
    """The periods, and of each duty's each day its period; `otherwise` is a state by day alone."""

    periods: pl.DataFrame
    slots: pl.Series

    @classmethod
    def read(cls, folder: Path, asked: Asked) -> Calendar:
        found = read_calendar(folder)
        slots = np.zeros(SLOTS * (int(found.duty.max()) + 1), np.int32)
        for period, (duty, start, until) in enumerate(
            zip(found.duty.tolist(), found.start.tolist(), found.until.tolist(), strict=True)
        ):
            slots[duty * SLOTS + 16 + start : duty * SLOTS + 16 + until] = period
        day = pl.lit(asked.day)
        periods = pl.read_parquet(folder / "calendar.parquet").with_columns(
            period=pl.int_range(pl.len(), dtype=pl.Int32),
            otherwise=pl.when(day < pl.col("start")).then(NUMBER["ahead"])
            .when(day <= pl.col("due")).then(NUMBER["open"])
            .when(day < pl.col("closes")).then(NUMBER["overdue"])
            .otherwise(NUMBER["missed"]).cast(pl.Int8),
        )  # fmt: skip
        return cls(periods, pl.Series(slots))

    def of_day(self, day: str) -> pl.Expr:
        slot = pl.col("duty").cast(pl.Int32) * SLOTS + 16 + pl.col(day)
        return pl.lit(self.slots).gather(slot)

    def of_period(self, name: str, period: str = "period") -> pl.Expr:
        return pl.lit(self.periods[name]).gather(pl.col(period))


def contender(folder: str) -> Contender:
    """A province after the other, on two threads."""
    root = Path(folder)
    asked = Asked.read(root)
    calendar = Calendar.read(root, asked)
    return Contender(partial(judge, root, calendar, asked), answer)


def judge(folder: Path, calendar: Calendar, asked: Asked) -> list[pl.DataFrame]:
    return [province(folder, one, calendar, asked) for one in provinces_in(folder)]


def province(folder: Path, name: str, calendar: Calendar, asked: Asked) -> pl.DataFrame:
    pairs = pl.read_parquet(file_of(folder, PAIRINGS, name)).sort("pairing")
    waivers = pl.scan_parquet(file_of(folder, WAIVERS, name))
    records = pl.scan_parquet(file_of(folder, RECORDS, name))
    owed = owed_of(pairs.lazy(), calendar)
    excused = excused_of(waivers, pairs.lazy(), calendar)
    done = done_of(cells(records, calendar, asked), excused, pairs, calendar)
    sums = pl.concat([owed, less(excused), done], how="diagonal_relaxed")
    states = [pl.col(one).fill_null(0).sum() for one in STATES]
    return with_ranks(sums.group_by("place", "duty").agg(states).collect(engine="streaming"))


def cells(records: pl.LazyFrame, calendar: Calendar, asked: Asked) -> pl.LazyFrame:
    """How many records each (pairing, period) has, on time and in all."""
    makes_up = pl.col("makes_up") >= 0
    named = pl.when(makes_up).then("makes_up").otherwise("day").alias("named")
    ended = calendar.of_period("until", "earlier") <= pl.col("day")
    in_grace = ended & (pl.col("day") < calendar.of_period("closes", "earlier"))
    return (
        records.filter(pl.col("day") <= asked.day)
        .with_columns(named, own=calendar.of_day("day"))
        .with_columns(earlier=calendar.of_day("named"))
        .with_columns(made_up=makes_up & in_grace)
        .with_columns(period=pl.when("made_up").then("earlier").otherwise("own"))
        .filter(pl.col("received") < calendar.of_period("until") + asked.lock_days)
        .with_columns(good=~pl.col("made_up") & (pl.col("day") <= calendar.of_period("due")))
        .group_by(cell=pl.col("pairing") * 128 + pl.col("period"))
        .agg(on_time=pl.col("good").sum(), every=pl.len())
    )


def owed_of(pairs: pl.LazyFrame, calendar: Calendar) -> pl.LazyFrame:
    """What each village's pairings owe, by the day alone: worked out once for each span."""
    spans = pairs.select("start", "until").unique()
    each = (
        spans.join(calendar.periods.lazy().filter("planned"), how="cross", suffix="_of")
        .filter((pl.col("start") <= pl.col("start_of")) & (pl.col("until_of") <= pl.col("until")))
        .group_by("start", "until", "duty")
        .agg((pl.col("otherwise") == NUMBER[one]).sum().cast(pl.Int64).alias(one) for one in BY_DAY)
    )
    return (
        pairs.join(each, on=["start", "until"])
        .group_by("place", "duty")
        .agg(pl.col(one).sum() for one in BY_DAY)
    )


def excused_of(waivers: pl.LazyFrame, pairs: pl.LazyFrame, calendar: Calendar) -> pl.LazyFrame:
    """Periods that are owed and half of whose days are waived, as cells."""
    days = pl.min_horizontal("until", "until_of") - pl.max_horizontal("start", "start_of")
    length = pl.col("until_of") - pl.col("start_of")
    spans = pairs.select("pairing", "place", since="start", ends="until")
    return (
        waivers.join(calendar.periods.lazy().filter("planned"), how="cross", suffix="_of")
        .filter(days > 0)
        .group_by("pairing", "period", "duty", "otherwise", "start_of", "until_of")
        .agg(days=days.cast(pl.Int32).sum())
        .filter(2 * pl.col("days") >= length)
        .join(spans, on="pairing")
        .filter((pl.col("since") <= pl.col("start_of")) & (pl.col("until_of") <= pl.col("ends")))
        .select("place", "duty", "otherwise", cell=pl.col("pairing") * 128 + pl.col("period"))
    )


def less(excused: pl.LazyFrame) -> pl.LazyFrame:
    """Excused cells, and what they would have been taken off."""
    off = [-(pl.col("otherwise") == NUMBER[one]).sum().cast(pl.Int64).alias(one) for one in BY_DAY]
    return excused.group_by("place", "duty").agg(*off, excused=pl.len().cast(pl.Int64))


def done_of(
    found: pl.LazyFrame, excused: pl.LazyFrame, pairs: pl.DataFrame, calendar: Calendar
) -> pl.LazyFrame:
    """Owed cells with enough records, and what they would have been taken off."""
    of_pair = {one: pl.lit(pairs[one]).gather(pl.col("pairing")) for one in pairs.columns}
    begun = of_pair["start"] <= calendar.of_period("start")
    ended = calendar.of_period("until") <= of_pair["until"]
    would = (
        pl.when(pl.col("waived").is_null())
        .then("otherwise")
        .otherwise(pl.lit(NUMBER["excused"], pl.Int8))
    )
    off = [-(pl.col("would") == NUMBER[one]).sum().cast(pl.Int64).alias(one) for one in STATES[2:]]
    return (
        found.with_columns(pairing=pl.col("cell") // 128, period=pl.col("cell") % 128)
        .filter(pl.col("every") >= calendar.of_period("need"))
        .filter(calendar.of_period("planned") & begun & ended)
        .with_columns(kept=pl.col("on_time") >= calendar.of_period("need"))
        .join(excused.select("cell", waived=pl.lit(value=True)), on="cell", how="left")
        .with_columns(otherwise=calendar.of_period("otherwise"))
        .with_columns(would=would)
        .group_by(place=of_pair["place"], duty=calendar.of_period("duty"))
        .agg(
            *off,
            kept=pl.col("kept").sum().cast(pl.Int64),
            late=(~pl.col("kept")).sum().cast(pl.Int64),
        )
    )


def with_ranks(villages: pl.DataFrame) -> pl.DataFrame:
    """All five levels, each from the one below, with ranks among those of the same parent."""
    found, below, digits = [], villages, LEVELS[0]
    for wanted in LEVELS:
        place = pl.col("place") // 10 ** (digits - wanted)
        below = below.group_by(place, "duty").agg(pl.col(one).sum() for one in STATES)
        digits = wanted
        found.append(below.with_columns(digits=pl.lit(wanted)).join(ranks(below, wanted), "place"))
    return pl.concat(found)


def ranks(level: pl.DataFrame, digits: int) -> pl.DataFrame:
    good = pl.col("kept") + pl.col("late")
    judged = good + pl.col("missed")
    rate = pl.when(judged > 0).then(good / judged).otherwise(-1.0)
    parent = pl.col("place") // 10 ** (digits - PARENT[digits])
    return (
        level.group_by("place")
        .agg(pl.col("kept", "late", "missed").sum())
        .select("place", rank=rate.rank("min", descending=True).over(parent))
    )


def answer(found: list[pl.DataFrame]) -> Answer:
    return together([answer_from_table(one.to_dict(as_series=False)) for one in found])
