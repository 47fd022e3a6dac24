"""Unified social credit codes (GB 32100): eighteen characters with a check character."""

from __future__ import annotations

ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"  # no I, O, S, V, Z
LENGTH = 18
WEIGHTS = tuple(pow(3, i, 31) for i in range(LENGTH - 1))


def check_character(first: str) -> str:
    """The eighteenth character that belongs to the first seventeen."""
    total = sum(ALPHABET.index(c) * w for c, w in zip(first, WEIGHTS, strict=True))
    return ALPHABET[(31 - total % 31) % 31]


def fault(code: str) -> str:
    """What is wrong with a code and how to mend it, in Chinese; "" when it is right."""
    if len(code) != LENGTH:
        return f"统一社会信用代码应为18位，现为{len(code)}位，请对照登记证书核对"
    for at, char in enumerate(code, 1):
        if char not in ALPHABET:
            hint = "（不使用字母 I、O、S、V、Z，字母须大写）" if char.isalpha() else ""
            return f"统一社会信用代码第{at}位“{char}”不是允许的字符{hint}"
    expected = check_character(code[:-1])
    if code[-1] != expected:
        return (
            f"统一社会信用代码第18位校验不符：按前17位应为“{expected}”，"
            f"现为“{code[-1]}”，前17位中可能有一位抄错，请对照登记证书核对"
        )
    return ""
