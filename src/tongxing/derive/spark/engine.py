"""The engine itself: a job's books to the cluster, their outcomes back."""

from __future__ import annotations

from collections.abc import Iterator

from tongxing.derive.rollups.engines import Job
from tongxing.derive.rollups.reading import shares
from tongxing.derive.rollups.shapes import Outcome
from tongxing.derive.spark.cluster import connected
from tongxing.derive.spark.tasks import ClusterTrouble
from tongxing.derive.spark.tasks import JudgeTasks
from tongxing.derive.spark.tasks import outcome_of

RECORDS_A_TASK = 500_000


def judge_on_spark(job: Job) -> Iterator[Outcome]:
    """Every book of the job, wave by wave as the cluster has judged them.

    `job.options["master"]` is the cluster's address, "spark://host:7077". Raises ClusterTrouble;
    what was yielded by then stands.
    """
    if not job.heads:
        return
    if job.reader.needs_settings:
        raise ClusterTrouble("集群上只能评判数据湖，不能评判数据库", "请用 --lake 指明数据湖")
    heads = {one.code: one for one in job.heads}
    work = JudgeTasks(job.reader, shares(job.heads, RECORDS_A_TASK), job.as_of)
    with connected(job.options.get("master", "")) as cluster:
        for row in cluster.rows(work):
            yield outcome_of(row, heads[row["code"]])
