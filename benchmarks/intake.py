"""Eight phones at once, beside bare Django views, in one run: records, batches and photos.

Both are served by granian with a worker a core, on one PostgreSQL of their own with fsync on.
Tongxing takes a record in with the phone's key, grants, validation, the chain, search and the
audit; all eight phones write into the book of one county, so all wait for one chain. The bare
views (`peers/bare_views.py`) insert one row, or store the file. Requests are made before they
are timed and sent over open connections; the sender shares the machine.
"""

from __future__ import annotations

import os
import sys
import tempfile
import time
from collections.abc import Callable
from collections.abc import Iterator
from collections.abc import Sequence
from dataclasses import dataclass
from dataclasses import field
from datetime import date
from datetime import timedelta
from pathlib import Path
from statistics import median
from typing import Any

from benchmarks.measuring import ROOT
from benchmarks.measuring import inside
from benchmarks.phones import OCTETS
from benchmarks.phones import Phone
from benchmarks.phones import items
from benchmarks.phones import key_of
from benchmarks.phones import picture
from benchmarks.phones import prepared
from benchmarks.phones import request
from benchmarks.phones import send
from benchmarks.phones import served
from benchmarks.phones import served_cpu
from benchmarks.reporting import Goal
from benchmarks.reporting import Line
from benchmarks.servers import private_postgresql

NAMES = ("裸视图：插入一行", "同兴：记一条", "同兴：20条一批", "裸视图：存文件", "同兴：收照片")
RECORDS = "/api/phone/records"
PHONES = 8
BATCH = 20
SINGLE_GOAL, BATCH_GOAL, PHOTO_GOAL, TAIL_GOAL = 0.7, 8.0, 0.7, 2.0


@dataclass
class Sent:
    """What one contender answered: seconds of each request, of each round, and of its processor."""

    name: str
    each: list[float] = field(default_factory=list)
    rates: list[float] = field(default_factory=list)  # records or photos a second, by round
    cpu: list[float] = field(default_factory=list)  # seconds a record or photo, by round

    @property
    def rate(self) -> float:
        return median(self.rates)

    def times(self, other: Sent) -> float:
        """How many times the other's rate: the median over rounds."""
        return median(own / theirs for own, theirs in zip(self.rates, other.rates, strict=True))

    def quantile(self, share: float) -> float:
        """Milliseconds below which so many of the requests were answered."""
        return 1000 * sorted(self.each)[min(int(len(self.each) * share), len(self.each) - 1)]


def lines(rounds: int, requests: int, say: Callable[[str], object]) -> Iterator[Line]:
    """The rows of the table; `requests` a round and phone of single records, fewer of the rest."""
    with private_postgresql() as server, tempfile.TemporaryDirectory() as home:
        found = measure(server, Path(home), rounds, requests, say)
    bare, single, batch, stored, photo = found
    yield line(bare, "单条记录", None)
    yield line(single, "单条记录", Goal.at_least(single.times(bare), SINGLE_GOAL, "倍于裸视图"))
    yield tail(single, bare, "单条记录")
    yield line(batch, "20条一批", Goal.at_least(batch.times(bare), BATCH_GOAL, "倍于裸视图"))
    yield line(stored, "200 kB照片", None)
    yield line(photo, "200 kB照片", Goal.at_least(photo.times(stored), PHOTO_GOAL, "倍于裸视图"))
    yield tail(photo, stored, "200 kB照片")


def line(sent: Sent, what: str, goal: Goal | None) -> Line:
    middle, tail = sent.quantile(0.5), sent.quantile(0.99)
    told = f"{sent.rate:,.0f} 条/秒，p50 {middle:.1f} 毫秒，p99 {tail:.1f} 毫秒"
    return Line(what, sent.name, told, cpu=median(sent.cpu), goal=goal)


def tail(own: Sent, bare: Sent, what: str) -> Line:
    ratio = own.quantile(0.99) / bare.quantile(0.99)
    return Line(what, "p99之比", f"{ratio:.2f}", goal=Goal.at_most(ratio, TAIL_GOAL, "倍于裸视图"))


# --- both servers, and what is sent to them -------------------------------------------------


