"""What can be wrong with a lake, each in words for the operator."""

from __future__ import annotations

import errno
from collections.abc import Iterator
from contextlib import contextmanager

# What helps where a file is not what was written.
FETCH_AGAIN = "请从备份或另一份湖取回这个文件，或新建一个湖重新同步"
_FULL = {errno.ENOSPC, errno.EDQUOT}
_FORBIDDEN = {errno.EACCES, errno.EPERM, errno.EROFS}
# What a disk refuses: by which numbers, what it means, what to do.
_DISK = (
    (_FULL, "磁盘已满，写不下 {place}", "请腾出空间后重新运行，已写完的省不会重写"),
    (_FORBIDDEN, "没有权限读写 {place}", "请把文件夹交给运行本程序的用户后重新运行"),
    ({errno.ENOTDIR}, "{place} 所在的不是文件夹", "请核对数据湖的地址"),
    ({errno.ENAMETOOLONG}, "{place} 的名称太长", "请核对数据湖的地址"),
    (
        {errno.EFBIG},
        "{place} 超过了允许的大小",
        "请放宽这个用户或这块磁盘对文件大小的限制后重新运行",
    ),
)
# What an S3 service answers by: signs in the text, what it means, what to do.
_SERVICE = (
    (
        ("ACCESS_DENIED", "INVALID_ACCESS_KEY_ID", "SIGNATURE_DOES_NOT_MATCH", "status 403"),
        "对象存储拒绝了访问：{place}",
        "请核对 TONGXING_LAKE_KEY、TONGXING_LAKE_SECRET 和这把密钥的权限后重新运行",
    ),
    (
        ("NO_SUCH_BUCKET", "NoSuchBucket"),
        "对象存储里没有这个桶：{place}",
        "请先建好桶，或核对数据湖的地址",
    ),
    (
        ("NETWORK_CONNECTION", "curlCode", "REQUEST_TIMEOUT", "not a valid URI"),
        "连不上对象存储：{place}",
        "请核对 TONGXING_LAKE_ENDPOINT 和网络，通了再重新运行",
    ),
    (("AWS Error",), "对象存储没有办成：{place}（{text}）", "请待服务恢复后重新运行"),
)


class LakeTrouble(Exception):  # noqa: N818  an answer to the operator, not a fault of the program
    """Nothing half-written counts; `remedy` says what to do."""

    def __init__(self, what: str, remedy: str = "") -> None:
        self.what = what
        self.remedy = remedy
        super().__init__(what)

    def say(self) -> str:
        return f"{self.what}。{self.remedy}。" if self.remedy else f"{self.what}。"


class NoLake(LakeTrouble):
    """There is no lake at the address, or one of another format."""


class OutOfReach(LakeTrouble):
    """The folder or the service does not let us read or write."""


class Missing(LakeTrouble):
    """A part the manifest names is not there."""


class Torn(LakeTrouble):
    """A part is there but is not what was written."""


class Foreign(LakeTrouble):
    """A part belongs to another lake, province or place in this one."""


class UnknownEdition(LakeTrouble):
    """A book names an edition of a plan whose text the lake does not hold."""


class NotHeld(LakeTrouble):
    """A plan asks for a field a lake never holds: texts and persons."""


class Contradicted(LakeTrouble):
    """The ledger says otherwise than the lake."""


class Busy(LakeTrouble):
    """Another process writes to the same province."""


@contextmanager
def told_of(place: str) -> Iterator[None]:
    """Turns what the disk or the service refuses at `place` into a LakeTrouble that says so."""
    try:
        yield
    except FileNotFoundError as problem:
        raise Missing(f"数据湖里缺少 {place}", FETCH_AGAIN) from problem
    except OSError as problem:
        raise _told(problem, place) from problem


def refused(problem: OSError) -> str:
    """Why a disk would not, in a word or two."""
    if problem.errno in _FULL:
        return "磁盘已满"
    if problem.errno in _FORBIDDEN:
        return "没有权限"
    return problem.strerror or str(problem)


def _told(problem: OSError, place: str) -> LakeTrouble:
    text = str(problem)
    for codes, what, remedy in _DISK:
        if problem.errno in codes:
            return OutOfReach(what.format(place=place), remedy)
    for signs, what, remedy in _SERVICE:
        if any(sign in text for sign in signs):
            return OutOfReach(what.format(place=place, text=text), remedy)
    return OutOfReach(f"读写 {place} 出错：{text}", "请排除后重新运行，已写完的省不会重写")
