"""What judging costs: a county, a province, the nation's year; Tongxing beside its peers.

Every group of rows is measured side by side in one run; contenders that read the same data must
come to the same states and ranks, or there is no table. Goals are medians over
the pairs of a round, by the clock, or by processor seconds where the machine is shared (`--cpu`).
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from collections.abc import Callable
from collections.abc import Iterator
from collections.abc import Mapping
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.lakes import COUNTY
from benchmarks.lakes import NATION
from benchmarks.lakes import Data
from benchmarks.measuring import Entry
from benchmarks.measuring import Measured
from benchmarks.measuring import agreed
from benchmarks.measuring import inside
from benchmarks.measuring import side_by_side
from benchmarks.own_lake import heads_in
from benchmarks.reporting import Goal
from benchmarks.reporting import Line
from benchmarks.reporting import line_of
from benchmarks.reporting import seconds
from benchmarks.servers import asked_inside
from benchmarks.servers import private_postgresql
from benchmarks.workload import AS_OF

PEERS = "benchmarks.peers."
MOST_ROUNDS = 3  # of what takes a minute
ENOUGH = 1_000_000  # records of runs timed as one
GRID, BITS, POLARS, PANDAS = "DuckDB 网格", "DuckDB 位图", "Polars 流式", "pandas"
LOOPS, SPARK = "ORM 预取加逐对循环", "Spark SQL 位图"
VERIFIED = {
    "verify, chain": "只核对链",
    "verify, chain, and the server": "只核对链，连服务器的CPU",
    "verify, all of it": "链和内容都核对",
    "verify, from a lake": "由数据湖核对链",
}
DECODE, COUNT = "底线：只解码所需列", "底线：解码加一遍计数"


@dataclass(frozen=True)
class Course:
    """How to measure: where data lies, how often, whether by the processor, whom to tell."""

    data: Path
    rounds: int
    by_cpu: bool
    spark: bool
    say: Callable[[str], object]

    def run(self, entries: Sequence[Entry], rounds: int = 0) -> list[Measured]:
        found = side_by_side(entries, rounds or self.rounds, self.say)
        agreed(found)
        return found

    def times(self, own: Measured, other: Measured) -> float:
        """How many times what `own` takes `other` takes."""
        return own.cpu_times(other) if self.by_cpu else own.times(other)


def county(course: Course) -> Iterator[Line]:
    """108 pairings, 10,000 records, everything warm; the loops on SQLite and the real tables."""
    what = "县：108对，1万条"
    home, flat = course.data / "county-home", course.data / "county-flat"
    course.say("县：写入台账和各对照方案所读的表")
    command = [sys.executable, "-m", "benchmarks.county", str(home), str(flat)]
    subprocess.run(command, env=inside(home), check=True)
    own, traced, database, *peers = course.run(
        [
            Entry("同兴，由数组", "benchmarks.own", ("arrays",), 20),
            Entry("同兴，由数组，连同每格是哪些记录", "benchmarks.own", ("traced",), 20),
            Entry("同兴，由数据库（SQLite），无缓存", "benchmarks.own", ("database", str(home))),
            *peers_on(str(flat), 20),
            Entry(LOOPS, f"{PEERS}orm_loops", (str(home),)),
        ]
    )
    yield line_of(what, own, goal=Goal.at_most(1000 * own_seconds(course, own), 5, "毫秒"))
    yield line_of(what, traced, own)
    yield line_of(what, database, own)
    for one in peers:
        goal = Goal.at_least(course.times(own, one), 80, "倍于同兴") if one.name == LOOPS else None
        yield line_of(what, one, own, goal)
    yield from county_from_lake(course)


def county_from_lake(course: Course) -> Iterator[Line]:
    what = "县，由 Parquet：108对，1万条"
    data = Data(course.data, "county", 108, COUNTY, each=93)
    flat = data.flattened(course.say)
    own, *rest = course.run(
        [
            Entry("同兴，由数据湖", "benchmarks.own_lake", (str(data.lake), "1"), 20),
            Entry(BITS, f"{PEERS}duckdb_sql", (flat, "bits"), 20),
            Entry(DECODE, f"{PEERS}floor", (str(data.lake), "decode"), 20),
        ]
    )
    yield line_of(what, own, goal=Goal.at_most(1000 * own_seconds(course, own), 5, "毫秒"))
    yield from (line_of(what, one, own) for one in rest)


def own_seconds(course: Course, own: Measured) -> float:
    return own.cpu if course.by_cpu else own.wall


def peers_on(flat: str, repeat: int = 1, *, pandas: bool = True) -> list[Entry]:
    every = [
        Entry(GRID, f"{PEERS}duckdb_sql", (flat, "grid"), repeat),
        Entry(BITS, f"{PEERS}duckdb_sql", (flat, "bits"), repeat),
        Entry(POLARS, f"{PEERS}polars_grid", (flat,), repeat),
    ]
    return [*every, Entry(PANDAS, f"{PEERS}pandas_grid", (flat,), repeat)] if pandas else every


def province(course: Course) -> Iterator[Line]:
    """40,000 pairings, four million records of the real places of 广东."""
    data = Data(course.data, "province", 40_000)
    yield from whole(course, data, "省：4万对，400万条", pandas=True, grid=2.0, bits=None)


def nation(course: Course) -> Iterator[Line]:
    """1.24 million pairings, 99 million records; pandas does not fit, Spark takes minutes."""
    data = Data(course.data, "nation", 1_240_000, NATION, each=80)
    yield from whole(course, data, "全国：124万对，约1亿条", pandas=False, grid=5.0, bits=1.5)
    yield from steady(course, Data(course.data, "province", 40_000), data)


def steady(course: Course, small: Data, large: Data) -> Iterator[Line]:
    """What a record costs in a province and in the nation: the same."""
    entries, records = [], []
    for name, data in (("一省", small), ("全国", large)):
        address = data.made(course.say)
        records.append(sum(one.seq for one in heads_in(address, AS_OF)))
        entries.append(Entry(name, "benchmarks.own_lake", (address, "2")))
    found = side_by_side(entries, min(course.rounds, MOST_ROUNDS), course.say)
    yield from each_record(course, "规模：一省与全国，每条记录的时间", found, records)


def each_record(
    course: Course, what: str, found: Sequence[Measured], records: Sequence[int]
) -> Iterator[Line]:
    """The time of one record; of all sizes within fifteen hundredths of the first's."""
    first, few = found[0], records[0]
    for one, count in zip(found, records, strict=True):
        ratio = course.times(first, one) * few / count
        goal = None if one is first else Goal.at_most(abs(ratio - 1) * 100, 15, "%之差")
        each = own_seconds(course, one) / count * 1e9
        told = f"{seconds(one.wall)}，每条 {each:,.0f} 纳秒"
        yield Line(what, one.name, told, one.cpu, one.memory, goal=goal)


