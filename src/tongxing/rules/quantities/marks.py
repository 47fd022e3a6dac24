"""Words that make a figure approximate: where they stand, and which agree with each other.

An approximate figure counts at its stated number; the word is kept so that it can be
printed back and so that a sum it enters stays approximate.
"""

from __future__ import annotations

from collections.abc import Mapping
from collections.abc import Sequence

BEFORE = ("近", "约", "超", "不足")
INSIDE = ("余", "多")
AFTER = ("上下", "左右", "以上", "以内")
MARKS = (*BEFORE, *INSIDE, *AFTER)

UPWARD = frozenset({"余", "多", "超", "以上"})
DOWNWARD = frozenset({"近", "不足", "以内"})

# What people write → the mark kept. Longest first, so that 超过 is not read as 超.
PREFIXES: Mapping[str, str] = {
    "不少于": "以上",
    "不低于": "以上",
    "不超过": "以内",
    "不多于": "以内",
    "将近": "近",
    "接近": "近",
    "大约": "约",
    "大概": "约",
    "约为": "约",
    "约有": "约",
    "超过": "超",
    "突破": "超",
    "不足": "不足",
    "不到": "不足",
    "不满": "不足",
    "未满": "不足",
    "至少": "以上",
    "至多": "以内",
    "最多": "以内",
    "顶多": "以内",
    "起码": "以上",
    "最少": "以上",
    "少说": "以上",
    "差不多": "约",
    "近": "近",
    "约": "约",
    "超": "超",
    "逾": "超",
    "过": "超",
    "上": "以上",  # 上百人
}
# Said before a figure without changing it.
IDLE = ("一共", "总共", "合计", "共计", "总计", "共", "仅", "有")
SUFFIXES: Mapping[str, str] = {
    "及以上": "以上",
    "及以下": "以内",
    "以上": "以上",
    "以下": "以内",
    "以内": "以内",
    "左右": "左右",
    "上下": "上下",
    "往上": "以上",
    "不到": "不足",
    "出头": "多",
    "有余": "余",
    "多": "多",
    "余": "余",
}
INFIXES: Mapping[str, str] = {"多": "多", "余": "余", "来": "约", "几": "多", "把": "约"}


def one_mark(marks: Sequence[str]) -> str | None:
    """The mark that stands for several, in the order written; None when they contradict.

    约, 左右 and 上下 say nothing that a mark with a direction does not say better.
    """
    directed = [mark for mark in marks if mark in UPWARD or mark in DOWNWARD]
    if UPWARD.isdisjoint(directed) or DOWNWARD.isdisjoint(directed):
        return next(iter(directed or marks), "")
    return None
