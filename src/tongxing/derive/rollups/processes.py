"""The engine of one machine: a process a core, a few neighbouring books at a time in each.

Memory is bounded by the largest book a process meets, or a hundred thousand records or so
of small ones. A process that is killed takes the books it was at with it; those are named, and
asking again does them.
"""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import Future
from concurrent.futures import as_completed
from concurrent.futures.process import BrokenProcessPool

from tongxing.derive.rollups.engines import Job
from tongxing.derive.rollups.memory import keep_memory
from tongxing.derive.rollups.reading import judged_by
from tongxing.derive.rollups.reading import judged_together
from tongxing.derive.rollups.reading import shares
from tongxing.derive.rollups.shapes import Failed
from tongxing.derive.rollups.shapes import Head
from tongxing.derive.rollups.shapes import Outcome
from tongxing.derive.workers import workers

FEW = 4  # books one process has judged before another has started
TOGETHER = 150_000  # records of books judged as one table
SOON = 5_000_000  # records of a lake that are judged while another process would get ready
TURNS = 4  # so many of a process at least, that all end at the same time


def judge_in_processes(job: Job) -> Iterator[Outcome]:
    """Every book of the job, each as soon as it is judged."""
    if job.workers <= 1 or len(job.heads) < FEW:
        for head in job.heads:
            yield judged_by(job.reader, head, job.as_of, job.before(head))
        return
    if _is_soon_done(job):
        keep_memory()
        for heads in shares(job.heads, TOGETHER):
            yield from judged_together(job.reader, heads, job.as_of)
        return
    with workers(job.workers, begin, job.reader.needs_settings) as pool:
        asked: dict[Future[list[Outcome]], list[Head]] = {
            pool.submit(judged_together, job.reader, heads, job.as_of): heads
            for heads in shared_out(job)
        }
        for one in as_completed(asked):
            yield from _outcomes(one, asked[one])


def _is_soon_done(job: Job) -> bool:
    """Whether one process is ready before others have started; a database takes far longer."""
    return not job.reader.needs_settings and sum(one.seq for one in job.heads) < SOON


def shared_out(job: Job) -> list[list[Head]]:
    """Books to judge together, the most records first; every process has several turns."""
    records = sum(one.seq for one in job.heads)
    found = shares(job.heads, min(TOGETHER, records // (job.workers * TURNS)))
    return sorted(found, key=lambda heads: -sum(one.seq for one in heads))


def begin(needs_settings: bool) -> None:
    """A fresh process takes the settings of the one that asked."""
    keep_memory()
    if needs_settings:
        import django

        django.setup()


def _outcomes(one: Future[list[Outcome]], heads: list[Head]) -> list[Outcome]:
    try:
        return one.result()
    except BrokenProcessPool:
        say = "评判的进程意外结束（可能内存不足），这一本没有评判，可以再运行一次"
        return [Failed(head, say) for head in heads]