def whole(
    course: Course, data: Data, what: str, *, pandas: bool, grid: float, bits: float | None
) -> Iterator[Line]:
    """A lake judged whole by everybody, above the floor."""
    flat, lake = data.flattened(course.say), str(data.lake)
    entries = [
        Entry("同兴，两个进程", "benchmarks.own_lake", (lake, "2")),
        *peers_on(flat, pandas=pandas),
        Entry(DECODE, f"{PEERS}floor", (lake, "decode")),
        Entry(COUNT, f"{PEERS}floor", (lake, "count")),
    ]
    if course.spark:
        entries.append(Entry(SPARK, f"{PEERS}spark_bits", (flat,)))
    found = {one.name: one for one in course.run(entries)}
    own = found["同兴，两个进程"]
    goals = {
        own.name: Goal.at_most(own.memory, 400, "MB一个进程"),
        GRID: Goal.at_least(course.times(own, found[GRID]), grid, "倍于同兴"),
        POLARS: Goal.at_least(course.times(own, found[POLARS]), grid, "倍于同兴"),
    }
    if pandas:
        goals[PANDAS] = Goal.at_least(course.times(own, found[PANDAS]), 4, "倍于同兴")
    if bits is not None:
        goals[BITS] = Goal.at_least(course.times(own, found[BITS]), bits, "倍于同兴")
        goals[DECODE] = Goal.at_most(1 / course.times(own, found[DECODE]), 3, "同兴为只解码的几倍")
    for name, one in found.items():
        yield line_of(what, one, own, goals.get(name))


def growth(course: Course) -> Iterator[Line]:
    """As many books with more in each, then more books of one size: a record costs the same."""
    deeper = {"1倍：1万对": 10_000, "2倍：2万对": 20_000, "4倍：4万对": 40_000}
    yield from grown(
        course,
        "规模：县数相同，每县更大",
        {
            name: Data(course.data, "province" if many == 40_000 else f"province-{many}", many)
            for name, many in deeper.items()
        },
    )
    yield from grown(
        course,
        "规模：县的大小相同，县更多",
        {
            "一市：5县": Data(course.data, "city", 1_613, "4409"),
            "一省：124县": Data(course.data, "province", 40_000),
        },
    )


