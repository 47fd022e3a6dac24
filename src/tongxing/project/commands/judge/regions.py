"""A province, a city or all there is, out of every book's roll-up: judged where not kept yet."""

from __future__ import annotations

import os
from collections.abc import Iterator
from collections.abc import Mapping
from collections.abc import Sequence
from dataclasses import dataclass
from dataclasses import field
from datetime import date
from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import OperationalError
from django.db import ProgrammingError
from django.db import connection
from rich.table import Table

from tongxing.derive.boards import NotInView
from tongxing.derive.boards.cells import tally
from tongxing.derive.boards.shapes import Tally
from tongxing.derive.lake.configured import lake_access
from tongxing.derive.lake.configured import lake_address
from tongxing.derive.lake.lake import open_lake
from tongxing.derive.lake.sync import ORIGIN
from tongxing.derive.regions.naming import names_of
from tongxing.derive.regions.told import store_of
from tongxing.derive.rollups.database import Database
from tongxing.derive.rollups.engines import ENGINES
from tongxing.derive.rollups.engines import Engine
from tongxing.derive.rollups.engines import Job
from tongxing.derive.rollups.engines import engine_named
from tongxing.derive.rollups.gather import Gathered
from tongxing.derive.rollups.gather import all_of
from tongxing.derive.rollups.joined import LakeAndLedger
from tongxing.derive.rollups.lake import LakeBooks
from tongxing.derive.rollups.reading import Reader
from tongxing.derive.rollups.shapes import Head
from tongxing.derive.rollups.sums import BOOK_DIGITS
from tongxing.derive.rollups.sums import Sum
from tongxing.derive.rollups.sums import by_book
from tongxing.derive.rollups.sums import by_place
from tongxing.project.commands.asking import progressing
from tongxing.project.commands.judge.tables import Answer
from tongxing.project.commands.judge.tables import counts_of
from tongxing.project.commands.judge.tables import known_words
from tongxing.project.commands.judge.tables import table_of
from tongxing.records.ledger.models import Book
from tongxing.records.registry.codes import full
from tongxing.records.registry.codes import prefix_of
from tongxing.rules.standing.places import CODE_DIGITS

PROVINCE_DIGITS = 2
LEVELS: Mapping[str, int] = {"省": 2, "市": 4, "县": 6, "镇": 9, "村": 12}


class MisuseError(ValueError):
    """The question cannot be asked so; says how."""


@dataclass(frozen=True, slots=True)
class Asked:
    """The question. `place` is a code prefix, "" for all there is; `lake` None for none."""

    place: str
    level: str | None
    as_of: date
    known_at: datetime | None
    lake: str | None
    workers: int | None
    engine: str
    options: Mapping[str, str] = field(default_factory=dict)

    @property
    def digits(self) -> int:
        """Of the places told one by one; raises MisuseError."""
        below = [one for one in LEVELS.values() if one > len(self.place)]
        found = LEVELS[self.level] if self.level else next(iter(below), len(self.place))
        if found < len(self.place):
            raise MisuseError(f"“{self.level}”在所选地方之上，--level 请写它的下级")
        if found == CODE_DIGITS and len(self.place) < PROVINCE_DIGITS:
            raise MisuseError("全国逐村有六十多万行，请分省列出，如 --place 44 --level 村")
        return found


def of_region(asked: Asked) -> Answer:
    """The place's year; raises MisuseError, NotInView, LakeTrouble."""
    digits, reader = asked.digits, reader_of(asked)
    heads = reader.heads(asked.place[:BOOK_DIGITS], asked.as_of)
    if not heads:
        raise NotInView
    engine = engine_of(asked.engine)
    workers = asked.workers or os.cpu_count() or 1
    job = Job(reader, heads, asked.as_of, workers, asked.options)
    with progressing("正在评判") as progress:
        found = all_of(
            job,
            store=store_of(asked.as_of, asked.known_at),
            engine=engine,
            digits=max(digits, len(asked.place)),
            progress=progress,
        )
    told = Told(asked, reader, heads, found)
    return Answer(told.plain(), tuple(told.printed()), 1 if found.failed else 0)


def engine_of(name: str) -> Engine:
    """The engine; raises MisuseError where there is none, or what it needs is not installed."""
    if name not in ENGINES:
        raise MisuseError(f"没有“{name}”这种算法，可用的有：{'、'.join(ENGINES)}")
    try:
        return engine_named(name)
    except ImportError as problem:
        raise MisuseError(
            f"这台机器没有装好“{name}”要用的程序（缺少 {problem.name or problem}），"
            f"请运行 pip install 'tongxing[{name}]'"
        ) from None


def reader_of(asked: Asked) -> Reader:
    """The ledger, a lake, or the lake with what the ledger has had since.

    Raises MisuseError, LakeTrouble.
    """
    if asked.lake is None:
        return Database(asked.known_at)
    if asked.known_at is not None:
        raise MisuseError("数据湖不分当时已知的先后，请去掉 --lake 或 --known-at")
    address, access = lake_address(asked.lake), lake_access()
    is_of_ledgers = open_lake(address, access).identity.origin == ORIGIN
    if asked.engine == "processes" and is_of_ledgers and _ledger_has(asked.place[:BOOK_DIGITS]):
        return LakeAndLedger(address, access)
    return LakeBooks(address, access)


