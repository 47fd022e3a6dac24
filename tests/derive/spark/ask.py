"""Asks a cluster to judge a lake, in a process of its own: `ask.py LAKE KEPT MASTER [PATIENCE]`.

Says how far it is, a line at a time; ends with 1 and says why when the cluster cannot do it.
"""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path

from tongxing.derive.rollups.engines import Job
from tongxing.derive.rollups.gather import all_of
from tongxing.derive.rollups.lake import LakeBooks
from tongxing.derive.rollups.store import Store
from tongxing.derive.rollups.store import question_of
from tongxing.derive.spark.tasks import ClusterTrouble

DAY = date(2025, 11, 30)
MOST = 2_000  # records a task: many waves even on a small lake


def main(lake: str, kept: str, master: str, patience: str = "60") -> int:
    # Loaded here, so that a machine without Spark can read this file's constants.
    from tongxing.derive.spark import cluster
    from tongxing.derive.spark import engine

    engine.RECORDS_A_TASK = MOST
    cluster.ALONE_SECONDS = float(patience)
    reader = LakeBooks(lake)
    job = Job(reader, reader.heads("", DAY), DAY, options={"master": master})
    try:
        all_of(
            job, store=Store(Path(kept), question_of(DAY)), engine=engine.judge_on_spark,
            digits=12, progress=lambda done, total: say(f"{done} {total}"),
        )  # fmt: skip
    except ClusterTrouble as trouble:
        say(trouble.say())
        return 1
    return 0


def say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
