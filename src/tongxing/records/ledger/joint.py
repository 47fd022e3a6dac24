"""What many threads want of one thing at once is done by one of them for all.

Who comes while nobody is at it does his own; who comes meanwhile waits, and when that is done
the first of those waiting does it for all of them together, each getting his own answer. So
nobody ever waits for others to come, and a cost that is the same for one and for many is paid
once for many.
"""

from __future__ import annotations

import logging
from collections import deque
from collections.abc import Callable
from collections.abc import Sequence
from dataclasses import dataclass
from dataclasses import field
from threading import Lock
from typing import Generic
from typing import TypeVar

LOG = logging.getLogger(__name__)

G = TypeVar("G")
A = TypeVar("A")


def _held() -> Lock:
    lock = Lock()
    lock.acquire()
    return lock


@dataclass(slots=True, eq=False)
class _Waiting(Generic[G, A]):
    """One who waits; let go by `turn`, either with an answer or to do it himself."""

    given: G
    turn: Lock = field(default_factory=_held)
    over: bool = False  # done by another, well or not
    answer: A | None = None


class Joint(Generic[G, A]):
    """`do(key, several)` answers each in order, or None where it did nothing at all.

    Whatever is done is done once: what failed together, or came to nothing, each does by
    himself, so one that cannot be done never takes others along. So `do` must bear being asked
    the same again after a failure of which nobody knows what it left.
    """

    def __init__(self, do: Callable[[str, Sequence[G]], Sequence[A] | None], most: int) -> None:
        self._do, self._most = do, most
        self._guard = Lock()
        self._lines: dict[str, deque[_Waiting[G, A]]] = {}  # a key while somebody is at it

    def ask(self, key: str, given: G) -> A | None:
        """The answer to `given`, None where `do` says so of it alone; raises what `do` raises."""
        mine: _Waiting[G, A] = _Waiting(given)
        if not self._begins(key, mine):
            mine.turn.acquire()
        if not mine.over:
            some = self._taken(key, mine)
            try:
                if len(some) == 1:
                    return self._alone(key, given)
                self._together(key, some)
            finally:
                self._pass_on(key, some)
        return self._alone(key, given) if mine.answer is None else mine.answer

    def _begins(self, key: str, mine: _Waiting[G, A]) -> bool:
        """Whether nobody is at it; else this one stands in line."""
        with self._guard:
            line = self._lines.get(key)
            if line is None:
                self._lines[key] = deque()
                return True
            line.append(mine)
            return False

    def _taken(self, key: str, mine: _Waiting[G, A]) -> list[_Waiting[G, A]]:
        """Himself and those who wait by now; they stand in line no more."""
        with self._guard:
            line = self._lines[key]
            return [mine, *(line.popleft() for _ in range(min(len(line), self._most - 1)))]

    def _alone(self, key: str, given: G) -> A | None:
        answers = self._do(key, [given])
        return answers[0] if answers else None

    def _together(self, key: str, some: Sequence[_Waiting[G, A]]) -> None:
        try:
            answers = self._do(key, [one.given for one in some])
        except Exception:
            LOG.warning("%s: %d together failed, each apart", key, len(some), exc_info=True)
        else:
            for one, answer in zip(some, answers or (), strict=False):
                one.answer = answer

    def _pass_on(self, key: str, some: Sequence[_Waiting[G, A]]) -> None:
        """Let the next begin and the others go, whatever happened."""
        with self._guard:
            line = self._lines[key]
            following = line.popleft() if line else None
            if following is None:
                del self._lines[key]
        if following is not None:
            following.turn.release()
        for one in some[1:]:
            one.over = True
            one.turn.release()
