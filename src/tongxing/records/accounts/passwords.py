"""What makes a password acceptable (等保 level 3), and one-time passwords. No database."""

from __future__ import annotations

import re
import secrets
from collections.abc import Iterable
from functools import cache

from django.contrib.auth.password_validation import CommonPasswordValidator

SHORTEST = 8
SHORTEST_FOR_ADMINISTRATORS = 12
LONGEST = 128
SORTS_WANTED = 3
RUN = 4  # so many neighbours on the keyboard in a row count as one
FEWEST_SIGNS = 6  # different ones, when runs count as one
# Rows and columns of the keyboard, the alphabet and the digits; each is read both ways.
NEIGHBOURS = (
    "1234567890-=", "qwertyuiop", "asdfghjkl;", "zxcvbnm,./", "abcdefghijklmnopqrstuvwxyz",
    "0123456789", "1qaz", "2wsx", "3edc", "4rfv", "5tgb", "6yhn", "7ujm", "8ik,", "9ol.",
)  # fmt: skip
UNSHIFTED = str.maketrans('!@#$%^&*()_+:<>?"', "1234567890-=;,./'")
LOOKALIKES = str.maketrans("@013457$!", "aoleastsi")
# Words that offices here put before a year.
OFFICE_WORDS = frozenset(
    re.findall(
        r"\w+",
        "admin administrator root user guest test password passwd mima welcome login abc qwe "
        "tongxing bangfu fupin jiedui zhuanban xianzhuanban zuzhibu dangjian xiangcun zhenxing "
        "zhongguo china guangdong woaini woaizhongguo gongzuodui xuexi",
    )
)
SIGNS = "0123456789!@#$%^&*()-_=+.~"
LETTERS = "abcdefghjkmnpqrstuvwxyz"  # without i, l and o, which read as 1 and 0
DIGITS = "23456789"


def faults(password: str, *, names: Iterable[str] = (), administrator: bool = False) -> list[str]:
    """What is wrong with a password, in words; empty when nothing is.

    `names` are the account's name, its person, its unit and its places: none of them with a year
    or a few signs behind it will do.
    """
    shortest = SHORTEST_FOR_ADMINISTRATORS if administrator else SHORTEST
    checks = (
        (not shortest <= len(password) <= LONGEST, f"长度应为{shortest}到{LONGEST}位"),
        (_sorts(password) < SORTS_WANTED, "大写字母、小写字母、数字、符号中至少要有三种"),
        (not password.isprintable(), "含有不能识别的字符"),
        (_is_common(password), "这是常见密码，容易被猜到"),
        (len(set(_without_runs(password))) < FEWEST_SIGNS, "键盘上相邻的字符或重复的字符太多"),
        (_is_named(password, names), "不要用账号、姓名、单位名、地名或常用词加数字"),
    )
    return [said for wrong, said in checks if wrong]


def one_time_password() -> str:
    """Sixteen characters nobody has to guess about when reading them out; it keeps the rules."""
    groups = ["".join(secrets.choice(LETTERS) for _ in range(4)) for _ in range(2)]
    numbers = ["".join(secrets.choice(DIGITS) for _ in range(3)) for _ in range(2)]
    made = f"{groups[0].capitalize()}-{numbers[0]}-{groups[1]}-{numbers[1]}"
    return made if not faults(made, administrator=True) else one_time_password()


def _sorts(password: str) -> int:
    upper = any(c.isascii() and c.isupper() for c in password)
    lower = any(c.isascii() and c.islower() for c in password)
    digit = any(c.isascii() and c.isdigit() for c in password)
    other = any(not (c.isascii() and c.isalnum()) for c in password)
    return upper + lower + digit + other


@cache
def _common() -> frozenset[str]:
    return frozenset(CommonPasswordValidator().passwords)


def _is_common(password: str) -> bool:
    """Common as it stands, or before the digits and signs that were put behind it."""
    plain = password.lower()
    core = plain.strip(SIGNS)
    tried = {plain, plain.translate(LOOKALIKES), plain.strip("!@#$.~-_"), core}
    return any(one in _common() for one in tried if len(one) >= RUN)


def _without_runs(password: str) -> str:
    """The password with every run of neighbours or of one repeated sign drawn into one sign."""
    plain = password.lower().translate(UNSHIFTED)
    kept, at = "", 0
    while at < len(plain):
        kept += plain[at]
        at += _run_at(plain, at)
    return kept


def _run_at(plain: str, at: int) -> int:
    """How long the run that begins here is; 1 when it is none."""
    longest = len(plain) - at
    while longest >= RUN:
        part = plain[at : at + longest]
        if len(set(part)) == 1 or any(part in row or part[::-1] in row for row in NEIGHBOURS):
            return longest
        longest -= 1
    return 3 if plain[at : at + 3] == plain[at] * 3 else 1


def _is_named(password: str, names: Iterable[str]) -> bool:
    """Whether all that is left without digits and signs is a name or an office's word."""
    plain = password.lower()
    known = OFFICE_WORDS | {one for name in names for one in _spelt(name)}
    forms = (plain, plain.translate(LOOKALIKES), plain.strip(SIGNS).translate(LOOKALIKES))
    cores = {re.sub(r"[\W\d_]", "", one) for one in forms}
    return not known.isdisjoint(cores - {""})


def _spelt(name: str) -> frozenset[str]:
    """A name as it stands, in pinyin and in initials, with and without 市, 县, 镇, 村 behind it."""
    from pypinyin import Style  # a third of a process's start, and few processes set a password
    from pypinyin import lazy_pinyin

    forms = {name, re.sub(r"[省市县区镇乡村]$", "", name)}
    spelt = {"".join(lazy_pinyin(one)) for one in forms}
    first = {"".join(lazy_pinyin(one, style=Style.FIRST_LETTER)) for one in forms}
    found = {re.sub(r"[\W\d_]", "", one.lower()) for one in (*forms, *spelt, *first)}
    return frozenset(found - {""})
