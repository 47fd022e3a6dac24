"""The command line's own words in Chinese: usage, headings, and what was asked wrongly.

argparse asks gettext for each of its sentences and ships no translations; `ChineseParser`
answers instead. A sentence of a later Python that is not listed stays as it is.
"""

from __future__ import annotations

import argparse
from collections.abc import Mapping
from typing import Any

WORDS: Mapping[str, str] = {
    "usage: ": "用法：",
    "positional arguments": "参数",
    "options": "选项",
    "show this help message and exit": "显示这份说明",
    "%(prog)s: error: %(message)s\n": "%(prog)s：%(message)s\n",
    "argument %(argument_name)s: %(message)s": "%(argument_name)s：%(message)s",
    "the following arguments are required: %s": "缺少%s，写法可加 -h 查看",
    "one of the arguments %s is required": "须写明其中之一：%s",
    "unrecognized arguments: %s": "不认识“%s”，可用的写法加 -h 查看",
    "invalid choice: %(value)r (choose from %(choices)s)": (
        "没有“%(value)s”，请从中选择：%(choices)s"
    ),
    "invalid %(type)s value: %(value)r": "“%(value)s”写法不对",
    "expected one argument": "后面须写一个值",
    "expected at most one argument": "后面最多写一个值",
    "expected at least one argument": "后面至少写一个值",
    "expected %s argument": "后面须写%s个值",
    "expected %s arguments": "后面须写%s个值",
    "not allowed with argument %s": "不能与%s同用",
    "ignored explicit argument %r": "后面不写值，多写了%s",
    "ambiguous option: %(option)s could match %(matches)s": "%(option)s不明确，可能是%(matches)s",
}
# What stands for an option's value in usage, by the option.
VALUES: Mapping[str, str] = {
    "as_of": "日期",
    "until": "日期",
    "known_at": "时刻",
    "place": "代码",
    "province": "两位代码",
    "since": "日期",
    "book": "代码",
    "head": "序号:校验值",
    "host": "地址",
    "port": "端口",
    "workers": "个数",
    "seed": "种子",
}


def said(sentence: str) -> str:
    """A sentence of argparse in Chinese."""
    return WORDS.get(sentence, sentence)


def said_of(one: str, several: str, count: int) -> str:
    """The same for sentences that have a singular and a plural."""
    return said(one if count == 1 else several)


class ChineseHelp(argparse.HelpFormatter):
    """Help whose stand-ins for values are Chinese."""

    def _get_default_metavar_for_optional(self, action: argparse.Action) -> str:
        return VALUES.get(action.dest, "值")


class ChineseParser(argparse.ArgumentParser):
    """An ArgumentParser that speaks Chinese, and whose own commands do; misuse ends with 2."""

    def __init__(self, **given: Any) -> None:
        vars(argparse).update(_=said, ngettext=said_of)
        super().__init__(**{"formatter_class": ChineseHelp, **given})
