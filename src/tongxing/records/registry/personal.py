"""Personal data in what people type: what is never taken in, and how a phone number is kept.

A phone number is kept as digits, a landline with one dash behind its area code; it is shown
masked, and whole only by the action that asks for a reason.
"""

from __future__ import annotations

import re

from tongxing.rules.characters import normal

ID_NUMBER = re.compile(r"(?<!\d)[1-9]\d{16}[\dXx](?!\d)")
MOBILE = re.compile(r"(?<!\d)1[3-9]\d{9}(?!\d)")
LANDLINE = re.compile(r"0(?:10|2\d|[3-9]\d{2})-\d{7,8}(?:-\d{1,5})?")
BETWEEN_DIGITS = re.compile(r"(?<=\d)[\s·.‐–—-]+(?=[\dXx])")
LABEL = re.compile(r"[0-9A-Za-z]+(?:-[0-9A-Za-z]+)*")
LONGEST_LABEL = 20
MOST_DIGITS = 6  # in one run: a longer one is somebody's number, not a household's
AREA_CODE = re.compile(r"(010|02\d|0[3-9]\d{2})-?(\d{7,8})(?:-(\d{1,5}))?")


def plain(text: str) -> str:
    """Text as it is kept: half-width, without blanks around it or doubled within."""
    return " ".join(normal(text, "NFKC").split())


def tidy(text: str) -> str:
    """A name as it is kept: letters and digits half-width, brackets as Chinese writes them."""
    half = "".join(c if c in "，：；、" else normal(c, "NFKC") for c in text)
    return " ".join(half.replace("(", "（").replace(")", "）").split())


def holds_id_number(text: str) -> bool:
    """Whether there is anything in it that looks like an 18-digit identity number."""
    return bool(ID_NUMBER.search(BETWEEN_DIGITS.sub("", plain(text))))


def holds_phone(text: str) -> bool:
    """Whether there is anything in it that looks like a mobile number."""
    return bool(MOBILE.search(BETWEEN_DIGITS.sub("", plain(text))))


def phone(text: str) -> str:
    """A phone number as it is kept: "13812341234", "0668-6661234-802"."""
    given = plain(text).removeprefix("+86").removeprefix("0086").strip(" -")
    digits = re.sub(r"[\s()·.‐–—-]", "", given)
    if MOBILE.fullmatch(digits):
        return digits
    landline = AREA_CODE.fullmatch(re.sub(r"[\s()‐–—-]+", "-", given).strip("-"))
    return "-".join(filter(None, landline.groups())) if landline else given


def phone_fault(kept: str) -> str:
    """What is wrong with a phone number, in Chinese; "" when it can be one."""
    if MOBILE.fullmatch(kept) or LANDLINE.fullmatch(kept):
        return ""
    return "联系电话应为11位手机号，或带区号的座机（如 0668-6661234）"


def masked(kept: str) -> str:
    """A phone number as pages show it: "138****1234", "0668-****34"; "" for none."""
    if MOBILE.fullmatch(kept):
        return f"{kept[:3]}****{kept[-4:]}"
    area, _, rest = kept.partition("-")
    return f"{area}-****{rest.partition('-')[0][-2:]}" if rest else "****" * bool(kept)


def label_fault(label: str) -> str:
    """Why a household's label is refused, in Chinese; "" when it is a number and no more."""
    if not LABEL.fullmatch(label):
        return "编号只能由字母、数字和短横组成，不写姓名、住址"
    if len(label) > LONGEST_LABEL:
        return f"编号过长（{len(label)}位），请缩短到{LONGEST_LABEL}位以内"
    if holds_id_number(label) or re.search(rf"\d{{{MOST_DIGITS + 1}}}", label.replace("-", "")):
        return (
            f"编号中有连续{MOST_DIGITS + 1}位以上的数字，像是证件号、电话或卡号，请改用户的顺序编号"
        )
    return ""
