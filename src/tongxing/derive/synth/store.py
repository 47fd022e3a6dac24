"""A synthetic lake written: a pack for each province, by several processes, to be gone on with.

The same request gives the same files, whoever writes which province. A lake knows what it was
asked for: it is finished, or left alone, never mixed with another.
"""

from __future__ import annotations

import hashlib
import multiprocessing as mp
from collections.abc import Callable
from collections.abc import Mapping
from collections.abc import Sequence
from concurrent.futures import FIRST_COMPLETED
from concurrent.futures import Future
from concurrent.futures import wait
from concurrent.futures.process import BrokenProcessPool
from dataclasses import astuple
from dataclasses import dataclass
from dataclasses import replace
from typing import Any

import orjson

from tongxing.derive.chunks import Chunk
from tongxing.derive.digests import NO_HASHES
from tongxing.derive.digests import NO_IDS
from tongxing.derive.lake.manifest import Identity
from tongxing.derive.lake.manifest import read_identity
from tongxing.derive.lake.manifest import read_manifest
from tongxing.derive.lake.manifest import write_identity
from tongxing.derive.lake.storage import Access
from tongxing.derive.lake.storage import storage_at
from tongxing.derive.lake.trouble import LakeTrouble
from tongxing.derive.lake.writer import LakeWriter
from tongxing.derive.lake.writer import Piece
from tongxing.derive.registers import register_row
from tongxing.derive.synth.book import Made
from tongxing.derive.synth.book import made
from tongxing.derive.synth.proof import proof_of
from tongxing.derive.synth.shares import Asked
from tongxing.derive.synth.shares import shares
from tongxing.derive.workers import workers
from tongxing.records.ledger.canonical import GENESIS

ORIGIN = "synthetic"
_LOOK = 0.25  # seconds between two looks at how far the processes are
Progress = Callable[[int, int], None]  # pairings done, pairings in all


class OtherRequest(LakeTrouble):
    """The lake was begun with another request; nothing was changed."""


class Unfinished(LakeTrouble):
    """A process that wrote a province is gone; the provinces written by then stay."""


@dataclass(frozen=True, slots=True)
class Written:
    """What a lake holds now, and how much of it was there before."""

    provinces: int
    books: int
    pairings: int
    records: int
    before: int  # of the provinces


@dataclass(frozen=True, slots=True)
class _Job:
    """One province of a lake; travels to another process."""

    asked: Asked
    address: str
    access: Access | None
    province: str
    books: Mapping[str, int]
    proved: bool


def identity_of(asked: Asked, *, proved: bool = False) -> Identity:
    """The id of the lake this request makes: equal for equal requests."""
    told = orjson.dumps((*astuple(asked), proved))
    return Identity(hashlib.sha256(told).hexdigest()[:32], ORIGIN)


def write(
    asked: Asked,
    address: str,
    *,
    access: Access | None = None,
    proved: bool = False,
    processes: int = 1,
    progress: Progress | None = None,
) -> Written:
    """Write all provinces the lake does not hold yet; `proved`: with ids and chain.

    Raises LakeTrouble, NothingThereError.
    """
    every = shares(asked)
    jobs = [
        _Job(asked, address, access, code, books, proved)
        for code, books in _by_province(every).items()
    ]
    writer = _opened(identity_of(asked, proved=proved), address, access)
    whole = {
        job.province
        for job in jobs
        if read_manifest(writer.storage, writer.identity, job.province).books
    }
    left = sorted(
        (job for job in jobs if job.province not in whole), key=lambda job: -sum(job.books.values())
    )
    total = sum(every.values())
    _run(left, processes, lambda done: progress and progress(total - _pairings(left) + done, total))
    manifests = [read_manifest(writer.storage, writer.identity, job.province) for job in jobs]
    records = sum(book.seq for one in manifests for book in one.books.values())
    return Written(len(jobs), len(every), total, records, len(whole))


def _pairings(jobs: Sequence[_Job]) -> int:
    return sum(sum(job.books.values()) for job in jobs)


def _by_province(every: Mapping[str, int]) -> Mapping[str, Mapping[str, int]]:
    found: dict[str, dict[str, int]] = {}
    for book, pairings in every.items():
        found.setdefault(book[:2], {})[book] = pairings
    return found


def _opened(identity: Identity, address: str, access: Access | None) -> LakeWriter:
    storage = storage_at(address, access)
    found = read_identity(storage)
    if found is None and not storage.folders():
        write_identity(storage, identity)
    elif found is not None and found.origin == ORIGIN and found.id != identity.id:
        raise OtherRequest(
            f"{address} 里已有按别的要求生成的合成数据", "请换一个地址，或按原来的要求接着生成"
        )
    return LakeWriter(address, access, origin=ORIGIN)


# --- in the processes that write -----------------------------------------------------------

_done: Any = None  # pairings written so far, by all processes together


def _begin(done: Any) -> None:
    global _done  # noqa: PLW0603  a process of the pool has one counter, given when it starts
    _done = done


def write_province(job: _Job, told: Callable[[int], None]) -> None:
    """One province, whole or not at all."""
    writer = LakeWriter(job.address, job.access, origin=ORIGIN)
    with writer.province(job.province) as province:
        for book, pairings in job.books.items():
            province.add(_piece(job, book, pairings))
            told(pairings)


def _piece(job: _Job, book: str, pairings: int) -> Piece:
    whole = made(job.asked, book, pairings)
    if not job.proved:
        return piece_of(whole)
    proof, head = proof_of(job.asked.seed, whole)
    return replace(piece_of(whole), proof=proof, head=head)


def _write_apart(job: _Job) -> None:
    def told(pairings: int) -> None:
        with _done.get_lock():
            _done.value += pairings

    write_province(job, told)


def _run(jobs: Sequence[_Job], processes: int, told: Callable[[int], Any]) -> None:
    if processes == 1 or len(jobs) <= 1:
        done = 0
        for job in jobs:

            def count(pairings: int) -> None:
                nonlocal done
                done += pairings
                told(done)

            write_province(job, count)
        return
    counter = mp.get_context("spawn").Value("q", 0)
    with workers(processes, _begin, counter) as pool:
        waiting: set[Future[None]] = {pool.submit(_write_apart, job) for job in jobs}
        while waiting:
            ended, waiting = wait(waiting, timeout=_LOOK, return_when=FIRST_COMPLETED)
            for one in ended:
                _refuse_unfinished(one)
            told(counter.value)


def _refuse_unfinished(one: Future[None]) -> None:
    """Raises what the process raised; LakeTrouble where there is no process any more."""
    try:
        one.result()
    except BrokenProcessPool as problem:
        raise Unfinished(
            "生成数据的进程意外结束（可能内存不足）",
            "写完的省都已保存，请用同样的要求再次运行；内存不够时用 --processes 减少进程",
        ) from problem


# --- one book as the lake takes it ------------------------------------------------------------


def piece_of(book: Made) -> Piece:
    """The whole book as one stretch."""
    chunk = Chunk(
        ids=NO_IDS,
        hashes=NO_HASHES,
        seq=book.seq,
        deed=book.deed,
        happened=book.happened,
        makes_up=book.makes_up,
        received=book.received,
        recorded=book.recorded,
        replacing=book.replacing,
        returning=book.returning,
        accepting=book.accepting,
        columns=dict(book.columns),
    )
    return Piece(
        book.code,
        book.name,
        chunk,
        register_row(book.deeds, book.words),
        book.deeds.parties,
        book.deeds.subjects,
        book.facts,
        prev=GENESIS,
        head=book.head,
    )