def _ledger_has(prefix: str) -> bool:
    """Whether there is a ledger at hand with a book of this place."""
    database = settings.DATABASES["default"]
    name = str(database["NAME"])
    if connection.vendor == "sqlite" and not (connection.connection or Path(name).exists()):
        return False
    try:
        return Book.objects.filter(code__startswith=prefix).exists()
    except (OperationalError, ProgrammingError):
        return False


@dataclass(frozen=True, slots=True)
class Told:
    """The answer to one question."""

    asked: Asked
    reader: Reader
    heads: Sequence[Head]
    found: Gathered

    def plain(self) -> dict[str, Any]:
        asked, whole = self.asked, self._whole()
        return {
            "place": full(asked.place) if asked.place else "",
            "name": self._name(),
            "as_of": asked.as_of,
            "known_at": asked.known_at,
            "year": asked.as_of.year,
            "source": self._source,
            "books": len(self.heads),
            "judged": self.found.judged,
            "failed": [
                {"book": one.code, "name": one.name, "why": self.found.failed[one.code]}
                for one in self.heads
                if one.code in self.found.failed
            ],
            "total": _told(whole),
            "duties": [
                {"id": key, "title": title, **counts_of(one)} for key, title, one in _duties(whole)
            ],
            "parts": [
                {"id": full(place), "title": name, **_told(one)}
                for place, name, one in self._parts()
            ],
        }

    def printed(self) -> Iterator[Table | str]:
        asked, whole, year = self.asked, self._whole(), self.asked.as_of.year
        kept = len(self.found.sums) - self.found.judged + len(self.found.failed)
        again = f"，其中{kept}本没有新记录，沿用已算好的" if kept else ""
        yield (
            f"{self._name()}  截至{asked.as_of}{known_words(asked.known_at)}"
            f"（{len(self.heads)}本台账{again}）{self._as_far_as()}"
        )
        for one in self.heads:
            if one.code in self.found.failed:
                yield f"{one.name}（{one.code}）没有评判：{self.found.failed[one.code]}"
        if self.found.unkept:
            yield f"算好的没有存下来（{self.found.unkept}），下次要重新评判；这次的数不受影响"
        if not whole.counts:
            if len(self.found.failed) < len(self.heads):
                yield "没有施行中的方案，或没有结对，无可评判"
            return
        duties = [(title, one) for _, title, one in _duties(whole)]
        if not duties:
            yield f"{year}年没有排定的任务，在续结对{whole.running}对；看别的年份请加 --as-of"
            return
        yield table_of(f"{year}年各任务", "任务", duties)
        rows = [(f"{place} {name}", tally(one.parts())) for place, name, one in self._parts()]
        if rows and asked.digits > len(asked.place):
            yield table_of(f"{year}年各地", "地方", rows)
        yield f"合计：应完成{tally(whole.parts()).owed}，在续结对{whole.running}对"

    @property
    def _source(self) -> str:
        if isinstance(self.reader, LakeBooks):
            return "lake"
        return "lake+ledger" if isinstance(self.reader, LakeAndLedger) else "ledger"

    def _as_far_as(self) -> str:
        if self._source != "lake":
            return ""
        if len(self.heads) == 1:
            return f"，只按数据湖，截至湖中第{self.heads[0].seq}条"
        return "，只按数据湖，各本截至湖中最后一条"

    def _name(self) -> str:
        return names_of([self.asked.place], self.asked.as_of)[self.asked.place]

    def _whole(self) -> Sum:
        place = self.asked.place
        return self._by(len(place)).get(place, Sum())

    def _parts(self) -> list[tuple[str, str, Sum]]:
        """(place, name, sum) of every place of the level, by code."""
        found = {
            place: one
            for place, one in self._by(self.asked.digits).items()
            if place.startswith(self.asked.place)
        }
        names = names_of(found, self.asked.as_of)
        return [(place, names[place] + _itself(place), found[place]) for place in sorted(found)]

    def _by(self, digits: int) -> Mapping[str, Sum]:
        if digits > BOOK_DIGITS:
            return by_place(self.found.rollups.values(), digits)
        return by_book(self.found.sums.values(), digits)


def _duties(whole: Sum) -> list[tuple[str, str, Tally]]:
    """(id, title, tally) of every duty something was asked by, by plan then as the plan has it."""
    grouped: dict[str, tuple[str, list[Any]]] = {}
    for duty, counts in whole.counts.items():
        _, parts = grouped.setdefault(f"{duty.plan}:{duty.duty}", (duty.title, []))
        parts.append((counts, duty.late_weight))
    told = [(key, title, tally(parts)) for key, (title, parts) in grouped.items()]
    return [one for one in told if one[2].asked]


def _itself(place: str) -> str:
    """A town among villages, or a county among towns: what is paired with that place itself."""
    return (
        "（本级）" if len(place) > BOOK_DIGITS and len(prefix_of(full(place))) < len(place) else ""
    )


def _told(one: Sum) -> dict[str, int | None]:
    return {"pairings": one.running, **counts_of(tally(one.parts()))}