def grown(course: Course, what: str, sizes: Mapping[str, Data]) -> Iterator[Line]:
    """Lakes of several sizes, each judged by one process."""
    addresses = {name: data.made(course.say) for name, data in sizes.items()}
    records = [sum(one.seq for one in heads_in(one, AS_OF)) for one in addresses.values()]
    entries = [
        Entry(name, "benchmarks.own_lake", (address, "1"), max(1, ENOUGH // count))
        for (name, address), count in zip(addresses.items(), records, strict=True)
    ]
    found = side_by_side(entries, course.rounds, course.say)
    yield from each_record(course, what, found, records)


def history(course: Course) -> Iterator[Line]:
    """The same pairings with one more year behind them, judged as of the later year."""
    what = "多一年历史：1万对"
    one = Data(course.data, "province-10000", 10_000).made(course.say)
    two = Data(course.data, "two-years", 10_000, years=2).made(course.say)
    few, many = (sum(head.seq for head in heads_in(address, AS_OF)) for address in (one, two))
    own, more = side_by_side(
        [
            Entry("一年", "benchmarks.own_lake", (one, "1")),
            Entry("两年", "benchmarks.own_lake", (two, "1", "2")),
        ],
        course.rounds,
        course.say,
    )
    yield line_of(what, own)
    goal = Goal.at_most(course.times(own, more), many / few, "倍于一年，记录为其几倍")
    yield line_of(what, more, own, goal)


def cadences(course: Course) -> Iterator[Line]:
    """Plain cadences ask one record a period; general ones ask two, a sum, `by` a day, a role."""
    what = "一般周期与简单周期：1万对，100万条"
    plain = Data(course.data, "province-10000", 10_000).made(course.say)
    general = Data(course.data, "general", 10_000, general=True).made(course.say)
    own, wide = side_by_side(
        [
            Entry("简单周期", "benchmarks.own_lake", (plain, "1")),
            Entry("一般周期", "benchmarks.own_lake", (general, "1")),
        ],
        course.rounds,
        course.say,
    )
    yield line_of(what, own)
    yield line_of(what, wide, own, Goal.at_most(course.times(own, wide), 2, "倍于简单周期"))


def one_more(course: Course) -> Iterator[Line]:
    """The province's board when one book has a record more than it had when last added up."""
    what = "多一条记录，再看全省"
    address = Data(course.data, "province", 40_000).made(course.say)
    afresh, board, same = side_by_side(
        [
            Entry("全省重新评判", "benchmarks.own_lake", (address, "1")),
            Entry("只重判一本，其余取已有结果", "benchmarks.own_lake", (address, "one-more"), 5),
            Entry("没有新记录，全取已有结果", "benchmarks.own_lake", (address, "none-more"), 5),
        ],
        course.rounds,
        course.say,
    )
    share = 1 / course.times(board, afresh)
    yield line_of(what, afresh)
    yield line_of(what, board, afresh, Goal.at_most(share, 0.01, "倍于重新评判"))
    yield line_of(what, same, afresh)


def verification(course: Course) -> Iterator[Line]:
    """The chain of a county of 50,000 records replayed, on both databases and from a lake."""
    with private_postgresql() as server, tempfile.TemporaryDirectory() as home:
        for name, address in (("SQLite", f"{home}/a.db"), ("PostgreSQL", server)):
            course.say(f"校验链：{name}写入5万条记录并核对")
            yield from verified(name, Path(home), address)


def verified(name: str, home: Path, address: str) -> Iterator[Line]:
    """Records a second of this process's processor, and of it and the server's together."""
    words = ["--singles", "20", "--batches", "2", "--rows", "50000"]
    found = asked_inside("benchmarks.append", words, home, address)
    for key, who in VERIFIED.items():
        if key not in found:
            continue
        goal = None
        if key in {"verify, chain", "verify, from a lake"}:
            goal = Goal.at_least(found[key] / 1000, 500, "千条/CPU秒")
        yield Line(f"核对一县的链：5万条，{name}", who, f"{found[key]:,.0f} 条/CPU秒", goal=goal)
