"""The engine of one machine: a process a core, one book at a time in each.

Memory is bounded by the largest book a process meets. A process that is killed takes the books
it was at with it; those are named, and asking again does them.
"""

from __future__ import annotations

import signal
from collections.abc import Iterator
from concurrent.futures import Future
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures import as_completed
from concurrent.futures.process import BrokenProcessPool
from multiprocessing import get_context

from tongxing.derive.rollups.engines import Job
from tongxing.derive.rollups.reading import judged_by
from tongxing.derive.rollups.shapes import Failed
from tongxing.derive.rollups.shapes import Head
from tongxing.derive.rollups.shapes import Outcome

FEW = 4  # books one process has judged before another has started


def judge_in_processes(job: Job) -> Iterator[Outcome]:
    """Every book of the job, each as soon as it is judged."""
    if job.workers <= 1 or len(job.heads) < FEW:
        for head in job.heads:
            yield judged_by(job.reader, head, job.as_of)
        return
    begin = (job.reader.needs_settings,)
    with ProcessPoolExecutor(job.workers, get_context("spawn"), _begin, begin) as pool:
        asked: dict[Future[Outcome], Head] = {
            pool.submit(judged_by, job.reader, head, job.as_of): head for head in job.heads
        }
        try:
            for one in as_completed(asked):
                yield _outcome(one, asked[one])
        finally:
            pool.shutdown(wait=False, cancel_futures=True)


def _begin(needs_settings: bool) -> None:
    """A fresh process leaves interruptions to the one that asked, and takes its settings."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if needs_settings:
        import django

        django.setup()


def _outcome(one: Future[Outcome], head: Head) -> Outcome:
    try:
        return one.result()
    except BrokenProcessPool:
        return Failed(head, "评判的进程意外结束（可能内存不足），这一本没有评判，可以再运行一次")
