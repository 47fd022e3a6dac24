"""Unified social credit codes (GB 32100): eighteen characters with a check character.

Characters 9 to 17 are the organization code of GB 11714 with a check character of its own, so
a wrong code often tells in which part it was miscopied.
"""

from __future__ import annotations

import string
from collections.abc import Iterator

from tongxing.rules import characters

ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"  # no I, O, S, V, Z
LENGTH = 18
WEIGHTS = tuple(pow(3, i, 31) for i in range(LENGTH - 1))
OWN = slice(8, 17)  # the organization code within
OWN_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)
OWN_ALPHABET = string.digits + string.ascii_uppercase
MEANT = {"I": "1", "O": "0", "S": "5", "V": "U", "Z": "2"}  # what a forbidden letter was read from
ALIKE = ("8B", "0D", "0Q", "1L", "6G", "5S", "UW", "MN", "PR", "CG", "17", "38")


def normal(text: str) -> str:
    """A code as it is kept: half-width, upper-case, without the blanks people group it by."""
    plain = characters.normal(text, "NFKC").upper()
    return "".join(c for c in plain if not c.isspace() and c not in "-‐–—")


def check_character(first: str) -> str:
    """The eighteenth character that belongs to the first seventeen."""
    total = sum(ALPHABET.index(c) * w for c, w in zip(first, WEIGHTS, strict=True))
    return ALPHABET[(31 - total % 31) % 31]


def fault(code: str) -> str:
    """What is wrong with a code and how to mend it, in Chinese; "" when it is right."""
    for at, char in enumerate(code[:LENGTH], 1):
        if char not in ALPHABET:
            return f"统一社会信用代码第{at}位“{char}”不是允许的字符{_hint(char)}"
    if len(code) != LENGTH:
        return f"统一社会信用代码应为18位，现为{len(code)}位，请对照登记证书核对"
    expected = check_character(code[:-1])
    if code[-1] == expected:
        return ""
    return (
        f"统一社会信用代码第18位校验不符：按前17位应为“{expected}”，"
        f"现为“{code[-1]}”，{_suspicion(code)}，请对照登记证书核对"
    )


def _hint(char: str) -> str:
    if char in MEANT:
        return f"（不使用字母 I、O、S、V、Z，此处可能是“{MEANT[char]}”）"
    if char in string.ascii_lowercase:
        return "（字母须大写）"
    if char.isalpha():
        return "（只用数字和大写字母）"
    return ""


def _suspicion(code: str) -> str:
    """Where the slip most likely is: one character read for another, two swapped, or a part."""
    found = sorted({one for one in _repairs(code) if _sound(one[1])})
    if len(found) == 1:
        return found[0][0]
    if _own_sound(code):
        return "第1至8位或第18位中可能有一位抄错"
    return "第9至17位（主体标识码）中可能有一位抄错"


def _repairs(code: str) -> Iterator[tuple[str, str]]:
    """(what would have happened, the code meant) for each slip that is easily made."""
    for at, char in enumerate(code):
        for pair in ALIKE:
            other = pair.replace(char, "") if char in pair else ""
            if other and other in ALPHABET:
                mended = f"{code[:at]}{other}{code[at + 1 :]}"
                yield f"第{at + 1}位“{char}”可能应为“{other}”", mended
    for at in range(LENGTH - 1):
        swapped = f"{code[:at]}{code[at + 1]}{code[at]}{code[at + 2 :]}"
        yield f"第{at + 1}、{at + 2}位可能写颠倒了", swapped


def _sound(code: str) -> bool:
    return check_character(code[:-1]) == code[-1] and _own_sound(code)


def _own_sound(code: str) -> bool:
    """Whether the organization code within has its right check character."""
    own = code[OWN]
    total = sum(OWN_ALPHABET.index(c) * w for c, w in zip(own[:-1], OWN_WEIGHTS, strict=True))
    return own[-1] == "0123456789X0"[11 - total % 11]