def measure(
    database: str, home: Path, rounds: int, requests: int, say: Callable[[str], object]
) -> list[Sent]:
    say("准备数据库和手机登记")
    own_env = inside(home / "own", database)
    phones = prepared(home / "own", own_env, PHONES)
    (home / "files").mkdir()
    bare_env = os.environ | {
        "BARE_DATABASE": database,
        "BARE_FOLDER": str(home / "files"),
        "DJANGO_SETTINGS_MODULE": "benchmarks.peers.bare_views",
        "PYTHONPATH": str(ROOT),
    }
    tongxing = [str(Path(sys.executable).with_name("tongxing")), "serve", "--port"]
    bare = [sys.executable, "-m", "benchmarks.peers.bare_views"]
    with served(bare, bare_env) as (bare_port, bare_at), served(tongxing, own_env) as (port, at):
        course = Course(bare_port, bare_at, port, at, phones)
        course.warm()
        for number in range(rounds):
            say(f"第{number + 1}轮，共{rounds}轮")
            course.round(requests)
        return course.sent


class Course:
    """Rounds of all five contenders."""

    def __init__(
        self, bare: int, bare_at: int, own: int, own_at: int, phones: Sequence[Phone]
    ) -> None:
        self.bare, self.bare_at, self.own, self.own_at = bare, bare_at, own, own_at
        self.phones, self.number = phones, 0
        self.sent = [Sent(name) for name in NAMES]

    def warm(self) -> None:
        self.round(20)
        for one in self.sent:
            one.each.clear(), one.rates.clear(), one.cpu.clear()

    def round(self, requests: int) -> None:
        """Each contender in turn, eight connections at once."""
        bare, single, batch, stored, photo = self.sent
        few = max(requests // 8, 2)
        self._time(bare, self.bare_at, self.bare, self._records("/records", requests, 1))
        self._time(single, self.own_at, self.own, self._records(RECORDS, requests, 1))
        self._time(batch, self.own_at, self.own, self._records(RECORDS, few, BATCH), BATCH)
        photos = [[picture(self._next()) for _ in range(few)] for _ in range(PHONES)]
        self._time(stored, self.bare_at, self.bare, self._files("/files/{}", photos))
        send(self.own, self._naming(photos))  # records that name the photos come first
        self._time(photo, self.own_at, self.own, self._files("/api/phone/files/{}/0", photos))

    def _time(
        self, sent: Sent, process: int, port: int, bodies: list[list[bytes]], each: int = 1
    ) -> None:
        """Send each connection's requests one after the other, all connections at once."""
        before, begun = served_cpu(process), time.perf_counter()
        answered = send(port, bodies)
        wall = time.perf_counter() - begun
        count = each * sum(len(one) for one in bodies)
        sent.each += answered
        sent.rates.append(count / wall)
        sent.cpu.append((served_cpu(process) - before) / count)

    def _next(self) -> int:
        self.number += 1
        return self.number

    def _records(self, address: str, requests: int, each: int) -> list[list[bytes]]:
        def one(phone: Phone) -> bytes:
            drafts = [self._draft(phone) for _ in range(each)]
            return request("POST", address, phone.key, items(drafts))

        return [[one(phone) for _ in range(requests)] for phone in self.phones]

    def _naming(self, photos: list[list[bytes]]) -> list[list[bytes]]:
        def one(phone: Phone, photo: bytes) -> bytes:
            return request("POST", RECORDS, phone.key, items([self._draft(phone, key_of(photo))]))

        pairs = zip(self.phones, photos, strict=True)
        return [[one(phone, photo) for photo in mine] for phone, mine in pairs]

    def _files(self, address: str, photos: list[list[bytes]]) -> list[list[bytes]]:
        def one(phone: Phone, photo: bytes) -> bytes:
            return request("PUT", address.format(key_of(photo)), phone.key, photo, OCTETS)

        pairs = zip(self.phones, photos, strict=True)
        return [[one(phone, photo) for photo in mine] for phone, mine in pairs]

    def _draft(self, phone: Phone, photo: str = "") -> dict[str, Any]:
        day = date.fromisoformat(phone.today) - timedelta(days=self._next() % 60 + 1)
        return {
            "kind": "labour-day", "kind_version": 1, "place": phone.place,
            "doers": [{"who": phone.doer, "role": "", "of": ""}],
            "happened": day.isoformat(), "makes_up": None, "about": [],
            "values": {"people": str(self.number % 90 + 1)},
            "text": f"第{self.number}次集中劳动，清理村道两侧杂物，整治房前屋后环境",
            "files": [photo] if photo else [], "replaces": [],
        }  # fmt: skip
