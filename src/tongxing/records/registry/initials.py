"""First letters of names in pinyin: 柏桥村 is found by `bqc`."""

from __future__ import annotations

from functools import cache
from itertools import product

MOST_READINGS = 4
# Characters that names of places read in two ways: both first letters find them.
BOTH = {
    "长": "cz", "朝": "cz", "重": "cz", "曾": "cz", "查": "cz", "传": "cz", "藏": "cz", "种": "cz",
    "乐": "ly", "行": "hx", "巷": "xh", "会": "hk", "堡": "bp", "埔": "bp", "番": "fp", "卜": "bp",
    "厦": "xs", "单": "ds", "解": "jx", "尉": "wy", "蔚": "wy", "圩": "wx", "洞": "dt", "大": "d",
    "车": "cj", "石": "s", "校": "jx", "系": "xj", "降": "jx", "枞": "cz", "铅": "qy", "犍": "jq",
    "鄱": "p", "陂": "bp", "磨": "m", "蚌": "b", "漯": "l", "浒": "hx", "涡": "gw", "盖": "g",
}  # fmt: skip


def initials_of(name: str) -> tuple[str, ...]:
    """Every way to write a name by first letters, at most four; letters and digits stay."""
    ways = [_letters(char) for char in name]
    found = ["".join(one) for one, _ in zip(product(*ways), range(MOST_READINGS), strict=False)]
    return tuple(one for one in dict.fromkeys(found) if one)


@cache
def _letters(char: str) -> str | tuple[str]:
    """The first letters a character may stand for; ("",) when it has none."""
    if char.isascii():
        return char.lower() if char.isalnum() else ("",)
    return BOTH.get(char) or _first(char) or ("",)


def _first(char: str) -> str:
    from pypinyin import Style  # its table takes a while to load, and searching does not need it
    from pypinyin import lazy_pinyin

    letter = lazy_pinyin(char, style=Style.FIRST_LETTER)[0]
    return letter if len(letter) == 1 and letter.isascii() and letter.isalpha() else ""
