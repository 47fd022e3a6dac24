"""What was worked out last, kept under everything it depends on.

A key names all of that, so equal keys mean equal answers: nothing kept is ever stale, and
dropping it changes nothing but time.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from collections.abc import Hashable
from threading import Lock
from typing import Any
from typing import TypeVar
from typing import cast

T = TypeVar("T")


class Kept:
    """The `most` answers asked for last, the oldest dropped first; many threads may ask."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._known: OrderedDict[Hashable, Any] = OrderedDict()
        self._guard = Lock()

    def get(self, key: Hashable, work_out: Callable[[], T]) -> T:
        """The answer kept under the key, else worked out now; what raises is not kept."""
        with self._guard:
            if key in self._known:
                self._known.move_to_end(key)
                return cast("T", self._known[key])
        fresh = work_out()
        self.put(key, fresh)
        return fresh

    def peek(self, key: Hashable) -> Any:
        """The answer kept under the key, None when there is none."""
        with self._guard:
            return self._known.get(key)

    def put(self, key: Hashable, answer: object) -> None:
        """Keep an answer in place of what was known under the key."""
        with self._guard:
            self._known[key] = answer
            self._known.move_to_end(key)
            while len(self._known) > self._most:
                self._known.popitem(last=False)

    def clear(self) -> None:
        with self._guard:
            self._known.clear()

    def __len__(self) -> int:
        return len(self._known)
