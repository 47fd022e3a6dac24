"""The peers' tables, written once as Parquet: records, pairings and waivers, a file a province.

Generous on purpose: which pairing a record counts for is already matched, corrected records are
left out, what the office accepted late is not in them, numbers are as small as they may be, and
rows lie by county and day, as the lake's do. What is left to do is the judging itself.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from collections.abc import Iterable
from collections.abc import Mapping
from dataclasses import fields
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from benchmarks.workload import Asked
from benchmarks.workload import Calendar
from benchmarks.workload import Year

ROW_GROUP = 1 << 18
RECORDS, PAIRINGS, WAIVERS, CALENDAR = "records", "pairings", "waivers", "calendar"
TABLES = (RECORDS, PAIRINGS, WAIVERS)


def write_province(folder: Path, province: str, counties: Iterable[Year]) -> int:
    """Write one province's three tables; answers how many records there are."""
    path = file_of(folder, RECORDS, province)
    written, pairings, waivers, base = 0, [], [], 0
    schema = pa.schema(
        [("pairing", pa.int32()), ("duty", pa.uint8())]
        + [(name, pa.int16()) for name in ("day", "makes_up", "received")]
    )
    with pq.ParquetWriter(path, schema, compression="zstd") as out:
        for county in counties:
            good = county.counts
            table = pa.table(
                {
                    "pairing": county.pair[good] + np.int32(base),
                    "duty": county.kind[good],
                    "day": county.happened[good],
                    "makes_up": county.makes_up[good],
                    "received": county.received[good],
                },
                schema=schema,
            )
            out.write_table(table, row_group_size=ROW_GROUP)
            written += len(table)
            pairings.append(pairings_of(county, base))
            waivers.append(waivers_of(county, base))
            base += len(county.place)
    pq.write_table(pa.concat_tables(pairings), file_of(folder, PAIRINGS, province))
    pq.write_table(pa.concat_tables(waivers), file_of(folder, WAIVERS, province))
    return written


def pairings_of(county: Year, base: int) -> pa.Table:
    rows = np.arange(base, base + len(county.place), dtype=np.int32)
    columns = {"pairing": rows, "place": county.place}
    return pa.table(columns | {"start": county.start, "until": county.until})


def waivers_of(county: Year, base: int) -> pa.Table:
    """Spans of days without overlap; each holds for every duty."""
    columns = {"pairing": county.waived + np.int32(base)}
    return pa.table(columns | {"start": county.waived_from, "until": county.waived_until})


def write_calendar(folder: Path, calendar: Calendar) -> None:
    """The periods, for every province the same."""
    folder.mkdir(parents=True, exist_ok=True)
    columns = {one.name: getattr(calendar, one.name) for one in fields(calendar)}
    pq.write_table(pa.table(columns), folder / f"{CALENDAR}.parquet")


def read_calendar(folder: Path) -> Calendar:
    table = pq.read_table(folder / f"{CALENDAR}.parquet")
    return Calendar(**{name: table[name].to_numpy() for name in table.column_names})


def file_of(folder: Path, table: str, province: str) -> Path:
    path = folder / table / f"province={province}" / "all.parquet"
    path.parent.mkdir(parents=True, exist_ok=True)
    return path


def provinces_in(folder: Path) -> list[str]:
    """The provinces there are files of, ascending."""
    return sorted(path.name.partition("=")[2] for path in (folder / RECORDS).glob("province=*"))


def write_all(folder: Path, calendar: Calendar, provinces: Mapping[str, Iterable[Year]]) -> int:
    """Everything the peers are given, once; answers how many records there are."""
    return write_once(
        folder,
        calendar,
        lambda: sum(write_province(folder, name, every) for name, every in provinces.items()),
    )


def write_once(folder: Path, calendar: Calendar, write: Callable[[], int]) -> int:
    """`write` unless it was done before; it answers how many records there are."""
    stamp = folder / "written.json"
    if not stamp.exists():
        folder.mkdir(parents=True, exist_ok=True)
        write_calendar(folder, calendar)
        Asked().write(folder)
        stamp.write_text(json.dumps({"records": write()}), encoding="utf-8")
    return int(json.loads(stamp.read_text(encoding="utf-8"))["records"])
