"""Why a write was refused: one class per case, each with a code and words for the user."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong with a draft: where, what, and how to mend it."""

    field: str  # "values.amount", "place", "happened", "doers.0" …
    what: str
    remedy: str

    def say(self) -> str:
        return f"{self.what}。{self.remedy}。" if self.remedy else f"{self.what}。"


def shown(text: str, length: int = 40) -> str:
    """What somebody sent, short enough and safe to say back."""
    return text[:length].encode(errors="replace").decode().replace("\0", "?")


class Refused(Exception):  # noqa: N818  a refusal is an answer, not a fault
    """A write that was not done; nothing has changed."""

    code: ClassVar[str] = "refused"

    def __init__(self, what: str = "", *, problems: Sequence[Problem] = ()) -> None:
        self.problems = tuple(problems)
        self.what = what or "；".join(p.what for p in problems)
        super().__init__(self.what)

    def say(self) -> str:
        """The refusal in words for the person who tried."""
        if self.problems:
            return "\n".join(p.say() for p in self.problems)
        return f"{self.what}。"


class Invalid(Refused):
    """The draft itself is wrong; `problems` names every field at once."""

    code = "invalid"


class NotAllowed(Refused):
    """The account's grants do not cover this."""

    code = "not-allowed"


class NotFound(Refused):
    """What the write refers to does not exist, or is not in view."""

    code = "not-found"


class ChainBroken(Refused):
    """The records of a book are not what they were: nothing may be rebuilt from them."""

    code = "chain-broken"


class Conflict(Refused):
    """The same id was used before for something else (law 1)."""

    code = "conflict"


class NoReason(Refused):
    """A reason, note or basis is required here (C15)."""

    code = "no-reason"


class Unfitting(Refused):
    """It is in no state to be done: already ended, overlapping, of another book."""

    code = "unfitting"


class WrongPassword(Refused):
    """Name and password do not belong together; which of the two is wrong is not said."""

    code = "wrong-password"


class WrongCode(Refused):
    """The second factor shown is not the account's, or was shown before."""

    code = "wrong-code"


class Locked(Refused):
    """Too many wrong attempts; `minutes` until the next is looked at."""

    code = "locked"

    def __init__(self, minutes: int) -> None:
        self.minutes = minutes
        super().__init__(
            f"连续输错次数过多，为保护账号已暂停登录，请在{minutes}分钟后再试；"
            "急用请联系系统管理员解除"
        )
