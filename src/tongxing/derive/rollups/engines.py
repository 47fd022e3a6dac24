"""What a job is, and which engines can do it.

An engine takes a job and yields the outcome of every book, in any order, as each is ready. Its
module is loaded when asked for, so that one which needs more than this package costs nothing.
"""

from __future__ import annotations

from collections.abc import Callable
from collections.abc import Iterator
from collections.abc import Mapping
from collections.abc import Sequence
from dataclasses import dataclass
from dataclasses import field
from datetime import date
from importlib import import_module

from tongxing.derive.rollups.reading import Reader
from tongxing.derive.rollups.shapes import BookRollUp
from tongxing.derive.rollups.shapes import Head
from tongxing.derive.rollups.shapes import Outcome


def nothing(_head: Head) -> None:
    """Where nothing is kept."""


@dataclass(frozen=True, slots=True)
class Job:
    """Books to judge as of a day. `heads` come with the one that takes longest first."""

    reader: Reader
    heads: Sequence[Head]
    as_of: date
    workers: int = 1
    options: Mapping[str, str] = field(default_factory=dict)  # an engine's own, such as its master
    # What a book came to when it was last kept; an engine may leave that aside.
    before: Callable[[Head], BookRollUp | None] = nothing


Engine = Callable[[Job], Iterator[Outcome]]

# name -> "module:function"
ENGINES: Mapping[str, str] = {
    "processes": "tongxing.derive.rollups.processes:judge_in_processes",
    "spark": "tongxing.derive.spark.engine:judge_on_spark",
}


def engine_named(name: str) -> Engine:
    """The engine; raises KeyError for an unknown one, ImportError where it is not installed."""
    module, _, function = ENGINES[name].partition(":")
    engine: Engine = getattr(import_module(module), function)
    return engine
