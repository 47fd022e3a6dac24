"""Take in a photo from a phone, part by part, and add it to the records that name it.

Parts come in any order, any number of times, from two pages at once; the bytes are kept as
they are, since their sha256 stands in the chain already.
"""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime
from hashlib import sha256
from typing import NoReturn

from tongxing.actions.errors import Refused
from tongxing.actions.errors import Unfitting
from tongxing.actions.keep_file import UnusableFile
from tongxing.records.accounts.access import Scope
from tongxing.records.accounts.queries import colleagues_of
from tongxing.records.audit import operations as audit
from tongxing.records.evidence import operations as evidence
from tongxing.records.evidence import parts
from tongxing.records.evidence.as_sent import picture_as_sent
from tongxing.records.evidence.files import Unusable
from tongxing.records.evidence.kept import Gone
from tongxing.records.evidence.kept import Kept
from tongxing.records.evidence.models import StoredFile
from tongxing.records.evidence.parts import Arrived
from tongxing.records.evidence.pictures import LARGEST_PICTURE
from tongxing.records.evidence.pictures import Prepared
from tongxing.records.evidence.queries import awaited_from
from tongxing.records.evidence.queries import brought_by
from tongxing.records.evidence.queries import erased_among

CALLED = "照片.jpg"  # a phone's photos have no names


class Erased(Unfitting):
    """The law had these very bytes taken away."""

    code = "erased"


class NoRoom(Refused):
    """Too many photos of this account wait for a record."""

    code = "quota"


class Damaged(Refused):
    """What came is not what was sent; sending it again mends it."""

    code = "damaged"


def photo_state(*, acting: Scope, at: datetime, key: str) -> Arrived:
    """How much of a photo this person has brought; raises `Erased`.

    One put aside is added to the records that have come to name it meanwhile.
    """
    _not_erased(acting, key)
    if aside := _put_aside(acting, at, key):
        return aside
    there = parts.arrived(acting.person, key)
    return there if there.size is not None else _known(acting, key) or there


def keep_chunk(*, acting: Scope, at: datetime, key: str, size: int, n: int, data: bytes) -> Arrived:
    """Keep part `n` of a photo of `size` bytes; the last one to come makes it whole.

    Raises `Damaged` for bytes that do not fit what is told of them, `UnusableFile`, `Erased`
    and `NoRoom`.
    """
    if size > LARGEST_PICTURE:
        raise UnusableFile("照片超过1MB，没有收下；请重新选择这张照片，手机页会把它调小")
    if size < 1 or not 0 <= n < parts.number_of(size) or len(data) != parts.length_of(size, n):
        raise Damaged("照片的这一段没有传完整，请重传这一段")
    by = acting.person
    if parts.number_of(size) > 1:  # one that comes at once is asked for in `_attached`
        _not_erased(acting, key)
    whole = parts.together(by, key, size, n=n, data=data)
    if whole is None:
        if before := _put_aside(acting, at, key) or _known(acting, key):
            return before
        _room_for(acting, key, len(data), at)
        parts.put(by, key, size, n, data, at)
        # Another page may have brought the last missing part at this very moment.
        whole = parts.together(by, key, size, n=n, data=data)
        if whole is None:
            return parts.arrived(by, key)
    if not _is(whole, key):
        parts.forget(by, key)
        raise Damaged("照片传到后与手机上的不一致，请重新传这张照片")
    _take_in(acting, at, key, whole)
    return _whole(size)


def keep_photo(*, acting: Scope, at: datetime, key: str, data: bytes) -> None:
    """Take in a whole photo, as from a file handed in; raises as `keep_chunk` does."""
    _not_erased(acting, key)
    if not _is(data, key):
        raise Damaged("照片与文件里写的不一致，可能已损坏")
    _take_in(acting, at, key, data)


def _is(data: bytes, key: str) -> bool:
    return sha256(data).hexdigest() == key


def _take_in(acting: Scope, at: datetime, key: str, data: bytes) -> None:
    """Add the photo to the records that wait for it, else put it aside for one to come."""
    try:
        ready = picture_as_sent(data)
    except Unusable as problem:
        parts.forget(acting.person, key)
        raise UnusableFile(str(problem)) from None
    if _attached(acting, at, key, ready) or _known(acting, key):
        return
    try:
        _room_for(acting, key, 0, at)
    except NoRoom:
        parts.forget(acting.person, key)
        raise


def _attached(acting: Scope, at: datetime, key: str, ready: Prepared) -> bool:
    """Keep the photo for the records that wait for it; False when none does, raises `Erased`.

    It is on the disk before anything is said of it, and where it is kept only after that: what
    is refused, or erased at this moment, never lies there.
    """
    by = acting.person
    parts.lay_by(by, key, ready.data, at)
    origin = audit.said_of("keep-file", f"file:{key}")
    waited, erased = evidence.take_up(by, ready, Kept(key, CALLED), at, origin)
    if erased:
        _refuse_erased(acting, key)
    if waited and not parts.hand_over(by, key):
        _not_erased(acting, key)  # or else another page of theirs has this very moment
    return waited


def laid_by(*, acting: Scope, key: str) -> Prepared | None:
    """A photo that was put aside, looked through; what was spoilt there is dropped."""
    data = parts.laid_by(acting.person, key)
    if data is None:
        return None
    with suppress(Unusable):
        if _is(data, key):
            return picture_as_sent(data)
    parts.forget(acting.person, key)
    return None


def keep_laid_by(*, acting: Scope, at: datetime, key: str, ready: Prepared) -> bool:
    """Keep it, for a record that names it; False when the law had it taken away.

    In the transaction that says so of the record: what no record shows is not kept.
    """
    try:
        evidence.keep(ready, at, key=key)
    except Gone:
        return False
    audit.note(at=at, who=acting.person, verb="keep-file", subject=f"file:{key}")
    return True


def _put_aside(acting: Scope, at: datetime, key: str) -> Arrived | None:
    """A photo this person has brought all of already, taken in once more.

    What was torn while it was put aside is none, and is dropped.
    """
    data = parts.laid_by(acting.person, key)
    if data is None:
        return None
    if not _is(data, key):
        parts.forget(acting.person, key)
        return None
    _take_in(acting, at, key, data)
    return _whole(len(data))


def _known(acting: Scope, key: str) -> Arrived | None:
    """A photo this person brought for a record before; one that got lost here is to come again."""
    if not brought_by(acting.person, [key]):
        return None
    # A break after it was said left it where it was put aside.
    if not parts.hand_over(acting.person, key):
        return None
    parts.forget(acting.person, key)
    return _whole(StoredFile.objects.filter(pk=key).values_list("size", flat=True).get())


def _whole(size: int) -> Arrived:
    return Arrived(size, tuple(range(parts.number_of(size))), whole=True)


def _not_erased(acting: Scope, key: str) -> None:
    if erased_among([key]):
        _refuse_erased(acting, key)


def _refuse_erased(acting: Scope, key: str) -> NoReturn:
    """Nothing of it stays here, and no record waits for it any more."""
    evidence.wait_no_more(acting.person, key)
    parts.forget(acting.person, key)
    raise Erased("这张照片此前已依法删除，不能再次添加")


def _room_for(acting: Scope, key: str, size: int, at: datetime) -> None:
    """Photos a record names have their room already: their number is limited there."""
    by = acting.person
    if parts.room_left(by, at, colleagues_of(acting)) < size and not awaited_from(by, key):
        raise NoRoom(
            "还没有归到记录的照片太多，暂时不再接收；请先把写好的记录发出，"
            f"或等{parts.KEEP_DAYS}天后自动清理"
        )
