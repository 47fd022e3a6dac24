"""What a peer gives the bench: the work, done as often as asked, and its answer to compare."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from benchmarks.answers import Answer


@dataclass(frozen=True)
class Contender:
    """`run` is what is measured; `answer` brings what it gave into the form all compare by."""

    run: Callable[[], Any]
    answer: Callable[[Any], Answer]
