"""What can be wrong with a figure: one class for each case, in a clerk's words."""

# ruff: noqa: N818 -- each class is named for its case, as the caller will read it

from __future__ import annotations


class QuantityError(ValueError):
    """A text that is no figure of the wanted type.

    `at` is the place in `text` (from 0, its end included), `what` is wrong there, `remedy`
    mends it.
    """

    def __init__(self, text: str, at: int, what: str, remedy: str) -> None:
        self.text = text
        self.at = at
        self.what = what
        self.remedy = remedy
        super().__init__(self.say())

    def say(self) -> str:
        """One Chinese sentence for the person who typed it."""
        where = f"“{self.text}”第{self.at + 1}个字处" if self.text.strip() else "此处"
        return f"{where}{self.what}。{self.remedy}"


class TypeUnknown(ValueError):
    """A field type that is no quantity, such as text."""

    def __init__(self, type_: str) -> None:
        super().__init__(f"字段类型“{type_}”不是数量，应为 count、money、area、number 之一")


class MeasuresDiffer(ValueError):
    """Figures of two measures were to be added, such as money planned and money paid."""

    def __init__(self, one: str, other: str) -> None:
        super().__init__(f"“{one}”与“{other}”是两种口径，不能相加。请分别列示")


class UnitsDiffer(ValueError):
    """Figures of two types or units were to be added."""

    def __init__(self, one: str, other: str) -> None:
        super().__init__(f"“{one}”与“{other}”单位不同，不能相加。请先统一单位")
