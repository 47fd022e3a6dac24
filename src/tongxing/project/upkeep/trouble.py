"""Why a backup or a restore was not done, in words for the operator."""

from __future__ import annotations


class Trouble(Exception):  # noqa: N818  an answer to the operator, not a fault of the program
    """Nothing was written, or nothing of what was written counts; `remedy` says what to do."""

    def __init__(self, what: str, remedy: str = "") -> None:
        self.what = what
        self.remedy = remedy
        super().__init__(what)

    def say(self) -> str:
        return f"{self.what}。{self.remedy}。" if self.remedy else f"{self.what}。"


class ForeignArchive(Trouble):
    """The file is no backup of ours, or of a newer version."""


class DamagedArchive(Trouble):
    """A part of the archive is missing, torn or altered; `part` names it."""

    def __init__(self, part: str, what: str) -> None:
        self.part = part
        super().__init__(f"备份文件有损：{part}{what}", "请换用另一份备份，数据库未改动")


class NotEmpty(Trouble):
    """A restore was asked into a database that holds something."""
