"""What a caller can get wrong: one exception class a case. Plans are checked when read."""

from __future__ import annotations


class NotScoredError(ValueError):
    """The edition has no `[score]` table."""

    def __init__(self, plan: str, edition: str) -> None:
        super().__init__(f"方案 {plan} {edition} 没有计分表，不能计分。")


class SubjectTwiceError(ValueError):
    """One subject was handed in twice, so it would stand in the quota twice."""

    def __init__(self, subject: str) -> None:
        super().__init__(f"计分对象 {subject} 重复。")


class UnknownDutyError(KeyError):
    """Counts were handed in for a duty the edition does not have."""

    def __init__(self, duty: str) -> None:
        super().__init__(f"方案里没有任务 {duty}。")


class UnknownBandError(KeyError):
    """A veto or the quota names a band that is not among the bands."""

    def __init__(self, band: str) -> None:
        super().__init__(f"等次里没有“{band}”。")


class LowestBandLimitedError(ValueError):
    """The quota limits the lowest band: nobody could fall out of it."""

    def __init__(self, band: str) -> None:
        super().__init__(f"“{band}”是最低等次，不能限定比例。")
